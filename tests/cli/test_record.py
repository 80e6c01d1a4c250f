"""`run --record` keeps what it said in a history."""

from pathlib import Path

import pytest

from milepost.simulate.cli import main
from milepost.simulate.cli.recording import place_of
from milepost.simulate.history.history import HISTORY, History
from milepost.simulate.history.review import Review

pytestmark = pytest.mark.usefixtures("undrawn")

LATER = "plan: plan.yaml\nas_of: {day}\n"


def run(*arguments: str) -> int:
    return main(["run", *arguments, "--iterations", "300", "--no-drivers", "--quiet"])


def reviews(path: Path = HISTORY, plan: str = "plan.yaml") -> tuple[Review, ...]:
    return History(path).reviews(place_of(Path(plan), path))


def test_reviews_of_a_plan_and_of_what_lies_over_it_are_kept_together(desk: Path) -> None:
    for name, day in {"week_2": "2026-01-12", "week_1": "2026-01-06"}.items():
        (desk / f"{name}.yaml").write_text(LATER.format(day=day), encoding="utf-8")
        assert run(f"{name}.yaml", "--record") == 0
    assert run("plan.yaml", "--record") == 0
    assert [one.played for one in reviews()] == ["plan.yaml", "week_1.yaml", "week_2.yaml"]
    assert [str(one.reviewed) for one in reviews()] == ["2026-01-05", "2026-01-06", "2026-01-12"]


def test_a_history_may_be_anywhere_and_knows_its_plan_from_everywhere(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "deep").mkdir()
    assert run("plan.yaml", "--record", "--history", "kept/all.sqlite") == 0
    assert not HISTORY.exists()
    monkeypatch.chdir(desk / "deep")
    assert len(reviews(Path("../kept/all.sqlite"), "../plan.yaml")) == 1


def test_the_page_of_a_recorded_run_tells_how_the_dates_have_moved(desk: Path) -> None:
    (desk / "week_2.yaml").write_text(LATER.format(day="2026-01-12"), encoding="utf-8")
    pages = []
    for file, options in (("plan.yaml", ["--record"]), ("week_2.yaml", []), ("week_2.yaml", ["--record"])):
        assert run(file, *options) == 0
        pages.append((desk / "reports" / Path(file).stem / "report.html").read_text(encoding="utf-8"))
    assert ['id="trend"' in page for page in pages] == [False, False, True]
    assert "2 reviews, 5 Jan 26 to 12 Jan 26" in pages[-1]


def test_a_run_that_is_not_recorded_leaves_no_history(desk: Path) -> None:
    assert run("plan.yaml") == 0
    assert not list(desk.rglob("*.sqlite"))


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--record", "--set", "name=x"], "reviews of the plan as written"),
        (["--history", "h.sqlite"], "give both"),
        (["--record", "--history", "."], "is a directory"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan.yaml", *arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_a_history_that_is_none_leaves_the_report_and_ends_with_5(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "notes.txt").write_text("nothing of ours " * 100, encoding="utf-8")
    assert run("plan.yaml", "--record", "--history", "notes.txt") == 5
    assert "notes.txt is not a history of Milepost" in " ".join(capsys.readouterr().err.split())
    assert (desk / "reports" / "plan" / "summary.json").exists()
