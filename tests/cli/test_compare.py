import json
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from milepost.models import read_scenario
from milepost.simulate import Result, run
from milepost.simulate.cli import main
from tests.xer_files import task, xer

PLAN = """\
name: Plan
start: 2026-01-05
currency: EUR
budget: {total: 3000, burn: 60}
tasks:
  probe: {duration: [2, 4, 9], cost: 100, retires: {bug: 0.5}}
  build: {duration: [10, 14, 40], daily: 20, after: [probe]}
milestones:
  probed: {level: minor, after: [probe]}
  launch: {name: "Launch | <b>it</b>", due: 2026-02-13, after: [build]}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [2, 5, 9], cost: 300}
"""
LATER = PLAN.replace("[10, 14, 40]", "[12, 17, 44]").replace("probability: 0.5", "probability: 0.8")


@pytest.fixture
def other(desk: Path) -> Path:
    """Lay the plan as it is now beside the one as it was."""
    path = desk / "other.yaml"
    path.write_text(LATER, encoding="utf-8")
    return path


def compare(*arguments: str) -> int:
    return main(["compare", *arguments, "--iterations", "2000"])


def played(path: str) -> Result:
    return run(read_scenario(path), iterations=2000)


@pytest.mark.usefixtures("other")
def test_a_comparison_has_the_figures_of_two_separate_runs_and_their_differences(desk: Path) -> None:
    assert compare("plan.yaml", "other.yaml", "--quiet") == 0
    document = json.loads((desk / "reports" / "other-compare" / "compare.json").read_text(encoding="utf-8"))
    before, after = played("plan.yaml"), played("other.yaml")
    assert [".".join(one["path"]) for one in document["plan"]] == ["tasks.build.duration", "risks.bug.probability"]
    assert document["before"]["scenario_sha256"] == before.scenario.digest
    launch = document["differences"]["milestones"]["launch"]
    hits = [one.milestone["launch"].hit for one in (before, after)]
    assert [launch["hit"]["before"], launch["hit"]["after"]] == [hit and hit.value for hit in hits]
    assert launch["hit"]["difference"] == pytest.approx(launch["hit"]["after"] - launch["hit"]["before"])
    assert launch["promise"]["before_date"] == str(before.milestone["launch"].promise.date)
    assert launch["promise"]["after_date"] == str(after.milestone["launch"].promise.date)
    costs = document["differences"]["plan"]["cost_mean"]
    assert costs["difference"] == pytest.approx(after.money.cost.mean.value - before.money.cost.mean.value)


@pytest.mark.usefixtures("other")
def test_plans_the_other_way_round_have_the_same_changes_with_the_other_sign(desk: Path) -> None:
    assert compare("plan.yaml", "other.yaml", "--quiet", "--out", "there") == 0
    assert compare("other.yaml", "plan.yaml", "--quiet", "--out", "back") == 0
    there, back = (pd.read_csv(desk / folder / "compare.csv") for folder in ("there", "back"))
    assert list(there["figure"]) == list(back["figure"])
    assert list(there["difference"]) == pytest.approx(list(-back["difference"]), nan_ok=True)
    assert list(there["difference_low"]) == pytest.approx(list(-back["difference_high"]), nan_ok=True)


def test_a_plan_beside_itself_has_not_changed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("plan.yaml", "plan.yaml") == 0
    assert "Nothing changed: the two plans say the same." in capsys.readouterr().out
    table = pd.read_csv(desk / "reports" / "plan-compare" / "compare.csv")
    assert (table["difference"] == 0).all()


