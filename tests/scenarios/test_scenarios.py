"""The shipped scenarios can be found, read and run, and say something worth reading."""

import importlib.resources
from collections.abc import Iterator
from pathlib import Path

import pytest

from milepost.models import read_scenario, review_scenario
from milepost.simulate import run

HEADER = "# yaml-language-server: $schema=../docs/scenario.schema.json"
FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = (
    "battery.yaml",
    "bridge.yaml",
    "gates.yaml",
    "hr_app.yaml",
    "hr_app_week_9.yaml",
    "minimal.yaml",
    "one_gate.yaml",
    "pritsker.yaml",
    "sheet.yaml",
    "three_majors.yaml",
)


@pytest.fixture(params=NAMES)
def shipped(request: pytest.FixtureRequest) -> Iterator[Path]:
    """One scenario as an installed package offers it."""
    with importlib.resources.as_file(importlib.resources.files("milepost.scenarios") / request.param) as path:
        yield path


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


# Most projects must fail at one gate of five, and in week 9 one milestone is hopeless.
@pytest.mark.parametrize("name", sorted({*NAMES} - {"gates.yaml", "hr_app_week_9.yaml"}))
def test_major_milestones_are_neither_certain_nor_hopeless(name: str) -> None:
    table = run(read_scenario(FOLDER / name), iterations=20_000).milestones
    major = table[table["level"] == "major"]
    assert len(major) >= 1
    assert major["hit"].between(0.35, 0.80).all(), major[["milestone", "hit"]]


def test_minimal_is_ten_lines() -> None:
    assert len((FOLDER / "minimal.yaml").read_text(encoding="utf-8").splitlines()) == 10
