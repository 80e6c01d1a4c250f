"""Responses: whether each task that retires a risk is worth doing, by runs in which it is left undone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, Self

import numpy as np
import pandas as pd

from milepost.models import Scenario, Task
from milepost.simulate.analysis.drivers.effect import EFFECT_COLUMNS, Effects, Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.support.drivers import Driver, drivers_of
from milepost.simulate.analysis.support.support import ENOUGH
from milepost.simulate.analysis.support.thinnest import thinnest
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patch

HIT_ZONE: Final = 0.5
"""How many percentage points of a hit probability do not matter."""

DAYS_ZONE: Final = 0.5
"""How many working days of a promise date do not matter."""

MONEY_ZONE: Final = 0.001
"""What share of the budget, or of the mean cost where there is none, does not matter [-]."""


class Verdict(StrEnum):
    """Whether a response is worth doing."""

    WORTH_IT = "worth it"
    NOT_WORTH_IT = "not worth it"
    AT_A_PRICE = "at a price"
    """The dates gain and the money loses, or the other way round, and nothing says what a hit is worth."""
    CANNOT_TELL = "cannot tell"


class Gain(StrEnum):
    """What an interval says of a gain."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "none that matters"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, gain: Estimate, zone: float) -> Self:
        """Judge a gain; all of an interval within the zone to either side is none that matters."""
        if gain.low >= -zone and gain.high <= zone:
            return cls.NONE
        return cls.BETTER if gain.low > 0 else cls.WORSE if gain.high < 0 else cls.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Effects):
    """
    What a plan has other than with a response left undone: days are those that it costs, or saves where below 0.

    Parameters
    ----------
    dates
        What it gains at the last of the milestones: hits, or days of the promise date where it has no due date.
    money
        What it gains in money: net where a milestone has a value, else cost.
    """

    dates: Gain
    money: Gain

    @property
    def verdict(self) -> Verdict:
        """Return whether it is worth doing: by net, which says what dates are worth, or by dates and money together."""
        if math.isnan(self.net.value):
            found = {self.dates, self.money}
        else:
            found = {self.dates if self.money is Gain.NONE else self.money}
        if Gain.UNKNOWN in found:
            return Verdict.CANNOT_TELL
        if found == {Gain.BETTER, Gain.WORSE}:
            return Verdict.AT_A_PRICE
        return Verdict.WORTH_IT if Gain.BETTER in found else Verdict.NOT_WORTH_IT


def responses(reference: Reference) -> Study[Response, Mapping[str, Response]]:
    """Ask what the plan has other than without each task ahead that retires a risk, by its id, in file order."""
    scenario = reference.scenario
    ids = [id for id, task in scenario.tasks.items() if task.retires and task.actual is None]
    priced = any(one.value is not None for one in scenario.milestones.values())
    reaching = drivers_of(scenario, "net" if priced else "cost") if ids else ()
    return Study(
        patches=[Patch(undone=(id,)) for id in ids],
        iterations=reference.iterations,
        keeps=[partial(_undone, reference, reaching)] * len(ids),
        conclude=lambda kept: dict(zip(ids, kept, strict=True)),
    )


def response_table(scenario: Scenario, found: Mapping[str, Response]) -> pd.DataFrame:
    """Tabulate responses, in file order: the columns of responses.csv."""
    measured = [f"{one.id}.{column}" for one in scenario.headline for column in EFFECT_COLUMNS]
    names = ["task", "name", "owner", "retires", "verdict", "dates", "money", *columns("cost"), *columns("net")]
    return pd.DataFrame(
        [_row(scenario.tasks[id], response) for id, response in found.items()], columns=[*names, *measured]
    )


def _row(task: Task, response: Response) -> dict[str, str | float]:
    return {
        "task": task.id,
        "name": task.name,
        "owner": task.owner,
        "retires": ", ".join(task.retires),
        "verdict": str(response.verdict),
        "dates": str(response.dates),
        "money": str(response.money),
        **response.cost.columns("cost"),
        **response.net.columns("net"),
        **{
            f"{id}.{column}": value
            for id, effect in response.milestones.items()
            for column, value in effect.columns().items()
        },
    }


def _undone(reference: Reference, reaching: Sequence[Driver], variant: Outcome) -> Response:
    effects = reference.effects(variant)
    return Response(
        milestones=effects.milestones,
        cost=effects.cost,
        net=effects.net,
        dates=_dates(reference.scenario, effects),
        money=_money(reference, reaching, effects, variant),
    )


def _dates(scenario: Scenario, effects: Effects) -> Gain:
    last = scenario.schedule.last
    if last is None:
        return Gain.NONE
    effect = effects.milestones[last.id]
    return Gain.of(effect.promise.times(-1.0), DAYS_ZONE) if last.due is None else Gain.of(effect.hit, HIT_ZONE)


def _money(reference: Reference, reaching: Sequence[Driver], effects: Effects, variant: Outcome) -> Gain:
    """Judge net, or cost where nothing has a value; what rests on few iterations is not known."""
    net = reference.net_apart(variant)
    apart, gain = (reference.cost_apart(variant), effects.cost.times(-1.0)) if net is None else (net, effects.net)
    differ = int(np.count_nonzero(apart))
    if not differ:
        return Gain.NONE
    support = thinnest(reaching, float(apart.std()))
    if differ < ENOUGH or (support is not None and support.size(apart.size) < ENOUGH):
        return Gain.UNKNOWN
    usual = reference.scenario.budget.total or abs(float(reference.outcome.expected_cost.mean()))
    return Gain.of(gain, MONEY_ZONE * usual)
