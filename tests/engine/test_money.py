"""What a plan costs: worked by hand, and part by part."""

from dataclasses import replace
from datetime import timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from milepost.models.actual import Actual
from milepost.models.distributions import Constant, Shifted, Triangular, Uniform
from milepost.models.money import Budget
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.run import play_program, simulate
from tests.gap_oracle import spent_by
from tests.oracle import play_plainly
from tests.plans import assert_mean, everything, plan, risk, task
from tests.strategies import START, scenarios

FATAL = risk("fatal", exposes=("probe",), stop=True)
"""Ends the project at the finish of `probe`."""


def records_by_dates(scenario: Scenario, days: list[float], *, iterations: int, seed: int = 0) -> Records:
    program = build_program(scenario)._replace(dates=np.array(days))
    return play_program(program, iterations=iterations, seed=seed)


def cost_of(scenario: Scenario) -> float:
    """Play a plan without uncertainty."""
    costs = simulate(scenario, iterations=3).cost
    assert set(costs) == {costs[0]}
    return float(costs[0])


def test_a_plan_without_money_costs_nothing() -> None:
    assert cost_of(plan([task("work", 10)], {"end": ["work"]})) == 0


def test_a_task_costs_its_cost_and_its_days() -> None:
    assert cost_of(plan([task("work", 10, cost=100, daily=7)])) == 100 + 70


def test_what_makes_a_task_longer_is_paid_by_the_day() -> None:
    late = risk("late", exposes=("work",), stretch=1.5, delay=2)
    assert cost_of(plan([task("work", 10, cost=100, daily=7)], risks=[late])) == 100 + 17 * 7


@pytest.mark.parametrize(
    ("work", "spent"),
    [
        (task("work", 10, cost=100, daily=10), 200 * 0.4),  # under way: 4 days of 10
        (task("work", 4, cost=100, daily=10), 140),  # ends at the stop
        (task("work", 1, cost=100, daily=10), 110),  # over
        (task("work", 10, "wait", cost=100, daily=10), 200 * 0.1),  # a day under way
        (task("work", 10, "probe", cost=100, daily=10), 0),  # would start at the stop
        (task("work", 10, "probe FS+1", cost=100, daily=10), 0),  # would start after it
        (task("work", 10, "far FF", cost=100, daily=10), 0),  # decided before it, and pushed beyond
        (task("work", 0, "wait", cost=100, daily=10), 100),  # takes no time, before the stop
        (task("work", 0, "probe", cost=100, daily=10), 0),  # takes no time, at the stop
    ],
)
def test_no_money_is_spent_after_a_stop(work: Task, spent: float) -> None:
    tasks = [task("probe", 4), task("wait", 3), task("far", 40), work]
    assert cost_of(plan(tasks, risks=[FATAL])) == pytest.approx(spent, rel=1e-12)


def test_a_task_that_stops_the_project_is_paid_in_full() -> None:
    assert cost_of(plan([task("probe", 4, cost=30, daily=5)], risks=[FATAL])) == 50


@pytest.mark.parametrize(
    ("milestones", "stops", "days"),
    [
        ({"early": ["wait"]}, False, 3),  # what comes after the last milestone burns nothing
        ({"early": ["wait"], "end": ["far"]}, False, 40),
        ({"early": ["wait"], "end": ["far"]}, True, 4),  # the last one is not reached
        ({"early": ["wait"]}, True, 3),  # stopped after the last milestone
        ({}, False, 0),
    ],
)
def test_the_team_burns_until_the_last_milestone_or_the_stop(
    milestones: dict[str, list[str]], stops: bool, days: float
) -> None:
    tasks = [task("probe", 4), task("wait", 3), task("far", 40)]
    risks = [FATAL] if stops else []
    assert cost_of(plan(tasks, milestones, risks, budget=Budget(burn=10))) == 10 * days


def test_each_round_is_paid() -> None:
    """No round passes: three of 2 days, cost 50 each, and 5 days of delay on top that cost only by the day."""
    trial = task("trial", 2, cost=50, daily=3, rounds=Rounds(probability=1e-9, at_most=3))
    late = risk("late", exposes=("trial",), delay=5)
    assert cost_of(plan([trial], risks=[late])) == 3 * 50 + (3 * 2 + 5) * 3


def test_rounds_are_paid_evenly_over_their_whole_length() -> None:
    trial = task("trial", 4, cost=50, rounds=Rounds(probability=1e-9, at_most=2))
    assert cost_of(plan([task("probe", 4), trial], risks=[FATAL])) == 50


def test_a_task_that_does_not_run_costs_nothing() -> None:
    never = risk("never", 0.0, exposes=("build",), cost=1_000)
    tasks = [task("build", 3), task("response", 5, "build", cost=100, daily=10, only_if="never")]
    assert cost_of(plan(tasks, risks=[never])) == 0


