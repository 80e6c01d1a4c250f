"""A risk is acceptable once so little is left of it, unless all that it threatens is decided before."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from milepost.models import Scenario
from milepost.models.actual import Actual
from milepost.models.distributions import Discrete, Uniform
from milepost.simulate import run
from milepost.simulate.analysis.risks.acceptance import Acceptance, Of, acceptances
from milepost.simulate.analysis.risks.steepest import Drop
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.plans import everything, plan, risk, task
from tests.strategies import scenarios

N = 2_048


def found(scenario: Scenario, iterations: int = N) -> Mapping[tuple[Of, str], Acceptance]:
    told = acceptances(scenario, simulate(scenario, iterations=iterations))
    return {(one.of, one.id): one for one in told}


def retired_at(*days: float, exposed: float = 20.0) -> Scenario:
    """Write a risk of 0.4, acceptable at 0.1, that each of some tasks halves, and one exposed to it from a day on."""
    tasks = [task(f"t{k}", one, retires={"r": 0.5}) for k, one in enumerate(days)]
    gate = task("gate", exposed)
    harmed = task("harmed", 5, "gate")
    return plan(
        [*tasks, gate, harmed],
        {"gated": ["gate"], "end": ["harmed"]},
        [
            risk("r", 0.4, acceptable=0.1, category="market", exposes=("harmed",), delay=3),
        ],
    )


def test_it_is_acceptable_when_enough_is_retired_and_the_nearest_milestone_is_told() -> None:
    one = found(retired_at(5, 12, 15))[Of.RISK, "r"]
    assert (one.accepted.value, one.passed.value, one.stopped.value) == (1.0, 0.0, 0.0)
    assert (one.p10.value, one.p50.value, one.p90.value) == (12.0, 12.0, 12.0)
    assert one.nearest is not None
    assert (one.nearest.milestone, one.nearest.off.value) == ("gated", 8.0)


def test_what_retires_it_at_the_moment_it_is_judged_comes_in_time_and_later_it_has_passed() -> None:
    assert found(retired_at(5, 20))[Of.RISK, "r"].accepted.value == 1.0
    late = found(retired_at(5, 20.5))[Of.RISK, "r"]
    assert (late.accepted.value, late.passed.value, late.p50.value) == (0.0, 1.0, math.inf)
    assert late.nearest is None
    assert late.p50.date is None


def test_a_probability_that_is_small_enough_is_acceptable_at_once() -> None:
    scenario = plan([task("a", 3)], {"end": ["a"]}, [risk("r", 0.1, acceptable=0.1, exposes=("a",), delay=1)])
    assert found(scenario)[Of.RISK, "r"].p90.value == 0.0


def test_a_category_waits_for_the_last_of_its_risks_in_each_iteration() -> None:
    """Each of two independent risks is down on day 1 or 9 with even chances: both by day 1 in a quarter of cases."""
    coin = Discrete(values=(1.0, 9.0), weights=(0.5, 0.5))
    tasks = [task("a", coin, retires={"r": 1.0}), task("b", coin, retires={"s": 1.0}), task("c", 10), task("d", 1, "c")]
    risks = [risk(id, 0.5, acceptable=0.0, category="market", exposes=("d",), delay=1) for id in ("r", "s")]
    others = [risk("t", 0.5, category="market", exposes=("d",), delay=1), risk("u", 0.5, category="support")]
    told = found(plan(tasks, {"end": ["d"]}, [*risks, *others]))
    assert [*told] == [(Of.CATEGORY, "market"), (Of.RISK, "r"), (Of.RISK, "s")]
    one = told[Of.CATEGORY, "market"]
    assert (one.p10.value, one.p50.value) == (1.0, 9.0)
    both = simulate(plan(tasks, {"end": ["d"]}, [*risks, *others]), iterations=N)
    early = np.mean((both.task_finish["a"] == 1.0) & (both.task_finish["b"] == 1.0))
    assert 0.2 < early < 0.3


def test_a_stop_before_is_told_apart() -> None:
    tasks = [task("a", 5, retires={"r": 0.9}), task("b", 2, retires={}), task("c", 9), task("d", 1, "c", "b")]
    risks = [
        risk("r", 0.5, acceptable=0.1, exposes=("d",), delay=1),
        risk("halt", 0.5, exposes=("e",), stop=True),
    ]
    scenario = plan([*tasks, task("e", 1, "b")], {"end": ["d"]}, risks)
    one, outcome = found(scenario)[Of.RISK, "r"], simulate(scenario, iterations=N)
    assert one.passed.value == 0.0
    assert one.stopped.value == pytest.approx(np.mean(np.isfinite(outcome.stop[: outcome.detail])))
    assert one.accepted.value + one.stopped.value == pytest.approx(1.0)


def plainly(scenario: Scenario, outcome: Outcome, id: str, lane: int) -> float | str:
    """Return when a risk is acceptable in one iteration, or what came before, told step by step."""
    one = scenario.risks[id]
    assert one.acceptable is not None
    stop = outcome.stop[lane]
    judges = [
        task for task in scenario.tasks if task in one.exposes or (one.stop and id in scenario.tasks[task].reveals)
    ]
    last = max((outcome.decided(task)[lane] for task in judges), default=math.inf)
    finishes = sorted(
        (outcome.task_finish[task.id][lane], task.retires[id].probability)
        for task in scenario.tasks.values()
        if id in task.retires and outcome.takes_effect(task.id)[lane]
    )
    left, when = one.probability, 0.0
    for finish, share in finishes:
        if left <= one.acceptable + 1e-12:
            break
        left, when = left * (1.0 - share), finish
    if left <= one.acceptable + 1e-12 and when <= last + 1e-9 and when < stop - 1e-9:
        return when
    return "passed" if last < stop - 1e-9 else "stopped"


def assert_as_told_plainly(scenario: Scenario, iterations: int) -> None:
    risks = {id: replace(one, acceptable=0.5 * one.probability) for id, one in scenario.risks.items()}
    scenario = replace(scenario, risks=risks)
    outcome = simulate(scenario, iterations=iterations, threads=1)
    for one in acceptances(scenario, outcome):
        if one.of is Of.RISK:
            fates = [plainly(scenario, outcome, one.id, lane) for lane in range(outcome.detail)]
            shares = [np.mean([fate == what for fate in fates]) for what in ("passed", "stopped")]
            assert [one.passed.value, one.stopped.value] == pytest.approx(shares)
            times = sorted(math.inf if isinstance(fate, str) else fate for fate in fates)
            assert one.p50.value == pytest.approx(times[-(-len(times) // 2) - 1])


def test_a_plan_with_every_feature_is_as_told_step_by_step() -> None:
    assert_as_told_plainly(everything(), 500)


@settings(max_examples=25)
@given(scenarios())
def test_any_plan_is_as_told_step_by_step(scenario: Scenario) -> None:
    assert_as_told_plainly(scenario, 40)


def steepest(scenario: Scenario) -> Drop | None:
    return run(scenario, iterations=256).steepest


def test_the_steepest_drop_is_where_most_falls_a_day() -> None:
    """Of 0.4 times 3 days a half goes on day 5, and a half of the rest on day 12; the last passes on day 20."""
    drop = steepest(retired_at(5, 12))
    assert drop is not None
    assert (drop.begins_days, drop.ends_days) == (4.0, 5.0)
    assert (drop.falls, drop.whole) == pytest.approx((0.6, 1.2))
    assert (drop.retired, drop.passed, drop.stopped) == pytest.approx((0.6, 0.0, 0.0))
    assert drop.nearest is not None
    assert (drop.nearest.milestone, drop.nearest.off.value) == ("gated", 15.0)


def test_without_threats_nothing_drops() -> None:
    assert steepest(plan([task("a", Uniform(low=1, high=2))], {"end": ["a"]})) is None
    saving = risk("luck", 0.5, exposes=("a",), stretch=0.5)
    assert steepest(plan([task("a", 8)], {"end": ["a"]}, [saving])) is None


def test_with_a_status_only_what_lies_ahead_can_drop() -> None:
    """The half that went on day 5 is gone; of what is left on day 9 the larger part goes on day 12."""
    scenario = retired_at(5, 12)
    started = date(2026, 1, 5)
    finished = replace(scenario.tasks["t0"], actual=Actual(start=started, finish=date(2026, 1, 9)))
    under_way = {id: replace(scenario.tasks[id], actual=Actual(start=started)) for id in ("t1", "gate")}
    known = replace(scenario, as_of=date(2026, 1, 16), tasks={**scenario.tasks, "t0": finished, **under_way})
    drop = steepest(known)
    assert drop is not None
    assert (drop.begins_days, drop.ends_days) == (11.0, 12.0)
    assert (drop.falls, drop.whole) == pytest.approx((0.3, 0.6))
