"""A plan is compared with itself as it was recorded."""

import json
from contextlib import chdir
from pathlib import Path
from shutil import copytree

import pytest

from milepost.simulate.cli import main

PLAN = """\
start: 2026-01-05
tasks: {build: {duration: [8, 12, 25]}}
milestones: {launch: {due: 2026-01-23, after: [build]}}
"""
WEEK = "plan: plan.yaml\nas_of: {day}\ntasks: {{build: {{actual: {{start: 2026-01-06}}}}}}\n"


def milepost(command: str, *arguments: str) -> int:
    return main([command, *arguments, "--quiet", "--iterations", "500"])


def record(file: str) -> None:
    assert milepost("run", file, "--record", "--no-drivers") == 0


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record the plan, and two reviews of it, for all tests of this file."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    with chdir(folder):
        record("plan.yaml")
        for number, day in enumerate(["2026-01-12", "2026-01-19"], start=1):
            Path(f"week_{number}.yaml").write_text(WEEK.format(day=day), encoding="utf-8")
            record(f"week_{number}.yaml")
    return folder


@pytest.fixture
def weeks(desk: Path, recorded: Path) -> Path:
    """Copy what is recorded into a folder that a test may do with as it likes."""
    copytree(recorded, desk, dirs_exist_ok=True)
    return desk


@pytest.mark.parametrize(
    ("file", "day", "before"),
    [
        ("week_2.yaml", "last", "week_1.yaml of 2026-01-12"),
        ("week_1.yaml", "last", "plan.yaml of 2026-01-05"),
        ("week_2.yaml", "2026-01-05", "plan.yaml of 2026-01-05"),
        ("plan.yaml", "2026-01-19", "week_2.yaml of 2026-01-19"),
    ],
)
def test_the_recorded_plan_is_read_and_played_as_its_file_was(weeks: Path, file: str, day: str, before: str) -> None:
    assert milepost("compare", file, "--recorded", day) == 0
    record = weeks / "reports" / f"{Path(file).stem}-compare" / "compare.json"
    recorded = json.loads(record.read_text(encoding="utf-8"))
    assert recorded["before"]["file"] == before
    assert milepost("compare", before.split()[0], file) == 0
    by_files = json.loads(record.read_text(encoding="utf-8"))
    by_files["before"]["file"] = before
    without_name = [one for one in by_files["plan"] if one["path"] != ["plan"]]
    assert [one for one in recorded["plan"] if one["path"] != ["name"]] == without_name
    assert recorded["differences"] == by_files["differences"]


@pytest.mark.usefixtures("weeks")
def test_the_last_is_one_that_says_something_else_now_that_the_plan_is_changed(weeks: Path) -> None:
    path = weeks / "week_2.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("}}}", "}, remaining: 9}}"), encoding="utf-8")
    assert milepost("compare", "week_2.yaml", "--recorded", "last") == 0
    text = (weeks / "reports" / "week_2-compare" / "compare.json").read_text(encoding="utf-8")
    assert json.loads(text)["before"]["file"] == "week_2.yaml of 2026-01-19"


@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["plan.yaml", "--recorded", "last"], 5, "there are reviews of 2026-01-05, 2026-01-12, 2026-01-19"),
        (["week_1.yaml", "--recorded", "2026-01-13"], 5, "'2026-01-13' is not a day of a review: name one of 2026-01"),
        (["week_1.yaml", "--recorded", "last", "--history", "none.sqlite"], 5, "none.sqlite is not there"),
        (["week_1.yaml"], 2, "name two files"),
        (["plan.yaml", "week_1.yaml", "--recorded", "last"], 2, "name B alone"),
        (["plan.yaml", "week_1.yaml", "--history", "h.sqlite"], 2, "give both"),
    ],
)
def test_what_is_not_recorded_or_not_meant_is_told(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert milepost("compare", *arguments) == code
    assert words in " ".join(capsys.readouterr().err.split())
