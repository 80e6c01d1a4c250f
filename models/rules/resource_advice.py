"""Advice on resources: what nothing needs, and what a list says that cannot be."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

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
    """Point at tasks that stand in the list before what they wait for, and are moved behind it."""
    order = scenario.levelling or ()
    precedes = scenario.network.precedence(order)

    def moved() -> Iterator[Remark]:
        place = {id: index for index, id in enumerate(order)}
        late = -1  # the latest place so far of a task as the plan lists them
        for id in scenario.network.listed:
            index = place.get(id, -1)
            behind = next((other for other in order[index + 1 :] if precedes(other, id)), "") if index < late else ""
            late = max(late, index)
            if behind:
                message = f"{id!r} stands before {behind!r}, which it waits for, and is moved behind it: put it there"
                yield Remark(path=("levelling", "order", index), message=message)

    yield from islice(moved(), MOST_MOVED)


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
