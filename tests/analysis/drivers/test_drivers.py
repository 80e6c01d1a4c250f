"""What drives a plan is what it has other than variants of it, on the same iterations."""

from dataclasses import replace
from datetime import timedelta

from milepost.simulate import run
from milepost.simulate.analysis.statistics.estimate import Estimate
from tests.plans import everything, plan, risk, task

ITERATIONS = 2_048
NOTHING = Estimate(value=0.0, low=0.0, high=0.0)


def test_a_risk_that_can_never_occur_drives_nothing() -> None:
    whole = everything()
    never = replace(whole.risks["demand"], id="never", probability=0.0)
    due = {id: replace(one, due=whole.start + timedelta(days=120)) for id, one in whole.milestones.items()}
    scenario = replace(whole, milestones=due, risks={**whole.risks, "never": never})
    result = run(scenario, iterations=ITERATIONS, drivers=True)
    assert result.drivers is not None
    effects = result.drivers.risks["never"]
    assert effects.cost == NOTHING
    for effect in effects.milestones.values():
        assert (effect.promise, effect.mean) == (NOTHING, NOTHING)
        assert effect.hit.value == 0.0


def test_nothing_is_hit_by_a_day_before_the_start_even_where_no_work_lies_between() -> None:
    """The plan starts on a Monday; by the Sunday before it no working day has passed, and none is needed."""
    scenario = plan([task("dig", 0)], {"ready": ["dig"]}, [risk("rain", exposes=("dig",), delay=1)])
    ready = replace(scenario.milestones["ready"], due=scenario.days.start - timedelta(days=1))
    result = run(replace(scenario, milestones={"ready": ready}), iterations=ITERATIONS, drivers=True)
    assert result.drivers is not None
    assert result.milestone["ready"].hit is not None
    assert result.milestone["ready"].hit.value == 0.0
    assert result.drivers.risks["rain"].milestones["ready"].hit.value == 0.0
    build_up = result.drivers.categories.milestones["ready"]
    assert build_up.hit is not None
    assert (build_up.hit.plan, build_up.hit.total.value) == (0.0, 0.0)
