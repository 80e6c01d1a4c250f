"""Bootstrap of quantiles, with one resample of the iterations shared by all alternatives."""

import math

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 16
_REACH = 8.0


def resampled_quantiles(times: NDArray[np.float64], rank: int, *, resamples: int, seed: int) -> NDArray[np.float64]:
    """
    Draw the iterations again with replacement and read the `rank`-th smallest time of every alternative [1]_.

    A resample is known by how often it holds each iteration, and all alternatives are read with the same counts: what
    they share stays shared. The time sought is the first, in an alternative's own order, at which the counts add up to
    `rank`. Its position spreads about `rank` with standard deviation sqrt(rank (1 - rank / N)), so each alternative is
    sorted once, the counts before a window of eight standard deviations are added by a matrix product, and only the
    window is walked.

    Parameters
    ----------
    times
        float64[k, N], infinity where never [working days].
    rank
        Which of the times in ascending order, from 1 to N.
    resamples
        Number of resamples.
    seed
        Of the resamples: the same seed, the same answer.

    Returns
    -------
    NDArray
        float64[resamples, k] [working days].

    References
    ----------
    .. [1] Efron, Tibshirani (1993), An Introduction to the Bootstrap, Chapman & Hall, chapters 6 and 13.
    """
    alternatives, n = times.shape
    draw = np.random.Generator(np.random.PCG64(seed))
    reach = math.ceil(_REACH * (math.sqrt(rank * (1 - rank / n)) + 1))
    first, last = max(rank - reach, 0), min(rank + reach, n)

    order = np.argsort(times, axis=1, kind="stable")
    window = order[:, first:last]
    ordered = np.take_along_axis(times, window, axis=1)
    before = np.zeros((n, alternatives))
    for column in range(alternatives):
        before[order[column, :first], column] = 1

    found = np.empty((resamples, alternatives))
    for start in range(0, resamples, _AT_ONCE):
        some = min(_AT_ONCE, resamples - start)
        counts = np.stack([np.bincount(draw.integers(0, n, n), minlength=n) for _ in range(some)])
        passed = counts @ before
        for row in range(some):
            reached = passed[row][:, None] + np.cumsum(counts[row][window], axis=1)
            index = np.minimum((reached < rank).sum(axis=1), last - first - 1)
            found[start + row] = np.take_along_axis(ordered, index[:, None], axis=1)[:, 0]
    return found
