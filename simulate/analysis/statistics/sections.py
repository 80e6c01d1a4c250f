"""Sections: figures of all iterations and of equal parts of them, whose spread tells how well they are known."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.quantile import rank_of
from milepost.simulate.engine.order_statistics import order_statistics

SECTIONS: Final = 32
"""Equal parts into which the iterations are cut; a rest belongs to none of them."""

_LEAST: Final = 16
"""Iterations that a part must have for it to tell anything."""
Figures = NDArray[np.float64]
"""float64[33]: what all iterations come to, then each part; sums and multiples of such figures are figures."""


def mean_figures(values: NDArray[np.float64]) -> Figures:
    """Return the mean of values, float64[n], of all and of each part; NaN of parts that are none."""
    return np.concatenate(([values.mean()], _parts(values).mean(axis=1)))


def quantile_figures(values: NDArray[np.float64], p: float, *, whole: float | None = None) -> Figures:
    """
    Return the p-quantile of values, of all and of each part: order statistics, as of a `Sample`.

    Parameters
    ----------
    values
        float64[n], by iteration.
    p
        Which quantile [-].
    whole
        That of all, where it is known.
    """
    of_all = _quantiles(values[None], p) if whole is None else [whole]
    return np.concatenate([of_all, _quantiles(_parts(values), p)])


def less(figures: Figures, other: Figures) -> Figures:
    """Subtract; never less never is 0."""
    with np.errstate(invalid="ignore"):
        apart = figures - other
    if np.isnan(apart.min(initial=np.inf)):
        apart[np.isnan(apart) & (figures == other)] = 0.0
    return apart


def estimate(figures: Figures, *, level: float = 0.95, unseen: float = 0.0) -> Estimate:
    """
    Return what all iterations come to, with an interval by the spread of the parts.

    The parts are independent and alike, so that their mean has Student's interval [1]_, which is laid about the figure
    of all iterations, and reaches to that mean at least. Where a part has no finite figure, or too few iterations,
    nothing is known of the ends.

    Parameters
    ----------
    figures
        Of all iterations, and of each part.
    level
        Probability with which the interval is to hold [-].
    unseen
        Standard error of what may have come too seldom for the parts to show it.

    References
    ----------
    .. [1] Asmussen, Glynn (2007), Stochastic Simulation, Springer, section III.5.
    """
    value = float(figures[0])
    if not np.isfinite(figures).all():
        return Estimate(value=value)
    apart = figures[1:] - value
    error = math.hypot(float(apart.std(ddof=1)) / math.sqrt(SECTIONS), unseen)
    reach = max(_student(level) * error, abs(float(apart.mean())))
    return Estimate(value=value, low=value - reach, high=value + reach)


@lru_cache
def _student(level: float) -> float:
    return float(stdtrit(SECTIONS - 1, (1 + level) / 2))


def _quantiles(rows: NDArray[np.float64], p: float) -> NDArray[np.float64]:
    return order_statistics(rows, [rank_of(p, rows.shape[1])])[:, 0]


def _parts(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the parts, float64[32, m], of NaN where they would be too short."""
    length = values.size // SECTIONS
    if length < _LEAST:
        return np.full((SECTIONS, 1), np.nan)
    return values[: SECTIONS * length].reshape(SECTIONS, length)
