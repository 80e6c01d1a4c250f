"""Dating: which days times fall on, told apart where one day ends and the next begins at the same time."""

from collections.abc import Collection, Mapping, Set
from functools import cached_property
from math import inf
from typing import Final

from milepost.models.distributions import Distribution
from milepost.models.link import Link
from milepost.models.milestone import Milestone, MilestoneAt
from milepost.models.network import Network, Times
from milepost.models.risk import Risk
from milepost.models.task import Task

BEGINNING: Final = 2.0**-20
"""
What is added to the time of a beginning to date it [working days].

The end of a day and the beginning of the next are one time. What ends there has the date of the earlier day; what
begins there that of the next. No time that is counted with, a successor's among them, has this in it.
"""

_SMALLEST: Final = 2.0**-33
"""The smallest uniform that is ever drawn."""


def least(quantity: Distribution) -> float:
    """Return the smallest value that is ever drawn."""
    return float(quantity.ppf(_SMALLEST))


class Dating:
    """
    Which of what takes no time may be a beginning, and the dated times of a plan; each is worked out once.

    What takes no time is dated by what it waited for: it begins where that does, or where a day of its own does.

    Parameters
    ----------
    tasks, milestones, risks
        Of the plan.
    network
        What comes before what in it.
    fleeting
        Ids of tasks that may take no time in variants of the plan, though in it they may always take some.
    """

    def __init__(
        self,
        tasks: Mapping[str, Task],
        milestones: Mapping[str, Milestone],
        risks: Mapping[str, Risk],
        network: Network,
        fleeting: Collection[str] = (),
    ) -> None:
        self._tasks, self._risks, self._network = tasks, risks, network
        self._fleeting = frozenset(fleeting)
        self._nodes: Mapping[str, Task | Milestone] = {**tasks, **milestones}

    @cached_property
    def may_begin(self) -> frozenset[str]:
        """The ids of milestones and tasks that may be dated as a beginning though they take no time."""
        found: set[str] = set()
        for id in self._network.order:
            node = self._nodes[id]
            reached = self.opening(id) > -inf or any(self._passes(link, found) for link in node.after)
            if reached and self._may_take_no_time(node):
                found.add(id)
        return frozenset(found)

    @cached_property
    def planned(self) -> Times:
        """The dated start and finish of each task and milestone in the deterministic pass with the list in force."""
        times = self._network.planned_times
        dated: dict[str, tuple[float, float]] = {}
        for id in self._network.order:
            start, finish = times[id]
            if finish > start:
                dated[id] = start + BEGINNING, finish
                continue
            latest = max(self.opening(id), finish)
            for link in self._nodes[id].after:
                reads_finish = not link.kind.reads_start
                lag = link.asked(*times[link.predecessor]) - times[link.predecessor][reads_finish]
                if lag <= 0.0:
                    latest = max(latest, dated[link.predecessor][reads_finish] + lag)
            dated[id] = (min(latest, finish + BEGINNING),) * 2
        return dated

    def opening(self, id: str) -> float:
        """
        Return the dated time that a task or milestone has by itself, of whatever it waits for.

        That is the beginning of its `not_before` [working days from the start], infinity for a milestone that always
        is a beginning, else -infinity.
        """
        node = self._nodes[id]
        if id in self._network.history.finished:
            return -inf
        if isinstance(node, Milestone) and node.at == MilestoneAt.START:
            return inf
        floor = self._network.floor(id)
        return floor + BEGINNING if floor > 0.0 else -inf

    def passes_beginning(self, link: Link) -> bool:
        """
        Return whether what waits for a link may be dated as a beginning by it.

        A lag above 0 has run when the link is met, and so is an end.
        """
        return self._passes(link, self.may_begin)

    def waits_for_start_of_work(self, link: Link) -> bool:
        """Return whether a link waits for a task to start."""
        return link.kind.reads_start and link.predecessor in self._tasks

    def _passes(self, link: Link, beginning: Set[str]) -> bool:
        return link.may_not_lag and (link.predecessor in beginning or self.waits_for_start_of_work(link))

    def _may_take_no_time(self, node: Task | Milestone) -> bool:
        if node.id in self._network.history.begun:
            return False
        if isinstance(node, Milestone) or node.only_if is not None or node.id in self._fleeting:
            return True
        if least(node.duration) <= 0.0:
            return True
        harm = [risk for risk in self._risks.values() if node.id in risk.exposes]
        return any(least(risk.stretch) <= 0.0 or least(risk.delay) < 0.0 for risk in harm)
