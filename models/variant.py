"""Variants: a plan as it would be with another order, with more to wait for, or with less done."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import replace
from typing import Final, TypeVar

from milepost.models.distributions import Constant
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.orderings import MOST_CREWS, Alternative, Orderings
from milepost.models.resource import MOST_UNITS
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.models.units import CREWS

Node = TypeVar("Node", Task, Milestone)

_NOTHING: Final = Constant(value=0.0)


def with_alternative(scenario: Scenario, alternative: Alternative) -> Scenario:
    """
    Return the plan as it would be; it compares nothing itself.

    The order is put in force. What is held gets a finish-to-start link from each thing that it waits for. A task left
    undone keeps its id, its links and its place in a correlation, so that what came after it still waits for what came
    before it and every other draw stays as it was; but it takes no time, costs, retires, reveals and suffers nothing,
    waits for no date and needs no units. Work that runs only if a risk occurs at tasks that are all left undone is left
    undone as well.

    Raises
    ------
    ValueError
        When the plan has no orderings, or not what the alternative names.
    """
    if scenario.orderings is None:
        raise ValueError("the plan has no orderings: name the tasks that need a crew under orderings.among")
    _check_names(scenario, scenario.orderings, alternative)
    undone = left_undone(scenario, alternative.without)
    order = scenario.network.ordered if alternative.order is None else alternative.order
    finished = scenario.history.finished if scenario.history else {}
    hold = {id: ids for id, ids in alternative.hold.items() if id not in finished}
    changed = replace(
        scenario,
        tasks=_held(scenario.tasks, hold),
        milestones=_held(scenario.milestones, hold),
        levelling=_levelling(scenario, frozenset()),
        orderings=replace(scenario.orderings, order=order),
    )
    return _without(changed, undone)


def without_tasks(scenario: Scenario, ids: Collection[str]) -> Scenario:
    """
    Return the plan in which some tasks are left undone, as `with_alternative` says; it compares nothing itself.

    Parameters
    ----------
    scenario
        The plan.
    ids
        The tasks, whether or not they need units.
    """
    return _without(scenario, left_undone(scenario, ids))


def left_undone(scenario: Scenario, ids: Iterable[str]) -> frozenset[str]:
    """Return tasks that are left undone, with the responses to what could have occurred at such tasks alone."""
    undone = set(ids)
    triggered = scenario.network.triggers
    while True:
        idle = {id for id, exposed in triggered.items() if exposed and undone.issuperset(exposed)}
        if idle <= undone:
            return frozenset(undone)
        undone |= idle


def without_risks(scenario: Scenario, ids: Collection[str] | None = None) -> Scenario:
    """
    Return the plan in which some risks never occur, and so nothing runs that only these bring; all draws stay.

    Parameters
    ----------
    scenario
        The plan.
    ids
        The risks that never occur; all unless given.
    """
    never = scenario.risks.keys() if ids is None else ids
    return replace(
        scenario,
        risks={id: replace(risk, probability=0.0) if id in never else risk for id, risk in scenario.risks.items()},
    )


def without_crews(scenario: Scenario) -> Scenario:
    """Return the plan in which no task of the ordering waits for a crew, or for the resource that they need."""
    orderings = scenario.orderings
    return scenario if orderings is None else without_limits(scenario, [orderings.resource or CREWS])


def without_limits(scenario: Scenario, ids: Collection[str] | None = None) -> Scenario:
    """
    Return the plan in which nothing waits for units of some resources.

    There are as many as all tasks need together, of crews up to the most that a plan may have. The list stays: it says
    as before that a later task retires nothing for an earlier one.

    Parameters
    ----------
    scenario
        The plan.
    ids
        The resources, `CREWS` for the crews; all unless given.
    """
    needs, resources, orderings = scenario.network.needs.values(), dict(scenario.resources), scenario.orderings
    for id in resources if ids is None else resources.keys() & ids:
        units = sum(one.get(id, 0) for one in needs)
        resources[id] = replace(resources[id], capacity=max(resources[id].capacity, units))
    if orderings is not None and (ids is None or CREWS in ids):
        crews = max(orderings.crews, min(sum(CREWS in one for one in needs), MOST_CREWS))
        orderings = replace(orderings, crews=crews)
    return replace(scenario, resources=resources, levelling=_levelling(scenario, frozenset()), orderings=orderings)


def may_have_more(scenario: Scenario, resource: str) -> bool:
    """Return whether a plan may have more units of a resource that can be short, `CREWS` for the crews."""
    if resource == CREWS:
        return scenario.orderings is not None and scenario.orderings.crews < MOST_CREWS
    return scenario.resources[resource].capacity + scenario.network.pools[resource].divisor <= MOST_UNITS


def with_more_units(scenario: Scenario, resource: str) -> Scenario:
    """
    Return the plan with one unit more of a resource, or as many as divide all needs of it, and the same list.

    Parameters
    ----------
    scenario
        The plan.
    resource
        The resource, `CREWS` for the crews of its ordering.
    """
    resources, orderings = scenario.resources, scenario.orderings
    if resource == CREWS:
        assert orderings is not None
        orderings = replace(orderings, crews=orderings.crews + 1)
    else:
        one, pool = resources[resource], scenario.network.pools.get(resource)
        resources = {**resources, resource: replace(one, capacity=one.capacity + (pool.divisor if pool else 1))}
    return replace(scenario, resources=resources, levelling=_levelling(scenario, frozenset()), orderings=orderings)


def _check_names(scenario: Scenario, orderings: Orderings, alternative: Alternative) -> None:
    among, without = set(orderings.among), set(alternative.without)
    held = {id for held, ids in alternative.hold.items() for id in (held, *ids)}
    unknown = sorted(held - scenario.nodes.keys())
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a task or milestone: hold what the plan has")
    if not without <= among:
        raise ValueError(f"{min(without - among)!r} is not in among: leave only such a task undone")
    order, begun = alternative.order, {id for id in among if scenario.tasks[id].actual}
    if order is not None and (len(set(order)) < len(order) or not among - without - begun <= set(order) <= among):
        raise ValueError(f"{', '.join(order)}: an order names each task of among once")


def _held(nodes: Mapping[str, Node], hold: Mapping[str, tuple[str, ...]]) -> dict[str, Node]:
    held = dict(nodes)
    for id in hold.keys() & held.keys():
        links = tuple(Link(predecessor=other) for other in hold[id])
        held[id] = replace(held[id], after=held[id].after + links)
    return held


def _without(scenario: Scenario, undone: Set[str]) -> Scenario:
    return replace(
        scenario,
        tasks={id: _undone(task) if id in undone else task for id, task in scenario.tasks.items()},
        risks={
            id: replace(risk, exposes=tuple(exposed for exposed in risk.exposes if exposed not in undone))
            for id, risk in scenario.risks.items()
        },
        levelling=_levelling(scenario, undone),
        orderings=_orderings(scenario.orderings, [id for id in scenario.network.ordered if id not in undone]),
    )


def _levelling(scenario: Scenario, undone: Set[str]) -> tuple[str, ...] | None:
    """Return the list of the plan for a variant to keep, less what is left undone; none where nothing is levelled."""
    return tuple(id for id in scenario.network.listed if id not in undone) if scenario.resources else None


def _undone(task: Task) -> Task:
    """Build the task from what stays, so that whatever else a task may have is nothing."""
    return Task(
        id=task.id,
        name=task.name,
        duration=_NOTHING,
        after=task.after,
        calendar=task.calendar,
        owner=task.owner,
        notes=task.notes,
        group=task.group,
        codes=task.codes,
        wbs=task.wbs,
        fields=task.fields,
    )


def _orderings(orderings: Orderings | None, order: list[str]) -> Orderings | None:
    """Put an order of those that are left in force; with none left nothing needs a crew."""
    if orderings is None or not order:
        return None
    left = set(order)
    among = tuple(id for id in orderings.among if id in left)
    return replace(orderings, among=among, order=tuple(order), compare=())
