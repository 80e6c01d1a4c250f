import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest

from milepost.simulate.cli import main
from milepost.simulate.report.media.folder_lock import locked
from tests.cli.processes import MILEPOST
from tests.folders import files_in

PLAN = """\
name: =Plan
start: 2026-01-05
tasks:
  design: {duration: [2, 4, 9]}
  build: {duration: [5, 8, 20], after: [design]}
milestones:
  launch: {due: 2026-01-23, after: [build]}
budget: {total: 1000, burn: 20}
"""
SMALL = ("--iterations", "256")

pytestmark = pytest.mark.usefixtures("desk")


def batch(*options: str) -> int:
    return main(["batch", "plan.yaml", *options])


def test_a_batch_prints_its_runs_and_leaves_a_table(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(*SMALL, "--sweep", "budget.burn=10,20,30", "--parquet") == 0
    captured = capsys.readouterr()
    assert "3 runs of 256 cases, seed 0" in captured.out
    assert captured.out.splitlines()[2].startswith("budget.burn")
    assert "3 runs played, 0 finished before" in captured.err
    out = desk / "reports" / "batch"
    assert sorted(path.name for path in out.iterdir()) == [
        *("batch.json", "ranking.png", "runs", "runs.csv", "runs.parquet", "sweep.png")
    ]
    table = pd.read_csv(out / "runs.csv")
    assert list(table["budget.burn"]) == [10, 20, 30]
    assert list(table["name"]) == ["'=Plan"] * 3
    assert str(desk) not in (out / "runs.csv").read_text(encoding="utf-8")


def test_a_batch_tells_of_names_that_no_font_has(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").rename(desk / "\u0378.yaml")
    assert main(["batch", "\u0378.yaml", *SMALL]) == 0
    assert "Note: no font on this computer has all the letters of" in capsys.readouterr().err


def test_a_batch_leaves_the_same_bytes_each_time(desk: Path) -> None:
    sweeps = ("--sweep", "budget.burn=10,20", "--sweep", "tasks.build.duration=5,[5,8,20]")
    assert batch(*SMALL, *sweeps, "--quiet", "--out", "one", "--threads", "1") == 0
    assert batch(*SMALL, *sweeps, "--quiet", "--out", "two", "--threads", "2") == 0
    assert files_in(desk / "one") == files_in(desk / "two")


def test_a_smaller_batch_leaves_no_picture_of_the_larger_one(desk: Path) -> None:
    assert batch(*SMALL, "--quiet", "--sweep", "budget.burn=10,20", "--parquet") == 0
    assert batch(*SMALL, "--quiet") == 0
    assert sorted(path.name for path in (desk / "reports" / "batch").iterdir()) == ["batch.json", "runs", "runs.csv"]


def test_a_bad_value_ends_with_5_and_the_other_runs_are_there(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(*SMALL, "--sweep", "budget.burn=10,-20,30", "--quiet") == 5
    said = capsys.readouterr().err
    assert "plan.yaml with budget.burn=-20: budget.burn: -20 is" in said
    assert "1 of 3 runs failed: see the column error" in said
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv")
    assert list(table["error"].notna()) == [False, True, False]
    assert list(table["launch.hit"].notna()) == [True, False, True]


def test_a_file_that_is_not_there_leaves_its_error_and_the_others_go_on(desk: Path) -> None:
    assert main(["batch", "gone.yaml", "plan.yaml", *SMALL, "--quiet"]) == 5
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv")
    assert list(table["file"]) == ["gone.yaml", "plan.yaml"]
    assert "cannot be read" in table["error"][0]


def test_json_has_every_run_and_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(*SMALL, "--json", "--sweep", "budget.burn=10,20") == 0
    document = json.loads(capsys.readouterr().out)
    assert [run["budget.burn"] for run in document["runs"]] == [10, 20]
    assert document["record"]["swept"] == ["budget.burn"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--set", "budget.burn"], "write PATH=VALUE"),
        (["--sweep", "budget.burn=1:2:-1"], "write `1:2:1`"),
        (["--sweep", "bugdet.burn=1,2"], "did you mean 'budget'?"),
        (["--set", "seed=5.5"], "a plan has no 'seed'"),  # a column of the table, not a part of a plan
        (["--sweep", "budget.burn=1:10000000:1"], "take longer steps"),
        (["--sweep", "budget.burn=0:1e999999:1"], "1e999999 is too large"),
        (
            ["--sweep", "budget.burn=1:9999:1", "--sweep", "budget.total=1:9999:1"],
            "99,980,001 runs, more than 1,000,000",
        ),
        (["--workers", "99999999999"], "--workers"),
        (["--sweep", "budget.burn=1,2", "--sweep", "budget.burn=3,4"], "given twice"),
        (["--set", "budget.burn=1", "--sweep", "budget={burn: 2}"], "budget replaces what budget.burn sets"),
        (["./plan.yaml"], "is given twice"),
        (["--set", "budget.burn=1", "--sweep", "budget.burn=1,2"], "given twice"),
        (["--set", "budget.burn+=1", "--sweep", "budget.burn=1,2"], "given twice"),  # nothing is left of the first
        (["--sweep", "budget.burn*=1,2", "--sweep", "budget.burn*=3,4"], "budget.burn*= is given twice"),
        (["--workers", "2"], "--cluster local"),
        (["--precision", "1%", "--iterations", "5"], "give one of them"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_written(
    options: list[str], said: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(*options) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in desk.iterdir()] == ["plan.yaml"]


def test_a_sweep_of_the_start_goes_on_past_the_due_date_which_is_then_missed(desk: Path) -> None:
    assert batch(*SMALL, "--sweep", "start=2026-01-05,2026-01-26", "--quiet") == 0
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv")
    assert table["launch.due"].tolist() == ["2026-01-23"] * 2
    assert table["launch.hit"][0] > 0
    assert table["launch.hit"][1] == 0


def test_a_sweep_of_the_start_is_ranked_by_dates_and_not_by_days_from_each_start(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pilot on 2 February takes four weeks from the one start, and none of them from the other, which is later."""
    plan = PLAN.replace("due: 2026-01-23, ", "").replace("launch: {", "launch: {not_before: 2026-02-02, ")
    (desk / "plan.yaml").write_text(plan, encoding="utf-8")
    assert batch(*SMALL, "--sweep", "start=2026-02-09,2026-01-05,2026-01-12") == 0
    rows = [line.split()[0] for line in capsys.readouterr().out.splitlines()[3:6]]
    assert rows[-1] == "2026-02-09"
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv").sort_values("launch.promise")
    assert table["launch.promise_days"].idxmin() != table.index[0]


def test_files_of_one_name_are_told_apart_by_their_folders(desk: Path) -> None:
    for name, days in (("alpha", 8), ("beta", 9)):
        (desk / name).mkdir()
        (desk / name / "plan.yaml").write_text(PLAN.replace("[5, 8, 20]", f"[5, {days}, 20]"), encoding="utf-8")
    assert main(["batch", "alpha/plan.yaml", "beta/plan.yaml", *SMALL, "--sweep", "budget.burn=1,2", "--quiet"]) == 0
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv")
    assert list(table["file"]) == ["alpha/plan.yaml"] * 2 + ["beta/plan.yaml"] * 2
    assert len(set(table["run"])) == 4


def test_files_and_orderings_with_the_same_plan_in_them_are_runs_of_their_own(desk: Path) -> None:
    """Names that are alike for as long as a folder's name may be, and alternatives that are the same."""
    names = [f"{'a' * 80}{k}.yaml" for k in range(2)]
    orderings = "orderings: {among: [design, build], compare: {one: [design, build], two: [design, build]}}\n"
    for name in names:
        (desk / name).write_text(PLAN + orderings, encoding="utf-8")
    assert main(["batch", *names, "--orders", *SMALL, "--quiet"]) == 0
    table = pd.read_csv(desk / "reports" / "batch" / "runs.csv")
    assert list(zip(table["file"], table["ordering"], strict=True)) == [
        (name, ordering) for name in names for ordering in ("in force", "one", "two")
    ]


def test_orders_without_alternatives_are_pointed_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(*SMALL, "--orders") == 0
    assert "no plan has alternatives in orderings.compare" in capsys.readouterr().err


def test_a_sweep_without_due_dates_is_ranked_by_promise_dates(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text(PLAN.replace("due: 2026-01-23, ", ""), encoding="utf-8")
    assert batch(*SMALL, "--sweep", "tasks.build.duration=9,3,6") == 0
    rows = [line.split()[0] for line in capsys.readouterr().out.splitlines()[3:6]]
    assert rows == ["3", "6", "9"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL elsewhere")
def test_a_batch_that_is_killed_goes_on_where_it_was(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--sweep", "budget.burn=1:30:1", "--iterations", "20000", "--threads", "1"]
    process = subprocess.Popen(
        [*MILEPOST, "batch", "plan.yaml", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    runs = desk / "reports" / "batch" / "runs"
    while len(list(runs.glob("*/run.json"))) < 6 and process.poll() is None:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    records = [json.loads(path.read_bytes()) for path in runs.glob("*/run.json")]
    rows = [record["row"] for record in records if "unfinished" not in record]  # the last may be, when it was killed
    finished = len(rows)
    assert len(records) - 1 <= finished < 30
    assert all(row["launch.hit"] > 0 for row in rows)
    assert batch(*options) == 0
    assert f"{30 - finished} runs played, {finished} finished before" in capsys.readouterr().err
    assert not list(runs.glob("*/.*"))
    assert batch(*options, "--out", "fresh", "--quiet") == 0
    assert files_in(desk / "reports" / "batch") == files_in(desk / "fresh")


def test_a_second_batch_into_one_folder_is_told_who_is_at_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first has the folder; nothing in it is touched."""
    (desk / "out" / "runs" / "plan-1").mkdir(parents=True)
    (desk / "out" / "runs" / "plan-1" / ".run.json.1.part").write_text("half")
    with locked(desk / "out"):
        before = files_in(desk / "out")
        assert batch(*SMALL, "--out", "out") == 5
        assert files_in(desk / "out") == before
    said = capsys.readouterr().err
    assert said.startswith(f"Error: out is in use: process {os.getpid()} on ")
    assert "give the same command again to go on" not in said
    assert batch(*SMALL, "--out", "out", "--quiet") == 0
    assert not list((desk / "out").glob(".*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGINT for a process of its own elsewhere")
def test_an_interruption_says_how_to_go_on_and_waits_for_no_long_run(desk: Path) -> None:
    """A run goes through two thousand million tasks, and says when its first iterations are done and when all are."""
    tasks = "".join(f"  t{number}: {{duration: [1, 2, 3]}}\n" for number in range(1000))
    (desk / "plan.yaml").write_text(f"start: 2026-01-05\ntasks:\n{tasks}milestones: {{m: {{after: [t0]}}}}\n")
    watched = """
        import sys
        from milepost.simulate.batch import job
        from milepost.simulate.cli import main

        def simulate(scenario, *, progress, **options):
            def tell(iterations):
                print("playing", flush=True)
                progress(iterations)
            outcome = play(scenario, progress=tell, **options)
            print("played", flush=True)
            return outcome

        play, job.simulate = job.simulate, simulate
        sys.exit(main(sys.argv[1:]))
    """
    call = [sys.executable, "-c", textwrap.dedent(watched), "batch", "plan.yaml", "--sweep", "budget.burn=1:30:1"]
    process = subprocess.Popen(
        [*call, "--iterations", "2000000", "--threads", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "playing\n"
    process.send_signal(signal.SIGINT)
    told, said = process.communicate()
    assert process.returncode == 130
    assert "played" not in told
    assert said.splitlines()[0] == "Interrupted."
    assert "give the same command again to go on" in said


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there are no process groups elsewhere")
def test_an_interruption_that_reaches_the_workers_too_is_told_once_and_leaves_none_of_them(desk: Path) -> None:
    """As a terminal sends it, to all processes of the command, and more than once."""
    call = [*MILEPOST, "batch", "plan.yaml", *SMALL, "--sweep", "budget.burn=1:5000:1"]
    process = subprocess.Popen(
        [*call, "--cluster", "local", "--workers", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not list(desk.glob("reports/batch/runs/*/run.json")) and process.poll() is None:
        time.sleep(0.01)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    for _ in range(8):
        os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.splitlines() == [
        "Interrupted.",
        "What was finished is kept in reports/batch; give the same command again to go on.",
    ]
    _gone, alive = psutil.wait_procs(workers, timeout=300)
    assert not alive
    assert len(list(desk.glob("reports/batch/runs/*/run.json"))) < 5000


@pytest.mark.slow
def test_a_disk_that_is_full_ends_with_5_and_the_batch_goes_on_once_there_is_room(desk: Path) -> None:
    """A disk of 200 kB holds some dozens of runs: a tmpfs, where this process may mount one in a space of its own."""
    steps = """
        set -e
        mount -t tmpfs -o size=200k tmpfs disk
        set +e
        "$@" --sweep budget.burn=1:10:1 > first 2>&1; echo $? > first.code
        cp -r disk/out earlier
        "$@" --sweep budget.burn=1:80:1 > full 2>&1; echo $? > full.code
        cp -r disk/out kept
        mount -o remount,size=20m disk
        "$@" --sweep budget.burn=1:80:1 > room 2>&1; echo $? > room.code
        cp -r disk/out whole
        umount disk
    """
    alone = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this process may not mount a disk")
    (desk / "disk").mkdir()
    command = [*MILEPOST, "batch", "plan.yaml", *SMALL, "--out", "disk/out"]
    subprocess.run([*alone, "sh", "-c", steps, "sh", *command], check=True)
    assert [(desk / f"{name}.code").read_text().strip() for name in ("first", "full", "room")] == ["0", "5", "0"]
    assert "No space left on device" in (desk / "full").read_text(encoding="utf-8")
    assert "give the same command again to go on" in (desk / "full").read_text(encoding="utf-8")
    earlier, kept, whole = (files_in(desk / name) for name in ("earlier", "kept", "whole"))
    assert {name: kept[name] for name in earlier} == earlier
    finished = [json.loads(text)["row"] for name, text in kept.items() if name.endswith("run.json")]
    assert 10 <= len(finished) < 80
    assert all(row["launch.hit"] > 0 for row in finished)
    assert not [name for name in kept if name.endswith(".part")]
    assert f"{80 - len(finished)} runs played, {len(finished)} finished before" in (desk / "room").read_text("utf-8")
    assert len(whole) == 80 + 4


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no limit on a file's size elsewhere")
def test_a_disk_that_does_not_take_a_file_ends_with_5_and_says_so(desk: Path) -> None:
    """A limit on the size of files stands in for a full disk: the record of a run does not fit into 200 bytes."""
    assert batch(*SMALL, "--quiet") == 0
    before = files_in(desk / "reports" / "batch")
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from milepost.simulate.cli import main; import milepost.simulate.batch, milepost.simulate.engine.run; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); sys.exit(main(sys.argv[1:]))"
    )
    call = [sys.executable, "-c", limited, "batch", "plan.yaml", *SMALL, "--sweep", "budget.burn=1,2"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 5, done.stderr
    assert "Error: [Errno 27]" in done.stderr
    assert "give the same command again to go on" in done.stderr
    after = files_in(desk / "reports" / "batch")
    assert {name: after[name] for name in before} == before
    assert after.keys() == before.keys()
