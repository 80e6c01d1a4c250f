"""Progress: how far a task of a Microsoft Project plan is, and whether its work lies in one stretch."""

from datetime import datetime
from typing import Final

from milepost.models.imports.plan import Activity, ForeignCalendar, Span

_ROUNDED: Final = 0.05
"""By how much lengths of a plan may be wrong, whose dates are whole minutes [hours]."""


def resumption(actual: Span, done: float, resume: datetime | None, calendar: ForeignCalendar) -> datetime | None:
    """
    Return when the rest of a task under way goes on: none of one that is not.

    A task resumes with the first of those who work on it; the rest of it follows what is done, though.

    Parameters
    ----------
    actual
        When it was begun, and finished if it was.
    done
        How much of it is done [hours].
    resume
        When the file has it resumed.
    calendar
        By which it is worked.
    """
    if actual.start is None or actual.finish is not None:
        return None
    until = calendar.after(actual.start, done)
    return max(until, resume) if resume else until


def is_split(one: Activity, calendar: ForeignCalendar) -> bool:
    """Return whether more time for work lies between the dates of a task than its duration."""
    start, finish = one.stored.start, one.stored.finish
    return start is not None and finish is not None and calendar.work(start, finish) > one.duration + _ROUNDED
