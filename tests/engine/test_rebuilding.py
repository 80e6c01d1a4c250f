"""A program that is built from the last one gives what one that is built anew gives, to the last bit."""

from dataclasses import replace

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from milepost.models.distributions import Constant, Distribution, Pert
from milepost.models.forecast import forecast
from milepost.models.scenario import Scenario
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.rebuilding import Rebuilding
from milepost.simulate.engine.run import simulate
from tests.engine.test_sameness import assert_same
from tests.plans import everything, plan, task
from tests.strategies import DURATIONS, on_calendars, scenarios, statuses

PLANS = scenarios() | statuses(scenarios()) | on_calendars(scenarios())


@given(data=st.data(), scenario=PLANS)
def test_a_plan_with_other_durations_comes_out_as_if_its_program_were_built_anew(
    data: st.DataObject, scenario: Scenario
) -> None:
    assume(scenario.tasks)
    rebuilding = Rebuilding()
    for _ in range(3):
        assert_same(played(scenario, rebuilding), simulate(scenario, iterations=64, detail=64))
        scenario = redrawn(data, scenario)


@given(data=st.data(), one=PLANS, other=PLANS)
def test_whatever_plan_follows_another_comes_out_as_if_it_were_alone(
    data: st.DataObject, one: Scenario, other: Scenario
) -> None:
    rebuilding = Rebuilding()
    for scenario in (one, other, one):
        assert_same(played(scenario, rebuilding), simulate(scenario, iterations=64, detail=64))


def test_of_a_plan_with_other_durations_only_lookups_are_made_anew() -> None:
    one, other = both(everything(), "interviews", Pert(low=3.0, mode=5.0, high=99.0))
    assert other.nodes is one.nodes
    assert other.tables is not one.tables


def test_work_that_comes_to_take_no_time_is_laid_out_anew() -> None:
    one, other = both(plan([task("a", 2), task("b", 1, "a")]), "a", Constant(value=0.0))
    assert other.nodes is not one.nodes


def test_a_duration_that_changes_who_takes_units_first_lays_all_out_anew() -> None:
    """Without a list of their own, tasks take units by their early starts, which a first task moves."""
    one, other = both(everything(), "kickoff", Pert(low=3.0, mode=5.0, high=99.0))
    assert other.nodes is not one.nodes


def both(scenario: Scenario, id: str, duration: Distribution) -> tuple[Program, Program]:
    """Build a program, and from it that of the plan with another duration of a task."""
    rebuilding = Rebuilding()
    return rebuilding.program(scenario), rebuilding.program(with_duration(scenario, id, duration))


def redrawn(data: st.DataObject, scenario: Scenario) -> Scenario:
    """Give some tasks other durations."""
    ids = data.draw(st.lists(st.sampled_from([*scenario.tasks]), min_size=1, max_size=3))
    for id in ids:
        scenario = with_duration(scenario, id, data.draw(st.sampled_from(DURATIONS)))
    try:
        forecast(scenario)
    except ValueError:  # more of a task under way has gone than it now takes, which the reader refuses
        reject()
    return scenario


def with_duration(scenario: Scenario, id: str, duration: Distribution) -> Scenario:
    return replace(scenario, tasks={**scenario.tasks, id: replace(scenario.tasks[id], duration=duration)})


def played(scenario: Scenario, rebuilding: Rebuilding) -> Outcome:
    return simulate(scenario, iterations=64, detail=64, build=rebuilding.program)
