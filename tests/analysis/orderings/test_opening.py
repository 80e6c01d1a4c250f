from dataclasses import replace

import pytest

from milepost.models import Correlation, Orderings, Retirement, Scenario
from milepost.simulate.analysis.orderings.criterion import Cost, Hit
from milepost.simulate.analysis.orderings.opening import Opening
from milepost.simulate.analysis.statistics.racing import OPENING
from milepost.simulate.analysis.support.support import Impact
from tests.plans import plan, risk, task


def rare(probability: float, delay: float = 100.0) -> Scenario:
    """Write a plan whose orders differ by whether a rare delay of what costs by the day is retired in time."""
    return plan(
        [
            task("ask", 5, retires={"late": Retirement(probability=1.0)}),
            task("try", 5),
            task("wait", 5),
            task("build", 10, "wait", daily=100.0),
        ],
        {"end": ["build"]},
        [risk("late", probability, exposes=("build",), delay=delay)],
        orderings=Orderings(among=("try", "ask")),
    )


@pytest.mark.parametrize("probability", [0.01, 0.002])
def test_an_opening_meets_what_makes_the_difference_fifty_times_where_that_can_be_afforded(probability: float) -> None:
    opening = Opening.of(rare(probability), Cost(zone=1.0), 24)
    assert opening.thin is None
    assert opening.iterations * probability >= 50 > (opening.iterations - 256) * probability


def test_what_is_met_often_enough_leaves_the_opening_as_it_is() -> None:
    assert Opening.of(rare(0.2), Cost(zone=1.0), 24) == Opening(iterations=OPENING)


@pytest.mark.parametrize(
    ("probability", "orders"),
    [
        (0.0001, 24),  # 500,000 iterations of each order are too many for any number of orders
        (0.002, 40_320),  # 25,000 are too many for so many orders
    ],
)
def test_where_it_cannot_be_afforded_the_usual_opening_says_what_it_does_not_tell(
    probability: float, orders: int
) -> None:
    opening = Opening.of(rare(probability), Cost(zone=1.0), orders)
    assert opening.iterations == OPENING
    assert opening.thin is not None
    assert (opening.thin.driver, opening.thin.what) == ("late", Impact.DELAY)


def test_hits_need_no_longer_opening_however_rare_a_risk_is() -> None:
    assert Opening.of(rare(0.0001), Hit(zone=0.005, milestone="end", limit=30.0), 24) == Opening(iterations=OPENING)


def test_what_cannot_move_the_mean_by_a_tenth_of_what_matters_is_passed_over() -> None:
    """A charge of 100 with probability 0.0001 moves it by 0.01."""
    charges = [risk("late", 0.0001, exposes=("build",), cost=100.0), risk("other", 0.5, exposes=("build",), cost=1.0)]
    scenario = replace(
        rare(0.0001),
        risks={one.id: one for one in charges},
        correlations=(Correlation(risks=("late", "other"), rho=0.5),),
    )
    assert Opening.of(scenario, Cost(zone=1.0), 24) == Opening(iterations=OPENING)
    thin = Opening.of(scenario, Cost(zone=0.01), 24).thin
    assert thin is not None
    assert (thin.driver, thin.what) == ("late", Impact.COST)
