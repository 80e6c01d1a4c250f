"""Large plans have the shape that planning offices keep, whatever their size."""

from pathlib import Path

import pytest

from milepost.models import Level, read_scenario
from tests.large_plans import large_plan, write_large_plan


@pytest.mark.slow
@pytest.mark.parametrize("activities", [3, 19, 400, 3_994])
def test_a_plan_has_as_many_activities_as_were_asked_for_and_is_valid(activities: int, tmp_path: Path) -> None:
    scenario = read_scenario(write_large_plan(tmp_path / "plan.yaml", activities))
    assert len(scenario.nodes) == activities


def test_a_plan_is_that_of_its_seed() -> None:
    assert large_plan(400, seed=1) == large_plan(400, seed=1) != large_plan(400, seed=2)


@pytest.mark.slow
def test_a_plan_has_the_shape_of_large_plans(tmp_path: Path) -> None:
    """Of 3,994 activities of a public plan 34% are milestones, with 1.49 links each and a third without a successor."""
    scenario = read_scenario(write_large_plan(tmp_path / "plan.yaml", 3_994))
    nodes, milestones = scenario.nodes, scenario.milestones.values()
    waited_for = {link.predecessor for node in nodes.values() for link in node.after}
    assert len(scenario.milestones) / len(nodes) == pytest.approx(0.34, abs=0.02)
    assert sum(len(node.after) for node in nodes.values()) / len(nodes) == pytest.approx(1.49, abs=0.05)
    assert 1 - len(waited_for) / len(nodes) == pytest.approx(1 / 3, abs=0.05)
    assert sum(one.level == Level.MINOR and one.due is None for one in milestones) > 0.9 * len(milestones)
    length: dict[str, int] = {}
    for id in scenario.network.order:
        length[id] = 1 + max((length[link.predecessor] for link in nodes[id].after), default=0)
    assert max(length.values()) > 150
