"""
Shifts: what is done by a time, and by when something is done, by a calendar on the clock.

These are the functions of `milepost.models.calendar.Worktime`, for whole rows of float64[n_lanes]. A search takes as
many steps in every lane, so that it becomes vector instructions.
"""

from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.cache import jit
from milepost.simulate.engine.clock import Clock
from milepost.simulate.engine.lanes import SLACK, Row

Shift = NDArray[np.uint32]

_WEEK = 7.0


class Room(NamedTuple):
    """
    What the functions work in.

    Parameters
    ----------
    shift : uint32[n_lanes]
        In which shift each lane is, among those of its calendar.
    within, weeks : float64[n_lanes]
        Of lanes that lie beyond what is known of the calendar: by how many weeks, and the like without these.
    done, sum, moved, ended : float64[n_lanes]
        Works and times on the way.
    """

    shift: Shift
    within: Row
    weeks: Row
    done: Row
    sum: Row
    moved: Row
    ended: Row


@jit
def begin_work(clock: Clock, which: int, time: Row, room: Room, start: Row, done: Row) -> None:
    """Write N of each time, the next moment of work, which it is itself inside a shift; and the work done by then."""
    calendar = clock.calendars[which]
    begin = clock.begin[calendar.first_shift :]
    is_beyond = leaves(time, calendar.low, calendar.high)
    if is_beyond:
        bring_back(time, calendar.low, calendar.high, _WEEK, calendar.week > 0.0, room.within, room.weeks)
        time = room.within
    if calendar.whole:
        by_day = clock.by_day[calendar.first_by_day :]
        begin_day(time, by_day, np.int32(calendar.first_day), begin, calendar.first_done, start, done)
    else:
        find_by_time(clock, calendar, time, SLACK, room.shift)
        begin_at(time, room.shift, begin, clock.done[calendar.first_shift :], calendar.pace, start, done)
    if is_beyond:
        add_weeks(room.weeks, _WEEK, start)
        add_weeks(room.weeks, calendar.week, done)


@jit
def work_by(clock: Clock, which: int, time: Row, room: Room, done: Row) -> None:
    """Write W of each time, the work done by then."""
    calendar = clock.calendars[which]
    begin = clock.begin[calendar.first_shift :]
    is_beyond = leaves(time, calendar.low, calendar.high)
    if is_beyond:
        bring_back(time, calendar.low, calendar.high, _WEEK, calendar.week > 0.0, room.within, room.weeks)
        time = room.within
    find_by_time(clock, calendar, time, 0.0, room.shift)
    done_at(time, room.shift, begin, clock.done[calendar.first_shift :], calendar.pace, done)
    if is_beyond:
        add_weeks(room.weeks, calendar.week, done)


@jit
def earliest(clock: Clock, which: int, done: Row, room: Room, time: Row) -> None:
    """Write E of each work, the earliest time by which so much is done."""
    find_time(clock, which, done, -SLACK, room, time)


@jit
def latest(clock: Clock, which: int, done: Row, room: Room, time: Row) -> None:
    """Write L of each work, the latest time by which no more is done."""
    find_time(clock, which, done, SLACK, room, time)


@jit
def find_time(clock: Clock, which: int, done: Row, slack: float, room: Room, time: Row) -> None:
    """Write when each work is done in the first shift by whose end it is, give or take a slack."""
    calendar = clock.calendars[which]
    begin, end = clock.begin[calendar.first_shift :], clock.end[calendar.first_shift :]
    is_beyond = leaves(done, calendar.low_work, calendar.high_work)
    if is_beyond:
        low, high = calendar.low_work, calendar.high_work
        bring_back(done, low, high, calendar.week, calendar.week > 0.0, room.within, room.weeks)
        done = room.within
    if calendar.whole:
        end_day(done, slack, begin, np.int32(calendar.first_done), time)
    else:
        find_by_work(clock, calendar, done, slack, room.shift)
        end_at(done, room.shift, begin, end, clock.done[calendar.first_shift :], 1.0 / calendar.pace, time)
    if is_beyond:
        add_weeks(room.weeks, _WEEK, time)


@jit
def move(clock: Clock, which: int, by: Row, ends: bool, room: Room, time: Row) -> None:
    """Move times on by so much work, or back: to the end of that, or back to the latest time with no more done."""
    work_by(clock, which, time, room, room.done)
    add_to(by, room.done)
    earliest(clock, which, room.done, room, room.ended)
    if ends:
        move_to(by, room.ended, room.ended, time)
    else:
        latest(clock, which, room.done, room, room.moved)
        move_to(by, room.moved, room.ended, time)


@jit
def end_work(clock: Clock, which: int, time: Row, room: Room, ended: Row) -> None:
    """Write when what was done by each time was done: the end that a beginning comes after."""
    work_by(clock, which, time, room, room.done)
    earliest(clock, which, room.done, room, ended)


@jit
def find_by_time(clock: Clock, calendar: Any, time: Row, slack: float, shift: Shift) -> None:
    """Find the first shift that ends after each time and a slack."""
    by_day = clock.by_day[calendar.first_by_day :]
    day_of(time, slack, by_day, np.int32(calendar.first_day), shift)
    end = clock.end[calendar.first_shift :]
    for _ in range(calendar.day_steps):
        go_on_by_time(time, slack, end, shift)


