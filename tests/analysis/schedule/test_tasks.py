import math

import numpy as np
import pandas as pd
from scipy.stats import binom

from milepost.simulate import run
from milepost.simulate.analysis.schedule.resources import WAITING_COLUMNS
from milepost.simulate.analysis.statistics.proportion import Proportion
from tests.plans import plan, risk, task
from tests.results import result_of

FIGURES = [
    *("mean_days", "sd_days"),
    *(f"{name}{end}_days" for name in ("p10", "p50", "p90") for end in ("", "_low", "_high")),
]

ENDS = ("start", "finish")


def test_columns_are_start_then_finish_then_their_dates_and_then_the_plans_own() -> None:
    table = result_of({}, [(task("b"), [0.0], [1.0]), (task("a"), [0.0], [1.0])]).tasks
    ends = [f"{end}_{figure}" for end in ENDS for figure in FIGURES]
    dates = [f"{end}_{figure}" for end in ENDS for figure in ("p10", "p50", "p90")]
    planned = [f"{when}_{end}{unit}" for unit in ("_days", "") for when in ("early", "late") for end in ENDS]
    planned[4:4] = ["total_float_days", "free_float_days"]
    assert list(table.columns) == [
        *("task", "name", "owner", "group", "codes", "runs", "runs_low", "runs_high"),
        *(*ends, *dates, *planned, "plan_critical", "critical_to", *WAITING_COLUMNS),
    ]
    assert list(table["task"]) == ["b", "a"]
    assert table.index.equals(pd.RangeIndex(2))


def test_times_are_described_over_the_detailed_iterations() -> None:
    start, finish = [0.0] * 10, [float(k) for k in range(1, 11)]
    row = result_of(
        {}, [(task(owner="Ann", group="Site", codes={"Discipline": "CIV", "Phase": "2"}), start, finish)]
    ).tasks.iloc[0]
    assert (row["owner"], row["group"], row["codes"]) == ("Ann", "Site", "Discipline=CIV; Phase=2")
    assert (row["start_mean_days"], row["start_sd_days"], row["start_p90"]) == (0, 0, "2026-01-05")
    assert (row["finish_mean_days"], row["finish_p10_days"], row["finish_p50_days"], row["finish_p90_days"]) == (
        *(5.5, 1, 5, 9),
    )
    assert (row["finish_p10"], row["finish_p50"], row["finish_p90"]) == ("2026-01-05", "2026-01-09", "2026-01-15")


def test_how_often_a_task_runs_and_its_percentiles_have_their_intervals() -> None:
    start = np.array([*range(1, 81), *[math.inf] * 20], dtype=np.float64)
    row = result_of({}, [(task(), start, start)]).tasks.iloc[0]
    runs = Proportion.of(80, 100)
    assert (row["runs_low"], row["runs_high"]) == (runs.low, runs.high)
    for name, p in (("p10", 0.1), ("p50", 0.5)):
        ends = row[f"start_{name}_low_days"], row[f"start_{name}_high_days"]
        assert ends == (binom.ppf(0.025, 100, p), binom.ppf(0.975, 100, p) + 1)
    assert row["finish_p90_low_days"] == row["finish_p90_high_days"] == math.inf


def test_a_plan_of_milestones_alone_has_an_empty_table() -> None:
    assert len(result_of({}).tasks) == 0


def test_a_task_that_does_not_start_before_the_stop_never_does_and_one_under_way_never_finishes() -> None:
    """Ten lives, of which the last four are stopped on day 4: before it starts, as it starts, under way, as it ends."""
    start = [2.0] * 6 + [5.0, 4.0, 3.0, 2.0]
    finish = [6.0] * 6 + [9.0, 8.0, 7.0, 4.0]
    row = result_of({}, [(task(), start, finish)], stop=[math.inf] * 6 + [4.0] * 4).tasks.iloc[0]
    assert row["runs"] == 0.8
    assert (row["start_mean_days"], row["start_p50_days"], row["start_p90_days"]) == (17 / 8, 2, math.inf)
    assert (row["finish_mean_days"], row["finish_p50_days"], row["finish_p90_days"]) == (40 / 7, 6, math.inf)
    assert (row["start_p90"], row["finish_p90"]) == ("", "")


def test_a_response_that_is_not_called_for_does_not_run() -> None:
    start, finish = [1.0, 1.0, 1.0, 1.0], [3.0, 1.0, 1.0, 4.0]
    effects = {"build": [1.0, 0.0, 0.0, 0.0]}
    payments = {"build": [1.0, 0.0, 0.0, 2.0]}  # in the last life it fails both its rounds
    work = [(task(only_if="demand"), start, finish)]
    risks = [(risk(), [math.inf] * 4, [1.0] * 4)]
    row = result_of({}, work, risks=risks, effects=effects, payments=payments).tasks.iloc[0]
    assert (row["runs"], row["finish_mean_days"], row["finish_p90_days"]) == (0.5, 3.5, math.inf)


def test_work_that_fails_all_its_rounds_has_run_all_the_same() -> None:
    effects, payments = {"build": [0.0]}, {"build": [3.0]}
    assert result_of({}, [(task(), [0.0], [5.0])], effects=effects, payments=payments).tasks["runs"][0] == 1


def test_the_plans_own_times_have_their_dates_and_what_only_a_risk_brings_has_none() -> None:
    """Work until Friday 9 January and from Monday on, ten days in all; beside it c, and what goes on after the last."""
    tasks = [task("a", 5), task("b", 5, "a"), task("c", 2), task("extra", 3, "c", only_if="demand"), task("on", 9, "b")]
    scenario = plan(tasks, {"early": ["a"], "end": ["b", "c", "extra"]}, [risk(exposes=("c",))])
    table = run(scenario, iterations=16).tasks.set_index("task")
    days = ["early_start_days", "early_finish_days", "late_start_days", "late_finish_days"]
    dates = ["early_start", "early_finish", "late_start", "late_finish"]
    assert list(table.loc["b", [*days, *dates]]) == [
        *(5.0, 10.0, 5.0, 10.0),
        *("2026-01-12", "2026-01-16", "2026-01-12", "2026-01-16"),
    ]
    assert list(table.loc["c", [*days, *dates]]) == [
        *(0.0, 2.0, 8.0, 10.0),
        *("2026-01-05", "2026-01-06", "2026-01-15", "2026-01-16"),
    ]
    assert list(table["plan_critical"]) == [True, True, False, False, False]
    assert list(table["critical_to"]) == ["early, end", "end", "", "", ""]
    assert (table.loc["on", "early_start"], table.loc["on", "late_start"]) == ("2026-01-19", "")
    assert table.loc["extra", days].isna().all()
    assert list(table.loc["extra", dates]) == [""] * 4
