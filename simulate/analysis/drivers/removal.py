"""Removal: what each risk costs, by runs in which it never occurs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from milepost.models import Scenario
from milepost.simulate.analysis.drivers.effect import EFFECT_COLUMNS, Effects, Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.analysis.risks.register import occurrences
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patch


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal(Effects):
    """
    What a plan has other than without one of its risks.

    Parameters
    ----------
    slips
        By the same ids as `milestones`, by how much the milestone is later for it on average where it occurs, over the
        detailed iterations in which it does and the milestone is reached with it and without it [working days].
    """

    slips: Mapping[str, Estimate]


def removal(reference: Reference) -> Study[Removal, Mapping[str, Removal]]:
    """Ask what the plan has other than without each risk, by its id, in file order."""
    ids = list(reference.scenario.risks)
    return Study(
        patches=[Patch(probability={id: 0.0}) for id in ids],
        iterations=reference.iterations,
        keeps=[partial(_without, id, reference) for id in ids],
        conclude=lambda kept: dict(zip(ids, kept, strict=True)),
    )


def removal_columns(scenario: Scenario) -> list[str]:
    """Name what risks.csv says of what risks cost: the columns of each milestone have its id in front."""
    measured = (*columns("slip", "_days"), *EFFECT_COLUMNS)
    by_milestone = [f"{one.id}.{column}" for one in scenario.headline for column in measured]
    return ["delay_days", "exposed_tasks", "rank", *columns("cost"), *by_milestone]


def removal_table(scenario: Scenario, removals: Mapping[str, Removal]) -> pd.DataFrame:
    """Tabulate what risks cost, a row for each of the plan in file order; where nobody asked, what the plan says."""
    ranks = risk_ranks(scenario, removals)
    rows = [
        {"delay_days": risk.delay.mean, "exposed_tasks": len(risk.exposes), "rank": ranks.get(id, math.nan)}
        | (_row(removals[id]) if id in removals else {})
        for id, risk in scenario.risks.items()
    ]
    whole = dict.fromkeys(("exposed_tasks", "rank"), "Int64")
    return pd.DataFrame(rows, columns=removal_columns(scenario), dtype=np.float64).astype(whole)


def _row(removal: Removal) -> dict[str, float]:
    row = removal.cost.columns("cost")
    for id, effect in removal.milestones.items():
        measured = removal.slips[id].columns("slip", "_days") | effect.columns()
        row |= {f"{id}.{column}": value for column, value in measured.items()}
    return row


def risk_ranks(scenario: Scenario, removals: Mapping[str, Removal]) -> Mapping[str, int]:
    """Rank by how far each risk moves the last milestone's promise date; where that is the same, its mean, its hit."""
    last = scenario.schedule.last
    if last is None:
        return {}

    def moved(id: str) -> tuple[float, ...]:
        effect = removals[id].milestones[last.id]
        moves = (effect.promise.value, effect.mean.value, effect.hit.value)
        return tuple(0.0 if math.isnan(move) else abs(move) for move in moves)

    return {id: rank for rank, id in enumerate(sorted(removals, key=moved, reverse=True), start=1)}


def _without(risk: str, reference: Reference, variant: Outcome) -> Removal:
    effects = reference.effects(variant)
    return Removal(
        milestones=effects.milestones,
        cost=effects.cost,
        net=effects.net,
        slips={id: _slip(risk, id, reference.outcome, variant) for id in effects.milestones},
    )


def _slip(risk: str, milestone: str, plan: Outcome, variant: Outcome) -> Estimate:
    """Return by how much a milestone is later for a risk where that occurs; both times are finite where it counts."""
    usual, other = (one.finish[milestone][: plan.detail] for one in (plan, variant))
    counts = np.isfinite(occurrences(risk, plan)) & np.isfinite(usual) & np.isfinite(other)
    slip = Mean.of(usual[counts] - other[counts])
    return Estimate(value=slip.value, low=slip.low, high=slip.high)
