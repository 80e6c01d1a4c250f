import pickle
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import Calendar, WorkingDays
from milepost.models.calendar import Hours, Moment, usual_workdays, week_of
from milepost.models.timing import BEGINNING

MONDAY = date(2026, 1, 5)
PLAIN = WorkingDays(Calendar(), MONDAY)


@pytest.mark.parametrize(
    ("workdays", "week"),
    [
        ("Mon-Fri", "1111100"),  # most of the world
        ("Sun-Thu", "1111001"),  # wraps over the end of the week
        ("Fri-Mon", "1000111"),  # wraps, and begins late
        ("Mon, Wed,Fri", "1010100"),  # a list, spaced as it may
        ("Mon-Wed, Tue-Thu", "1111000"),  # overlapping ranges
        ("sat", "0000010"),  # one day, in small letters
        ("Monday-friday", "1111100"),  # in full
        ("Thurs", "0001000"),  # cut anywhere after three letters
        ("Mon-Sun", "1111111"),  # every day
        ("Wed-Tue", "1111111"),  # every day, wrapping
        ("Tue-Tue", "0100000"),  # a range of one
    ],
)
def test_workdays_are_a_list_of_days_and_ranges_that_may_wrap(workdays: str, week: str) -> None:
    assert week_of(workdays) == tuple(day == "1" for day in week)


@pytest.mark.parametrize(
    "workdays",
    ["", " ", ",", "Mon-", "-", "Mo", "Mon-Tue-Wed", "every day", "Mondays", "1-5", "Mon;Tue", "Mon/Fri"],
)
def test_what_is_no_day_is_refused(workdays: str) -> None:
    with pytest.raises(ValueError, match=r"`Mon-(?:Fri|Wed)`"):
        Calendar(workdays=workdays)


def test_a_calendar_refuses_unknown_countries_and_regions() -> None:
    with pytest.raises(ValueError, match="country 'XQ'"):
        Calendar(country="XQ")
    with pytest.raises(ValueError, match=r"region 'QQ' of country 'GB'.*ENG"):
        Calendar(country="GB", region="QQ")
    with pytest.raises(ValueError, match="without a country"):
        Calendar(region="ENG")


@pytest.mark.parametrize(
    ("day", "due", "begin"),
    [
        (date(2026, 1, 5), 1, 0),  # the start itself: its end is one working day later
        (date(2026, 1, 9), 5, 4),  # Friday
        (date(2026, 1, 10), 5, 5),  # Saturday adds nothing
        (date(2026, 1, 12), 6, 5),  # Monday
        (date(2026, 1, 4), 0, 0),  # the Sunday before: no work lies between it and the start
        (date(2026, 1, 2), 0, 0),  # nor does any between the Friday and the start
        (date(2026, 1, 1), -1, 0),  # one day does, the Friday
        (date(2025, 12, 26), -5, 0),  # a week before: what begins then begins with the plan
    ],
)
def test_a_due_date_counts_its_own_day_and_a_beginning_does_not(day: date, due: int, begin: int) -> None:
    assert (PLAIN.due_offset(day), PLAIN.begin_offset(day)) == (due, begin)


def test_nothing_is_reached_by_a_day_before_the_start_even_where_no_work_lies_between() -> None:
    """The plan is to start on Saturday, and starts on Monday."""
    days = WorkingDays(Calendar(), date(2026, 1, 3))
    assert [days.limit(date(2026, 1, day)) for day in (3, 4, 5, 11)] == [-np.inf, -np.inf, 1.0, 5.0]


@pytest.mark.parametrize(
    ("offset", "day"),
    [
        (0.0, "2026-01-05"),  # the start
        (0.1, "2026-01-05"),  # within the first day
        (1.0, "2026-01-05"),  # the end of the first day
        (1.0 + 1e-10, "2026-01-05"),  # a rounding error is no day
        (1.0 + 1e-8, "2026-01-06"),  # and a moment is one
        (5.0, "2026-01-09"),  # Friday
        (5.5, "2026-01-12"),  # over the weekend
        (7827.0, "2056-01-04"),  # 1,565 weeks and a day later
        (2_000_000.0, "9692-02-22"),  # 399,999 weeks and four days: beyond the table
        (3_000_000.0, ""),  # beyond the year 9999
        (1e18, ""),  # beyond numpy's dates
        (float("inf"), ""),  # never
        (float("nan"), ""),  # not known
    ],
)
def test_an_offset_falls_on_working_day_number_ceil_x(offset: float, day: str) -> None:
    assert PLAIN.iso(offset) == day


def test_dates_keep_the_shape_and_give_nat_for_never() -> None:
    dates = PLAIN.dates([[1.0, np.inf], [np.nan, 6.0]])
    assert dates.shape == (2, 2)
    assert np.isnat(dates).tolist() == [[False, True], [True, False]]
    assert dates[1, 1] == np.datetime64("2026-01-12")


