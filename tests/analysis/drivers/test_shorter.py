"""What a shorter task is worth is what the plan with that task has other than the plan, on iterations of their own."""

import json
from collections.abc import Mapping
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.distributions import Constant, Exponential
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.simulate import run
from milepost.simulate.analysis.drivers.shorter import (
    ITERATIONS,
    MOST,
    SHORTER_COLUMNS,
    Shorter,
    most_critical,
    shorter,
)
from milepost.simulate.analysis.schedule.driving import driving_of
from milepost.simulate.analysis.statistics.sections import quantile_figures
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patching
from milepost.simulate.engine.run import simulate
from tests.plans import everything, milestone, plan, risk, task

CASES = Path(__file__).parents[2] / "cases"


def found(scenario: Scenario, outcome: Outcome | None = None) -> Mapping[str, Shorter]:
    outcome = outcome or simulate(scenario, iterations=500)
    variants, critical = Variants(scenario), most_critical(scenario, driving_of(scenario, outcome))
    study = shorter(variants, outcome, critical, confidence=0.8)
    return study.answer(variants, Patching(scenario, study.patches))


def saved(scenario: Scenario) -> dict[str, Any]:
    """Return what a day and a tenth less save at the launch, of a plan in which that is certain."""
    days: dict[str, Any] = {}
    for id, one in found(scenario).items():
        by_day, by_tenth = one.day.milestones["launch"].promise, one.tenth.milestones["launch"].promise
        assert (by_day.low, by_day.high) == (by_day.value, by_day.value)
        assert (by_tenth.low, by_tenth.high) == (by_tenth.value, by_tenth.value)
        days[id] = pytest.approx(by_day.value), pytest.approx(by_tenth.value)
    return days


def test_in_a_chain_a_day_less_is_a_day_and_beside_it_nothing() -> None:
    chain = plan(
        [
            task("dig", 5),
            task("sign", 0.5, "dig"),
            task("build", 20, "sign", "dig"),
            task("paint", 3, "dig"),
            task("wait", 0, "dig"),
        ],
        {"launch": ["build", "paint", "wait"]},
    )
    assert saved(chain) == {"dig": (1.0, 0.5), "sign": (0.5, 0.05), "build": (1.0, 2.0), "paint": (0.0, 0.0)}
    assert found(chain)["sign"].per_day("launch").value == pytest.approx(1.0)


def test_of_two_paths_the_longer_saves_no_more_than_it_is_longer() -> None:
    parallel = plan([task("long", 9), task("short", 8.7)], {"launch": ["long", "short"]})
    assert saved(parallel) == {"long": (0.3, 0.3), "short": (0.0, 0.0)}


def test_each_round_is_shorter() -> None:
    again = plan([task("test", 4, rounds=Rounds(probability=1e-9, at_most=3))], {"launch": ["test"]})
    assert saved(again) == {"test": (3.0, 1.2)}
    assert found(again)["test"].per_day("launch").value == pytest.approx(3.0)


def test_work_that_is_done_too_soon_for_what_retires_its_risk_saves_less_than_nothing() -> None:
    """In the plan the study ends half a day before the build begins; then the delay of 20 days falls."""
    hasty = plan(
        [
            task("prepare", 5),
            task("study", 4.5, retires={"engine": Retirement(probability=1.0)}),
            task("build", 10, "prepare"),
        ],
        {"launch": ["build"]},
        [risk("engine", exposes=("build",), delay=20)],
    )
    assert saved(hasty)["prepare"] == (1.0 - 20.0, 0.5)
    study = replace(hasty.tasks["study"], duration=Constant(value=4.9))
    hastier = replace(hasty, tasks={**hasty.tasks, "study": study})
    assert saved(hastier)["prepare"] == (-19.0, -19.5)


def test_a_day_is_worth_as_much_as_the_task_is_critical() -> None:
    """In Nelson's network of five activities; a day is a thousandth of each one's mean, and so is what it changes."""
    case = next(one for one in json.loads((CASES / "exact.json").read_text()) if one["case"].startswith("A1 "))
    before = case["inputs"]["preds"]
    ids = [str(k + 1) for k in range(len(before))]
    work = [task(id, Exponential(mean=1_000.0), *(ids[k] for k in before[int(id) - 1])) for id in ids]
    network = plan(work, {"launch": ["4", "5"]})
    shares = case["answers"]["criticality_index"]
    for id, one in found(network).items():
        error = sqrt(shares[id] * (1.0 - shares[id]) / ITERATIONS)
        assert abs(one.day.milestones["launch"].mean.value - shares[id]) <= 4 * error + 0.002


@pytest.mark.slow
def test_a_tenth_less_is_the_plan_built_anew_with_a_tenth_less() -> None:
    scenario = everything()
    outcome = simulate(scenario, iterations=500)
    first = 512
    usual = simulate(scenario, iterations=ITERATIONS, first=first)
    for id, one in found(scenario, outcome).items():
        less = replace(scenario.tasks[id], duration=scenario.tasks[id].duration.scaled(0.9))
        rebuilt = replace(scenario, tasks={**scenario.tasks, id: less})
        other = simulate(rebuilt, iterations=ITERATIONS, first=first)
        assert one.tenth.cost.value == pytest.approx((usual.expected_cost - other.expected_cost).mean(), abs=1e-6)
        for milestone_id, effect in one.tenth.milestones.items():
            promises = [quantile_figures(played.finish[milestone_id], 0.8)[0] for played in (usual, other)]
            assert effect.promise.value == pytest.approx(promises[0] - promises[1], abs=1e-9)


@pytest.mark.parametrize("iterations", [1, 256, 500, 12_000])
def test_tasks_are_never_played_on_the_iterations_by_which_they_were_chosen(iterations: int) -> None:
    scenario = everything()
    outcome = simulate(scenario, iterations=iterations)
    critical = most_critical(scenario, driving_of(scenario, outcome))
    study = shorter(Variants(scenario), outcome, critical, confidence=0.8)
    assert outcome.detail <= study.iterations.start < outcome.detail + 256
    assert (study.iterations.start % 256, len(study.iterations)) == (0, ITERATIONS)


def test_the_most_critical_come_first_and_of_equals_those_of_the_last_milestone() -> None:
    many = [task(f"t{k}", 1.0) for k in range(MOST + 5)]
    work = [task("early", 3), task("late", 9), task("idle", 99), *many]
    scenario = plan(
        work,
        [
            milestone("first", "early", *(one.id for one in many)),
            milestone("launch", "late"),
        ],
    )
    chosen = most_critical(scenario, driving_of(scenario, simulate(scenario, iterations=10)))
    assert chosen == ["late", "early", *(one.id for one in many[: MOST - 2])]


def test_the_table_has_a_row_for_each_task_and_the_same_columns_without_drivers() -> None:
    scenario = plan([task("dig", 5), task("idle", 2)], {"launch": ["dig"]})
    usual, driven = run(scenario, iterations=1).tasks, run(scenario, iterations=1, drivers=True).tasks
    assert list(usual) == list(driven)
    saved_columns = [f"launch.{name}" for name in SHORTER_COLUMNS]
    assert usual[saved_columns].isna().all(axis=None)
    assert np.allclose(driven.loc[0, saved_columns].astype(float), [1.0] * 3 + [0.5] * 3 + [1.0] * 3)
    assert driven.loc[1, saved_columns].isna().all()


def test_a_plan_without_milestones_has_nothing_to_save() -> None:
    assert found(plan([task("dig", 5)])) == {}
