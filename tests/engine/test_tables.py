"""Tables and lookups together: the quantile that comes out belongs to the word that went in."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from milepost.models.distributions import (
    Constant,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Lognormal,
    Normal,
    Pert,
    Shifted,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
)
from milepost.simulate.engine.beta import beta_quantiles
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.tables import CELLS, Lookup, build_tables
from tests.strategies import DURATIONS


def lower_words() -> NDArray[np.uint32]:
    """Return words of the lower half, ascending: the first 4,096, both sides of every cell's edge, 20,000 at random."""
    octaves = 2.0 ** np.arange(31)
    edges = np.outer(octaves, 1 + np.arange(8) / 8).ravel().astype(np.int64)
    random = 2 ** np.random.default_rng(1).uniform(0, 31, 20_000)
    every = [np.arange(4096), edges - 1, edges, edges + 1, random.astype(np.int64)]
    return np.unique(np.concatenate(every).clip(0, 2**31 - 1)).astype(np.uint32)


LOWER = lower_words()
WORDS = np.concatenate([LOWER, ~LOWER[::-1]])
TAIL = (np.minimum(WORDS, ~WORDS) + 0.5) / 2.0**32
U = (WORDS + 0.5) / 2.0**32


def look_up(quantity: Distribution, words: NDArray[np.uint32]) -> NDArray[np.float64]:
    out = np.empty(words.size)
    quantiles(words, 0, build_tables([quantity]), np.empty(words.size, np.int64), out)
    return out


@pytest.mark.parametrize(
    "quantity",
    [
        Constant(value=3),
        Uniform(low=2, high=7),
        Triangular(low=0, mode=4, high=9),  # that of a trigen is cut off at 0, this one is not
        Pert(low=1, mode=4, high=12),
        Discrete(values=(1, 5), weights=(2, 1)),
        Empirical(observations=(0, 4, 8)),
    ],
)
def test_what_is_shifted_is_looked_up_below_zero_too(quantity: Distribution) -> None:
    found, whole = (look_up(one, WORDS) for one in (Shifted(of=quantity, by=5), quantity))
    assert found.min() < 0.0
    np.testing.assert_allclose(found, whole - 5, atol=1e-12)


PERTS = [
    Pert(low=0, mode=mode, high=1, weight=weight)
    for weight in (0.01, 0.1, 1, 4, 20, 100)
    for mode in (0, 1e-4, 0.05, 0.3, 0.5, 0.8, 0.99, 1)
]
NORMALS = [Normal(centre=centre, spread=1) for centre in (0, 0.01, 0.5, 2, 4, 5, 6, 6.5, 7, 8, 8.99, 9, 20, 1e5)]
LOGNORMALS = [Lognormal(mu=0, sigma=sigma) for sigma in (1e-6, 0.01, 0.1, 0.5, 1, 1.5, 2, 2.5)]
WEIBULLS = [Weibull(shape=shape, scale=1) for shape in (0.3, 0.4, 0.5, 0.7, 1, 1.3, 2, 3.5, 10, 100, 1000)]


def oracle(quantity: Distribution) -> Any:
    """Return scipy's version."""
    match quantity:
        case Pert(low=low, high=high, alpha=alpha, beta=beta):
            return stats.beta(alpha, beta, low, high - low)
        case Normal(centre=centre, spread=spread):
            return stats.truncnorm(-centre / spread, np.inf, centre, spread)
        case Lognormal(mu=mu, sigma=sigma):
            return stats.lognorm(sigma, 0, np.exp(mu))
        case Weibull(shape=shape, scale=scale):
            return stats.weibull_min(shape, 0, scale)
        case Exponential(mean=mean):
            return stats.expon(0, mean)
    raise TypeError(quantity)


@pytest.mark.slow
@pytest.mark.parametrize("quantity", [*PERTS, *NORMALS, *LOGNORMALS, *WEIBULLS, Exponential(mean=3)], ids=repr)
def test_smooth_lookups_are_right_to_a_millionth_and_in_the_tails_to_a_ten_thousandth_of_them(
    quantity: Distribution,
) -> None:
    x = look_up(quantity, WORDS)
    theirs = oracle(quantity)
    half = LOWER.size
    error = np.abs(np.concatenate([theirs.cdf(x[:half]), theirs.sf(x[half:])]) - TAIL)
    assert error.max() <= 1e-6
    assert (error / TAIL).max() <= 1e-4


@pytest.mark.parametrize("quantity", [*PERTS, *NORMALS, *LOGNORMALS, *WEIBULLS, Exponential(mean=3)], ids=repr)
def test_smooth_lookups_rise_but_for_rounding_and_stay_within_the_support(quantity: Distribution) -> None:
    x = look_up(quantity, WORDS)
    assert (np.diff(x) >= -8 * np.finfo(float).eps * x[1:]).all()
    assert x[0] >= 0
    assert x[-1] <= getattr(quantity, "high", np.inf)


