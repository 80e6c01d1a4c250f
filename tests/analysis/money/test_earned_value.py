"""What plans have got for their money and their time, against what can be worked out by hand."""

from dataclasses import replace
from datetime import timedelta
from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from milepost.models import Scenario, Task, read_scenario
from milepost.models.actual import Actual
from milepost.models.baseline import PlannedSpending
from milepost.models.distributions import Constant, Pert
from milepost.models.money import Budget
from milepost.models.rounds import Rounds
from milepost.simulate import run
from milepost.simulate.analysis.money.earned_value import EarnedValue
from tests.analysis.money.test_performance import PRA
from tests.plans import milestone, plan, risk, task
from tests.strategies import START, scenarios, statuses

TREE = Path(__file__).parents[3]
DAYS = [START + timedelta(days=7 * week + day) for week in range(10) for day in range(5)]
"""The working days of the plans here; on day n its beginning has time n."""


def earned_value(scenario: Scenario) -> EarnedValue:
    found = run(scenario, iterations=64).earned_value
    assert found is not None
    return found


def done(start: int, days: int) -> Actual:
    """Write that work took so many days."""
    return Actual(start=DAYS[start], finish=DAYS[start + days - 1])


def test_the_published_example_as_a_plan_has_its_figures_and_its_earned_schedule() -> None:
    """A period is a week, the work of each costs what is planned in it; of the third 75,000 of 125,000 are earned."""
    shares = np.diff(PRA["inputs"]["schedule"], prepend=0.0)
    works = [task(f"p{k}", 5, *([f"p{k - 1}"] if k else []), cost=500_000 * share) for k, share in enumerate(shares)]
    works[0] = replace(works[0], actual=done(0, 5))
    works[1] = replace(works[1], actual=done(5, 5))
    works[2] = replace(works[2], actual=Actual(start=DAYS[10]), remaining=Constant(value=5 * 0.4 / 0.6))
    spent = float(sum(PRA["inputs"]["period costs"]))
    found = earned_value(plan(works, {"end": ["p4"]}, as_of=DAYS[15], budget=Budget(spent=spent)))
    assert [found.money.budget, found.money.planned, found.money.earned, found.money.actual] == pytest.approx(
        [500_000, *(PRA["published"][name] for name in ("PV", "EV", "AC"))]
    )
    assert found.time.earned == pytest.approx(5 * (2 + 75 / 125), abs=1e-6)
    assert (found.time.actual, found.time.planned) == (15.0, 25.0)


PARALLEL = [task("left", 10), task("right", 10), task("tail", 10, "left", "right", not_before=DAYS[15], cost=500)]
"""Twice ten days of work at once, five of nothing, and ten more."""

AS_PLANNED = plan(PARALLEL, {"end": ["tail"]}, budget=Budget(burn=100))


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        (4, {"left": Actual(start=DAYS[0]), "right": Actual(start=DAYS[0])}),
        (12, {"left": done(0, 10), "right": done(0, 10)}),  # nobody has anything to do
        (18, {"left": done(0, 10), "right": done(0, 10), "tail": Actual(start=DAYS[15])}),
    ],
)
def test_a_plan_that_goes_as_planned_earns_what_it_spends(day: int, facts: dict[str, Actual]) -> None:
    tasks = [replace(one, actual=facts.get(one.id)) for one in PARALLEL]
    found = earned_value(plan(tasks, {"end": ["tail"]}, budget=AS_PLANNED.budget, as_of=DAYS[day]))
    assert found.money.earned == pytest.approx(found.money.planned)
    assert found.money.actual == pytest.approx(found.money.planned)
    assert (found.time.earned, found.time.spi, found.time.at_completion) == (day, 1.0, 25.0)


def team(*facts: Task, day: int) -> EarnedValue:
    """Look at the plan on a day, given what has happened to some of its tasks."""
    known = {one.id: one for one in facts}
    tasks = [known.get(one.id, one) for one in PARALLEL]
    return earned_value(plan(tasks, {"end": ["tail"]}, budget=Budget(burn=100, spent=900), as_of=DAYS[day]))


def test_the_team_earns_nothing_by_work_that_is_not_done() -> None:
    """After eight days one of two tasks is done by half, the other not at all: a quarter of ten days at 100."""
    found = team(replace(PARALLEL[0], actual=Actual(start=DAYS[4]), remaining=Constant(value=4.0)), day=8)
    assert [found.money.planned, found.money.earned] == pytest.approx([800.0, 250.0])
    assert found.time.earned == pytest.approx(2.5)


