import errno
import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.file.setting import parse_setting, parse_sweep
from milepost.simulate import run
from milepost.simulate.batch import Finding, Grid, Job, Store, local_player, run_batch
from milepost.simulate.batch.batch import rows
from milepost.simulate.batch.case import Case
from milepost.simulate.batch.columns import flattened
from milepost.simulate.batch.job import run_job
from milepost.simulate.batch.report.table import Columns, parquet_writer, write_csv
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.media import folder as report_folder
from milepost.simulate.report.media.folder_lock import FolderInUseError
from tests.batches import head

PLAN = """\
name: Plan
start: 2026-01-05
budget: {total: 1000, burn: 20}
tasks:
  design: {duration: [2, 4, 9]}
  probe: {duration: [1, 2, 3], retires: {bug: 0.5}}
  build: {duration: [5, 8, 20], after: [design]}
milestones:
  launch: {due: 2026-01-23, after: [build]}
risks:
  bug: {category: technology, probability: 0.5, exposes: [build], delay: 5, stop: true}
orderings:
  among: [design, probe]
  compare: {probe first: [probe, design], "no ../probe?": {without: [probe]}}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "out")


class Counting:
    """A player that counts what it plays."""

    def __init__(self) -> None:
        self.played = 0

    def player(self, jobs: Iterable[Job], progress: Callable[[int], None]) -> Generator[tuple[Job, Finding]]:
        for job in jobs:
            self.played += 1
            yield job, run_job(job, threads=1, progress=progress)


def job_of(plan: Path, setting: str) -> Job:
    scenario = read_scenario(plan, [parse_setting(setting)])
    return Job(
        name=setting,
        identity=setting,
        head=head(setting),
        scenario=scenario,
        iterations=256,
        seed=0,
        confidence=0.8,
        reports=False,
    )


def sweep(path: Path, text: str) -> Grid:
    return Grid(paths=[path], sweeps=(parse_sweep(text),))


def test_a_row_says_what_a_run_of_its_own_would(plan: Path, store: Store) -> None:
    grid = Grid(paths=[plan], settings=(parse_setting("budget.burn=30"),))
    with local_player(1) as player:
        batch = run_batch(grid, store, player, iterations=3000, seed=4, confidence=0.3)
    (row,) = rows(store, batch)
    result = run(read_scenario(plan, grid.settings), iterations=3000, seed=4, confidence=0.3)
    launch, outlook = row.milestones["launch"], result.milestone["launch"]
    assert (launch.hit, launch.reached, launch.promise_date) == (outlook.hit, outlook.reached, outlook.promise.date)
    assert (launch.promise.value, launch.promise.low) == (outlook.promise.value, outlook.promise.low)
    assert result.stopping is not None
    assert row.stopped == result.stopping.probability
    assert row.cost is not None
    assert row.cost.mean.value == result.cost.mean()
    assert row.settings == {"budget.burn": 30}
    assert result.gap is not None
    assert launch.gap is not None
    assert launch.gap.mean == result.gap.due["launch"].gap
    assert str(plan.parent) not in json.dumps(flattened(row))


def test_a_sweep_of_factors_has_the_figures_of_a_sweep_of_what_they_make(plan: Path, store: Store) -> None:
    relative = Grid(
        paths=[plan],
        settings=(parse_setting("budget.burn+=10"),),
        sweeps=(parse_sweep("budget.burn*=0.5,1,2"), parse_sweep("tasks.build.duration+=0:1:1")),
    )
    burn = read_scenario(plan).budget.burn + 10
    low, mode, high = (float(one) for one in PLAN.partition("build:")[2].partition("[")[2].partition("]")[0].split(","))
    absolute = Grid(
        paths=[plan],
        sweeps=(
            parse_sweep(f"budget.burn={burn / 2},{burn},{burn * 2}"),
            parse_sweep(f"tasks.build.duration=[{low},{mode},{high}],[{low + 1},{mode + 1},{high + 1}]"),
        ),
    )
    with local_player(1) as player:
        found, expected = (
            [*rows(store, run_batch(one, store, player, iterations=256))] for one in (relative, absolute)
        )
    assert [row.scenario_sha256 for row in found] == [row.scenario_sha256 for row in expected]
    assert [row.cost for row in found] == [row.cost for row in expected]
    names = "budget.burn+=", "budget.burn*=", "tasks.build.duration+="
    assert [[row.setting(name) for name in names] for row in found] == [[10, x, k] for x in (0.5, 1, 2) for k in (0, 1)]


@pytest.mark.slow
def test_a_grid_has_every_combination_once_and_each_a_folder_of_its_own(plan: Path, store: Store) -> None:
    sweeps = parse_sweep("budget.burn=10,20"), parse_sweep("tasks.build.duration=[5,8,20],[6,8,20],[7,8,20]")
    grid = Grid(paths=[plan], sweeps=sweeps, orderings=True)
    with local_player(1) as player:
        batch = run_batch(grid, store, player, iterations=256)
    assert len(grid) == len(list(grid)) == len(set(batch.names)) == 2 * 3 * 3
    assert sorted(path.name for path in store.folder.joinpath("runs").iterdir()) == sorted(batch.names)
    assert {row.ordering for row in rows(store, batch)} == {"in force", "probe first", "no ../probe?"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON ", "a" * 500, "日本", "x\n\0y", "..", ""])
def test_a_name_for_a_folder_is_plain_whatever_people_write(name: str) -> None:
    label = Case(path=Path("plän.yaml"), ordering=name).label
    assert 0 < len(label) <= 60
    assert set(label) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=-")
    assert not label.startswith(".")


def test_the_same_part_is_not_given_twice(plan: Path) -> None:
    with pytest.raises(ValueError, match=r"budget\.burn is given twice"):
        Grid(paths=[plan], settings=(parse_setting("budget.burn=1"),), sweeps=(parse_sweep("budget.burn=1,2"),))


@pytest.mark.slow
def test_what_is_finished_is_not_played_again_until_something_changes(
    plan: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid, counting = sweep(plan, "budget.burn=1:6:1"), Counting()
    run_batch(grid, store, counting.player, iterations=256)
    assert counting.played == 6
    again = run_batch(grid, store, counting.player, iterations=256)
    assert (counting.played, again.kept, again.played) == (6, 6, 0)
    run_batch(sweep(plan, "budget.burn=1:8:1"), store, counting.player, iterations=256)
    assert counting.played == 8
    run_batch(grid, store, counting.player, iterations=512)
    assert counting.played == 14
    plan.write_text(PLAN.replace("[2, 4, 9]", "[2, 4, 10]"), encoding="utf-8")
    run_batch(grid, store, counting.player, iterations=256)
    assert counting.played == 20
    monkeypatch.setattr("milepost.simulate.batch.identity.fingerprint", lambda: ("another", ()))
    run_batch(grid, store, counting.player, iterations=256)
    assert counting.played == 26


def damage(document: Any, how: str) -> str:
    """Return a run's record as something else may have left it."""
    row, record = document["row"], document["record"]
    text = json.dumps(document)
    return {
        "empty": "",
        "cut off": text[: len(text) // 2],
        "nested too deep": "[" * 100_000,
        "row nested too deep": json.dumps({"record": record})[:-1] + ', "row": ' + '{"a":' * 100_000,
        "no row": json.dumps({"record": record}),
        "row of nothing": json.dumps({"row": None, "record": record}),
        "row is a list": json.dumps({"row": [1], "record": record}),
        "not a number": text.replace(f'"hit": {row["launch.hit"]}', '"hit": NaN').replace(
            f'"launch.hit": {row["launch.hit"]}', '"launch.hit": NaN'
        ),
        "infinite": text.replace(f'"launch.hit": {row["launch.hit"]}', '"launch.hit": 1e999'),
        "a text for a number": json.dumps({"row": {**row, "launch.hit": "often"}, "record": record}),
        "a column too few": json.dumps({"row": {"run": row["run"]}, "record": record}),
        "another digit": json.dumps({"row": {**row, "cost_mean": row["cost_mean"] + 1e-9}, "record": record}),
        "record is a text": json.dumps({"row": row, "record": "identity"}),
        "files is a number": json.dumps({"row": row, "record": {**record, "files": 5}}),
        "failed is a list": json.dumps({"row": row, "record": {**record, "failed": []}}),
        "no document": "5",
        "no text": "\udcff\udcfe",
    }[how]


HOW = (
    *("empty", "cut off", "nested too deep", "row nested too deep", "no row", "row of nothing", "row is a list"),
    *("not a number", "infinite", "a text for a number", "a column too few", "another digit", "record is a text"),
    *("files is a number", "failed is a list", "no document", "no text"),
)


@pytest.mark.slow
@pytest.mark.parametrize("how", HOW)
def test_a_record_that_this_program_has_not_written_is_not_believed_and_played_again(
    how: str, plan: Path, store: Store
) -> None:
    """Only what is said of a report's files needs one."""
    grid, counting, reports = Grid(paths=[plan]), Counting(), "files" in how
    (name,) = run_batch(grid, store, counting.player, iterations=256, reports=reports).names
    path = store.folder_of(name) / "run.json"
    whole = path.read_bytes()
    damaged = damage(json.loads(whole), how).encode("utf-8", "surrogateescape")
    assert damaged != json.dumps(json.loads(whole)).encode()
    path.write_bytes(damaged)
    if how not in ("files is a number", "failed is a list"):
        with pytest.raises(OSError, match=r"run\.json has been damaged"):
            store.row(name)
    again = run_batch(grid, store, counting.player, iterations=256, reports=reports)
    assert (counting.played, again.kept) == (2, 0)
    assert path.read_bytes() == whole


def test_a_folder_in_the_place_of_a_record_is_said(plan: Path, store: Store) -> None:
    grid, counting = Grid(paths=[plan]), Counting()
    (name,) = run_batch(grid, store, counting.player, iterations=256).names
    (store.folder_of(name) / "run.json").unlink()
    (store.folder_of(name) / "run.json").mkdir()
    with pytest.raises(OSError, match=r"run\.json"):
        run_batch(grid, store, counting.player, iterations=256)


def test_two_batches_do_not_write_into_one_folder_at_once(plan: Path, store: Store) -> None:
    """The second asks while the first plays; parts of the first, as another process names them, stay there."""
    grid, counting, refused = Grid(paths=[plan]), Counting(), 0

    def player(jobs: Iterable[Job], progress: Callable[[int], None]) -> Generator[tuple[Job, Finding]]:
        nonlocal refused
        for job in jobs:
            with pytest.raises(FolderInUseError, match=f"process {os.getpid()} on"):
                run_batch(grid, Store(store.folder), counting.player, iterations=256)
            refused += 1
            yield job, run_job(job)

    run_batch(grid, store, player, iterations=256)
    assert (refused, counting.played) == (1, 0)
    assert run_batch(grid, store, counting.player, iterations=256).kept == 1


@pytest.mark.slow
def test_a_run_without_its_report_is_played_again_when_reports_are_asked_for(plan: Path, store: Store) -> None:
    grid, counting = Grid(paths=[plan]), Counting()
    (name,) = run_batch(grid, store, counting.player, iterations=256).names
    run_batch(grid, store, counting.player, iterations=256, reports=True)
    assert counting.played == 2
    assert (store.folder_of(name) / "milestones.csv").is_file()
    (store.folder_of(name) / "milestones.csv").unlink()
    run_batch(grid, store, counting.player, iterations=256, reports=True)
    assert counting.played == 3
    assert (store.folder_of(name) / "milestones.csv").is_file()


def test_a_bad_value_leaves_its_error_and_the_others_go_on(plan: Path, store: Store) -> None:
    with local_player(1) as player:
        batch = run_batch(sweep(plan, "risks.bug.probability=0.1,1.5,0.3"), store, player, iterations=256)
    assert (batch.played, batch.failed) == (2, 1)
    errors = [row.error for row in rows(store, batch)]
    assert [bool(error) for error in errors] == [False, True, False]
    assert errors[1].startswith(
        "plan.yaml with risks.bug.probability=1.5: risks.bug.probability: 1.5 is not a probability"
    )


def test_a_fault_in_one_run_is_not_the_end_of_the_others(
    plan: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def play(scenario: Scenario, **options: Any) -> Outcome:
        if scenario.budget.burn == 2:
            raise ZeroDivisionError("by zero")
        return simulate(scenario, **options)

    monkeypatch.setattr("milepost.simulate.batch.job.simulate", play)
    with local_player(2) as player:
        batch = run_batch(sweep(plan, "budget.burn=1,2,3"), store, player, iterations=256)
    assert (batch.played, batch.failed) == (2, 1)
    assert [row.error for row in rows(store, batch)][1] == "a fault in milepost itself: ZeroDivisionError: by zero"


@pytest.mark.slow
def test_no_more_runs_are_under_way_than_threads_and_one(plan: Path) -> None:
    """Memory is bounded, since a run that has not been taken, or has been kept, takes none."""
    waiting = [job_of(plan, f"budget.burn={burn}") for burn in range(1, 31)]
    under_way = peak = 0

    def taken() -> Iterator[Job]:
        nonlocal under_way, peak
        for job in waiting:
            under_way += 1
            peak = max(peak, under_way)
            yield job

    with local_player(2) as player:
        for _job, finding in player(taken(), lambda _iterations: None):
            under_way -= 1
            assert not finding.failed
    assert (under_way, peak) == (0, 3)


def test_a_batch_that_is_interrupted_waits_only_for_what_is_under_way(plan: Path, store: Store) -> None:
    """What the keeping of the second run raises, as Ctrl-C would, leaves 28 of 30 runs unplayed but those under way."""
    played: list[int] = []

    class Interrupted(Store):
        def keep(self, name: str, identity: str, finding: Finding, **how: Any) -> None:
            if len(list(self.folder.glob("runs/*"))) == 1:
                raise KeyboardInterrupt
            super().keep(name, identity, finding, **how)

    with local_player(2) as player, pytest.raises(KeyboardInterrupt):
        run_batch(
            sweep(plan, "budget.burn=1:30:1"),
            Interrupted(store.folder),
            player,
            iterations=256,
            progress=played.append,
        )
    assert sum(played) <= 5 * 256
    assert len(list(store.folder.glob("runs/*/run.json"))) == 1


@pytest.mark.slow
def test_a_disk_that_fills_ends_the_batch_and_leaves_what_was_finished(
    plan: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fourth record finds no room: its part is gone, and the three before it are whole and kept."""
    grid, counting = sweep(plan, "budget.burn=1:6:1"), Counting()
    write, written = report_folder.write_folder, 0

    def fill(*arguments: object, **options: object) -> None:
        nonlocal written
        written += 1
        if written > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*arguments, **options)  # type: ignore[arg-type]  # handed through as they come

    monkeypatch.setattr("milepost.simulate.batch.store.write_folder", fill)
    with pytest.raises(OSError, match="No space left on device"):
        run_batch(grid, store, counting.player, iterations=256)
    monkeypatch.undo()
    assert len([json.loads(path.read_bytes()) for path in store.folder.glob("runs/*/run.json")]) == 3
    assert not list(store.folder.glob("runs/*/.*"))
    assert run_batch(grid, store, counting.player, iterations=256).kept == 3


@pytest.mark.slow
def test_a_thousand_small_runs_are_a_thousand_rows(plan: Path, store: Store, tmp_path: Path) -> None:
    """Ten and more blocks of rows would do as well, but a thousand runs are what a grid of three sweeps soon has."""
    plan.write_text("name: P\nstart: 2026-01-05\ntasks: {a: {duration: 3}}\nmilestones: {m: {after: [a]}}\n")
    with local_player(2) as player:
        batch = run_batch(sweep(plan, "tasks.a.duration=1:1001:1"), store, player, iterations=1)
    columns = Columns.of(rows(store, batch))
    with (tmp_path / "runs.csv").open("wb") as stream:
        write_csv(stream, columns, rows(store, batch))
    table = pd.read_csv(tmp_path / "runs.csv")
    assert np.array_equal(table["m.promise_days"], np.arange(1.0, 1002.0))
    assert len(set(table["run"])) == 1001


def test_parquet_and_csv_say_the_same(plan: Path, store: Store, tmp_path: Path) -> None:
    with local_player(1) as player:
        batch = run_batch(sweep(plan, "risks.bug.probability=0.1,1.5,0.3"), store, player, iterations=256)
    columns = Columns.of(rows(store, batch))
    with (tmp_path / "runs.csv").open("wb") as stream:
        write_csv(stream, columns, rows(store, batch))
    with (tmp_path / "runs.parquet").open("wb") as stream:
        parquet_writer()(stream, columns, rows(store, batch))
    csv, parquet = pd.read_csv(tmp_path / "runs.csv"), pd.read_parquet(tmp_path / "runs.parquet")
    assert list(csv.columns) == list(parquet.columns)
    for name in csv.columns:
        if name not in columns.texts:
            numbers = csv[name].to_numpy(float), parquet[name].to_numpy(float)
            np.testing.assert_allclose(
                *numbers, rtol=1e-15, err_msg=name
            )  # an older pandas reads to the last bit but one


def test_without_pyarrow_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'milepost\[parquet\]'"):
        parquet_writer()
