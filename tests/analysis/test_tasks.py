import pandas as pd

from tests.results import result_of, task

FIGURES = ["mean_days", "sd_days", "p10_days", "p50_days", "p90_days"]


def test_columns_are_start_then_finish_then_their_dates() -> None:
    table = result_of({}, {task("b"): ([0.0], [1.0]), task("a"): ([0.0], [1.0])}).tasks
    ends = [f"{end}_{figure}" for end in ("start", "finish") for figure in FIGURES]
    dates = [f"{end}_{figure}" for end in ("start", "finish") for figure in ("p10", "p50", "p90")]
    assert list(table.columns) == ["task", "name", "owner", *ends, *dates]
    assert list(table["task"]) == ["b", "a"]
    assert table.index.equals(pd.RangeIndex(2))


def test_times_are_described_over_the_detailed_iterations() -> None:
    start, finish = [0.0] * 10, [float(k) for k in range(1, 11)]
    row = result_of({}, {task(owner="Ann"): (start, finish)}).tasks.iloc[0]
    assert row["owner"] == "Ann"
    assert (row["start_mean_days"], row["start_sd_days"], row["start_p90"]) == (0, 0, "2026-01-05")
    assert (row["finish_mean_days"], row["finish_p10_days"], row["finish_p50_days"], row["finish_p90_days"]) == (
        *(5.5, 1, 5, 9),
    )
    assert (row["finish_p10"], row["finish_p50"], row["finish_p90"]) == ("2026-01-05", "2026-01-09", "2026-01-15")


def test_a_plan_of_milestones_alone_has_an_empty_table() -> None:
    assert len(result_of({}).tasks) == 0