def test_a_risk_is_paid_once() -> None:
    assert cost_of(plan([task("a", 1), task("b", 1, "a")], risks=[risk("r", exposes=("a", "b"), cost=80)])) == 80


def half_of(risk_id: str, share: float = 0.5) -> dict[str, Retirement]:
    return {risk_id: Retirement(impact=share)}


@pytest.mark.parametrize(
    ("a", "b", "charge"),
    [
        (5, 9, 40),  # the cure ends at 4, before either begins
        (2, 9, 80),  # a begins before it: the first decision counts, not the larger or the last charge
        (9, 2, 80),
        (5, 5, 40),
    ],
)
def test_a_risk_is_charged_with_the_impact_left_at_the_first_decision(a: float, b: float, charge: float) -> None:
    tasks = [
        task("cure", 4, retires=half_of("r")),
        task("wait_a", a),
        task("wait_b", b),
        task("a", 1, "wait_a"),
        task("b", 1, "wait_b"),
    ]
    assert cost_of(plan(tasks, risks=[risk("r", exposes=("a", "b"), cost=80)])) == charge


@pytest.mark.parametrize("listed", [("a", "b"), ("b", "a")])
def test_of_two_first_decisions_the_larger_charge_counts(listed: tuple[str, str]) -> None:
    """Both are decided at 4; a cure that comes after a by links helps only b."""
    tasks = {
        "a": task("a", 1, "wait"),
        "b": task("b", 1, "wait"),
        "wait": task("wait", 4),
        "cure": task("cure", 1, "a SS-4", retires=half_of("r", 0.75)),
    }
    ordered = [tasks["wait"], *(tasks[id] for id in listed), tasks["cure"]]
    scenario = plan(ordered, risks=[risk("r", exposes=listed, cost=80)])
    outcome = simulate(scenario, iterations=1)
    assert outcome.task_start["a"][0] == outcome.task_start["b"][0] == 4
    assert outcome.task_finish["cure"][0] == 1
    assert cost_of(scenario) == 80


@pytest.mark.parametrize(
    ("begins", "charge"),
    [
        (3, 80),
        (4, 0),  # decided at the stop
        (5, 0),
    ],
)
def test_a_risk_is_charged_only_if_decided_before_the_stop(begins: float, charge: float) -> None:
    tasks = [task("probe", 4), task("wait", begins), task("work", 9, "wait")]
    assert cost_of(plan(tasks, risks=[FATAL, risk("r", exposes=("work",), cost=80)])) == charge


def test_a_risk_that_stops_the_project_is_charged_too() -> None:
    assert cost_of(plan([task("probe", 4)], risks=[risk("r", exposes=("probe",), cost=80, stop=True)])) == 80


def test_a_risk_that_is_only_revealed_is_not_charged() -> None:
    tasks = [task("test", 4, reveals=("r",)), task("work", 9, "test")]
    assert cost_of(plan(tasks, risks=[risk("r", exposes=("work",), cost=80, stop=True)])) == 0


def test_a_date_at_which_work_may_begin_costs_nothing_by_itself() -> None:
    late = task("work", 2, daily=10, not_before=START + timedelta(days=14))
    assert cost_of(plan([late], {"end": ["work"]}, budget=Budget(burn=1))) == 20 + 12


