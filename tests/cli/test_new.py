"""`new` writes a plan that can be run as it is, and touches nothing that is there."""

import json
from datetime import date
from pathlib import Path

import pytest

from milepost.models import read_scenario, review_scenario
from milepost.models.file.schema import json_schema
from milepost.scenarios import TEMPLATES
from milepost.simulate import run
from milepost.simulate.cli import main

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def new(*arguments: str) -> int:
    return main(["new", *arguments, "--quiet"])


@pytest.mark.parametrize("start", ["2026-11-28", "2028-02-29"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_valid_without_advice_and_as_likely_to_be_kept_wherever_it_starts(
    template: str, start: str, desk: Path
) -> None:
    assert new("mine.yaml", "--template", template, "--start", start) == 0
    scenario, advice = review_scenario(desk / "mine.yaml")
    assert advice == ()
    assert scenario.name == "mine"
    assert scenario.start.weekday() == 0
    assert 0 <= (scenario.start - date.fromisoformat(start)).days < 7
    own = run(scenario, iterations=500).milestones
    shipped = run(read_scenario(SCENARIOS / TEMPLATES[template]), iterations=500).milestones
    assert own["hit"].tolist() == shipped["hit"].tolist()


def test_it_begins_on_the_next_monday_unless_told(desk: Path) -> None:
    assert new("mine") == 0
    ahead = read_scenario(desk / "mine.yaml").start - date.today()
    assert 0 <= ahead.days <= 7  # midnight may have passed in between


def test_editors_find_the_schema_beside_it(desk: Path) -> None:
    old = {"title": json_schema()["title"], "type": "object"}
    (desk / "scenario.schema.json").write_text(json.dumps(old), encoding="utf-8")
    assert new("mine.yml") == 0
    first = (desk / "mine.yml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"
    assert json.loads((desk / "scenario.schema.json").read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plan"], "plan.yaml is there already"),
        (["plan.yaml"], "plan.yaml is there already"),
        (["nowhere/mine"], "nowhere is not a folder: make it first"),
        (["mine", "--start", "9999-12-20"], "9999-12-20 is too far off for a plan"),
        (["mine", "--template", "other"], "'other' is not one of"),
        *(
            ([name], "give the file a name of letters")
            for name in ("", ".", "..", " ", "...", "a\x1b[31m", "a\nb", "a\udcff")
        ),
    ],
)
def test_what_is_there_or_cannot_be_stays_as_it_is(
    arguments: list[str], words: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in desk.iterdir()}
    assert new(*arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert {path: path.read_bytes() for path in desk.iterdir()} == before


def test_a_file_of_another_kind_with_the_name_of_the_schema_is_left_alone(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "scenario.schema.json").write_text('{"mine": 1}', encoding="utf-8")
    assert new("mine") == 2
    assert "is not a schema of Milepost" in " ".join(capsys.readouterr().err.split())
    assert (desk / "scenario.schema.json").read_text(encoding="utf-8") == '{"mine": 1}'
    assert not (desk / "mine.yaml").exists()


def test_a_name_may_hold_what_yaml_makes_something_of(desk: Path) -> None:
    name = "a b: 'c' # [d]"
    assert new(name, "--template", "minimal") == 0
    assert read_scenario(desk / f"{name}.yaml").name == name


def test_a_workbook_or_a_list_to_fill_in_is_the_same_plan_as_the_file(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("fair", "fair.yaml", "fair.csv"):  # without an ending, this template is a workbook
        assert new(name, "--template", "sheet", "--start", "2026-09-07") == 0
    for name in ("fair.xlsx", "fair.csv"):
        scenario, advice = review_scenario(desk / name)
        assert advice == ()
        assert scenario == read_scenario(desk / "fair.yaml")
        assert main(["check", name]) == 0
        assert capsys.readouterr().out == f"{name}: fine: 6 tasks, 2 milestones\n"  # it has no dates to come out


def test_a_scenario_of_ones_own_is_written_as_a_workbook_as_it_is(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = SCENARIOS / "hr_app_week_9.yaml"  # which lies over another
    assert new("own.xlsx", "--template", str(own)) == 0
    assert read_scenario(desk / "own.xlsx") == read_scenario(own)
    assert new("own.xlsx", "--template", str(own)) == 2
    assert "own.xlsx is there already" in capsys.readouterr().err
    assert new("other.yaml", "--template", str(own)) == 2
    assert "give it the name other.xlsx" in " ".join(capsys.readouterr().err.split())
    assert new("other.xlsx", "--template", str(own), "--start", "2026-09-07") == 2
    assert "leave out --start" in " ".join(capsys.readouterr().err.split())
    assert not (desk / "other.xlsx").exists()