def test_a_small_cost_does_not_decide_how_far_the_work_is() -> None:
    """A trip that costs 1 and is made as planned says nothing of the work of the team."""
    trip = task("trip", 1, cost=1, actual=done(0, 1))
    late = plan([*PARALLEL, trip], {"end": ["tail"]}, budget=Budget(burn=100), as_of=DAYS[8])
    found = earned_value(late)
    assert found.time.earned < 1.0
    assert found.money.earned < 101.0


def test_all_is_earned_where_all_is_finished_and_time_ends_with_the_last_of_it() -> None:
    tasks = [replace(one, actual=done(start, 10)) for one, start in zip(PARALLEL, (0, 2, 20), strict=True)]
    finished = plan(tasks, [milestone("end", "tail", reached=DAYS[29])], budget=Budget(burn=100), as_of=DAYS[45])
    found = earned_value(finished)
    assert found.money.earned == pytest.approx(found.money.budget)
    assert (found.time.earned, found.time.actual, found.time.at_completion) == (25.0, 30.0, 30.0)


def test_a_status_that_says_nothing_earns_nothing() -> None:
    found = earned_value(replace(AS_PLANNED, as_of=START))
    assert (found.money.earned, found.money.planned, found.time.earned) == (0.0, 0.0, 0.0)
    assert isnan(found.money.cpi)
    late = earned_value(replace(AS_PLANNED, as_of=DAYS[5]))
    assert (late.money.earned, late.money.spi, late.time.spi) == (0.0, 0.0, 0.0)


def test_there_is_none_without_a_status_or_where_nothing_costs() -> None:
    assert run(AS_PLANNED, iterations=64).earned_value is None
    assert (
        run(replace(AS_PLANNED, tasks={"left": PARALLEL[0]}, milestones={}, as_of=START), iterations=64).earned_value
        is None
    )


def test_work_that_is_repeated_has_further_rounds_before_it() -> None:
    """Ten days gone, two left of the second round, and in half of the cases a third and last of five."""
    again = task("again", 5, cost=290, rounds=Rounds(probability=0.5, at_most=3))
    under_way = replace(again, actual=Actual(start=DAYS[0], rounds=1), remaining=Constant(value=2.0))
    found = earned_value(plan([under_way], {"end": ["again"]}, as_of=DAYS[10]))
    assert found.money.earned == pytest.approx(290 * 10 / (10 + 2 + 2.5))


def test_work_that_only_a_risk_brings_is_in_no_planned_value_but_in_the_actual_cost() -> None:
    tasks = [
        task("work", 5, cost=100, actual=done(0, 5)),
        task("rescue", 5, "work", cost=70, only_if="trouble", actual=done(5, 5)),
        task("rest", 5, "rescue", cost=100),
    ]
    trouble = risk("trouble", 0.5, exposes=("work",), delay=1.0)
    found = earned_value(plan(tasks, {"end": ["rest"]}, [trouble], as_of=DAYS[10])).money
    assert (found.budget, found.planned, found.earned, found.actual) == (200.0, 200.0, 100.0, 170.0)


def test_what_is_left_of_the_trial_of_week_9_is_that_of_this_round_and_of_further_ones() -> None:
    """
    The trial: 24 working days since 3 February; PERT [5, 8, 14] left, with probability 0.5 more of [6, 10, 18].

    Cost is taken from all but it, so that it alone earns, 3,500 in the plan's one round.
    """
    week = read_scenario(TREE / "scenarios" / "hr_app_week_9.yaml")
    others = {
        id: replace(one, cost=Constant(value=0.0), daily=Constant(value=0.0))
        for id, one in week.tasks.items()
        if id != "prototype_test"
    }
    found = earned_value(replace(week, tasks={**week.tasks, **others}, budget=Budget()))
    left = Pert(low=5, mode=8, high=14).mean + 0.5 * Pert(low=6, mode=10, high=18).mean
    assert found.money.earned == pytest.approx(3_500 * 24 / (24 + left))


@given(scenario=statuses(scenarios()))
def test_the_plan_had_earned_at_the_earned_schedule_what_is_earned(scenario: Scenario) -> None:
    """It lies within the plan; where cost falls at one moment, before that moment less and after it more is earned."""
    scenario = replace(scenario, budget=replace(scenario.budget, burn=10.0))
    found = run(scenario, iterations=64).earned_value
    spending = PlannedSpending(scenario.agreed)
    if found is None:
        assert not spending.spent(inf)
        return
    at, slack = found.time.earned, 1e-5 * found.money.budget
    assert 0.0 <= at <= found.time.planned
    before, after = spending.spent([at - 1e-6, at + 1e-5])
    assert before - slack <= found.money.earned <= after + slack
