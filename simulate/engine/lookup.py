"""Quantiles of the words that were drawn: what the kernel does with the tables."""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.cache import jit
from milepost.simulate.engine.intrinsics import bits_of, float_of, four_cubics
from milepost.simulate.engine.tables import CELL_BITS, CELLS, Lookup, Tables

_CONSTANT, _UNIFORM, _TRIANGULAR, _CUBIC = (
    int(kind) for kind in (Lookup.CONSTANT, Lookup.UNIFORM, Lookup.TRIANGULAR, Lookup.CUBIC)
)
_WORDS = 2.0**-32
_FRACTION = 52 - CELL_BITS  # bits of a mantissa that lie inside a cell
_INSIDE = (1 << _FRACTION) - 1
_ONE = 1023 << 52  # the bits of 1.0
_LOWEST = 1022 << CELL_BITS  # the cell of 0.5, before it is counted from 0
_SIDE = CELLS // 2
_ROW = 4 * CELLS


@jit
def quantiles(
    words: NDArray[np.uint32], which: int, tables: Tables, cell: NDArray[np.int64], out: NDArray[np.float64]
) -> None:
    """
    Look up one quantity's quantile for each word drawn; the word y stands for u = (y + 0.5) / 2^32.

    Parameters
    ----------
    words : uint32[n_lanes]
        What was drawn.
    which : int64
        The quantity among `tables`.
    tables : Tables
        Lookups of all quantities.
    cell : int64[n_lanes]
        Written: room to work in.
    out : float64[n_lanes]
        Written: the quantiles [the quantity's unit].
    """
    kind = tables.kind[which]
    row = tables.row[which]
    params = tables.params
    if kind == _CUBIC:
        locate(words, row * _ROW, cell, out)
        evaluate(tables.cubic, params[which, 0], params[which, 1], cell, out)
    elif kind == _CONSTANT:
        out[:] = params[which, 0]
    elif kind == _UNIFORM:
        _uniform(words, params[which, 0], params[which, 1], out)
    elif kind == _TRIANGULAR:
        low, high, peak = params[which, 0], params[which, 1], params[which, 2]
        _triangular(words, low, high, peak, params[which, 3], params[which, 4], out)
    else:
        _step(words, tables.step_upto, tables.step_value, row, tables.size[which], cell, out)


@jit
def locate(words: NDArray[np.uint32], begin: int, cell: NDArray[np.int64], place: NDArray[np.float64]) -> None:
    """
    Find where the coefficients of each word's cell are, in the table that begins at `begin`, and the place in the cell.

    The upper half is folded onto the lower: v = (distance to the nearer end, in words) + 0.5 is exact, its exponent and
    the first bits of its mantissa number the cell, the other bits are the place.
    """
    for k in range(words.size):
        word = np.uint32(words[k])
        upper = np.uint32(word >> np.uint32(31))
        nearer = np.uint32(word ^ np.uint32(np.uint32(0) - upper))
        bits = bits_of(np.float64(nearer) + 0.5)
        cell[k] = begin + 4 * (np.int64(bits >> np.uint64(_FRACTION)) - _LOWEST + np.int64(upper) * _SIDE)
        place[k] = float_of((bits & np.uint64(_INSIDE)) | np.uint64(_ONE)) - 1.0


@jit
def evaluate(
    cubic: NDArray[np.float64], location: float, scale: float, cell: NDArray[np.int64], out: NDArray[np.float64]
) -> None:
    """Evaluate the cubic of each cell at the place that `out` holds; in a loop of its own, which is a third faster."""
    fours = cell.size - cell.size % 4
    for k in range(0, fours, 4):
        four_cubics(cubic, cell, out, k, location, scale)
    for k in range(fours, cell.size):
        c, t = np.uint64(cell[k]), out[k]
        unit = cubic[c] + t * (cubic[c + np.uint64(1)] + t * (cubic[c + np.uint64(2)] + t * cubic[c + np.uint64(3)]))
        out[k] = location + scale * unit


@jit
def _uniform(words: NDArray[np.uint32], low: float, width: float, out: NDArray[np.float64]) -> None:
    for k in range(words.size):
        out[k] = low + width * ((np.float64(words[k]) + 0.5) * _WORDS)


@jit
def _triangular(
    words: NDArray[np.uint32],
    low: float,
    high: float,
    peak: float,
    gone: float,
    floor: float,
    out: NDArray[np.float64],
) -> None:
    """
    Invert the triangular distribution with probability `peak` below its mode; below a floor counts as that.

    The quantile taken is that above the first `gone` of the probability.
    """
    width = high - low
    for k in range(words.size):
        u = gone + (1.0 - gone) * ((np.float64(words[k]) + 0.5) * _WORDS)
        rising = u < peak
        root = width * np.sqrt(u * peak if rising else (1.0 - u) * (1.0 - peak))
        out[k] = max(low + root if rising else high - root, floor)


@jit
def _step(
    words: NDArray[np.uint32],
    upto: NDArray[np.float64],
    value: NDArray[np.float64],
    begin: int,
    size: int,
    cell: NDArray[np.int64],
    out: NDArray[np.float64],
) -> None:
    """Find the first step that reaches each word: all lanes halve the same number of steps together."""
    cell[:] = begin
    while size > 1:
        half = size // 2
        for k in range(words.size):
            short = upto[np.uint64(cell[k] + half - 1)] < np.float64(words[k]) + 0.5
            cell[k] += half if short else 0
        size -= half
    for k in range(words.size):
        out[k] = value[np.uint64(cell[k])]