def test_the_start_moves_forward_to_a_working_day() -> None:
    days = WorkingDays(Calendar(holidays=(date(2026, 1, 5),)), date(2026, 1, 3))
    assert days.start == date(2026, 1, 6)
    assert days.iso(0.0) == days.iso(1.0) == "2026-01-06"
    assert days.due_offset(date(2026, 1, 5)) == 0


def test_public_holidays_are_free_from_a_year_before_the_start_to_thirty_years_after() -> None:
    days = WorkingDays(Calendar(country="NL"), MONDAY)
    assert days.timetable.resolved_until == date(2056, 12, 31)
    assert {day.year for day in days.timetable.holidays} == set(range(2025, 2057))
    assert date(2026, 4, 27) in days.timetable.holidays, "King's Day"
    assert days.due_offset(date(2026, 4, 27)) == days.due_offset(date(2026, 4, 24))


@pytest.mark.parametrize(
    ("country", "region", "until", "thins_out"),
    [
        ("LK", None, 2026, False),  # there are no tables after that
        ("NP", None, 2035, True),  # from thirty a year to six
        ("IN", None, 2035, True),
        ("IN", "MZ", 2035, True),  # a region as its country
        ("MU", None, 2035, True),
        ("CN", None, 2026, True),  # days taken off for days worked are announced from year to year
        ("DE", "Augsburg", 2056, False),  # in some years more of them fall on weekends
        ("US", None, 2056, False),  # and in some there is an inauguration
        ("TR", None, 2056, False),  # feasts that move by the moon
    ],
)
def test_public_holidays_are_resolved_as_far_as_the_library_knows_them(
    country: str, region: str | None, until: int, thins_out: bool
) -> None:
    days = WorkingDays(Calendar(country=country, region=region), MONDAY)
    assert (days.timetable.resolved_until, days.timetable.thins_out) == (date(until, 12, 31), thins_out)


def test_holidays_are_known_no_longer_for_a_plan_that_starts_later() -> None:
    assert WorkingDays(Calendar(country="LK"), date(2040, 1, 2)).timetable.resolved_until == date(2026, 12, 31)
    assert WorkingDays(Calendar(country="NP"), date(2050, 1, 3)).timetable.resolved_until == date(2035, 12, 31)
    assert WorkingDays(Calendar(country="NL"), date(1950, 1, 2)).timetable.resolved_until == date(1980, 12, 31)


def test_a_plan_without_a_country_has_no_public_holidays_to_know() -> None:
    assert PLAIN.timetable.resolved_until is None


def test_a_region_has_holidays_of_its_own() -> None:
    """Corpus Christi, 4 June 2026, is free in Bavaria and not in Berlin."""
    free = {
        region: WorkingDays(Calendar(country="DE", region=region), MONDAY).timetable.holidays for region in ("BY", "BE")
    }
    assert date(2026, 6, 4) in free["BY"]
    assert date(2026, 6, 4) not in free["BE"]


def slow_work(calendar: Calendar, first: date, last: date) -> list[tuple[date, float]]:
    """Count how much of each day is worked, one day after the other, of a calendar without a country."""
    own = {day: said for day, said in calendar.days if isinstance(said, float)}
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return [
        (day, own[day] if day in own else float(calendar.week[day.weekday()] and day not in calendar.holidays))
        for day in days
    ]


NEAR = st.integers(0, 60).map(lambda k: date(2025, 12, 15) + timedelta(days=k))


@given(
    parts=st.dictionaries(NEAR, st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]), max_size=12),
    holidays=st.lists(NEAR, max_size=12),
    workdays=st.sampled_from([None, "Mon-Thu", "Sat"]),
    start=NEAR,
)
def test_each_day_counts_its_part_of_the_work(
    parts: dict[date, float], holidays: list[date], workdays: str | None, start: date
) -> None:
    calendar = Calendar(workdays=workdays, holidays=tuple(holidays), days=tuple(parts.items()))
    days = WorkingDays(calendar, start)
    work = slow_work(calendar, date(2025, 11, 1), date(2026, 4, 30))
    assert days.start == next(day for day, part in work if part and day >= start)
    done = 0.0
    for day, part in work:
        before = sum(part for one, part in work if day < one < days.start)
        done += part if day >= days.start else 0.0
        assert days.due_offset(day) == pytest.approx(done - before, abs=1e-9)
        assert days.begin_offset(day) == pytest.approx(max(done - part, 0.0) if day >= days.start else 0.0, abs=1e-9)
        assert days.part(np.array([np.datetime64(day)]))[0] == pytest.approx(part, abs=1e-9)
        if day >= days.start and part:
            assert days.iso(done) == day.isoformat(), "what ends at the end of a day falls on it"
            assert days.iso(done - part / 2) == day.isoformat()
            assert days.iso(done + 1e-6) > day.isoformat()


