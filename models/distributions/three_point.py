"""Distributions given by three points: what an expert can be asked for."""

from dataclasses import dataclass, field
from math import sqrt
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.distributions.check import check_amount, check_between, check_factor, check_order

LEAST_WEIGHT: Final = 0.01
MOST_WEIGHT: Final = 100.0
"""Trust in the mode of a beta-PERT beyond which no estimate looks like it [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pert:
    """
    Three-point estimate smoothed as a scaled beta distribution.

    With w the weight, (x - low) / (high - low) is beta distributed with parameters 1 + w (mode - low) / (high - low)
    and 1 + w (high - mode) / (high - low), so that the mean is (low + w mode + high) / (2 + w). Three equal points are
    a constant.

    Parameters
    ----------
    low, mode, high
        Optimistic, most likely and pessimistic value [working days, or what the quantity is in].
    weight
        Trust in the mode, from 0.01 to 100 [-]; 4 is classical PERT [1]_.

    References
    ----------
    .. [1] Malcolm, Roseboom, Clark, Fazar (1959), Operations Research 7(5), 646-669.
    """

    low: float
    mode: float
    high: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        _check_three_points(self.low, self.mode, self.high)
        check_between(
            "weight", self.weight, LEAST_WEIGHT, MOST_WEIGHT, "4 is classical PERT; with no weight at all take uniform"
        )

    @property
    def alpha(self) -> float:
        """First parameter of the beta distribution [-]."""
        return 1.0 + self.weight * _share(self.mode - self.low, self.high - self.low)

    @property
    def beta(self) -> float:
        """Second parameter of the beta distribution [-]."""
        return 1.0 + self.weight * _share(self.high - self.mode, self.high - self.low)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        from scipy import special  # here, for it takes longer to load than a plan does

        share = special.betaincinv(self.alpha, self.beta, np.asarray(u, dtype=np.float64))
        return np.asarray(self.low + (self.high - self.low) * share)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return self.low + (self.high - self.low) * self.alpha / (2.0 + self.weight)

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        total = 2.0 + self.weight
        return (self.high - self.low) * sqrt(self.alpha * self.beta / (total + 1.0)) / total

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        low, mode, high = self.low * factor, self.mode * factor, self.high * factor
        return type(self)(low=low, mode=mode, high=high, weight=self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """
    Three-point estimate with a density that rises and falls in straight lines [1]_.

    Three equal points are a constant.

    Parameters
    ----------
    low, mode, high
        Smallest, most likely and largest value [working days, or what the quantity is in].

    References
    ----------
    .. [1] Johnson, Kotz, Balakrishnan (1995), Continuous Univariate Distributions, volume 2, 2nd ed., chapter 26.
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_three_points(self.low, self.mode, self.high)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return _triangle_ppf(self.low, self.mode, self.high, u)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return _triangle_moments(self.low, self.mode, self.high)[0]

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return _triangle_moments(self.low, self.mode, self.high)[1]

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(low=self.low * factor, mode=self.mode * factor, high=self.high * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigen:
    """
    Triangular distribution given by its mode and two percentiles, for experts who will not name the worst case.

    The percentiles given always hold. Where the triangle through them begins below 0, what lies there counts as 0.

    Parameters
    ----------
    lower, upper
        A probability [-] and the value reached with it [working days, or what the quantity is in], so (0.1, 2.0) is a
        P10 of 2. The mode lies between the two values; three equal values are a constant.
    mode
        Most likely value [as the values].

    Attributes
    ----------
    low, high
        Where the triangle begins, perhaps below 0, and ends [as the values].
    """

    lower: tuple[float, float]
    mode: float
    upper: tuple[float, float]
    low: float = field(init=False, repr=False, compare=False)
    high: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        (p, below), (q, above) = self.lower, self.upper
        check_between("the lower percentile's probability", p, 0.0, 1.0, "P10 is 0.1")
        check_between("the upper percentile's probability", q, 0.0, 1.0, "P90 is 0.9")
        if p >= q:
            raise ValueError(f"P{100 * p:g} and P{100 * q:g} are not in order: give the lower percentile first")
        _check_three_points(below, self.mode, above, (f"P{100 * p:g}", "mode", f"P{100 * q:g}"))
        low, high = _triangle_through((p, below), self.mode, (q, above))
        check_amount("the value at which the triangle ends", high)
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return np.maximum(_triangle_ppf(self.low, self.mode, self.high, u), 0.0)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return _triangle_moments(self.low, self.mode, self.high)[0]

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return _triangle_moments(self.low, self.mode, self.high)[1]

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        (p, below), (q, above) = self.lower, self.upper
        return type(self)(lower=(p, below * factor), mode=self.mode * factor, upper=(q, above * factor))


def _triangle_through(lower: tuple[float, float], mode: float, upper: tuple[float, float]) -> tuple[float, float]:
    """
    Find the low and high of the triangular distribution with two given percentiles.

    With c the probability below the mode and w the width, the lower percentile p lies w sqrt(c) (sqrt(c) - sqrt(p))
    under the mode and the upper percentile q lies w sqrt(1 - c) (sqrt(1 - c) - sqrt(1 - q)) over it; as c rises from
    p to q the first distance grows and the second shrinks, so bisection finds the c that divides them as given.
    """
    (p, below), (q, above) = lower, upper
    if below == above:
        return mode, mode
    share = (mode - below) / (above - below)
    least, most = p, q
    for _ in range(60):
        c = 0.5 * (least + most)
        under = sqrt(c) * (sqrt(c) - sqrt(p))
        over = sqrt(1.0 - c) * (sqrt(1.0 - c) - sqrt(1.0 - q))
        if under * (1.0 - share) < over * share:
            least = c
        else:
            most = c
    width = (above - below) / (under + over)
    return mode - c * width, mode + (1.0 - c) * width


def _triangle_ppf(low: float, mode: float, high: float, u: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(u, dtype=np.float64)
    width = high - low
    peak = _share(mode - low, width)
    return np.where(p < peak, low + width * np.sqrt(p * peak), high - width * np.sqrt((1.0 - p) * (1.0 - peak)))


def _triangle_moments(low: float, mode: float, high: float) -> tuple[float, float]:
    """Return mean and standard deviation of a triangular distribution, of which what lies below 0 counts as 0."""
    width = high - low
    if width == 0.0:
        return mode, 0.0
    start, peak = low / width, (mode - low) / width
    mean = start + (1.0 + peak) / 3.0
    square = (1.0 - peak * (1.0 - peak)) / 18.0 + mean * mean
    if start < 0.0:
        mean += -(start**3) / (3.0 * peak)
        square -= start**4 / (6.0 * peak)
    return width * mean, width * sqrt(max(square - mean * mean, 0.0))


def _check_three_points(
    low: float, mode: float, high: float, names: tuple[str, str, str] = ("low", "mode", "high")
) -> None:
    for name, value in zip(names, (low, mode, high), strict=True):
        check_amount(name, value)
    check_order(names[0], low, names[2], high)
    check_order(names[0], low, names[1], mode)
    check_order(names[1], mode, names[2], high)


def _share(part: float, whole: float) -> float:
    """Return part / whole, and a half of nothing."""
    return part / whole if whole > 0.0 else 0.5
