"""Reach: what can change a figure, as the plan says it, before anything is played."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from types import MappingProxyType
from typing import Final, TypeAlias

from milepost.models import Distribution, LinkKind, Milestone, Risk, Scenario, Task
from milepost.models.money import LatePer
from milepost.models.network import Precedence
from milepost.simulate.engine.expectation import Expectation

DAYS: Final = "days:"
"""Before the id of a milestone: the figure is the mean of its times."""
NET: Final = "net"
GAP: Final = "gap"
SPENT_AT_STOP: Final = "spent_at_stop"
COST: Final = "cost"
PEAK: Final = "peak"
EXPOSURE: Final = "exposure"
"""The area under the burn-down of the threats."""
_OF_MONEY: Final = (COST, NET, SPENT_AT_STOP, GAP, PEAK)
FIGURES: Final = (*_OF_MONEY, EXPOSURE)
"""All others are the mean times of milestones, `days:ID`."""

_NOTHING: Final[Mapping[str, float]] = MappingProxyType({})
_Question: TypeAlias = tuple[str, str, tuple[tuple[str, float], ...]]
"""What `_left` is asked: the ids of a task and a risk, and what is given."""


@dataclass(frozen=True, kw_only=True)
class Influence:
    """
    What in a plan acts on what, whatever figure is looked at.

    Any link counts as one through which a duration is handed on, also where it reads a start only: rather a driver too
    many than one too few.

    Parameters
    ----------
    scenario
        The plan.
    difference
        Whether two orders of the plan are compared: then any order of the list counts, and no retirement by a task in
        it is taken for granted.
    """

    scenario: Scenario
    difference: bool = False

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """By task or milestone, what its times can depend on directly."""
        before = {id: set(ids) for id, ids in self.scenario.network.known_before.items()}
        for first, second in permutations(self._listed, 2):
            before[second].add(first)
        return {id: frozenset(ids) for id, ids in before.items()}

    @cached_property
    def passed_on(self) -> Mapping[str, float]:
        """
        By task, how many days something moves at most for a day more of its duration [-].

        A lag that is a share of it makes that more than one; of work under way it is one of what held it up, too.
        """
        passed = dict.fromkeys(self.scenario.tasks, 1.0)
        begun = self.scenario.network.history.begun
        for node in self.scenario.nodes.values():
            for link in node.after:
                if link.share and link.predecessor in begun:
                    return dict.fromkeys(passed, math.inf)
                if link.share and link.predecessor in passed:
                    moved = abs(link.share + (not link.kind.reads_start))
                    passed[link.predecessor] = max(passed[link.predecessor], moved)
        return passed

    @cached_property
    def stops(self) -> tuple[Risk, ...]:
        """The risks that can stop the project."""
        judged = frozenset[str]().union(*self.scenario.network.judged.values())
        risks = self.scenario.risks.values()
        return tuple(risk for risk in risks if risk.stop and risk.probability > 0 and risk.id in judged)

    @cached_property
    def contested(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """By task and risk, what retires the risk there in some iterations, or under some orders, and not in others."""
        contested = {
            (id, risk): tuple(one for one in acting if self._takes(one, risk) and not self._surely_before(one, id))
            for (id, risk), acting in self._acting.items()
        }
        return {pair: ids for pair, ids in contested.items() if ids}

    @cached_property
    def moved(self) -> Mapping[str, float]:
        """
        By risk, the largest share of its occurrences that a retirement which may come or not takes away [-].

        It is 1 for one that takes impact away, since what it changes changes in every occurrence.
        """
        moved: dict[str, float] = {}
        for (_, risk), ids in self.contested.items():
            for id in ids:
                moved[risk] = max(moved.get(risk, 0.0), self._takes(id, risk))
        return moved

    @cached_property
    def at_expectation(self) -> frozenset[str]:
        """The risks whose charge counts at its expectation in means of money, under any order that is compared."""
        expectation, network = Expectation(self.scenario), self.scenario.network
        return expectation.always if self.difference else expectation.under(network.precedence_under(network.listed))

    @cached_property
    def retires_impact(self) -> bool:
        """Whether anything takes impact away, so that a charge can depend on which task is decided first."""
        return any(taken.impact > 0 for task in self.scenario.tasks.values() for taken in task.retires.values())

    def probability_left(
        self, risk: Risk, ids: Iterable[str], *, harm: bool = True, given: Mapping[str, float] = _NOTHING
    ) -> float:
        """
        Compute the probability with which a risk occurs at the likeliest of some tasks [-].

        What is surely finished before has been taken away; what may be finished or not has not. A task that runs only
        if another risk occurs has the probability of that as well. A risk that is met twice on the way to a task, once
        to make work run and once to harm it, is one event and not two: its latent uniform is the same.

        Parameters
        ----------
        risk
            The risk.
        ids
            The tasks; 0 without any.
        harm
            Whether a task counts only if some of the risk's impact is left there.
        given
            By id, below what probability the latent uniforms of other risks are known to be [-].
        """
        left = (self._left(risk, id, given) for id in ids)
        return max((probability for probability, impact in left if impact > 0 or not harm), default=0.0)

    def runs(self, task: Task, given: Mapping[str, float] = _NOTHING) -> float:
        """Compute the probability with which a task runs, given what `probability_left` is given [-]."""
        if task.only_if is None:
            return 1.0
        return self.probability_left(self.scenario.risks[task.only_if], self.runs_after(task), harm=False, given=given)

    def runs_after(self, task: Task) -> tuple[str, ...]:
        """Return the tasks at which the risk that makes a response run is judged."""
        return self.scenario.network.triggers[task.id] or (task.id,)

    def judged(self, risk: str) -> tuple[str, ...]:
        """Return the tasks at which a risk is judged."""
        return tuple(id for id, risks in self.scenario.network.judged.items() if risk in risks)

    @cached_property
    def gating(self) -> frozenset[str]:
        """The risks that make a response run."""
        return frozenset(task.only_if for task in self.scenario.tasks.values() if task.only_if is not None)

    @cached_property
    def stretching(self) -> Mapping[str, int]:
        """By task, how many risks stretch it; none where it is left out."""
        return Counter(id for risk in self.scenario.risks.values() if stretches(risk) for id in risk.exposes)

    def _left(self, risk: Risk, id: str, given: Mapping[str, float]) -> tuple[float, float]:
        """Return the probability with which a risk occurs at a task, and the impact left there [-]."""
        known = id, risk.id, tuple(sorted(given.items()))
        if known not in self._known:
            task, probability, impact = self.scenario.tasks[id], risk.probability, 1.0
            for one in self._acting.get((id, risk.id), ()):
                if self._surely_before(one, id):
                    taken = self.scenario.tasks[one].retires[risk.id]
                    probability *= 1.0 - taken.probability
                    impact *= 1.0 - taken.impact
            likely = probability if risk.id not in given else min(probability / given[risk.id], 1.0)
            if task.only_if != risk.id and likely > 0.0:
                likely *= self.runs(task, {**given, risk.id: min(probability, given.get(risk.id, 1.0))})
            self._known[known] = likely, impact
        return self._known[known]

    @cached_property
    def _known(self) -> dict[_Question, tuple[float, float]]:
        """What `_left` has computed so far."""
        return {}

    def _takes(self, id: str, risk: str) -> float:
        taken = self.scenario.tasks[id].retires[risk]
        return 1.0 if taken.impact > 0 else taken.probability

    def _surely_before(self, retiring: str, id: str) -> bool:
        """Return whether a retiring task is finished, and has had its effect, whenever a task is decided."""
        task = self.scenario.tasks[retiring]
        if task.only_if is not None or task.rounds is not None or retiring in self._listed:
            return False
        return self._precedes(retiring, id)

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The tasks whose order is compared; none where it is given."""
        orderings = self.scenario.orderings if self.difference else None
        return frozenset(orderings.among if orderings else ())

    @cached_property
    def _acting(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """By task and risk, what may have retired the risk there; under any order of the list for a difference."""
        network = self.scenario.network
        return network.possible_retirements if self._listed else network.retirements

    @cached_property
    def _precedes(self) -> Precedence:
        retiring = [id for id, task in self.scenario.tasks.items() if task.retires]
        return self.scenario.network.precedence(
            retiring,
            counts=lambda link: link.kind == LinkKind.FINISH_TO_START and not link.leads,
        )


@dataclass(frozen=True, kw_only=True)
class Reach:
    """
    Which parts of a plan can change a figure.

    Parameters
    ----------
    influence
        What acts on what.
    figure
        One of `FIGURES`, or `days:ID`.
    """

    influence: Influence
    figure: str

    def __post_init__(self) -> None:
        if self.figure not in FIGURES and self.figure.removeprefix(DAYS) not in self.scenario.milestones:
            raise ValueError(f"{self.figure!r} is not a figure of this plan: name one of {', '.join(FIGURES)}, days:ID")

    @property
    def scenario(self) -> Scenario:
        """The plan."""
        return self.influence.scenario

    @property
    def of_money(self) -> bool:
        """Return whether the figure is one of money."""
        return self.figure in _OF_MONEY

    @property
    def of_days(self) -> bool:
        """Return whether the figure is the mean time of a milestone, over the iterations in which it is reached."""
        return self.figure.startswith(DAYS)

    @property
    def by_date(self) -> bool:
        """Return whether it counts when money is spent."""
        return self.figure in (GAP, PEAK)

    @cached_property
    def timed(self) -> frozenset[str]:
        """The tasks and milestones whose times reach the figure, through whatever waits for them."""
        waiting, found = list(self._ends()), set[str]()
        while waiting:
            id = waiting.pop()
            if id not in found:
                found.add(id)
                waiting.extend(self.influence.before[id])
        return frozenset(found)

    @cached_property
    def daily(self) -> frozenset[str]:
        """The tasks that are paid by the day, where that counts."""
        return frozenset(id for id, task in self.scenario.tasks.items() if self.of_money and task.daily.mean > 0)

    def _ends(self) -> Iterable[str]:
        """Return the tasks and milestones whose own times are in the figure."""
        scenario, influence = self.scenario, self.influence
        if self.of_days:
            yield self.figure.removeprefix(DAYS)
            return
        if influence.stops or self.by_date:
            yield from scenario.nodes
            return
        if self.figure == EXPOSURE:
            yield from self._open_until()
            return
        for milestone in scenario.milestones.values():
            if scenario.budget.burn or (self.figure == NET and late_rate(milestone)):
                yield milestone.id
        for (id, risk), retiring in influence.contested.items():
            if id in self.daily or is_something(scenario.risks[risk].cost) or risk in influence.gating:
                yield from influence.before[id]
                yield from retiring

    def _open_until(self) -> Iterable[str]:
        """Return what decides when tasks are decided that risks take time of, and when these are retired."""
        timely = [one for one in self.scenario.risks.values() if is_something(one.delay) or stretches(one)]
        for one in timely:
            for exposed in one.exposes:
                yield from self.influence.before[exposed]
        for task in self.scenario.tasks.values():
            if any(one.id in task.retires for one in timely):
                yield task.id


def is_something(impact: Distribution) -> bool:
    """Return whether an impact ever adds or takes away anything."""
    return impact.mean != 0.0 or impact.sd > 0.0


def stretches(risk: Risk) -> bool:
    """Return whether a risk changes how long work takes by a factor."""
    return risk.stretch.mean != 1.0 or risk.stretch.sd > 0


def late_rate(milestone: Milestone) -> float:
    """Return what a milestone's lateness costs at most [currency per working day]; a date may jump over days off."""
    value = milestone.value
    if value is None or milestone.due is None or not value.per_day_late:
        return 0.0
    return value.per_day_late if value.per is LatePer.WORKING_DAY else math.inf
