"""Order statistics and counts of many values: these are counted into bins, and only bins asked for are looked into."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.simulate.engine.cache import jit

_MOST_BINS: Final = 1024
_IN_A_BIN: Final = 64
"""Values for which a bin is worth having."""

_FEW: Final = 16_384
"""Values that are put in order faster than they are counted."""

_ONE_BIN: Final = 1e-300
"""Bins to a unit, so few that all numbers are in one."""

_BLOCK: Final = 1024
"""Values whose bins are found at once; these stay in the processor's nearest cache."""

Values = NDArray[np.float64]
Places = NDArray[np.int64]
Bins = NDArray[np.int32]


def counts_within(values: Values, limits: ArrayLike) -> Places:
    """Return, int64[k], how many values, float64[n], are no larger than each of ascending limits, float64[k]."""
    given, edges = readable(values), readable(np.asarray(limits, np.float64))
    if not edges.size:
        return np.zeros(0, np.int64)
    finite = edges[np.isfinite(edges)]
    ends = finite if finite.size else np.zeros(1)
    bounds = _bins_between(ends[:1], ends[-1:], _MOST_BINS)[0]
    counts = np.empty(edges.size + 1, np.int64)
    _fill(given, bounds, edges, np.empty(_BLOCK, np.int32), np.empty(_MOST_BINS + 1, np.int64), counts)
    return counts[:-1]


def order_statistics(rows: Values, ranks: Sequence[int]) -> Values:
    """
    Return, float64[m, k], the values that have some ranks in ascending order in each of many rows, float64[m, n].

    Ranks count from 1; infinity is the largest, and there is no NaN. They are what sorting each row gives.
    """
    wanted = np.array(ranks, np.int64)
    if rows.size < _FEW:
        return np.sort(rows, axis=1)[:, wanted - 1]
    given = readable(rows)
    count, n = given.shape
    starts, slots = np.empty((2, _bins(n) + 2), np.int64)
    found = np.empty((count, wanted.size))
    _pick_in_rows(given, _bounds(given), wanted, np.empty(_BLOCK, np.int32), starts, slots, np.empty(n), found)
    return found


def readable(values: Values) -> Values:
    """Return values as the kernels take them: next to each other, and of the one type for which they are compiled."""
    given = np.ascontiguousarray(values, np.float64)
    return given if given.flags.writeable else given.copy()


