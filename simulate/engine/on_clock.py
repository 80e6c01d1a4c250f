"""On the clock: when a node begins and ends where calendars differ, as `milepost.models.clock_timing` says."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine import lanes, shifts
from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import jit, step
from milepost.simulate.engine.clock import PROJECT, Clock
from milepost.simulate.engine.lanes import Row
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.workspace import Workspace

Rows = NDArray[np.float64]


@step
def begin_by_calendar(program: Program, node: Any, work: Workspace, start: Row) -> None:
    """Let a task start when its calendar next works after it can be decided."""
    if node.task >= 0:
        shifts.begin_work(program.clock, node.calendar, work.decided, work.room, start, work.worked)


@step
def end_by_calendar(program: Program, node: Any, work: Workspace, start: Row, finish: Row) -> None:
    """Let a node end when its work is done, or when links push it to; what takes no time, when it can be decided."""
    at = work.decided
    if node.held:
        at = work.fresh
        gather_pushes(program, node, work)
        if node.task >= 0:
            push_start(program.clock, node.calendar, work, start)
        lanes.put(work.decided, at)
        lanes.raise_to(work.pushed, at)
    if node.task >= 0:
        shifts.add_to(work.duration, work.worked)
        shifts.earliest(program.clock, node.calendar, work.worked, work.room, finish)
        if node.held:
            lanes.raise_to(work.pushed, finish)
        if node.fleeting:
            lanes.take_no_time(at, work.duration, start, finish)
    else:
        lanes.put(at, finish)
        if node.opening == np.inf:
            shifts.begin_work(program.clock, node.calendar, at, work.room, finish, work.worked)
        lanes.put(finish, start)


@step
def gather_pushes(program: Program, node: Any, work: Workspace) -> None:
    """Write what a node is pushed to: the latest of a date of its own and what its FF and SF links ask for, as ends."""
    lanes.fill(node.finish_floor, work.pushed)
    for k in range(node.first_link, node.end_link):
        link = program.links[k]
        if link.holds_finish:
            ask_for_end(program.clock, link, work.rows, work.room, work.asked)
            lanes.wait(work.asked, link.elapsed, work.pushed)


@jit
def push_start(clock: Clock, calendar: int, work: Workspace, start: Row) -> None:
    """Push a start so far that no work has to wait for the finish to be where links push it to."""
    room = work.room
    shifts.work_by(clock, calendar, work.pushed, room, room.done)
    lanes.take(work.duration, room.done, room.sum)
    shifts.latest(clock, calendar, room.sum, room, room.moved)
    lanes.raise_to(room.moved, start)
    lanes.put(start, room.moved)
    shifts.begin_work(clock, calendar, room.moved, room, start, work.worked)


@step
def ask_for_moment(program: Program, link: Any, work: Workspace) -> tuple[Row, float]:
    """Return when what a link waits for is there, as far as calendars count its lag, and what the clock adds."""
    if link.lag == 0.0 and link.share == 0.0:
        return work.rows[link.row], link.elapsed
    lanes.put(work.rows[link.row], work.asked)
    lag(program.clock, link, work.rows, False, work.room, work.asked)
    return work.asked, link.elapsed


@jit
def ask_for_end(clock: Clock, link: Any, rows: Rows, room: shifts.Room, asked: Row) -> None:
    """Write to which end a link pushes: that of what comes before it, or the one after which that begins."""
    begin, end = rows[link.begin_row], rows[link.end_row]
    lanes.put(end, asked)
    if link.dated_row >= 0:
        lanes.put(rows[link.dated_row], asked)
        shifts.end_work(clock, PROJECT, end, room, room.ended)
        lanes.choose_beyond(end, room.ended, asked)
        lanes.choose_lasting(begin, end, end, asked)
    if link.reads_start:
        shifts.end_work(clock, link.own, begin, room, room.ended)
        lanes.choose_lasting(begin, end, room.ended, asked)
    lag(clock, link, rows, True, room, asked)


@jit
def lag(clock: Clock, link: Any, rows: Rows, ends: bool, room: shifts.Room, asked: Row) -> None:
    """Move what a link reads by its lag, as far as calendars count that."""
    if link.share != 0.0:
        shifts.work_by(clock, link.own, rows[link.begin_row], room, room.done)
        shifts.work_by(clock, link.own, rows[link.end_row], room, room.moved)
        lanes.share_of(link.share, room.done, room.moved, room.sum)
        shifts.move(clock, link.own, room.sum, ends, room, asked)
    if link.lag != 0.0:
        lanes.fill(link.lag, room.sum)
        shifts.move(clock, link.calendar, room.sum, ends, room, asked)


@step
def date_by_calendar(program: Program, node: Any, block: Block, finish: Row, work: Workspace, records: Records) -> None:
    """Set the time that has the date of a node: where it takes no time, that of what it waited for."""
    dated = work.rows[node.dated_row]
    lanes.fill(max(node.floor, node.opening), dated)
    if node.opening < np.inf:
        if not node.holds:
            for k in range(node.first_claim, node.end_claim):
                claim = program.claims[k]
                lanes.raise_to(work.units[claim.first + claim.units - 1], dated)
        if node.held:
            lanes.raise_to(work.pushed, dated)
        for k in range(node.first_link, node.end_link):
            date_by_link(program.clock, program.links[k], work.rows, work.room, work.fresh, work.asked, dated)
    lanes.date_as_end(work.duration, finish, dated)
    if node.milestone >= 0:
        if program.followed[node.milestone] or block.in_detail:
            lanes.record(dated, block, records.redated[node.begins])
    elif block.in_detail:
        lanes.record(dated, block, records.task_redated[node.begins])


@jit
def date_by_link(clock: Clock, link: Any, rows: Rows, room: shifts.Room, shares: Row, asked: Row, dated: Row) -> None:
    """Raise a dated time to that of what a link waits for; to what it asks for, where a lag has run that is an end."""
    begin, end, fixed = rows[link.begin_row], rows[link.end_row], link.lag + link.elapsed
    dates = rows[link.dated_row] if link.dated_row >= 0 else end
    lanes.fill(0.0, shares)
    if link.share != 0.0:
        shifts.work_by(clock, link.own, begin, room, room.done)
        shifts.work_by(clock, link.own, end, room, room.moved)
        lanes.share_of(link.share, room.done, room.moved, shares)
    for reads in range(3):
        if reads == lanes.TIME:
            if link.holds_finish or (fixed <= 0.0 and link.share == 0.0):
                continue  # an end to which a link pushes is among the pushes
            lanes.put(rows[link.row], asked)
        else:
            lanes.read_dated(reads, begin, end, dates, asked)
        lag(clock, link, rows, reads == lanes.END, room, asked)
        lanes.only_where(reads, link.reads_start, begin, end, dates, fixed, shares, asked)
        lanes.wait(asked, link.elapsed, dated)