@jit
def find_by_work(clock: Clock, calendar: Any, done: Row, slack: float, shift: Shift) -> None:
    """Find the first shift by whose end each work and a slack is done."""
    by_work = clock.by_work[calendar.first_by_work :]
    cell_of(done, slack, by_work, np.int32(calendar.first_cell), calendar.cells, shift)
    ends = clock.done[calendar.first_shift + 1 :]
    for _ in range(calendar.work_steps):
        go_on_by_work(done, slack, ends, shift)


@jit
def leaves(x: Row, low: float, high: float) -> bool:
    """Return whether a row leaves an interval."""
    out = 0
    for k in range(x.size):
        out += (x[k] < low) | (x[k] > high)
    return out > 0


@jit
def bring_back(x: Row, low: float, high: float, week: float, repeats: bool, within: Row, weeks: Row) -> None:
    """Take whole weeks off what lies beyond an interval; where these do not repeat, stay at the end of it."""
    for k in range(x.size):
        ahead, back = x[k] > high, x[k] < low
        if not repeats:
            weeks[k], within[k] = 0.0, min(max(x[k], low), high + 1.0)
        elif np.isinf(x[k]):
            weeks[k], within[k] = x[k], high if ahead else low
        else:
            weeks[k] = ceil((x[k] - high) / week) if ahead else floor((x[k] - low) / week) if back else 0.0
            within[k] = x[k] - week * weeks[k]


@jit
def add_weeks(weeks: Row, week: float, x: Row) -> None:
    """Put the weeks on again."""
    if week > 0.0:
        for k in range(x.size):
            x[k] += week * weeks[k]


@jit
def day_of(time: Row, slack: float, by_day: Shift, first_day: np.int32, shift: Shift) -> None:
    """Look up the first shift on the day of each time, or after it."""
    for k in range(shift.size):
        shift[k] = by_day[np.uint32(np.int32(floor(time[k] + slack)) - first_day)]


@jit
def go_on_by_time(time: Row, slack: float, end: Row, shift: Shift) -> None:
    """Go on to the next shift where one ends by then."""
    for k in range(shift.size):
        shift[k] += np.uint32(end[shift[k]] - slack <= time[k])


@jit
def cell_of(done: Row, slack: float, by_work: Shift, first_cell: np.int32, cells: float, shift: Shift) -> None:
    """Look up the first shift at whose end the lower edge of each work's cell is reached."""
    for k in range(shift.size):
        shift[k] = by_work[np.uint32(np.int32(floor((done[k] + slack) * cells)) - first_cell)]


@jit
def go_on_by_work(done: Row, slack: float, ends: Row, shift: Shift) -> None:
    """Go on to the next shift where less is done by the end of one."""
    for k in range(shift.size):
        shift[k] += np.uint32(ends[shift[k]] < done[k] + slack)


@jit
def begin_day(time: Row, by_day: Shift, first_day: np.int32, begins: Row, first: int, start: Row, done: Row) -> None:
    """Write the next moment of work, and the work done by then, where each shift is a whole day."""
    for k in range(start.size):
        shift = by_day[np.uint32(np.int32(floor(time[k] + SLACK)) - first_day)]
        begin = begins[shift]
        start[k] = max(time[k], begin)
        done[k] = np.float64(np.int64(shift) + first) + max(time[k] - begin, 0.0)


@jit
def end_day(done: Row, slack: float, begins: Row, first: np.int32, time: Row) -> None:
    """Write when so much is done where each shift is a whole day."""
    for k in range(time.size):
        before = np.int32(ceil(done[k] + slack)) - np.int32(1)
        time[k] = begins[np.uint32(before - first)] + min(max(done[k] - np.float64(before), 0.0), 1.0)


@jit
def begin_at(time: Row, shift: Shift, begins: Row, dones: Row, pace: float, start: Row, done: Row) -> None:
    """Write the next moment of work, in the shift found, and the work done by then."""
    for k in range(start.size):
        begin = begins[shift[k]]
        start[k] = max(time[k], begin)
        done[k] = dones[shift[k]] + pace * max(time[k] - begin, 0.0)


@jit
def done_at(time: Row, shift: Shift, begins: Row, dones: Row, pace: float, done: Row) -> None:
    """Write the work done in the shift found and before it."""
    for k in range(done.size):
        done[k] = dones[shift[k]] + pace * max(time[k] - begins[shift[k]], 0.0)


@jit
def end_at(done: Row, shift: Shift, begins: Row, ends: Row, dones: Row, per: float, time: Row) -> None:
    """Write when so much is done in the shift found."""
    for k in range(time.size):
        which = shift[k]
        time[k] = min(begins[which] + max(done[k] - dones[which], 0.0) * per, ends[which])


@jit
def add_to(more: Row, total: Row) -> None:
    """Add to a row."""
    for k in range(total.size):
        total[k] += more[k]


@jit
def move_to(by: Row, back: Row, on: Row, time: Row) -> None:
    """Take one time where it is moved back and another where it is moved on."""
    for k in range(time.size):
        time[k] = back[k] if by[k] < 0.0 else on[k] if by[k] > 0.0 else time[k]
