import math
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import t

from milepost.models.milestone import MilestoneAt
from milepost.models.money import LatePer, Value
from milepost.simulate import run
from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends
from tests.plans import milestone, plan, task
from tests.results import result_of


def described(amounts: NDArray[np.float64]) -> Spread:
    return Spread.of(amounts, Mean.of(amounts))


def test_an_amount_is_described_by_mean_sd_and_order_statistics() -> None:
    spread = described(np.arange(100.0, 0.0, -1.0))
    assert spread.mean.value == 50.5
    assert [one.value for one in (spread.p10, spread.p50, spread.p80, spread.p90)] == [10, 50, 80, 90]
    assert (spread.p50.low, spread.p50.high) == (40, 61)
    assert spread.sd == pytest.approx(math.sqrt(100 * 101 / 12))
    reach = t.isf(0.025, 99) * spread.sd / 10  # Student's: the amounts lie as far above the mean as below
    assert (spread.mean.low, spread.mean.high) == pytest.approx((50.5 - reach, 50.5 + reach))


def test_one_iteration_says_nothing_of_how_well_the_mean_is_known() -> None:
    spread = described(np.array([7.0]))
    assert (spread.mean.value, spread.p90.value, spread.p90.ends) == (7, 7, Ends.TOO_FEW_ITERATIONS)
    assert math.isnan(spread.sd)
    assert math.isnan(spread.mean.low)


def test_a_cost_that_rounding_puts_past_the_budget_is_within_it() -> None:
    money = result_of({}, cost=[0.1 + 0.2, 0.3, 0.31, 0.2], budget=0.3).money
    assert money.within == Proportion.of(3, 4)


def test_without_a_budget_or_a_value_nothing_is_judged() -> None:
    result = result_of({milestone(): [1.0]}, cost=[5.0])
    assert (result.money.within, result.money.net, result.net) == (None, None, None)
    assert result.money.cost.p50.value == 5


@pytest.mark.parametrize(
    ("time", "net"),
    [
        (3.0, 90.0),  # early: no more than the amount
        (4.0, 90.0),  # at the end of its due date, the fourth working day
        (6.5, 65.0),  # two days and a half late
        (24.0, -110.0),  # so late that it is worth less than nothing
        (math.inf, -10.0),  # never: only the cost is left
    ],
)
def test_net_is_what_is_reached_less_lateness_and_cost(time: float, net: float) -> None:
    valued = milestone(due=date(2026, 1, 8), value=Value(amount=100.0, per_day_late=10.0))
    result = result_of({valued: [time]}, cost=[10.0])
    assert result.net is not None
    assert result.net[0] == net


@pytest.mark.parametrize(
    ("value", "net"),
    [
        (Value(amount=100.0, per_day_late=10.0), 95.0),  # Monday at noon, half a working day after the Friday
        (Value(amount=100.0, per_day_late=10.0, per=LatePer.CALENDAR_DAY), 70.0),  # its date is three days later
        (Value(amount=100.0, per_day_late=10.0, per=LatePer.CALENDAR_DAY, at_most=25.0), 75.0),
        (Value(amount=100.0, per_day_late=10.0, at_most=25.0), 95.0),  # below the limit
        (Value(amount=100.0, per_day_late=10.0, at_most=0.0), 100.0),
    ],
)
def test_lateness_counts_by_the_days_that_the_value_says_and_up_to_its_limit(value: Value, net: float) -> None:
    friday = milestone(due=date(2026, 1, 9), value=value)
    result = result_of({friday: [5.5, 5.0, 2.0, math.inf]})
    assert result.net is not None
    assert result.net.tolist() == [net, 100.0, 100.0, 0.0]


def test_a_start_milestone_behind_a_friday_is_late_by_the_date_of_its_monday() -> None:
    value = Value(amount=100.0, per_day_late=10.0, per=LatePer.CALENDAR_DAY)
    begins = milestone("go", "build", at=MilestoneAt.START, due=date(2026, 1, 9), value=value)
    found = run(plan([task("build", 5)], [begins]), iterations=1)
    assert found.net is not None
    assert found.net[0] == 70.0


def test_what_has_no_due_date_is_never_late() -> None:
    result = result_of({milestone(value=Value(amount=100.0, per_day_late=10.0)): [900.0]}, cost=[10.0])
    assert result.net is not None
    assert result.net[0] == 90


def test_milestones_add_up_in_whatever_order_they_stand() -> None:
    worth = {id: Value(amount=amount) for id, amount in (("a", 0.1), ("b", 0.2), ("c", 0.3))}
    nets = [
        result_of({milestone(id, value=worth[id]): [1.0] for id in order}, cost=[0.0]).net for order in ("abc", "cba")
    ]
    assert nets[0] == nets[1]
