"""The shipped scenarios can be found, read and run, and say something worth reading."""

import datetime
import importlib.resources
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from milepost.models import read_scenario, review_scenario
from milepost.simulate import run

HEADER = "# yaml-language-server: $schema=../docs/scenario.schema.json"
FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = ("hr_app.yaml", "minimal.yaml", "pritsker.yaml")


@pytest.fixture(params=NAMES)
def shipped(request: pytest.FixtureRequest) -> Iterator[Path]:
    """One scenario as an installed package offers it."""
    with importlib.resources.as_file(importlib.resources.files("milepost.scenarios") / request.param) as path:
        yield path


@pytest.fixture(scope="module")
def hr_app() -> str:
    return (FOLDER / "hr_app.yaml").read_text(encoding="utf-8")


def test_every_scenario_is_named_here_and_in_the_package() -> None:
    packaged = {item.name for item in importlib.resources.files("milepost.scenarios").iterdir()}
    assert {path.name for path in FOLDER.glob("*.yaml")} == set(NAMES)
    assert set(NAMES) <= packaged


def test_a_scenario_tells_an_editor_where_its_schema_is(shipped: Path) -> None:
    assert shipped.read_text(encoding="utf-8").splitlines()[0] == HEADER
    assert (FOLDER / "../docs/scenario.schema.json").is_file()


def test_a_scenario_has_neither_problems_nor_advice(shipped: Path) -> None:
    _, advice = review_scenario(shipped)
    assert advice == ()


def test_major_milestones_are_neither_certain_nor_hopeless(shipped: Path) -> None:
    table = run(read_scenario(shipped), iterations=20_000).milestones
    major = table[table["level"] == "major"]
    assert len(major) >= 1
    assert major["hit"].between(0.35, 0.80).all(), major[["milestone", "hit"]]


def test_hr_app_leads_up_to_each_major_milestone_by_four_to_six_minor_ones() -> None:
    scenario = read_scenario(FOLDER / "hr_app.yaml")
    milestones = scenario.milestones
    led_up_to = {
        id_: sum(link.predecessor in milestones for link in milestone.after)
        for id_, milestone in milestones.items()
        if milestone.level == "major"
    }
    assert list(led_up_to) == ["concept_fit", "market_fit", "launch"]
    assert all(4 <= minors <= 6 for minors in led_up_to.values())
    assert 30 <= len(scenario.tasks) <= 40


def test_hr_app_says_who_answers_for_everything() -> None:
    scenario = read_scenario(FOLDER / "hr_app.yaml")
    assert all(task.owner for task in scenario.tasks.values())
    assert all(milestone.owner for milestone in scenario.milestones.values())
    assert all(milestone.deliverables or milestone.exit_criteria for milestone in scenario.milestones.values())


@pytest.mark.parametrize("change", ["prototype_test", "find_leader", "build_mvp"])
def test_work_that_hr_app_turns_on_moves_the_launch(change: str, hr_app: str, tmp_path: Path) -> None:
    """Forty days more on a task near the critical path cost the launch at least a tenth of its hit probability."""
    plan = tmp_path / "plan.yaml"
    longer = re.sub(rf"(\n  {change}:\n    name: .*\n    duration: ).*", r"\g<1>[70, 90, 120]", hr_app)
    assert longer != hr_app
    plan.write_text(longer, encoding="utf-8")
    hit = {
        path: run(read_scenario(path), iterations=20_000).milestones.set_index("milestone")["hit"]["launch"]
        for path in (FOLDER / "hr_app.yaml", plan)
    }
    assert hit[plan] < hit[FOLDER / "hr_app.yaml"] - 0.10


def test_minimal_is_ten_lines() -> None:
    assert len((FOLDER / "minimal.yaml").read_text(encoding="utf-8").splitlines()) == 10


PRITSKER = {18: 0.08436242476805288, 20: 0.3762850743718044, 22: 0.7381866977322492, 25: 0.9704778863002745}
"""Exact P(T <= days), case B13 of tests/cases/exact.json."""


def test_pritsker_comes_within_four_standard_errors_of_its_exact_answers() -> None:
    iterations = 1_000_000
    table = run(read_scenario(FOLDER / "pritsker.yaml"), iterations=iterations).milestones.set_index("milestone")
    assert len(table) == len(PRITSKER)
    for days, exact in PRITSKER.items():
        row = table.loc[f"within_{days}_days"]
        assert row["due_days"] == days
        assert row["hit"] == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / iterations))


def test_pritsker_says_the_exact_answers_that_it_is_tested_against() -> None:
    text = (FOLDER / "pritsker.yaml").read_text(encoding="utf-8")
    for days, exact in PRITSKER.items():
        assert f"P(all done within {days} days) = {exact:.5f}" in text
        assert f"Exact hit probability: {exact:.5f}" in text
    assert read_scenario(FOLDER / "pritsker.yaml").start == datetime.date(2026, 1, 5)
