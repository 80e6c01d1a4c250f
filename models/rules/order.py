"""Rules of the order: what must hold for a plan to be worked off and judged in the order of its list."""

from collections.abc import Iterator
from itertools import pairwise

from milepost.models.cycle import find_cycles
from milepost.models.orderings import Alternative
from milepost.models.problem import Remark
from milepost.models.scenario import Scenario
from milepost.models.variant import with_alternative


def check_order(scenario: Scenario) -> Iterator[Remark]:
    """Refuse what cannot be worked off in the order of the list, or cannot be judged in any order."""
    wrong = list(check_list_against_links(scenario))
    yield from wrong or check_knowledge(scenario)


def check_list_against_links(scenario: Scenario) -> Iterator[Remark]:
    """Refuse an order of the list that its tasks' links contradict, directly or through others."""
    order = scenario.orderings.order if scenario.orderings else None
    if order is None:
        return
    index = {id: k for k, id in enumerate(order)}
    before = {id: [*ids] for id, ids in scenario.network.links.items()}
    for first, second in pairwise(order):
        before[second].append(first)
    for cycle in find_cycles(before):
        # The list leads on, so where a cycle comes back in it, it comes back by links alone.
        turns = [k for k, id in enumerate(cycle) if id in index]
        for turn, following in pairwise([*turns, turns[0] + len(cycle)]):
            round_trip = [cycle[k % len(cycle)] for k in range(turn, following + 1)]
            first, last = round_trip[0], round_trip[-1]
            if index[first] > index[last]:
                message = f"{' -> '.join(round_trip)}, but the list has {last} before {first}: put {first} first"
                yield Remark(path=("orderings", "order", index[first]), message=message)


def check_knowledge(scenario: Scenario) -> Iterator[Remark]:
    """Refuse retirements that must be known before what they depend on themselves."""
    if not any(task.retires for task in scenario.tasks.values()):
        return
    acting = scenario.network.retirements
    following = set(scenario.network.following(scenario.network.listed))
    for cycle in find_cycles(scenario.network.known_before):
        text, path = cycle[0], None
        for first, second in pairwise((*cycle, cycle[0])):
            text += f" -> {second}"
            if first in (link.predecessor for link in scenario.nodes[second].after):
                continue
            if (first, second) in following:
                text += " (next in the list)"
                continue
            risk = next(id for id in scenario.tasks[first].retires if first in acting.get((second, id), ()))
            text += f" (must be known: {first} retires {risk})"
            path = path or ("tasks", first, "retires", risk)
        message = f"what must be known depends on itself, {text}: take a retirement or a link of these out"
        yield Remark(path=path or (), message=message, on_key=True)


def problems_of(scenario: Scenario, alternative: Alternative) -> tuple[str, ...]:
    """Return why an alternative cannot be judged, with the path that closes; nothing where it can."""
    try:
        changed = with_alternative(scenario, alternative)
    except ValueError as error:
        return (str(error),)
    cycles = find_cycles(changed.network.links)
    if cycles:
        return tuple(f"a cycle, {' -> '.join((*cycle, cycle[0]))}: let it wait for less" for cycle in cycles)
    return tuple(remark.message for remark in check_order(changed))
