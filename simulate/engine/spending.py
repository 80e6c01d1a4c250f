"""Spending: what is spent by a date, and before the stop."""

from typing import Any

import numpy as np

from milepost.simulate.engine import lanes
from milepost.simulate.engine.cache import step
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.workspace import Row, Workspace


@step
def count_spending(program: Program, date: float, work: Workspace) -> None:
    """
    Count the money spent by a date, and before the stop: what was spent before a status, and what is since.

    The total is in the workspace as `fresh`, and as `expected` with what counts at its expectation: drawn costs, and
    the charges of some risks.
    """
    lanes.close_books(work.stop, date, work.until, work.before)
    lanes.fill(program.spent, work.fresh)
    for index in program.cost_nodes:
        node = program.nodes[index]
        start, finish, payments = accrues(node, date, work)
        lanes.spend(start, finish, program.since, work.until, work.before, payments, node.cost, node.daily, work.fresh)
    lanes.put(work.fresh, work.expected)
    for index in program.priced_nodes:
        node = program.nodes[index]
        start, finish, payments = accrues(node, date, work)
        cost, daily = work.rows[node.cost_row], work.rows[node.daily_row]
        since, until, before = program.since, work.until, work.before
        lanes.spend_drawn(
            start, finish, since, until, before, payments, cost, daily, node.cost, node.daily, work.fresh, work.expected
        )
    for index in program.cost_risks:
        risk = program.risks[index]
        first, charged = work.rows[risk.first_row], work.rows[risk.charge_row]
        lanes.pay_charges(first, work.until, charged, work.fresh)
        if risk.expects:
            first, charged = work.rows[risk.due_row], work.rows[risk.expected_row]
        lanes.pay_charges(first, work.until, charged, work.expected)
    if program.burn > 0.0:
        lanes.fill(0.0, work.duration)
        for index in program.milestones:
            lanes.raise_to(work.rows[program.nodes[index].finish_row], work.duration)
        lanes.burn(work.duration, program.since, work.until, program.burn, work.fresh)
        lanes.burn(work.duration, program.since, work.until, program.burn, work.expected)


@step
def accrues(node: Any, date: float, work: Workspace) -> tuple[Row, Row, Row]:
    """Return from when to when what a task costs accrues, as its dates have it, and how often its cost is paid."""
    start, finish = work.rows[node.start_row], work.rows[node.finish_row]
    payments = work.rows[node.payments_row] if node.payments_row >= 0 else work.always
    if node.mark_row >= 0 and date < np.inf:
        lanes.add(start, work.rows[node.mark_row], work.stretch)
        lanes.add(finish, work.rows[node.mark_row], work.delay)
        return work.stretch, work.delay, payments
    return start, finish, payments
