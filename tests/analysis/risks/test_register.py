import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.run import simulate
from milepost.simulate.result import Result
from tests.plans import plan, risk, task
from tests.results import result_of

NEVER = math.inf
COLUMNS = [
    *("risk", "name", "category", "owner", "probability"),
    *("occurs", "occurs_low", "occurs_high", "occurs_median_days", "occurs_median_low_days", "occurs_median_high_days"),
    *(
        "retired",
        "retired_low",
        "retired_high",
        "retired_median_days",
        "retired_median_low_days",
        "retired_median_high_days",
    ),
    *("stops", "stops_low", "stops_high", "stops_median_days", "stops_median_low_days", "stops_median_high_days"),
    *("stops_alone", "stops_alone_low", "stops_alone_high"),
    *("stops_together", "stops_together_low", "stops_together_high"),
    *("occurs_median", "retired_median", "stops_median"),
]


def row_of(result: Result) -> Any:
    return result.risks.iloc[0]


def test_columns_are_stable_and_rows_in_file_order() -> None:
    table = result_of({}, risks=[(risk("b"), [NEVER], [1.0]), (risk("a"), [NEVER], [1.0])]).risks
    assert list(table.columns)[: len(COLUMNS)] == COLUMNS
    assert list(table["risk"]) == ["b", "a"]
    assert table.index.equals(pd.RangeIndex(2))


def test_a_plan_without_risks_has_an_empty_table_of_the_same_columns() -> None:
    assert list(result_of({}).risks.columns)[: len(COLUMNS)] == COLUMNS


def test_the_median_of_a_risk_is_known_as_well_as_the_iterations_in_which_it_occurs_allow() -> None:
    """Of 200 lives it occurs in 100, on days 1 to 100."""
    row = row_of(result_of({}, risks=[(risk(), [*np.arange(1.0, 101.0), *[NEVER] * 100], [0.9] * 200)]))
    ends = row["occurs_median_low_days"], row["occurs_median_high_days"]
    assert ends == (binom.ppf(0.025, 100, 0.5), binom.ppf(0.975, 100, 0.5) + 1)
    few = row_of(result_of({}, risks=[(risk(), [*np.arange(1.0, 6.0), *[NEVER] * 195], [0.9] * 200)]))
    assert few["occurs_median_days"] == 3
    assert not math.isfinite(few["occurs_median_low_days"])
    assert not math.isfinite(few["occurs_median_high_days"])


def test_a_risk_occurs_where_a_task_is_decided_before_the_stop() -> None:
    """Of five iterations it occurs in four: at 1, 2 and 3, where work begins, and at 4, after the stop."""
    row = row_of(
        result_of({}, risks=[(risk(), [1.0, 2.0, 3.0, 4.0, NEVER], [0.1] * 4 + [0.9])], stop=[9.0] * 3 + [4.0, 9.0])
    )
    assert (row["occurs"], row["occurs_median_days"], row["occurs_median"]) == (0.6, 2, "2026-01-07")
    assert (row["occurs_low"], row["occurs_high"]) == (Proportion.of(3, 5).low, Proportion.of(3, 5).high)
    assert row["retired"] == 0


@pytest.mark.parametrize(
    ("latent", "retired_at"),
    [
        (0.60, NEVER),  # it would not have occurred anyway: the probability is 0.5
        (0.45, 3.0),  # the first to finish is enough: 0.4 is left
        (0.30, 5.0),  # the second is needed: 0.2 is left
        (0.20, 5.0),  # what is left has to be above it for it to occur
        (0.15, 8.0),  # all three: 0.1 is left
        (0.05, NEVER),  # too little is done
    ],
)
def test_a_risk_is_retired_when_what_is_left_no_longer_lets_it_occur(latent: float, retired_at: float) -> None:
    tasks = [
        (task("last", retires={"demand": 0.5}), [0.0], [8.0]),
        (task("first", retires={"demand": 0.2}), [0.0], [3.0]),
        (task("second", retires={"demand": 0.5}), [0.0], [5.0]),
        (task("other"), [0.0], [1.0]),
    ]
    row = row_of(result_of({}, tasks, risks=[(risk(probability=0.5), [NEVER], [latent])]))
    assert row["retired"] == (retired_at < NEVER)
    if retired_at < NEVER:
        assert row["retired_median_days"] == retired_at
    else:
        assert math.isnan(row["retired_median_days"])


@pytest.mark.parametrize(
    ("occurs", "effect", "stop", "by", "retired"),
    [
        (NEVER, 1.0, NEVER, "", 1.0),
        (2.0, 1.0, NEVER, "", 0.0),  # it has occurred before, so it was not retired in time
        (NEVER, 0.0, NEVER, "", 0.0),  # the work did not run, or failed
        (NEVER, 1.0, 4.0, "other", 0.0),  # the project ended first
        (NEVER, 1.0, 5.0, "other", 0.0),  # ... or at the same time
        (NEVER, 1.0, 9.0, "demand", 0.0),  # this very risk was revealed, and stopped it
        (NEVER, 1.0, 9.0, "demand other", 0.0),  # ... and so was another at the same moment
        (NEVER, 1.0, 9.0, "other", 1.0),  # another did, later
    ],
)
def test_a_risk_is_retired_in_time_or_not_at_all(
    occurs: float, effect: float, stop: float, by: str, retired: float
) -> None:
    result = result_of(
        {},
        [(task(retires={"demand": 0.9}), [0.0], [5.0])],
        risks=[(risk(), [occurs], [0.3]), (risk("other", stop=True), [NEVER], [1.0])],
        effects={"build": [effect]},
        stop=[stop],
        stopped_by={id: [id in by.split()] for id in ("demand", "other")},
    )
    assert row_of(result)["retired"] == retired


def test_what_the_engine_plays_either_occurs_or_is_retired_in_time() -> None:
    """Two days of work leave 0.2 of a risk of 0.5 for what follows: latents below 0.2 occur, those up to 0.5 do not."""
    tasks = [task("first", 2, retires={"demand": 0.6}), task("second", 1, "first")]
    scenario = plan(tasks, risks=[risk("demand", 0.5, exposes=("second",))])
    outcome = simulate(scenario, iterations=1000)
    latent = outcome.risk_latent["demand"]
    row = row_of(Result(scenario=scenario, outcome=outcome))
    assert row["occurs"] == (latent < 0.2).mean()
    assert row["retired"] == ((latent >= 0.2) & (latent < 0.5)).mean()
    assert (row["occurs_median_days"], row["retired_median_days"], row["stops"]) == (2, 2, 0)


def test_stops_are_counted_over_the_iterations_that_the_rest_of_the_row_is_over() -> None:
    """Two iterations are detailed, four are played; of the two, this risk stops one on day 9, and the other too."""
    result = result_of(
        {},
        risks=[(risk(stop=True), [NEVER] * 2, [1.0] * 2), (risk("other", stop=True), [NEVER] * 2, [1.0] * 2)],
        cost=[0.0] * 4,
        stop=[NEVER, 9.0, 7.0, 3.0],
        stopped_by={"demand": [False, True, True, False], "other": [False, True, False, True]},
    )
    row = row_of(result)
    assert (row["stops"], row["stops_median_days"], row["stops_median"]) == (0.5, 9, "2026-01-15")
    assert (row["stops_alone"], row["stops_together"]) == (0.0, 0.5)
    assert row["occurs"] == 0
    assert result.stopping is not None
    assert result.stopping.by["demand"].either.value == 0.5
    assert result.stopping.by["demand"].alone.value == 0.25
