"""`trend` tells what the reviews of a plan said, and what moved its milestones between two of them."""

import contextlib
import json
import shutil
import sqlite3
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from milepost.models import read_scenario
from milepost.simulate import run
from milepost.simulate.cli import main

PLAN = """\
name: Plan
start: 2026-01-05
currency: EUR
budget: {total: 3000, burn: 60}
tasks:
  probe: {duration: [2, 4, 9], cost: 100}
  build: {duration: [10, 14, 40], daily: 20, after: [probe]}
milestones:
  probed: {level: minor, after: [probe]}
  launch: {name: Launch, due: 2026-02-13, after: [build]}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [2, 5, 9], cost: 300}
"""
WEEKS = {
    "week_1": "as_of: 2026-01-12\ntasks:\n  probe: {actual: {start: 2026-01-05}}\n",
    "week_2": "as_of: 2026-01-19\ntasks:\n  probe: {actual: {start: 2026-01-05, finish: 2026-01-16}}\n"
    "  build: {duration: [8, 12, 30]}\n",
}
OUT = Path("reports") / "plan-trend"

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("little_drawn")]


def trend(*arguments: str) -> int:
    return main(["trend", *arguments, "--iterations", "2000"])


def record(*files: str) -> None:
    for file in files:
        assert main(["run", file, "--record", "--no-drivers", "--quiet", "--iterations", "2000"]) == 0


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record the plan, and what has become of it after a week and after two."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for name, text in WEEKS.items():
        (folder / f"{name}.yaml").write_text(f"plan: plan.yaml\n{text}", encoding="utf-8")
    with contextlib.chdir(folder):
        record("plan.yaml", "week_2.yaml", "week_1.yaml")
    return folder


@pytest.fixture
def weeks(desk: Path, recorded: Path) -> Path:
    """Work where that has been recorded."""
    shutil.copytree(recorded, desk, dirs_exist_ok=True)
    return desk


@pytest.mark.usefixtures("weeks", "drawn")
def test_a_trend_has_the_figures_of_the_runs_that_were_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert trend("plan.yaml") == 0
    table = pd.read_csv(OUT / "trend.csv")
    launch = table[table["milestone"] == "launch"]
    assert [*launch["reviewed"]] == ["2026-01-05", "2026-01-12", "2026-01-19"]
    assert [*launch["file"]] == ["plan.yaml", "week_1.yaml", "week_2.yaml"]
    for hit, promise, p90, file in zip(*(launch[name] for name in ("hit", "promise", "p90", "file")), strict=True):
        outlook = run(read_scenario(file), iterations=2000).milestone["launch"]
        assert outlook.hit is not None
        assert (hit, promise, p90) == (outlook.hit.value, str(outlook.promise.date), str(outlook.p90.date))
    captured = capsys.readouterr()
    assert "Launch: promised for " in captured.out
    assert "From the review of 12 Jan 26 to that of 19 Jan 26" in captured.out
    assert captured.err == f"The report is in {OUT}\n"
    assert Image.open(BytesIO((OUT / "trend.png").read_bytes())).width > 800


