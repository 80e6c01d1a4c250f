"""More units: what the milestones gain from one unit more of a resource, or if nothing waited for any."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from milepost.models import Scenario
from milepost.models.variant import may_have_more, with_more_units, without_limits
from milepost.simulate.analysis.drivers.effect import Effects, Reference
from milepost.simulate.analysis.variants import Variants

FEWEST: Final = 10
"""Resources of which one unit more is played, however long that takes."""

_MOST_WORK: Final = 2_000_000_000
"""Iterations of a task that are played for all resources, if there are more of them: some ten seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreUnits:
    """
    What a plan has other than with more units, and the same list: the milestones' days are those saved.

    Parameters
    ----------
    resources
        By the id of each resource that tasks may have to wait for, `CREWS` of the crews, than with one unit more of it,
        or as many as divide all needs.
    left_out
        How many of these resources were not played, since it would take too long: those with least work for a unit.
    without_limits
        Than if nothing waited for units or crews; None where nothing needs units.
    """

    resources: Mapping[str, Effects]
    left_out: int
    without_limits: Effects | None


def short_resources(scenario: Scenario) -> list[str]:
    """Return what tasks may have to wait for and there may be more of, that of which a unit has most work first."""
    work = {
        id: sum(units * scenario.tasks[task].duration.mean for task, units in pool.needs.items()) / pool.capacity
        for id, pool in scenario.network.pools.items()
        if may_have_more(scenario, id)
    }
    return sorted(work, key=lambda id: -work[id])


def most_resources(scenario: Scenario, iterations: int) -> int:
    """Return of how many resources one unit more is played."""
    return max(FEWEST, _MOST_WORK // (iterations * len(scenario.tasks)))


def more_units_work(scenario: Scenario, iterations: int) -> int:
    """Return how many iterations `more_units` plays in all."""
    ids = short_resources(scenario)[: most_resources(scenario, iterations)]
    return (len(ids) + 1) * iterations if scenario.network.pools else 0


def more_units(variants: Variants, reference: Reference) -> MoreUnits:
    """Play the plan with more units, and without limits, on the iterations of the reference."""
    scenario = reference.scenario
    if not scenario.network.pools:
        return MoreUnits(resources={}, left_out=0, without_limits=None)
    every = short_resources(scenario)
    ids = every[: most_resources(scenario, len(reference.iterations))]
    plans = [*map(partial(with_more_units, scenario), ids), without_limits(scenario)]
    *found, free = variants.kept(plans, reference.effects, reference.iterations)
    resources, left_out = dict(zip(ids, found, strict=True)), len(every) - len(ids)
    return MoreUnits(resources=resources, left_out=left_out, without_limits=free)
