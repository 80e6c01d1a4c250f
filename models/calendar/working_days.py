"""Working days: offsets from the start of a plan, and the dates that they fall on."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK
from milepost.models.calendar.calendar import Calendar
from milepost.models.calendar.public_holidays import public_holidays

YEARS_RESOLVED: Final = 30
"""How long after the start public holidays are looked up."""
FARTHEST: Final = 1e12
"""An offset beyond which no date is computed [working days]; numpy's dates end later."""


class WorkingDays:
    """
    A calendar's working days from a start: between dates and offsets from the start.

    An offset is the work done since the start: a day that is worked in part counts its part, and is worked from its
    beginning until that is done.

    Parameters
    ----------
    calendar
        Which days are worked.
    start
        Day at whose beginning time is 0, if it is a working day.

    Attributes
    ----------
    start
        The first working day on or after the start given.
    resolved_until
        Day until which public holidays are known; none where there are none to know.
    thins_out
        Whether some are known of later days.
    holidays
        Every free day, public and own, in ascending order.
    parts
        Days that count otherwise than their day of the week does, in ascending order: made-up days, and days that are
        worked in part [working days].
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        self._made_of = calendar, start
        first, last = start.year - 1, start.year + YEARS_RESOLVED
        public, made_up = frozenset[date](), frozenset[date]()
        self.resolved_until: date | None = None
        self.thins_out = False
        if calendar.country is not None:
            known = public_holidays(calendar.country, calendar.region, first, last)
            public, made_up, self.thins_out = known.days, known.made_up, known.thins_out
            self.resolved_until = date(known.last_year, 12, 31)
        own = dict(calendar.days)
        self.holidays = tuple(sorted({*public, *calendar.holidays, *(day for day in own if not own[day])} - _some(own)))
        parts = {**dict.fromkeys(made_up.difference(public, calendar.holidays), 1.0), **own}
        self.parts = {day: parts[day] for day in sorted(parts) if parts[day]}
        free = np.array(self.holidays, dtype="datetime64[D]")
        self._week = np.busdaycalendar(weekmask=calendar.week, holidays=free)
        self._special = np.array(list(self.parts), dtype="datetime64[D]")
        usual = np.is_busday(self._special, busdaycal=self._week)
        self._more = np.concatenate(([0.0], np.cumsum(np.array(list(self.parts.values())) - usual)))
        self._start = np.busday_offset(np.datetime64(start), 0, roll="forward", busdaycal=self._week)
        self._start = min([self._start, *self._special[self._special >= np.datetime64(start)][:1]])
        self.start = start + timedelta(days=int((self._start - np.datetime64(start)).astype(int)))

    def __reduce__(self) -> tuple[type["WorkingDays"], tuple[Calendar, date]]:
        return type(self), self._made_of

    def counts_like(self, other: "WorkingDays") -> bool:
        """Return whether another counts from the same day, by the same calendar."""
        return (self.start, self._made_of[0]) == (other.start, other._made_of[0])

    def due_offset(self, day: date) -> float:
        """Count the working days from the start to a day, both included; of a day before it, minus those in between."""
        return float(self._done(np.datetime64(day)))

    def limit(self, day: date) -> float:
        """
        Return the latest time at which something still is reached by a day [working days from the start].

        Nothing is reached by a day before the start: there the limit is -infinity.
        """
        return float(self.due_offset(day)) if day >= self.start else -math.inf

    def begin_offset(self, day: date) -> float:
        """Count the working days from the start to a day, the day itself left out: the beginning of that day."""
        return max(float(self._done(np.datetime64(day) - 1)), 0.0)

    def opening(self, day: date) -> float:
        """Count the same for a fact, which may lie before the start: there it is below 0."""
        return float(self._done(np.datetime64(day) - 1))

    def before(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Count the working days from the start to each of some days, these left out; below 0 for days before it."""
        return self._done(day - np.timedelta64(1, "D"))

    def gone(self, offsets: NDArray[np.float64], day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return how much of each day has gone at an offset in it [working days]."""
        return offsets - self.before(day)

    def part(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return how much of each of some days is worked [working days]."""
        return self._done(day) - self._done(day - np.timedelta64(1, "D"))

    def dates(self, offsets: ArrayLike) -> NDArray[np.datetime64]:
        """
        Return the dates of offsets: each falls on the first day by whose end so much is done, within 1e-9.

        Before the start, where only facts lie, that reaches back for a generation.

        Parameters
        ----------
        offsets
            Times [working days from the start]; infinity and NaN have no date.
        """
        x = np.asarray(offsets, dtype=np.float64)
        known = np.abs(x) < FARTHEST
        work = np.where(known, x, 0.0) - SLACK
        table, done = self._table
        day = table[np.minimum(np.searchsorted(done, work), len(table) - 1)]
        if (x < -SLACK).any():
            early, done_early = self._past
            day = np.where(x < -SLACK, early[np.minimum(np.searchsorted(done_early, work), len(early) - 1)], day)
        beyond = work > done[-1]
        if beyond.any():
            number = np.where(beyond, np.ceil(work - done[-1]), 0.0).astype(np.int64)
            day = np.where(beyond, np.busday_offset(table[-1], number, roll="forward", busdaycal=self._week), day)
        return np.where(known, day, np.datetime64("NaT", "D"))

    def dates_of(self, offsets: ArrayLike) -> list[date | None]:
        """Return the date of each of some offsets; none for infinity and NaN, and beyond the year 9999."""
        days = np.atleast_1d(self.dates(offsets)).tolist()
        return [day if isinstance(day, date) else None for day in days]

    def date_of(self, offset: float) -> date | None:
        """Return the date of an offset; none for infinity and NaN, and beyond the year 9999."""
        return self.dates_of(offset)[0]

    def isos(self, offsets: ArrayLike) -> list[str]:
        """Return the ISO date of each of some offsets; nothing where there is none."""
        return [iso_text(day) for day in self.dates_of(offsets)]

    def iso(self, offset: float) -> str:
        """Return the ISO date of an offset; nothing where there is none."""
        return self.isos(offset)[0]

    def _done(self, day: NDArray[np.datetime64] | np.datetime64) -> NDArray[np.float64]:
        """Count the working days from the start to the end of each day; before it, minus those in between."""
        after = np.asarray(day + np.timedelta64(1, "D"))
        back = after < self._start
        first, last = np.where(back, after, self._start), np.where(back, self._start, after)
        usual = np.where(back, -1, 1) * np.busday_count(first, last, busdaycal=self._week)
        more, at_start = (self._more[np.searchsorted(self._special, one)] for one in (after, self._start))
        return np.asarray(usual + (more - at_start), dtype=np.float64)

    @cached_property
    def _table(self) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """Each day with work, for a generation and to beyond the last special one, and what is done by its end."""
        end = self._start + np.timedelta64(366 * YEARS_RESOLVED, "D")
        end = max([end, *(self._special[-1:] + np.timedelta64(1, "D"))])
        days = np.arange(self._start, end)
        days = np.append(days[self.part(days) > 0.0], np.busday_offset(end, 0, roll="forward", busdaycal=self._week))
        return days, self._done(days)

    @cached_property
    def _past(self) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """Each day with work for a generation before the start, and what is done by its end: less than nothing."""
        days = np.arange(self._start - np.timedelta64(366 * YEARS_RESOLVED, "D"), self._start)
        days = days[self.part(days) > 0.0]
        return days, self._done(days)


def _some(parts: Mapping[date, float]) -> set[date]:
    """Return the days of which a part is worked."""
    return {day for day, part in parts.items() if part}


def iso_text(day: date | None) -> str:
    """Write a date in ISO 8601; nothing where there is none."""
    return day.isoformat() if day else ""
