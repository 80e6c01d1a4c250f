"""Rules of alternatives: what must hold between the alternatives of a scenario and the rest of it."""

from collections.abc import Iterator
from itertools import pairwise

from milepost.models.cycle import find_cycles
from milepost.models.link import NOWHERE
from milepost.models.orderings import Alternative
from milepost.models.problem import KeyPath, Remark, cut
from milepost.models.rules.order import check_list_against_links
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling
from milepost.models.variant import with_alternative


def alternatives_of(scenario: Scenario) -> tuple[tuple[KeyPath, Alternative], ...]:
    """Return the alternatives of a scenario, each with its place."""
    compare = scenario.orderings.compare if scenario.orderings else ()
    return tuple((("orderings", "compare", alternative.name), alternative) for alternative in compare)


def check_alternative_names(scenario: Scenario) -> Iterator[Remark]:
    """Refuse names that differ by capitals and spaces alone."""
    seen: dict[str, str] = {}
    for path, alternative in alternatives_of(scenario):
        first = seen.setdefault(" ".join(alternative.name.casefold().split()), alternative.name)
        if first != alternative.name:
            message = f"{cut(alternative.name)!r} reads like {cut(first)!r} above: give one of them another name"
            yield Remark(path=path, message=message, on_key=True)


def check_hold_names(scenario: Scenario) -> Iterator[Remark]:
    """Refuse to hold what does not exist, or to hold something until what does not exist or until itself."""
    nodes = scenario.nodes
    spelling: Spelling | None = None
    for path, held, index, id in _holds(scenario):
        at = (*path, held) if index is None else (*path, held, index)
        if id not in nodes and id != NOWHERE:
            spelling = spelling or Spelling(nodes)
            hint = spelling.hint(id) or "; name a task or a milestone of this file"
            yield Remark(path=at, message=f"{id!r} is not a task or milestone{hint}", on_key=index is None, absent=id)
        elif index is not None and id == held:
            yield Remark(path=at, message=f"{id!r} waits for itself: take it out")


def check_without(scenario: Scenario) -> Iterator[Remark]:
    """Refuse to leave undone what needs no crew."""
    among = set(scenario.orderings.among if scenario.orderings else ())
    for path, alternative in alternatives_of(scenario):
        for index, id in enumerate(alternative.without):
            if id in scenario.tasks and id not in among:
                message = f"{id!r} is not in among, and only such a task can be left undone: add it there"
                yield Remark(path=(*path, "without", index), message=f"{message}, or take it out here")


def check_alternatives(scenario: Scenario) -> Iterator[Remark]:
    """Refuse alternatives that contradict the links; one that only cannot be judged is a finding of its own."""
    for path, alternative in alternatives_of(scenario):
        changed = with_alternative(scenario, alternative)
        wrong = list(_check_hold(path, alternative, changed))
        yield from wrong or _check_order(path, alternative, changed)


def _holds(scenario: Scenario) -> Iterator[tuple[KeyPath, str, int | None, str]]:
    """Yield what is held, and then what it waits for: the place, what is held, the position and the id."""
    for path, alternative in alternatives_of(scenario):
        for held, ids in alternative.hold.items():
            yield (*path, "hold"), held, None, held
            for index, id in enumerate(ids):
                yield (*path, "hold"), held, index, id


def _check_hold(path: KeyPath, alternative: Alternative, changed: Scenario) -> Iterator[Remark]:
    for cycle in find_cycles(changed.network.links):
        first, held = next(
            pair for pair in pairwise((*cycle, cycle[0])) if pair[0] in alternative.hold.get(pair[1], ())
        )
        at = (*path, "hold", held, alternative.hold[held].index(first))
        closed = " -> ".join((*cycle, cycle[0]))
        yield Remark(path=at, message=f"a cycle, {closed}: let {held!r} not wait for {first!r}")


def _check_order(path: KeyPath, alternative: Alternative, changed: Scenario) -> Iterator[Remark]:
    order = changed.orderings.order if changed.orderings else None
    for remark in check_list_against_links(changed):
        index = remark.path[-1]
        if alternative.order is None or order is None or not isinstance(index, int):
            yield Remark(path=(*path, "hold"), message=f"{remark.message} in an order for this alternative")
        elif order[index] in alternative.order:
            own = alternative.order.index(order[index])
            yield Remark(path=(*path, "order", own), message=remark.message)
