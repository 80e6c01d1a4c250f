"""A patched program is the program of the plan that the patch describes."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.distributions import Constant, Uniform
from milepost.models.variant import without_risks
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.outcome import Outcome, Times
from milepost.simulate.engine.patch import Patch, Patching, Reshaped
from milepost.simulate.engine.program import Program
from tests.plans import everything

ITERATIONS = 5_000


def figures(outcome: Outcome) -> list[Times]:
    return [*outcome.finish.values(), outcome.cost, outcome.stop]


def assert_alike(patch: Patch, rebuilt: Scenario) -> None:
    scenario = everything()
    patched, built, usual = Variants(scenario).kept(
        [Patching(scenario).program(patch), rebuilt, scenario], figures, range(ITERATIONS)
    )
    assert all(map(np.array_equal, patched, built))
    assert not all(map(np.array_equal, patched, usual))


@pytest.mark.parametrize("risk", ["demand", "engine", "forbidden", "launch"])
def test_a_risk_of_probability_zero_never_occurs(risk: str) -> None:
    assert_alike(Patch(probability={risk: 0.0}), without_risks(everything(), [risk]))


def test_a_probability_is_multiplied_and_stays_at_most_one() -> None:
    whole = everything()
    surely = {id: replace(risk, probability=1.0) for id, risk in whole.risks.items()}
    patch = Patch(probability={id: 1.0 / risk.probability + 1.0 for id, risk in whole.risks.items()})
    assert_alike(patch, replace(whole, risks=surely))


def test_a_duration_is_multiplied_and_shifted_down_to_zero() -> None:
    whole = everything()
    build = replace(whole.tasks["build"], duration=Uniform(low=0.0, high=4.0))
    whole = replace(whole, tasks={**whole.tasks, "build": build})
    half = replace(build, duration=Uniform(low=0.0, high=2.0))
    variants: list[Scenario | Program] = [
        Patching(whole).program(Patch(duration={"build": Reshaped(scale=0.5)})),
        replace(whole, tasks={**whole.tasks, "build": half}),
        Patching(whole).program(Patch(duration={"build": Reshaped(shift=-5.0)})),
        replace(whole, tasks={**whole.tasks, "build": replace(build, duration=Constant(value=0.0))}),
    ]
    halved, rebuilt, nothing, constant = Variants(whole).kept(variants, figures, range(ITERATIONS))
    assert all(map(np.allclose, halved, rebuilt))
    assert all(map(np.array_equal, nothing, constant))


def test_without_stops_nothing_else_is_other_than_in_the_iterations_that_nothing_stops() -> None:
    scenario = everything()
    usual, unstopped = Variants(scenario).kept(
        [scenario, Patching(scenario).program(Patch(stops=False))], figures, range(ITERATIONS)
    )
    going_on = np.isinf(usual[-1])
    assert 0 < np.count_nonzero(going_on) < ITERATIONS
    assert np.isinf(unstopped[-1]).all()
    assert np.isfinite(unstopped[:-2]).all()
    assert all(np.array_equal(one[going_on], other[going_on]) for one, other in zip(usual, unstopped, strict=True))
