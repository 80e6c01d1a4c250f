"""The area under the risk burn-down is exact, whatever retires, passes or stops."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.models import Scenario
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.simulate.analysis.risks.exposure_area import ExposureArea
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.analysis.risks.exposure_oracle import PlainExposure
from tests.plans import everything, plan, risk, task
from tests.strategies import scenarios

ITERATIONS = 20


def summed(scenario: Scenario, outcome: Outcome, k: int, horizon: float) -> float:
    """Add up the steps of iteration k, each as high as it is halfway; a stop leaves what was open just before it."""
    plain = PlainExposure(scenario, outcome, list(scenario.risks.values()))
    last = float(outcome.stop[k]) - 2e-9
    times = [row[k] for id in scenario.tasks for row in (outcome.task_finish[id], outcome.decided(id))]
    events = sorted({0.0, horizon, *(time for time in (*times, outcome.stop[k]) if 0 < time < horizon)})
    heights = ((b - a, plain.at(min((a + b) / 2, last), k, "days", threats=True)) for a, b in pairwise(events))
    return float(sum(width * height for width, height in heights if width > 1e-7))


def areas(scenario: Scenario, horizon: float) -> Sequence[float]:
    outcome = simulate(scenario, iterations=ITERATIONS)
    found: Sequence[float] = ExposureArea.of(scenario, horizon).measured(outcome).tolist()
    return found


@settings(max_examples=60, deadline=None)
@given(scenario=scenarios(), horizon=st.sampled_from([0.0, 5.0, 30.0, 200.0]))
def test_the_area_is_the_sum_of_its_steps(scenario: Scenario, horizon: float) -> None:
    outcome = simulate(scenario, iterations=ITERATIONS)
    found = ExposureArea.of(scenario, horizon).measured(outcome)
    expected = [summed(scenario, outcome, k, horizon) for k in range(ITERATIONS)]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-3)


def test_the_area_of_a_plan_with_every_feature_is_the_sum_of_its_steps() -> None:
    scenario = everything()
    outcome = simulate(scenario, iterations=200)
    found = ExposureArea.of(scenario, 150.0).measured(outcome)
    expected = [summed(scenario, outcome, k, 150.0) for k in range(200)]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert 0 < np.isfinite(outcome.stop).sum() < 200


BUILD = task("build", 6, "design")
PLAN = plan(
    [task("trial", 4, retires={"trouble": 0.8}), task("design", 7), BUILD, task("sell", 1, "build")],
    {"launch": ["sell"]},
    [risk("trouble", 0.5, exposes=("build", "sell"), delay=10)],
)


def changed(**more: object) -> Scenario:
    """Change the trial."""
    return replace(PLAN, tasks={**PLAN.tasks, "trial": replace(PLAN.tasks["trial"], **more)})  # type: ignore[arg-type]  # fields of a task


@pytest.mark.parametrize(
    ("scenario", "area"),
    [
        # 10 up to the trial at 4, 2 up to the build at 7, and 1 up to the sale, at 13 or, delayed, 23
        (PLAN, (4 * 10 + 3 * 2 + 6 * 1, 4 * 10 + 3 * 2 + 16 * 1)),
        # what takes half of the impact too leaves a tenth, and halves the delay
        (changed(retires={"trouble": Retirement(probability=0.8, impact=0.5)}), (40 + 3 + 6 * 0.5, 40 + 3 + 11 * 0.5)),
        # what never passes retires nothing: 5 from the build on, of half of the probability
        (changed(rounds=Rounds(probability=1e-9, at_most=1)), (7 * 10 + 6 * 5, 7 * 10 + 16 * 5)),
    ],
)
def test_the_area_of_a_plan_is_what_it_comes_to_by_hand(scenario: Scenario, area: tuple[float, float]) -> None:
    assert set(np.round(areas(scenario, 100.0), 6)) == set(area)


def test_the_area_ends_at_the_horizon() -> None:
    assert set(areas(PLAN, 5.0)) == {4 * 10 + 1 * 2}


def test_a_stopped_plan_holds_the_exposure_that_it_is_left_with_up_to_the_horizon() -> None:
    """The trial stops the plan at 4, where it would retire: 10 to the end."""
    stopping = risk("ban", 1.0, stop=True)
    stopped = changed(reveals=("ban",))
    assert set(areas(replace(stopped, risks={**PLAN.risks, "ban": stopping}), 100.0)) == {100 * 10}


def test_what_saves_time_takes_nothing_off_the_area() -> None:
    luck = risk("luck", 1.0, exposes=("sell",), stretch=0.5)
    with_luck = replace(PLAN, risks={**PLAN.risks, "luck": luck})
    assert areas(with_luck, 10.0) == areas(PLAN, 10.0)


def test_a_plan_without_threats_has_no_area() -> None:
    assert areas(replace(PLAN, risks={}), inf) == [0.0] * ITERATIONS
