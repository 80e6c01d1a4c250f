import math
from datetime import date

import numpy as np
import pytest
from scipy.stats import binom

from milepost.models import Level
from milepost.models.distributions import Uniform
from milepost.simulate.analysis.money.contingency import Contingency
from milepost.simulate.analysis.money.joint import frontier
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.engine.run import simulate
from tests.plans import milestone, plan, risk, task
from tests.results import result_of


def test_date_and_money_are_judged_alone_and_together() -> None:
    """Due at the end of day 5, budget 100: of four lives one keeps both."""
    launch = milestone(due=date(2026, 1, 9))
    (joint,) = result_of({launch: [4.0, 5.0, 6.0, math.inf]}, cost=[100.0, 101.0, 99.0, 20.0], budget=100.0).joint
    assert (joint.both.value, joint.date.value, joint.money.value) == (0.25, 0.5, 0.75)
    assert joint.frontier_days.size == 0  # a quarter never reach it


def test_major_milestones_are_judged_or_all_if_none_is_and_none_without_a_budget_or_a_date() -> None:
    due = date(2026, 1, 9)
    times = {milestone("fit", level=Level.MINOR, due=due): [1.0], milestone("launch", due=due): [1.0]}
    assert [one.milestone for one in result_of(times, budget=1.0).joint] == ["launch"]
    minor = {milestone("fit", level=Level.MINOR, due=due): [1.0]}
    assert [one.milestone for one in result_of(minor, budget=1.0).joint] == ["fit"]
    assert result_of(times).joint == ()
    assert result_of({milestone(): [1.0]}, budget=1.0).joint == ()


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9])
def test_each_point_of_the_frontier_keeps_both_with_the_confidence_and_no_smaller_budget_does(
    confidence: float,
) -> None:
    random = np.random.default_rng(1)
    times = np.where(random.random(1_000) < 0.02, np.inf, random.gamma(4.0, 5.0, 1_000))
    costs = np.sort(random.gamma(3.0, 10.0, 1_000))
    days, amounts = frontier(times, costs, Sample.of(times), confidence)
    assert days.size > 10
    for day, amount in zip(days, amounts, strict=True):
        kept = [np.count_nonzero((times <= day) & (costs <= limit)) for limit in (amount, np.nextafter(amount, 0))]
        assert kept[0] >= confidence * 1_000 > kept[1]
    assert (np.diff(days) > 0).all()
    assert (np.diff(amounts) <= 0).all()


def test_contingency_names_both_of_its_bases() -> None:
    """A plan of 100, and a charge of 50 in three lives of ten."""
    scenario = plan([task("work", 10, cost=100)], {"end": ["work"]}, [risk("r", 0.3, exposes=("work",), cost=50)])
    outcome = simulate(scenario, iterations=10_000)
    found = Contingency.of(scenario, outcome, confidence=0.8)
    assert (found.needed.value, found.plan) == pytest.approx((150, 100))
    assert (found.over_plan.value, found.over_median.value) == pytest.approx((50, 50))
    assert Contingency.of(scenario, outcome, confidence=0.6).over_plan.value == pytest.approx(0)


def test_the_interval_of_contingency_is_that_of_the_cost_less_what_the_plan_costs() -> None:
    scenario = plan([task("work", Uniform(low=5, high=15), daily=10)], {"end": ["work"]})
    outcome = simulate(scenario, iterations=1_000)
    found = Contingency.of(scenario, outcome, confidence=0.8)
    low, high = Sample.of(outcome.cost).quantile_interval(0.8)
    assert (found.over_plan.low, found.over_plan.high) == (low - found.plan, high - found.plan)


@pytest.mark.parametrize(
    ("confidence", "low", "high"),
    [
        (0.8, 71 - 62, 90 - 39),  # ranks of the binomial, with 97.5% each
        (0.5, 0, 0),  # the same of itself
        (0.51, 0, 24),  # never below 0, whatever the two intervals allow
    ],
)
def test_what_is_needed_on_top_of_the_median_lies_between_the_outer_ends(
    confidence: float, low: float, high: float
) -> None:
    outcome = result_of({}, cost=np.arange(1.0, 101.0)).outcome
    over = Contingency.of(plan([task("work", 1)]), outcome, confidence=confidence).over_median
    assert (over.low, over.high) == (low, high)
    assert [binom.ppf(0.0125, 100, p) for p in (0.5, 0.8)] == [39, 71]
    assert [binom.ppf(0.9875, 100, p) + 1 for p in (0.5, 0.8)] == [62, 90]
