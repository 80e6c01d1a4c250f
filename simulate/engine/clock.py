"""Clock: the calendars of a plan whose calendars differ, laid out for the kernel."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import Worktime

CALENDAR = np.dtype(
    [
        ("first_shift", np.int64),  # its shifts are those from here
        ("first_by_day", np.int64),
        ("first_by_work", np.int64),
        ("whole", np.int64),  # 1 if each shift is a whole day
        ("day_steps", np.int64),  # how many shifts a day has at most
        ("work_steps", np.int64),  # and a cell of work
        ("first_day", np.int64),  # the midnight at which its table begins [days from the start]
        ("first_cell", np.int64),
        ("first_done", np.int64),  # the work done by then, if each shift is a whole day [working days]
        ("cells", np.float64),  # how many there are in a working day
        ("pace", np.float64),  # work that a shift does in a day [working days a day]
        ("low", np.float64),  # between these times the table holds ...
        ("high", np.float64),
        ("low_work", np.float64),  # ... and between these works
        ("high_work", np.float64),
        ("week", np.float64),  # work of a week beyond; where there is none it does not work there at all
    ]
)


PROJECT = 0
"""Which of the calendars is that of the plan."""


class Clock(NamedTuple):
    """
    Calendars as functions, as `milepost.models.calendar.Worktime` has them, one after the other.

    Parameters
    ----------
    calendars : CALENDAR[n]
        None where time is the work of one calendar.
    begin, end : float64[s]
        The ends of the shifts, with two at infinity behind those of each calendar [days from the start].
    done : float64[s]
        The work done by the beginning of each, and by the end of the one before [working days].
    by_day : uint32[d]
        By day of the table the first shift on it or after it, among those of the calendar.
    by_work : uint32[w]
        By cell of work the first shift at whose end its lower edge is reached; for a working day more than there is.
    """

    calendars: NDArray[np.void]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    done: NDArray[np.float64]
    by_day: NDArray[np.uint32]
    by_work: NDArray[np.uint32]


def build_clock(worktimes: Sequence[Worktime]) -> Clock:
    """Lay calendars out for the kernel; none for a plan with one calendar."""
    calendars = np.zeros(len(worktimes), CALENDAR)
    begins, ends, dones = ([np.empty(0)] for _ in range(3))
    days, works = ([np.empty(0, np.uint32)] for _ in range(2))
    for record, one in zip(calendars, worktimes, strict=True):
        beyond = np.full(int(one.cells) + 1, len(one.begin), np.int32)
        by_work = np.concatenate((one.by_work, beyond))
        whole = one.week > 0.0 and bool((one.end - one.begin == 1.0).all() and (np.diff(one.done) == 1.0).all())
        for name in ("cells", "pace", "low", "high", "low_work", "high_work", "week", "first_cell"):
            record[name] = getattr(one, name)
        record["first_shift"], record["first_by_day"], record["first_by_work"] = (
            sum(part.size for part in parts) for parts in (begins, days, works)
        )
        record["whole"], record["first_day"], record["first_done"] = whole, one.first, np.floor(one.done[0])
        record["day_steps"], record["work_steps"] = (int(np.diff(index).max()) for index in (one.by_day, by_work))
        begins.append(np.append(one.begin, [np.inf, np.inf]))
        ends.append(np.append(one.end, [np.inf, np.inf]))
        dones.append(np.append(one.done, np.inf))
        days.append(one.by_day.astype(np.uint32))
        works.append(by_work.astype(np.uint32))
    return Clock(
        calendars=calendars,
        begin=np.concatenate(begins),
        end=np.concatenate(ends),
        done=np.concatenate(dones),
        by_day=np.concatenate(days),
        by_work=np.concatenate(works),
    )
