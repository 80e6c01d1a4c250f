"""Which risk stops the project, when, and what had been spent by then, by plans worked out by hand."""

import math

import numpy as np
import pytest

from milepost.models import read_scenario
from milepost.models.money import Budget
from milepost.simulate import run
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.stops import STOP_COLUMNS
from tests.plans import FAULTS, everything, plan, risk, task
from tests.results import result_of

QUIET = ([math.inf], [1.0])


def test_a_risk_stops_the_project_when_its_work_ends_and_saves_what_was_still_to_come() -> None:
    """
    The probe costs 10 and ends on day 4, the trial costs 30 and ends on day 9, the work costs 100.

    So what the probe finds has cost 10 and saves 130, and what the trial finds has cost 40 and saves 100.
    """
    tasks = [task("probe", 4, cost=10), task("trial", 5, "probe", cost=30), task("work", 10, "trial", cost=100)]
    risks = [
        risk("never", 0.0, exposes=("work",), stop=True),
        risk("found", 0.3, exposes=("probe",), stop=True),
        risk("tried", 0.5, exposes=("trial",), stop=True),
        risk("harmless", 0.5, exposes=("trial",), delay=0),
    ]
    result = run(plan(tasks, {"end": ["work"]}, risks), iterations=5_000)
    stops = result.stops.set_index("risk")
    assert [*stops.index] == ["never", "found", "tried"]
    assert [*stops.loc["found", ["p10_days", "p50_days", "p90_days"]]] == [4, 4, 4]
    assert [*stops.loc["found", ["p10", "p50", "p90"]]] == ["2026-01-08"] * 3
    assert [*stops.loc["found", ["spent_mean", "spent_p50", "saved_mean"]]] == pytest.approx([10, 10, 130])
    assert stops.loc["tried", "p50_days"] == 9
    assert [*stops.loc["tried", ["spent_mean", "spent_p50", "saved_mean"]]] == pytest.approx([40, 40, 100])
    assert (stops.loc["never", "stops"], stops.loc["never", "p50"]) == (0, "")
    assert np.isnan(stops.loc["never", ["p50_days", "spent_mean", "spent_p50", "saved_mean"]].astype(float)).all()


def test_every_figure_is_a_direct_count_over_the_iterations() -> None:
    result = run(everything(), iterations=5_000)
    outcome, (row,) = result.outcome, result.stops.to_dict("records")
    where = outcome.stopped_by["forbidden"]
    assert row["risk"] == "forbidden"
    assert row["stops"] == where.mean() > 0
    assert row["alone"] == row["stops"]
    for p in (10, 50, 90):
        assert row[f"p{p}_days"] == np.percentile(outcome.stop[where], p, method="inverted_cdf")
    assert row["spent_mean"] == pytest.approx(outcome.cost[where].mean())
    assert row["spent_p50"] == np.percentile(outcome.cost[where], 50, method="inverted_cdf")
    assert result.stopped is not None
    assert row["saved_mean"] == pytest.approx(result.stopped.saved.value)  # it is the only one that stops the project


def test_a_stop_that_is_shared_counts_with_all_of_its_money_for_each() -> None:
    result = run(read_scenario(FAULTS / "tiestop.yaml"), iterations=2_000)
    one, other = result.stop.values()
    assert result.stopping is not None
    assert one.cause == result.stopping.by[one.risk.id]
    both = sum(outcome for outcome in (one.cause.either.value, other.cause.either.value))
    assert both == pytest.approx(result.stopping.probability.value + one.cause.together.value)
    for stop in (one, other):
        assert stop.toll is not None
        where = result.outcome.stopped_by[stop.risk.id]
        assert stop.toll.spent_mean.value == pytest.approx(result.cost[where].mean())


@pytest.mark.parametrize("iterations", [1, 100])
def test_a_plan_that_is_always_stopped_has_its_figures(iterations: int) -> None:
    fatal = risk("fatal", 1.0, exposes=("probe",), stop=True)
    scenario = plan([task("probe", 4)], {"end": ["probe"]}, [fatal], budget=Budget(burn=5))
    result = run(scenario, iterations=iterations)
    row = result.stops.iloc[0]
    assert (row["stops"], row["p50_days"], row["spent_mean"], row["saved_mean"]) == (1, 4, 20, 0)
    assert math.isnan(row["spent_mean_low"]) == (iterations == 1)


def test_a_plan_that_is_never_stopped_has_a_row_that_says_so_and_one_without_such_risks_has_none() -> None:
    quiet = result_of({}, risks=[(risk(stop=True), *QUIET)], cost=[0.0] * 100, stopped_by={"demand": [False] * 100})
    (row,) = quiet.stops.to_dict("records")
    assert tuple(row) == STOP_COLUMNS
    assert (row["stops"], row["stops_high"]) == (0, Proportion.of(0, 100).high)
    assert math.isnan(row["spent_mean"])
    assert not result_of({}, risks=[(risk(), *QUIET)]).stop
