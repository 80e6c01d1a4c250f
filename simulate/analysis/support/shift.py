"""Shifts: how far a quantile moves from one plan to another, and whether enough iterations tell."""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.statistics.sections import SECTIONS, Figures, estimate, less
from milepost.simulate.analysis.support.support import ENOUGH
from milepost.simulate.engine.pairs import apart

_LEAST: Final = 50 * SECTIONS
"""Iterations, in all parts, from which quantiles of parts are spread as they should be for that of all."""


class Apart(NamedTuple):
    """
    By how much the values of two plans lie apart, iteration by iteration.

    Parameters
    ----------
    size, moved
        How many iterations there are, and in how many the two differ.
    least, most
        By how much a value is larger afterwards, at the least and at the most.
    """

    size: int
    moved: int
    least: float
    most: float

    @classmethod
    def of(cls, before: NDArray[np.float64], after: NDArray[np.float64]) -> Self:
        """Hold values, float64[n], against each other."""
        return cls(before.size, *apart(before, after))


def shift(before: Figures, after: Figures, *, apart: Apart, p: float, level: float = 0.95) -> Estimate:
    """
    Return by how much a p-quantile is larger afterwards, paired.

    It moves by what differs near it, so that no more iterations tell of it than differ and lie beyond it. Where these
    are few nothing is known of the ends, unless all iterations moved alike.

    Parameters
    ----------
    before, after
        The figures of the quantile.
    apart
        How the values of the iterations differ.
    p
        Which quantile [-].
    level
        Probability with which the interval is to hold [-].
    """
    figures = less(after, before)
    return estimate(figures, level=level) if tells(apart, p) else Estimate(value=float(figures[0]))


def tells(apart: Apart, p: float) -> bool:
    """Return whether enough iterations tell by how much a p-quantile moves, given how they differ."""
    telling = min(p, 1.0 - p) * apart.moved
    return apart.most <= apart.least + SLACK or (telling >= ENOUGH and apart.size >= _LEAST)
