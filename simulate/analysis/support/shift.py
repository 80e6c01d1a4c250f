"""Shifts: how far a quantile moves from one plan to another, and whether enough iterations tell."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.statistics.sections import SECTIONS, Figures, estimate, less
from milepost.simulate.analysis.support.support import ENOUGH

_LEAST: Final = 50 * SECTIONS
"""Iterations, in all parts, from which quantiles of parts are spread as they should be for that of all."""


def shift(before: Figures, after: Figures, *, apart: NDArray[np.float64], p: float, level: float = 0.95) -> Estimate:
    """
    Return by how much a p-quantile is larger afterwards, paired.

    It moves by what differs near it, so that no more iterations tell of it than differ and lie beyond it. Where these
    are few nothing is known of the ends, unless all iterations moved alike.

    Parameters
    ----------
    before, after
        The figures of the quantile.
    apart
        How much larger the value of each iteration is afterwards, float64[n].
    p
        Which quantile [-].
    level
        Probability with which the interval is to hold [-].
    """
    figures = less(after, before)
    return estimate(figures, level=level) if tells(apart, p) else Estimate(value=float(figures[0]))


def tells(apart: NDArray[np.float64], p: float) -> bool:
    """Return whether enough iterations tell by how much a p-quantile moves, given by how much each does, float64[n]."""
    telling = min(p, 1.0 - p) * np.count_nonzero(apart)
    return bool(apart.max() <= apart.min() + SLACK or (telling >= ENOUGH and apart.size >= _LEAST))
