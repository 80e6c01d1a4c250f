"""Intervals of means: exact where there is no skewness, and with the coverage that is promised where there is."""

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from milepost.simulate.analysis.statistics.mean import Mean

FINITE = st.floats(-1e6, 1e6)
Draw = Callable[[np.random.Generator, tuple[int, int]], NDArray[np.float64]]


@pytest.mark.parametrize("values", [(1.0, 2.0), (1.0, 2.0, 3.0), (-4.0, -1.0, 1.0, 4.0), (0.0, 1.0) * 50])
@pytest.mark.parametrize("tail", [0.025, 0.001, 0.3])
def test_without_skewness_it_is_students(values: tuple[float, ...], tail: float) -> None:
    sample = np.array(values)
    expected = stats.ttest_1samp(sample, 0).confidence_interval(1 - 2 * tail)
    found = Mean.of(sample, tail=tail)
    assert found.value == pytest.approx(sample.mean(), abs=1e-15)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert found.sd == pytest.approx(sample.std(ddof=1))


@pytest.mark.parametrize("tail", [0.025, 0.0005])
def test_the_ends_are_where_johnsons_statistic_is_students_quantile(tail: float) -> None:
    values = np.random.default_rng(1).exponential(size=200)
    n, s, g, t = values.size, values.std(ddof=1), stats.skew(values), stats.t.isf(tail, values.size - 1)
    found = Mean.of(values, tail=tail)
    for end, sought in ((found.low, t), (found.high, -t)):
        big = math.sqrt(n) * (values.mean() - end) / s
        assert big + g / (6 * math.sqrt(n)) + g * big**2 / (3 * math.sqrt(n)) == pytest.approx(sought)


def test_without_a_root_the_end_is_where_the_statistic_turns() -> None:
    """One value of 20 in 20: g = 18 / sqrt(19), and at -t with t = 4 or so the statistic never is."""
    values = np.zeros(20)
    values[0] = 20.0
    tail = float(stats.t.sf(4, 19))
    n, s, g = 20, values.std(ddof=1), 18 / math.sqrt(19)
    found = Mean.of(values, tail=tail)
    assert found.high == pytest.approx(1 + s / math.sqrt(n) * 3 * math.sqrt(n) / (2 * g))
    assert Mean.of(values, tail=tail / 100).high == found.high


@given(values=st.lists(FINITE, min_size=2, max_size=30), tails=st.tuples(st.floats(1e-9, 0.5), st.floats(1e-9, 0.5)))
def test_the_surer_the_interval_the_wider_it_is(values: list[float], tails: tuple[float, float]) -> None:
    sure, less = (Mean.of(np.array(values), tail=tail) for tail in sorted(tails))
    assert sure.low <= less.low <= less.value == sure.value <= less.high <= sure.high


@given(values=st.lists(FINITE, min_size=2, max_size=30), factor=st.sampled_from([-1.0, 2.0, -0.5]))
def test_it_turns_and_scales_with_the_values(values: list[float], factor: float) -> None:
    one, other = Mean.of(np.array(values)), Mean.of(factor * np.array(values))
    ends = sorted((factor * one.low, factor * one.high))
    np.testing.assert_allclose((other.low, other.high), ends, rtol=1e-9, atol=1e-9 * max(map(abs, values)))


@pytest.mark.parametrize("value", [0.0, 0.1, -1e300, 5e-324])
def test_what_is_always_the_same_has_no_width(value: float) -> None:
    found = Mean.of(np.full(1000, value))
    assert (found.value, found.low, found.high, found.sd) == (value, value, value, 0.0)


def test_fewer_than_two_say_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        none, one = Mean.of(np.empty(0)), Mean.of(np.array([3.0]))
    assert one.value == 3.0
    assert all(map(math.isnan, (none.value, none.low, none.high, none.sd, one.low, one.high, one.sd)))


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e200, 1e300])
def test_amounts_without_squares_have_an_interval(scale: float) -> None:
    found = Mean.of(np.array([1.0, 2.0, 4.0]) * scale)
    assert found.low < found.value < found.high
    assert math.isfinite(found.high)


@pytest.mark.parametrize(
    ("draw", "mean", "n", "promised"),
    [
        (lambda rng, size: rng.normal(size=size), 0.0, 20, 0.95),  # Student's own case
        (lambda rng, size: rng.exponential(size=size), 1.0, 100, 0.94),  # skewness 2
        (lambda rng, size: rng.lognormal(0, 0.5, size=size), math.exp(0.125), 100, 0.94),  # 1.75
        (lambda rng, size: rng.lognormal(0, 1.0, size=size), math.exp(0.5), 1000, 0.94),  # 6.2
        (lambda rng, size: 1.0 * (rng.random(size) < 0.02), 0.02, 2500, 0.94),  # fifty times in all
        (lambda rng, size: rng.exponential(size=size) * (rng.random(size) < 0.1), 0.1, 1000, 0.94),  # n_eff = 50
    ],
    ids=["normal", "exponential", "lognormal 0.5", "lognormal 1", "rare event", "rare charge"],
)
def test_it_covers_the_mean_as_promised(draw: Draw, mean: float, n: int, promised: float) -> None:
    """4,000 samples; four standard errors of sqrt(0.05 0.95 / 4000) are allowed below what is promised."""
    samples = draw(np.random.default_rng(7), (4000, n))
    found = [Mean.of(sample) for sample in samples]
    covered = np.mean([one.low <= mean <= one.high for one in found])
    assert covered > promised - 4 * math.sqrt(0.05 * 0.95 / 4000)


def test_it_covers_a_skewed_mean_better_than_students() -> None:
    """A charge that falls some twenty times in a sample: Student's interval covers its mean in nine of ten."""
    rng = np.random.default_rng(3)
    samples = rng.exponential(size=(4000, 500)) * (rng.random((4000, 500)) < 0.04)
    reach = stats.t.isf(0.025, 499) * samples.std(axis=1, ddof=1) / math.sqrt(500)
    students = np.mean(np.abs(samples.mean(axis=1) - 0.04) <= reach)
    johnsons = np.mean([one.low <= 0.04 <= one.high for one in map(Mean.of, samples)])
    assert johnsons > students + 4 * math.sqrt(0.1 * 0.9 / 4000)