def _bins(n: int) -> int:
    return min(max(n // _IN_A_BIN, 1), _MOST_BINS)


def _bounds(rows: Values) -> Values:
    """
    Return, float64[m, 2], where the bins of each row begin, and how many there are to a unit.

    They cover the range of most of the values at some places of the row, so that a few far out do not have all others
    in one bin; what lies beyond is in the first bin or the last.
    """
    n, bins = rows.shape[1], _bins(rows.shape[1])
    if n == 0:
        return np.array([[0.0, _ONE_BIN]])
    some = np.sort(rows[:, :: max(n // (2 * bins), 1)], axis=1)
    there = (some < np.inf).sum(axis=1)
    row, beyond = np.arange(len(rows)), there // 100
    low = np.where(there > 0, some[row, beyond], 0.0)
    high = np.where(there > 0, some[row, np.maximum(there - 1 - beyond, 0)], 0.0)
    return _bins_between(low, high, bins)


def _bins_between(low: Values, high: Values, bins: int) -> Values:
    """Return, float64[m, 2], where bins between two numbers begin, and how many of them there are to a unit."""
    with np.errstate(divide="ignore", over="ignore"):
        scale = bins / (high - low)
    return np.column_stack([low, np.where((scale > _ONE_BIN) & (scale < np.inf), scale, _ONE_BIN)])


@jit
def _place(values: Values, first: int, bounds: Values, last: float, bin: Bins) -> None:
    """Write the bins of values from the first on: no smaller value has a later one; alone the loop becomes vectors."""
    low, scale = bounds[0], bounds[1]
    size = min(values.size - first, bin.size)
    some = values[first : first + size]
    for k in range(size):
        place = (some[k] - low) * scale
        place = place if place > 0.0 else 0.0
        place = place if place < last else last
        bin[k] = np.int32(place if some[k] < np.inf else last + 1.0)


@jit
def _tally(values: Values, bounds: Values, bin: Bins, starts: Places) -> None:
    """
    Write how many values lie before each bin.

    Parameters
    ----------
    values : float64[n]
        The values.
    bounds : float64[2]
        Where the bins begin, and how many there are to a unit.
    bin : int32[b]
        Written: room to work in.
    starts : int64[bins + 2]
        Written: how many.
    """
    last = starts.size - 3.0
    starts[:] = 0
    for first in range(0, values.size, bin.size):
        _place(values, first, bounds, last, bin)
        for k in range(min(values.size - first, bin.size)):
            starts[bin[k] + 1] += 1
    for place in range(1, starts.size):
        starts[place] += starts[place - 1]


@jit
def _bin_at(starts: Places, rank: int) -> int:
    """Return the bin that holds the value with a rank, counted from 0."""
    below, above = 0, starts.size - 1
    while above - below > 1:
        middle = (below + above) // 2
        if starts[middle] <= rank:
            below = middle
        else:
            above = middle
    return below


@jit
def _pick(
    values: Values, bounds: Values, starts: Places, ranks: Places, bin: Bins, slots: Places, room: Values, found: Values
) -> None:
    """
    Write the values that have some ranks.

    Parameters
    ----------
    values : float64[n]
        The values.
    bounds : float64[2]
        Where the bins begin, and how many there are to a unit.
    starts : int64[bins + 2]
        How many values lie before each bin.
    ranks : int64[k]
        Which are asked for, counted from 1.
    bin : int32[b]
        Written: room to work in.
    slots : int64[bins + 2]
        Written: where the next value of a bin goes; -1 of a bin that holds none of the ranks.
    room : float64[m]
        Written: the values of the bins that hold one.
    found : float64[k]
        Written: the values asked for.
    """
    never = starts.size - 2
    slots[:] = -1
    taken = 0
    for k in range(ranks.size):
        place = _bin_at(starts, ranks[k] - 1)
        if slots[place] < 0 and place < never:
            slots[place] = taken
            taken += starts[place + 1] - starts[place]
    if taken > 0:
        for first in range(0, values.size, bin.size):
            _place(values, first, bounds, never - 1.0, bin)
            for k in range(min(values.size - first, bin.size)):
                slot = slots[bin[k]]
                if slot >= 0:
                    room[slot] = values[first + k]
                    slots[bin[k]] = slot + 1
    for k in range(ranks.size):
        place = _bin_at(starts, ranks[k] - 1)
        if place == never:
            found[k] = np.inf
        else:
            end, size = slots[place], starts[place + 1] - starts[place]
            found[k] = _nth(room[end - size : end], ranks[k] - 1 - starts[place])


@jit
def _nth(values: Values, rank: int) -> float:
    """Return which of some values has a rank, counted from 0, with those no larger put before it (Hoare's find)."""
    first, last = 0, values.size - 1
    while first < last:
        pivot = values[(first + last) // 2]
        i, j = first, last
        while i <= j:
            while values[i] < pivot:
                i += 1
            while pivot < values[j]:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if rank <= j:
            last = j
        elif rank >= i:
            first = i
        else:
            break
    return float(values[rank])


@jit
def _fill(values: Values, bounds: Values, limits: Values, bin: Bins, begins: Places, counts: Places) -> None:
    """
    Write how many values are no larger than each limit.

    Parameters
    ----------
    values : float64[n]
        The values.
    bounds : float64[2]
        Where the bins begin, and how many there are to a unit.
    limits : float64[k]
        The limits, in ascending order.
    bin : int32[b]
        Written: room to work in.
    begins : int64[bins + 1]
        Written: the first limit that a value in a bin may lie within.
    counts : int64[k + 1]
        Written: how many; at the end, of all values.
    """
    last = begins.size - 2.0
    counts[:] = 0
    begins[:] = limits.size
    for limit in range(limits.size - 1, -1, -1):
        _place(limits[limit : limit + 1], 0, bounds, last, bin)
        begins[bin[0]] = limit
    for place in range(begins.size - 2, -1, -1):
        begins[place] = min(begins[place], begins[place + 1])
    for first in range(0, values.size, bin.size):
        _place(values, first, bounds, last, bin)
        for k in range(min(values.size - first, bin.size)):
            limit = begins[bin[k]]
            while limit < limits.size and values[first + k] > limits[limit]:
                limit += 1
            counts[limit] += 1
    for limit in range(1, counts.size):
        counts[limit] += counts[limit - 1]


@jit
def _pick_in_rows(
    rows: Values, bounds: Values, ranks: Places, bin: Bins, starts: Places, slots: Places, room: Values, found: Values
) -> None:
    """Write, float64[m, k], the values that have some ranks in each row, float64[m, n], one row after the other."""
    for row in range(rows.shape[0]):
        _tally(rows[row], bounds[row], bin, starts)
        _pick(rows[row], bounds[row], starts, ranks, bin, slots, room, found[row])
