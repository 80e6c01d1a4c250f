"""Units of resources: the reservation queue of the kernel against a slow simulation, and what must hold of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milepost.models import Link, LinkKind, Scenario, Task
from milepost.models.clock_timing import ClockTiming
from milepost.models.distributions import Constant
from milepost.models.resource import Resource
from milepost.simulate.engine.run import simulate
from tests.events import Life
from tests.oracle import capacities, units_needed
from tests.plans import finishes, plan, risk, task
from tests.strategies import START, on_calendars, scenarios

ALL_KINDS = tuple(LinkKind)
ONWARD = (LinkKind.FINISH_TO_START, LinkKind.START_TO_START)


def resources(**capacity: int) -> dict[str, Resource]:
    return {id: Resource(id=id, name=id, capacity=units) for id, units in capacity.items()}


@st.composite
def certain_plans(draw: st.DrawFn, kinds: Sequence[LinkKind] = ALL_KINDS, with_risks: bool = True) -> Scenario:
    """Draw a plan of certain durations with up to three resources, of which tasks need up to ten units."""
    ids = [f"n{place}" for place in range(draw(st.integers(1, 10)))]
    supply = resources(**{id: draw(st.integers(1, 10)) for id in ("crane", "crew", "rig")[: draw(st.integers(1, 3))]})
    names = ["never", "always"] if with_risks else []
    tasks = []
    for place, id in enumerate(ids):
        earlier = draw(st.lists(st.sampled_from(ids[:place]), max_size=2, unique=True)) if place else []
        after = tuple(
            Link(predecessor=other, kind=draw(st.sampled_from(kinds)), lag=draw(st.integers(0, 8)) / 4)
            for other in earlier
        )
        needs = {one.id: draw(st.integers(1, one.capacity)) for one in supply.values() if draw(st.booleans())}
        only_if = draw(st.sampled_from([None, None, *names]))
        day = draw(st.sampled_from([None, None, START + timedelta(days=draw(st.integers(0, 20)))]))
        lasts = Constant(value=draw(st.integers(0, 40)) / 4)
        tasks.append(Task(id=id, name=id, duration=lasts, after=after, needs=needs, only_if=only_if, not_before=day))
    exposed = {name: (draw(st.sampled_from(ids)),) for name in names}
    risks = [risk(name, float(name == "always"), exposes=exposed[name], delay=2.0) for name in names]
    scenario = plan(tasks, risks=risks, resources=supply)
    order = draw(st.none() | st.permutations(scenario.network.listed).map(tuple))
    return replace(scenario, levelling=order or None)


MONOTONE = certain_plans(ONWARD, with_risks=False)


def with_work_in_all(scenario: Scenario) -> Scenario:
    tasks = {
        id: replace(one, duration=Constant(value=max(one.duration.mean, 0.25))) for id, one in scenario.tasks.items()
    }
    return replace(scenario, tasks=tasks, levelling=scenario.network.listed or None)


@given(scenario=certain_plans())
def test_the_queue_gives_the_times_of_a_slow_simulation(scenario: Scenario) -> None:
    for risk_of in scenario.risks.values():
        assume(all(scenario.tasks[id].only_if is None for id in risk_of.exposes))
    life = Life(scenario=scenario, listed=scenario.network.listed)
    outcome = simulate(scenario, iterations=1)
    assert {id: outcome.task_start[id][0] for id in scenario.tasks} == life.start
    assert {id: outcome.task_finish[id][0] for id in scenario.tasks} == life.finish


@given(scenario=st.one_of(scenarios(), on_calendars(scenarios())))
def test_never_are_more_units_at_work_than_there_are(scenario: Scenario) -> None:
    outcome = simulate(scenario, iterations=64)
    needs = units_needed(scenario)
    for resource, capacity in capacities(scenario).items():
        holders = [id for id in needs if resource in needs[id]]
        for moment in (outcome.task_start[id] for id in holders):
            at_work = np.zeros(moment.size)
            for id in holders:
                under_way = (outcome.task_start[id] <= moment) & (moment < outcome.task_finish[id])
                at_work += needs[id][resource] * (under_way & outcome.runs(id))
            assert (at_work <= capacity).all()


@given(scenario=st.one_of(MONOTONE, on_calendars(MONOTONE)), data=st.data())
def test_no_task_is_earlier_for_another_that_takes_longer(scenario: Scenario, data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(list(scenario.tasks)))
    longer = with_durations(scenario, {id: scenario.tasks[id].duration.mean + data.draw(st.integers(1, 40)) / 4})
    before, after = simulate(scenario, iterations=1), simulate(longer, iterations=1)
    assert all(after.task_start[other][0] >= before.task_start[other][0] for other in scenario.tasks)


@given(scenario=st.one_of(certain_plans(ONWARD), on_calendars(MONOTONE.map(with_work_in_all))), data=st.data())
def test_what_is_decided_later_changes_nothing_that_was_decided_before(scenario: Scenario, data: st.DataObject) -> None:
    """With the future cut off, the past is the same; on the clock of work, as nothing else waits for working days."""
    before = simulate(scenario, iterations=1)
    decided = {id: before.decided(id)[0] for id in scenario.tasks}
    now = data.draw(st.sampled_from(sorted(decided.values())))
    later = [id for id in scenario.tasks if decided[id] >= now]
    least = int(isinstance(scenario.timing, ClockTiming))
    anew = {id: data.draw(st.integers(least, 40)) / 4 for id in later}
    after = simulate(with_durations(scenario, anew), iterations=1)
    for id in scenario.tasks:
        assert after.decided(id)[0] == decided[id] if decided[id] < now else after.decided(id)[0] >= now


def with_durations(scenario: Scenario, durations: dict[str, float]) -> Scenario:
    """Return the plan with other durations and the same list."""
    tasks = {
        id: replace(task, duration=Constant(value=durations[id])) if id in durations else task
        for id, task in scenario.tasks.items()
    }
    return replace(scenario, tasks=tasks, levelling=scenario.network.listed or None)


@pytest.mark.parametrize(
    ("needs", "capacity", "starts"),
    [
        ((2, 2, 2), 4, (0, 0, 5)),  # two at once
        ((2, 2, 2), 5, (0, 0, 5)),  # the fifth unit is of no use
        ((3, 1, 1), 3, (0, 5, 5)),
        ((1, 3, 1), 3, (0, 5, 10)),  # the third waits, though a unit is free at first
        ((1, 1, 1), 3, (0, 0, 0)),
        ((10, 1, 10), 10, (0, 5, 10)),
    ],
)
def test_tasks_take_their_units_in_the_order_of_the_list(
    needs: tuple[int, ...], capacity: int, starts: tuple[float, ...]
) -> None:
    tasks = [task(f"n{place}", 5, needs={"crane": units}) for place, units in enumerate(needs)]
    scenario = plan(tasks, resources=resources(crane=capacity), levelling=("n0", "n1", "n2"))
    assert tuple(time - 5 for time in finishes(scenario).values()) == starts


def test_a_task_keeps_the_units_of_all_resources_from_its_start_to_its_finish() -> None:
    both = {"crane": 1, "rig": 1}
    tasks = [
        task("a", 3, needs=both),
        task("b", 4, needs={"crane": 1}),
        task("c", 2, needs=both),
        task("d", 1, needs={"rig": 1}),
    ]
    scenario = plan(tasks, resources=resources(crane=1, rig=1), levelling=("a", "b", "c", "d"))
    assert finishes(scenario) == {"a": 3, "b": 7, "c": 9, "d": 10}  # the rig stands idle from 3 to 7


def test_a_list_that_contradicts_the_links_puts_each_task_behind_what_it_waits_for() -> None:
    tasks = [task("a", 3, needs={"crane": 1}), task("b", 4, "a", needs={"crane": 1}), task("c", 2, needs={"crane": 1})]
    scenario = plan(tasks, resources=resources(crane=1), levelling=("b", "c", "a"))
    assert scenario.network.listed == ("c", "a", "b")
