"""Classical continuous distributions of amounts that are not negative."""

from dataclasses import dataclass
from math import erfc, exp, expm1, gamma, inf, isfinite, lgamma, log, log1p, pi, sqrt
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.distributions.check import check_amount, check_between, check_factor, check_order

FARTHEST_MU: Final = 600.0
"""Logarithm of a lognormal's median, to either side of 0, beyond which moments overflow [log of its unit]."""
WIDEST_SIGMA: Final = 2.5
"""Standard deviation of a lognormal's logarithm beyond which no estimate looks like it [-]."""
LEAST_SHAPE: Final = 0.3
MOST_SHAPE: Final = 1_000.0
"""Shape of a Weibull beyond which no estimate looks like it [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """
    Every value between two bounds is equally likely.

    Parameters
    ----------
    low, high
        The bounds [working days, or what the quantity is in]; two equal ones are a constant.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        check_amount("low", self.low)
        check_amount("high", self.high)
        check_order("low", self.low, "high", self.high)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return np.asarray(self.low + (self.high - self.low) * np.asarray(u, dtype=np.float64))

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return 0.5 * (self.low + self.high)

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return (self.high - self.low) / sqrt(12.0)

    @property
    def mode(self) -> float:
        """Return the median: no value is the most likely."""
        return self.mean

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(low=self.low * factor, high=self.high * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """
    Normal distribution truncated at 0 [1]_.

    `centre` and `spread` belong to the normal distribution before its negative part is cut off; `mean` and `sd` are
    those of what is left.

    Parameters
    ----------
    centre
        Mean before truncation, and the mode [working days, or what the quantity is in].
    spread
        Standard deviation before truncation [as centre]; 0 makes a constant.

    References
    ----------
    .. [1] Johnson, Kotz, Balakrishnan (1994), Continuous Univariate Distributions, volume 1, 2nd ed., chapter 13.
    """

    centre: float
    spread: float

    def __post_init__(self) -> None:
        check_amount("the normal's mean", self.centre)
        check_amount("the normal's sd", self.spread)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        p = np.asarray(u, dtype=np.float64)
        if self.spread == 0.0:
            return np.full_like(p, self.centre)
        from scipy import special  # here, for it takes longer to load than a plan does

        lost, kept = special.ndtr(-self._ratio), special.ndtr(self._ratio)
        # Each half from its own tail: the other one's probabilities are too near 1 to tell apart.
        z = np.where(p < 0.5, special.ndtri(lost + p * kept), -special.ndtri((1.0 - p) * kept))
        return np.maximum(self.centre + self.spread * z, 0.0)

    @property
    def mean(self) -> float:
        """Return the expected value, after truncation."""
        return self.centre + self.spread * self._hazard

    @property
    def sd(self) -> float:
        """Return the standard deviation, after truncation."""
        hazard = self._hazard
        return self.spread * sqrt(1.0 - hazard * self._ratio - hazard * hazard) if hazard > 0.0 else self.spread

    @property
    def mode(self) -> float:
        """Return the most likely value."""
        return self.centre

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(centre=self.centre * factor, spread=self.spread * factor)

    @property
    def _ratio(self) -> float:
        """Distance from 0 to the centre [spreads]."""
        return self.centre / self.spread if self.spread > 0.0 else inf

    @property
    def _hazard(self) -> float:
        """Density at the cut over the probability that is left [1/spread]."""
        ratio = min(self._ratio, 40.0)  # beyond it the density is 0, and its square too large
        return exp(-0.5 * ratio * ratio) / sqrt(2.0 * pi) / (0.5 * erfc(-ratio / sqrt(2.0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal:
    """
    The logarithm of the quantity is normal [1]_.

    Parameters
    ----------
    mu
        Mean of the logarithm, from -600 to 600 [log of the quantity's unit]; the median is exp(mu).
    sigma
        Standard deviation of the logarithm, from 0, which makes a constant, to 2.5, where the P90 is 24 times the
        median [-].

    References
    ----------
    .. [1] Johnson, Kotz, Balakrishnan (1994), Continuous Univariate Distributions, volume 1, 2nd ed., chapter 14.
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        check_between("mu", self.mu, -FARTHEST_MU, FARTHEST_MU, "give the quantity in a unit that fits it")
        check_between("sigma", self.sigma, 0.0, WIDEST_SIGMA, "bring the percentiles, or mean and sd, closer together")

    @classmethod
    def from_percentiles(cls, *, lower: tuple[float, float], upper: tuple[float, float]) -> Self:
        """
        Make the lognormal that has two given percentiles.

        Parameters
        ----------
        lower, upper
            A probability inside (0, 1) [-] and the value reached with it, so (0.5, 20.0) is a median of 20.
        """
        (p, below), (q, above) = lower, upper
        if not 0.0 < p < q < 1.0:
            raise ValueError(
                f"P{100 * p:g} and P{100 * q:g} must be two percentiles inside P0 and P100: give the lower one first"
            )
        _check_positive(f"P{100 * p:g}", below)
        _check_positive(f"P{100 * q:g}", above)
        check_order(f"P{100 * p:g}", below, f"P{100 * q:g}", above)
        from scipy import special  # here, for it takes longer to load than a plan does

        z_below, z_above = float(special.ndtri(p)), float(special.ndtri(q))
        sigma = (log(above) - log(below)) / (z_above - z_below)
        return cls(mu=log(below) - sigma * z_below, sigma=sigma)

    @classmethod
    def from_moments(cls, *, mean: float, sd: float) -> Self:
        """Make the lognormal that has a given mean and standard deviation [the quantity's unit]."""
        _check_positive("the lognormal's mean", mean)
        check_amount("the lognormal's sd", sd)
        variation = sd / mean
        if not isfinite(variation * variation):
            raise ValueError(f"sd is {sd}, and too large beside a mean of {mean}: bring them closer together")
        variance = log1p(variation * variation)
        return cls(mu=log(mean) - 0.5 * variance, sigma=sqrt(variance))

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        p = np.asarray(u, dtype=np.float64)
        if self.sigma == 0.0:
            return np.full_like(p, exp(self.mu))
        from scipy import special  # here, for it takes longer to load than a plan does

        return np.asarray(np.exp(self.mu + self.sigma * special.ndtri(p)))

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return exp(self.mu + 0.5 * self.sigma * self.sigma)

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return self.mean * sqrt(expm1(self.sigma * self.sigma))

    @property
    def mode(self) -> float:
        """Return the most likely value."""
        return exp(self.mu - self.sigma * self.sigma)

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(mu=self.mu + log(factor), sigma=self.sigma)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull:
    """
    Time until the weakest of many parts gives way: P(X > x) = exp(-(x / scale)^shape) [1]_.

    Parameters
    ----------
    shape
        From 0.3 to 1,000 [-]; 1 is the exponential distribution, below it the tail is heavier, above it lighter.
    scale
        The value that 63% stay below [working days, or what the quantity is in]; 0 makes a constant.

    References
    ----------
    .. [1] Johnson, Kotz, Balakrishnan (1994), Continuous Univariate Distributions, volume 1, 2nd ed., chapter 21.
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        check_between(
            "shape", self.shape, LEAST_SHAPE, MOST_SHAPE, "for a heavier tail take lognormal, for a lighter one pert"
        )
        check_amount("scale", self.scale)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        survived = -np.log1p(-np.asarray(u, dtype=np.float64))
        return np.asarray(self.scale * survived ** (1.0 / self.shape))

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return self.scale * gamma(1.0 + 1.0 / self.shape)

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        first, second = lgamma(1.0 + 1.0 / self.shape), lgamma(1.0 + 2.0 / self.shape)
        return self.mean * sqrt(expm1(second - 2.0 * first))

    @property
    def mode(self) -> float:
        """Return the most likely value: 0 for shapes up to 1."""
        return self.scale * (1.0 - 1.0 / self.shape) ** (1.0 / self.shape) if self.shape > 1.0 else 0.0

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(shape=self.shape, scale=self.scale * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """
    Waiting time for something that may happen at any moment alike [1]_.

    Parameters
    ----------
    mean
        Expected value [working days, or what the quantity is in]; 0 makes a constant.

    References
    ----------
    .. [1] Johnson, Kotz, Balakrishnan (1994), Continuous Univariate Distributions, volume 1, 2nd ed., chapter 19.
    """

    mean: float

    def __post_init__(self) -> None:
        check_amount("mean", self.mean)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return np.asarray(self.mean * -np.log1p(-np.asarray(u, dtype=np.float64)))

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return self.mean

    @property
    def mode(self) -> float:
        """Return the most likely value: 0."""
        return 0.0

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(mean=self.mean * factor)


def _check_positive(name: str, value: float) -> None:
    check_amount(name, value)
    if value == 0.0:
        raise ValueError(f"{name} is 0, and a lognormal quantity is above 0: give a positive amount")
