"""`import` writes a scenario over another program's plan, and tells by it what that has lost and got since."""

import json
import os
import shutil
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from milepost.models import read_scenario
from milepost.models.distributions import Constant
from milepost.simulate import run
from milepost.simulate.cli import main
from tests.xer_files import link, task, xer

DEPOT = Path(__file__).parents[2] / "scenarios" / "depot.xer"
PLAYED = ("--iterations", "200", "--no-drivers")


@pytest.fixture
def site(desk: Path) -> Path:
    """Return a plan in the folder in which a command is given."""
    plan = desk / "site.xer"
    export(plan, "A", "B")
    return plan


def export(plan: Path, *ids: str) -> None:
    links = [link(one, other) for one, other in pairwise(ids)]
    plan.write_bytes(xer({"TASK": [task(id) for id in ids], "TASKPRED": links}))


@pytest.mark.usefixtures("undrawn")
def test_what_is_written_runs(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "site.xer"]) == 0
    said = capsys.readouterr().out
    assert "milepost run site.yaml" in said
    assert main(["run", "site.yaml", *PLAYED]) == 0
    assert (site.parent / "scenario.schema.json").exists()
    assert all(not isinstance(one.duration, Constant) for one in read_scenario("site.yaml").tasks.values())


def test_the_plan_as_one_scenario_plays_the_same_bits(desk: Path) -> None:
    shutil.copy(DEPOT, desk)
    assert main(["import", "depot.xer", "--whole", "--quiet"]) == 0
    (desk / "depot.xer").rename(desk / "other.xer")
    one, other = (run(read_scenario(path), iterations=200) for path in ("depot.yaml", "other.xer"))
    assert all((one.finish[id] == other.finish[id]).all() for id in other.scenario.milestones)
    assert (one.cost == other.cost).all()


@pytest.mark.usefixtures("undrawn")
def test_ids_lost_and_new_since_are_told_until_they_are_known(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "site.xer", "--quiet"]) == 0
    assert main(["check", "site.yaml"]) == 0
    assert "since" not in capsys.readouterr().out
    export(site, "A", "C", "D")
    assert main(["check", "site.yaml"]) == 0
    said = capsys.readouterr().out
    assert "site.xer has lost 1 id since site.yaml was made for it: B\n" in said
    assert "site.xer has got 2 ids since site.yaml was made for it: C, D\n" in said
    assert main(["check", "site.yaml", "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["files"][0]["ids"]
    assert (change["lost"], change["new"]) == (["B"], ["C", "D"])
    assert main(["run", "site.yaml", *PLAYED]) == 0
    assert "Note: site.xer has lost 1 id since site.yaml was made for it: B." in capsys.readouterr().err
    before = Path("site.yaml").read_text(encoding="utf-8")
    assert main(["import", "--refresh", "site.yaml"]) == 0
    assert "lost 1 id" in capsys.readouterr().err
    after = Path("site.yaml").read_text(encoding="utf-8")
    assert before.partition("plan_ids")[0] == after.partition("plan_ids")[0]
    assert main(["check", "site.yaml"]) == 0
    assert "since" not in capsys.readouterr().out


def test_what_was_found_is_a_document(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(DEPOT, desk)
    assert main(["import", "depot.xer", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "xer"
    assert found["tasks"] == sum(found["codes"]["Discipline"].values())
    assert found["tasks"] == sum(group["tasks"] for group in found["groups"] if "/" not in group["path"])
    assert found["fields"]["Pessimistic"]["tasks"] == 8


def test_a_plan_in_another_folder_is_found_from_where_the_scenario_is(desk: Path) -> None:
    (desk / "exports").mkdir()
    (desk / "risk").mkdir()
    shutil.copy(DEPOT, desk / "exports")
    assert main(["import", "exports/depot.xer", "--out", "risk/depot", "--quiet"]) == 0
    assert 'plan: "../exports/depot.xer"' in (desk / "risk" / "depot.yaml").read_text(encoding="utf-8")
    assert read_scenario("risk/depot.yaml").tasks


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_file_whose_name_is_not_text_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.rename(os.fsdecode(b"\xff.xer"))
    assert main(["import", os.fsdecode(b"\xff.xer"), "--out", "x"]) == 2
    assert "cannot be shown" in capsys.readouterr().err


def test_nothing_is_written_over_unless_it_is_asked_for(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = site.with_suffix(".yaml")
    mine.write_text("mine", encoding="utf-8")
    assert main(["import", "site.xer"]) == 2
    assert "write over it by --force" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "mine"
    assert main(["import", "site.xer", "--force", "--quiet"]) == 0
    assert read_scenario(mine).tasks
    site.rename("plan.yaml")
    before = Path("plan.yaml").read_bytes()
    assert main(["import", "plan.yaml", "--force"]) == 2
    assert "is the plan itself" in capsys.readouterr().err
    assert Path("plan.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["mine.yaml", "--out", "x"], 2, "mine.yaml is a scenario already"),
        (["nowhere.xer"], 3, "nowhere.xer: cannot be read"),
        (["other.mpp"], 3, "is a Microsoft Project plan"),
        (["site.xer", "--project", "SIT"], 3, "'SIT' is not a project of it; did you mean 'SITE'?"),
        (["site.xer", "--out", "nowhere/x"], 2, "nowhere is not a folder: make it first"),
        (["--refresh", "site.xer"], 3, "is a Primavera P6 export"),
        (["--refresh", "mine.yaml"], 3, "lies over no plan"),
        (["--refresh", "--whole", "mine.yaml"], 2, "--refresh changes FILE itself"),
        (["broken.xer"], 3, "a cycle, A -> B -> A"),
        (["undated.csv"], 3, "undated.csv: start: no task has a date to begin from"),
    ],
)
def test_what_cannot_be_imported_is_told_and_nothing_written(
    arguments: list[str], code: int, words: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.yaml").write_text("start: 2026-01-05\ntasks: {a: {duration: 1}}\n", encoding="utf-8")
    Path("undated.csv").write_text("id,name,duration\na,Dig,3\n", encoding="utf-8")
    Path("other.mpp").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "MSProject".encode("utf-16-le"))
    links = [link("A", "B"), link("B", "A")]
    Path("broken.xer").write_bytes(xer({"TASK": [task("A"), task("B")], "TASKPRED": links}))
    before = sorted(path.name for path in site.parent.iterdir())
    assert main(["import", *arguments]) == code
    assert words in capsys.readouterr().err
    assert sorted(path.name for path in site.parent.iterdir()) == before
