"""Rules of resources: what must hold between resources, the tasks that need them, and the list."""

from collections.abc import Callable, Iterator
from typing import Final

from milepost.models.link import NOWHERE
from milepost.models.problem import KeyPath, Remark
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling


def check_resource_names(scenario: Scenario) -> Iterator[Remark]:
    """Refuse references to unknown resources."""
    named: list[tuple[KeyPath, str, bool]] = [
        (("tasks", id, "needs", one), one, True) for id, task in scenario.tasks.items() for one in task.needs
    ]
    if scenario.orderings and scenario.orderings.resource is not None:
        named.append((("orderings", "resource"), scenario.orderings.resource, False))
    spelling = Spelling(scenario.resources)
    for path, id, on_key in named:
        if id not in scenario.resources and id != NOWHERE:
            hint = spelling.hint(id) or "; name one that stands under resources, or add it there"
            yield Remark(path=path, message=f"{id!r} is not a resource{hint}", on_key=on_key, absent=id)


def check_needs(scenario: Scenario) -> Iterator[Remark]:
    """Refuse tasks that need more units than there are."""
    for id, task in scenario.tasks.items():
        for resource, units in task.needs.items():
            capacity = scenario.resources[resource].capacity if resource in scenario.resources else units
            if units > capacity:
                message = f"{units} is more than the {capacity} that there are of {resource!r}, so it could never begin"
                cure = f"need at most {capacity}, or raise the capacity of {resource!r} to {units}"
                yield Remark(path=("tasks", id, "needs", resource), message=f"{message}: {cure}")


def check_ordered_needs(scenario: Scenario) -> Iterator[Remark]:
    """Refuse to order, by a resource, tasks that do not need it."""
    orderings = scenario.orderings
    if orderings is None or orderings.resource not in scenario.resources:
        return
    for index, id in enumerate(orderings.among):
        if id in scenario.tasks and orderings.resource not in scenario.tasks[id].needs:
            message = f"{id!r} does not need {orderings.resource!r}: say so under its needs, or take it out here"
            yield Remark(path=("orderings", "among", index), message=message)


def check_levelling(scenario: Scenario) -> Iterator[Remark]:
    """Refuse a list that is not one of the tasks that need units, less those that have begun."""
    order, needs = scenario.levelling, scenario.network.needs
    if order is None or not scenario.tasks.keys() >= set(order):
        return  # no list, or a name that is misspelt, most likely
    for index, id in enumerate(order):
        if id not in needs:
            message = f"{id!r} needs no units, so it has no place in the list: give it needs, or take it out here"
            yield Remark(path=("levelling", "order", index), message=message)
    levelled = {id for id, task in scenario.tasks.items() if task.needs and not task.actual}
    missing = sorted(levelled.difference(order))
    if missing:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        message = f"{missing[0]!r}{others} with needs has no place in the list: give each task with needs one"
        yield Remark(path=("levelling", "order"), message=message)


RESOURCE_RULES: Final[tuple[Callable[[Scenario], Iterator[Remark]], ...]] = (
    check_resource_names,
    check_needs,
    check_ordered_needs,
    check_levelling,
)
