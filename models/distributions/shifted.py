"""Shifted: a quantity of which some is taken off, so that it may be below 0."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.distributions.base import Distribution
from milepost.models.distributions.check import check_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """
    A quantity less a number: what saves time or money, or may do either.

    Parameters
    ----------
    of
        The quantity, of which nothing is below 0.
    by
        What is taken off [as the quantity].
    """

    of: Distribution
    by: float

    def __post_init__(self) -> None:
        check_amount("by", self.by)

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u."""
        return self.of.ppf(u) - self.by

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return self.of.mean - self.by

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return self.of.sd

    @property
    def mode(self) -> float:
        """Return the most likely value."""
        return self.of.mode - self.by

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity."""
        return type(self)(of=self.of.scaled(factor), by=self.by * factor)
