"""Courses: a quantity over time, described over the iterations."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

STATISTICS: Final = ("mean", "p10", "p50", "p90")
"""What a course is described by."""


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
