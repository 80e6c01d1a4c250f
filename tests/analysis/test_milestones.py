import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from milepost.simulate.result import Result
from tests.results import milestone, result_of

COLUMNS = [
    *("milestone", "name", "level", "owner", "due", "due_days", "hit", "hit_low", "hit_high"),
    *("reached", "promise", "promise_days", "promise_low_days", "promise_high_days", "mean_days", "sd_days"),
    *("p10_days", "p50_days", "p80_days", "p90_days", "p10", "p50", "p80", "p90"),
    "p80_if_reached_days",
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
