"""Calendars: those of a Microsoft Project plan by which something is worked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from milepost.models.calendar import Hours
from milepost.models.imports.findings import NOWHERE, Findings
from milepost.models.imports.markup import Element
from milepost.models.imports.mspdi.recurrence import dates_of
from milepost.models.imports.mspdi.together import together
from milepost.models.imports.notice import Matter
from milepost.models.imports.plan import ForeignCalendar
from milepost.models.imports.shifts import DAY, joined, minutes_of

MOST_BASES: Final = 20
"""Calendars that rest on one another beyond which they are refused."""
MOST_DATES: Final = 200_000
"""Dates with hours of their own of one calendar, beyond which the rest is left out."""
MOST_TOGETHER: Final = 200
"""Calendars of people who work together, beyond which that of the task counts, or of the first of them."""
ELAPSED: Final = "elapsed"
"""Key of the calendar by which lengths go on day and night."""

_USUAL: Final = Hours.parse("08:00-12:00, 13:00-17:00")
_WEEK: Final = (*[_USUAL] * 5, Hours(), Hours())
"""What stands in for hours that nobody says."""
_STAND_IN: Final = "stand-in"


class Calendars:
    """
    The calendars of a plan, read when something asks for them.

    Parameters
    ----------
    plan
        The plan.
    findings
        Where what is wrong is taken down.

    Attributes
    ----------
    day
        How long a day is by which durations are shown [hours].
    project
        Key of the calendar of the plan.
    used
        Those that were asked for, by key.
    """

    def __init__(self, plan: Element, findings: Findings) -> None:
        self._findings = findings
        self._rows = {one.key("UID"): one for one in plan.all("Calendars", "Calendar")}
        for one in self._rows.values():
            one.name = one.text("Name") or one.key("UID")
        self.day = min(max(plan.number("MinutesPerDay", 480.0) / 60.0, 1.0), 24.0)
        self.used: dict[str, ForeignCalendar] = {}
        self._together: dict[str, ForeignCalendar] = {}
        self._same: dict[tuple[str, str], bool] = {}
        own = plan.key("CalendarUID")
        first = next((key for key, one in self._rows.items() if one.flag("IsBaseCalendar")), _STAND_IN)
        self.project = self.key(own if own in self._rows else first)

    def __contains__(self, key: str) -> bool:
        """Return whether a calendar is there; none has the keys by which the program says that there is none."""
        return key in self._rows and key not in ("-1", "0")

    def key(self, key: str) -> str:
        """Return by which calendar is worked: that of the plan where none is named that is there."""
        if key not in self._rows and key not in self._together and key != ELAPSED:
            key = self.project if self.used else _STAND_IN
        if key not in self.used:
            self.used[key] = self._calendar(key)
        return key

    def together(self, of_people: Sequence[str], of_task: str = "") -> str:
        """Return by which calendar is worked where people work who have calendars, on a task that may have one."""
        keys = tuple(dict.fromkeys(of_people))
        made = " + ".join(keys) + (f" in {of_task}" if of_task else "")
        if made not in self._together and made not in self._rows:
            if len(self._together) >= MOST_TOGETHER:
                return of_task or keys[0]
            own = self._calendar(of_task) if of_task else None
            self._together[made] = together([self._calendar(key) for key in keys], own)
        return made

    def same(self, one: str, other: str) -> bool:
        """Return whether two calendars have the same hours on every date."""
        if (one, other) not in self._same:
            first, second = (self._calendar(key) for key in (one, other))
            days = {*first.days, *second.days} if one != other else set()
            self._same[one, other] = first.week == second.week and all(
                first.hours(day) == second.hours(day) for day in days
            )
        return self._same[one, other]

    def _calendar(self, key: str) -> ForeignCalendar:
        if key in self.used:
            return self.used[key]
        if key in self._together:
            return self._together[key]
        row = self._rows.get(key)
        if row is None:
            all_day = Hours.parse("00:00-24:00")
            week, day = ((all_day,) * 7, 24.0) if key == ELAPSED else (_WEEK, self.day)
            return ForeignCalendar(name=key, week=week, day=day, place=NOWHERE)
        week_of: list[Hours | None] = [None] * 7
        days: dict[date, Hours] = {}
        for one in self._bases(row):
            try:
                week_of = [own or said for own, said in zip(week_of, _week(one), strict=True)]
                days = {**dict(islice(_special(one), MOST_DATES)), **days}
            except ValueError as error:
                one.refuse(str(error))
        week = tuple(own if own is not None else usual for own, usual in zip(week_of, _WEEK, strict=True))
        if not any(hours.shifts for hours in (*week, *days.values())):
            self._findings.tell(Matter.CALENDAR_UNREADABLE, None, row.name)
            week = _WEEK
        return ForeignCalendar(name=row.name, week=week, days=days, day=self.day, place=row.place)

    def _bases(self, row: Element) -> list[Element]:
        """Return a calendar and those that it rests on."""
        found = [row]
        while (base := self._rows.get(found[-1].key("BaseCalendarUID"))) is not None:
            if base in found or len(found) > MOST_BASES:
                message = "it rests on itself" if base in found else f"more than {MOST_BASES} rest on one another"
                row.refuse(f"{message}: give it another base, and export the plan again", "BaseCalendarUID")
                break
            found.append(base)
        return found


def _week(calendar: Element) -> list[Hours | None]:
    """Return the hours of each day of the week that a calendar says itself, from Monday on."""
    week: list[Hours | None] = [None] * 7
    for day in calendar.all("WeekDays", "WeekDay"):
        number = int(day.number("DayType"))
        if 1 <= number <= 7:
            week[(number - 2) % 7] = _hours(day)  # which begins on Sunday
    return week


def _special(calendar: Element) -> Iterator[tuple[date, Hours]]:
    """Yield the dates that have hours of their own; of several the one that is said last counts."""
    for period in calendar.all("WorkWeeks", "WorkWeek"):
        week = _week(period)
        for day in _days(period):
            hours = week[day.weekday()]
            if hours is not None:
                yield day, hours
    for day_off in calendar.all("WeekDays", "WeekDay"):
        if day_off.key("DayType") == "0":
            yield from dict.fromkeys(_days(day_off), _hours(day_off)).items()
    for exception in calendar.all("Exceptions", "Exception"):
        hours = _hours(exception)
        for first, last in map(_span, exception.all("TimePeriod")):
            yield from dict.fromkeys(dates_of(exception, first, last), hours).items()


def _days(element: Element) -> Iterator[date]:
    """Yield the days of a period."""
    for first, last in map(_span, element.all("TimePeriod")):
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _span(period: Element) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    first, last = period.moment("FromDate"), period.moment("ToDate")
    if first is None or last is None:
        return date.max, date.min
    return first.date(), max(first.date(), (last - timedelta(minutes=1)).date())


def _hours(element: Element) -> Hours:
    """Return the hours of a day, none where it is free."""
    if not element.flag("DayWorking"):
        return Hours()
    shifts = []
    for time in element.all("WorkingTimes", "WorkingTime"):
        begin, end = (minutes_of(time.key(key)) for key in ("FromTime", "ToTime"))
        shifts.append((begin, end or DAY))
    return joined(shifts)
