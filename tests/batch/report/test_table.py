import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from milepost.simulate import run
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.batch.columns import flattened, row_from
from milepost.simulate.batch.report.rank import Ranking
from milepost.simulate.batch.report.sweep import MOST_SERIES, Sweep
from milepost.simulate.batch.report.table import FIRST, Columns, parquet_writer, write_csv
from milepost.simulate.batch.report.terminal import errors, print_batch
from milepost.simulate.batch.report.unit import brief, unit_of
from milepost.simulate.batch.row import RunRow, row_of
from tests.batches import failed_row, row
from tests.plans import everything


def ranked(rows: list[RunRow], *swept: str) -> Ranking:
    return Ranking.of(rows, swept, most=20)


def printed(rows: list[RunRow], *swept: str, width: int = 200, failed: int = 0) -> str:
    stream = io.StringIO()
    record = {"runs": len(rows), "failed": failed, "iterations": 1000, "seed": 0, "confidence": 0.8, "swept": swept}
    print_batch(rows, record, Console(file=stream, width=width))
    return stream.getvalue()


def test_runs_are_judged_by_the_milestone_that_is_due_last_wherever_it_stands() -> None:
    assert row({"launch": ("2026-06-01", 0.5), "half": ("2026-03-01", 0.9)}).judged_by == "launch"
    others = {"half": ("2026-03-01", 0.9), "launch": ("2026-06-01", 0.5), "some_day": (None, None)}
    assert row(others).judged_by == "launch"
    assert row({"one": (None, None), "other": (None, None)}).judged_by == "other"


def test_the_best_net_comes_first_where_every_run_has_one_and_else_the_best_hit() -> None:
    poor, rich = row(hit=0.9, net=1.0, burn=1), row(hit=0.5, net=2.0, burn=2)
    assert [one.setting("budget.burn") for one in ranked([poor, rich], "budget.burn").rows] == [2, 1]
    ranking = ranked([replace(rich, net=None), poor], "budget.burn")
    assert (ranking.by, [one.setting("budget.burn") for one in ranking.rows]) == ("hit", [1, 2])


def test_equal_hits_are_ranked_by_the_promise_date_and_runs_without_due_dates_by_it_alone() -> None:
    late, early, never = (row(hit=0.0, days=days, burn=days or 0) for days in (30.0, 20.0, None))
    assert [one.setting("budget.burn") for one in ranked([late, never, early], "budget.burn").rows] == [20, 30, 0]
    late, early, never = (row({"end": (None, None)}, days=days, burn=days or 0) for days in (30.0, 20.0, None))
    ranking = ranked([late, never, early], "budget.burn")
    assert (ranking.by, [one.setting("budget.burn") for one in ranking.rows]) == ("date", [20, 30, 0])


def test_no_more_than_the_best_are_held_and_failures_are_not_among_them() -> None:
    rows = [row(hit=k / 100, burn=k) for k in range(100)]
    best = Ranking.of([*rows, failed_row("bad")], ["budget.burn"], most=3)
    assert [one.setting("budget.burn") for one in best.rows] == [99, 98, 97]


