"""What one unit more is worth: what the plan with it, played by itself, has other."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.models import Scenario, Task
from milepost.models.distributions import Pert
from milepost.models.resource import Resource
from milepost.models.variant import with_more_units, without_limits
from milepost.simulate import run
from milepost.simulate.engine.run import simulate
from tests.plans import finishes, plan, task


def lifts(units: int = 1, needs: int = 1) -> Scenario:
    work = [Pert(low=2, mode=3, high=8), Pert(low=1, mode=4, high=6), Pert(low=3, mode=5, high=7)]
    tasks = [task(f"n{place}", duration, needs={"crane": needs}) for place, duration in enumerate(work)]
    supply = {"crane": Resource(id="crane", name="crane", capacity=units)}
    return plan(tasks, {"end": ["n0", "n1", "n2"]}, resources=supply)


def test_a_unit_more_saves_what_a_plan_with_one_more_has_less() -> None:
    result = run(lifts(), iterations=2_000, drivers=True)
    assert result.drivers is not None
    more = simulate(replace(lifts(2), levelling=lifts().network.listed), iterations=2_000)
    expected = result.finish["end"].mean() - more.finish["end"].mean()
    assert result.drivers.units.resources["crane"].milestones["end"].mean.value == pytest.approx(expected)
    assert result.drivers.units.without_limits is not None
    free = simulate(replace(lifts(), resources={}, tasks=unneedy(lifts())), iterations=2_000)
    assert result.drivers.units.without_limits.milestones["end"].mean.value == pytest.approx(
        result.finish["end"].mean() - free.finish["end"].mean()
    )


def unneedy(scenario: Scenario) -> dict[str, Task]:
    return {id: replace(task, needs={}) for id, task in scenario.tasks.items()}


def test_where_all_needs_are_even_two_units_more_are_played() -> None:
    assert with_more_units(lifts(3, needs=2), "crane").resources["crane"].capacity == 5


def test_a_variant_keeps_the_list_of_its_plan() -> None:
    scenario = replace(lifts(), levelling=("n2", "n0", "n1"))
    for variant in (with_more_units(scenario, "crane"), without_limits(scenario)):
        assert variant.network.listed == ("n2", "n0", "n1")


def test_without_limits_nothing_waits() -> None:
    certain = plan(
        [task("a", 3, needs={"crane": 2}), task("b", 4, needs={"crane": 2})],
        resources={"crane": Resource(id="crane", name="crane", capacity=2)},
    )
    assert finishes(certain) == {"a": 3, "b": 7}
    assert finishes(without_limits(certain)) == {"a": 3, "b": 4}


def test_a_plan_in_which_nothing_is_short_plays_no_more_units() -> None:
    result = run(lifts(3), iterations=256, drivers=True)
    assert result.drivers is not None
    assert not result.drivers.units.resources
    assert result.drivers.units.without_limits is None
    assert np.isfinite(result.finish["end"]).all()
