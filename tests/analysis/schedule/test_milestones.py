import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.result import Result
from tests.plans import milestone
from tests.results import result_of

COLUMNS = [
    *("milestone", "name", "level", "owner", "group", "codes", "due", "due_days", "hit", "hit_low", "hit_high"),
    *("reached", "reached_low", "reached_high", "promise", "promise_low", "promise_high", "promise_state"),
    *("promise_days", "promise_low_days", "promise_high_days"),
    *("mean_days", "mean_low_days", "mean_high_days", "mean_effective", "mean_needed", "sd_days"),
    *(f"{name}{end}_days" for name in ("p10", "p50", "p80", "p90") for end in ("", "_low", "_high")),
    *("p10", "p50", "p80", "p90"),
    *("p80_if_reached_days", "p80_if_reached_low_days", "p80_if_reached_high_days"),
    "iterations",
    *("plan_days", "plan"),
    *(f"merge_bias_{which}{end}_days" for which in ("mean", "median") for end in ("", "_low", "_high")),
    "merging_links",
]

TEN = [float(k) for k in range(1, 11)]
"""Ten iterations: reached at the end of each of the first ten working days, 5 to 16 January."""


def row_of(result: Result) -> Any:
    return result.milestones.iloc[0]


def test_columns_are_those_of_the_contract_in_file_order_of_rows() -> None:
    table = result_of({milestone("b"): TEN, milestone("a"): TEN}).milestones
    assert list(table.columns) == COLUMNS
    assert list(table["milestone"]) == ["b", "a"]
    assert table.index.equals(pd.RangeIndex(2))


def test_a_plan_without_milestones_has_an_empty_table_of_the_same_columns() -> None:
    assert list(result_of({}).milestones.columns) == COLUMNS


def test_hit_is_the_share_reached_by_the_end_of_the_due_date() -> None:
    row = row_of(result_of({milestone(due=date(2026, 1, 8)): TEN}))
    assert row["due"] == "2026-01-08"
    assert row["due_days"] == 4
    assert row["hit"] == 0.4
    assert 0 < row["hit_low"] < 0.4 < row["hit_high"] < 1


def test_a_due_date_on_a_weekend_is_as_good_as_the_friday_before() -> None:
    row = row_of(result_of({milestone(due=date(2026, 1, 11)): TEN}))
    assert row["hit"] == 0.5


@pytest.mark.parametrize(
    ("start", "due", "days"),
    [
        (date(2026, 1, 3), date(2026, 1, 4), 0),  # both on a weekend, from which the start moves to Monday
        (date(2026, 1, 3), date(2026, 1, 3), 0),
        (date(2026, 1, 5), date(2026, 1, 2), 0),  # no work lies between Friday and Monday
        (date(2026, 1, 7), date(2026, 1, 2), -2),
    ],
)
def test_what_is_due_before_the_plan_starts_is_never_hit_however_soon_it_is_reached(
    start: date, due: date, days: int
) -> None:
    result = result_of({milestone(due=due): [0.0, 0.0, 1e-10]})
    row = row_of(replace(result, scenario=replace(result.scenario, start=start)))
    assert (row["due"], row["due_days"], row["hit"], row["reached"]) == (due.isoformat(), days, 0.0, 1.0)


@pytest.mark.parametrize(
    ("confidence", "promise"),
    [
        (0.8, "2026-01-14"),  # the eighth working day
        (0.5, "2026-01-09"),  # a Friday, not the Monday after
        (0.95, "2026-01-16"),  # the tenth of ten is the first that keeps it
    ],
)
def test_promise_is_the_first_date_kept_with_the_confidence(confidence: float, promise: str) -> None:
    row = row_of(result_of({milestone(): TEN}, confidence=confidence))
    assert row["promise"] == promise


def test_percentiles_come_in_days_and_as_dates() -> None:
    row = row_of(result_of({milestone(): TEN}))
    assert [row[f"{p}_days"] for p in ("p10", "p50", "p80", "p90")] == [1, 5, 8, 9]
    assert [row[p] for p in ("p10", "p50", "p80", "p90")] == ["2026-01-05", "2026-01-09", "2026-01-14", "2026-01-15"]
    assert row["mean_days"] == 5.5


def test_without_a_due_date_nothing_is_judged() -> None:
    row = row_of(result_of({milestone(): TEN}))
    assert row["due"] == ""
    assert all(math.isnan(row[column]) for column in ("due_days", "hit", "hit_low", "hit_high"))


