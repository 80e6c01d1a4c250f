"""The kernel against a plain numpy pass on the same uniforms."""

import numpy as np
from hypothesis import given, settings

from milepost.models.scenario import Scenario
from milepost.simulate.engine.run import simulate
from tests.oracle import play_plainly
from tests.strategies import scenarios


@given(scenario=scenarios())
@settings(max_examples=300, deadline=None)
def test_every_time_is_that_of_a_plain_pass_on_the_same_uniforms(scenario: Scenario) -> None:
    outcome = simulate(scenario, iterations=300, seed=11)
    plain = play_plainly(scenario, 300, seed=11)
    for id in scenario.milestones:
        np.testing.assert_allclose(outcome.finish[id], plain[id][1], rtol=0, atol=1e-9)
    for id in scenario.tasks:
        np.testing.assert_allclose(outcome.task_start[id], plain[id][0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(outcome.task_finish[id], plain[id][1], rtol=0, atol=1e-9)
