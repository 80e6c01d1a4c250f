"""The same plan has the same bits on every system, as far as that can be promised; `tests.bits` says how far."""

import json
from pathlib import Path

import numpy as np
import pytest

from milepost.models import read_scenario
from milepost.models.distributions import Constant, Discrete, Triangular, Uniform
from milepost.simulate.engine.run import simulate
from tests import bits

HELD = json.loads(bits.HELD.read_text(encoding="utf-8"))


def test_what_needs_no_mathematical_library_has_the_bits_that_every_system_has() -> None:
    outcome = simulate(bits.exact_plan(), iterations=bits.ITERATIONS, seed=1)
    assert bits.digest(outcome) == HELD["exact"]
    assert 0 < np.isfinite(outcome.stop).sum() < bits.ITERATIONS


def test_the_plan_of_those_bits_needs_none() -> None:
    """A smooth family would bring a table that is made with the logarithm of some library."""
    plan = bits.exact_plan()
    quantities = [task.duration for task in plan.tasks.values()]
    quantities += [quantity for risk in plan.risks.values() for quantity in (risk.delay, risk.stretch, risk.cost)]
    assert all(isinstance(quantity, Constant | Discrete | Triangular | Uniform) for quantity in quantities)
    assert not plan.correlations


@pytest.mark.parametrize("path", bits.SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_comes_to_the_same_figures_on_every_system(path: Path) -> None:
    found = bits.figures(simulate(read_scenario(path), iterations=bits.ITERATIONS, seed=1))
    held = HELD["figures"][path.stem]
    assert found.keys() == held.keys()
    assert all(found[name] == pytest.approx(held[name], rel=1e-9) for name in found)


def test_one_bit_shows() -> None:
    one, other = (simulate(bits.exact_plan(), iterations=256, seed=1) for _ in range(2))
    assert bits.digest(one) == bits.digest(other)
    other.cost[17] = np.nextafter(other.cost[17], np.inf)
    assert bits.digest(one) != bits.digest(other)
