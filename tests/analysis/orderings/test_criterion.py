from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.simulate.analysis.orderings.criterion import Cost, Excess, LargestExcess, Promise
from milepost.simulate.analysis.orderings.criterion_reader import read_criteria
from tests.plans import milestone
from tests.results import result_of

DUE = date(2026, 1, 9)  # 5 working days


def test_values_are_what_each_iteration_came_to() -> None:
    result = result_of(
        {milestone("early", due=DUE): [4.0, 5.0, 5.1, np.inf]}, cost=[10.0, 20.0, 30.0, 5.0], stop=[np.inf] * 3 + [2.0]
    )
    hit, promise, cost, spent = read_criteria(
        result.scenario, ["hit:early", "promise:early", "cost", "spent_at_stop"], zones={}, mean_cost=1.0, horizon=50.0
    )
    assert hit.values(result.scenario, result.outcome).tolist() == [1, 1, 0, 0]
    np.testing.assert_allclose(promise.values(result.scenario, result.outcome), [4, 5, 5.1, np.inf], atol=1e-6)
    np.testing.assert_allclose(cost.values(result.scenario, result.outcome), [10, 20, 30, 5], atol=1e-6)
    np.testing.assert_allclose(spent.values(result.scenario, result.outcome), [0, 0, 0, 5], atol=1e-6)


def test_sums_in_another_order_are_no_difference() -> None:
    promise = Promise(milestone="early", zone=0.5)
    first, second = (result_of({milestone("early"): [total]}) for total in ((0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)))
    assert first.finish["early"][0] != second.finish["early"][0]
    assert np.array_equal(
        promise.values(first.scenario, first.outcome), promise.values(second.scenario, second.outcome)
    )


@pytest.mark.parametrize(
    ("promises", "limit", "hits"),
    [
        ([4.0, 7.0, np.inf], 4.0, 4),  # the earliest of all
        ([np.inf, np.inf], np.inf, 5),  # none has one: whether it is reached at all
    ],
)
def test_a_promise_is_raced_by_the_hit_of_the_earliest_of_all(promises: list[float], limit: float, hits: int) -> None:
    raced = Promise(milestone="early", zone=0.5).raced_by(np.array(promises))
    assert (raced.kind, raced.limit, raced.jump) == ("hit", limit, 1.0)
    result = result_of({milestone("early"): [1.0, 2.0, 3.0, 4.0, 5.0, np.inf]})
    assert raced.values(result.scenario, result.outcome).sum() == hits


def test_what_has_a_mean_races_by_itself() -> None:
    cost = Cost(zone=1.0)
    assert cost.raced_by(np.empty(0)) is cost


def test_the_excess_is_what_is_spent_less_what_is_reached_less_what_the_plan_has() -> None:
    result = result_of(
        {milestone("early", due=DUE): [4.0, 5.0, 5.1, np.inf], milestone("late"): [9.0, 5.0, 9.0, np.inf]},
        cost=100.0,
        budget=200.0,
    )
    outcome = replace(result.outcome, expected_by={5.0: np.array([100.0, 100.0, 120.0, 60.0])})
    excess = Excess(milestone="early", zone=0.005, limit=5.0, planned=0.1)
    expected = [0.5 - 0.5 - 0.1, 0.5 - 1.0 - 0.1, 0.6 - 0.1, 0.3 - 0.1]
    np.testing.assert_allclose(excess.values(result.scenario, outcome), expected, atol=1e-8)


def test_the_largest_excess_races_on_the_worst_date_of_the_order_whose_worst_is_the_least() -> None:
    first = Excess(milestone="a", zone=0.01, limit=5.0, planned=0.0)
    second = replace(first, milestone="b", limit=9.0)
    largest = LargestExcess(zone=0.01, excesses=(first, second))
    assert largest.dates == (5.0, 9.0)
    raced = largest.raced_by(np.array([[0.5, 0.1], [0.1, 0.3], [0.0, 0.4]]))
    assert (raced, raced.is_mean, raced.text) == (second, True, "gap:b")
