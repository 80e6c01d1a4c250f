"""What a response is worth is what the plan has other than with it left undone."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.money import Value
from milepost.models.variant import without_tasks
from milepost.simulate import run
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.responses import Gain, Response, Verdict, responses
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.patch import Patching
from milepost.simulate.engine.run import simulate
from tests.plans import everything, milestone, plan, risk, task
from tests.strategies import START

ITERATIONS = 8_192
P = 0.4
NOTHING = Estimate(value=0.0, low=0.0, high=0.0)


def found_of(scenario: Scenario, iterations: int = ITERATIONS) -> Mapping[str, Response]:
    study = responses(Reference(scenario, simulate(scenario, iterations=iterations), confidence=0.8))
    return study.answer(Variants(scenario), Patching(scenario, study.patches))


def hedged(*, delay: float = 10.0, cost: float = 100.0, daily: float = 0.0, price: float = 0.0) -> Scenario:
    """Write ten days of work, due after 12, with a risk that a survey beside the kickoff takes away as a whole."""
    return plan(
        [
            task("kickoff", 1),
            task("survey", 1, cost=cost, retires={"late": 1.0}),
            task("work", 10, "kickoff", "survey", daily=daily),
        ],
        [
            milestone(
                "launch",
                "work",
                due=START + timedelta(days=15),
                value=Value(amount=price, per_day_late=price) if price else None,
            )
        ],
        [risk("late", P, exposes=("work",), delay=delay)],
    )


def test_a_response_is_worth_what_its_risk_would_cost() -> None:
    """The survey saves ten days where the risk would occur, and so a miss; it costs 100, ten days are 50 each."""
    found = found_of(hedged(daily=50.0))["survey"]
    effect, error = found.milestones["launch"], math.sqrt(P * (1 - P) / ITERATIONS)
    assert abs(effect.mean.value + 10 * P) <= 4 * 10 * error
    assert abs(effect.hit.value - 100 * P) <= 4 * 100 * error
    assert effect.promise == Estimate(value=-10.0, low=-10.0, high=-10.0)
    assert abs(found.cost.value - (100 - 500 * P)) <= 4 * 500 * error
    assert found.verdict is Verdict.WORTH_IT


@pytest.mark.parametrize("id", ["interviews", "prototype", "spike", "partner"])
def test_it_is_worth_what_a_plan_without_it_says(id: str) -> None:
    whole = everything()
    value = Value(amount=50_000, per_day_late=200)
    milestones = {
        key: replace(one, due=whole.start + timedelta(days=120), value=value) for key, one in whole.milestones.items()
    }
    scenario = replace(whole, milestones=milestones)
    found = found_of(scenario)[id]
    usual, other = (run(one, iterations=ITERATIONS) for one in (scenario, without_tasks(scenario, [id])))
    cost = usual.outcome.expected_cost.mean() - other.outcome.expected_cost.mean()
    reach = found.cost.high - found.cost.low
    assert abs(found.cost.value - cost) <= reach  # a plan without a task may have more charges at their expectation
    for key, effect in found.milestones.items():
        with_it, without_it = (one.milestone[key].hit for one in (usual, other))
        assert with_it is not None
        assert without_it is not None
        assert effect.hit.value == pytest.approx(100 * (with_it.value - without_it.value))
        both = np.isfinite(usual.finish[key]) & np.isfinite(other.finish[key])
        assert effect.mean.value == pytest.approx((usual.finish[key][both] - other.finish[key][both]).mean())


@pytest.mark.parametrize(
    ("scenario", "verdict"),
    [
        (hedged(), Verdict.AT_A_PRICE),  # more hits for 100, and nothing says what a hit is worth
        (hedged(price=1_000), Verdict.WORTH_IT),  # four times a hundred late days are worth more than that
        (hedged(price=1), Verdict.NOT_WORTH_IT),  # here they are worth less
        (hedged(cost=0), Verdict.WORTH_IT),  # hits for nothing
        (hedged(delay=0.25), Verdict.NOT_WORTH_IT),  # it costs, and no hit is lost without it
        (hedged(delay=0, cost=0), Verdict.NOT_WORTH_IT),  # it does nothing at all
    ],
)
def test_the_verdict_follows_from_dates_and_money(scenario: Scenario, verdict: Verdict) -> None:
    assert found_of(scenario)["survey"].verdict is verdict


@pytest.mark.parametrize("cost", [0.0, 100.0])
def test_of_few_iterations_nobody_can_tell(cost: float) -> None:
    found = found_of(hedged(cost=cost, daily=50), 20)["survey"]
    assert found.money is Gain.UNKNOWN
    assert found.verdict is Verdict.CANNOT_TELL
    assert found_of(hedged(cost=cost), 1)["survey"].verdict is Verdict.CANNOT_TELL


def test_without_a_due_date_the_promise_date_is_judged() -> None:
    scenario = hedged(cost=0)
    undated = replace(scenario, milestones={"launch": replace(scenario.milestones["launch"], due=None)})
    assert found_of(undated)["survey"].dates is Gain.BETTER


def test_without_milestones_the_money_is_judged() -> None:
    tasks = list(hedged(daily=50.0).tasks.values())
    found = found_of(plan(tasks, (), [risk("late", P, exposes=("work",), delay=10)]))["survey"]
    assert (found.dates, found.verdict) == (Gain.NONE, Verdict.WORTH_IT)


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (Estimate(value=3.0, low=1.0, high=5.0), Gain.BETTER),
        (Estimate(value=-3.0, low=-5.0, high=-1.0), Gain.WORSE),
        (Estimate(value=0.1, low=0.05, high=0.2), Gain.NONE),  # surely better, and by too little
        (Estimate(value=0.1, low=-0.9, high=1.1), Gain.UNKNOWN),
        (Estimate(value=3.0), Gain.UNKNOWN),
        (NOTHING, Gain.NONE),
    ],
)
def test_a_gain_is_what_its_interval_says(gain: Estimate, said: Gain) -> None:
    assert Gain.of(gain, 0.5) is said


def test_the_table_has_a_row_for_each_task_that_retires_and_there_is_none_without() -> None:
    table = run(everything(), iterations=256, drivers=True).responses
    assert table is not None
    assert list(table["task"]) == ["interviews", "prototype", "spike", "partner"]
    assert list(table["retires"])[1] == "demand, engine"
    assert run(everything(), iterations=256).responses is None
    assert run(plan([task()]), iterations=256, drivers=True).responses is None
