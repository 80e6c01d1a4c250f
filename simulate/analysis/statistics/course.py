"""Courses: a quantity over time, described over the iterations."""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

STATISTICS: Final = ("mean", "p10", "p50", "p90")
"""What a course is described by."""

_USUAL: Final = 0.99
"""Share of the iterations that are over by the time up to which a grid is close."""


def grid_over(
    ends: NDArray[np.float64], *, usual_points: int, tail_points: int, also: Collection[float] = ()
) -> NDArray[np.float64]:
    """
    Choose the times at which a course is told: whole days from 0 on that cover every iteration, in ascending order.

    Parameters
    ----------
    ends
        float64[n], when there is nothing more to tell of each iteration [working days from start].
    usual_points
        How many times there are, at most, up to the day by which 99 of 100 iterations are over.
    tail_points
        How many there are from there to the end of the slowest.
    also
        Times that it is to reach besides.
    """
    usual = max(float(np.quantile(ends, _USUAL)), 1.0)
    latest = max(usual, float(ends.max()), *also)
    tail = np.linspace(usual, latest, tail_points + 1)
    return np.unique(np.ceil([*np.linspace(0.0, usual, usual_points), *tail]))


def described(values: NDArray[np.float64], means: NDArray[np.float64] | None = None) -> dict[str, NDArray[np.float64]]:
    """
    Return mean, P10, P50 and P90 at each time, given float64[g, n]; percentiles are order statistics.

    The means are their own unless others are given, float64[g], such as those with charges at their expectation.
    """
    n = values.shape[1]
    indices = [-(-percent * n // 100) - 1 for percent in (10, 50, 90)]
    ordered = np.array([np.sort(row)[indices] for row in values])
    mean = values.mean(axis=1) if means is None else means
    return dict(zip(STATISTICS, (mean, *ordered.T), strict=True))