def test_half_a_day_before_christmas_makes_work_half_a_day_longer() -> None:
    """From Monday 21 December: three whole days, a half one on Thursday, Friday off, and Monday."""
    days = WorkingDays(Calendar(days=((date(2026, 12, 24), 0.5),), holidays=(date(2026, 12, 25),)), date(2026, 12, 21))
    assert [days.iso(offset) for offset in (3.0, 3.5, 3.6, 4.5, 5.0)] == [
        "2026-12-23", "2026-12-24", "2026-12-28", "2026-12-28", "2026-12-29",
    ]  # fmt: skip
    assert (days.due_offset(date(2026, 12, 24)), days.limit(date(2026, 12, 27))) == (3.5, 3.5)


def test_parts_count_beyond_the_table_of_working_days() -> None:
    saturday = date(2150, 1, 3)
    days = WorkingDays(Calendar(days=((saturday, 0.5),)), MONDAY)
    offset = days.due_offset(saturday - timedelta(days=1))
    assert [days.iso(offset + more) for more in (0.0, 0.5, 0.6, 1.5, 1.6)] == [
        "2150-01-02", "2150-01-03", "2150-01-05", "2150-01-05", "2150-01-06",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "made_up"),
    [
        # Notice of the General Office of the State Council on the holidays of 2026, of 4 November 2025.
        ("CN", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]),
        # Decree of the Minister for National Economy on the working days around public holidays in 2025.
        ("HU", ["2025-05-17", "2025-10-18", "2025-12-13"]),
    ],
)
def test_days_of_weekends_that_make_up_for_bridge_days_are_worked(country: str, made_up: list[str]) -> None:
    days = WorkingDays(Calendar(country=country), date(int(made_up[0][:4]), 1, 1))
    assert [day.isoformat() for day in days.timetable.parts if day.year == days.start.year] == made_up
    for text in made_up:
        day = date.fromisoformat(text)
        assert day.weekday() >= 5
        assert days.due_offset(day) == days.due_offset(day - timedelta(days=1)) + 1.0
        assert days.iso(days.due_offset(day)) == text


def test_a_day_of_ones_own_counts_before_what_the_country_says() -> None:
    """Closed on a made-up Saturday, half a day on King's Day, which is free else."""
    hungary = WorkingDays(Calendar(country="HU", holidays=(date(2026, 8, 8),)), MONDAY)
    assert date(2026, 8, 8) not in hungary.timetable.parts
    days = WorkingDays(Calendar(country="NL", days=((date(2026, 4, 27), 0.5),)), MONDAY)
    assert date(2026, 4, 27) not in days.timetable.holidays
    assert days.due_offset(date(2026, 4, 27)) == days.due_offset(date(2026, 4, 24)) + 0.5


@pytest.mark.parametrize(
    ("calendar", "week"),
    [
        (Calendar(country="IL"), "1111001"),  # Sunday to Thursday
        (Calendar(country="NL"), "1111100"),
        (Calendar(country="BN"), "1111010"),  # Friday and Sunday are free
        (Calendar(country="IR"), "1111011"),  # Friday alone
        (Calendar(country="IL", workdays="Mon-Fri"), "1111100"),  # what the plan says counts
        (Calendar(), "1111100"),
    ],
)
def test_the_week_is_the_countrys_own_unless_given(calendar: Calendar, week: str) -> None:
    assert calendar.week == tuple(day == "1" for day in week)
    assert week_of(usual_workdays(calendar.country)) == calendar.week or calendar.workdays is not None


def test_when_years_of_days_are_free_time_goes_on_after_them() -> None:
    """Every day for forty years is a holiday of the company's own: more than the table of working days."""
    free = tuple(MONDAY + timedelta(days=k) for k in range(40 * 366))
    days = WorkingDays(Calendar(holidays=free), MONDAY)
    assert days.start > free[-1]
    assert days.iso(1.0) == days.start.isoformat()
    assert days.due_offset(days.start) == 1


@given(offset=st.floats(0, 50_000), workdays=st.sampled_from(["Mon-Fri", "Sun-Thu", "Wed", "Mon-Sun"]))
def test_a_date_is_due_just_when_its_offset_is_reached(offset: float, workdays: str) -> None:
    """The two directions agree: x falls on the first date whose due offset is at least x."""
    days = WorkingDays(Calendar(workdays=workdays, holidays=(date(2026, 3, 4),)), MONDAY)
    day = date.fromisoformat(days.iso(offset))
    assert days.due_offset(day) >= offset - 1e-9
    assert offset <= 1.0 + 1e-9 or days.due_offset(day - timedelta(days=1)) < offset - 1e-9


