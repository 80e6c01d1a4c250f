"""Estimates: how much of the answer hangs on what the plan's ranges and probabilities were taken to be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from milepost.models import Scenario
from milepost.models.distributions import planned_value
from milepost.simulate.analysis.drivers.effect import EFFECT_COLUMNS, Effects, Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate, columns
from milepost.simulate.analysis.statistics.rows import Row
from milepost.simulate.engine.patch import Patch, Reshaped

_OF_RANGES: Final = (1.25, 0.75)
_OF_PROBABILITIES: Final = (1.5, 0.5)

ESTIMATE_COLUMNS: Final = (
    *("milestone", "varied", "category", "factor"),
    *EFFECT_COLUMNS,
    *columns("cost"),
    *columns("plan_promise", "_days"),
    *columns("plan_hit"),
    *columns("plan_cost"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """
    What a plan becomes with other estimates.

    Parameters
    ----------
    category
        Of the risks whose probabilities are others; none where it is the ranges of all durations.
    factor
        What the probabilities are multiplied by, as far as they stay at most 1, or how wide a range is [-].
    change
        That variant less the plan.
    """

    category: str | None
    factor: float
    change: Effects

    @property
    def name(self) -> str:
        """Return what is other, as it stands in a table."""
        what = "ranges" if self.category is None else self.category or "no category"
        return f"{what} x {self.factor:g}"


def estimates(reference: Reference) -> Study[Effects, Sequence[Varied]]:
    """
    Ask what a plan becomes if all ranges of durations are a quarter wider, or narrower, about their most likely values.

    And if the risks of a category, each in file order, are one and a half times as probable, or half. Where every
    duration is certain nothing is asked of ranges.
    """
    asked = [*_of_ranges(reference.scenario), *_of_probabilities(reference.scenario)]
    return Study(
        patches=[patch for _, _, patch in asked],
        iterations=reference.iterations,
        keeps=[lambda variant: reference.effects(variant).negative] * len(asked),
        conclude=lambda kept: [
            Varied(category=category, factor=factor, change=change)
            for (category, factor, _), change in zip(asked, kept, strict=True)
        ],
    )


def estimate_table(
    scenario: Scenario, found: Sequence[Varied], plan: Mapping[str, MilestoneOutlook], cost: Estimate
) -> pd.DataFrame:
    """
    Tabulate what other estimates change, a row for each of the milestones told first and each variant.

    Parameters
    ----------
    scenario, found
        The plan, and what came of its variants.
    plan, cost
        What is to be expected of its milestones, and its mean cost: how surely the simulation knows them stands beside.
    """
    return pd.DataFrame(_rows(scenario, found, plan, cost), columns=list(ESTIMATE_COLUMNS))


def _rows(
    scenario: Scenario, found: Sequence[Varied], plan: Mapping[str, MilestoneOutlook], cost: Estimate
) -> Iterator[Row]:
    for id in (one.id for one in scenario.headline):
        usual = {
            **plan[id].promise.columns("plan_promise", "_days"),
            **(plan[id].hit or UNKNOWN).columns("plan_hit"),
            **cost.columns("plan_cost"),
        }
        for one in found:
            yield {
                "milestone": id,
                "varied": "ranges" if one.category is None else "probabilities",
                "category": one.category or "",
                "factor": one.factor,
                **one.change.milestones[id].columns(),
                **one.change.cost.columns("cost"),
                **usual,
            }


def _of_ranges(scenario: Scenario) -> Iterator[tuple[None, float, Patch]]:
    """Yield what is asked of ranges; a certain duration has none, whatever the shape it was given by."""
    uncertain = {id: task.duration for id, task in scenario.tasks.items() if task.duration.sd > 0.0}
    for factor in _OF_RANGES if uncertain else ():
        widened = {
            id: Reshaped(scale=factor, shift=(1.0 - factor) * planned_value(duration))
            for id, duration in uncertain.items()
        }
        yield None, factor, Patch(duration=widened)


def _of_probabilities(scenario: Scenario) -> Iterator[tuple[str, float, Patch]]:
    """Yield what is asked of the probabilities of each category."""
    for category in dict.fromkeys(risk.category for risk in scenario.risks.values()):
        ids = [id for id, risk in scenario.risks.items() if risk.category == category]
        for factor in _OF_PROBABILITIES:
            yield category, factor, Patch(probability=dict.fromkeys(ids, factor))