@pytest.mark.parametrize(
    ("day", "spent"),
    [
        (0.0, 5.0),  # what costs at once
        (4.0, 5.0 + 40 + 4 * 3),  # four days of ten
        (10.0, 5.0 + 100 + 10 * 3),  # the risk is met on the next morning
        (11.0, 5.0 + 100 + 20 + 11 * 3),
        (99.0, 5.0 + 100 + 20 + 12 * 3),  # and nothing after the last milestone
    ],
)
def test_what_is_spent_by_a_day_counts_what_falls_on_it(day: float, spent: float) -> None:
    scenario = plan(
        [task("sign", 0, cost=5), task("work", 10, cost=100), task("ship", 2, "work")],
        {"end": ["ship"]},
        [risk("breakage", exposes=("ship",), cost=20)],
        budget=Budget(burn=3),
    )
    assert records_by_dates(scenario, [day], iterations=1).spent_by[0, 0] == pytest.approx(spent, rel=1e-9)


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios())
def test_what_is_spent_by_a_day_agrees_with_a_plain_pass(scenario: Scenario) -> None:
    plain, days = play_plainly(scenario, 300, seed=4), [0.0, 3.0, 7.5, 20.0, 1e6]
    found = records_by_dates(scenario, days, iterations=300, seed=4)
    charged = charged_at_expectation(scenario)
    for day, spent, expected in zip(days, found.spent_by, found.expected_by, strict=True):
        np.testing.assert_allclose(spent, spent_by(scenario, plain, day), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(expected, spent_by(scenario, plain, day, charged), rtol=1e-9, atol=1e-9)
    outcome = simulate(scenario, iterations=300, seed=4)
    np.testing.assert_array_equal(found.spent_by[-1], outcome.cost)
    np.testing.assert_array_equal(found.expected_by[-1], outcome.expected_cost)


def test_the_parts_sum_to_the_total_to_the_cent() -> None:
    scenario = everything()
    total = simulate(scenario, iterations=5_000, seed=3).cost
    plain = play_plainly(scenario, 5_000, seed=3)
    parts = [*plain.task_cost.values(), *plain.risk_cost.values(), plain.burn]
    assert all(np.any(part > 0) for part in parts)
    np.testing.assert_allclose(total, np.sum(parts, axis=0), rtol=0, atol=0.005)


def test_what_is_drawn_is_paid_the_same_for_each_round() -> None:
    """Three rounds of 2 days at what is drawn, and five days of delay that cost by the day alone."""
    price, rate = Uniform(low=40, high=60), Triangular(low=1, mode=2, high=6)
    trial = task("trial", 2, cost=price, daily=rate, rounds=Rounds(probability=1e-9, at_most=3))
    late = risk("late", exposes=("trial",), delay=5)
    outcome = simulate(plan([trial], risks=[late]), iterations=2_000, seed=7)
    cost, daily = outcome.task_cost["trial"], outcome.task_daily["trial"]
    np.testing.assert_allclose(outcome.cost, 3 * cost + 11 * daily, rtol=1e-12)
    np.testing.assert_allclose(outcome.expected_cost, 3 * price.mean + 11 * rate.mean, rtol=1e-12)
    assert_mean(cost, price.mean)
    assert_mean(daily, rate.mean)
    assert abs(np.corrcoef(cost, daily)[0, 1]) <= 4 / sqrt(2_000), "each is drawn by itself"


def test_an_uncertain_cost_changes_no_other_draw() -> None:
    certain = everything()
    priced = replace(certain.tasks["build"], cost=Uniform(low=30_000, high=50_000), daily=Constant(value=700))
    one, other = (simulate(each, iterations=300) for each in (certain, with_task(certain, priced)))
    for id in certain.tasks:
        np.testing.assert_array_equal(one.task_finish[id], other.task_finish[id])
    for id in certain.risks:
        np.testing.assert_array_equal(one.risk_charge[id], other.risk_charge[id])
    np.testing.assert_array_equal(one.stop, other.stop)
    assert list(other.task_cost) == list(other.task_daily) == ["build"]
    assert (other.task_daily["build"] == 700).all()
    np.testing.assert_allclose(other.expected_cost, one.expected_cost, rtol=1e-12)


def test_what_is_spent_before_a_status_is_what_was_drawn() -> None:
    """Finished work of two rounds has cost what it did; said to be spent, none of that counts."""
    actual = Actual(start=START, finish=START + timedelta(days=1), rounds=2)
    rounds = Rounds(probability=0.5, at_most=3)
    done = task("done", 5, cost=Uniform(low=10, high=20), rounds=rounds, actual=actual)
    as_of = START + timedelta(days=7)
    scenario = plan([done], {"end": ["done"]}, as_of=as_of)
    outcome = simulate(scenario, iterations=500)
    np.testing.assert_array_equal(outcome.cost, outcome.task_cost["done"])
    assert_mean(outcome.cost, 2 * 15)
    assert (simulate(replace(scenario, budget=Budget(spent=77)), iterations=500).cost == 77).all()


@pytest.mark.parametrize(
    ("delay", "stretch", "lasts"),
    [
        (-3.0, 1.0, 7.0),
        (-3.0, 1.5, 12.0),  # stretched first
        (-30.0, 1.0, 0.0),  # no duration falls below 0
    ],
)
def test_an_opportunity_saves_time_and_money(delay: float, stretch: float, lasts: float) -> None:
    luck = Shifted(of=Constant(value=0.0), by=-delay)
    saved = Shifted(of=Uniform(low=0, high=40), by=90)
    chance = risk("chance", exposes=("work", "rest"), delay=luck, stretch=stretch, cost=saved)
    outcome = simulate(plan([task("work", 10, cost=100), task("rest", 0, "work")], risks=[chance]), iterations=500)
    assert (outcome.task_finish["work"] == lasts).all()
    assert (outcome.task_finish["rest"] == lasts).all()
    assert_mean(outcome.cost, 100 - 70)
    assert outcome.cost.max() <= 50, "at least 50 are saved, and once"
    np.testing.assert_allclose(outcome.expected_cost, 30.0)


def test_of_two_first_decisions_the_larger_saving_counts() -> None:
    tasks = [task("wait", 4), task("a", 1, "wait"), task("b", 1, "wait")]
    cure = task("cure", 1, "a SS-4", retires=half_of("r", 0.75))
    chance = risk("r", exposes=("a", "b"), cost=Shifted(of=Constant(value=0.0), by=80))
    assert cost_of(plan([*tasks, cure], risks=[chance])) == -80


def with_task(scenario: Scenario, task: Task) -> Scenario:
    return replace(scenario, tasks={**scenario.tasks, task.id: task})