@pytest.mark.parametrize(
    "quantity",
    [
        Constant(value=7),
        Pert(low=7, mode=7, high=7),  # nothing to interpolate
        Weibull(shape=2, scale=0),
        Uniform(low=2, high=9),
        Triangular(low=1, mode=2, high=5),
        Triangular(low=1, mode=1, high=5),  # falls only
        Triangular(low=1, mode=5, high=5),  # rises only
        Trigen(lower=(0.1, 3), mode=4, upper=(0.9, 8)),
        Trigen(lower=(0.1, 2), mode=4, upper=(0.9, 8)),  # a part of it at 0
    ],
    ids=repr,
)
def test_closed_forms_are_exact(quantity: Distribution) -> None:
    np.testing.assert_allclose(look_up(quantity, WORDS), quantity.ppf(U), rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize(
    "quantity",
    [
        Discrete(values=(5, 1, 3), weights=(1, 2, 1)),
        Discrete(values=(5, 1, 3), weights=(1, 0, 1)),  # a value that never comes
        Discrete(values=(0, 1e6), weights=(2.0**32 - 1, 1)),  # a value that one word in all reaches
        Discrete(values=tuple(range(100)), weights=tuple(range(1, 101))),
        Empirical(observations=(4,)),
        Empirical(observations=(4, 4, 9, 2)),
        Empirical(observations=tuple(np.sqrt(np.arange(999)))),
    ],
    ids=lambda quantity: f"{type(quantity).__name__} of {quantity.steps[0].size}",
)
def test_step_lookups_are_exact(quantity: Discrete | Empirical) -> None:
    edges = np.concatenate([np.round(quantity.steps[1] * 2.0**32) + offset for offset in (-1, 0, 1)])
    words = np.concatenate([WORDS, edges.clip(0, 2**32 - 1).astype(np.uint32)])
    assert (look_up(quantity, words) == quantity.ppf((words + 0.5) / 2.0**32)).all()


@pytest.mark.parametrize("quantity", DURATIONS, ids=repr)
def test_every_family_has_a_lookup(quantity: Distribution) -> None:
    np.testing.assert_allclose(look_up(quantity, WORDS), quantity.ppf(U), rtol=1e-3)


def test_a_rare_value_comes_with_its_last_word() -> None:
    quantity = Discrete(values=(0, 1), weights=(2.0**32 - 1, 1))
    assert look_up(quantity, np.array([2**32 - 2, 2**32 - 1], np.uint32)).tolist() == [0, 1]


def test_quantities_of_one_shape_share_a_table_and_differ_by_location_and_scale() -> None:
    tables = build_tables(
        [
            Pert(low=0, mode=1, high=4),
            Pert(low=10, mode=12, high=18),  # the same shape, moved and stretched
            Pert(low=0, mode=1, high=4, weight=5),
            Exponential(mean=3),
            Weibull(shape=1, scale=8),  # an exponential
            Normal(centre=100, spread=2),
            Normal(centre=30, spread=3),  # not truncated either
        ]
    )
    assert tables.row.tolist() == [0, 0, 1, 2, 2, 3, 3]
    assert tables.cubic.size == 4 * 4 * CELLS
    first, second = np.empty(WORDS.size), np.empty(WORDS.size)
    cell = np.empty(WORDS.size, np.int64)
    quantiles(WORDS, 0, tables, cell, first)
    quantiles(WORDS, 1, tables, cell, second)
    np.testing.assert_allclose(second, 10 + 2 * first, rtol=1e-15)


def test_each_quantity_is_found_among_others_of_every_kind() -> None:
    some: list[Distribution] = [
        Discrete(values=(5, 1), weights=(1, 2)),
        Pert(low=1, mode=2, high=4),
        Constant(value=2),
        Empirical(observations=(3, 8, 5)),
        Triangular(low=1, mode=2, high=5),
        Weibull(shape=2, scale=3),
        Uniform(low=1, high=2),
    ]
    tables = build_tables(some)
    assert tables.kind.tolist() == [
        Lookup.STEP,
        Lookup.CUBIC,
        Lookup.CONSTANT,
        Lookup.STEP,
        Lookup.TRIANGULAR,
        Lookup.CUBIC,
        Lookup.UNIFORM,
    ]
    out, cell = np.empty(WORDS.size), np.empty(WORDS.size, np.int64)
    for which, quantity in enumerate(some):
        quantiles(WORDS, which, tables, cell, out)
        assert (out == look_up(quantity, WORDS)).all()


def test_a_plan_without_quantities_has_empty_tables() -> None:
    assert all(array.size == 0 for array in build_tables([]))


@pytest.mark.parametrize("alpha", [1, 1.01, 2, 5, 30, 101])
@pytest.mark.parametrize("beta", [1, 1.01, 2, 5, 30, 101])
def test_beta_quantiles_are_those_of_the_incomplete_beta_function(alpha: float, beta: float) -> None:
    tails = np.geomspace(2.0**-33, 0.5, 500)
    lower, upper = beta_quantiles(alpha, beta, tails)
    np.testing.assert_allclose(special.betainc(alpha, beta, lower), tails, rtol=1e-6)
    np.testing.assert_allclose(special.betaincc(alpha, beta, upper), tails, rtol=1e-4)  # 1 - x has lost digits
