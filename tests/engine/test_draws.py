"""What the engine draws follows the distribution that the file asks for."""

from math import sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from milepost.models.distributions import (
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
)
from milepost.simulate.engine.run import simulate
from tests.plans import plan, task

ITERATIONS = 200_000
SURE = 1e-5
"""A sound engine fails one of these tests, over all seeds, once in 100,000 tries."""


def draws(quantity: Distribution) -> NDArray[np.float64]:
    """Play a plan of one task."""
    work = plan([task("work", quantity)], {"end": ["work"]})
    return simulate(work, iterations=ITERATIONS, seed=7).finish["end"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Pert(low=2, mode=4, high=12), stats.beta(1.8, 4.2, 2, 10)),  # alpha = 1 + 4 (mode - low) / (high - low)
        (Pert(low=0, mode=0, high=1, weight=2), stats.beta(1, 3)),  # the mode at an end
        (Triangular(low=2, mode=4, high=8), stats.triang(1 / 3, 2, 6)),
        (Triangular(low=2, mode=2, high=8), stats.triang(0, 2, 6)),
        (Uniform(low=1, high=4), stats.uniform(1, 3)),
        (Normal(centre=5, spread=4), stats.truncnorm(-1.25, np.inf, 5, 4)),  # much of it cut off
        (Normal(centre=100, spread=5), stats.norm(100, 5)),  # nothing cut off
        (Lognormal(mu=1.0, sigma=0.5), stats.lognorm(0.5, scale=np.e)),
        (Weibull(shape=1.5, scale=6), stats.weibull_min(1.5, scale=6)),
        (Exponential(mean=3), stats.expon(scale=3)),
    ],
)
def test_continuous_draws_pass_the_kolmogorov_smirnov_test(quantity: Distribution, expected: Any) -> None:
    assert stats.kstest(draws(quantity), expected.cdf).pvalue > SURE


def test_a_trigen_has_the_percentiles_that_were_asked_for() -> None:
    sample = draws(Trigen(lower=(0.1, 3.0), mode=4.0, upper=(0.9, 8.0)))
    standard_error = sqrt(0.1 * 0.9 / ITERATIONS)
    assert abs(np.mean(sample <= 3.0) - 0.1) <= 4 * standard_error
    assert abs(np.mean(sample <= 8.0) - 0.9) <= 4 * standard_error


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Discrete(values=(1, 5, 9), weights=(3, 2, 1)), {1: 3 / 6, 5: 2 / 6, 9: 1 / 6}),
        (Discrete(values=(9, 1, 9), weights=(1, 2, 1)), {1: 0.5, 9: 0.5}),  # out of order, and a value twice
        (Empirical(observations=(2, 3, 3, 8)), {2: 0.25, 3: 0.5, 8: 0.25}),
    ],
)
def test_draws_from_a_list_pass_the_chi_square_test(quantity: Distribution, expected: dict[float, float]) -> None:
    values, counts = np.unique(draws(quantity), return_counts=True)
    assert values.tolist() == list(expected)
    assert stats.chisquare(counts, np.array(list(expected.values())) * ITERATIONS).pvalue > SURE
