"""Alternatives whose best is better than the others by exactly the least difference that matters: the hardest case."""

import math

import numpy as np
from numpy.typing import NDArray


def normal_in_slippage(draw: np.random.Generator, zone: float) -> NDArray[np.float64]:
    """Let values be normal, and hang together."""
    values = draw.normal(size=8192) + math.sqrt(0.5) * draw.normal(size=(10, 8192))
    values[0] += zone
    return values


def hits_in_slippage(draw: np.random.Generator, zone: float) -> NDArray[np.float64]:
    """Let about half of the iterations hit."""
    uniform = 0.9 * draw.random(16384) + 0.1 * draw.random((10, 16384))
    hit: NDArray[np.float64] = (uniform < np.where(np.arange(10) == 0, 0.5 + 0.9 * zone, 0.5)[:, None]).astype(float)
    return hit


def hits_that_seldom_differ(draw: np.random.Generator, zone: float) -> NDArray[np.float64]:
    """Let the rivals miss in 6 of 1,000 iterations where the best hits, and hit in 1 of 1,000 where it misses."""
    best = draw.random(16384) < 0.6
    other = draw.random((9, 16384))
    rivals = np.where(best, other >= (zone + 0.001) / 0.6, other < 0.001 / 0.4)
    return np.vstack([best, rivals]).astype(float)
