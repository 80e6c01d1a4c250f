"""The kernel against a plain numpy pass on the same uniforms."""

import numpy as np
from hypothesis import given, settings
from numpy.typing import NDArray

from milepost.models.forecast import forecast
from milepost.models.scenario import Scenario
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.run import simulate
from tests.oracle import play_plainly
from tests.strategies import on_calendars, scenarios, statuses

ITERATIONS = 300
"""More than a group, and no multiple of one."""


def assert_close(engine: NDArray[np.float64], plain: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(engine, plain, rtol=1e-12, atol=1e-9)


@given(scenario=scenarios())
@settings(max_examples=2 * settings().max_examples)
def test_everything_is_that_of_a_plain_pass_on_the_same_uniforms(scenario: Scenario) -> None:
    assert_agreement(scenario)


@given(scenario=statuses(scenarios()))
@settings(max_examples=2 * settings().max_examples)
def test_what_lies_ahead_is_that_of_a_plain_pass_that_knows_what_has_happened(scenario: Scenario) -> None:
    assert_agreement(scenario)


@given(scenario=on_calendars(scenarios()))
@settings(max_examples=2 * settings().max_examples)
def test_everything_is_that_of_a_plain_pass_where_calendars_differ(scenario: Scenario) -> None:
    assert_agreement(scenario)


@given(scenario=statuses(on_calendars(scenarios())))
@settings(max_examples=2 * settings().max_examples)
def test_what_lies_ahead_is_that_of_a_plain_pass_where_calendars_differ(scenario: Scenario) -> None:
    assert_agreement(scenario)


def assert_agreement(scenario: Scenario) -> None:
    """Hold the engine against the plain pass; the charges of what is never met again are nothing."""
    outcome = simulate(scenario, iterations=ITERATIONS, seed=11)
    plain = play_plainly(scenario, ITERATIONS, seed=11)
    for id in scenario.tasks:
        assert_close(outcome.decided(id), plain.decided[id])
        assert_close(outcome.task_start[id], plain.start[id])
        assert_close(outcome.task_finish[id], plain.finish[id])
        np.testing.assert_array_equal(outcome.runs(id), plain.runs[id])
        for dated, plainly in zip(outcome.dated_task(id), (plain.dated_start[id], plain.dated_finish[id]), strict=True):
            assert_close(dated, plainly)
    for id, effect in outcome.task_effect.items():
        np.testing.assert_array_equal(effect, plain.effect[id])
    for id in scenario.risks:
        assert_close(outcome.risk_time[id], plain.occurs[id])
        charged = np.where(outcome.risk_time[id] < outcome.stop - 1e-9, outcome.risk_charge[id], 0.0)
        assert_close(charged, plain.risk_cost[id])
    assert outcome.struck.keys() <= plain.occurred.keys()
    for exposure, occurred in plain.occurred.items():
        np.testing.assert_array_equal(outcome.struck.get(exposure, False), occurred)
    for id in scenario.milestones:
        assert_close(outcome.moments[id], plain.reached[id])
        assert_close(outcome.dated(id), np.where(np.isfinite(plain.reached[id]), plain.dated_finish[id], np.inf))
        assert_close(outcome.unstopped(id), plain.finish[id])
    assert_close(outcome.stop, plain.stop)
    assert_close(outcome.cost, plain.cost)
    expected = charged_at_expectation(forecast(scenario))
    assert_close(outcome.expected_cost, plain.expected_cost(expected))
    if not expected and not outcome.task_cost:
        np.testing.assert_array_equal(outcome.expected_cost, outcome.cost)
    for id, stopped in plain.stopped_by.items():
        np.testing.assert_array_equal(outcome.stopped_by.get(id, False), stopped)
