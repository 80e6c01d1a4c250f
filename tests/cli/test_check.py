import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from milepost.simulate.cli import main, milepost
from tests.xer_files import link, task, xer

SOUND = """\
start: 2026-01-05
tasks:
  a: {duration: 5}
milestones:
  m: {due: 2026-01-12, after: [a]}
"""
ADVISED = SOUND.replace("01-12", "01-06")
NOTHING: dict[str, object] = {"problems": [], "more": 0, "advice": []}
BROKEN = SOUND.replace("5}", "-5}").replace("[a]", "[b]")


@pytest.fixture
def desk(desk: Path) -> Path:
    """Lay a plan a verdict onto the desk."""
    for name, text in (("sound", SOUND), ("advised", ADVISED), ("broken", BROKEN)):
        (desk / f"{name}.yaml").write_text(text)
    return desk


def run(*arguments: str) -> Result:
    return CliRunner().invoke(milepost, ["check", *arguments])


@pytest.mark.usefixtures("desk")
def test_a_sound_plan_is_fine() -> None:
    result = run("--strict", "sound.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "sound.yaml: fine: 1 task, 1 milestone\n", "")


@pytest.mark.usefixtures("desk")
def test_a_broken_plan_exits_with_3_and_every_problem_on_stderr() -> None:
    result = run("--quiet", "broken.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    places = [line.split(" ")[:2] for line in result.stderr.splitlines()]
    assert places == [
        ["broken.yaml:3:17:", "tasks.a.duration:"],
        ["broken.yaml:5:32:", "milestones.m.after:"],
    ]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_advice_is_a_finding_only_when_strict(options: tuple[str, ...], code: int) -> None:
    result = run(*options, "advised.yaml")
    assert result.exit_code == code
    assert result.stdout == "advised.yaml: valid, with advice: 1 task, 1 milestone\n"
    assert result.stderr.startswith("advised.yaml:5:12: milestones.m.due: 2026-01-06")


@pytest.mark.usefixtures("desk")
def test_all_files_are_checked_even_after_a_broken_one() -> None:
    result = run("--strict", "broken.yaml", "advised.yaml", "missing.yaml", "sound.yaml")
    assert result.exit_code == 3
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["advised.yaml", "sound.yaml"]
    assert {line.split(":")[0] for line in result.stderr.splitlines()} == {
        "broken.yaml",
        "advised.yaml",
        "missing.yaml",
    }


@pytest.mark.usefixtures("desk")
def test_json_says_the_same_to_machines() -> None:
    result = run("--json", "sound.yaml", "advised.yaml", "broken.yaml")
    assert (result.exit_code, result.stderr) == (3, "")
    sound, advised, broken = json.loads(result.stdout)["files"]
    assert (
        sound
        == {"file": "sound.yaml", "valid": True, "tasks": 1, "milestones": 1, "overlays": [], "rules": []} | NOTHING
    )
    assert [entry["path"] for entry in advised["advice"]] == [["milestones", "m", "due"]]
    assert not broken["valid"]
    assert [(entry["line"], entry["column"]) for entry in broken["problems"]] == [(3, 17), (5, 32)]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("count", [99, 100, 101, 3000])
def test_the_first_hundred_problems_are_told_and_the_rest_is_counted(desk: Path, count: int) -> None:
    (desk / "wrong.yaml").write_text("start: 2026-01-05\ntasks:\n" + "".join(f"  t{k}: 5\n" for k in range(count)))
    lines = run("wrong.yaml").stderr.splitlines()
    assert [line.split(":")[1] for line in lines[:100]] == [str(k + 3) for k in range(min(count, 100))]
    rest = {101: "is 1 more problem", 3000: "are 2,900 more problems"}
    assert lines[100:] == ([f"wrong.yaml: there {rest[count]}: mend those above first"] if count in rest else [])
    told = json.loads(run("--json", "wrong.yaml").stdout)["files"][0]
    assert (len(told["problems"]), told["more"]) == (min(count, 100), max(count - 100, 0))


def test_no_file_is_a_mistake_in_usage() -> None:
    assert run().exit_code == 2


def test_help_has_an_example() -> None:
    assert "milepost check --strict" in run("--help").stdout


def test_check_imports_neither_kernels_nor_tables(desk: Path) -> None:
    """A check in an editor or a hook must be quick."""
    code = (
        "import sys\n"
        "from milepost.simulate.cli import main\n"
        "assert main(['check', 'sound.yaml']) == 0\n"
        "heavy = {'numba', 'pandas', 'matplotlib', 'scipy.stats', 'holidays', 'rich'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=desk, check=True)


def test_rules_of_advice_are_left_out_where_they_are_not_wanted(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text("start: 2026-01-04\nmilestones: {m: {due: 2026-02-02}}\n", encoding="utf-8")
    assert main(["check", "plan.yaml", "--strict"]) == 1
    told = capsys.readouterr().err
    assert "(advice: idle-start)" in told
    assert "(advice: loose-milestone)" in told
    assert main(["check", "plan.yaml", "--strict", "--ignore", "idle-start", "--ignore", "loose-milestone"]) == 0
    assert "advice" not in capsys.readouterr().err
    assert main(["check", "plan.yaml", "--ignore", "idle-starts"]) == 2
    assert "did you mean 'idle-start'?" in " ".join(capsys.readouterr().err.split())


END_ADDED: Final = (
    "  told: no milestone stands at the end of the plan: one is added, after all that nothing waits for (end)\n"
)


def stored(id: str, day: str, **fields: object) -> dict[str, object]:
    """Return an activity of a day, with the day that its file gives it."""
    return task(id, 8, early_start_date=f"2026-01-{day} 08:00", early_end_date=f"2026-01-{day} 16:00", **fields)


@pytest.mark.parametrize(
    ("activities", "code", "said"),
    [
        ([stored("A", "05"), stored("B", "05")], 0, f"  site.xer: 2 of 2 dates of the file come out here\n{END_ADDED}"),
        (
            [stored("A", "05"), stored("B", "07", cstr_type="CS_ALAP")],
            1,
            "  site.xer: 1 of 2 dates of the file come out here\n"
            "  differs first: B: 2026-01-05 to 2026-01-05, in the file 2026-01-07 to 2026-01-07 (as late as possible)\n"
            f"  told: 1 task to be as late as possible, and played as soon as possible (B)\n{END_ADDED}",
        ),
    ],
)
def test_of_a_plan_of_another_program_it_is_told_whether_its_dates_come_out(
    desk: Path, activities: list[dict[str, object]], code: int, said: str
) -> None:
    (desk / "site.xer").write_bytes(xer({"TASK": activities}))
    (desk / "over.yaml").write_text(
        "plan: site.xer\ntasks: {A: {duration: 20}}\nmilestones: {m: {after: [A, B], due: 2026-02-02}}\n"
    )
    result = run("--strict", "--ignore", "no-due-date", "site.xer")
    assert (result.exit_code, result.stdout.partition("\n")[2]) == (code, said)
    over = run("--strict", "over.yaml")
    assert over.exit_code == code
    assert said in over.stdout  # of what lies below, whatever lies over it
    imported = json.loads(run("--json", "site.xer").stdout)["files"][0]["import"]
    assert imported["dates"] == {"judged": 2, "agree": 2 - code}
    assert [one["matter"] for one in imported["notices"]] == ["as late as possible"] * code + ["end added"]


@pytest.mark.usefixtures("desk")
def test_a_plan_of_another_program_that_is_not_valid_by_itself_may_be_mended_above(desk: Path) -> None:
    (desk / "site.xer").write_bytes(xer({"TASK": [task("A"), task("B")], "TASKPRED": [link("A", "B"), link("B", "A")]}))
    (desk / "over.yaml").write_text("plan: site.xer\ntasks: {A: {after: {drop: [B]}}}\n")
    assert run("site.xer").exit_code == 3
    assert "site.xer: not valid by itself, so that its dates are not compared" in run("over.yaml").stdout


def test_advice_on_another_programs_plan_is_counted_by_rule_with_the_first_places(desk: Path) -> None:
    called = [task(id, 8, task_name="Pour") for id in ("A", "B", "C", "D", "E", "F")]
    others = [task(f"N{place}", 8, task_name=f"Weld {place // 2}") for place in range(6)]
    (desk / "site.xer").write_bytes(xer({"TASK": [*called, *others]}))
    said = run("site.xer").stderr
    assert "site.xer: 4 times, at B, N1, N3, ...: tables show names alone, and cannot tell equal ones apart" in said
    assert "are all called" not in said
    pieces = json.loads(run("--json", "site.xer").stdout)["files"][0]["advice"]
    assert [one["rule"] for one in pieces].count("equal-names") == 4


def test_a_run_says_in_a_line_what_came_of_another_programs_plan(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "site.xer").write_bytes(xer({"TASK": [stored("A", "05"), stored("B", "07", cstr_type="CS_ALAP")]}))
    assert main(["run", "site.xer", "--iterations", "100", "--no-drivers", "--out", "out"]) == 0
    line = "site.xer: 1 of the 2 dates in it come out here; what could not be taken as it is: as late as possible"
    said = capsys.readouterr().err
    assert f"Note: {line}, end added.\n" in said
    assert "Note: every task has one duration" in said
    assert line in json.loads((desk / "out" / "summary.json").read_text(encoding="utf-8"))["record"]["notes"][0]
    assert line[1:] in (desk / "out" / "report.html").read_text(encoding="utf-8")
    (desk / "over.yaml").write_text("plan: site.xer\ntasks: {A: {duration: [1, 2, 3]}}\n", encoding="utf-8")
    assert main(["run", "over.yaml", "--iterations", "100", "--no-drivers"]) == 0
    said = capsys.readouterr().err
    assert line in said  # of what lies below
    assert "one duration" not in said
