"""Pairs: by how much the values of two plans on the same iterations lie apart."""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.cache import jit
from milepost.simulate.engine.order_statistics import readable

Values = NDArray[np.float64]


def apart(before: Values, after: Values) -> tuple[int, float, float]:
    """
    Return in how many iterations two values, float64[n], differ, and the least and the most by which one is larger.

    That is by how much the value afterwards is larger than the one before; infinity and infinity do not differ. Of no
    iterations the least is infinity and the most -infinity.
    """
    found = np.empty(3)
    _hold_against(readable(before), readable(after), found)
    return int(found[0]), float(found[1]), float(found[2])


@jit
def _hold_against(before: Values, after: Values, found: Values) -> None:
    """Write in how many places values differ, and the least and the most by which they do, float64[3]."""
    count, least, most = 0, np.inf, -np.inf
    for k in range(before.size):
        is_same = before[k] == after[k]
        larger = 0.0 if is_same else after[k] - before[k]
        count += 0 if is_same else 1
        least = min(least, larger)
        most = max(most, larger)
    found[0], found[1], found[2] = count, least, most
