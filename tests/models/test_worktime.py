from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor, inf, nextafter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.models.calendar import EVERY_DAY, Calendar, Hours, Timetable, WorkingDays, Worktime, on_one_axis

MONDAY = date(2026, 1, 5)
SHIFTS = Hours.parse("07:00-12:00, 12:30-15:30")
"""Eight hours."""
OFF = Hours()


def weekly(*hours: Hours, day: float | None = None, days: tuple[tuple[date, float | Hours], ...] = ()) -> Calendar:
    """Return a calendar with hours from Monday on, and none on the rest of the week."""
    return Calendar(hours=(*hours, *[OFF] * (7 - len(hours))), day=day, days=days)


def worktime(calendar: Calendar, origin: date = MONDAY) -> Worktime:
    return Worktime(Timetable(calendar, origin), origin)


SITE = worktime(weekly(*[SHIFTS] * 5))
"""Mondays to Fridays, eight hours a day in two shifts."""
OFFICE = worktime(Calendar())


def at(day: int, hour: float) -> float:
    """Return the time of an hour of a day of which 0 is a Monday."""
    return day + hour / 24.0


@pytest.mark.parametrize(
    ("time", "work", "next"),
    [
        (at(0, 0), 0, at(0, 7)),  # midnight
        (at(0, 7), 0, at(0, 7)),  # work begins
        (at(0, 11), 0.5, at(0, 11)),  # four hours of eight
        (at(0, 12), 0.625, at(0, 12.5)),  # the end of a shift is not inside it
        (at(0, 12) - 1e-10, 0.625, at(0, 12.5)),  # nor is what rounding makes of it
        (at(0, 12.25), 0.625, at(0, 12.5)),  # a break
        (at(0, 15.5), 1, at(1, 7)),  # the end of the day
        (at(4, 15.5), 5, at(7, 7)),  # Friday, and Monday
        (at(6, 9), 5, at(7, 7)),  # Sunday
        (at(-1, 9), 0, at(0, 7)),  # the Sunday before
        (at(-3, 14.5), -0.125, at(-3, 14.5)),  # the Friday before, an hour before its end
        (inf, inf, inf),  # never
    ],
)
def test_a_week_of_shifts_worked_by_hand(time: float, work: float, next: float) -> None:
    assert SITE.work(time) == pytest.approx(work, abs=1e-9)
    assert SITE.next(time) == pytest.approx(next, abs=1e-12)


@pytest.mark.parametrize(
    ("work", "earliest", "latest"),
    [
        (0.0, at(-3, 15.5), at(0, 7)),  # done since Friday, and not more before Monday at seven
        (0.5, at(0, 11), at(0, 11)),
        (0.625, at(0, 12), at(0, 12.5)),  # lunch lies between
        (1.0, at(0, 15.5), at(1, 7)),
        (1.0 + 1e-10, at(0, 15.5), at(1, 7)),  # what rounding makes of it
        (1.0 + 1e-8, at(1, 7), at(1, 7)),  # a moment more is Tuesday
        (5.0, at(4, 15.5), at(7, 7)),  # over the weekend
        (5.25, at(7, 9), at(7, 9)),
        (inf, inf, inf),
    ],
)
def test_the_way_back_has_an_earliest_and_a_latest_moment(work: float, earliest: float, latest: float) -> None:
    assert SITE.earliest(work) == pytest.approx(earliest, abs=1e-6)
    assert SITE.latest(work) == pytest.approx(latest, abs=1e-6)


@pytest.mark.parametrize(
    ("calendar", "time", "work"),
    [
        (weekly(*[SHIFTS] * 4, Hours.parse("07:00-12:00")), at(5, 0), 4.625),  # a short Friday counts its share
        (weekly(*[SHIFTS] * 5, day=10), at(5, 0), 4.0),  # days of ten hours, estimated so
        (weekly(*[Hours.parse("00:00-24:00")] * 7), at(3, 12), 3.5),  # around the clock
        (weekly(SHIFTS, SHIFTS, days=((MONDAY, 0.75),)), at(0, 13.5), 0.75),  # six hours: an hour after lunch
        (weekly(SHIFTS, SHIFTS, days=((MONDAY, 0.75),)), at(0, 15), 0.75),  # and then no more
        (weekly(SHIFTS, days=((MONDAY, Hours.parse("09:00-11:00")),)), at(1, 0), 0.25),  # hours of its own
        (weekly(SHIFTS, days=((MONDAY + timedelta(days=5), 1.0),)), at(5, 11), 1.5),  # a Saturday with 1 is ordinary
        (Calendar(days=((MONDAY, 0.5),)), 0.25, 0.25),  # half a whole day: at full pace
        (Calendar(days=((MONDAY, 0.5),)), 0.75, 0.5),  # until it is done
        (EVERY_DAY, 6.5, 6.5),
    ],
)
def test_days_count_their_share_of_a_working_day(calendar: Calendar, time: float, work: float) -> None:
    assert worktime(calendar).work(time) == pytest.approx(work, abs=1e-12)


