from dataclasses import replace
from datetime import date

import pytest

from milepost.models import Budget, Level, Scenario, Value
from milepost.simulate.analysis.orderings.criterion_reader import read_criteria
from milepost.simulate.analysis.orderings.error import CannotCompareError
from tests.plans import milestone, plan, risk, task
from tests.results import result_of

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
    assert [one.text for one in read_criteria(plan, [], zones={}, mean_cost=100.0, horizon=50.0)] == [text]


def test_the_least_differences_that_matter_are_half_a_point_half_a_day_and_a_thousandth_of_the_budget() -> None:
    texts = ["hit:launch", "promise:launch", "cost", "spent_at_stop", "gap"]
    zones = [one.zone for one in read_criteria(scenario(), texts, zones={}, mean_cost=100.0, horizon=50.0)]
    assert zones == [0.005, 0.5, 2.0, 2.0, 0.005]
    without = replace(scenario(), budget=Budget())
    assert read_criteria(without, ["cost"], zones={}, mean_cost=100.0, horizon=50.0)[0].zone == pytest.approx(0.1)
    assert read_criteria(without, ["cost"], zones={"cost": 7.0}, mean_cost=100.0, horizon=50.0)[0].zone == 7.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hits:launch", "did you mean 'hit'"),
        ("date", "take hit:MILESTONE"),
        ("hit:lanch", "did you mean 'launch'"),
        ("hit", "'' is not a milestone"),
        ("hit:undated", "promise:undated"),  # no date to be hit
        ("cost:launch", "write cost alone"),
        ("net", "give one a `value`"),
        ("gap:launch", "write gap alone"),
        ("exposure", "give one a `delay` or a `stretch`"),
        ("exposure:launch", "write exposure alone"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_can(text: str, said: str) -> None:
    with pytest.raises(CannotCompareError) as error:
        read_criteria(scenario(), [text], zones={}, mean_cost=1.0, horizon=50.0)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(scenario(), budget=Budget()), "budget.total"),
        (replace(scenario(), milestones={"undated": milestone("undated")}), "give a milestone that counts"),
    ],
)
def test_a_plan_without_a_gap_is_told_what_it_lacks(plan: Scenario, said: str) -> None:
    with pytest.raises(CannotCompareError, match=said):
        read_criteria(plan, ["gap"], zones={}, mean_cost=1.0, horizon=50.0)


def test_the_gap_is_judged_on_each_due_date_of_what_counts_once() -> None:
    plan = scenario()
    twin = replace(plan.milestones["early"], id="twin")
    (gap,) = read_criteria(
        replace(plan, milestones={**plan.milestones, "twin": twin}), ["gap"], zones={}, mean_cost=1.0, horizon=50.0
    )
    assert gap.dates == (5.0, 21.0)  # neither the minor one nor the undated


def test_exposure_is_measured_up_to_the_horizon_and_what_matters_is_a_part_of_what_is_open_at_the_start() -> None:
    """0.4 x 10 days at each of two tasks are open; half a hundredth of 50 days of that is 2."""
    threat = risk("trouble", 0.4, exposes=("a", "b"), delay=10)
    exposed = plan([task("a", 1), task("b", 1)], {"end": ["a", "b"]}, [threat])
    (exposure,) = read_criteria(exposed, ["exposure"], zones={}, mean_cost=1.0, horizon=50.0)
    assert exposure.limit == 50.0
    assert exposure.zone == pytest.approx(2.0)
    (asked,) = read_criteria(exposed, ["exposure"], zones={"exposure": 7.0}, mean_cost=1.0, horizon=50.0)
    assert asked.zone == 7.0
