"""Means that are printed: their interval is there when enough iterations tell of what they rest on, and not before."""

import math
from dataclasses import replace

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.distributions import Lognormal, Uniform
from milepost.models.money import Budget
from milepost.simulate import run
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.report.run.support_words import support_notes
from tests.plans import plan, risk, task

REVEALED = plan(
    [task("work", Uniform(low=5, high=9), daily=100.0, reveals=("fire",))],
    {"end": ["work"]},
    [risk("fire", 0.01, exposes=("work",), cost=400)],
    budget=Budget(total=10_000),
)
"""A plan with a risk whose charge counts as it falls, since a task reveals it."""


def dear(probability: float) -> Scenario:
    fire = risk("fire", probability, exposes=("work",), cost=40_000)
    return replace(REVEALED, risks={"fire": fire})


def test_a_mean_has_an_interval_from_fifty_effective_iterations_on() -> None:
    scenario, values = dear(0.01), np.random.default_rng(1).uniform(size=5_000)
    enough, few = supported_mean(scenario, "cost", values), supported_mean(scenario, "cost", values[:4_999])
    assert enough.effective == pytest.approx(50)
    assert enough.needed == 5_120
    assert enough.low < enough.value < enough.high
    assert few.effective < 50
    assert (math.isnan(few.low), math.isnan(few.high), few.needed) == (True, True, 5_120)
    assert few.value == values[:4_999].mean()


def test_what_the_figure_does_not_feel_leaves_it_its_interval() -> None:
    """Work costs 700 with a standard deviation of 115; a charge of 40 in one of 10,000 lives has one of 0.4."""
    small = replace(REVEALED, risks={"fire": risk("fire", 0.0001, exposes=("work",), cost=40)})
    cost = run(small, iterations=1_000).money.cost
    assert cost.mean.low < cost.mean.value < cost.mean.high


def test_every_mean_of_a_run_says_on_how_many_iterations_it_rests() -> None:
    risks = [
        risk("fire", 0.01, exposes=("work",), cost=40_000, delay=100),
        risk("end", 0.5, exposes=("work",), stop=True),
    ]
    scenario = replace(REVEALED, risks={one.id: one for one in risks})
    result = run(scenario, iterations=1_024)
    assert result.gap is not None
    assert result.stopped is not None
    assert result.money.cost.mean.effective == pytest.approx(10.24)
    assert result.money.cost.mean.needed == 5_120
    assert math.isnan(result.money.cost.mean.low)
    assert result.stopped.spent.effective == pytest.approx(5.12)  # half of them are stopped
    assert result.stopped.saved.effective == pytest.approx(5.12)
    row = result.milestones.iloc[0]
    reached = result.milestones["reached"].iloc[0]
    assert row["mean_effective"] == pytest.approx(10.24 * reached)
    assert math.isnan(row["mean_low_days"])


def test_a_run_says_in_words_what_its_means_rest_on() -> None:
    result = run(dear(0.001), iterations=2_000)
    assert list(support_notes(result)) == [
        "no interval for the mean cost: of 2,000 cases only 2 tell what fire costs, and it takes 50; "
        "50,176 cases would do"
    ]
    assert list(support_notes(run(dear(0.1), iterations=2_000))) == []


def test_a_duration_of_heavy_tail_is_named_with_all_that_hangs_on_it() -> None:
    scenario = plan(
        [task("dig", Lognormal(mu=2, sigma=2.4), daily=10.0)], {"end": ["dig"]}, budget=Budget(total=1_000_000)
    )
    (said,) = support_notes(run(scenario, iterations=2_000))
    needed = math.ceil(50 * math.exp(2.4**2) / 256) * 256
    assert said == (
        "no interval for the mean cost and the mean date of end: of 2,000 cases only 6.3 tell how long dig takes, "
        f"and it takes 50; {needed:,} cases would do"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("probability", "iterations"),
    [(0.02, 2_560), (0.05, 1_024), (0.2, 256)],  # just over fifty effective iterations each
)
def test_where_there_is_an_interval_it_holds_the_mean(probability: float, iterations: int) -> None:
    """Of 400 seeds, 94% less four standard errors."""
    scenario = dear(probability)
    exact = 700 + probability * 40_000
    spreads = [run(scenario, iterations=iterations, seed=seed).money.cost for seed in range(400)]
    held = np.mean([one.mean.low <= exact <= one.mean.high for one in spreads])
    assert held >= 0.94 - 4 * math.sqrt(0.94 * 0.06 / 400)