@given(
    time=st.floats(-40_000, 60_000),
    holidays=st.lists(st.dates(date(2025, 6, 1), date(2027, 6, 1)), max_size=40),
    workdays=st.sampled_from(["Mon-Fri", "Sun-Thu", "Wed", "Mon-Sun"]),
)
def test_whole_days_are_those_of_numpy(time: float, holidays: list[date], workdays: str) -> None:
    calendar = Calendar(workdays=workdays, holidays=tuple(holidays))
    mask = np.busdaycalendar(weekmask=calendar.week, holidays=holidays)
    day = np.datetime64(MONDAY) + floor(time)
    done = np.busday_count(np.datetime64(MONDAY), day, busdaycal=mask)
    if day < np.datetime64(MONDAY):
        done = -np.busday_count(day, np.datetime64(MONDAY), busdaycal=mask)
    worked = np.is_busday(day, busdaycal=mask)
    function = worktime(calendar)
    assert function.work(time) == pytest.approx(done + worked * (time - floor(time)), abs=1e-9)
    ahead = np.busday_offset(day, 0, roll="forward", busdaycal=mask)
    if ceil(time) - time > 1e-6:
        assert function.next(time) == (time if worked else float((ahead - np.datetime64(MONDAY)).astype(int)))
    number = floor(time)
    first = np.busday_offset(np.datetime64(MONDAY), 0, roll="forward", busdaycal=mask)
    ending = np.busday_offset(first, number, busdaycal=mask) - np.datetime64(MONDAY)
    assert function.earliest(number + 1.0) == ending.astype(int) + 1.0
    assert function.latest(float(number)) == ending.astype(int)