def test_what_is_not_reached_in_a_quarter_of_the_lives_cannot_be_promised_at_80_percent() -> None:
    row = row_of(result_of({milestone(due=date(2026, 1, 5)): [1.0, 1.0, 1.0, math.inf]}))
    assert row["hit"] == 0.75
    assert row["p50"] == "2026-01-05"
    assert (row["promise"], row["promise_days"], row["p90"]) == ("", math.inf, "")
    assert row["mean_days"] == 1.0


def test_reached_counts_the_lives_in_which_it_comes_and_its_own_percentile_those_alone() -> None:
    row = row_of(result_of({milestone(): [*TEN, *[math.inf] * 10]}))
    assert (row["reached"], row["mean_days"]) == (0.5, 5.5)
    assert (row["p50_days"], row["p80_days"], row["p80_if_reached_days"]) == (10, math.inf, 8)


def test_what_is_never_reached_has_no_percentile_of_its_own() -> None:
    row = row_of(result_of({milestone(): [math.inf]}))
    assert row["reached"] == 0
    assert math.isnan(row["p80_if_reached_days"])


def test_one_iteration_is_enough_for_a_table() -> None:
    row = row_of(result_of({milestone(due=date(2026, 1, 5)): [1.0]}))
    assert (row["promise_low_days"], row["promise_high_days"]) == (-math.inf, math.inf)
    assert math.isnan(row["sd_days"])
    assert (row["promise_low"], row["promise_high"]) == ("", "")


@pytest.mark.parametrize(
    ("reached", "promise", "state"),
    [
        (100, "2026-01-09", "known"),
        (89, "2026-01-09", "known"),  # the later end is the 89th of a hundred
        (88, "2026-01-09", "perhaps_never"),
        (80, "2026-01-09", "perhaps_never"),
        (79, "", "perhaps_never"),  # the estimate is never, but the truth may be a date
        (72, "", "perhaps_never"),
        (71, "", "never"),  # so is the earlier end, the 72nd
    ],
)
def test_a_promise_near_the_share_that_is_ever_reached_may_be_never(reached: int, promise: str, state: str) -> None:
    row = row_of(result_of({milestone(): [5.0] * reached + [math.inf] * (100 - reached)}))
    assert (row["promise"], row["promise_state"]) == (promise, state)
    assert row["promise_low"] == ("" if state == "never" else "2026-01-09")
    assert row["promise_high"] == ("2026-01-09" if state == "known" else "")


@pytest.mark.parametrize(
    ("times", "confidence", "state"),
    [
        ([5.0] * 16, 0.8, "too_few_iterations"),  # 0.8^16 is above 2.5%: all might be below
        ([5.0] * 17, 0.8, "known"),
        ([5.0] * 100, 0.99, "too_few_iterations"),
        ([5.0] * 99 + [math.inf], 0.99, "too_few_iterations"),  # one that is never does not make it never
        ([math.inf], 0.8, "too_few_iterations"),
        ([math.inf] * 100, 0.99, "never"),  # the earlier end is there
    ],
)
def test_never_is_told_apart_from_too_few_iterations(times: list[float], confidence: float, state: str) -> None:
    assert row_of(result_of({milestone(): times}, confidence=confidence))["promise_state"] == state


@pytest.mark.parametrize(("name", "fewest"), [("p10", 36), ("p50", 6), ("p80", 17), ("p90", 36)])
def test_from_how_many_iterations_on_an_empty_end_is_never(name: str, fewest: int) -> None:
    for iterations, there in ((fewest, True), (fewest - 1, False)):
        row = row_of(result_of({milestone(): [5.0] * iterations}))
        assert all(map(math.isfinite, (row[f"{name}_low_days"], row[f"{name}_high_days"]))) == there


def test_a_percentile_has_the_ends_of_its_interval() -> None:
    row = row_of(result_of({milestone(): np.arange(1.0, 101.0)}))
    for name, p in (("p10", 0.1), ("p50", 0.5), ("p80", 0.8), ("p90", 0.9)):
        assert row[f"{name}_low_days"] == binom.ppf(0.025, 100, p)
        assert row[f"{name}_high_days"] == binom.ppf(0.975, 100, p) + 1
    reached = Proportion.of(100, 100)
    assert (row["reached_low"], row["reached_high"]) == (reached.low, reached.high)
