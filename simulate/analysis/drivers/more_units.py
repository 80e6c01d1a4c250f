"""More units: what the milestones gain from one unit more of a resource, or if nothing waited for any."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from milepost.models import Scenario
from milepost.models.variant import with_more_units, without_limits
from milepost.simulate.analysis.drivers.effect import Effects, Reference
from milepost.simulate.analysis.variants import Variants

MOST: Final = 10
"""Resources of which one unit more is played, the first in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreUnits:
    """
    What a plan has other than with more units, and the same list: the milestones' days are those saved.

    Parameters
    ----------
    resources
        By the id of each resource that tasks may have to wait for, than with one unit more of it, or as many as divide
        all needs.
    without_limits
        Than if nothing waited for units or crews; None where nothing needs units.
    """

    resources: Mapping[str, Effects]
    without_limits: Effects | None


def short_resources(scenario: Scenario) -> list[str]:
    """Return the resources that are played with more units."""
    return [id for id in scenario.resources if id in scenario.network.pools][:MOST]


def more_units_work(scenario: Scenario, iterations: int) -> int:
    """Return how many iterations `more_units` plays in all."""
    ids = short_resources(scenario)
    return (len(ids) + 1) * iterations if ids else 0


def more_units(variants: Variants, reference: Reference) -> MoreUnits:
    """Play the plan with more units, and without limits, on the iterations of the reference."""
    scenario = reference.scenario
    ids = short_resources(scenario)
    if not ids:
        return MoreUnits(resources={}, without_limits=None)
    plans = [*map(partial(with_more_units, scenario), ids), without_limits(scenario)]
    *found, free = variants.kept(plans, reference.effects, reference.iterations)
    return MoreUnits(resources=dict(zip(ids, found, strict=True)), without_limits=free)
