"""Dating: which days times fall on, told apart where one day ends and the next begins at the same time."""

from collections.abc import Mapping
from math import inf
from typing import Final

from milepost.models.distributions import Distribution
from milepost.models.link import Link
from milepost.models.milestone import Milestone, MilestoneAt
from milepost.models.network import topological_order
from milepost.models.scenario import Scenario
from milepost.models.task import Task

BEGINNING: Final = 2.0**-20
"""
What is added to the time of a beginning to date it [working days].

The end of a day and the beginning of the next are one time. What ends there has the date of the earlier day; what
begins there that of the next. No time that is counted with, a successor's among them, has this in it.
"""

_SLACK: Final = 1e-9
_SMALLEST: Final = 2.0**-33
"""The smallest uniform that is ever drawn."""


def may_begin(scenario: Scenario) -> frozenset[str]:
    """
    Return the ids of milestones and tasks that may be dated as a beginning though they take no time.

    What takes no time is dated by what it waited for: it begins where that does, or where a day of its own does.
    """
    found: set[str] = set()
    for id in topological_order(scenario):
        node = scenario.nodes[id]
        reached = opening(scenario, node) > -inf or any(passes_beginning(scenario, link, found) for link in node.after)
        if reached and _may_take_no_time(scenario, node):
            found.add(id)
    return frozenset(found)


def opening(scenario: Scenario, node: Task | Milestone) -> float:
    """
    Return the dated time that a node has by itself, of whatever it waits for [working days from start].

    That is the beginning of its `not_before`, infinity for a milestone that always is a beginning, else -infinity.
    """
    if isinstance(node, Milestone) and node.at == MilestoneAt.START:
        return inf
    floor = 0.0 if node.not_before is None else float(scenario.days.begin_offset(node.not_before))
    return floor + BEGINNING if floor > 0.0 else -inf


def passes_beginning(scenario: Scenario, link: Link, beginning: set[str] | frozenset[str]) -> bool:
    """
    Return whether what waits for a link may be dated as a beginning by it.

    Parameters
    ----------
    scenario
        The plan.
    link
        From a predecessor; its lag, where it is above 0, has run when it is met, and so is an end.
    beginning
        Those of what takes no time that may begin.
    """
    return link.lag <= 0.0 and (link.predecessor in beginning or waits_for_start_of_work(scenario, link))


def waits_for_start_of_work(scenario: Scenario, link: Link) -> bool:
    """Return whether a link waits for a task to start."""
    return link.kind.reads_start and link.predecessor in scenario.tasks


def dated_times(scenario: Scenario, times: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
    """
    Return the dated start and finish of each task and milestone [working days from the start].

    Parameters
    ----------
    scenario
        The plan.
    times
        By id the start and the finish of each, as the deterministic pass has them.
    """
    dated: dict[str, tuple[float, float]] = {}
    for id in topological_order(scenario):
        node, (start, finish) = scenario.nodes[id], times[id]
        if finish > start:
            dated[id] = start + BEGINNING, finish
            continue
        latest = max(opening(scenario, node), finish)
        for link in node.after:
            if link.lag <= 0.0:
                latest = max(latest, dated[link.predecessor][not link.kind.reads_start] + link.lag)
        dated[id] = (min(latest, finish + BEGINNING),) * 2
    return dated


def _may_take_no_time(scenario: Scenario, node: Task | Milestone) -> bool:
    if isinstance(node, Milestone) or node.only_if is not None or _least(node.duration) <= 0.0:
        return True
    harm = [risk for risk in scenario.risks.values() if node.id in risk.exposes]
    return any(_least(risk.stretch) <= 0.0 or _least(risk.delay) < 0.0 for risk in harm)


def _least(quantity: Distribution) -> float:
    return float(quantity.ppf(_SMALLEST))
