"""Fans: a quantity over time, as its median or mean within percentiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """
    A quantity over the iterations, at each of some times.

    Parameters
    ----------
    low, middle, high
        float64[n]: its P10, its median or mean, and its P90, in its unit.
    """

    low: NDArray[np.float64]
    middle: NDArray[np.float64]
    high: NDArray[np.float64]