@pytest.mark.usefixtures("weeks")
def test_parts_of_a_move_add_up_to_what_two_runs_differ_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert trend("week_1.yaml", "--between", "2026-01-19", "2026-01-05", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads((OUT / "trend.json").read_text(encoding="utf-8"))
    moves = document["moves"]
    assert (moves["from"], moves["to"], moves["obstacle"]) == ("2026-01-05", "2026-01-19", "")
    hit = moves["milestones"]["launch"]["hit"]
    before, after = (
        run(read_scenario(file), iterations=2000).milestone["launch"].hit for file in ("plan.yaml", "week_2.yaml")
    )
    assert before is not None
    assert after is not None
    assert hit["total"] == pytest.approx(after.value - before.value)
    assert hit["facts"] + hit["plan"] == pytest.approx(hit["total"])
    assert hit["facts_low"] < hit["facts"] < 0 < hit["plan"]
    assert [*pd.read_csv(OUT / "moves.csv")["figure"]] == ["promise", "p50", "hit", "cost_mean"]
    assert document["reviews"][2]["milestones"].keys() == {"launch"}, "what is minor is in trend.csv"
    assert document["reviews"][2]["milestones"]["launch"]["reached_on"] is None
    assert document["record"]["plan"]["file"] == "plan.yaml"


@pytest.mark.usefixtures("weeks", "drawn")
def test_tables_and_pictures_are_written_as_they_are_asked_for() -> None:
    assert trend("plan.yaml", "--csv-style", "excel-de", "--svg", "--dpi", "50", "--quiet") == 0
    for name in ("trend.csv", "trend_plan.csv", "moves.csv"):
        assert ";" in (OUT / name).read_text(encoding="utf-8").splitlines()[0]
    svg = (OUT / "trend.svg").read_text(encoding="utf-8")
    assert "<!-- As of 19 Jan 26, 2,000 cases, seed 0, confidence 80% -->" in svg
    assert trend("plan.yaml", "--quiet") == 0
    assert not (OUT / "trend.svg").exists()


@pytest.mark.usefixtures("desk")
def test_one_review_is_shown_and_of_a_day_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    record("plan.yaml", "plan.yaml")
    assert trend("plan.yaml") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Plan: 1 review, 5 Jan 26\n")
    assert "Note: 1 review is of a day that was recorded once more" in captured.err
    assert "Note: a trend takes a second review: record one of a later day" in captured.err
    assert sorted(path.name for path in OUT.iterdir()) == ["trend.csv", "trend.json", "trend.png", "trend_plan.csv"]


def test_a_file_that_is_not_valid_now_still_has_its_trend(weeks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (weeks / "week_2.yaml").write_text("plan: plan.yaml\nas_of: soon\ntasks: {gone: {after: [nowhere]}}\n")
    assert trend("week_2.yaml") == 0
    assert "Plan: 3 reviews" in capsys.readouterr().out
    (weeks / "week_2.yaml").write_text("plan: nowhere.yaml\n", encoding="utf-8")
    assert trend("week_2.yaml") == 3
    assert "nowhere.yaml" in capsys.readouterr().err


def test_a_plan_that_is_no_longer_valid_as_it_was_recorded_has_its_trend_without_moves(
    weeks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(weeks / "reports" / "history.sqlite") as connection:
        connection.execute("UPDATE reviews SET text = replace(text, 'duration', 'durable')")
    assert trend("plan.yaml") == 0
    captured = capsys.readouterr()
    assert "Launch: promised for " in captured.out
    assert "Note: what moved the milestones is not known" in captured.err
    assert "week_1.yaml of 2026-01-12" in captured.err
    assert not (OUT / "moves.csv").exists()


@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--between", "2026-01-12", "2026-01-12"], 2, "the days of two reviews"),
        (["--between", "2026-01-12", "yesterday"], 2, "does not match the format"),
        (["--between", "2026-01-12", "2026-01-13"], 5, "name one of 2026-01-05, 2026-01-12, 2026-01-19"),
        (["--history", "none.sqlite"], 5, "record a review with milepost run FILE --record"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trend("plan.yaml", *arguments) == code
    assert words in " ".join(capsys.readouterr().err.split())
    assert not OUT.exists()


def test_a_plan_of_which_nothing_is_recorded_says_what_to_do(weeks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (weeks / "other.yaml").write_text(PLAN, encoding="utf-8")
    assert trend("other.yaml") == 5
    assert "milepost run FILE --record" in capsys.readouterr().err


@pytest.mark.usefixtures("desk", "drawn")
@pytest.mark.parametrize("iterations", ["1", "300"])
def test_plans_without_milestones_or_of_one_iteration_have_a_trend(iterations: str) -> None:
    bare = "name: Bare\nstart: 2026-01-05\ntasks: {a: {duration: [1, 2, 5]}}\n"
    Path("bare.yaml").write_text(bare, encoding="utf-8")
    Path("later.yaml").write_text("plan: bare.yaml\nas_of: 2026-01-06\n", encoding="utf-8")
    Path("next.yaml").write_text("plan: plan.yaml\nas_of: 2026-01-06\n", encoding="utf-8")
    for file in ("bare.yaml", "later.yaml", "plan.yaml", "next.yaml"):
        options = ["--iterations", iterations, "--quiet"]
        assert main(["run", file, "--record", "--no-drivers", *options]) == 0
    for file in ("bare.yaml", "plan.yaml"):
        assert main(["trend", file, "--iterations", iterations]) == 0
    assert not Path("reports/bare-trend/trend.png").exists()
