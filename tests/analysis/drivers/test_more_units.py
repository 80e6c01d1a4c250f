"""What one unit more is worth: what the plan with it, played by itself, has other."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.models import Scenario, Task
from milepost.models.distributions import Pert
from milepost.models.orderings import Orderings
from milepost.models.resource import MOST_UNITS, Resource
from milepost.models.units import CREWS
from milepost.models.variant import with_more_units, without_limits
from milepost.simulate import run
from milepost.simulate.analysis.drivers.table import driver_table
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.run.resource_words import resource_sentences
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


def test_a_second_crew_is_worth_what_a_plan_with_two_has_less() -> None:
    tasks = [task("design", Pert(low=2, mode=3, high=8)), task("test", Pert(low=1, mode=4, high=6))]
    one, two = (
        plan(tasks, {"end": ["design", "test"]}, orderings=Orderings(among=("design", "test"), crews=crews))
        for crews in (1, 2)
    )
    result = run(one, iterations=2_000, drivers=True)
    assert result.drivers is not None
    saved = result.drivers.units.resources[CREWS].milestones["end"]
    expected = result.finish["end"].mean() - simulate(two, iterations=2_000).finish["end"].mean()
    assert saved.mean.value == pytest.approx(expected)
    (row,) = driver_table(one, result.drivers).query("kind == 'crews'").to_dict("records")
    assert row["promise_days"] == saved.promise.value
    said = " ".join(resource_sentences(result))
    assert f"promise date of end: a second crew ({in_tenths(saved.promise)})" in said


def many(capacity: int = 1) -> Scenario:
    """Write a plan of twelve resources that two tasks each need; of the last a unit has most work."""
    ids = [f"r{place}" for place in range(12)]
    tasks = [task(f"{id}{k}", 1 + place, needs={id: 1}) for place, id in enumerate(ids) for k in "ab"]
    supply = {id: Resource(id=id, name=id, capacity=capacity) for id in ids}
    return plan(tasks, {"end": [one.id for one in tasks]}, resources=supply)


def test_every_resource_that_can_be_short_is_played_while_that_takes_not_too_long() -> None:
    result = run(many(), iterations=256, drivers=True)
    assert result.drivers is not None
    assert result.drivers.units.resources.keys() == {f"r{place}" for place in range(12)}
    assert result.drivers.units.left_out == 0


def test_where_it_would_take_too_long_those_of_which_a_unit_has_most_work_are_played_which_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("milepost.simulate.analysis.drivers.more_units._MOST_WORK", 1)
    result = run(many(), iterations=256, drivers=True)
    assert result.drivers is not None
    assert result.drivers.units.resources.keys() == {f"r{place}" for place in range(2, 12)}
    assert "of the 10 resources of which a unit has most work, of 12 that can be short" in " ".join(
        resource_sentences(result)
    )


def test_there_may_be_no_more_units_than_a_file_may_ask_for() -> None:
    scenario = replace(lifts(), resources={"crane": Resource(id="crane", name="crane", capacity=MOST_UNITS)})
    many = replace(
        scenario, tasks={id: replace(one, needs={"crane": MOST_UNITS}) for id, one in scenario.tasks.items()}
    )
    result = run(many, iterations=256, drivers=True)
    assert result.drivers is not None
    assert not result.drivers.units.resources
    assert result.drivers.units.without_limits is not None
