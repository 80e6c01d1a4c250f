"""A Microsoft Project plan in XML says what stands in it, and one that cannot be read is refused with its place."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import ScenarioError
from milepost.models.calendar import Hours
from milepost.models.imports import Activity, Bound, ForeignPlan, Matter, Sort
from milepost.models.imports.mspdi import outline, read_mspdi
from milepost.models.link import LagCalendar, LinkKind
from tests.mspdi_files import HEAD, SHIFTS, calendar, element, exception, link, mspdi, period, task, times

EIGHT = Hours.parse("08:00-12:00, 13:00-17:00")


def read(*tasks: str, **given: object) -> ForeignPlan:
    return read_mspdi("site.xml", mspdi(*tasks, **given))  # type: ignore[arg-type]  # as mspdi takes them


def one(*tasks: str, **given: object) -> Activity:
    return read(*tasks, **given).activities[0]


def refusal(content: bytes) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_mspdi("site.xml", content)
    return str(caught.value)


def told(plan: ForeignPlan) -> dict[Matter, tuple[str, ...]]:
    return {notice.matter: notice.ids for notice in plan.notices}


def links(plan: ForeignPlan) -> set[tuple[str, str, str]]:
    return {(link.predecessor, link.kind.value, link.successor) for link in plan.relations}


def test_a_task_is_known_by_its_unique_id_and_lies_in_its_summaries() -> None:
    plan = read(
        task(0, level=0),
        task(7, level=1),
        task(9, 12, level=2, WBS="1.1", Cost=12345, ActualCost=345, Critical=1, Deadline="2026-02-02T17:00:00"),
        task(3, 0, level=1, Milestone=1),
        Title="Site",
    )
    work, milestone = plan.activities
    assert (plan.name, plan.currency, plan.lags, plan.override) == ("Site", "EUR", LagCalendar.SUCCESSOR, True)
    assert (work.id, work.name, work.duration, work.group, work.wbs) == ("9", "Work 9", 12.0, ("Work 7",), "1.1")
    assert (work.cost, work.spent, work.critical, work.deadline) == (123.45, 3.45, True, datetime(2026, 2, 2, 17))
    assert (milestone.id, milestone.sort, milestone.group) == ("3", Sort.FINISH_MILESTONE, ())


@pytest.mark.parametrize(
    ("kind", "meant"), [(0, LinkKind("FF")), (1, LinkKind("FS")), (2, LinkKind("SF")), (3, LinkKind("SS"))]
)
def test_a_link_has_its_kind_by_number(kind: int, meant: LinkKind) -> None:
    (found,) = read(task(1), task(2, 8, link(1, kind))).relations
    assert (found.predecessor, found.successor, found.kind) == ("1", "2", meant)


@pytest.mark.parametrize(
    ("lag", "form", "amount"),
    [
        (4800, 7, (8.0, 0.0, 0.0)),  # tenths of a minute
        (-4800, 39, (-8.0, 0.0, 0.0)),  # estimated days
        (14400, 8, (0.0, 1.0, 0.0)),  # elapsed days
        (50, 19, (0.0, 0.0, 0.5)),  # percent
    ],
)
def test_a_lag_is_worked_or_elapsed_or_a_share(lag: int, form: int, amount: tuple[float, float, float]) -> None:
    (found,) = read(task(1), task(2, 8, link(1, 1, lag, form))).relations
    assert (found.lag, found.elapsed, found.share) == amount


def test_a_duration_by_the_clock_is_worked_day_and_night() -> None:
    plan = read(task(1, 24, DurationFormat=8))
    worked = plan.calendars[plan.activities[0].calendar or ""]
    assert (worked.day, worked.week) == (24.0, (Hours.parse("00:00-24:00"),) * 7)


def test_what_waits_for_a_summary_waits_for_what_ends_it_and_a_summary_waits_where_it_begins() -> None:
    """1 > 2 > 3 are in summary 10, 4 and 5 in summary 11, which waits for 10; 6 waits for the start of 10."""
    plan = read(
        task(10, level=1),
        task(2, 8, link(1), level=2),
        task(1, level=2, Start="2026-01-05T08:00:00"),
        task(3, 8, link(2), level=2),
        task(11, 8, link(10), level=1),
        task(4, level=2),
        task(5, 8, link(4), level=2),
        task(6, 8, link(10, 3)),
        *(),
    )
    assert links(plan) - {("1", "FS", "2"), ("2", "FS", "3"), ("4", "FS", "5")} == {("3", "FS", "4"), ("2", "SS", "6")}
    assert told(plan) == {Matter.LINK_OF_SUMMARY: ("4", "6")}


def test_what_holds_a_summary_holds_what_is_in_it() -> None:
    held: dict[str, Any] = {"ConstraintType": 4, "ConstraintDate": "2026-02-02T08:00:00"}
    plan = read(task(1, level=1, **held), task(2, level=2), task(3, level=1, **held))
    assert [one.bounds for one in plan.activities] == [((Bound.START_NOT_BEFORE, datetime(2026, 2, 2, 8)),)] * 2


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        (2, Bound.MUST_START_ON),
        (3, Bound.MUST_FINISH_ON),
        (4, Bound.START_NOT_BEFORE),
        (5, Bound.START_BY),
        (6, Bound.FINISH_NOT_BEFORE),
        (7, Bound.FINISH_BY),
    ],
)
def test_a_constraint_asks_for_its_date(kind: int, bound: Bound) -> None:
    found = one(task(1, ConstraintType=kind, ConstraintDate="2026-02-02T08:00:00"))
    assert found.bounds == ((bound, datetime(2026, 2, 2, 8)),)
    assert not found.late


def test_what_is_late_by_hand_or_by_the_plan_is_late() -> None:
    assert one(task(1, ConstraintType=1)).late
    assert one(task(1), ScheduleFromStart=0).late


def test_what_is_scheduled_by_hand_begins_when_that_says_and_is_told() -> None:
    plan = read(task(1, Manual=1, ManualStart="2026-03-02T08:00:00", ConstraintType=1))
    assert plan.activities[0].bounds == ((Bound.START_NOT_BEFORE, datetime(2026, 3, 2, 8)),)
    assert told(plan) == {Matter.MANUAL: ("1",)}


def test_what_takes_no_part_is_left_out_with_its_links_and_told() -> None:
    plan = read(
        task(1, Active=0),
        task(2, 8, link(1)),
        task(3, ExternalTask=1),
        task(4, 8, link(3), link(2, CrossProject=1)),
        element("Task", UID=5, IsNull=1),
    )
    assert [one.id for one in plan.activities] == ["2", "4"]
    assert plan.relations == ()
    assert told(plan) == {Matter.INACTIVE: ("1",), Matter.LINK_DROPPED: ("2",), Matter.LINK_OUTSIDE: ("4",)}


def test_progress_is_of_the_status_where_there_is_one() -> None:
    begun: dict[str, Any] = {
        "ActualStart": "2026-01-05T08:00:00",
        "RemainingDuration": "PT4H0M0S",
        "Resume": "2026-01-06T08:00:00",
    }
    plan = read(task(1, 8, **begun), StatusDate="2026-01-06T17:00:00")
    assert (plan.activities[0].remaining, plan.activities[0].resume) == (4.0, datetime(2026, 1, 6, 8))
    assert plan.data_date == datetime(2026, 1, 6, 17)
    assert read(task(1), StatusDate="2026-01-06T17:00:00").data_date is None


def test_fields_of_the_user_are_by_what_they_are_called_and_lengths_in_days() -> None:
    fields = element(
        "ExtendedAttributes",
        element("ExtendedAttribute", FieldID=1, FieldName="Duration1", Alias="Low"),
        element("ExtendedAttribute", FieldID=2, FieldName="Text1"),
    )
    said = [
        element("ExtendedAttribute", FieldID=1, Value="PT20H0M0S", DurationFormat=7),
        element("ExtendedAttribute", FieldID=2, Value="civil"),
        element("ExtendedAttribute", FieldID=3, Value="nobody knows"),
    ]
    assert one(task(1, 8, *said), parts=[fields]).fields == {"Low": "2.5", "Text1": "civil"}


VALUES = [
    element("Value", ValueID=1, Value="Site"),
    element("Value", ValueID=2, FieldGUID="two", ParentValueID=1, Value="North"),
    element("Value", ValueID=3, ParentValueID=3, Value="Itself"),
]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"ValueID": 2}, "Site-North"),
        ({"ValueGUID": "two"}, "Site-North"),
        ({"ValueID": 1}, "Site"),
        ({"ValueID": 3}, "Itself"),
        ({"ValueID": 9}, None),
    ],
)
def test_an_outline_code_is_looked_up_with_the_values_that_it_lies_in(said: dict[str, Any], value: str | None) -> None:
    mask = element("Masks", element("Mask", Level=1, Separator="-"))
    code = element("OutlineCode", element("Values", *VALUES), mask, FieldID=7, FieldName="Outline Code1", Alias="Area")
    found = one(task(1, 8, element("OutlineCode", FieldID=7, **said)), parts=[element("OutlineCodes", code)])
    assert found.codes == ({"Area": value} if value else {})


def test_a_field_of_the_user_is_looked_up_in_its_list_or_in_the_table_that_it_names() -> None:
    listed = element("ValueList", element("Value", ID=4, Value="steel"))
    fields = [
        element("ExtendedAttribute", listed, FieldID=1, FieldName="Text1"),
        element("ExtendedAttribute", FieldID=2, FieldName="Text2", Ltuid="areas"),
    ]
    table = element("OutlineCode", element("Values", *VALUES), Guid="areas", FieldID=9)
    said = [element("ExtendedAttribute", FieldID=1, ValueID=4), element("ExtendedAttribute", FieldID=2, ValueID=2)]
    parts = [element("ExtendedAttributes", *fields), element("OutlineCodes", table)]
    assert one(task(1, 8, *said), parts=parts).fields == {"Text1": "steel", "Text2": "Site.North"}


def resourced(*uids: str) -> list[str]:
    """Return people, by the calendars that they have, who all work on task 1."""
    people = [
        element("Resource", UID=place, Name=f"R{place}", Type=1, CalendarUID=uid) for place, uid in enumerate(uids, 1)
    ]
    work = [element("Assignment", TaskUID=1, ResourceUID=place, Units=0.5) for place in range(1, len(uids) + 1)]
    return [element("Resources", *people), element("Assignments", *work)]


NIGHTS = calendar("2", element("Exceptions", exception("2026-01-06", "2026-01-06")), name="Nights")
SAME = calendar("3", base="1", name="Ann", own=False)


@pytest.mark.parametrize(
    ("of_task", "of_people", "found", "is_told"),
    [
        ("-1", ("3",), "1", False),  # that of a person, which is that of the plan by another name
        ("-1", ("2", "2"), "2", False),  # that of all who work on it
        ("-1", ("2", "1"), "1", True),
        ("2", ("2",), "2", False),
        ("2", ("1",), "2", False),  # in whose hours that person always works
        ("2", (), "2", False),
    ],
)
def test_a_task_is_worked_by_its_calendar_or_that_of_all_who_work_on_it(
    of_task: str, of_people: tuple[str, ...], found: str, *, is_told: bool
) -> None:
    plan = read(task(1, CalendarUID=of_task), calendars=[calendar(), NIGHTS, SAME], parts=resourced(*of_people))
    assert plan.activities[0].calendar == found
    assert told(plan) == ({Matter.BY_SEVERAL: ("1",)} if is_told else {})
    assert [need.units for need in plan.assignments] == [0.5] * len(of_people)


def by_hours(uid: str, *shifts: tuple[str, str]) -> str:
    """Return a calendar of the same hours on every day of the week."""
    days = [element("WeekDay", times(*shifts), DayType=day) for day in range(1, 8)]
    return calendar(uid, element("WeekDays", *days), name=f"Hours {uid}", own=False)


EARLY, LATE = ("06:00:00", "14:00:00"), ("12:00:00", "20:00:00")


@pytest.mark.parametrize(
    ("of_task", "of_people", "hours", "is_told"),
    [
        ("-1", ("2", "3"), "06:00-20:00", True),  # of whom either works
        ("1", ("3",), "13:00-17:00", False),  # in the hours of the task
        ("1", ("2", "3"), "08:00-12:00, 13:00-17:00", True),
        ("4", ("2",), "22:00-24:00", False),  # in which that person never works
    ],
)
def test_a_task_is_worked_when_anybody_works_on_it_in_its_own_hours(
    of_task: str, of_people: tuple[str, ...], hours: str, *, is_told: bool
) -> None:
    calendars = [calendar(), by_hours("2", EARLY), by_hours("3", LATE), by_hours("4", ("22:00:00", "00:00:00"))]
    plan = read(task(1, CalendarUID=of_task), calendars=calendars, parts=resourced(*of_people))
    worked = plan.calendars[plan.activities[0].calendar or ""]
    assert worked.hours(date(2026, 1, 6)) == Hours.parse(hours)
    assert told(plan) == ({Matter.BY_SEVERAL: ("1",)} if is_told else {})


def test_a_date_off_of_one_of_several_is_one_on_which_the_others_work() -> None:
    days_off = [element("Exceptions", exception("2026-01-06", last)) for last in ("2026-01-07", "2026-01-06")]
    calendars = [calendar(), *(calendar(str(uid), off, name=str(uid)) for uid, off in enumerate(days_off, 2))]
    plan = read(task(1), calendars=calendars, parts=resourced("2", "3"))
    worked = plan.calendars[plan.activities[0].calendar or ""]
    assert [worked.hours(date(2026, 1, day)).minutes for day in (6, 7, 8)] == [0, 480, 480]


def test_a_calendar_has_the_week_and_the_dates_of_the_one_that_it_rests_on_but_for_its_own() -> None:
    base = calendar("1", element("Exceptions", exception("2026-01-05", "2026-01-06")))
    week = element("WeekDays", element("WeekDay", times(), DayType=2))
    old = element("WeekDays", element("WeekDay", period("2026-01-07", "2026-01-07"), times(SHIFTS[0]), DayType=0))
    own = [element("Exceptions", exception("2026-01-06", "2026-01-06", ("22:00:00", "00:00:00"))), old]
    plan = read(task(1, CalendarUID=2), calendars=[base, calendar("2", week, *own, base="1", own=False)])
    assert plan.calendars["2"].week == (Hours(), *[EIGHT] * 4, Hours(), Hours())
    assert plan.calendars["2"].days == {
        date(2026, 1, 5): Hours(),
        date(2026, 1, 6): Hours.parse("22:00-24:00"),
        date(2026, 1, 7): Hours.parse("08:00-12:00"),
    }


def days_off(first: str, last: str, **cells: object) -> list[date]:
    exceptions = element("Exceptions", exception(first, last, **cells))
    return sorted(read(task(1), calendars=[calendar("1", exceptions)]).calendars["1"].days)


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        ({"Type": 1}, [*range(1, 32)]),
        ({"Type": 1, "Period": 10}, [1, 11, 21, 31]),
        ({"Type": 6, "Period": 2, "DaysOfWeek": 2 + 32}, [2, 6, 16, 20, 30]),  # Mondays and Fridays, weeks from Sunday
        ({"Type": 4, "Period": 1, "MonthDay": 17}, [17]),
        ({"Type": 5, "Period": 1, "MonthItem": 4, "MonthPosition": 1}, [9]),  # the second Monday
        ({"Type": 5, "Period": 1, "MonthItem": 9, "MonthPosition": 4}, [28]),  # the last Saturday
        ({"Type": 5, "Period": 1, "MonthItem": 1, "MonthPosition": 0}, [2]),  # the first day of Monday to Friday
        ({"Type": 5, "Period": 1, "MonthItem": 2, "MonthPosition": 4}, [29]),  # the last of a weekend
        ({"Type": 5, "Period": 1, "MonthItem": 0, "MonthPosition": 2}, [3]),
        ({"Type": 2, "Month": 2, "MonthDay": 5}, [5]),  # 5 March
        ({"Type": 2, "Month": 3, "MonthDay": 5}, []),
        ({"Type": 3, "Month": 2, "MonthItem": 5, "MonthPosition": 0}, [3]),  # the first Tuesday of March
    ],
)
def test_an_exception_comes_back(cells: dict[str, object], dates: list[int]) -> None:
    """March 2026 begins on a Sunday."""
    assert days_off("2026-03-01", "2026-03-31", **cells) == [date(2026, 3, day) for day in dates]


def test_an_exception_comes_back_every_so_many_months_and_every_year() -> None:
    assert days_off("2026-01-15", "2026-12-31", Type=4, Period=5, MonthDay=20) == [
        date(2026, 1, 20),
        date(2026, 6, 20),
        date(2026, 11, 20),
    ]
    assert days_off("2026-01-15", "2028-12-31", Type=2, Month=1, MonthDay=29) == [date(2028, 2, 29)]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
REFUSED: list[tuple[bytes, str]] = [
    (
        HEAD.encode() + BOMB.encode() + b"<Project>&b;</Project>",
        "site.xml:2:1: is a Microsoft Project plan in XML with a DOCTYPE",
    ),
    (
        mspdi(task(1)).replace(b"UTF-8", b"utf-7"),
        "Microsoft Project plan in XML in an encoding that is not read",
    ),
    (mspdi(task(1)).replace(b"UTF-8", b"EBCDIC-none"), "in an encoding that is not read"),
    (mspdi(task(1))[:300], "that is broken, no element found"),
    (mspdi(task(1)).replace(b"Work 1", b"Work \xff"), "that is broken, not well-formed"),
    (HEAD.encode() + b"<a>" * 200 + b"</a>" * 200, "more than 100 elements within one another"),
    (HEAD.encode() + b"<Plan/>", "'Plan' is not the beginning of a Microsoft Project plan in XML"),
    (mspdi(), "is a Microsoft Project plan in XML without tasks"),
    (mspdi(task(0, level=0)), "without tasks that take part"),
    (mspdi(task(1), task(1)), "Task 1.UID: '1' stands here again"),
    (mspdi(task(1, Duration="8 hours")), "Task 1.Duration: '8 hours' is not a length of time"),
    (mspdi(task(1, Duration="-PT8H0M0S")), "Task 1.Duration: -8 hours are negative"),
    (mspdi(task(1, ActualStart="9999-01-01T08:00:00")), "Task 1.ActualStart: 9999-01-01T08:00:00 is outside the years"),
    (mspdi(task(1), task(2, 8, link(1, 7))), "PredecessorLink 2.Type: 7 is not a kind of link"),
    (mspdi(task(1), calendars=[calendar("1", base="1")]), "Calendar Standard.BaseCalendarUID: it rests on itself"),
    (mspdi(task(1), StartDate=""), "Project.StartDate: nothing stands here"),
    (mspdi(*(task(level, level=level) for level in range(1, outline.DEEPEST + 3))), "levels deep: export"),
]
"""Files with one fault, and what is said of it."""


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_what_is_wrong_is_told_with_its_element_and_field(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_problem_has_its_line() -> None:
    content = mspdi(task(1), task(2, Duration="x"))
    line = content.decode().split("\n").index(next(row for row in content.decode().split("\n") if "Work 2" in row)) + 1
    assert refusal(content).startswith(f"site.xml:{line}:1: Task 2.Duration: 'x'")


@given(data=st.data())
def test_a_file_that_is_damaged_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(mspdi(task(1, ActualStart="2026-01-05T08:00:00"), task(2, 8, link(1)), calendars=[NIGHTS]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.text("0123456789<>/-T", max_size=4)).encode()
    with suppress(ScenarioError):
        assert read_mspdi("site.xml", bytes(content)).activities
