"""The plan's own pass, without random numbers, is the engine's where nothing is uncertain and no risk occurs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from milepost.models import PlannedSpending, Scenario, Task
from milepost.models.distributions import Constant, planned_value
from milepost.models.variant import without_risks
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.run import play_program, simulate
from tests.strategies import on_calendars, scenarios


@given(scenario=st.one_of(scenarios(), on_calendars(scenarios())))
def test_times_are_those_that_the_engine_has_when_all_goes_as_planned(scenario: Scenario) -> None:
    outcome = simulate(as_planned(scenario), iterations=1)
    times, dated = scenario.network.planned_times, scenario.dating.planned
    for id in scenario.tasks:
        found = outcome.task_start[id][0], outcome.task_finish[id][0]
        np.testing.assert_allclose(found, times[id], rtol=0, atol=1e-9)
        np.testing.assert_allclose([time[0] for time in outcome.dated_task(id)], dated[id], rtol=0, atol=1e-9)
        by_links = scenario.timing.begins(id, scenario.network.decided_by_links(id))
        decided = outcome.decided(id)[0]
        assert decided >= by_links - 1e-9 if id in scenario.network.listed else abs(decided - by_links) <= 1e-9
    for id in scenario.milestones:
        np.testing.assert_allclose(outcome.moments[id], times[id][1], rtol=0, atol=1e-9)
        np.testing.assert_allclose(outcome.dated(id), dated[id][1], rtol=0, atol=1e-9)


@given(scenario=st.one_of(scenarios(), on_calendars(scenarios())))
def test_spending_is_that_of_the_engine_when_all_goes_as_planned(scenario: Scenario) -> None:
    """By every start and finish, half-way, a little before and after, and in all."""
    moments = sorted({time for both in scenario.network.planned_times.values() for time in both})
    dates = [time for moment in moments for time in (moment - 0.25, moment - 1e-6, moment, moment + 1e-6)]
    dates = [time for time in dates if time >= 0.0]
    np.testing.assert_allclose(played(scenario, dates), PlannedSpending(scenario).spent([*dates, np.inf]), atol=1e-7)


def played(scenario: Scenario, dates: Sequence[float]) -> NDArray[np.float64]:
    """Return what the engine has spent by some dates, and in all, when all goes as planned."""
    program = build_program(as_planned(scenario))._replace(dates=np.array(dates))
    records = play_program(program, iterations=1)
    return np.append(records.spent_by[:, 0], records.cost)


def as_planned(scenario: Scenario) -> Scenario:
    """Make every duration certain, at its most likely number of rounds, and let no risk occur."""
    calm = without_risks(scenario)
    return replace(calm, tasks={id: certain(task) for id, task in calm.tasks.items()})


def certain(task: Task) -> Task:
    rounds = task.rounds.mode if task.rounds else 1
    return replace(
        task,
        duration=Constant(value=rounds * planned_value(task.duration)),
        cost=Constant(value=rounds * planned_value(task.cost)),
        daily=Constant(value=planned_value(task.daily)),
        rounds=None,
    )
