"""Advice on resources: what nothing needs, and what a list says that cannot be."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from milepost.models.bounds import SLACK
from milepost.models.problem import Remark
from milepost.models.scenario import Scenario

MOST_MOVED: Final = 5
"""Tasks that are told to stand before what they wait for, the first ones."""
MOST_PAIRS: Final = 5
"""Pairs of tasks of which one comes too late for the other that are told, the first ones."""


def advise_on_idle_resources(scenario: Scenario) -> Iterator[Remark]:
    """Point at resources that nothing needs."""
    needed = {resource for task in scenario.tasks.values() for resource in task.needs}
    for id in scenario.resources:
        if id not in needed:
            message = f"no task needs {id!r}, so it changes no answer: say under needs which do, or take it out"
            yield Remark(path=("resources", id), message=message, on_key=True)


def advise_on_moved_tasks(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that stand in the list, or begin, before what they wait for, and are moved behind it."""
    found = _begun_before(scenario) if scenario.levelling is None else _listed_before(scenario, scenario.levelling)
    yield from islice(found, MOST_MOVED)


def advise_on_late_retirements(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that retire nothing at another, since that comes before them by the list of a resource."""
    if not scenario.resources:
        return
    network, ordered = scenario.network, set(scenario.network.ordered)
    precedes, acting = network.precedence_under(network.listed), network.possible_retirements

    def late() -> Iterator[Remark]:
        for (target, risk), retiring in acting.items():
            for id in retiring:
                if precedes(target, id) and not {target, id} <= ordered:
                    message = (
                        f"{target!r} comes before {id!r} by the list in which they take units, so {id!r} retires "
                        f"nothing of {risk!r} there: put it first under levelling.order if it should"
                    )
                    yield Remark(path=("tasks", id, "retires", risk), message=message, on_key=True)

    yield from islice(late(), MOST_PAIRS)


def _begun_before(scenario: Scenario) -> Iterator[Remark]:
    """Yield tasks that begin, in a plan without a list, before what they are linked to and need a resource with."""
    times, needs = scenario.network.planned_times, scenario.network.needs
    for id in scenario.network.listed if scenario.resources else ():
        for link in scenario.tasks[id].after:
            other = link.predecessor
            shares = not needs[id].keys().isdisjoint(needs.get(other, {}))
            if shares and times[id][0] < times[other][0] - SLACK:
                message = (
                    f"{id!r} begins before {other!r}, which it is linked to, and yet takes its units after it, since "
                    "the list agrees with links: change the link if it should take them first"
                )
                yield Remark(path=("tasks", id, "after"), message=message)


def _listed_before(scenario: Scenario, order: Sequence[str]) -> Iterator[Remark]:
    """Yield tasks that stand in the list of the plan before what they wait for."""
    precedes = scenario.network.precedence(order)
    place = {id: index for index, id in enumerate(order)}
    late = -1  # the latest place so far of a task as the plan lists them
    for id in scenario.network.listed:
        index = place.get(id, -1)
        behind = next((other for other in order[index + 1 :] if precedes(other, id)), "") if index < late else ""
        late = max(late, index)
        if behind:
            message = f"{id!r} stands before {behind!r}, which it waits for, and is moved behind it: put it there"
            yield Remark(path=("levelling", "order", index), message=message)
