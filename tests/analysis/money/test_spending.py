from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from milepost.models.actual import Actual
from milepost.models.distributions import Pert
from milepost.models.forecast import forecast
from milepost.models.money import Budget, Invoice
from milepost.models.scenario import Scenario
from milepost.simulate.analysis.money.spending import Spending
from milepost.simulate.engine.run import simulate
from tests.gap_oracle import spent_by
from tests.oracle import play_plainly
from tests.plans import everything, milestone, plan, risk, task
from tests.strategies import START, scenarios

ITERATIONS = 300


def spending_of(scenario: Scenario, iterations: int = 1) -> Spending:
    return Spending.of(scenario, simulate(scenario, iterations=iterations))


def spent(scenario: Scenario, *times: float) -> list[float]:
    """Return what a plan without uncertainty has spent by some whole days, read off the grid."""
    spending = spending_of(scenario)
    return [float(np.interp(time, spending.times, spending.spent[:, 0])) for time in times]


def check_against_the_plain_pass(scenario: Scenario) -> None:
    outcome, plain = simulate(scenario, iterations=ITERATIONS, seed=5), play_plainly(scenario, ITERATIONS, seed=5)
    spending = Spending.of(scenario, outcome)
    expected = np.array([spent_by(scenario, plain, time) for time in spending.times])
    np.testing.assert_allclose(spending.spent, expected, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(spending.spent[-1], outcome.cost, rtol=1e-9, atol=0.005)
    if not any((charge < 0.0).any() for charge in outcome.risk_charge.values()):
        assert (np.diff(spending.spent, axis=0) >= 0).all()
    assert (spending.last <= spending.times[-1] + 1e-9).all()
    for id, amounts in spending.at_milestone.items():
        reached = np.isfinite(outcome.finish[id])
        np.testing.assert_array_equal(np.isnan(amounts), ~reached)
        exact = spent_by(scenario, plain, np.where(reached, plain.dated_finish[id], 0.0))
        np.testing.assert_allclose(amounts[reached], exact[reached], rtol=1e-9, atol=1e-6)


@settings(max_examples=settings().max_examples // 2)
@given(scenario=scenarios())
def test_spending_agrees_with_a_plain_pass_falls_by_savings_alone_and_ends_at_the_total(scenario: Scenario) -> None:
    check_against_the_plain_pass(scenario)


def test_spending_agrees_with_a_plain_pass_where_every_feature_has_an_effect() -> None:
    check_against_the_plain_pass(everything())


def test_a_task_is_paid_evenly_and_the_team_until_the_last_milestone() -> None:
    scenario = plan([task("work", 10, cost=100, daily=2), task("after", 5, "work")], {"end": ["work"]})
    scenario = replace(scenario, budget=Budget(burn=10))
    assert spent(scenario, 0, 5, 10, 12) == pytest.approx([0, 60 + 50, 120 + 100, 220])


def half_way(spent: float | None, *, costs: float = 1.0) -> Scenario:
    """Return a plan after two weeks: work of the first is done, and of the work since, of 20 days, five are gone."""
    week = timedelta(days=7)
    tasks = [
        task("probe", 3, cost=300 * costs, actual=Actual(start=START, finish=START + timedelta(days=4))),
        task("build", 20, "probe", daily=20 * costs, actual=Actual(start=START + week)),
    ]
    probed = milestone("probed", "probe", reached=START + timedelta(days=4))
    known = plan(tasks, [probed, milestone("built", "build")], as_of=START + 2 * week)
    return forecast(replace(known, budget=Budget(total=1_000, burn=10 * costs, spent=spent)))


def test_what_was_spent_before_a_status_was_as_costs_accrue_by_the_facts_each_off_by_the_same_factor() -> None:
    """By the costs of the plan 300 + 50 are spent in the first week and 100 + 50 in the second: really twice that."""
    assert spent(half_way(1_000.0), 0, 5, 10, 11, 25) == pytest.approx([0, 700, 1_000, 1_030, 1_450])
    spending = spending_of(half_way(1_000.0))
    assert (spending.at_milestone["probed"][0], spending.at_milestone["built"][0]) == pytest.approx((700, 1_450))


def test_a_status_that_says_that_as_much_is_spent_as_the_plan_has_it_changes_no_amount() -> None:
    usual, known = spending_of(half_way(None)), spending_of(half_way(500.0))
    np.testing.assert_allclose(known.spent, usual.spent, rtol=1e-9)
    for id, amounts in usual.at_milestone.items():
        np.testing.assert_allclose(known.at_milestone[id], amounts, rtol=1e-9)


def test_what_was_spent_before_a_status_on_what_has_no_cost_was_spent_evenly() -> None:
    assert spent(half_way(600.0, costs=0.0), 0, 5, 10, 20) == pytest.approx([0, 300, 600, 600])


def test_a_risk_is_paid_on_the_day_that_begins_with_its_decision_and_a_task_without_length_at_its_start() -> None:
    tasks = [task("wait", 4), task("gate", 0, "wait", cost=7), task("work", 6, "wait")]
    assert spent(plan(tasks, risks=[risk("r", exposes=("work",), cost=80)]), 3, 4, 5, 10) == [0, 7, 87, 87]


def test_the_grid_holds_a_charge_that_nothing_comes_after() -> None:
    """The last work takes no time, so its risk is met when all else is over: on the morning after."""
    tasks = [task("wait", 5), task("gate", 0, "wait")]
    assert spent(plan(tasks, risks=[risk("r", exposes=("gate",), cost=80)]), 4, 5, 6) == [0, 0, 80]


def test_what_is_spent_before_an_invoice_is_paid_leaves_out_what_is_spent_at_that_moment() -> None:
    """A hundred in ten days; then at once the milestone with its invoice, a fee of 7 and a charge of 80."""
    scenario = plan(
        [task("work", 10, cost=100), task("fee", 0, "work", cost=7), task("more", 5, "work")],
        {"done": ["work"]},
        [risk("r", exposes=("more",), cost=80)],
    )
    invoiced = {"done": replace(scenario.milestones["done"], invoice=Invoice(amount=50))}
    spending = spending_of(replace(scenario, milestones=invoiced))
    assert (spending.at_arrival["done"][0], spending.at_milestone["done"][0]) == (100, 107)


def test_what_is_paid_at_once_is_spent_in_full_by_a_milestone_at_that_moment_however_late_it_is() -> None:
    scenario = plan(
        [task("work", Pert(low=2000, mode=2001, high=2003)), task("fee", 0, "work", cost=7)], {"done": ["work"]}
    )
    assert set(spending_of(scenario, 300).at_milestone["done"]) == {7}


def test_nothing_is_spent_after_the_stop() -> None:
    tasks = [task("probe", 4, cost=8), task("work", 10, cost=100)]
    scenario = plan(tasks, {"end": ["work"]}, [risk("fatal", exposes=("probe",), stop=True)], budget=Budget(burn=10))
    assert spent(scenario, 2, 4, 10) == pytest.approx([4 + 20 + 20, 8 + 40 + 40, 88])


@pytest.mark.parametrize(
    ("begins", "lasts"),
    [
        (0.25, 0.5),  # between two times of the grid
        (0.25, 1.0),  # over one of them
        (1.0, 1e-7),  # as good as at once, from a time of the grid on
        (0.99999999, 2e-8),  # as good as at once, around one
        (0.5, 90_000.0),  # over all of them
    ],
)
def test_no_cent_is_lost_however_long_a_payment_lasts(begins: float, lasts: float) -> None:
    scenario = plan([task("wait", begins), task("work", lasts, "wait", cost=123_456.78)])
    spending = spending_of(scenario)
    assert spending.spent[-1, 0] == pytest.approx(123_456.78, abs=0.005)
    at = np.clip((spending.times - begins) / lasts, 0.0, 1.0)
    np.testing.assert_allclose(spending.spent[:, 0], 123_456.78 * at, rtol=1e-6, atol=0.005)


def test_the_grid_is_of_whole_days_and_holds_the_due_dates_and_the_slowest_iteration() -> None:
    scenario = everything()
    outcome = simulate(scenario, iterations=2_000)
    times = Spending.of(scenario, outcome).times
    assert (times == np.ceil(times)).all()
    assert (np.diff(times) > 0).all()
    assert times[0] == 0
    slowest = max(float(row[np.isfinite(row)].max()) for row in outcome.finish.values())
    assert times[-1] >= slowest
    assert times.size <= 200 + len(scenario.milestones) + 1
