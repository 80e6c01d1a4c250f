"""Timing: when work, and what waits for it, begins and ends on the axis of a plan's time."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from milepost.models.link import Link

BEGINNING: Final = 2.0**-20
"""
What is added to the time of a beginning to date it [days of the axis].

The end of a day and the beginning of the next are one time. What ends there has the date of the earlier day; what
begins there that of the next. No time that is counted with, a successor's among them, has this in it.
"""

PROJECT: Final = ""
EVERY_DAY_NAME: Final = "every_day"
"""The names of the calendar of the plan, and of the one that is always there."""

Time = TypeVar("Time", float, NDArray[np.float64])


class Placed(NamedTuple):
    """
    When a task or milestone begins and ends [days of the axis].

    Parameters
    ----------
    decided
        When it is decided: what it waits for is there.
    start, finish
        Of its work; of a milestone when it is reached.
    dated
        The time that has the date of its finish.
    goes_on
        When its work begins, or the rest of it that is under way.
    """

    decided: float
    start: float
    finish: float
    dated: float
    goes_on: float

    @property
    def rest(self) -> Self:
        """Return the rest of work under way, as if that were the work."""
        return self._replace(start=self.goes_on)


Waits: TypeAlias = Sequence[tuple[Link, Placed]]
"""Links to what comes before something, each with when that is."""


class Timing:
    """
    When work begins and ends where all of it has one calendar: time is its work, and goes on whenever work does.

    Times may be single ones, or one for each iteration.
    """

    def calendar_of(self, id: str) -> str:
        """Return the name of the calendar of a task or milestone."""
        return PROJECT

    def work(self, calendar: str, time: Time) -> Time:
        """Return the work done by a time by a calendar [its working days]."""
        return time

    def time(self, calendar: str, work: Time) -> Time:
        """Return the time by which a calendar has done so much work [its working days]."""
        return work

    def next(self, calendar: str, time: Time) -> Time:
        """Return the next moment at which a calendar works: the time itself, unless it does not work then."""
        return time

    def begins(self, id: str, time: Time) -> Time:
        """Return when a task goes on that could from a time on, or a milestone is reached that is a beginning."""
        return time

    def ends(self, id: str, start: Time, duration: Time) -> Time:
        """Return when a task has done so much work from its start on [its working days]."""
        return start + duration

    def begins_to_end(self, id: str, finish: Time, duration: Time) -> Time:
        """Return the latest start from which a task has done no more than so much work by its finish."""
        return finish - duration

    def worked(self, id: str, time: Time) -> Time:
        """Return the work that a task could have done by a time, had it begun at 0 [its working days]."""
        return time

    def lasts(self, id: str, start: Time, finish: Time) -> Time:
        """Return the work of a task from its start to its finish [its working days]."""
        return self.worked(id, finish) - self.worked(id, start)

    def asked(self, link: Link, successor: str, start: Time, finish: Time, dated: Time) -> Time:
        """
        Return when what a link asks for is there: a start, or for one that holds the finish the end to be pushed to.

        Parameters
        ----------
        link
            Of the successor.
        successor
            Its id.
        start, finish, dated
            Of the predecessor.
        """
        return link.asked(start, finish)

    def ended(self, id: str, time: Time) -> Time:
        """Return when what a task could have done by a time was done: the end that a beginning comes after."""
        return time

    def lag_left(self, link: Link, successor: str, since: float, asked: float, now: float) -> tuple[float, float]:
        """
        Return what is left of a lag at a time: what is counted by a calendar [working days], and by the clock [days].

        Of one that is below 0 that is all of it.

        Parameters
        ----------
        link, successor
            The link, and whose it is.
        since, asked
            What it reads, and what it asks for.
        now
            The time.
        """
        return min(asked - since, max(asked - now, 0.0)), 0.0

    def latest(self, link: Link, successor: str, asked: float, start: float, finish: float) -> float:
        """Return the latest time that a link can read for what it asks for to be there by some time."""
        return asked - (link.asked(start, finish) - (start if link.kind.reads_start else finish))

    def on_average(self, id: str, work: float) -> float:
        """Return how much the plan's calendar works, on average, while a task does some work [working days]."""
        return work

    def lag_on_average(self, link: Link, successor: str) -> float:
        """Return the same of the lag of a link, as far as it is not a share."""
        return link.lag + link.elapsed

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
        """
        Return when a task or milestone begins and ends.

        Parameters
        ----------
        id
            Of the task or milestone.
        duration
            Of its work [its working days].
        waits
            What it is linked to.
        floor, finish_floor
            Before when it cannot be decided, and not finish.
        free
            When it has the units that it needs.
        opening
            The dated time that it has by itself; infinity where it always is a beginning, -infinity where it has none.
        began
            When work under way did; none of what has not begun.
        """
        decided, start = max(floor, free), max(floor, free, finish_floor - duration)
        for link, before in waits:
            asked = link.asked(before.start, before.finish)
            if link.kind.holds_finish:
                start = max(start, asked - duration)
            else:
                start, decided = max(start, asked), max(decided, asked)
        finish = start + duration
        if finish > start or began is not None:
            return Placed(decided, start if began is None else began, finish, finish, start)
        dated = max(opening, finish)
        for link, before in waits:
            lag = link.asked(before.start, before.finish) - (before.start if link.kind.reads_start else before.finish)
            if lag <= 0.0:
                takes_time = before.finish > before.start
                begun = before.start + BEGINNING if takes_time else before.dated
                dated = max(dated, (begun if link.kind.reads_start else before.dated) + lag)
        return Placed(decided, start, finish, min(dated, finish + BEGINNING), start)
