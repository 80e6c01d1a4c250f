"""A calendar of another program tells how much is worked between moments, as a count of minutes does."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milepost.models.calendar import Hours
from milepost.models.imports import ForeignCalendar

HOURS = st.sampled_from([Hours.parse(text) for text in ("08:00-12:00, 13:00-17:00", "00:00-24:00", "22:00-24:00")])
DAYS = st.one_of(HOURS, st.just(Hours()))
FIRST = datetime(2026, 1, 1)
MOMENTS = st.integers(0, 20 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))
CALENDARS = st.builds(
    ForeignCalendar,
    name=st.just("any"),
    week=st.tuples(*[DAYS] * 7),
    days=st.dictionaries(st.integers(0, 25).map(lambda day: date(2026, 1, 1) + timedelta(days=day)), DAYS, max_size=5),
    day=st.just(8.0),
)


def minutes(calendar: ForeignCalendar, begin: datetime, end: datetime) -> int:
    """Count the minutes between two moments in which is worked."""
    every = (begin + timedelta(minutes=number) for number in range(int((end - begin).total_seconds() // 60)))
    return sum(
        any(open <= 60 * one.hour + one.minute < close for open, close in calendar.hours(one.date()).shifts)
        for one in every
    )


@given(calendar=CALENDARS, begin=MOMENTS, end=MOMENTS)
def test_work_is_that_of_every_minute_and_negative_backwards(
    calendar: ForeignCalendar, begin: datetime, end: datetime
) -> None:
    counted = minutes(calendar, begin, end) if begin <= end else -minutes(calendar, end, begin)
    assert round(60 * calendar.work(begin, end)) == counted


@given(calendar=CALENDARS, begin=MOMENTS, work=st.integers(0, 3000))
def test_so_much_later_so_much_is_worked_and_not_a_minute_before(
    calendar: ForeignCalendar, begin: datetime, work: int
) -> None:
    if not any(hours.shifts for hours in calendar.week):
        return
    end = calendar.after(begin, work / 60)
    assert round(60 * calendar.work(begin, end)) == work
    assert end == begin or not work or calendar.work(begin, end - timedelta(minutes=1)) * 60 < work