def test_a_table_has_a_column_for_each_thing_that_differs_and_says_what_money_is_in() -> None:
    rows = [row(burn=burn, ordering=name, currency="EUR") for burn in (1.0, 2.0) for name in ("in force", "other")]
    heading = printed(rows, "budget.burn").splitlines()[2]
    assert heading.split("  ")[0] == "budget.burn"
    assert "Ordering" in heading
    assert "Cost, mean [EUR]" in heading
    assert "File" not in heading
    assert "Cost, mean [" not in printed([*rows, row(currency="USD", burn=1.0)], "budget.burn")


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_a_narrow_terminal_keeps_what_tells_runs_apart_and_what_they_are_judged_by(width: int) -> None:
    rows = [row(burn=burn, ordering="technology first", hit=0.25, net=None) for burn in (1500.0, 2500.0)]
    lines = printed(rows, "budget.burn", width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert "1500" in "".join(lines)
    assert sum("25%" in line for line in lines) == 2


def test_one_run_is_not_called_the_best_of_many() -> None:
    assert "best" not in printed([row()])
    assert "1 run of 1,000 cases" in printed([row()])
    assert "another --seed" in printed([row(burn=1.0), row(burn=2.0)], "budget.burn")


def test_the_first_errors_are_said_and_the_others_counted() -> None:
    rows = [row(), *(failed_row(f"bad {k}") for k in (1, 2, 2, 3, 4))]
    assert list(errors(rows, 5)) == ["bad 1", "bad 2", "bad 3", "2 more failed."]
    assert list(errors(rows[:2], 1)) == ["bad 1"]


def test_a_sweep_of_too_many_lines_keeps_the_milestones_that_are_due_last() -> None:
    many = {f"m{k}": (f"2026-{12 - k:02}-01", 0.5) for k in range(12)}
    sweep = Sweep.of([row(many, burn=burn) for burn in (1.0, 2.0)], ["budget.burn"])
    assert sweep is not None
    assert [series.milestone for series in sweep.series] == [f"m{k}" for k in range(MOST_SERIES)]
    assert sweep.left_out == 4
    several = [row(many, burn=burn, file=f"{name}.yaml") for name in "ab" for burn in (1.0, 2.0)]
    sweep = Sweep.of(several, ["budget.burn"])
    assert sweep is not None
    assert [(series.file, series.milestone) for series in sweep.series] == [("a.yaml", "m0"), ("b.yaml", "m0")]


def test_three_values_swept_and_a_single_value_are_no_picture() -> None:
    assert Sweep.of([row(burn=1.0), row(burn=2.0)], ["budget.burn"] * 3) is None
    assert Sweep.of([row(burn=1.0)], ["budget.burn"]) is None


def test_a_formula_in_what_people_write_is_no_formula_in_runs_csv(tmp_path: Path) -> None:
    evil = "=SUM(1)"
    rows = [
        row(file=evil, ordering=evil, currency=evil, name=evil, run=evil, settings={"name.x": evil}),
        failed_row(evil),
    ]

    def again() -> Iterator[RunRow]:
        yield from rows

    with (tmp_path / "runs.csv").open("wb") as binary:
        write_csv(binary, Columns.of(again()), again())
    with (tmp_path / "runs.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert sum(cell == f"'{evil}" for cell in cells) == 7
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("iterations", [1, 256])
def test_a_row_comes_back_from_its_columns(iterations: int) -> None:
    """By its columns, since in them what is infinite and what is not known are one."""
    played = row_of(row(settings={"tasks.a.owner": "Ann"}), run(everything(), iterations=iterations))
    flat = flattened(played)
    again = row_from(json.loads(json.dumps(flat, allow_nan=False)))
    assert flattened(again) == flat
    assert list(flattened(again)) == list(flat)
    assert (again.settings, again.judged_by, list(again.milestones)) == (
        played.settings,
        played.judged_by,
        list(played.milestones),
    )
    bad = failed_row("bad", settings={"name": "x"})
    assert row_from(flattened(bad)) == bad


def test_two_runs_have_one_digest_of_their_times_only_where_all_of_them_are_equal() -> None:
    plain = everything()
    dearer = replace(plain, budget=replace(plain.budget, burn=plain.budget.burn + 1))
    first, *others = (
        row_of(row(), run(one, iterations=256, seed=seed)) for one, seed in ((plain, 0), (dearer, 0), (plain, 1))
    )
    assert [one.times_sha256 == first.times_sha256 for one in others] == [True, False]


def test_a_name_that_was_set_is_known_of_runs_that_failed_and_of_others() -> None:
    rows = [row(name="x", settings={"name": "x"}), failed_row("bad", settings={"name": "y"})]
    assert [row_from(flattened(one)).setting("name") for one in rows] == ["x", "y"]


def test_parquet_keeps_the_largest_seed_to_the_last_digit(tmp_path: Path) -> None:
    rows = [row(seed=2**64 - 1), row(seed=0)]
    with (tmp_path / "runs.parquet").open("wb") as binary:
        parquet_writer()(binary, Columns.of(rows), rows)
    assert list(pd.read_parquet(tmp_path / "runs.parquet")["seed"]) == [2**64 - 1, 0]


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("tasks.build.duration", "working days"),
        ("tasks.build.duration.pert.1", "working days"),  # a part of a quantity
        ("tasks.cost.duration", "working days"),  # an id that reads like a key
        ("tasks.cost.notes", ""),
        ("risks.bug.probability", "share"),
        ("risks.bug.stretch", "factor"),
        ("ranges.rough.0", "factor"),
        ("tasks.spike.retires.bug", "share"),
        ("budget.burn", "EUR per working day"),
        ("budget.total", "EUR"),
        ("milestones.launch.invoice.terms", "calendar days"),
        ("start", ""),
    ],
)
def test_a_swept_part_has_its_unit(path: str, unit: str) -> None:
    assert unit_of(path, "EUR") == unit


def test_the_page_of_outputs_explains_every_column_of_runs_csv() -> None:
    page = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
    section = page.split("### Columns of runs.csv")[1].split("\n#")[0]
    explained = set(re.findall(r"`(\w+)`", section))
    played = row_of(row(), run(everything(), iterations=256))
    columns = {*FIRST, *(key.split(".")[-1] for key in flattened(replace(played, settings={})))}
    bare = {re.sub(r"_(low|high)$", "", column) for column in columns}
    assert len(bare) > 20
    assert bare <= explained


def test_means_that_rest_on_few_iterations_are_told_of() -> None:
    few = Mean(value=2.0, low=math.nan, high=math.nan, sd=1.0, effective=3.5, needed=50_176)
    rows = [row(burn=1.0, net=few), row(burn=2.0, net=replace(few, effective=50.0)), row(burn=3.0, net=1.0)]
    said = "The mean net of 1 of these runs rests on fewer than 50 effective cases and says little; 50,176 cases"
    assert said in printed(rows, "budget.burn")
    assert "effective" not in printed(rows[1:], "budget.burn")


def test_parts_are_told_apart_in_brief() -> None:
    assert brief(["tasks.build.duration", "tasks.test.duration"]) == ("build.duration", "test.duration")
    assert brief(["tasks.a.cost", "risks.a.cost"]) == ("tasks.a.cost", "risks.a.cost")
