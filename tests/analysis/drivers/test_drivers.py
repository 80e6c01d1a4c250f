"""What drives a plan is what it has other than variants of it, on the same iterations."""

from dataclasses import replace
from datetime import timedelta

from milepost.simulate import run
from milepost.simulate.analysis.statistics.estimate import Estimate
from tests.plans import everything

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
