"""Distributions against scipy, their own definitions and what must hold for every shape."""

import math
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from milepost.models import distributions as families
from milepost.models.distributions import (
    Constant,
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
    planned_value,
)
from tests.strategies import DURATIONS, SHIFTS

U = np.array([2.0**-33, 1e-6, 0.01, 0.1, 0.37, 0.5, 0.63, 0.9, 0.99, 1 - 1e-6, 1 - 2.0**-33])


def test_every_family_is_given_to_others_and_is_in_random_plans() -> None:
    modules = [import_module(f"{families.__name__}.{one.name}") for one in iter_modules(families.__path__)]
    found = {kind for module in modules for kind in vars(module).values() if hasattr(kind, "ppf")} - {Distribution}
    assert found == {kind for name in families.__all__ if hasattr(kind := getattr(families, name), "ppf")} - {
        Distribution
    }
    assert found == {type(quantity) for quantity in (*DURATIONS, *SHIFTS)}


def normal(centre: float, spread: float) -> tuple[Distribution, Any]:
    return Normal(centre=centre, spread=spread), stats.truncnorm(-centre / spread, np.inf, centre, spread)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Pert(low=8, mode=12, high=25), stats.beta(1 + 16 / 17, 1 + 52 / 17, 8, 17)),  # the usual case
        (Pert(low=8, mode=8, high=25), stats.beta(1, 5, 8, 17)),  # mode at the low end
        (Pert(low=0, mode=25, high=25), stats.beta(5, 1, 0, 25)),  # mode at the high end
        (Pert(low=0, mode=1, high=4, weight=0.01), stats.beta(1.0025, 1.0075, 0, 4)),  # least weight: nearly uniform
        (Pert(low=0, mode=1, high=4, weight=100), stats.beta(26, 76, 0, 4)),  # most weight: a needle
        (Triangular(low=1, mode=2, high=5), stats.triang(0.25, 1, 4)),  # the usual case
        (Triangular(low=1, mode=1, high=5), stats.triang(0, 1, 4)),  # falls only
        (Triangular(low=1, mode=5, high=5), stats.triang(1, 1, 4)),  # rises only
        (Uniform(low=1, high=4), stats.uniform(1, 3)),
        normal(10, 2),  # truncation is not felt
        normal(3, 2),  # it is
        normal(0, 2),  # half of a normal is left
        (Lognormal(mu=2, sigma=0.5), stats.lognorm(0.5, 0, np.exp(2))),  # the usual case
        (Lognormal(mu=-1, sigma=2.5), stats.lognorm(2.5, 0, np.exp(-1))),  # widest
        (Weibull(shape=2, scale=3), stats.weibull_min(2, 0, 3)),  # the usual case
        (Weibull(shape=0.3, scale=3), stats.weibull_min(0.3, 0, 3)),  # heaviest tail
        (Weibull(shape=1000, scale=3), stats.weibull_min(1000, 0, 3)),  # lightest
        (Exponential(mean=3), stats.expon(0, 3)),
    ],
    ids=lambda value: repr(value) if hasattr(value, "scaled") else "scipy",
)
def test_quantiles_and_moments_are_those_of_scipy(ours: Distribution, theirs: Any) -> None:
    np.testing.assert_allclose(ours.ppf(U), theirs.ppf(U), rtol=2e-8, atol=1e-12)  # scipy's 1 - u
    assert ours.mean == pytest.approx(theirs.mean(), rel=1e-9)
    assert ours.sd == pytest.approx(theirs.std(), rel=1e-7)  # scipy's own variance of a needle has lost digits


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Pert(low=8, mode=12, high=25), stats.beta(1 + 16 / 17, 1 + 52 / 17, 8, 17)),
        (Normal(centre=3, spread=2), stats.truncnorm(-1.5, np.inf, 3, 2)),
        (Lognormal(mu=2, sigma=0.5), stats.lognorm(0.5, 0, np.exp(2))),
        (Weibull(shape=2, scale=3), stats.weibull_min(2, 0, 3)),
    ],
    ids=lambda value: repr(value) if hasattr(value, "scaled") else "scipy",
)
def test_the_density_is_highest_at_the_mode(ours: Distribution, theirs: Any) -> None:
    grid = np.linspace(theirs.ppf(0.001), theirs.ppf(0.999), 1000)
    assert theirs.pdf(ours.mode) >= theirs.pdf(grid).max()


def test_what_has_no_single_most_likely_value_gives_its_median() -> None:
    assert Uniform(low=2, high=6).mode == 4
    assert Empirical(observations=(9, 1, 2, 2)).mode == 2
    assert Discrete(values=(1, 2, 3), weights=(1, 1, 1)).mode == 2


