"""Elapsed: what is left of a quantity of time of which some has gone."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.distributions.base import Distribution
from milepost.models.distributions.continuous import Exponential, Uniform
from milepost.models.distributions.discrete import Constant, Discrete, Empirical
from milepost.models.distributions.three_point import Pert, Triangular

LEAST_LEFT: Final = 1e-6
"""Probability that a quantity is larger than what has gone, below which it says nothing of what is left [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """
    What is left of a quantity when some of it has gone: x - elapsed, given that x > elapsed.

    Its quantile at u is that of the whole at F + u (1 - F), F the probability that the whole is at most what has gone.

    Parameters
    ----------
    whole
        The quantity.
    elapsed
        What of it has gone [as the quantity].
    """

    whole: Distribution
    elapsed: float

    def __post_init__(self) -> None:
        if 1.0 - self.gone < LEAST_LEFT:
            raise ValueError(f"{self.elapsed:g} have gone, and next to nothing is above that: say what is left")

    @property
    def gone(self) -> float:
        """Return the probability that the whole is at most what has gone [-]."""
        return probability_upto(self.whole, self.elapsed)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u; where rounding would make one of a share below 1 it stays below."""
        share, gone = np.asarray(u, dtype=np.float64), self.gone
        within = np.minimum(gone + share * (1.0 - gone), np.where(share < 1.0, np.nextafter(1.0, 0.0), 1.0))
        return np.maximum(self.whole.ppf(within) - self.elapsed, 0.0)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return _moments(self)[0]

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return _moments(self)[1]

    @property
    def mode(self) -> float:
        """Return the most likely value: 0 where what has gone is beyond that of the whole."""
        return max(self.whole.mode - self.elapsed, 0.0)

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        return type(self)(whole=self.whole.scaled(factor), elapsed=self.elapsed * factor)


def what_is_left(whole: Distribution, elapsed: float) -> Distribution:
    """
    Return what is left of a quantity given that it is larger than what has gone.

    Raises
    ------
    ValueError
        When it cannot be larger, or next to never is.
    """
    if elapsed <= 0.0:
        return whole
    match whole:
        case Exponential():
            return whole
        case Constant(value=value) if value > elapsed:
            return Constant(value=value - elapsed)
        case Uniform(low=low, high=high) if high > elapsed:
            return Uniform(low=max(low - elapsed, 0.0), high=high - elapsed)
        case Pert(low=low, mode=mode, high=high) | Triangular(low=low, mode=mode, high=high) if low >= elapsed:
            return replace(whole, low=low - elapsed, mode=mode - elapsed, high=high - elapsed)
        case Discrete():
            above = [pair for pair in zip(whole.values, whole.weights, strict=True) if pair[0] > elapsed and pair[1]]
            if above:
                return Discrete(
                    values=tuple(value - elapsed for value, _ in above), weights=tuple(weight for _, weight in above)
                )
        case Empirical():
            larger = tuple(value - elapsed for value in whole.observations if value > elapsed)
            if larger:
                return Empirical(observations=larger)
        case _:
            return Left(whole=whole, elapsed=elapsed)
    raise ValueError(f"{elapsed:g} have gone, and the whole cannot be more than that: say what is left")


@lru_cache(maxsize=4096)
def probability_upto(quantity: Distribution, value: float) -> float:
    """Return the probability that a quantity is at most a value: its quantile function inverted by halving."""
    low, high = 0.0, 1.0
    if quantity.ppf(low) > value:
        return low
    if quantity.ppf(np.nextafter(high, low)) <= value:
        return high
    for _ in range(1100):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if quantity.ppf(middle) <= value:
            low = middle
        else:
            high = middle
    return low


@lru_cache(maxsize=4096)
def _moments(quantity: Left) -> tuple[float, float]:
    """Integrate the quantile function, octave by octave of both tails, to the mean and the standard deviation."""
    nodes, weights = np.polynomial.legendre.leggauss(16)
    ends = np.append(np.ldexp(1.0, -np.arange(1, 60)), 0.0)
    width = ends[:-1] - ends[1:]
    u = (ends[1:] + width * (nodes[:, None] + 1.0) / 2.0).ravel()
    weight = (width * weights[:, None] / 2.0).ravel()
    values = np.concatenate([quantity.ppf(u), quantity.ppf(np.minimum(1.0 - u, np.nextafter(1.0, 0.0)))])
    both = np.concatenate([weight, weight])
    mean = float(both @ values)
    return mean, float(np.sqrt(both @ (values - mean) ** 2))
