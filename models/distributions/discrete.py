"""Distributions that take single values."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.distributions.check import check_amount, check_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """
    A quantity that is known.

    Parameters
    ----------
    value
        What it is [working days, or what the quantity is in].
    """

    value: float

    def __post_init__(self) -> None:
        check_amount("value", self.value)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return np.full(np.shape(u), self.value, dtype=np.float64)

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return self.value

    @property
    def sd(self) -> float:
        """Return the standard deviation: 0."""
        return 0.0

    @property
    def mode(self) -> float:
        """Return the most likely value."""
        return self.value

    def scaled(self, factor: float) -> Self:
        """Return `factor` times the quantity."""
        check_factor(factor)
        return type(self)(value=self.value * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrete:
    """
    A few possible values, each with its weight.

    Parameters
    ----------
    values
        What the quantity can be [working days, or what the quantity is in], in any order.
    weights
        How likely each value is beside the others [-]; they need not sum to 1.
    """

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("values is empty, and must hold at least one value: list what the quantity can be")
        if len(self.values) != len(self.weights):
            raise ValueError(
                f"there are {len(self.values)} values and {len(self.weights)} weights, and each value must have one: "
                "make the lists equally long"
            )
        for value in self.values:
            check_amount("a value", value)
        for weight in self.weights:
            check_amount("a weight", weight)
        if max(self.weights) == 0:
            raise ValueError("all weights are 0, and at least one value must be possible: give a positive weight")

    @property
    def steps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the possible values in ascending order and the probability of reaching at most each of them."""
        values, weights = np.array(self.values, dtype=np.float64), np.array(self.weights, dtype=np.float64)
        order = np.argsort(values, kind="stable")
        order = order[weights[order] > 0.0]
        sums = np.cumsum(weights[order] / weights.max())
        return values[order], sums / sums[-1]

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        values, reached = self.steps
        return np.asarray(values[np.searchsorted(reached, np.asarray(u, dtype=np.float64))])

    @property
    def mean(self) -> float:
        """Return the expected value."""
        values, reached = self.steps
        return float(values @ np.diff(reached, prepend=0.0))

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        values, reached = self.steps
        return _spread(values, np.diff(reached, prepend=0.0))

    @property
    def mode(self) -> float:
        """Return the value with the largest weight, or the median where several share it."""
        weights: dict[float, float] = {}
        for value, weight in zip(self.values, self.weights, strict=True):
            weights[value] = weights.get(value, 0.0) + weight
        largest = max(weights.values())
        likeliest = [value for value, weight in weights.items() if weight == largest]
        return likeliest[0] if len(likeliest) == 1 else float(self.ppf(0.5))

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(values=tuple(value * factor for value in self.values), weights=self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """
    What was observed happens again, each observation as likely as the next: x = sorted[floor(u n)].

    Parameters
    ----------
    observations
        Past values [working days, or what the quantity is in], in any order.
    """

    observations: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.observations:
            raise ValueError("observations is empty, and must hold at least one value: list what was observed")
        for observation in self.observations:
            check_amount("an observation", observation)

    @property
    def steps(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the observations in ascending order and the probability of reaching at most each of them."""
        n = len(self.observations)
        return np.sort(np.array(self.observations, dtype=np.float64)), np.arange(1, n + 1) / n

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        values, _ = self.steps
        index = np.floor(np.asarray(u, dtype=np.float64) * values.size).astype(np.int64)
        return np.asarray(values[np.minimum(index, values.size - 1)])

    @property
    def mean(self) -> float:
        """Return the expected value."""
        n = len(self.observations)
        return sum(observation / n for observation in self.observations)

    @property
    def sd(self) -> float:
        """Return the standard deviation of a draw (divisor n)."""
        n = len(self.observations)
        return _spread(np.array(self.observations, dtype=np.float64), np.full(n, 1.0 / n))

    @property
    def mode(self) -> float:
        """Return the median: observations seldom repeat."""
        return float(self.ppf(0.5))

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        check_factor(factor)
        return type(self)(observations=tuple(observation * factor for observation in self.observations))


def _spread(values: NDArray[np.float64], shares: NDArray[np.float64]) -> float:
    """Return the standard deviation, by way of a unit in which squares cannot overflow."""
    unit = float(values.max())
    if unit == 0.0:
        return 0.0
    scaled = values / unit
    return unit * float(np.sqrt(shares @ (scaled - shares @ scaled) ** 2))
