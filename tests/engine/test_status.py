"""What a status does to what lies ahead, by plans that are worked out by hand."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.models.actual import Actual
from milepost.models.distributions import (
    Constant,
    Distribution,
    Exponential,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
    probability_upto,
    what_is_left,
)
from milepost.models.money import Budget
from milepost.models.orderings import Orderings
from milepost.models.risk import RiskState
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.simulate import run
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from milepost.simulate.engine.tables import build_tables
from tests.plans import assert_mean, everything, milestone, plan, risk, task
from tests.strategies import START

WEEK = START + timedelta(days=7)
"""A Monday, five working days after the start."""

BEGUN = Actual(start=START)
DONE = Actual(start=START, finish=START + timedelta(days=4))
"""From Monday to Friday."""


def assert_same(one: Outcome, other: Outcome) -> None:
    for field in fields(Outcome):
        if field.name == "days":
            continue
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, dict):
            assert ours.keys() == theirs.keys()
            assert all(np.array_equal(ours[key], theirs[key]) for key in ours), field.name
        else:
            assert np.array_equal(ours, theirs), field.name


@pytest.mark.parametrize("days", [0, -30])
def test_a_status_that_says_nothing_changes_nothing(days: int) -> None:
    scenario = everything()
    told = replace(scenario, as_of=START + timedelta(days=days))
    assert_same(simulate(told, iterations=1_000), simulate(scenario, iterations=1_000))


def test_what_is_left_of_a_uniform_duration_is_uniform() -> None:
    """Given that U(4, 10) is above 5, U - 5 is U(0, 5): quantile by quantile, at the same random number."""
    scenario = plan([task("work", Uniform(low=4, high=10))], {"end": ["work"]})
    whole = simulate(scenario, iterations=1_000).finish["end"]
    known = replace(scenario, as_of=WEEK, tasks={"work": replace(scenario.tasks["work"], actual=BEGUN)})
    left = simulate(known, iterations=1_000).finish["end"] - 5
    np.testing.assert_allclose(left, 5 * (whole - 4) / 6, rtol=1e-12)


def test_an_exponential_duration_knows_nothing_of_what_has_gone() -> None:
    scenario = plan([task("work", Exponential(mean=3))], {"end": ["work"]})
    known = replace(scenario, as_of=WEEK, tasks={"work": replace(scenario.tasks["work"], actual=BEGUN)})
    whole, left = (simulate(one, iterations=1_000).finish["end"] for one in (scenario, known))
    np.testing.assert_allclose(left - 5, whole, rtol=1e-12)


@pytest.mark.parametrize(
    ("whole", "elapsed"),
    [
        (Pert(low=8, mode=12, high=25), 14),
        (Pert(low=8, mode=12, high=25), 23),  # through the table of the whole it is wrong by 1.4e-3
        (Triangular(low=0, mode=3, high=10), 1),  # the mode lies ahead
        (Triangular(low=0, mode=3, high=10), 9),
        (Trigen(lower=(0.1, 3), mode=4, upper=(0.9, 8)), 3),
        (Normal(centre=35, spread=5), 45),
        (Lognormal(mu=1, sigma=0.5), 5),
        (Weibull(shape=2, scale=40), 90),
    ],
)
def test_what_is_left_is_right_to_a_millionth(whole: Distribution, elapsed: float) -> None:
    words = np.linspace(0, 2**32 - 1, 4_001).astype(np.uint32)
    left = np.empty(words.size)
    quantiles(words, 0, build_tables([what_is_left(whole, elapsed)]), np.empty(words.size, np.int64), left)
    gone = probability_upto(whole, elapsed)
    found = np.array([(probability_upto(whole, elapsed + float(x)) - gone) / (1 - gone) for x in left])
    np.testing.assert_allclose(found, (words + 0.5) / 2**32, atol=1e-6)


def test_with_all_facts_entered_there_is_no_uncertainty_left() -> None:
    scenario = everything()
    until = Actual(start=START, finish=START + timedelta(days=1))
    known = replace(
        scenario,
        as_of=START + timedelta(days=30),
        tasks={id: replace(one, actual=until) for id, one in scenario.tasks.items()},
        milestones={id: replace(one, reached=date(2026, 1, 16)) for id, one in scenario.milestones.items()},
        budget=Budget(burn=100, spent=1234.5),
    )
    outcome = simulate(known, iterations=1_000)
    assert set(outcome.cost) == {1234.5}
    assert all(set(times) == {10.0} for times in outcome.finish.values())
    assert not np.isfinite(outcome.stop).any()
    for one in run(known, iterations=256).milestone.values():
        assert (str(one.reached), one.hit) == ("100%", None)
    due = {id: replace(one, due=date(2026, 1, 15)) for id, one in known.milestones.items()}
    assert {str(one.hit) for one in run(replace(known, milestones=due), iterations=256).milestone.values()} == {"0%"}


def test_what_is_left_keeps_the_draws_of_the_plan() -> None:
    """The work after a finished task takes what it took before: a later start moves it, and nothing else."""
    scenario = plan([task("first", Pert(low=1, mode=2, high=9)), task("second", Pert(low=3, mode=4, high=9), "first")])
    before = simulate(scenario, iterations=1_000)
    known = replace(
        scenario, as_of=WEEK, tasks={**scenario.tasks, "first": replace(scenario.tasks["first"], actual=DONE)}
    )
    after = simulate(known, iterations=1_000)
    assert set(after.task_start["second"]) == {5.0}
    np.testing.assert_allclose(duration(after, "second"), duration(before, "second"), rtol=1e-12)


@pytest.mark.parametrize(
    ("links", "finish"),
    [
        (("late", "done"), 5 + 7 + 1),  # what is done does not hide what comes before it
        (("done",), 5 + 7 + 1),
        (("done FS+2",), 5 + 7 + 2 + 1),  # the lag ends two days after t0, for `done` ended just then
        (("done FF+9",), 5 + 7 + 9),
    ],
)
def test_what_follows_finished_work_waits_for_what_that_should_have_waited_for(
    links: tuple[str, ...], finish: float
) -> None:
    tasks = [task("late", 7), task("done", 5, "late", actual=DONE), task("next", 1, *links)]
    outcome = simulate(plan(tasks, as_of=WEEK), iterations=1)
    assert outcome.task_finish["next"][0] == finish


def test_work_under_way_goes_on_when_what_holds_it_is_done() -> None:
    tasks = [task("late", 7), task("work", 9, "late", actual=BEGUN)]
    outcome = simulate(plan(tasks, as_of=WEEK), iterations=1)
    assert (outcome.task_start["work"][0], outcome.task_finish["work"][0]) == (0, 5 + 7 + 4)


def test_an_open_risk_is_judged_now_and_acts_on_what_is_left() -> None:
    late = risk("late", exposes=("done", "work", "next"), stretch=2, delay=3)
    tasks = [task("done", 5, actual=DONE), task("work", 9, actual=BEGUN), task("next", 1, "work")]
    outcome = simulate(plan(tasks, risks=[late], as_of=WEEK), iterations=1)
    assert outcome.task_finish["work"][0] == 5 + 4 * 2 + 3
    assert duration(outcome, "next")[0] == 1 * 2 + 3
    assert outcome.risk_time["late"][0] == 5


def test_a_risk_that_has_occurred_is_spent_and_left_in_what_remains() -> None:
    late = risk("late", 0.1, exposes=("work", "next"), delay=3, cost=1_000, state=RiskState.OCCURRED)
    tasks = [task("work", 9, actual=BEGUN, remaining=Constant(value=2)), task("next", 1, "work")]
    outcome = simulate(plan(tasks, risks=[late], as_of=WEEK), iterations=100)
    assert set(outcome.task_finish["next"]) == {5 + 2 + 1 + 3}
    assert set(outcome.cost) == {0}


def test_rounds_that_are_done_count_and_the_rest_is_drawn() -> None:
    work = task(
        "work",
        10,
        cost=100,
        rounds=Rounds(probability=0.5, at_most=3),
        actual=Actual(start=START, rounds=1),
        remaining=Constant(value=2),
    )
    outcome = simulate(plan([work], as_of=WEEK), iterations=10_000)
    again = outcome.task_finish["work"] > 7
    assert set(outcome.task_finish["work"]) == {7, 17}
    assert_mean(again, 0.5)
    assert set(outcome.cost[again]) == {300}


def test_money_is_what_is_spent_and_what_is_to_come() -> None:
    """Of 400 for ten days, five of which are ahead, 200; the standing team goes on for five days of 10."""
    tasks = [task("done", 5, cost=999, actual=DONE), task("work", 10, cost=400, actual=BEGUN)]
    known = plan(tasks, [milestone("end", "work")], as_of=WEEK, budget=Budget(burn=10, spent=7_000))
    assert simulate(known, iterations=1).cost[0] == 7_000 + 200 + 50
    unknown = replace(known, budget=Budget(burn=10))
    assert simulate(unknown, iterations=1).cost[0] == 999 + 400 + 100


def duration(outcome: Outcome, id: str) -> NDArray[np.float64]:
    return outcome.task_finish[id] - outcome.task_start[id]


def crewed(crews: int) -> Scenario:
    """Write a plan in which two tasks are under way, and a third waits for a crew."""
    tasks = [task("a", 9, actual=BEGUN), task("b", 7, actual=BEGUN), task("c", 1)]
    return plan(tasks, as_of=WEEK, orderings=Orderings(among=("c", "a", "b"), order=("c", "a", "b"), crews=crews))


@pytest.mark.parametrize(("crews", "begins"), [(1, 9), (2, 7), (3, 5)])
def test_work_under_way_has_its_crew_whatever_the_list_says_and_be_it_above_their_number(
    crews: int, begins: float
) -> None:
    assert simulate(crewed(crews), iterations=1).task_start["c"][0] == begins


@pytest.mark.parametrize(
    ("link", "begins", "ends"),
    [
        ("long SS+2", 8, 8),  # behind it: it goes on, and what is before it in the list waits
        ("long SF+5", 8, 8),
        ("long SS+6", 5, 9),  # held up for a day, and then for the crew
        ("long FF", 5, 20),  # held up by what it may not end before
    ],
)
def test_work_under_way_that_a_link_holds_up_takes_its_crew_in_its_turn_and_else_has_it(
    link: str, begins: float, ends: float
) -> None:
    """Three days of it are left; the other work, which is first in the list, takes one."""
    tasks = [task("long", 20, actual=BEGUN), task("held", 8, link, actual=BEGUN), task("other", 1)]
    crew = Orderings(among=("other", "held"), order=("other", "held"))
    outcome = simulate(plan(tasks, as_of=WEEK, orderings=crew), iterations=1)
    assert (outcome.task_start["other"][0], outcome.task_finish["held"][0]) == (begins, ends)
