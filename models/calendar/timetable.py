"""Timetable: when each date is worked by a calendar, with its public holidays looked up."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from milepost.models.calendar.calendar import Calendar
from milepost.models.calendar.hours import Hours
from milepost.models.calendar.public_holidays import public_holidays

YEARS_RESOLVED: Final = 30
"""How long after the start public holidays are looked up."""


class Timetable:
    """
    When each date is worked, from a year before the start of a plan on; after all that is known the week repeats.

    Parameters
    ----------
    calendar
        By which is worked.
    start
        First day of the plan.

    Attributes
    ----------
    calendar
        The same.
    resolved_until
        Day until which public holidays are known; none where there are none to know.
    thins_out
        Whether some are known of later days.
    holidays
        Every free day, public and own, in ascending order.
    special
        The hours of days that have others than their day of the week, and are worked: made-up days, and days that
        the calendar names; in ascending order.
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        self.calendar = calendar
        self.resolved_until: date | None = None
        self.thins_out = False
        public, made_up = frozenset[date](), frozenset[date]()
        if calendar.country is not None:
            known = public_holidays(calendar.country, calendar.region, start.year - 1, start.year + YEARS_RESOLVED)
            public, made_up, self.thins_out = known.days, known.made_up, known.thins_out
            self.resolved_until = date(known.last_year, 12, 31)
        own = {day: calendar.hours_on(day, said) for day, said in calendar.days}
        off = {*public, *calendar.holidays}
        special = {day: calendar.hours_on(day, 1.0) for day in made_up - off} | own
        self.holidays = tuple(sorted((off - own.keys()) | {day for day, hours in own.items() if not hours.shifts}))
        self.special: Mapping[date, Hours] = {day: special[day] for day in sorted(special) if special[day].shifts}
        self._free = frozenset(self.holidays)

    def hours(self, day: date) -> Hours:
        """Return when a date is worked."""
        if day in self._free:
            return Hours()
        return self.special.get(day) or self.calendar.week_hours[day.weekday()]

    @property
    def parts(self) -> Mapping[date, float]:
        """How much is worked on days that have other hours than their day of the week [working days]."""
        return {day: hours.minutes / self.calendar.day_minutes for day, hours in self.special.items()}

    def first_worked(self, day: date) -> date:
        """Return the first date on or after one that is worked; a calendar has one, as its week repeats."""
        last = max([day, *self.holidays[-1:], *list(self.special)[-1:]]) + timedelta(days=7)
        while not self.hours(day).shifts:
            if day > last:
                raise ValueError("no day is worked from then on")
            day += timedelta(days=1)
        return day