def test_the_heaviest_value_is_the_mode_even_when_its_weight_is_spread_over_entries() -> None:
    assert Discrete(values=(5, 1, 5), weights=(2, 3, 2)).mode == 5


def test_waiting_times_are_most_likely_at_zero() -> None:
    assert Exponential(mean=3).mode == 0
    assert Weibull(shape=0.8, scale=3).mode == 0


@pytest.mark.parametrize(
    ("quantity", "planned"),
    [
        (Exponential(mean=15), 15 * math.log(2)),
        (Weibull(shape=1, scale=15), 15 * math.log(2)),
        (Weibull(shape=0.5, scale=15), 15 * math.log(2) ** 2),
        (Normal(centre=0, spread=2), 2 * stats.norm.ppf(0.75)),
        (Exponential(mean=0), 0),  # for sure
        (Weibull(shape=2, scale=3), 3 / math.sqrt(2)),  # inside, so most likely indeed
        (Normal(centre=3, spread=2), 3),
        (Pert(low=0, mode=0, high=9), 0),  # a planner said so, here and below
        (Triangular(low=0, mode=0, high=9), 0),
        (Triangular(low=2, mode=9, high=9), 9),
        (Discrete(values=(0, 10), weights=(3, 2)), 0),
        (Uniform(low=2, high=6), 4),
    ],
)
def test_a_plan_takes_the_most_likely_value_or_the_median_where_that_is_0_by_shape_alone(
    quantity: Distribution, planned: float
) -> None:
    assert planned_value(quantity) == pytest.approx(planned, rel=1e-12)


def test_classical_pert_has_the_mean_of_malcolm_and_others() -> None:
    """(low + 4 mode + high) / 6."""
    assert Pert(low=2, mode=5, high=14).mean == pytest.approx(36 / 6, rel=1e-15)


@pytest.mark.parametrize(
    ("lower", "mode", "upper"),
    [
        ((0.1, 3.0), 4.0, (0.9, 8.0)),  # the usual case
        ((0.05, 3.0), 7.5, (0.7, 8.0)),  # skewed, and percentiles that do not mirror each other
        ((0.1, 4.0), 4.0, (0.9, 8.0)),  # the mode is the lower percentile
        ((0.1, 4.0), 8.0, (0.9, 8.0)),  # and the upper one
        ((0.0, 3.0), 4.0, (1.0, 8.0)),  # plain low and high
        ((0.1, 2.0), 4.0, (0.9, 8.0)),  # begins below 0
        ((0.2, 0.0), 0.0, (0.9, 8.0)),  # a fifth of it at 0
    ],
)
def test_trigen_has_the_percentiles_that_were_given(
    lower: tuple[float, float], mode: float, upper: tuple[float, float]
) -> None:
    trigen = Trigen(lower=lower, mode=mode, upper=upper)
    np.testing.assert_allclose(trigen.ppf([lower[0], upper[0]]), [lower[1], upper[1]], rtol=1e-12, atol=1e-12)
    assert trigen.mode == mode
    mean = integrate.quad(lambda u: float(trigen.ppf(u)), 0, 1, limit=200)[0]
    square = integrate.quad(lambda u: float(trigen.ppf(u)) ** 2, 0, 1, limit=200)[0]
    assert trigen.mean == pytest.approx(mean, rel=1e-7)
    assert trigen.sd == pytest.approx(math.sqrt(square - mean * mean), rel=1e-6)


def test_lognormal_has_the_percentiles_that_were_given() -> None:
    lognormal = Lognormal.from_percentiles(lower=(0.5, 20.0), upper=(0.9, 45.0))
    np.testing.assert_allclose(lognormal.ppf([0.5, 0.9]), [20.0, 45.0], rtol=1e-12)


def test_lognormal_has_the_moments_that_were_given() -> None:
    lognormal = Lognormal.from_moments(mean=20.0, sd=12.0)
    assert (lognormal.mean, lognormal.sd) == pytest.approx((20.0, 12.0), rel=1e-12)


def test_empirical_resamples_the_observations() -> None:
    """The value is sorted[floor(u n)]."""
    empirical = Empirical(observations=(7, 1, 4, 4))
    assert empirical.ppf([0, 0.2499, 0.25, 0.5, 0.7499, 0.75, 1]).tolist() == [1, 1, 4, 4, 4, 7, 7]
    assert empirical.mean == 4
    assert empirical.sd == pytest.approx(np.std([7, 1, 4, 4]))