def slow_shifts(calendar: Calendar, first: int, last: int) -> Iterator[tuple[float, float]]:
    """Yield the shifts of some days, counted from Monday, of a calendar without a country."""
    own = dict(calendar.days)
    for number in range(first, last):
        day = MONDAY + timedelta(days=number)
        hours = calendar.week_hours[day.weekday()]
        if day in own:
            hours = calendar.hours_on(day, own[day])
        elif day in calendar.holidays:
            hours = OFF
        yield from ((number + begin / 1440, number + end / 1440) for begin, end in hours.shifts)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Draw a calendar with hours, parts of days and holidays near 2026."""
    some = st.sampled_from(["07:00-12:00, 12:30-15:30", "00:00-24:00", "22:00-24:00", "06:10-11:07", "08:00-08:20"])
    hours = draw(st.lists(st.one_of(st.just(OFF), some.map(Hours.parse)), min_size=7, max_size=7))
    near = st.integers(-15, 30).map(lambda k: MONDAY + timedelta(days=k))
    part: st.SearchStrategy[float | Hours] = st.one_of(st.sampled_from([0.0, 0.3, 0.5, 1.0]), some.map(Hours.parse))
    if not any(one.shifts for one in hours):
        hours[2] = SHIFTS
    days = draw(st.dictionaries(near, part, max_size=6))
    return Calendar(
        hours=tuple(hours),
        holidays=tuple(draw(st.lists(near, max_size=6))),
        days=tuple(days.items()),
        day=draw(st.sampled_from([None, 8.0, 7.5, 24.0])),
    )


@settings(max_examples=25)
@given(calendar=calendars(), times=st.lists(st.floats(-20, 60), min_size=5, max_size=5))
def test_the_functions_are_what_a_walk_through_the_shifts_finds(calendar: Calendar, times: list[float]) -> None:
    shifts, pace = [*slow_shifts(calendar, -60, 120)], 1440 / calendar.day_minutes
    function = worktime(calendar)

    begins, ends = np.array(shifts).T

    def work(t: float) -> float:
        """Add up what is worked of each shift from Monday on, less what is worked of those before it."""
        ahead = np.clip(t - begins, 0.0, ends - begins)[begins >= 0.0].sum()
        return float(pace * (ahead - np.clip(ends - t, 0.0, ends - begins)[begins < 0.0].sum()))

    near = [shift for shift in shifts if -20.0 < shift[0] < 60.0][:20]
    edges = [one for begin, end in near for one in (begin, end, nextafter(end, inf))]
    for t in [*times, *edges]:
        done = work(t)
        assert function.work(t) == pytest.approx(done, abs=1e-9)
        assert function.next(t) == pytest.approx(
            next(max(t, begin) for begin, end in shifts if end - 1e-9 > t), abs=1e-8
        )
        earliest, latest = function.earliest(done), function.latest(done)
        assert work(float(earliest)) == pytest.approx(done, abs=3e-9 * pace)
        assert work(float(latest)) == pytest.approx(done, abs=3e-9 * pace)
        assert earliest <= t + 1e-8 or work(t) < done + 1e-9
        assert latest >= t - 1e-8
        assert any(begin - 1e-8 <= earliest <= end + 1e-8 for begin, end in shifts)
        assert function.day(done) == floor(earliest) or earliest == floor(earliest)


def test_beyond_what_is_known_the_week_repeats() -> None:
    """Three hundred years of weeks on, and a hundred back: their number cannot be seen."""
    times = np.linspace(7000, 7007, 100)
    for weeks in (0, 1, 1000, 15_000, -12_000):
        assert SITE.work(times + 7 * weeks) == pytest.approx(SITE.work(times) + 5 * weeks, abs=1e-8)
        assert SITE.next(times + 7 * weeks) == pytest.approx(SITE.next(times) + 7 * weeks, abs=1e-8)
        work = np.linspace(5000.3, 5004.9, 90)
        assert SITE.earliest(work + 5 * weeks) == pytest.approx(SITE.earliest(work) + 7 * weeks, abs=1e-8)
        assert SITE.latest(work + 5 * weeks) == pytest.approx(SITE.latest(work) + 7 * weeks, abs=1e-8)


def test_a_calendar_that_works_only_on_days_it_names_comes_to_an_end() -> None:
    ends = worktime(
        Calendar(hours=(OFF,) * 7, days=((MONDAY, 1.0), (MONDAY + timedelta(days=2), Hours.parse("00:00-12:00"))))
    )
    assert ends.work([-5.0, 1.0, 99.0, 1e6]).tolist() == [0.0, 1.0, 1.5, 1.5]
    assert ends.earliest([1.5, 1.6]).tolist() == [2.5, inf]
    assert ends.next([0.5, 1.5, 2.5, 1e6]).tolist() == [0.5, 2.0, inf, inf]
    assert ends.latest([1.0, 1.2, 1.5]).tolist() == pytest.approx([2.0, 2.2, 2.5])


@settings(max_examples=25)
@given(calendar=calendars(), times=st.lists(st.floats(-1e5, 1e5) | st.floats(-20, 60), min_size=5, max_size=5))
def test_one_time_has_the_bits_that_it_has_among_many(calendar: Calendar, times: list[float]) -> None:
    only_named = replace(calendar, hours=(OFF,) * 7, day=8.0, days=((MONDAY, SHIFTS), (date(2026, 2, 3), SHIFTS)))
    for function in (worktime(calendar), worktime(only_named)):
        edges = [*function.begin[::997], *function.end[::997], *function.done[::997], function.low, function.high]
        many = np.array([*times, *edges, function.low_work, function.high_work, 0.0, inf, -inf])
        for asked in (function.work, function.earliest, function.latest, function.next):
            assert [float(asked(one)) for one in many.tolist()] == asked(many).tolist()


def test_a_calendar_that_never_works_is_refused() -> None:
    with pytest.raises(ValueError, match="never works"):
        Calendar(hours=(OFF,) * 7)


def test_calendars_that_are_the_same_function_are_one() -> None:
    easter = date(2026, 4, 6)
    made = on_one_axis(
        {
            "plan": Calendar(holidays=(easter,)),
            "same": Calendar(workdays="Mon, Tue-Fri", holidays=(easter, date(2026, 4, 4))),
            "half": Calendar(days=((easter, 0.5),)),
            "clock": weekly(*[Hours.parse("00:00-24:00")] * 5, days=((easter, 0.0),)),
            "slower": weekly(*[Hours.parse("00:00-24:00")] * 5, day=12, days=((easter, 0.0),)),
            "every_day": EVERY_DAY,
            "later": Calendar(holidays=(easter,), days=((date(2100, 1, 1), 1.0),)),
        },
        MONDAY,
    )
    assert made["plan"] is made["same"] is made["clock"] is made["later"]
    assert len({id(one) for one in made.values()}) == 4
    assert len({(one.first, len(one.by_day)) for one in made.values()}) == 1


@pytest.mark.parametrize("calendar", [Calendar(), weekly(*[SHIFTS] * 5), weekly(Hours.parse("08:00-08:20"), day=24)])
def test_an_index_finds_the_shift_of_a_day_and_of_a_cell_of_work(calendar: Calendar) -> None:
    function = worktime(calendar)
    days = function.first + np.arange(len(function.by_day))
    assert (function.by_day == np.searchsorted(function.begin, days)).all()
    edges = (function.first_cell + np.arange(len(function.by_work))) / function.cells
    assert (function.by_work == np.searchsorted(function.done[1:], edges)).all()
    steps = np.diff(function.by_work)
    assert steps.max() <= 2, "a step or two from there"


@pytest.mark.parametrize("calendar", [Calendar(), weekly(*[SHIFTS] * 5), EVERY_DAY, weekly(OFF, SHIFTS)])
def test_one_time_has_the_date_that_it_has_among_many(calendar: Calendar) -> None:
    axis = WorkingDays(calendar, date(2026, 1, 1))
    some = np.random.default_rng(5).uniform(-300.0, 6_000.0, 500)
    offsets = [*some, *np.round(some, 0), *(np.round(some, 0) + 1e-10), -1e-10, 0.0, 1e5, 3e6, 1e13, inf, -inf, np.nan]
    assert [axis.date_of(float(one)) for one in offsets] == axis.dates_of(offsets)
    assert [float(axis.worktime.day(float(one))) for one in some] == axis.worktime.day(some).tolist()
