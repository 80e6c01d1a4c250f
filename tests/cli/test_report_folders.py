"""Two plans never share the folder of a report in silence."""

import json
import shutil
from pathlib import Path

import pytest

from milepost.simulate.cli import main
from tests.cli.processes import PLAN
from tests.folders import names_in

OF_A_RUN = {
    *(
        "burndown.png",
        "drivers.csv",
        "estimates.csv",
        "exposure.csv",
        "gantt.png",
        "milestones.csv",
        "paths.csv",
        "report.html",
        "responses.csv",
    ),
    "risks.csv",
    *("risks.png", "scurves.png", "summary.json", "tasks.csv", "tornado.png", "waterfall.png"),
}
OF_AN_ORDER = {"ordering_differences.csv", "orderings.csv", "orderings.json", "orderings.png"}


pytestmark = pytest.mark.usefixtures("desk", "undrawn")


def write(file: str, text: str = PLAN) -> None:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")


def done(command: str, file: str, *options: str) -> None:
    assert main([command, file, "--iterations", "1000", *options]) == 0


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def name_of(folder: Path) -> str:
    name = json.loads((folder / "summary.json").read_bytes())["scenario"]["name"]
    assert isinstance(name, str)
    return name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second", "stem"),
    [
        ("jan/plan.yaml", "feb/plan.yaml", "plan"),  # in two folders
        ("x.yml", "x.yaml", "x"),  # beside one another
    ],
)
def test_a_second_plan_of_a_name_has_a_folder_of_its_own(
    first: str, second: str, stem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(first, PLAN.replace("name: Plan", "name: First"))
    write(second, PLAN.replace("name: Plan", "name: Second"))
    done("run", first, "--no-drivers")
    assert "another plan" not in said(capsys)
    done("run", second, "--no-drivers")
    message = said(capsys)
    (own,) = set(Path("reports").iterdir()) - {Path("reports") / stem}
    assert f"{Path('reports') / stem} has the report of another plan" in message
    assert f"The report is in {own}\n" in message
    assert own.name.startswith(f"{stem}-")
    for command in (["order"], ["run", "--no-drivers"]):  # each goes on where it began
        done(*command[:1], first, *command[1:])
        done(*command[:1], second, *command[1:])
    assert len(list(Path("reports").iterdir())) == 2
    assert (name_of(Path("reports") / stem), name_of(own)) == ("First", "Second")
    shutil.rmtree(Path("reports") / stem)
    done("run", second, "--no-drivers")
    assert list(Path("reports").iterdir()) == [own]


@pytest.mark.slow
def test_a_plan_that_is_edited_goes_on_in_its_folder_and_takes_orderings_out_that_are_of_what_it_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("plan.yaml")
    done("run", "plan.yaml")
    done("order", "plan.yaml")
    done("run", "plan.yaml")
    assert set(names_in(Path("reports/plan"))) == OF_A_RUN | OF_AN_ORDER
    assert "Note" not in said(capsys)
    write("plan.yaml", PLAN.replace("[5, 8, 20]", "[5, 9, 20]"))
    done("run", "plan.yaml")
    assert set(names_in(Path("reports/plan"))) == OF_A_RUN
    assert "the comparison of orders was of the plan as it stood before" in said(capsys)
    done("order", "plan.yaml", "--seed", "1")
    done("run", "plan.yaml")
    assert set(names_in(Path("reports/plan"))) == OF_A_RUN


def test_a_folder_that_is_named_is_replaced_whole_by_another_plan_which_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("a.yaml")
    write("b.yaml")
    done("run", "a.yaml", "--out", "d")
    done("order", "a.yaml", "--out", "d")
    Path("d/notes.txt").write_text("mine", encoding="utf-8")
    assert "another plan" not in said(capsys)
    done("run", "b.yaml", "--out", "d")
    assert set(names_in(Path("d"))) == OF_A_RUN | {"notes.txt"}
    assert "Note: d had the report of another plan, a.yaml: that has been replaced.\n" in said(capsys)
    done("order", "a.yaml", "--out", "d")
    assert set(names_in(Path("d"))) == OF_AN_ORDER | {"notes.txt"}
    assert "another plan, b.yaml" in said(capsys)


def test_plans_and_reports_that_are_moved_together_stay_together(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "here").mkdir()
    monkeypatch.chdir(desk / "here")
    write("plan.yaml")
    done("run", "plan.yaml")
    (desk / "here").rename(desk / "there")
    monkeypatch.chdir(desk / "there")
    done("run", str(desk / "there" / "plan.yaml"))
    assert list(Path("reports").iterdir()) == [Path("reports/plan")]
    assert "another plan" not in said(capsys)


@pytest.mark.parametrize("command", ["run", "order"])
def test_what_cannot_be_done_leaves_no_folder(command: str) -> None:
    write("plan.yaml")
    options = {"run": ["--iterations", "2000000000"], "order": ["--by", "net"]}
    assert main([command, "plan.yaml", *options[command]]) != 0
    assert not Path("reports").exists()
