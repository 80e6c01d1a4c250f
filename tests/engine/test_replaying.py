"""A program that comes again is played once, and gives what it gives when it is played anew, to the last bit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from milepost.models.distributions import Pert
from milepost.models.scenario import Scenario
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.replaying import Replaying
from milepost.simulate.engine.run import simulate
from tests.engine.test_rebuilding import with_duration
from tests.engine.test_sameness import assert_same
from tests.plans import everything
from tests.strategies import on_calendars, scenarios, statuses

PLANS = scenarios() | statuses(scenarios()) | on_calendars(scenarios())


@given(one=PLANS, other=PLANS)
def test_whatever_plan_follows_another_comes_out_as_if_it_were_alone(one: Scenario, other: Scenario) -> None:
    replaying = Replaying()
    for scenario in (one, one, other, one):
        assert_same(played(scenario, replaying), simulate(scenario, iterations=64, detail=64))


@pytest.mark.parametrize("iterations", [64, 128])
def test_names_and_due_dates_are_judged_without_another_play(iterations: int) -> None:
    replaying = Replaying()
    before = played(with_milestone("One name", date(2031, 1, 1)), replaying, iterations)
    played(with_milestone("One name", date(2031, 1, 1)), replaying, 32)
    after = played(with_milestone("Another", date(2032, 2, 2)), replaying, iterations)
    assert after.cost is before.cost


def test_what_is_played_otherwise_is_played_anew() -> None:
    replaying, plan = Replaying(), everything()
    before = played(plan, replaying)
    assert played(plan, replaying, 128).cost.size == 128
    assert simulate(plan, iterations=64, seed=1, detail=64, play=replaying.play).cost is not before.cost
    longer = with_duration(plan, "interviews", Pert(low=3.0, mode=5.0, high=99.0))
    assert played(longer, replaying).cost is not before.cost


def with_milestone(name: str, due: date) -> Scenario:
    plan = everything()
    id, milestone = next(iter(plan.milestones.items()))
    return replace(plan, milestones={**plan.milestones, id: replace(milestone, name=name, due=due)})


def played(scenario: Scenario, replaying: Replaying, iterations: int = 64) -> Outcome:
    return simulate(scenario, iterations=iterations, detail=64, play=replaying.play)
