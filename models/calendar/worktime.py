"""Worktime: a calendar as functions between time on the clock and work done."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor, inf, isfinite, isinf
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK
from milepost.models.calendar.calendar import Calendar
from milepost.models.calendar.hours import DAY, Hours
from milepost.models.calendar.timetable import YEARS_RESOLVED, Timetable

WEEK: Final = 7.0
"""After how long a calendar repeats itself where nothing is known of holidays [days]."""


class Worktime:
    """
    A calendar as functions on the axis of the clock: days from a midnight, the origin.

    Work is counted from the origin in working days of the calendar, before it below 0. All that is known is in a table
    of shifts, none of which goes over midnight. Beyond the table the week repeats; a calendar that only works on dates
    that it names does not work there at all, and what it does not do is done at infinity.

    Parameters
    ----------
    timetable
        When each date is worked.
    origin
        The day at whose midnight time and work are 0.
    span
        First and last day of the table; all that is known of the calendar unless given.

    Attributes
    ----------
    first
        The first midnight of the table [days from the origin].
    pace
        Work that a shift does in a day of the clock [working days a day]: 3 with 8 hours a day, 1 with whole days.
    begin, end
        float64[n], the ends of the shifts, ascending [days from the origin].
    done
        float64[n + 1], the work done by the beginning of each, and by the end of the last [working days].
    by_day
        int32[m + 1], by day of the table the first shift on it or after it.
    by_work
        int32[c + 1], by cell of work the first shift at whose end its lower edge is reached; cell j begins at
        `first_cell + j` cells of which there are `cells` in a working day.
    low, high
        Between these times [days] the table holds; beyond, `WEEK` repeats with `week` of work.
    low_work, high_work
        The work done by them [working days].
    week
        Work of a week of which nothing is known but its days [working days].
    """

    def __init__(self, timetable: Timetable, origin: date, span: tuple[date, date] | None = None) -> None:
        calendar = timetable.calendar
        first, last = span or span_of(timetable, origin)
        days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
        self.first = float((first - origin).days)
        day, begin, end = _shifts(timetable, days)
        minutes = np.concatenate(([0.0], np.cumsum(end - begin)))
        self.pace = DAY / calendar.day_minutes
        self.begin, self.end = (self.first + day + one / DAY for one in (begin, end))
        self.done = (minutes - minutes[np.searchsorted(self.begin, 0.0)]) / calendar.day_minutes
        self.by_day = np.searchsorted(day, np.arange(len(days) + 1)).astype(np.int32)
        self.week = sum(hours.minutes for hours in calendar.week_hours) / calendar.day_minutes
        self.low, self.high = self.first + WEEK, self.first + len(days) - WEEK
        self.low_work, self.high_work = (float(self.done[self.by_day[at]]) for at in (int(WEEK), len(days) - int(WEEK)))

    @cached_property
    def cells(self) -> float:
        """How many cells of the index by work make a working day: a power of 2, about as many as there are shifts."""
        work = self.done[-1] - self.done[0]
        return float(2.0 ** np.round(np.log2(len(self.begin) / work))) if work > 0.0 else 1.0

    @cached_property
    def first_cell(self) -> int:
        """The cell of the index by work in which the table begins."""
        return int(np.floor((self.done[0] - SLACK) * self.cells))

    @cached_property
    def by_work(self) -> NDArray[np.int32]:
        """By cell of work the first shift at whose end its lower edge is reached."""
        last = int(np.floor((self.done[-1] + SLACK) * self.cells))
        edges = np.arange(self.first_cell, last + 2) / self.cells
        return np.searchsorted(self.done[1:], edges).astype(np.int32)

    @cached_property
    def _nearly_over(self) -> NDArray[np.float64]:
        """From when on a time is the end of each shift."""
        return np.asarray(self.end - SLACK)

    @cached_property
    def key(self) -> tuple[float, bytes, bytes]:
        """What two have in common that are the same function over the days of their tables, if those are the same."""
        return self.pace, self.begin.tobytes(), self.end.tobytes()

    def work(self, time: float | ArrayLike) -> NDArray[np.float64]:
        """Return W(t), the work done by each time [working days]."""
        if isinstance(time, float):
            return np.asarray(self._work_at(time))
        t = np.asarray(time, dtype=np.float64)
        weeks = self._weeks(t, self.low, self.high, WEEK)
        t = t - WEEK * weeks
        k = np.maximum(np.searchsorted(self.begin, t, side="right") - 1, 0)
        at = np.minimum(self.done[k] + self.pace * np.maximum(t - self.begin[k], 0.0), self.done[k + 1])
        return np.asarray(np.where(np.isinf(t), self._beyond(t), at + self.week * weeks))

    def earliest(self, work: float | ArrayLike) -> NDArray[np.float64]:
        """Return E(w), the earliest time by which so much is done, within 1e-9: in the first shift that does it."""
        if isinstance(work, float):
            return np.asarray(self._earliest_at(work))
        k, weeks, w = self._finishing(work)
        known = np.minimum(k, len(self.begin) - 1)
        at = self.begin[known] + np.maximum(w - self.done[known], 0.0) / self.pace
        at = np.minimum(at, self.end[known]) + WEEK * weeks
        return np.where(k == len(self.begin), np.inf, np.where(np.isinf(w), w, at))

    def latest(self, work: float | ArrayLike) -> NDArray[np.float64]:
        """Return L(w), the latest time by which no more is done, within 1e-9: in the last shift that begins by then."""
        if isinstance(work, float):
            return np.asarray(self._latest_at(work))
        w = np.asarray(work, dtype=np.float64)
        weeks = self._weeks(w, self.low_work, self.high_work, self.week)
        w = w - self.week * weeks
        k = np.maximum(np.searchsorted(self.done[:-1], w + SLACK, side="right") - 1, 0)
        at = self.begin[k] + np.maximum(w - self.done[k], 0.0) / self.pace
        return np.where(np.isinf(w), w, np.minimum(at, self.end[k]) + WEEK * weeks)

    def next(self, time: float | ArrayLike) -> NDArray[np.float64]:
        """Return N(t), the next moment of work: t itself inside a shift; its end, within 1e-9, is not inside."""
        if isinstance(time, float):
            return np.asarray(self._next_at(time))
        t = np.asarray(time, dtype=np.float64)
        weeks = self._weeks(t, self.low, self.high, WEEK)
        t = t - WEEK * weeks
        k = np.searchsorted(self._nearly_over, t, side="right")
        at = np.maximum(t, self.begin[np.minimum(k, len(self.begin) - 1)]) + WEEK * weeks
        return np.where(k == len(self.begin), np.inf, np.where(np.isinf(t), t, at))

    def day(self, work: float | ArrayLike) -> NDArray[np.float64]:
        """Return on which day so much is done, within 1e-9 [days from the origin]: that of the shift that does it."""
        if isinstance(work, float):
            return np.asarray(self._day_at(work))
        k, weeks, w = self._finishing(work)
        at = np.floor(self.begin[np.minimum(k, len(self.begin) - 1)]) + WEEK * weeks
        return np.where(k == len(self.begin), np.inf, np.where(np.isinf(w), w, at))

    def _work_at(self, time: float) -> float:
        if isinf(time):
            return float(self._beyond(np.asarray(time)))
        weeks = _weeks_to(time, self.low, self.high, WEEK)
        t = time - WEEK * weeks
        k = max(int(self.begin.searchsorted(t, side="right")) - 1, 0)
        at = min(self.done[k] + self.pace * max(t - self.begin[k], 0.0), self.done[k + 1])
        return float(at + self.week * weeks)

    def _earliest_at(self, work: float) -> float:
        weeks = _weeks_to(work, self.low_work, self.high_work, self.week)
        w = work - self.week * weeks
        k = int(self.done[1:].searchsorted(w - SLACK))
        if k == len(self.begin) or isinf(w):
            return inf if k == len(self.begin) else w
        at = self.begin[k] + max(w - self.done[k], 0.0) / self.pace
        return float(min(at, self.end[k]) + WEEK * weeks)

    def _day_at(self, work: float) -> float:
        weeks = _weeks_to(work, self.low_work, self.high_work, self.week)
        w = work - self.week * weeks
        k = int(self.done[1:].searchsorted(w - SLACK))
        if k == len(self.begin) or isinf(w):
            return inf if k == len(self.begin) else w
        return float(floor(self.begin[k]) + WEEK * weeks)

    def _latest_at(self, work: float) -> float:
        weeks = _weeks_to(work, self.low_work, self.high_work, self.week)
        w = work - self.week * weeks
        k = max(int(self.done[:-1].searchsorted(w + SLACK, side="right")) - 1, 0)
        at = self.begin[k] + max(w - self.done[k], 0.0) / self.pace
        return w if isinf(w) else float(min(at, self.end[k]) + WEEK * weeks)

    def _next_at(self, time: float) -> float:
        weeks = _weeks_to(time, self.low, self.high, WEEK)
        t = time - WEEK * weeks
        k = int(self._nearly_over.searchsorted(t, side="right"))
        if k == len(self.begin) or isinf(t):
            return inf if k == len(self.begin) else t
        return float(max(t, self.begin[k]) + WEEK * weeks)

    def _finishing(self, work: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
        """Return the shift in which each work is done, after how many weeks it is that, and the work less theirs."""
        w = np.asarray(work, dtype=np.float64)
        weeks = self._weeks(w, self.low_work, self.high_work, self.week)
        w = w - self.week * weeks
        return np.searchsorted(self.done[1:], w - SLACK), weeks, w

    def _beyond(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        return t if self.week > 0.0 else np.where(t > 0.0, self.done[-1], self.done[0])

    @staticmethod
    def _weeks(x: NDArray[np.float64], low: float, high: float, week: float) -> NDArray[np.float64]:
        """Return how many weeks lie between the table and what is beyond it, below 0 before it."""
        ahead, back = x > high, x < low
        if week == 0.0 or not (ahead.any() or back.any()):
            return np.zeros(())
        beyond = np.where(ahead, np.ceil((x - high) / week), np.where(back, np.floor((x - low) / week), 0.0))
        return np.where(np.isfinite(x), beyond, 0.0)


def _weeks_to(x: float, low: float, high: float, week: float) -> float:
    """Return the same for one number as `Worktime` does for many."""
    if low <= x <= high or week == 0.0 or not isfinite(x):
        return 0.0
    return float(ceil((x - high) / week) if x > high else floor((x - low) / week))


def on_one_axis(calendars: Mapping[str, Calendar], origin: date) -> Mapping[str, Worktime]:
    """Return calendars by name as functions with one origin; those that are the same function are one object."""
    tables = {name: Timetable(calendar, origin) for name, calendar in calendars.items()}
    spans = [span_of(timetable, origin) for timetable in tables.values()]
    span = min(first for first, _ in spans), max(last for _, last in spans)
    made: dict[tuple[float, bytes, bytes], Worktime] = {}
    by_name = {name: Worktime(timetable, origin, span) for name, timetable in tables.items()}
    return {name: made.setdefault(one.key, one) for name, one in by_name.items()}


def span_of(timetable: Timetable, origin: date) -> tuple[date, date]:
    """Return the first and the last day of a table of all that is known, with more than a week on each side."""
    named = [*timetable.holidays[:1], *timetable.holidays[-1:], *timetable.special]
    first = min([date(origin.year - 1, 1, 1), *named])
    last = max([date(origin.year + YEARS_RESOLVED, 12, 31), *named])
    return first - timedelta(days=14), last + timedelta(days=14)


def _shifts(
    timetable: Timetable, days: NDArray[np.datetime64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the shifts of some days: day of each, counted from the first, and its ends [minutes from midnight]."""
    special: dict[date, Hours] = {**dict.fromkeys(timetable.holidays, Hours()), **timetable.special}
    usual = ~np.isin(days, np.array(list(special), dtype="datetime64[D]"))
    weekday = (days.astype(np.int64) + 3) % 7  # 1970 began on a Thursday
    rows = [
        (np.flatnonzero(usual & (weekday == number)), begin, end)
        for number, hours in enumerate(timetable.calendar.week_hours)
        for begin, end in hours.shifts
    ]
    rows += [
        (np.array([int((np.datetime64(day) - days[0]).astype(int))]), begin, end)
        for day, hours in special.items()
        for begin, end in hours.shifts
    ]
    day = np.concatenate([one for one, _, _ in rows]).astype(np.int64)
    begins, ends = (np.concatenate([np.full(len(row[0]), row[at]) for row in rows]) for at in (1, 2))
    order = np.lexsort((begins, day))
    return day[order], begins[order], ends[order]
