"""The house: the packages that are shipped, and the contracts that keep its rooms apart."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from milepost.models import bounds
from milepost.simulate import limits
from milepost.simulate.analysis.statistics import groups, sample
from milepost.simulate.engine import lanes, philox

ROOT = Path(__file__).parents[1]
FOLDERS = ("models", "simulate")
BROKEN, KEPT = 1, 0


def test_every_package_of_the_tree_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {
        ".".join(("milepost", *file.parent.relative_to(ROOT).parts))
        for folder in (*FOLDERS, "scenarios")
        for file in (ROOT / folder).rglob("__init__.py")
    }
    assert set(project["tool"]["setuptools"]["packages"]) == found


def test_every_folder_with_code_is_a_package() -> None:
    folders = {file.parent for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


def test_what_floors_that_do_not_know_each_other_must_agree_on_is_the_same() -> None:
    assert groups.GROUP == philox.GROUP
    assert lanes.SLACK == sample.SLACK == bounds.SLACK
    assert philox.MAX_ITERATIONS == limits.MOST_ITERATIONS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("simulate/analysis/money/cash.py", "import milepost.simulate.report.media.words"),  # against the flow
        ("simulate/analysis/money/cash.py", "import milepost.simulate.analysis.schedule.tasks"),  # across subjects
        ("simulate/analysis/statistics/mean.py", "import milepost.models"),  # statistics know no plan
        ("simulate/report/run/gap.py", "import milepost.simulate.report.orderings.words"),  # across subjects
        ("simulate/cli/run.py", "import matplotlib"),  # one library, one room
        ("simulate/report/media/positions.py", "import matplotlib"),  # numbers are known without being drawn
        ("simulate/cli/open.py", "import uvicorn"),  # one library, one room
        ("simulate/web/hub.py", "import milepost.simulate.web.session"),  # tabs know no document
        ("models/task.py", "import yaml"),  # one library, one room
        ("models/network.py", "import milepost.models.file.reader"),  # the file is read into nouns
        ("models/scenario.py", "import pandas"),  # a plan needs no tables
        ("simulate/analysis/forecast.py", ""),  # a room that nobody placed
        ("models/holiday.py", ""),  # nor this
    ],
)
def test_a_planted_violation_breaks_a_contract(file: str, line: str, tmp_path: Path) -> None:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / "milepost" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert lint_imports(tmp_path) == KEPT
    with (tmp_path / "milepost" / file).open("a", encoding="utf-8") as planted:
        planted.write(f"{line}\n")
    assert lint_imports(tmp_path) == BROKEN


def lint_imports(folder: Path) -> int:
    call = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    run = subprocess.run(call, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, check=False, text=True)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode
