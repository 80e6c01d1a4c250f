"""Asking: when what a link asks for is there, at the times that came out, and when work goes on from there."""

import numpy as np

from milepost.models import Link, Scenario
from milepost.models.clock_timing import ClockTiming
from milepost.models.milestone import Milestone, MilestoneAt
from milepost.simulate.engine.outcome import Outcome, Times


def asked_by(link: Link, successor: str, scenario: Scenario, outcome: Outcome) -> Times:
    """Return, float64[n], when what a link asks for is there, by the id of what has the link [days of the axis]."""
    before = link.predecessor
    if before in scenario.tasks:
        starts = outcome.task_rest if scenario.network.history.reads_rest(link) else outcome.task_start
        start, finish = starts[before], outcome.task_finish[before]
        dated = outcome.dated_task(before)[1] if link.kind.holds_finish else finish
        return scenario.timing.asked(link, successor, start, finish, dated)
    reached, dated = outcome.unstopped(before), outcome.dated(before)[: outcome.detail]
    return scenario.timing.asked(link, successor, reached, reached, np.where(np.isfinite(dated), dated, reached))


def goes_on(id: str, time: Times, scenario: Scenario, outcome: Outcome) -> Times:
    """
    Return, float64[n], when something goes on that could from a time on [days of the axis].

    Work does when its calendar works. What takes no time need not wait for that, save a milestone that is a beginning.
    """
    timing, node = scenario.timing, scenario.nodes[id]
    if not isinstance(timing, ClockTiming):
        return time
    if isinstance(node, Milestone):
        return timing.begins(id, time) if node.at == MilestoneAt.START else time
    return np.where(outcome.task_finish[id] > outcome.task_start[id], timing.begins(id, time), time)
