"""Fact days: a calendar for what has happened on a day that is known, which may be one on which nobody works."""

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.calendar import FARTHEST, WorkingDays, without_time
from milepost.models.timing import BEGINNING


def days_of_fact(days: WorkingDays, day: date | None, *, begins: bool = False) -> WorkingDays:
    """
    Return the calendar by which the times of a fact have the date that the file gives.

    Parameters
    ----------
    days
        That of the plan: it itself where there is no fact.
    day
        The day of the fact; none for what has not happened.
    begins
        Whether the fact is at the beginning of its day, and not at the end.
    """
    return days if day is None else _FactDays(days, day, begins=begins)


class _FactDays(WorkingDays):
    """
    Working days among which all times that have a date have the same.

    Parameters
    ----------
    days
        The calendar that offsets are counted by.
    day
        The date.
    begins
        Whether the times lie at its beginning, and not at its end.
    """

    def __init__(self, days: WorkingDays, day: date, *, begins: bool) -> None:
        vars(self).update(vars(days))
        self._axis, self._day, self._gone = days, day, BEGINNING if begins else 1.0

    def worked(self, times: ArrayLike) -> NDArray[np.float64]:
        """Return the working days of the plan's calendar from the start to each time."""
        return self._axis.worked(times)

    def dates(self, offsets: ArrayLike) -> NDArray[np.datetime64]:
        """Return the day of the fact; infinity and NaN have no date."""
        known = np.abs(np.asarray(offsets, dtype=np.float64)) < FARTHEST
        return np.where(known, np.datetime64(self._day), np.datetime64("NaT", "D"))

    def date_of(self, offset: float) -> date | None:
        """Return the day of the fact; none of infinity and NaN."""
        return without_time(self._day) if abs(offset) < FARTHEST else None

    def gone(self, offsets: NDArray[np.float64], day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return that all of the day has gone, or next to nothing."""
        return np.where(np.isfinite(offsets), self._gone, np.nan)
