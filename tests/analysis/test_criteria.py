from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.models import Budget, Level, Scenario, Value
from milepost.simulate.analysis.criteria import CannotCompareError, Criterion, read_criteria
from tests.results import milestone, result_of

DUE = date(2026, 1, 9)  # 5 working days


def scenario(*, value: bool = False) -> Scenario:
    return result_of(
        {
            milestone("early", due=DUE, value=Value(amount=10.0) if value else None): [1.0],
            milestone("launch", due=date(2026, 2, 2)): [1.0],
            milestone("party", level=Level.MINOR, due=date(2026, 3, 2)): [1.0],
            milestone("undated"): [1.0],
        },
        cost=500.0,
        budget=2_000.0,
    ).scenario


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (scenario(value=True), "net"),  # something is worth something
        (scenario(), "hit:launch"),  # the major one due last, not the last of the file
        (replace(scenario(), milestones={"undated": milestone("undated")}), "promise:undated"),  # none is due
        (replace(scenario(), milestones={}), "cost"),  # nothing but money
    ],
)
def test_what_orders_are_compared_by_unless_anything_is_asked_for(plan: Scenario, text: str) -> None:
    assert [one.text for one in read_criteria(plan, [], zones={}, mean_cost=100.0)] == [text]


def test_the_least_differences_that_matter_are_half_a_point_half_a_day_and_a_thousandth_of_the_budget() -> None:
    texts = ["hit:launch", "promise:launch", "cost", "spent_at_stop"]
    zones = [one.zone for one in read_criteria(scenario(), texts, zones={}, mean_cost=100.0)]
    assert zones == [0.005, 0.5, 2.0, 2.0]
    without = replace(scenario(), budget=Budget())
    assert read_criteria(without, ["cost"], zones={}, mean_cost=100.0)[0].zone == pytest.approx(0.1)
    assert read_criteria(without, ["cost"], zones={"cost": 7.0}, mean_cost=100.0)[0].zone == 7.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hits:launch", "did you mean 'hit'"),
        ("date", "take hit:MILESTONE"),
        ("hit:lanch", "did you mean 'launch'"),
        ("hit", "'' is no milestone"),
        ("hit:undated", "promise:undated"),  # no date to be hit
        ("cost:launch", "write cost alone"),
        ("net", "give one a `value`"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_can(text: str, said: str) -> None:
    with pytest.raises(CannotCompareError) as error:
        read_criteria(scenario(), [text], zones={}, mean_cost=1.0)
    assert said in str(error.value)


def test_values_are_what_each_iteration_came_to() -> None:
    result = result_of(
        {milestone("early", due=DUE): [4.0, 5.0, 5.1, np.inf]}, cost=[10.0, 20.0, 30.0, 5.0], stop=[np.inf] * 3 + [2.0]
    )
    hit, promise, cost, spent = read_criteria(
        result.scenario, ["hit:early", "promise:early", "cost", "spent_at_stop"], zones={}, mean_cost=1.0
    )
    assert hit.values(result.scenario, result.outcome).tolist() == [1, 1, 0, 0]
    np.testing.assert_allclose(promise.values(result.scenario, result.outcome), [4, 5, 5.1, np.inf], atol=1e-6)
    np.testing.assert_allclose(cost.values(result.scenario, result.outcome), [10, 20, 30, 5], atol=1e-6)
    np.testing.assert_allclose(spent.values(result.scenario, result.outcome), [0, 0, 0, 5], atol=1e-6)


def test_sums_in_another_order_are_no_difference() -> None:
    promise = Criterion(kind="promise", milestone="early", zone=0.5)
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
    raced = Criterion(kind="promise", milestone="early", zone=0.5).raced_by(np.array(promises))
    assert (raced.kind, raced.limit, raced.jump) == ("hit", limit, 1.0)
    result = result_of({milestone("early"): [1.0, 2.0, 3.0, 4.0, 5.0, np.inf]})
    assert raced.values(result.scenario, result.outcome).sum() == hits


def test_what_has_a_mean_races_by_itself() -> None:
    cost = Criterion(kind="cost", zone=1.0)
    assert cost.raced_by(np.empty(0)) is cost