def test_discrete_gives_the_first_value_whose_probability_is_reached() -> None:
    discrete = Discrete(values=(30, 0, 10), weights=(1, 1, 2))
    assert discrete.ppf([0, 0.25, 0.26, 0.75, 0.76, 1]).tolist() == [0, 0, 10, 10, 30, 30]
    assert discrete.mean == 12.5
    assert discrete.sd == pytest.approx(math.sqrt((12.5**2 + 2 * 2.5**2 + 17.5**2) / 4))


def test_a_value_without_weight_never_comes() -> None:
    assert Discrete(values=(1, 2, 3), weights=(0, 1, 0)).ppf([0, 0.5, 1]).tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    "quantity",
    [
        Constant(value=4),
        Pert(low=4, mode=4, high=4),
        Triangular(low=4, mode=4, high=4),
        Trigen(lower=(0.1, 4), mode=4, upper=(0.9, 4)),
        Uniform(low=4, high=4),
        Normal(centre=4, spread=0),
        Lognormal.from_moments(mean=4, sd=0),
        Discrete(values=(4,), weights=(1,)),
        Empirical(observations=(4,)),
    ],
    ids=repr,
)
def test_a_quantity_without_spread_is_a_constant(quantity: Distribution) -> None:
    np.testing.assert_allclose(quantity.ppf(U), 4, rtol=1e-15)
    assert (quantity.mean, quantity.sd, quantity.mode) == pytest.approx((4, 0, 4), rel=1e-15)


HUGE = 1e299


@pytest.mark.parametrize(
    "quantity",
    [
        Pert(low=0, mode=HUGE, high=2 * HUGE),
        Triangular(low=0, mode=HUGE, high=2 * HUGE),
        Trigen(lower=(0.1, HUGE), mode=2 * HUGE, upper=(0.9, 3 * HUGE)),
        Uniform(low=0, high=HUGE),
        Normal(centre=HUGE, spread=HUGE),
        Lognormal(mu=600, sigma=2.5),
        Weibull(shape=0.3, scale=HUGE),
        Exponential(mean=HUGE),
        Discrete(values=(0, HUGE), weights=(HUGE, HUGE)),
        Empirical(observations=(0, HUGE, HUGE)),
    ],
    ids=repr,
)
def test_the_largest_amounts_do_not_overflow(quantity: Distribution) -> None:
    assert np.isfinite([*quantity.ppf(U), quantity.mean, quantity.sd, quantity.mode]).all()


amounts = st.floats(0, 1e5)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    """Draw any distribution of any allowed shape."""
    low, mode, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    p, q = sorted(
        draw(st.lists(st.sampled_from([0.01, 0.1, 0.25, 0.5, 0.8, 0.99]), min_size=2, max_size=2, unique=True))
    )
    several = draw(st.lists(amounts, min_size=1, max_size=6))
    weights = draw(st.lists(st.floats(0.01, 10), min_size=len(several), max_size=len(several)))
    some: list[Distribution] = [
        Constant(value=low),
        Pert(low=low, mode=mode, high=high, weight=draw(st.floats(0.01, 100))),
        Triangular(low=low, mode=mode, high=high),
        Trigen(lower=(p, low), mode=mode, upper=(q, high)),
        Uniform(low=low, high=high),
        Normal(centre=low, spread=high),
        Lognormal(mu=draw(st.floats(-5, 10)), sigma=draw(st.floats(0, 2.5))),
        Weibull(shape=draw(st.floats(0.3, 1000)), scale=high),
        Exponential(mean=low),
        Discrete(values=tuple(several), weights=tuple(weights)),
        Empirical(observations=tuple(several)),
    ]
    return draw(st.sampled_from(some))


@given(distributions())
def test_quantiles_rise_with_u_and_stay_within_the_support(quantity: Distribution) -> None:
    x = quantity.ppf(np.linspace(2.0**-33, 1 - 2.0**-33, 200))
    low = float(getattr(quantity, "low", 0.0))
    high = float(getattr(quantity, "high", np.inf))
    rounding = 1e-12 * (1 + x.max())
    assert np.diff(x).min() >= -rounding
    assert max(low, 0.0) <= x.min()
    assert x.max() <= high + rounding


