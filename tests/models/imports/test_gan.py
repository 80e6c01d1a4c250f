"""A GanttProject plan says what stands in it, and one that cannot be read is refused with its place."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from milepost.models import ScenarioError
from milepost.models.calendar import ALL_DAY, Hours
from milepost.models.file.import_review import import_review
from milepost.models.file.layers import Layers
from milepost.models.imports import Activity, Assignment, Bound, ForeignPlan, Matter, Sort
from milepost.models.imports.gan import read_gan
from milepost.models.link import LinkKind
from tests.gan_files import HEAD, calendars, depend, element, event, gan, milestone, task


def read(*tasks: str, **given: object) -> ForeignPlan:
    return read_gan("site.gan", gan(*tasks, **given))  # type: ignore[arg-type]  # as gan takes them


def one(*tasks: str, **given: object) -> Activity:
    return read(*tasks, **given).activities[0]


def refusal(content: bytes) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_gan("site.gan", content)
    return str(caught.value)


def told(plan: ForeignPlan) -> dict[Matter, tuple[str, ...]]:
    return {notice.matter: notice.ids for notice in plan.notices}


def days_off(*events: str, **given: object) -> dict[date, Hours]:
    """Return the dates that have others than their days of the week, of a plan in January 2026."""
    plan = read(task(1), calendar=calendars(*events, **given))  # type: ignore[arg-type]  # as calendars takes them
    return {day: hours for day, hours in plan.calendars[plan.calendar].days.items() if day.year == 2026}


def test_a_task_lies_in_those_that_hold_it() -> None:
    plan = read(task(7, 9, task(8, 2), task(9, 3, element("notes", "Bring a pen"))), milestone(3))
    first, second, last = plan.activities
    assert [one.group for one in plan.activities] == [("Work 7",), ("Work 7",), ()]
    assert (first.id, first.name, first.duration, first.wbs) == ("8", "Work 8", 48.0, "1.1")
    assert (second.notes, second.wbs, last.wbs, plan.name, plan.start) == (
        *("Bring a pen", "1.2", "2", "Site"),
        datetime(2026, 1, 5),
    )


@pytest.mark.parametrize(
    ("number", "kind"), [(1, LinkKind("SS")), (2, LinkKind("FS")), (3, LinkKind("FF")), (4, LinkKind("SF"))]
)
def test_a_link_stands_at_what_comes_before(number: int, kind: LinkKind) -> None:
    (link,) = read(task(1, 5, depend(2, number, -3)), task(2)).relations
    assert (link.predecessor, link.kind, link.successor, link.lag) == ("1", kind, "2", -72.0)


def test_a_link_of_a_summary_is_one_of_what_is_in_it() -> None:
    plan = read(task(10, 9, depend(4), task(1, 5, depend(2)), task(2)), task(11, 9, task(4), task(5)), task(3))
    assert {(link.predecessor, link.successor) for link in plan.relations} == {("1", "2"), ("2", "4")}
    plan = read(task(3, 5, depend(11)), task(11, 9, task(4, 5, depend(5)), task(5), task(6)))
    assert {(link.predecessor, link.successor) for link in plan.relations} == {("4", "5"), ("3", "4"), ("3", "6")}
    assert told(plan) == {Matter.LINK_OF_SUMMARY: ("4", "6")}


def test_what_no_strong_link_pulls_stays_where_it_is() -> None:
    plan = read(
        task(1, 5, depend(2), depend(3, hardness="Rubber"), depend(4)),
        task(2, start="2026-02-02"),
        task(3, start="2026-02-02"),
        task(4, start="2026-02-02", fixed_start="true"),
        task(5, start="2026-02-07"),  # a Saturday
    )
    bounds = [[moment.day for _, moment in one.bounds] for one in plan.activities]
    assert bounds == [[5], [], [2], [2], [9]]


def test_an_earliest_start_holds_where_it_is_set() -> None:
    held: dict[str, Any] = {"thirdDate": "2026-03-02", "thirdDate-constraint": 1}
    (bound,) = read(task(1, 5, depend(2)), task(2, **held)).activities[1].bounds
    assert bound == (Bound.START_NOT_BEFORE, datetime(2026, 3, 2))
    off = {**held, "thirdDate-constraint": 0}
    assert read(task(1, 5, depend(2)), task(2, **off)).activities[1].bounds == ()


def test_a_milestone_is_reached_when_what_is_before_it_is_or_on_its_day() -> None:
    plan = read(task(1, 5, depend(2)), milestone(2, start="2026-01-12"), milestone(3), task(4, 1, meeting="true"))
    assert [one.sort for one in plan.activities] == [
        Sort.TASK,
        Sort.FINISH_MILESTONE,
        *[Sort.START_MILESTONE] * 2,
    ]
    assert [one.duration for one in plan.activities[1:]] == [0.0] * 3
    old = gan(task(4, 1, meeting="true")).replace(b'empty-milestones="true"', b'empty-milestones="false"')
    assert (read_gan("site.gan", old).activities[0].sort, read_gan("site.gan", old).activities[0].duration) == (
        Sort.TASK,
        24.0,
    )


def test_a_week_has_the_days_that_are_not_free() -> None:
    plan = read(task(1), calendar=calendars(free=["fri", "sat"]))
    assert plan.calendars[plan.calendar].week == (*[ALL_DAY] * 4, Hours(), Hours(), ALL_DAY)
    shown = read(task(1), calendar=calendars(only_shown=True))
    assert shown.calendars[shown.calendar].week == (ALL_DAY,) * 7
    assert read(task(1), calendar="<calendars/>").calendars["1"].week == (*[ALL_DAY] * 5, Hours(), Hours())


@pytest.mark.parametrize(
    ("events", "days"),
    [
        ([event(2026, 1, 6)], {6: Hours()}),
        ([event("", 1, 6)], {6: Hours()}),
        ([event(2026, 1, 6, "NEUTRAL")], {}),
        ([event(2026, 1, 10)], {}),  # a Saturday
        ([event(2026, 1, 10, "WORKING_DAY")], {10: ALL_DAY}),
        ([event("", 1, 10, "WORKING_DAY")], {}),  # of every year none works on a weekend
        ([event("", 1, 6), event(2026, 1, 6, "WORKING_DAY")], {}),
        ([event("", 1, 6), event(2026, 1, 6, "NEUTRAL")], {6: Hours()}),
        ([event("", 1, 6, "WORKING_DAY"), event(2026, 1, 6)], {6: Hours()}),
    ],
)
def test_what_is_said_of_a_date_counts_before_what_is_said_of_every_year(
    events: list[str], days: dict[int, Hours]
) -> None:
    assert days_off(*events) == {date(2026, 1, day): hours for day, hours in days.items()}


def test_a_leap_day_comes_back_in_leap_years() -> None:
    found = read(task(1), calendar=calendars(event("", 2, 29))).calendars["1"].days
    assert [day.year for day in found if day.year < 2041] == [2028, 2036, 2040]  # 2032-02-29 is a Sunday


def test_progress_is_what_is_done_of_the_work() -> None:
    plan = read(task(1, 4, complete=100), task(2, 4, complete=25), task(3, 3, complete=0), milestone(4, complete=100))
    done, begun, ahead, reached = plan.activities
    assert (done.actual.start, done.actual.finish, done.remaining) == (
        *(datetime(2026, 1, 5), datetime(2026, 1, 9)),
        0.0,
    )
    assert (begun.actual.start, begun.actual.finish, begun.remaining, begun.resume) == (
        *(datetime(2026, 1, 5), None),
        *(72.0, datetime(2026, 1, 6)),
    )
    assert (ahead.actual.start, reached.actual.start, plan.data_date) == (None, datetime(2026, 1, 5), None)


PEOPLE = [
    element(
        "resources",
        element("resource", element("rate", name="standard", value=40), id=1, name="Ann"),
        element("resource", id=2, name="Bob"),
    ),
    element(
        "allocations",
        element("allocation", task_id=1, resource_id=1, load=50.0),
        element("allocation", task_id=1, resource_id=2, load=200.0, responsible="true"),
        element("allocation", task_id=2, resource_id=1, load=100.0),
        element("allocation", task_id=2, resource_id=9, load=100.0),
    ),
]


def test_who_works_on_a_task_owns_it_and_costs_what_no_other_cost_is_written_for() -> None:
    plan = read(
        task(1), task(2, 3), task(3, cost_manual_value=700, cost_calculated="false"), task(4, 2, meeting="false"),
        task(8, 9, task(9), cost_manual_value=5, cost_calculated="false"),
        parts=PEOPLE,
    )  # fmt: skip
    assert [one.owner for one in plan.activities] == ["Bob", "Ann", "", "", ""]
    assert [one.cost for one in plan.activities] == [100.0, 120.0, 700.0, 0.0, 0.0]
    assert plan.assignments == (
        Assignment(activity="1", resource="1", units=0.5),
        Assignment(activity="1", resource="2", units=2.0),
        Assignment(activity="2", resource="1", units=1.0),
    )
    assert told(plan) == {Matter.SUMMARY_COST: ("8",)}


def test_fields_of_the_user_are_by_what_they_are_called() -> None:
    fields = element(
        "taskproperties",
        element("taskproperty", id="tpd0", name="type", type="default"),
        element("taskproperty", id="tpc0", name="Low", type="custom", defaultvalue=1),
        element("taskproperty", id="tpc1", name="Area", type="custom"),
    )
    said = element("customproperty", taskproperty_id="tpc1", value="north")
    assert one(task(1, 5, said, webLink="http%3A%2F%2Fa.b", priority=2), properties=fields).fields == {
        "Low": "1",
        "Area": "north",
        "web link": "http://a.b",
        "priority": "high",
    }


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
REFUSED: list[tuple[bytes, str]] = [
    (HEAD.encode() + BOMB.encode() + b"<project/>", "site.gan:1:1: is a GanttProject plan with a DOCTYPE"),
    (gan(task(1))[:300], "that is broken, "),
    (HEAD.encode() + b"<plan/>", "'plan' is not the beginning of a GanttProject plan"),
    (gan(), "is a GanttProject plan without tasks"),
    (gan(task(1), task(1)), "task 1.id: '1' stands here again"),
    (gan(task("")), "task.id: nothing stands here"),
    (gan(task(1, start="")), "no task says when it starts"),
    (gan(task(1, start="5.1.2026")), "task 1.start: '5.1.2026' is not a date"),
    (gan(task(1, start="0001-01-01")), "task 1.start: 0001-01-01 is outside the years"),
    (gan(task(1, -2)), "task 1.duration: -2 is negative"),
    (gan(task(1).replace('duration="5"', 'duration="long"')), "task 1.duration: 'long' is not a number"),
    (gan(task(1, 5, depend(2, 7)), task(2)), "depend 1 2.type: '7' is not a kind of link"),
    (gan(task(1), calendar=calendars(event(2026, 13, 1))), "date: 2026-13-1 is not a date"),
    (gan(task(1), calendar=calendars(free=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])), "no day of the week"),
    (gan("".join(f'<task id="{level}">' for level in range(200)) + "</task>" * 200), "more than 100 elements within"),
]
"""Files with one fault, and what is said of it."""


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_what_is_wrong_is_told_with_its_element_and_field(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_plan_that_lies_in_the_far_future_takes_no_time_to_read() -> None:
    far = [task(number, 10**9, start="2199-12-30") for number in range(500)]
    assert {one.stored.finish for one in read(*far).activities} == {None}


HOLIDAYS = (date(2026, 1, 6), date(2026, 1, 16), date(2026, 1, 19))


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def shifted(day: date, days: int) -> date:
    """Return the day at whose beginning so many worked days are over, counted forward or back."""
    step = 1 if days > 0 else -1
    while days:
        days -= step * is_worked(day if step > 0 else day - timedelta(days=1))
        day += timedelta(days=step)
    return day


def next_worked(day: date) -> date:
    return day if is_worked(day) else next_worked(day + timedelta(days=1))


Network = list[tuple[int, date, list[tuple[int, int, int, bool]]]]
networks = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.dates(date(2026, 1, 5), date(2026, 1, 23)),
        st.lists(
            st.tuples(st.integers(0, 9), st.sampled_from([1, 2, 3, 4]), st.integers(-2, 3), st.booleans()), max_size=3
        ),
    ),
    min_size=1,
    max_size=8,
)


def scheduled(network: Network) -> list[tuple[date, list[tuple[int, int, int, bool]]]]:
    """Return when each begins and its links, to what stands before it, as GanttProject's own scheduler has them."""
    found: list[tuple[date, list[tuple[int, int, int, bool]]]] = []
    for place, (days, own, said) in enumerate(network):
        links = list({link[:2]: link for link in said if link[0] < place}.values())
        bounds = [] if any(strong for *_, strong in links) else [next_worked(own)]
        for before, kind, lag, _ in links:
            start = found[before][0]
            end = shifted(start, network[before][0])
            tied = start if kind in (1, 4) else end
            bounds.append(next_worked(shifted(shifted(tied, lag), -days if kind in (3, 4) else 0)))
        found.append((max(bounds), links))
    return found


@given(network=networks)
@example(network=[(0, date(2026, 1, 5), []), (0, date(2026, 1, 5), [(0, 1, 0, True)])])  # both reached before any work
def test_our_dates_are_those_of_its_own_scheduler(network: Network, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = scheduled(network)
    after: list[list[str]] = [[] for _ in rows]
    for place, (_, links) in enumerate(rows):
        for before, kind, lag, strong in links:
            after[before].append(depend(place, kind, lag, "Strong" if strong else "Rubber"))
    tasks = [
        task(place, network[place][0], *after[place], start=str(start), meeting=str(not network[place][0]).lower())
        for place, (start, _) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("gan") / "site.gan"
    path.write_bytes(gan(*tasks, calendar=calendars(*(event(day.year, day.month, day.day) for day in HOLIDAYS))))
    review = import_review(Layers(path))
    assert review is not None
    assert review.check is not None
    assert (review.check.first, review.check.judged) == ((), len(network))
