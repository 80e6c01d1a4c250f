"""Rules of the scenario: what must hold between the parts of a scenario."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from typing import Final

from milepost.models.bounds import SLACK
from milepost.models.cycle import find_cycles
from milepost.models.dating import least
from milepost.models.link import ID, NOWHERE, links_meant
from milepost.models.problem import KeyPath, Remark, cut
from milepost.models.rules.advice import RULES as ADVICE_RULES
from milepost.models.rules.alternatives import (
    alternatives_of,
    check_alternative_names,
    check_alternatives,
    check_hold_names,
    check_without,
)
from milepost.models.rules.calendars import check_hours
from milepost.models.rules.order import check_order
from milepost.models.rules.resources import RESOURCE_RULES
from milepost.models.rules.status import STATUS_RULES
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling

LONGEST_WORK: Final = 1e9
"""Time beyond which a task with all its rounds and risks is refused, on average [working days]."""


def check_scenario(scenario: Scenario) -> Iterator[Remark]:
    """Yield what does not hold between the parts of a scenario."""
    for rule in RULES:
        yield from rule(scenario)
    wrong = [remark for rule in SHAPE_RULES for remark in rule(scenario)]
    yield from wrong
    if not wrong and not _has_gaps(scenario):
        wrong = list(check_order(scenario))
        yield from wrong or check_alternatives(scenario)


def check_not_empty(scenario: Scenario) -> Iterator[Remark]:
    """Ask for something to simulate."""
    if not scenario.tasks and not scenario.milestones:
        message = "neither tasks nor milestones stand here, so there is nothing to simulate: add a task with a duration"
        yield Remark(path=(), message=message)


def check_ignored(scenario: Scenario) -> Iterator[Remark]:
    """Refuse ids that are not of rules of advice."""
    known = [rule.id for rule in ADVICE_RULES]
    for index, id in enumerate(scenario.advice_ignored):
        if id not in known:
            hint = Spelling(known).hint(id) or "; docs/advice.md lists them"
            yield Remark(path=("advice", "ignore", index), message=f"{cut(id)!r} is not a rule of advice{hint}")


def check_namespace(scenario: Scenario) -> Iterator[Remark]:
    """Refuse an id that is a task's and a milestone's."""
    for id in scenario.milestones:
        if id in scenario.tasks:
            message = f"{id!r} is a task and a milestone, and links could mean either: rename one of them"
            yield Remark(path=("milestones", id), message=message, on_key=True)


def check_links(scenario: Scenario) -> Iterator[Remark]:
    """Refuse links from what does not exist, or from itself."""
    known = {NOWHERE, *scenario.tasks, *scenario.milestones}
    spelling: Spelling | None = None
    for kind, parts in (("tasks", scenario.tasks), ("milestones", scenario.milestones)):
        for id, part in parts.items():
            for index, link in enumerate(part.after):
                path = (kind, id, "after", index)
                if link.predecessor == id:
                    yield Remark(path=path, message=f"{id!r} waits for itself: take the link out")
                elif link.predecessor not in known:
                    spelling = spelling or _spelling(scenario.nodes)
                    meant = links_meant(link.predecessor, known)
                    hint = f"; did you mean {meant[0]!r}?" if meant else spelling.hint(link.predecessor)
                    message = f"{link.predecessor!r} is not a task or milestone"
                    message += hint or "; name a task or a milestone of this file"
                    yield Remark(path=path, message=message, absent=link.predecessor)


def check_cycles(scenario: Scenario) -> Iterator[Remark]:
    """Refuse cycles."""
    before = {
        id: [link.predecessor for link in node.after if link.predecessor != id] for id, node in scenario.nodes.items()
    }
    for cycle in find_cycles(before):
        first, last = cycle[0], cycle[-1]
        kind = "milestones" if first in scenario.milestones else "tasks"
        index = [link.predecessor for link in scenario.nodes[first].after].index(last)
        closed = " -> ".join((*cycle, first))
        yield Remark(path=(kind, first, "after", index), message=f"a cycle, {closed}: take one of its links out")


def check_task_names(scenario: Scenario) -> Iterator[Remark]:
    """Refuse references to unknown tasks."""
    spelling: Spelling | None = None
    for path, ids, can in _task_lists(scenario):
        for index, id in enumerate(ids):
            if id in scenario.milestones:
                message = f"{id!r} is a milestone, and only a task can {can}: name tasks alone"
                yield Remark(path=(*path, index), message=message)
            elif id not in scenario.tasks and id != NOWHERE:
                spelling = spelling or _spelling(scenario.tasks)
                hint = spelling.hint(id) or "; name a task of this file"
                yield Remark(path=(*path, index), message=f"{id!r} is not a task{hint}", absent=id)


def check_risk_names(scenario: Scenario) -> Iterator[Remark]:
    """Refuse references to unknown risks."""
    spelling = _spelling(scenario.risks)
    for path, id, on_key in _risk_names(scenario):
        if id not in scenario.risks and id != NOWHERE:
            hint = spelling.hint(id) or "; name one that stands under risks, or add it there"
            yield Remark(path=path, message=f"{id!r} is not a risk{hint}", on_key=on_key, absent=id)


def check_decisions(scenario: Scenario) -> Iterator[Remark]:
    """Refuse decisions about what does not exist."""
    known = {NOWHERE, *scenario.nodes, *scenario.risks}
    spelling: Spelling | None = None
    for number, decision in enumerate(scenario.decisions):
        for index, id in enumerate(decision.touches):
            if id not in known:
                spelling = spelling or _spelling([*scenario.nodes, *scenario.risks])
                hint = spelling.hint(id) or "; name one of this file, or take it out here"
                message = f"{id!r} is not a task, milestone or risk{hint}"
                yield Remark(path=("decisions", number, "touches", index), message=message, absent=id)


def check_repeats(scenario: Scenario) -> Iterator[Remark]:
    """Refuse ids that stand in a list twice."""
    lists = [(path, ids) for path, ids, _ in _task_lists(scenario)]
    lists += [(("correlations", k, "risks"), group.risks) for k, group in enumerate(scenario.correlations)]
    lists += [(("tasks", id, "reveals"), task.reveals) for id, task in scenario.tasks.items() if task.reveals]
    lists += [(("decisions", k, "touches"), one.touches) for k, one in enumerate(scenario.decisions)]
    for path, ids in lists:
        seen: set[str] = set()
        for index, id in enumerate(ids):
            if id in seen and id != NOWHERE:
                yield Remark(path=(*path, index), message=f"{id!r} stands here twice: take one of them out")
            seen.add(id)


def check_list(scenario: Scenario) -> Iterator[Remark]:
    """Refuse an order that is not one of the tasks among which it is, less those left undone or begun."""
    if scenario.orderings is None:
        return
    among = set(scenario.orderings.among)
    begun = {id for id, task in scenario.tasks.items() if task.actual}
    orders: list[tuple[KeyPath, tuple[str, ...] | None, tuple[str, ...]]]
    orders = [(("orderings", "order"), scenario.orderings.order, ())]
    orders += [((*path, "order"), other.order, other.without) for path, other in alternatives_of(scenario)]
    for path, order, without in orders:
        if order is None or not scenario.tasks.keys() >= among.union(order):
            continue  # no order, or a name that is misspelt, most likely
        for index, id in enumerate(order):
            if id not in among:
                message = f"{id!r} is not in among, so it takes no crew: add it there, or take it out here"
                yield Remark(path=(*path, index), message=message)
        missing = sorted(among.difference(order, without, begun))
        if missing:
            message = f"{_listed(missing)} of among has no place in the order: give each task of among one"
            yield Remark(path=path, message=message)


def check_group_sums(scenario: Scenario) -> Iterator[Remark]:
    """Refuse groups that would give a member more than the whole of its variance."""
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for index, group in enumerate(scenario.correlations):
        named = (("task", group.tasks), ("risk", group.risks))
        members = {(kind, id) for kind, ids in named for id in ids if id != NOWHERE}
        for member in members:
            sums[member] += group.rho
        largest, kind, id = max(((sums[member], *member) for member in members), default=(0.0, "", ""))
        if largest > 1.0 + SLACK:
            message = f"the rho of all groups that {kind} {id!r} is in sum to {largest:g} so far, and must not exceed 1"
            yield Remark(
                path=("correlations", index, "rho"), message=f"{message}: lower one, or take it out of a group"
            )


def check_same_groups(scenario: Scenario) -> Iterator[Remark]:
    """Refuse two groups of the same members, or the same name: their common factor would be one and the same."""
    seen: set[tuple[frozenset[str], frozenset[str]]] = set()
    names: set[str] = set()
    for index, group in enumerate(scenario.correlations):
        if group.name and group.name in names:
            message = f"there is a group {cut(group.name)!r} already: give this one another name"
            yield Remark(path=("correlations", index), message=message)
        names.add(group.name)
        members = frozenset(group.tasks) - {NOWHERE}, frozenset(group.risks) - {NOWHERE}
        if members in seen and any(members):
            message = f"{_listed(sorted(members[0] or members[1]))} are a group already: make one group of the two"
            yield Remark(path=("correlations", index), message=message)
        seen.add(members)


def check_groups_of_rounds(scenario: Scenario) -> Iterator[Remark]:
    """Refuse groups of work that is repeated: its rounds are not one draw."""
    for number, group in enumerate(scenario.correlations):
        for index, id in enumerate(group.tasks):
            if id in scenario.tasks and scenario.tasks[id].rounds is not None:
                message = f"{id!r} has rounds, and draws a new duration for each: take it out of the group"
                yield Remark(path=("correlations", number, "tasks", index), message=message)


def check_only_if(scenario: Scenario) -> Iterator[Remark]:
    """Refuse work that waits for a risk that can occur nowhere."""
    for id, task in scenario.tasks.items():
        risk = scenario.risks.get(task.only_if or NOWHERE)
        if risk is not None and not risk.exposes:
            message = f"{task.only_if!r} exposes no task, so it occurs nowhere and {id!r} would never run"
            yield Remark(
                path=("tasks", id, "only_if"), message=f"{message}: say under its exposes what suffers from it"
            )


def check_longest_work(scenario: Scenario) -> Iterator[Remark]:
    """Refuse work that rounds and risks make so long that no date, and in the end no number, is left for it."""
    stretched: defaultdict[str, float] = defaultdict(lambda: 1.0)
    delayed: defaultdict[str, float] = defaultdict(float)
    for risk in scenario.risks.values():
        for id in set(risk.exposes):
            stretched[id] = min(stretched[id] * max(risk.stretch.mean, 1.0), 1e30)
            delayed[id] += max(risk.delay.mean, 0.0)
    for id, task in scenario.tasks.items():
        rounds = task.rounds.at_most if task.rounds else 1
        longest = task.duration.mean * rounds * stretched[id] + delayed[id]
        if longest > LONGEST_WORK:
            message = (
                f"with all its rounds and risks {id!r} takes {longest:.2g} working days, above {LONGEST_WORK:,.0f}"
            )
            yield Remark(path=("tasks", id, "duration"), message=f"{message}: give smaller numbers, or fewer rounds")


def check_stops(scenario: Scenario) -> Iterator[Remark]:
    """Refuse stopping risks that surface at the end of work that may take no time."""
    stopping = [id for id, risk in scenario.risks.items() if risk.stop]
    stopping_ends = [
        (("risks", risk_id, "exposes", index), id)
        for risk_id in stopping
        for index, id in enumerate(scenario.risks[risk_id].exposes)
    ]
    stopping_ends += [
        (("tasks", id, "reveals", index), id)
        for id, task in scenario.tasks.items()
        for index, risk_id in enumerate(task.reveals)
        if risk_id in scenario.risks and scenario.risks[risk_id].stop
    ]
    for path, id in stopping_ends:
        if id in scenario.tasks and _least_work(scenario, id) <= 0.0:
            message = f"{id!r} may take no time, and a risk that stops the project surfaces at the end of work"
            yield Remark(path=path, message=f"{message}: let its duration be above 0, or name another task")


def check_weights(scenario: Scenario) -> Iterator[Remark]:
    """Refuse weights that leave no progress to measure."""
    if scenario.milestones and not any(scenario.weights.values()):
        message = "all weights are 0, so there is no progress to measure: give one milestone a weight above 0"
        yield Remark(path=("milestones",), message=message, on_key=True)


RULES: Final[tuple[Callable[[Scenario], Iterator[Remark]], ...]] = (
    check_group_sums,
    check_same_groups,
    check_groups_of_rounds,
    check_only_if,
    check_longest_work,
    check_stops,
    check_weights,
    check_decisions,
    check_ignored,
    check_hours,
    *STATUS_RULES,
)
SHAPE_RULES: Final[tuple[Callable[[Scenario], Iterator[Remark]], ...]] = (
    check_namespace,
    check_links,
    check_cycles,
    check_task_names,
    check_risk_names,
    check_repeats,
    check_list,
    check_alternative_names,
    check_hold_names,
    check_without,
    *RESOURCE_RULES,
)
"""What must hold before any order of the plan can be asked for."""


def _task_lists(scenario: Scenario) -> Iterator[tuple[KeyPath, tuple[str, ...], str]]:
    """Yield the lists of tasks, each with its place and what a task in it can do."""
    for id, risk in scenario.risks.items():
        yield ("risks", id, "exposes"), risk.exposes, "suffer from a risk"
    for index, group in enumerate(scenario.correlations):
        yield ("correlations", index, "tasks"), group.tasks, "be in a group"
    if scenario.levelling is not None:
        yield ("levelling", "order"), scenario.levelling, "need units"
    if scenario.orderings is not None:
        yield ("orderings", "among"), scenario.orderings.among, "need a crew"
        yield ("orderings", "order"), scenario.orderings.order or (), "need a crew"
        for path, alternative in alternatives_of(scenario):
            yield (*path, "order"), alternative.order or (), "need a crew"
            yield (*path, "without"), alternative.without, "be left undone"


def _risk_names(scenario: Scenario) -> Iterator[tuple[KeyPath, str, bool]]:
    """Yield the names of risks, each with its place and whether it is a key there."""
    for id, task in scenario.tasks.items():
        for risk in task.retires:
            yield ("tasks", id, "retires", risk), risk, True
        for index, risk in enumerate(task.reveals):
            yield ("tasks", id, "reveals", index), risk, False
        if task.only_if is not None:
            yield ("tasks", id, "only_if"), task.only_if, False
    for number, group in enumerate(scenario.correlations):
        for index, risk in enumerate(group.risks):
            yield ("correlations", number, "risks", index), risk, False


def _spelling(ids: Iterable[str]) -> Spelling:
    """Return the ids that can be meant; in a broken file some may not be ids."""
    return Spelling(id for id in ids if re.fullmatch(ID, id))


def _has_gaps(scenario: Scenario) -> bool:
    """Return whether something stands in for an id that could not be read."""
    lists = [[link.predecessor for link in node.after] for node in scenario.nodes.values()]
    lists += [list(ids) for _, other in alternatives_of(scenario) for ids in other.hold.values()]
    return any(NOWHERE in ids for ids in (*lists, *(ids for _, ids, _ in _task_lists(scenario))))


def _least_work(scenario: Scenario, id: str) -> float:
    """Return how long a task takes at least, with all that its risks may save [working days]."""
    risks = [risk for risk in scenario.risks.values() if id in risk.exposes]
    shortest = least(scenario.tasks[id].duration) * prod(min(least(risk.stretch), 1.0) for risk in risks)
    return shortest + sum(min(least(risk.delay), 0.0) for risk in risks)


def _listed(ids: Sequence[str]) -> str:
    """Return the first few of some ids for a message."""
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(map(repr, ids[:3])) + more
