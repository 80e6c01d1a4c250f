"""Dating: which days times fall on, told apart where one day ends and the next begins at the same time."""

from collections.abc import Collection, Mapping, Set
from functools import cached_property
from math import inf
from typing import Final

from milepost.models.clock_timing import ClockTiming
from milepost.models.distributions import Distribution
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.network import Network, Times
from milepost.models.risk import Risk
from milepost.models.task import Task
from milepost.models.timing import BEGINNING

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
        """
        The ids of milestones and tasks that may be dated as a beginning though they take no time.

        Where calendars differ, also of those that a lead may date before they are: it leads to a moment, and where its
        calendar does not work then dates the end before that.
        """
        found: set[str] = set()
        for id in self._network.order:
            node = self._nodes[id]
            reached = self._network.opening(id) > -inf or any(self._passes(link, found) for link in node.after)
            if (reached or self._leads(node)) and self.may_take_no_time(id):
                found.add(id)
        return frozenset(found)

    @cached_property
    def planned(self) -> Times:
        """The dated start and finish of each task and milestone in the deterministic pass with the list in force."""
        placed = self._network.planned.items()
        return {id: (one.start + BEGINNING if one.finish > one.start else one.dated, one.dated) for id, one in placed}

    def passes_beginning(self, link: Link) -> bool:
        """
        Return whether what waits for a link may be dated as a beginning by it.

        A lag above 0 has run when the link is met, and so is an end.
        """
        return self._passes(link, self.may_begin)

    def waits_for_start_of_work(self, link: Link) -> bool:
        """Return whether a link waits for a task to start."""
        return link.kind.reads_start and link.predecessor in self._tasks

    def may_take_no_time(self, id: str) -> bool:
        """Return whether a milestone or a task may take no time, in some iteration or in a variant of the plan."""
        node = self._nodes[id]
        if node.id in self._network.history.begun:
            return False
        if isinstance(node, Milestone) or node.only_if is not None or node.id in self._fleeting:
            return True
        return id in self._shortened or least(node.duration) <= 0.0

    @cached_property
    def _shortened(self) -> Set[str]:
        """The ids of tasks of which a risk can take all."""
        saving = (risk for risk in self._risks.values() if least(risk.stretch) <= 0.0 or least(risk.delay) < 0.0)
        return {id for risk in saving for id in risk.exposes}

    def _passes(self, link: Link, beginning: Set[str]) -> bool:
        return link.may_not_lag and (link.predecessor in beginning or self.waits_for_start_of_work(link))

    def _leads(self, node: Task | Milestone) -> bool:
        on_clock = isinstance(self._network.timing, ClockTiming)
        return on_clock and any(link.lag < 0.0 or link.share < 0.0 for link in node.after)
