"""What a risk costs is what the plan has other than without it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from milepost.models import Scenario
from milepost.models.variant import without_risks
from milepost.simulate import Result, run
from milepost.simulate.analysis.drivers.removal import Removal, removal_columns
from tests.plans import everything, milestone, plan, risk, task

ITERATIONS = 8_192
DELAY, P = 10.0, 0.3


def chain(**more: float) -> Scenario:
    """Write three tasks in a chain, all exposed to a risk of 10 days, and a milestone before the chain."""
    tasks = [
        task("kickoff", 1),
        task("first", 5, "kickoff"),
        task("second", 5, "first"),
        task("third", 5, "second"),
    ]
    late = risk("late", P, exposes=("first", "second", "third"), **{"delay": DELAY, **more})
    return plan(tasks, {"agreed": ["kickoff"], "launch": ["third"]}, [late])


def removals(result: Result) -> Mapping[str, Removal]:
    assert result.drivers is not None
    return result.drivers.risks


def driven(scenario: Scenario, iterations: int = ITERATIONS) -> Result:
    return run(scenario, iterations=iterations, drivers=True)


def test_one_delay_on_three_chained_tasks_counts_three_times() -> None:
    result = driven(chain())
    late = removals(result)["late"]
    slip, mean = late.slips["launch"], late.milestones["launch"].mean
    assert (slip.value, slip.low, slip.high) == (3 * DELAY, 3 * DELAY, 3 * DELAY)
    assert abs(mean.value - 3 * DELAY * P) <= 4 * 3 * DELAY * math.sqrt(P * (1 - P) / ITERATIONS)
    assert mean.low < mean.value < mean.high
    row = result.risks.iloc[0]
    assert (row["delay_days"], row["exposed_tasks"], row["rank"]) == (DELAY, 3, 1)
    assert row["launch.slip_days"] == 3 * DELAY
    assert row["launch.mean_days"] == mean.value


def test_a_milestone_before_what_a_risk_delays_does_not_slip() -> None:
    late = removals(driven(chain()))["late"]
    assert late.slips["agreed"].value == late.milestones["agreed"].mean.value == 0.0


def test_an_opportunity_makes_milestones_earlier() -> None:
    late = removals(driven(chain(delay=0, stretch=0.6)))["late"]
    assert late.slips["launch"].value == pytest.approx(-6.0)
    assert late.milestones["launch"].mean.high < 0.0


@pytest.mark.parametrize("id", ["demand", "engine", "forbidden", "launch"])
def test_the_figures_are_those_of_two_runs_laid_side_by_side(id: str) -> None:
    whole = everything()
    scenario = replace(
        whole,
        milestones={key: replace(one, due=whole.start + timedelta(days=120)) for key, one in whole.milestones.items()},
    )
    found = removals(driven(scenario))[id]
    usual, other = (run(one, iterations=ITERATIONS) for one in (scenario, without_risks(scenario, [id])))
    occurs = np.isfinite(usual.outcome.risk_time[id]) & (usual.outcome.risk_time[id] < usual.outcome.stop)
    assert found.cost.value == pytest.approx((usual.outcome.expected_cost - other.outcome.expected_cost).mean())
    for key, effect in found.milestones.items():
        both = np.isfinite(usual.finish[key]) & np.isfinite(other.finish[key])
        apart = np.where(both, usual.finish[key], 0.0) - np.where(both, other.finish[key], 0.0)
        assert effect.mean.value == pytest.approx(apart[both].mean())
        counts = both & occurs
        assert found.slips[key].value == pytest.approx(apart[counts].mean() if counts.any() else math.nan, nan_ok=True)
        with_it, without_it = (one.milestone[key].hit for one in (usual, other))
        assert with_it is not None
        assert without_it is not None
        assert effect.hit.value == pytest.approx(100 * (with_it.value - without_it.value))


def test_a_risk_that_stops_the_project_moves_the_promise_and_no_time() -> None:
    scenario = plan(
        [task("probe", 4), task("work", 10, "probe")],
        [milestone("end", "work")],
        [risk("fatal", 0.1, exposes=("probe",), stop=True), risk("hard", 0.5, exposes=("work",), delay=1)],
    )
    result = driven(replace(scenario, risks={**scenario.risks, "sure": risk("sure", exposes=("probe",), cost=7)}))
    found = removals(result)
    fatal = found["fatal"]
    assert math.isnan(fatal.slips["end"].value)
    assert fatal.milestones["end"].mean.value == 0.0
    assert math.isnan(fatal.milestones["end"].hit.value)
    assert found["sure"].cost.value == 7.0


def test_a_milestone_that_is_never_reached_has_no_days_to_lose() -> None:
    scenario = plan(
        [task("probe", 4)], {"end": ["probe"]}, [risk("fatal", exposes=("probe",), stop=True), risk("idle", 0.5)]
    )
    found = removals(driven(scenario))
    assert math.isinf(found["fatal"].milestones["end"].promise.value)
    assert found["idle"].milestones["end"].promise.value == 0.0
    assert math.isnan(found["fatal"].milestones["end"].mean.value)
    assert driven(scenario).risks["rank"].tolist() == [1, 2]


def test_risks_are_ranked_by_the_days_that_they_move_the_last_milestone() -> None:
    tasks = [task("early", 5), task("work", 5, "early")]
    risks = [
        risk("little", 0.5, exposes=("work",), delay=1),
        risk("none", 0.5),
        risk("much", 0.5, exposes=("work",), delay=9),
        risk("luck", 0.5, exposes=("work",), stretch=0.4),
    ]
    result = driven(plan(tasks, {"soon": ["early"], "end": ["work"]}, risks))
    assert dict(zip(result.risks["risk"], result.risks["rank"], strict=True)) == {
        "much": 1,
        "luck": 2,
        "little": 3,
        "none": 4,
    }


@pytest.mark.parametrize("scenario", [chain(), plan([task()], (), [risk(exposes=("build",), cost=5)]), plan([task()])])
def test_the_columns_are_the_same_whether_or_not_variants_were_played(scenario: Scenario) -> None:
    bare, whole = run(scenario, iterations=1).risks, driven(scenario, 1).risks
    assert list(bare.columns) == list(whole.columns)
    assert list(bare.columns)[-len(removal_columns(scenario)) :] == removal_columns(scenario)
    measured = bare[removal_columns(scenario)[2:]]
    assert pd.isna(measured).all(axis=None)
