"""Expectation: which risks' charges can be counted at what they come to on average, given the course of the plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from milepost.models.distributions import Distribution
from milepost.models.link import LinkKind
from milepost.models.network import Precedence
from milepost.models.scenario import Scenario

_STARTING = (LinkKind.FINISH_TO_START, LinkKind.START_TO_START)
_FROM_START = (LinkKind.START_TO_START, LinkKind.START_TO_FINISH)
_LIST = ""  # in place of an id: the list of tasks that wait for units


def charged_at_expectation(scenario: Scenario) -> frozenset[str]:
    """
    Return the risks whose charges have a known mean when the first of their exposed tasks is decided.

    At that moment, e, the charge is going to be g C where U < p, and 0 elsewhere: U is the risk's latent uniform, C the
    draw of its cost, p and g the probability and the impact left there. C has no part in anything else. So where U has
    had no part in what came before either, the charge's mean given all that came before is p g E[C], and counting that
    in its place, where e is before the stop, leaves every mean as it is. That needs that:

    - *U alone decides.* A risk that is correlated with others is known by what they did before; and one that a task
      reveals, or for which work waits that has no trigger, by what that task did.
    - *The charge falls there or never.* What is left of the risk may not be more at an exposed task decided later. What
      retires it for one task does so for all decided after, but for three: a task does not act on itself, nor on what
      it comes after by links, nor on what is before it by the list, or by a chain of the list and links. Such a task
      must therefore not end before the one that it does not act on is decided. It does not where it starts no earlier:
      as it does if they are one, if FS and SS links without a lead lead from one to the other, and behind it in the
      list where both need a resource of one unit. With several units a task may overtake one before it in the list. A
      risk of a single task has no later decision.
    - *Nothing foresees it.* Where a risk changes the course of the plan, by delay, stretch or stop or by work that
      waits for it, what it changes must not come before e and have a say in the stop, in which task is decided first,
      or in what is left of the risk there. Times pass on to later times, but for: a lead, a lag below 0; a start that
      an FF or SF link sets back from a finish, where an SS or SF link reads it; and work that waits for a risk and can
      be decided before the task at which that risk is judged. The list passes on when units become free, which is later
      than the decision of who had them.

    Tasks that do not run are no decisions: they suffer nothing. Those that wait for this very risk run, by the last
    condition, no earlier than it is decided. Of decisions at one moment the largest p g counts: what acts on one task
    and not on another stands before the one and behind the other, so that of any two tasks one has all that acts on
    the other, and with it both the smaller p and the smaller g.
    """
    return Expectation(scenario).under(scenario.network.precedence_under(scenario.network.listed))


class Expectation:
    """
    What is said of a plan's risks by `charged_at_expectation`, for every order of its list.

    Parameters
    ----------
    scenario
        The plan; the order in force has no part in it.

    Attributes
    ----------
    ever, always
        The risks for which it holds under some list, and under any.
    """

    def __init__(self, scenario: Scenario) -> None:
        acting = scenario.network.possible_retirements
        retiring: defaultdict[str, list[str]] = defaultdict(list)
        for id, task in scenario.tasks.items():
            for risk_id, taken in task.retires.items():
                if taken.probability or taken.impact:
                    retiring[risk_id].append(id)
        forward = scenario.network.precedence(
            {id for risk in scenario.risks.values() for id in risk.exposes},
            counts=lambda link: link.kind in _STARTING and not link.leads,
        )
        chosen, self._overtaking = set[str](), dict[str, Sequence[tuple[str, str]]]()
        foreseen = _foreseen(scenario, acting, forward)
        for id in _undisclosed(scenario) - foreseen:
            exposes = scenario.risks[id].exposes
            pairs = [(first, second) for first in exposes for second in retiring[id]] if len(exposes) > 1 else []
            idle = [(first, second) for first, second in pairs if second not in acting[first, id]]
            if all(first == second or forward(first, second) for first, second in idle):
                chosen.add(id)
                acts = set(pairs).difference(idle) if scenario.network.listed else ()
                self._overtaking[id] = [pair for pair in acts if not _taken_one_by_one(scenario, *pair)]
        self.ever = frozenset(chosen)
        self.always = frozenset(id for id in chosen if not self._overtaking[id])

    def under(self, precedes: Precedence) -> frozenset[str]:
        """Return the risks for which it holds under a list, given what tells of two what comes before what in it."""
        return frozenset(
            id for id in self.ever if not any(precedes(first, second) for first, second in self._overtaking[id])
        )


def _taken_one_by_one(scenario: Scenario, first: str, second: str) -> bool:
    """Return whether two tasks need a resource of which there is one unit for both."""
    pools = scenario.network.pools.values()
    return any(pool.capacity == 1 and first in pool.needs and second in pool.needs for pool in pools)


def _undisclosed(scenario: Scenario) -> set[str]:
    """Return the risks that cost something and about which nothing is known before an exposed task is decided."""
    costly = {id for id, risk in scenario.risks.items() if risk.exposes and (risk.cost.mean or risk.cost.sd)}
    revealed = {id for task in scenario.tasks.values() for id in task.reveals}
    awaited = {scenario.tasks[id].only_if for id, before in scenario.network.triggers.items() if not before}
    return costly - scenario.correlated_risks - revealed - awaited


def _foreseen(
    scenario: Scenario, acting: Mapping[tuple[str, str], Sequence[str]], forward: Precedence
) -> frozenset[str]:
    """
    Return the risks of which a part of the plan that matters to them may know before they are decided.

    Where every time passes on to later ones only, there is none. Otherwise each risk that changes the course of the
    plan is one bit, and both what follows its exposed tasks and what leads to them or to a stop are marked with it; in
    a list, where each order is to have the same answer, all are taken to lead to each other.
    """
    backward = list(_backward(scenario, forward))
    if not backward:
        return frozenset()
    awaited = {task.only_if for task in scenario.tasks.values()}
    bits: dict[str, int] = {}
    for id, risk in scenario.risks.items():
        if risk.stop or id in awaited or not (_is(0.0, risk.delay) and _is(1.0, risk.stretch)):
            bits[id] = 1 << len(bits)
    before = {id: {link.predecessor for link in node.after} for id, node in scenario.nodes.items()}
    for (target, _), ids in acting.items():
        before[target].update(ids)
    before[_LIST] = set(scenario.network.listed)
    for id in before[_LIST]:
        before[id].add(_LIST)
    follows, matters = dict.fromkeys(before, 0), dict.fromkeys(before, 0)
    for id, bit in bits.items():
        for exposed in scenario.risks[id].exposes:
            follows[exposed] |= bit
            matters[exposed] |= bit
    stopping = {id for id, risk in scenario.risks.items() if risk.stop}
    stoppers = {id for risk_id in stopping for id in scenario.risks[risk_id].exposes}
    stoppers.update(id for id, task in scenario.tasks.items() if stopping.intersection(task.reveals))
    for id in stoppers:
        matters[id] = (1 << len(bits)) - 1
    order = [*scenario.network.order, _LIST]
    while _spread(order, before, follows, matters):
        pass
    found = 0
    for first, second in backward:
        found |= follows[first] & matters[second]
    return frozenset(id for id, bit in bits.items() if found & bit)


def _is(value: float, quantity: Distribution) -> bool:
    return quantity.sd == 0.0 and quantity.mean == value


def _backward(scenario: Scenario, forward: Precedence) -> Iterator[tuple[str, str]]:
    """Yield what may pass on what it does to a time before it was decided, each with the one it passes it on to."""
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for id, node in scenario.nodes.items():
        for link in node.after:
            if link.kind in _FROM_START:
                readers[link.predecessor].append(id)
    for id, node in scenario.nodes.items():
        for link in node.after:
            if link.leads:
                yield link.predecessor, id
            if link.kind not in _STARTING:
                yield from ((link.predecessor, reader) for reader in readers[id])
    for id, before in scenario.network.triggers.items():
        yield from ((trigger, id) for trigger in before if not forward(trigger, id))


def _spread(
    order: Sequence[str], before: Mapping[str, set[str]], follows: dict[str, int], matters: dict[str, int]
) -> bool:
    """Pass the marks on, to what follows and to what leads there, and tell whether there were any to pass."""
    spread = False
    for id in order:
        marks = follows[id]
        for one in before[id]:
            marks |= follows[one]
        spread |= marks != follows[id]
        follows[id] = marks
    for id in reversed(order):
        for one in before[id]:
            spread |= bool(matters[id] & ~matters[one])
            matters[one] |= matters[id]
    return spread
