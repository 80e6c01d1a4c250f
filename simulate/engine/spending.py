"""Spending: what is spent by a date, and before the stop."""

from typing import Any, Final

import numpy as np

from milepost.simulate.engine import lanes, shifts
from milepost.simulate.engine.cache import step
from milepost.simulate.engine.clock import PROJECT
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.workspace import BOOKS, Row, Workspace

_KNOWN: Final = 0
_DRAWN: Final = 2
_MEAN: Final = 4


@step
def open_books(program: Program, work: Workspace) -> None:
    """Begin with nothing spent, and no stop known."""
    lanes.fill(np.inf, work.stop)
    for day in range(program.dates.size + 1):
        for k in range(BOOKS):
            lanes.fill(0.0, work.books[day, k])


@step
def settle(program: Program, node: Any, work: Workspace) -> None:
    """
    Book what tasks cost by each date and in all, before the stop, as soon as no stop can come that changes that.

    So their times need not be kept until the end, and stay in the processor's cache. Variants of a plan settle in other
    orders, which `lanes.added` does not let show.
    """
    for k in range(node.first_payer, node.end_payer):
        payer = program.nodes[program.payers[k]]
        for day in range(program.dates.size + 1):
            date = program.dates[day] if day < program.dates.size else np.inf
            start, finish, payments = accrues(payer, date, work)
            since, stop, until = program.since, work.stop, date
            if payer.calendar >= 0:
                start, finish, payments = in_own_days(program, payer, start, finish, payments, date, work)
                since, stop, until = -np.inf, work.room.ended, np.inf
            books, known = work.books[day], _KNOWN
            if payer.prices >= 0:
                cost, daily = work.rows[payer.cost_row], work.rows[payer.daily_row]
                drawn, rest = books[_DRAWN], books[_DRAWN + 1]
                lanes.spend_drawn(start, finish, since, stop, until, payments, cost, daily, drawn, rest)
                known = _MEAN
            total, rest = books[known], books[known + 1]
            if program.stoppers or program.since > -np.inf or date < np.inf:
                lanes.spend(start, finish, since, stop, until, payments, payer.cost, payer.daily, total, rest)
            else:
                lanes.pay(start, finish, payments, payer.cost, payer.daily, total, rest)


@step
def count_spending(program: Program, day: int, work: Workspace) -> None:
    """
    Count the money spent by a date, or in all, and before the stop: what was spent before a status, and what is since.

    The total is in the workspace as `fresh`, and as `expected` with what counts at its expectation: drawn costs, and
    the charges of some risks.
    """
    date = program.dates[day] if day < program.dates.size else np.inf
    books = work.books[day]
    known, drawn, mean = books[_KNOWN : _KNOWN + 2], books[_DRAWN : _DRAWN + 2], books[_MEAN : _MEAN + 2]
    lanes.close_books(program.spent, known, drawn, work.fresh)
    lanes.close_books(program.spent, known, mean, work.expected)
    for index in program.cost_risks:
        risk = program.risks[index]
        first, charged = work.rows[risk.first_row], work.rows[risk.charge_row]
        lanes.pay_charges(first, work.stop, date, charged, work.fresh)
        if risk.expects:
            first, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
        lanes.pay_charges(first, work.stop, date, charged, work.expected)
    if program.burn > 0.0:
        lanes.fill(0.0, work.duration)
        for index in program.milestones:
            lanes.raise_to(work.rows[program.nodes[index].finish_row], work.duration)
        if program.clock.calendars.size:
            until_by_calendar(program, PROJECT, work.duration, max(program.since, 0.0), date, work)
            lanes.burn_between(work.asked, work.pushed, program.burn, work.fresh)
            lanes.burn_between(work.asked, work.pushed, program.burn, work.expected)
        else:
            lanes.burn(work.duration, program.since, work.stop, date, program.burn, work.fresh)
            lanes.burn(work.duration, program.since, work.stop, date, program.burn, work.expected)


@step
def accrues(node: Any, date: float, work: Workspace) -> tuple[Row, Row, Row]:
    """Return from when to when what a task costs accrues, as its dates have it, and how often its cost is paid."""
    start, finish = work.rows[node.start_row], work.rows[node.finish_row]
    payments = work.rows[node.payments_row] if node.payments_row >= 0 else work.always
    if node.mark_row >= 0 and date < np.inf:
        lanes.add(start, work.rows[node.mark_row], work.stretch)
        lanes.add(finish, work.rows[node.mark_row], work.delay)
        return work.stretch, work.delay, payments
    if node.dated_row >= 0 and date < np.inf:
        lanes.put(work.rows[node.dated_row], work.stretch)
        lanes.choose_lasting(start, finish, start, work.stretch)
        return work.stretch, work.rows[node.dated_row], payments
    return start, finish, payments


@step
def in_own_days(
    program: Program, payer: Any, start: Row, finish: Row, payments: Row, date: float, work: Workspace
) -> tuple[Row, Row, Row]:
    """Return the same in working days of the task, as far as they lie between some time and the stop or a date."""
    room = work.room
    lanes.fill(np.inf, room.ended)
    if program.stoppers or program.since > -np.inf or date < np.inf:
        until_by_calendar(program, payer.calendar, finish, program.since, date, work)
        shifts.work_by(program.clock, payer.calendar, start, room, room.sum)
        shifts.work_by(program.clock, payer.calendar, finish, room, room.moved)
        lanes.part(
            start, room.sum, room.moved, work.asked, work.pushed, work.stop, date, payments, work.worked, work.occurs
        )
        lanes.fill(0.0, work.asked)
        return work.asked, work.worked, work.occurs
    if payer.daily != 0.0 or payer.prices >= 0:
        shifts.work_by(program.clock, payer.calendar, start, room, work.asked)
        shifts.work_by(program.clock, payer.calendar, finish, room, work.pushed)
        return work.asked, work.pushed, payments
    return start, finish, payments


@step
def until_by_calendar(program: Program, calendar: int, finish: Row, since: float, date: float, work: Workspace) -> None:
    """Write the work done by a time, and by what ends, at the latest at the stop or at a date."""
    lanes.fill(since, work.room.sum)
    shifts.work_by(program.clock, calendar, work.room.sum, work.room, work.asked)
    lanes.fill(date, work.room.sum)
    lanes.lower_to(work.stop, work.room.sum)
    lanes.lower_to(finish, work.room.sum)
    shifts.work_by(program.clock, calendar, work.room.sum, work.room, work.pushed)
