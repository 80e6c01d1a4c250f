import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from milepost.models import Scenario
from milepost.simulate.cli import main
from milepost.simulate.engine import memory
from milepost.simulate.engine import run as engine
from milepost.simulate.engine.outcome import Outcome
from tests.cli.processes import MILEPOST
from tests.folders import files_in, names_in

PLAN = """\
name: Café [bold] $x$
start: 2026-01-05
tasks:
  design: {duration: [2, 4, 9]}
  build: {duration: [5, 8, 20], after: [design]}
milestones:
  launch: {name: =Launch, due: 2026-01-23, after: [build]}
"""

FILES = [
    *("drivers.csv", "estimates.csv", "gantt.png", "milestones.csv", "paths.csv", "report.html", "scurves.png"),
    *("summary.json", "tasks.csv", "tornado.png", "waterfall.png"),
]
OF_DRIVERS = {"drivers.csv", "estimates.csv", "tornado.png", "waterfall.png"}

pytestmark = pytest.mark.usefixtures("desk", "little_drawn")


def run(*options: str) -> int:
    return main(["run", "plan.yaml", *options])


def test_a_run_prints_the_table_and_leaves_a_report(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--iterations", "1000") == 0
    captured = capsys.readouterr()
    assert "Café [bold] $x$  1,000 cases, seed 0" in captured.out
    assert "=Launch" in captured.out
    assert "\x1b" not in captured.out
    assert f"The report is in {Path('reports/plan')}" in captured.err
    assert names_in(desk / "reports" / "plan") == FILES
    table = pd.read_csv(desk / "reports" / "plan" / "milestones.csv")
    assert list(table["name"]) == ["'=Launch"]


def test_a_workbook_is_written_where_it_is_asked_for_and_goes_when_it_is_not(desk: Path) -> None:
    assert run("--iterations", "256", "--quiet", "--xlsx") == 0
    assert names_in(desk / "reports" / "plan") == sorted([*FILES, "report.xlsx"])
    assert run("--iterations", "256", "--quiet") == 0
    assert names_in(desk / "reports" / "plan") == FILES


def test_without_xlsxwriter_it_is_said_how_to_install_it_before_anything_is_played(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert run("--xlsx") == 2
    assert "pip install 'milepost[excel]'" in capsys.readouterr().err
    assert not (desk / "reports").exists()


def test_a_plan_with_risks_has_files_of_them_until_it_has_none(desk: Path) -> None:
    risks = "risks:\n  bug: {category: technology, probability: 0.5, exposes: [build], delay: 5}\n"
    (desk / "plan.yaml").write_text(PLAN + risks, encoding="utf-8")
    assert run("--iterations", "256", "--quiet") == 0
    assert names_in(desk / "reports" / "plan") == sorted(
        [*FILES, "burndown.png", "exposure.csv", "risks.csv", "risks.png"]
    )
    (desk / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert run("--iterations", "256", "--quiet") == 0
    assert names_in(desk / "reports" / "plan") == FILES


def test_without_drivers_no_variant_is_played_and_its_columns_are_empty(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--iterations", "256") == 0
    driven, told = pd.read_csv(desk / "reports" / "plan" / "tasks.csv"), capsys.readouterr().out
    assert run("--iterations", "256", "--no-drivers") == 0
    plain = pd.read_csv(desk / "reports" / "plan" / "tasks.csv")
    assert names_in(desk / "reports" / "plan") == sorted(set(FILES) - OF_DRIVERS)
    assert list(plain) == list(driven)
    assert driven["launch.saved_by_tenth_days"].notna().any()
    assert plain["launch.saved_by_tenth_days"].isna().all()
    assert "A tenth less" in told
    assert "A tenth less" not in capsys.readouterr().out


def test_advice_is_counted_and_left_to_check(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text(PLAN.replace("after: [build]", "after: [design]"), encoding="utf-8")
    assert run("--iterations", "256") == 0
    assert "Advice on the plan (1): milepost check plan.yaml" in capsys.readouterr().err.splitlines()


def test_json_is_the_summary_to_the_byte_and_nothing_else(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--iterations", "1000", "--seed", "3", "--confidence", "90%", "--json") == 0
    out = capsys.readouterr().out
    assert out == (desk / "reports" / "plan" / "summary.json").read_text(encoding="utf-8")
    document = json.loads(out)
    assert (document["record"]["seed"], document["record"]["confidence"]) == (3, 0.9)
    assert document["milestones"]["launch"]["promise_days"] == document["milestones"]["launch"]["p90_days"]
    assert document["record"]["files"] == FILES
    assert str(desk) not in out


def test_a_what_if_is_the_report_of_a_plan_that_says_so_in_its_file(desk: Path) -> None:
    assert (
        run("--iterations", "1000", "--quiet", "--set", "tasks.build.duration+=5", "--set", "tasks.build.duration*=2")
        == 0
    )
    name = "What if tasks.build.duration+=5 and 1 more setting: Café [bold] $x$"
    plan = PLAN.replace("[5, 8, 20]", "[20, 26, 50]").replace("Café [bold] $x$", f"'{name}'")
    (desk / "plan.yaml").write_text(plan, encoding="utf-8")
    assert run("--iterations", "1000", "--quiet") == 0
    found, usual = (files_in(desk / "reports" / folder) for folder in ("plan-what-if", "plan"))
    changed, written = (json.loads(files.pop("summary.json")) for files in (found, usual))
    assert found.pop("differences.csv")
    assert found.pop("report.html") != usual.pop("report.html")  # which says how to repeat the run
    assert found == usual
    what_if = changed.pop("what_if")
    assert (
        what_if["settings"]
        == changed["record"].pop("settings")
        == [
            "tasks.build.duration+=5",
            "tasks.build.duration*=2",
        ]
    )
    assert what_if["differences"]["milestones"]["launch"]["promise"]["difference"] > 10
    for record in (changed["record"], written["record"]):
        del record["files"], record["plan"]
    assert changed == written


def test_a_what_if_of_what_the_plan_says_anyway_changes_nothing_but_its_name(desk: Path) -> None:
    settings = ("--set", "tasks.build.duration*=1", "--set", "milestones.launch.due+=0")
    assert run("--iterations", "1000", "--quiet") == 0
    usual = files_in(desk / "reports" / "plan")
    assert run("--iterations", "1000", "--quiet", *settings) == 0
    found = files_in(desk / "reports" / "plan-what-if")
    assert {name for name in usual if name.endswith(".csv") and usual[name] != found[name]} == set()
    assert files_in(desk / "reports" / "plan") == usual
    assert (pd.read_csv(desk / "reports" / "plan-what-if" / "differences.csv")["difference"].dropna() == 0).all()


def test_a_what_if_prints_each_figure_with_its_change(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert run("--iterations", "1000", "--no-drivers", "--set", "budget={total: 900, burn: 50}") == 0
    captured = capsys.readouterr()
    assert "What if budget={total: 900, burn: 50}: Café [bold] $x$  1,000 cases" in captured.out
    heading, row = (next(line for line in captured.out.splitlines() if said in line) for said in ("Due", "=Launch"))
    assert heading.split()[1:] == [
        "Due",
        "Hit",
        "Change",
        "80%",
        "by",
        "Change",
        *("P10", "Change", "P50", "Change", "P90", "Change"),
    ]
    assert row.split()[-1] == "0"
    assert "Change: from the plan as written" in captured.out
    assert run("--iterations", "1000", "--no-drivers", "--set", "tasks.design.cost=900") == 0
    assert "P80 900 ±0 (+900 ±0)" in capsys.readouterr().out


def test_a_what_if_takes_the_place_of_the_plan_as_written_only_where_it_is_told_to(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--iterations", "256", "--no-drivers")
    note = "Note: here had the report of the plan as written: that has been replaced."
    assert run(*options, "--out", "here") == 0
    capsys.readouterr()
    assert run(*options, "--out", "here", "--set", "tasks.build.duration=9") == 0
    assert note in capsys.readouterr().err.splitlines()
    assert run(*options, "--out", "here", "--set", "tasks.build.duration=8") == 0
    assert note not in capsys.readouterr().err.splitlines()
    assert "differences.csv" in names_in(desk / "here")
    assert run(*options, "--out", "here") == 0
    assert "differences.csv" not in names_in(desk / "here")


def with_status(tasks: int) -> str:
    """Write the plan with work that took the working days from 12 to 28 January in place of the 9 or so estimated."""
    work = "actual: {start: 2026-01-12, finish: 2026-01-28}"
    done = "".join(f"  done{k}: {{duration: [5, 8, 20], {work}}}\n" for k in range(tasks))
    return PLAN.replace("milestones:", f"{done}as_of: 2026-02-02\nmilestones:")


def test_calibrated_multiplies_what_lies_ahead_and_says_what_the_ends_of_the_ratio_come_to(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(with_status(7), encoding="utf-8")
    options = ("--iterations", "1000", "--no-drivers")
    assert run(*options, "--calibrated") == 0
    told = capsys.readouterr().out
    assert told.startswith("Estimates times 1.37: Café [bold] $x$")
    assert "7 finished tasks took 1.37 times their median estimate (1.32 to 1.41)" in told.replace("\n", " ")
    assert "--calibrated carries" not in told
    assert [path.name for path in (desk / "reports").iterdir()] == ["plan-calibrated"]
    found = json.loads((desk / "reports" / "plan-calibrated" / "summary.json").read_text(encoding="utf-8"))
    ratio = found["what_if"]["calibrated"]["ratio"]
    scaled = ("--set", f"tasks.build.duration*={ratio}", "--set", f"tasks.design.duration*={ratio}")
    assert run(*options, "--quiet", *scaled) == 0
    what_if = json.loads((desk / "reports" / "plan-what-if" / "summary.json").read_text(encoding="utf-8"))
    assert found["milestones"]["launch"]["promise_days"] == pytest.approx(
        what_if["milestones"]["launch"]["promise_days"], abs=1e-6
    )
    low, high = (end["milestones"]["launch"]["promise_days"] for end in found["what_if"]["calibrated"]["ends"])
    assert low < found["milestones"]["launch"]["promise_days"] < high
    assert run(*options, "--quiet", "--calibrated", "--set", "tasks.build.duration+=5") == 0
    both = json.loads((desk / "reports" / "plan-what-if-calibrated" / "summary.json").read_text(encoding="utf-8"))
    assert both["scenario"]["name"] == "What if tasks.build.duration+=5, estimates times 1.37: Café [bold] $x$"
    assert both["record"]["settings"] == ["tasks.build.duration+=5", "--calibrated"]


@pytest.mark.parametrize(
    ("plan", "options", "said"),
    [
        (PLAN, (), "plan.yaml: the plan has no status: add as_of, and under actual what has been done by then"),
        (
            with_status(5),
            (),
            "5 finished tasks with a range, and 0 under way for longer than their P50, are not enough",
        ),
        (with_status(7), ("--record",), "--record keeps reviews of the plan as written: leave out --calibrated"),
    ],
)
def test_calibrated_is_refused_with_a_cure_where_nothing_tells_how_estimates_were(
    plan: str, options: tuple[str, ...], said: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(plan, encoding="utf-8")
    assert run("--calibrated", *options) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert [path.name for path in desk.iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        (
            ["tasks.biuld.duration=3"],
            3,
            "plan.yaml: tasks.biuld.duration=3: there is no tasks.biuld; did you mean 'build'?",
        ),
        (
            ["tasks.build.duration+=-9"],
            3,
            "plan.yaml with tasks.build.duration+=-9: tasks.build.duration: -4 is negative",
        ),
        (["task.build.duration=3"], 2, "a plan has no 'task'; did you mean 'tasks'?"),
        (["tasks.build.duration"], 2, "write PATH=VALUE"),
        (["tasks.build.duration=1", "tasks.build.duration=2"], 2, "tasks.build.duration is given twice"),
    ],
)
def test_a_wrong_setting_is_told_and_nothing_is_written(
    settings: list[str], code: int, said: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(part for one in settings for part in ("--set", one))) == code
    assert said in capsys.readouterr().err
    assert [path.name for path in desk.iterdir()] == ["plan.yaml"]


def test_quiet_says_nothing_and_writes_all(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--iterations", "256", "--quiet", "--out", "here/below") == 0
    assert capsys.readouterr() == ("", "")
    assert names_in(desk / "here" / "below") == FILES
    assert not (desk / "reports").exists()


def test_the_same_run_leaves_the_same_bytes_on_any_number_of_threads(desk: Path) -> None:
    assert run("--iterations", "5000", "--quiet", "--out", "one", "--threads", "1") == 0
    assert run("--iterations", "5000", "--quiet", "--out", "two", "--threads", "2") == 0
    for name in FILES:
        assert (desk / "one" / name).read_bytes() == (desk / "two" / name).read_bytes()


def test_precision_chooses_the_iterations(capsys: pytest.CaptureFixture[str]) -> None:
    """(1.96 / 0.1)^2 = 385, and 512 is the next multiple of 256."""
    assert run("--precision", "5%", "--json") == 0
    assert json.loads(capsys.readouterr().out)["record"]["iterations"] == 512


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--iterations", "0"], "--iterations"),
        (["--iterations", str(2**34 + 1)], "--iterations"),  # the random numbers would repeat
        (["--iterations", "many"], "--iterations"),
        (["--threads", "0"], "--threads"),
        (["--seed", "-1"], "--seed"),
        (["--seed", str(2**64)], "--seed"),
        (["--threads", "257"], "--threads"),
        (["--threads", "99999999999999999999"], "--threads"),
        (["--confidence", "0"], "not from 0.01% to 99.99%"),
        (["--confidence", "1e-300"], "not from 0.01% to 99.99%"),
        (["--confidence", "0.0099%"], "not from 0.01% to 99.99%"),
        (["--confidence", "99.991%"], "not from 0.01% to 99.99%"),
        (["--confidence", "1"], "did you mean 1%?"),
        (["--confidence", "80"], "did you mean 80%?"),
        (["--confidence", "nan"], "not from 0.01%"),
        (["--confidence", "inf"], "not from 0.01%"),
        (["--confidence", "high"], "not a share"),
        (["--precision", "60%"], "from 0.001% to 40%"),
        (["--precision", "0.00001%"], "from 0.001% to 40%"),
        (["--precision", "1e-300"], "from 0.001% to 40%"),
        (["--precision", "1%", "--iterations", "1000"], "give one of them"),
        (["--out", "plan.yaml"], "is a file"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_written(
    options: list[str], said: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*options) == 2
    assert said in capsys.readouterr().err
    assert names_in(desk) == ["plan.yaml"]


def test_an_invalid_plan_is_answered_with_every_problem_and_3(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text(PLAN.replace("[design]", "[desing]").replace("[2, 4, 9]", "[4, 2, 9]"))
    assert run() == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("plan.yaml:") for line in lines)
    assert names_in(desk) == ["plan.yaml"]


def test_a_file_where_a_folder_should_be_is_answered_with_5(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--out", "plan.yaml/report") == 5
    assert "plan.yaml" in capsys.readouterr().err


def test_too_little_memory_is_said_before_anything_is_played(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise memory.OutOfMemoryError("9 GB are needed and 1 GB is free")

    monkeypatch.setattr(memory, "_check_memory", refuse)
    assert run() == 5
    assert "9 GB are needed" in capsys.readouterr().err


def test_an_interruption_ends_with_130_and_leaves_no_folder(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_scenario: Scenario, **_options: object) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "simulate", interrupt)
    assert run() == 130
    assert capsys.readouterr().err == "Interrupted.\n"
    assert not (desk / "reports" / "plan").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pipes close differently elsewhere")
def test_a_table_into_a_closed_pipe_is_no_error_and_the_report_is_there(desk: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    call = [*MILEPOST, "run", "plan.yaml"]
    try:
        done = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, f"The report is in {Path('reports/plan')}\n")
    assert names_in(desk / "reports" / "plan") == FILES


@pytest.mark.slow
def test_a_name_that_the_terminal_cannot_spell_is_printed_all_the_same() -> None:
    call = [*MILEPOST, "run", "plan.yaml", "--iterations", "256"]
    done = subprocess.run(
        call,
        capture_output=True,
        encoding="ascii",
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0
    assert "Caf? [bold] $x$" in done.stdout


GROUPED = """\
start: 2026-01-05
tasks:
  piers: {duration: [2, 4, 9], group: Civil works/Bridge 3}
  track: {duration: [5, 8, 20], after: [piers], group: Railway}
milestones:
  bridge: {name: Bridge done, due: 2026-01-23, after: [piers], group: Civil works}
  opening: {name: Opening, due: 2026-02-20, after: [track]}
"""


@pytest.mark.usefixtures("drawn")
def test_a_group_alone_is_shown_and_all_tables_are_those_of_the_whole_plan(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(GROUPED, encoding="utf-8")
    reports = [desk / "whole", desk / "part"]
    for folder, options in zip(reports, ([], ["--group", "civil*"]), strict=True):
        assert run("--iterations", "256", "--no-drivers", "--out", str(folder), *options) == 0
    whole, part = (said.split("Hit: by")[0] for said in capsys.readouterr().out.split("seed 0")[1:])
    assert "Bridge done" in whole
    assert "Opening" in whole
    assert "Bridge done" in part
    assert "Opening" not in part
    before, after = map(files_in, reports)
    other = {name for name in before if before[name] != after[name]}
    assert {"gantt.png"} <= other <= {"gantt.png", "report.html", "summary.json"}


def test_a_group_that_is_not_there_is_answered_with_those_that_are_and_2(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(GROUPED, encoding="utf-8")
    assert run("--group", "Railways") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "--group: 'Railways' finds no group; did you mean 'Railway'?" in said
    assert "There are 'Civil works', 'Civil works/Bridge 3', 'Railway'" in said
    assert not (desk / "reports").exists()
