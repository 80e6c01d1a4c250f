"""Calendar: which days are worked by a GanttProject plan, which has one for all its tasks."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from milepost.models.calendar import ALL_DAY, LATEST, Hours
from milepost.models.imports.markup import Element
from milepost.models.imports.plan import ForeignCalendar

DAY: Final = 24.0
"""How long a day is [hours]: it is worked as a whole."""
YEARS_ON: Final = 30
"""How long holidays come back after the last task begins [years]."""

_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_USUAL: Final = (*[ALL_DAY] * 5, Hours(), Hours())
_FREE: Final = "1"
_HOLIDAY, _WORKED = "HOLIDAY", "WORKING_DAY"
_ONE_DAY: Final = timedelta(days=1)


def calendar_of(plan: Element, years: range) -> ForeignCalendar:
    """
    Read the calendar of a plan.

    Parameters
    ----------
    plan
        The plan.
    years
        Those in which its tasks begin; holidays that come back every year do so until long after them.
    """
    calendars = plan.all("calendars")
    week, place = _week(plan), calendars[0].place if calendars else plan.place
    said, yearly = dict[date, str](), dict[date, str]()
    for event in plan.all("calendars", "date"):
        every_year = not event.key("year")
        for day in _dates(event, years if every_year else None):
            (yearly if every_year else said)[day] = event.key("type") or _HOLIDAY
    days: dict[date, Hours] = {}
    for day in {**yearly, **said}:
        kind, by_year = said.get(day), yearly.get(day)
        if kind == _HOLIDAY or (kind != _WORKED and by_year == _HOLIDAY):
            days[day] = Hours()
        elif kind == _WORKED:
            days[day] = ALL_DAY
    return ForeignCalendar(
        name=calendars[0].text("base-id") if calendars else "",
        week=week,
        days={day: hours for day, hours in days.items() if hours != week[day.weekday()]},
        day=DAY,
        place=place,
    )


class WorkedDays:
    """
    The days that are worked, counted from a first one on.

    Parameters
    ----------
    calendar
        By which is worked.
    first
        The day that counting begins with.
    """

    def __init__(self, calendar: ForeignCalendar, first: date) -> None:
        self._days: list[date] = []
        self._rest = _worked(calendar, first)

    def moment(self, start: date, days: float) -> datetime | None:
        """Return when so many days are done that are worked from a day on; none where that is too far away."""
        place = self._place(start)
        whole = int(days) if days > int(days) or not days else int(days) - 1
        if not self._reaches(place + whole):
            return None
        return datetime.combine(self._days[place + whole], datetime.min.time()) + (days - whole) * _ONE_DAY

    def _place(self, start: date) -> int:
        """Return the place of the first day that is worked from a day on."""
        while (not self._days or self._days[-1] < start) and self._reaches(len(self._days)):
            pass
        return bisect_left(self._days, start)

    def _reaches(self, place: int) -> bool:
        """Return whether there are so many days, counted from 0."""
        for day in self._rest if place >= len(self._days) else ():
            self._days.append(day)
            if place < len(self._days):
                break
        return place < len(self._days)


def _worked(calendar: ForeignCalendar, first: date) -> Iterator[date]:
    return (
        day
        for day in (first + number * _ONE_DAY for number in range((LATEST - first).days + 1))
        if calendar.hours(day).shifts
    )


def _week(plan: Element) -> tuple[Hours, ...]:
    """Return the days of a week, from Monday on; a plan that only shows its weekends works on them."""
    if any(one.flag("value") for one in plan.all("calendars", "day-types", "only-show-weekends")):
        return (ALL_DAY,) * 7
    for week in plan.all("calendars", "day-types", "default-week"):
        days = tuple(Hours() if week.key(day) == _FREE else ALL_DAY for day in _WEEK)
        if not any(day.shifts for day in days):
            week.refuse("no day of the week is worked: correct it there, and save the plan again")
            return _USUAL
        return days
    return _USUAL


def _dates(event: Element, years: range | None) -> Iterator[date]:
    """Yield the date that something is said of, or that of each year."""
    month, number = int(event.number("month")), int(event.number("date"))
    if years is None:
        years = range(int(event.number("year")), int(event.number("year")) + 1)
    elif (month, number) == (2, 29):
        years = range(years.start + -years.start % 4, years.stop, 4)
    for year in years:
        try:
            day = date(year, month, number)
        except (ValueError, OverflowError):
            if (month, number) != (2, 29):
                message = f"{year}-{month}-{number} is not a date: correct it there, and save the plan again"
                event.refuse(message)
                return
        else:
            yield day
