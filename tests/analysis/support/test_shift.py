"""How far a quantile moves is known where all moves alike, or where enough iterations differ beyond it."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sections import quantile_figures
from milepost.simulate.analysis.support.shift import Apart, shift

N = 3_200
VALUES = np.random.default_rng(1).exponential(10.0, N)


def moved(after: NDArray[np.float64], p: float = 0.8) -> Estimate:
    before = VALUES[: after.size]
    return shift(quantile_figures(before, p), quantile_figures(after, p), apart=Apart.of(before, after), p=p)


def later(iterations: int, days: float) -> NDArray[np.float64]:
    """Return the values, some of them, which come anywhere, larger."""
    return VALUES + np.where(np.random.default_rng(2).permutation(N) < iterations, days, 0.0)


def test_what_all_iterations_do_alike_is_known() -> None:
    assert moved(VALUES) == Estimate(value=0.0, low=0.0, high=0.0)
    found = moved(VALUES + 3.0)
    assert (found.low, found.high) == pytest.approx((3.0, 3.0))


@pytest.mark.parametrize(("differing", "known"), [(1, False), (240, False), (260, True)])
def test_a_fifth_of_those_that_differ_must_be_fifty(differing: int, known: bool) -> None:
    found = moved(later(differing, 5.0))
    assert found.value == quantile_figures(later(differing, 5.0), 0.8)[0] - quantile_figures(VALUES, 0.8)[0]
    assert math.isfinite(found.low) is math.isfinite(found.high) is known


def test_it_takes_parts_of_fifty_iterations() -> None:
    assert math.isnan(moved(1.1 * VALUES[:1_599]).low)
    assert math.isfinite(moved(1.1 * VALUES[:1_600]).low)


def test_the_interval_reaches_to_what_the_parts_say() -> None:
    """One value at the quantile itself moves, which none of the parts notices."""
    place = int(np.flatnonzero(quantile_figures(VALUES, 0.8)[0] == VALUES)[0])
    after = VALUES * np.where(np.arange(N) % 2, 1.0, 1.0 + 1e-12)
    after[place] += 1e-3
    found = moved(after)
    assert found.value > 0.0
    assert found.low <= 1e-9 < found.high
