"""Clock timing: when work begins and ends on the clock, where calendars differ."""

from collections.abc import Mapping
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from milepost.models.bounds import SLACK
from milepost.models.calendar import Worktime
from milepost.models.link import LagCalendar, Link
from milepost.models.timing import BEGINNING, EVERY_DAY_NAME, PROJECT, Placed, Time, Timing, Waits


class ClockTiming(Timing):
    """
    When work begins and ends where calendars differ: time is that of the clock, in days.

    Parameters
    ----------
    worktimes
        Calendars as functions, by name, with one origin.
    calendars
        By id of a task or milestone, the name of its calendar; that of the plan where it is not there.
    written
        The same as the plan says it: of what is done and a fact, which lasts as it did, links still ask by that.
    lags
        By which calendar lags are counted.
    """

    def __init__(
        self,
        worktimes: Mapping[str, Worktime],
        calendars: Mapping[str, str],
        written: Mapping[str, str],
        lags: LagCalendar = LagCalendar.PROJECT,
    ) -> None:
        self.worktimes = worktimes
        self._calendars, self._written, self._lags = calendars, written, lags

    def calendar_of(self, id: str) -> str:
        """Return the name of the calendar of a task or milestone."""
        return self._calendars.get(id, PROJECT)

    def calendar_behind(self, id: str) -> str:
        """Return the name of the calendar by which links count the work of what they wait for."""
        return self._written.get(id, PROJECT)

    def work(self, calendar: str, time: Time) -> Time:
        """Return the work done by a time by a calendar [its working days]."""
        return _like(time, self.worktimes[calendar].work(time))

    def time(self, calendar: str, work: Time) -> Time:
        """Return the time by which a calendar has done so much work [its working days]."""
        return _like(work, self.worktimes[calendar].earliest(work))

    def next(self, calendar: str, time: Time) -> Time:
        """Return the next moment at which a calendar works: the time itself, unless it does not work then."""
        return _like(time, self.worktimes[calendar].next(time))

    def lag_calendar(self, link: Link, successor: str) -> str:
        """Return the name of the calendar by which the lag of a link is counted."""
        match self._lags:
            case LagCalendar.PREDECESSOR:
                return self.calendar_behind(link.predecessor)
            case LagCalendar.SUCCESSOR:
                return self.calendar_behind(successor)
            case LagCalendar.EVERY_DAY:
                return EVERY_DAY_NAME
            case _:
                return PROJECT

    def begins(self, id: str, time: Time) -> Time:
        """Return when a task goes on that could from a time on, or a milestone is reached that is a beginning."""
        return _like(time, self._own(id).next(time))

    def ends(self, id: str, start: Time, duration: Time) -> Time:
        """Return when a task has done so much work from its start on [its working days]."""
        own = self._own(id)
        return _like(start, own.earliest(own.work(start) + duration))

    def begins_to_end(self, id: str, finish: Time, duration: Time) -> Time:
        """Return the latest start from which a task has done no more than so much work by its finish."""
        own = self._own(id)
        return _like(finish, own.next(own.latest(own.work(finish) - duration)))

    def worked(self, id: str, time: Time) -> Time:
        """Return the work that a task could have done by a time, had it begun at 0 [its working days]."""
        return _like(time, self._own(id).work(time))

    def ended(self, id: str, time: Time) -> Time:
        """Return when what a task could have done by a time was done: the end that a beginning comes after."""
        own = self._own(id)
        return _like(time, own.earliest(own.work(time)))

    def asked(self, link: Link, successor: str, start: Time, finish: Time, dated: Time) -> Time:
        """Return when what a link asks for is there: a start, or for one that holds the finish the end to push to."""
        reads, holds_finish = start if link.kind.reads_start else finish, link.kind.holds_finish
        if holds_finish:
            own, plan = self._behind(link), self.worktimes[PROJECT]
            takes_time = np.asarray(finish) > start
            begun = own.earliest(own.work(start)) if link.kind.reads_start else finish
            of_none = np.where(np.asarray(dated) > finish + SLACK, plan.earliest(plan.work(finish)), dated)
            reads = _like(start, np.where(takes_time, begun, of_none))
        return self._lagged(link, successor, reads, start, finish, ends=holds_finish)

    def lag_left(self, link: Link, successor: str, since: float, asked: float, now: float) -> tuple[float, float]:
        """Return what is left of a lag at a time: what is counted by a calendar, and by the clock."""
        if link.elapsed and not link.lag and not link.share:
            return 0.0, min(asked - since, max(asked - now, 0.0))
        counted = self.worktimes[self.lag_calendar(link, successor)]
        from_since, from_now = counted.work(asked) - counted.work([since, now])
        return min(float(from_since), max(float(from_now), 0.0)), 0.0

    def latest(self, link: Link, successor: str, asked: float, start: float, finish: float) -> float:
        """Return the latest time that a link can read for what it asks for to be there by some time."""
        latest = asked - link.elapsed
        if link.lag:
            counted = self.worktimes[self.lag_calendar(link, successor)]
            latest = _like(latest, counted.latest(counted.work(latest) - link.lag))
        if link.share:
            own = self._behind(link)
            work = own.work(finish) - own.work(start)
            latest = _like(latest, own.latest(own.work(latest) - link.share * work))
        return latest

    def on_average(self, id: str, work: float) -> float:
        """Return how much the plan's calendar works, on average, while a task does some work [working days]."""
        return self._exchanged(self.calendar_of(id), work)

    def lag_on_average(self, link: Link, successor: str) -> float:
        """Return the same of the lag of a link, as far as it is not a share."""
        lag = self._exchanged(self.lag_calendar(link, successor), link.lag)
        return lag + self._exchanged(EVERY_DAY_NAME, link.elapsed)

    def place(
        self,
        id: str,
        duration: float,
        waits: Waits,
        *,
        floor: float,
        finish_floor: float,
        free: float,
        opening: float,
        began: float | None = None,
    ) -> Placed:
        """Return when a task or milestone begins and ends."""
        ready, pushed = max(floor, free), finish_floor
        for link, before in waits:
            asked = self.asked(link, id, before.start, before.finish, before.dated)
            if link.kind.holds_finish:
                pushed = max(pushed, asked)
            else:
                ready = max(ready, asked)
        decided = self.begins(id, ready)
        if duration <= 0.0 and began is None:
            at = max(ready, pushed)
            at = self.begins(id, at) if opening == inf else at
            held = max(free, pushed, floor if opening == -inf else -inf)
            dated = at + BEGINNING if opening == inf else self._dated(id, waits, opening, held)
            return Placed(ready, at, at, dated, at)
        start = decided if pushed == -inf else max(decided, self.begins_to_end(id, pushed, duration))
        finish = max(self.ends(id, start, duration), pushed)
        return Placed(decided, start if began is None else began, finish, finish, start)

    def _dated(self, id: str, waits: Waits, opening: float, held: float) -> float:
        """Return the time that has the date of what takes no time: by what it waited for, and not by its time."""
        dated = max(opening, held)
        for link, before in waits:
            takes_time, own = before.finish > before.start, self._behind(link)
            work = float(own.work(before.finish) - own.work(before.start))
            if link.lag + link.elapsed + link.share * work > 0.0:
                dated = max(dated, self.asked(link, id, before.start, before.finish, before.dated))
                continue
            begins = link.kind.reads_start if takes_time else before.dated > before.finish + SLACK
            mark = BEGINNING if begins else 0.0
            reads = before.start if takes_time and begins else before.dated - mark
            dated = max(dated, self._lagged(link, id, reads, before.start, before.finish, ends=not begins) + mark)
        return dated

    def _lagged(self, link: Link, successor: str, time: Time, start: Time, finish: Time, *, ends: bool) -> Time:
        """Return what a link asks for by what it reads, and by the work from the predecessor's start to its finish."""
        if link.share:
            own = self._behind(link)
            time = self._moved_by(own, time, link.share * (own.work(finish) - own.work(start)), ends=ends)
        if link.lag:
            time = self._moved_by(self.worktimes[self.lag_calendar(link, successor)], time, link.lag, ends=ends)
        return time + link.elapsed

    @staticmethod
    def _moved_by(worktime: Worktime, time: Time, work: ArrayLike, *, ends: bool) -> Time:
        """Return a time later by so much work, or earlier: that of an end, or else the latest with no more done."""
        done = worktime.work(time) + np.asarray(work)
        back = worktime.earliest(done) if ends else worktime.latest(done)
        moved = np.where(np.asarray(work) < 0.0, back, worktime.earliest(done))
        return _like(time, np.where(np.asarray(work) == 0.0, time, moved))

    def _exchanged(self, name: str, work: float) -> float:
        """Return the work of the plan's calendar in as many weeks as another takes for its own."""
        week, other = self.worktimes[PROJECT].week, self.worktimes[name].week
        return work * (week / other) if week > 0.0 and other > 0.0 else work

    def _own(self, id: str) -> Worktime:
        return self.worktimes[self.calendar_of(id)]

    def _behind(self, link: Link) -> Worktime:
        return self.worktimes[self.calendar_behind(link.predecessor)]


def _like(time: Time, found: Any) -> Time:
    """Return one time where one was asked about, and else as many."""
    made: Time = found[()] if np.ndim(time) else found.item()
    return made
