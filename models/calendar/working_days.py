"""Working days: offsets from the start of a plan, and the dates that they fall on."""

import math
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK
from milepost.models.calendar.calendar import EVERY_DAY, Calendar
from milepost.models.calendar.moment import share_gone
from milepost.models.calendar.timetable import Timetable
from milepost.models.calendar.worktime import Worktime

FARTHEST: Final = 1e12
"""An offset beyond which no date is computed [working days]; numpy's dates end later."""

_LAST: Final = date.max.toordinal()


class WorkingDays:
    """
    A calendar's working days from a start: between dates and offsets from the start.

    An offset is the work done since the start: a day that is worked in part counts its part, and is worked from its
    beginning until that is done.

    Parameters
    ----------
    calendar
        When is worked.
    start
        Day at whose beginning time is 0, if it is a working day.

    Attributes
    ----------
    timetable
        When each date is worked.
    start
        The first working day on or after the start given.
    worktime
        The calendar as functions, from the midnight of that day.
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        self._made_of = calendar, start
        self.timetable, self.start, self.worktime = _worked(calendar, start)

    def __reduce__(self) -> tuple[type["WorkingDays"], tuple[Calendar, date]]:
        return type(self), self._made_of

    def worked(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return the working days of the plan's calendar from the start to each time; these are the times."""
        return np.asarray(times, dtype=np.float64)

    def worked_by(self, work: ArrayLike) -> NDArray[np.float64]:
        """Return the times by which so many working days of the plan's calendar are done; these are the times."""
        return np.asarray(work, dtype=np.float64)

    def counts_like(self, other: "WorkingDays") -> bool:
        """Return whether another counts from the same day, by the same calendar."""
        return (self.start, self._made_of[0]) == (other.start, other._made_of[0])

    def due_offset(self, day: date) -> float:
        """
        Count the working days from the start to a day, both included; of a day before it, minus those in between.

        Of a day with a time, they count to that.
        """
        return float(self._done_at(day, 1.0))

    def limit(self, day: date) -> float:
        """
        Return the latest time at which something still is reached by a day [working days from the start].

        Nothing is reached by a day before the start: there the limit is -infinity.
        """
        return float(self.due_offset(day)) if day >= self.start else -math.inf

    def begin_offset(self, day: date) -> float:
        """Count the working days from the start to the beginning of a day, or to the time that it has."""
        return max(self.opening(day), 0.0)

    def opening(self, day: date) -> float:
        """Count the same for a fact, which may lie before the start: there it is below 0."""
        return float(self._done_at(day, 0.0))

    def before(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Count the working days from the start to each of some days, these left out; below 0 for days before it."""
        return self._done(day - np.timedelta64(1, "D"))

    def gone(self, offsets: NDArray[np.float64], day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return which share of each day has gone at an offset in it; of a day worked in part, part of a whole one."""
        return (offsets - self.before(day)) / np.maximum(self.part(day), 1.0)

    def part(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return how much of each of some days is worked [working days]."""
        return self._done(day) - self._done(day - np.timedelta64(1, "D"))

    def dates(self, offsets: ArrayLike) -> NDArray[np.datetime64]:
        """
        Return the dates of offsets: each falls on the first day by whose end so much is done, within 1e-9.

        Before the start lie only facts: all else, at 0 too, falls on the start at the earliest.

        Parameters
        ----------
        offsets
            Times [working days from the start]; infinity and NaN have no date.
        """
        x = np.asarray(offsets, dtype=np.float64)
        known = np.abs(x) < FARTHEST
        work = np.where(known, x, 0.0)
        day = np.where(work < -SLACK, self.worktime.day(work), np.maximum(self.worktime.day(work), 0.0)).astype(
            np.int64
        )
        return np.where(known, np.datetime64(self.start) + day, np.datetime64("NaT", "D"))

    def dates_of(self, offsets: ArrayLike) -> list[date | None]:
        """Return the date of each of some offsets; none for infinity and NaN, and beyond the year 9999."""
        days = np.atleast_1d(self.dates(offsets)).tolist()
        return [day if isinstance(day, date) else None for day in days]

    def date_of(self, offset: float) -> date | None:
        """Return the date of an offset; none for infinity and NaN, and beyond the year 9999."""
        x = float(offset)
        if not abs(x) < FARTHEST:
            return None
        day = float(self.worktime.day(x))
        day = day if x < -SLACK else max(day, 0.0)
        ordinal = self.start.toordinal() + int(day) if math.isfinite(day) else 0
        return date.fromordinal(ordinal) if 1 <= ordinal <= _LAST else None

    def isos(self, offsets: ArrayLike) -> list[str]:
        """Return the ISO date of each of some offsets; nothing where there is none."""
        return [iso_text(day) for day in self.dates_of(offsets)]

    def iso(self, offset: float) -> str:
        """Return the ISO date of an offset; nothing where there is none."""
        return self.isos(offset)[0]

    def _done_at(self, day: date, otherwise: float) -> NDArray[np.float64]:
        """Count the working days from the start to a moment of a day, or to a share of a day without a time."""
        return self.worktime.work((day - self.start).days + share_gone(day, otherwise))

    def _done(self, day: NDArray[np.datetime64] | np.datetime64) -> NDArray[np.float64]:
        """Count the working days from the start to the end of each day; before it, minus those in between."""
        midnight = np.asarray(day - np.datetime64(self.start)).astype(np.int64) + 1
        return self.worktime.work(midnight)


class ClockDays(WorkingDays):
    """
    Days on the clock from a start, where not all is worked by one calendar: offsets are days from its midnight.

    Every day is one, whoever works on it, and ends at its midnight.

    Parameters
    ----------
    calendar
        That of the plan.
    start
        Day at whose midnight time is 0, if the calendar has it worked.

    Attributes
    ----------
    timetable
        When each date is worked by the calendar of the plan.
    start
        The first day on or after the start given that it has worked.
    worktime
        All days as functions, from the midnight of that day.
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        super().__init__(calendar, start)
        self._plan = self.worktime
        self.worktime = Worktime(Timetable(EVERY_DAY, self.start), self.start)

    def worked(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return the working days of the plan's calendar from the start to each time; of never, never."""
        return np.where(np.isinf(times), times, self._plan.work(times))

    def worked_by(self, work: ArrayLike) -> NDArray[np.float64]:
        """Return the times by which so many working days of the plan's calendar are done."""
        return np.where(np.isnan(work), work, self._plan.earliest(work))


@lru_cache(maxsize=32)
def _worked(calendar: Calendar, start: date) -> tuple[Timetable, date, Worktime]:
    """Return when a calendar is worked, the first day of that from a start on, and the calendar as functions."""
    timetable = Timetable(calendar, start)
    first = timetable.first_worked(start)
    return timetable, first, Worktime(timetable, first)


def iso_text(day: date | None) -> str:
    """Write a date in ISO 8601; nothing where there is none."""
    return day.isoformat() if day else ""
