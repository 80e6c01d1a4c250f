"""The plans by which reading is measured are the same plan in every format."""

from pathlib import Path

from milepost.models import Scenario, read_scenario
from tests.foreign_plans import write


def said(scenario: Scenario) -> tuple[object, ...]:
    """Return what is the same of a plan in every format."""
    durations = {id: task.duration for id, task in scenario.tasks.items()}
    links = {id: set(node.after) for id, node in scenario.nodes.items()}
    return durations, links, scenario.start, scenario.calendar.holidays


def test_a_plan_is_the_same_in_every_format(tmp_path: Path) -> None:
    first, *others = [read_scenario(file) for file in write(60, tmp_path)]
    assert len(first.tasks) == 60
    assert sum(bool(node.after) for node in first.nodes.values()) >= 59
    assert [said(other) for other in others] == [said(first)] * 3