def test_what_has_happened_before_the_start_has_the_date_of_its_day() -> None:
    days = WorkingDays(Calendar(holidays=(date(2025, 12, 25),), days=((date(2025, 12, 20), 0.5),)), date(2026, 1, 5))
    worked = [date(2025, 12, 19), date(2025, 12, 20), date(2025, 12, 22), date(2025, 12, 24), date(2025, 12, 26)]
    beginnings = [days.opening(day) + BEGINNING for day in worked]
    assert days.dates_of(beginnings) == worked
    assert days.opening(date(2025, 12, 26)) == -6
    assert days.dates_of([days.due_offset(day) for day in worked]) == worked


SHIFTS = Hours.parse("07:00-12:00, 12:30-16:00")
SHORT = Hours.parse("07:00-12:00")
SITE = Calendar(hours=(*[SHIFTS] * 4, SHORT, Hours(), Hours()), day=8)
"""Four days of eight hours and a half, and five hours on Friday: 4.25 and 0.625 working days of eight hours."""


@pytest.mark.parametrize(
    ("calendar", "offsets", "dates"),
    [
        # Monday is done after 1.0625, Thursday after 4.25, Friday after 4.875.
        (SITE, (1.0, 1.0625, 1.07, 4.25, 4.3, 4.875, 4.9), ("05", "05", "06", "08", "09", "09", "12")),
        # An ordinary Saturday has the hours of most days: the week ends a day later.
        (replace(SITE, days=((date(2026, 1, 10), 1.0),)), (4.875, 4.9, 5.9375, 5.95), ("09", "10", "10", "12")),
        # Four hours of the Monday, which is a holiday beside.
        (replace(SITE, days=((MONDAY, Hours.parse("10:00-14:00")),), holidays=(MONDAY,)), (0.5, 0.6), ("05", "06")),
        # Half of Friday's five hours.
        (replace(SITE, days=((date(2026, 1, 9), 0.5),)), (4.5625, 4.57), ("09", "12")),
        # Without `day` a working day is as long as most days: 8.5 hours.
        (replace(SITE, day=None), (1.0, 4.0, 4.5, 4.6), ("05", "08", "09", "12")),
    ],
)
def test_each_day_counts_its_hours(calendar: Calendar, offsets: tuple[float, ...], dates: tuple[str, ...]) -> None:
    days = WorkingDays(calendar, MONDAY)
    assert days.isos(offsets) == [f"2026-01-{day}" for day in dates]


def test_hours_of_all_days_are_the_same_as_whole_days() -> None:
    clock = WorkingDays(Calendar(hours=(*[Hours.parse("00:00-24:00")] * 5, Hours(), Hours())), MONDAY)
    offsets = np.linspace(-400, 20_000, 5_000)
    assert (clock.dates(offsets) == PLAIN.dates(offsets)).all()
    assert clock.due_offset(date(2026, 3, 31)) == PLAIN.due_offset(date(2026, 3, 31)) == 62


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("07:00-12:00, 12:30-15:30", "07:00-12:00, 12:30-15:30"),
        ("12:30-15:30,7:00 - 12:00", "07:00-12:00, 12:30-15:30"),  # in any order, spaced as it may
        ("07:00-12:00, 12:00-15:00", "07:00-15:00"),  # no break between
        ("00:00-24:00", "00:00-24:00"),
    ],
)
def test_hours_are_shifts(text: str, hours: str) -> None:
    assert str(Hours.parse(text)) == hours


def test_a_time_of_a_day_is_what_has_been_worked_by_then() -> None:
    """Of eight hours and a half five are done at noon, after lunch half an hour more, and at night all."""
    days = WorkingDays(SITE, MONDAY)
    times = {6 * 60: 0.0, 12 * 60: 0.625, 12 * 60 + 20: 0.625, 13 * 60: 0.6875, 22 * 60: 1.0625}
    for minute, done in times.items():
        moment = Moment(2026, 1, 5, minute=minute)
        assert days.opening(moment) == days.due_offset(moment) == days.begin_offset(moment) == pytest.approx(done)
    assert days.opening(Moment(2026, 1, 2, minute=11 * 60)) == pytest.approx(-0.125), "an hour before Friday's end"
    assert days.begin_offset(Moment(2026, 1, 2, minute=11 * 60)) == 0.0


def test_a_moment_is_its_date_for_whoever_asks_for_no_time() -> None:
    noon = Moment(2026, 3, 2, minute=720)
    assert (date(2026, 3, 1) < noon < date(2026, 3, 3), np.datetime64(noon)) == (True, np.datetime64("2026-03-02"))
    assert noon not in {date(2026, 3, 2), Moment(2026, 3, 2, minute=60)}
    assert pickle.loads(pickle.dumps(noon)) == noon
    assert str(noon) == "2026-03-02 12:00"