@given(distributions(), st.floats(0.01, 100))
def test_scaling_commutes_with_everything(quantity: Distribution, factor: float) -> None:
    scaled = quantity.scaled(factor)
    u = np.array([0.013, 0.27, 0.71, 0.987])
    size = 1e-9 * factor * (1 + float(quantity.ppf(0.987)))
    np.testing.assert_allclose(scaled.ppf(u), factor * quantity.ppf(u), rtol=1e-9, atol=size)
    assert scaled.mean == pytest.approx(factor * quantity.mean, rel=1e-9, abs=size)
    assert scaled.sd == pytest.approx(factor * quantity.sd, rel=1e-6, abs=1e3 * size)
    assert scaled.mode == pytest.approx(factor * quantity.mode, rel=1e-9, abs=size)


@given(distributions())
def test_a_distribution_can_be_hashed_and_compared(quantity: Distribution) -> None:
    assert quantity == quantity.scaled(1.0)
    assert hash(quantity) == hash(quantity.scaled(1.0))


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf, 1e301])
@pytest.mark.parametrize(
    ("kind", "others", "name"),
    [
        (Constant, {}, "value"),
        (Pert, {"low": 1, "mode": 1}, "high"),
        (Pert, {"mode": 1, "high": 1}, "low"),
        (Triangular, {"low": 1, "high": 1}, "mode"),
        (Uniform, {"high": 2}, "low"),
        (Normal, {"spread": 1}, "centre"),
        (Normal, {"centre": 1}, "spread"),
        (Lognormal, {"mu": 1}, "sigma"),
        (Weibull, {"shape": 2}, "scale"),
        (Weibull, {"scale": 2}, "shape"),
        (Exponential, {}, "mean"),
    ],
)
def test_an_amount_that_is_none_is_refused_by_its_value(
    kind: Any, others: dict[str, float], name: str, bad: float
) -> None:
    with pytest.raises(ValueError, match=rf"is {str(bad).replace('+', '.')}.* must .*: "):
        kind(**others, **{name: bad})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Pert(low=5, mode=3, high=9), "low is 5, and must not be above mode, which is 3"),
        (lambda: Pert(low=1, mode=10, high=9), "mode is 10, and must not be above high, which is 9"),
        (lambda: Pert(low=5, mode=5, high=4), "low is 5, and must not be above high"),
        (lambda: Pert(low=1, mode=2, high=3, weight=0), "weight is 0, and must be from 0.01 to 100"),
        (lambda: Pert(low=1, mode=2, high=3, weight=101), "weight is 101"),
        (lambda: Uniform(low=3, high=2), "low is 3, and must not be above high"),
        (lambda: Trigen(lower=(0.9, 1), mode=2, upper=(0.1, 3)), "P90 and P10 are not in order"),
        (lambda: Trigen(lower=(0.1, 3), mode=2, upper=(0.9, 4)), "P10 is 3, and must not be above mode"),
        (lambda: Trigen(lower=(0.1, 1), mode=5, upper=(0.9, 4)), "mode is 5, and must not be above P90"),
        (lambda: Trigen(lower=(10, 1), mode=2, upper=(90, 4)), "P10 is 0.1"),
        (lambda: Lognormal(mu=0, sigma=2.6), "sigma is 2.6, and must be from 0 to 2.5"),
        (lambda: Lognormal.from_percentiles(lower=(0.9, 1), upper=(0.5, 3)), "P90 and P50"),
        (lambda: Lognormal.from_percentiles(lower=(0.0, 1), upper=(0.5, 3)), "inside P0 and P100"),
        (lambda: Lognormal.from_percentiles(lower=(0.5, 4), upper=(0.9, 3)), "P50 is 4, and must not be above P90"),
        (lambda: Lognormal.from_percentiles(lower=(0.5, 0), upper=(0.9, 3)), "P50 is 0"),
        (lambda: Lognormal.from_moments(mean=0, sd=3), "the lognormal's mean is 0"),
        (lambda: Lognormal.from_moments(mean=1e-200, sd=1e200), "too large beside a mean"),
        (lambda: Weibull(shape=0.29, scale=1), "shape is 0.29, and must be from 0.3 to 1000"),
        (lambda: Discrete(values=(), weights=()), "values is empty"),
        (lambda: Discrete(values=(1, 2), weights=(1,)), "2 values and 1 weights"),
        (lambda: Discrete(values=(1, 2), weights=(0, 0)), "all weights are 0"),
        (lambda: Discrete(values=(1, 2), weights=(1, -1)), "a weight is -1"),
        (lambda: Discrete(values=(1, math.nan), weights=(1, 1)), "a value is nan"),
        (lambda: Empirical(observations=()), "observations is empty"),
        (lambda: Empirical(observations=(1, -2)), "an observation is -2"),
        (lambda: Constant(value=3).scaled(0), "the factor is 0"),
    ],
)
def test_parameters_that_break_a_rule_are_refused_with_the_cure(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