def test_what_is_printed_names_the_change_of_each_figure(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("plan.yaml", "other.yaml") == 0
    out = capsys.readouterr().out
    assert "changed: tasks.build.duration: [10, 14, 40] becomes [12, 17, 44]\n" in out
    assert "Risks that occur more or less often: bug (+" in out
    assert "Cost: on average " in out
    assert " EUR instead of " in out
    assert str(other.parent) not in out


def test_markdown_has_a_table_in_which_names_do_nothing(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("plan.yaml", str(other), "--markdown") == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [8] * 4
    assert any(row.startswith("| **Launch \\| \\<b\\>it\\</b\\>** | ") for row in rows)
    assert compare("plan.yaml", str(other), "--markdown", "--json") == 2


def test_decisions_that_only_b_has_stand_beside_what_changed(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decision = "{date: 2025-12-01, what: Sell <b>it</b>, why: It is new, touches: [bug, launch]}"
    other.write_text(f"{PLAN}decisions: [{decision}]\n", encoding="utf-8")
    assert compare("plan.yaml", "other.yaml") == 0
    out = capsys.readouterr().out
    assert "Nothing changed but what was decided.\n" in out
    assert "  1 Dec 25: Sell <b>it</b> (touches bug, launch). Why: It is new\n" in out
    assert compare("plan.yaml", "other.yaml", "--markdown", "--quiet") == 0
    assert "- 1 Dec 25: Sell \\<b\\>it\\</b\\> (touches bug, launch)" in capsys.readouterr().out
    folder = Path("reports/other-compare")
    document = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    assert document["decisions"] == [
        {"date": "2025-12-01", "what": "Sell <b>it</b>", "why": "It is new", "touches": ["bug", "launch"]}
    ]
    assert (pd.read_csv(folder / "compare.csv")["difference"] == 0).all(), "a decision changes no figure"
    assert compare("other.yaml", "plan.yaml") == 0
    out = capsys.readouterr().out
    assert "taken out: decisions.2025-12-01: " in out
    assert "does not stand in A" not in out


def test_plans_without_a_milestone_in_common_have_no_dates_to_compare(
    other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other.write_text(PLAN.replace("launch", "sale").replace("probed:", "tried:"), encoding="utf-8")
    assert compare("plan.yaml", "other.yaml", "--out", "out") == 0
    out = capsys.readouterr().out
    assert "no milestone in common" in out
    assert "Milestone " not in out
    assert sorted(path.name for path in Path("out").iterdir()) == ["compare.csv", "compare.json"]


def test_amounts_in_different_currencies_are_not_compared(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other.write_text(PLAN.replace("EUR", "USD"), encoding="utf-8")
    assert compare("plan.yaml", "other.yaml", "--out", "out") == 0
    assert "Amounts are not compared: A is in EUR, B in USD." in capsys.readouterr().out
    assert "money" not in set(pd.read_csv("out/compare.csv")["unit"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[probe]}\n", "[probe], not_before: 2026-03-02}\n"),
        ("due: 2026-02-13, ", ""),
        ("start: 2026-01-05", "start: 2026-02-02\ncalendar: {workdays: Mon-Thu}"),
        ("probability: 0.5", "probability: 1, stop: true"),
    ],
)
@pytest.mark.parametrize("iterations", ["1", "600"])
def test_a_picture_is_drawn_whatever_changes(before: str, after: str, iterations: str, other: Path) -> None:
    other.write_text(PLAN.replace(before, after), encoding="utf-8")
    for files in (("plan.yaml", "other.yaml"), ("other.yaml", "plan.yaml")):
        assert main(["compare", *files, "--iterations", iterations, "--out", "out", "--quiet"]) == 0
        assert Image.open(BytesIO(Path("out/compare.png").read_bytes())).width > 500


def test_a_due_date_in_one_plan_alone_has_its_hit_and_no_change(
    other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other.write_text(PLAN.replace("probed: {", "probed: {due: 2026-01-09, "), encoding="utf-8")
    assert compare("plan.yaml", "other.yaml", "--out", "out") == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("probed "))
    hit = played("other.yaml").milestone["probed"].hit
    assert hit is not None
    assert row.split()[1:4] == ["-", f"{hit.value:.1%}", "-"]


LIFTS = """\
name: Lifts
start: 2026-01-05
resources: {crane: {capacity: CAPACITY}}
tasks:
  lift: {duration: [2, 3, 8], needs: {crane: 1}}
  set: {duration: [1, 4, 6], needs: {crane: 1}}
levelling: {order: [lift, set]}
milestones: {end: {due: 2026-01-14, after: [lift, set]}}
"""


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("capacity", "order", "told"),
    [
        (1, "[set, lift]", True),
        (1, "[lift, set]", False),  # what changes is in the plan, and not who waits
        (2, "[set, lift]", False),  # nothing ever waits
    ],
)
def test_lists_by_which_units_are_taken_are_told_where_they_differ(
    capacity: int, order: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LIFTS.replace("CAPACITY", str(capacity))
    Path("plan.yaml").write_text(text, encoding="utf-8")
    Path("other.yaml").write_text(
        text.replace("[lift, set]}", f"{order}}}").replace("[1, 4", "[2, 4"), encoding="utf-8"
    )
    assert compare("plan.yaml", "other.yaml") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ("a levelling list of its own in each plan: lift comes before set in A, and behind it in B" in said) is told


def test_of_plans_of_another_program_a_line_says_what_came_of_each(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, hours in (("was", 8), ("now", 24)):
        (desk / f"{name}.xer").write_bytes(xer({"TASK": [task("A", hours)]}))
    assert compare("was.xer", "now.xer") == 0
    said = capsys.readouterr().err
    for name in ("was", "now"):
        assert f"Note: {name}.xer: has no dates to compare ours with; what could not be taken as it is: end" in said
    assert compare("plan.yaml", "plan.yaml") == 0
    assert "could not be taken" not in capsys.readouterr().err
