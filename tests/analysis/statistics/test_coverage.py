"""The intervals of a run hold the truth as often as they say, over many seeds of plans with known answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import inf, log, sqrt
from typing import Any

import numpy as np
import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Exponential
from milepost.models.money import Budget, Invoice
from milepost.simulate import run
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.result import Result
from tests.plans import FAULTS, plan, task

SEEDS = 400
ITERATIONS = 1_000
LEAST = 0.95 - 4 * sqrt(0.95 * 0.05 / SEEDS)
"""Four standard errors below what is promised [-]."""


def cliff(stops: float) -> Scenario:
    """Write the plan of one task that takes 10 days on average, exponential, and is stopped at its end with `stops`."""
    scenario = read_scenario(FAULTS / "cliff.yaml")
    return replace(scenario, risks={"s": replace(scenario.risks["s"], probability=stops)})


def when(p: float, stops: float) -> float:
    """Return the p-quantile of when its milestone is reached [working days]."""
    return -10 * log(1 - p / (1 - stops)) if p < 1 - stops else inf


@cache
def rows(stops: float) -> list[dict[Any, Any]]:
    scenario = cliff(stops)
    results = (run(scenario, iterations=ITERATIONS, seed=seed) for seed in range(SEEDS))
    return [result.milestones.to_dict("records")[0] for result in results]


def covered(ends: list[tuple[float, float]], truth: float) -> float:
    return float(np.mean([low <= truth * (1 + 1e-4) and truth <= high * (1 + 1e-4) for low, high in ends]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "stops",
    [
        0.199,  # nearly one in five: the promise of 80% is at the cliff, and one seed in two gives none
        0.201,  # just beyond: there is none
        0.05,  # far from it
        0.5,  # far beyond
    ],
)
@pytest.mark.parametrize(("name", "p"), [("promise", 0.8), ("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p90", 0.9)])
def test_the_interval_of_a_date_holds_the_truth_never_too(stops: float, name: str, p: float) -> None:
    ends = [(row[f"{name}_low_days"], row[f"{name}_high_days"]) for row in rows(stops)]
    assert covered(ends, when(p, stops)) >= LEAST


@pytest.mark.slow
@pytest.mark.parametrize("stops", [0.199, 0.05])
def test_the_interval_of_how_often_it_is_reached_holds_the_truth(stops: float) -> None:
    assert covered([(row["reached_low"], row["reached_high"]) for row in rows(stops)], 1 - stops) >= LEAST


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stops", "states"),
    [
        (0.199, {"known", "perhaps_never", "never"}),  # no seed says more than it knows in more than its 2.5%
        (0.05, {"known"}),
        (0.5, {"never"}),
    ],
)
def test_no_end_of_a_thousand_iterations_is_put_down_to_their_number(stops: float, states: set[str]) -> None:
    found = [row["promise_state"] for row in rows(stops)]
    assert set(found) <= states
    wrong = found.count("never") if stops < 0.2 else SEEDS - found.count("never")
    assert wrong / SEEDS <= 0.025 + 4 * sqrt(0.025 * 0.975 / SEEDS)


@cache
def spent() -> list[Result]:
    """Play a plan whose cost is exponential with mean 1,000, and is invoiced when it has been spent."""
    scenario = plan([task("a", Exponential(mean=10), daily=100)], {"m": ["a"]}, budget=Budget(total=2_000))
    milestone = replace(scenario.milestones["m"], invoice=Invoice(amount=1))
    scenario = replace(scenario, milestones={"m": milestone})
    return [run(scenario, iterations=ITERATIONS, seed=seed) for seed in range(SEEDS)]


def peak(result: Result) -> Any:
    assert result.cash is not None
    return result.cash.peak


@pytest.mark.slow
@pytest.mark.parametrize(
    ("figure", "truth"),
    [
        (lambda result: result.money.cost.p10, -1_000 * log(0.9)),
        (lambda result: result.money.cost.p50, -1_000 * log(0.5)),
        (lambda result: result.money.cost.p80, -1_000 * log(0.2)),
        (lambda result: result.money.cost.p90, -1_000 * log(0.1)),
        (lambda result: result.contingency.needed, -1_000 * log(0.2)),
        (lambda result: result.contingency.over_plan.less(-result.contingency.plan), -1_000 * log(0.2)),
        (lambda result: result.contingency.over_median, 1_000 * log(0.5 / 0.2)),
        (lambda result: peak(result).p50, -1_000 * log(0.5)),
        (lambda result: peak(result).p90, -1_000 * log(0.1)),
    ],
    ids=["p10", "p50", "p80", "p90", "needed", "over plan", "over median", "peak p50", "peak p90"],
)
def test_the_interval_of_an_amount_holds_the_truth(figure: Callable[[Result], Quantile], truth: float) -> None:
    found = [figure(result) for result in spent()]
    assert covered([(one.low, one.high) for one in found], truth) >= LEAST
    assert all(one.low <= one.value <= one.high for one in found)
