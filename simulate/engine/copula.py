"""The Gaussian copula: words become normal scores, scores are mixed, and the mixture becomes words again."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from milepost.simulate.engine.cache import jit
from milepost.simulate.engine.intrinsics import bits_of, float_of
from milepost.simulate.engine.lookup import evaluate, locate
from milepost.simulate.engine.tables import NODES, TAILS, fit_cubics, fit_halves

_BITS = 9
_REACH = 8.0  # the table of words runs from this many standard deviations below 0 to as many above
_END = 6.25  # from here on every score has the outermost word
_FRACTION = 52 - _BITS  # bits of a mantissa that lie inside a cell
_INSIDE = (1 << _FRACTION) - 1
_CELL = (1 << _BITS) - 1
_ONE = 1023 << 52  # the bits of 1.0
_INTEGERS = 2.0**52  # floats from here to twice as much are the integers, and their last bits count them


class Copula(NamedTuple):
    """
    Cubics that lead from words to normal scores and back; those of a cell are the coefficients of 1, t, t^2, t^3.

    Parameters
    ----------
    score : float64[CELLS * 4]
        Phi^-1 of words, in the cells of `Tables.cubic` [-].
    word : float64[512 * 4]
        2^32 Phi(z) - 1/2. A cell is 1/32 wide in z, the first begins at -8; t is (z - the cell's beginning) / 16.
    """

    score: NDArray[np.float64]
    word: NDArray[np.float64]


def build_copula() -> Copula:
    """Make both tables."""
    lower = special.ndtri(TAILS)
    width = 2.0 * _REACH / (1 << _BITS)
    z = width * (np.arange(1 << _BITS)[:, None] + NODES) - _REACH
    return Copula(score=fit_halves(lower, -lower), word=fit_cubics(2.0**32 * special.ndtr(z) - 0.5, _BITS))


@jit
def scores(
    words: NDArray[np.uint32], weight: float, copula: Copula, cell: NDArray[np.int64], z: NDArray[np.float64]
) -> None:
    """
    Turn each word into its weighted normal score, z = weight Phi^-1((y + 0.5) / 2^32).

    Parameters
    ----------
    words : uint32[n_lanes]
        What was drawn.
    weight : float64
        sqrt(rho) for the factor of a group; sqrt(1 - sum of rho) for what is a task's or a risk's own [-].
    copula : Copula
        The tables.
    cell : int64[n_lanes]
        Written: room to work in.
    z : float64[n_lanes]
        Written: the scores [-].
    """
    locate(words, 0, cell, z)
    evaluate(copula.score, 0.0, weight, cell, z)


@jit
def mix(factor: NDArray[np.float64], z: NDArray[np.float64]) -> None:
    """Add the weighted scores of a group's factor to a member's."""
    for k in range(z.size):
        z[k] += factor[k]


@jit
def words_of(z: NDArray[np.float64], copula: Copula, cell: NDArray[np.int64], words: NDArray[np.uint32]) -> None:
    """
    Turn each normal score into the word y whose (y + 0.5) / 2^32 is nearest to Phi(z): the inverse of `scores`.

    Parameters
    ----------
    z : float64[n_lanes]
        The scores [-]; used up.
    copula : Copula
        The tables.
    cell : int64[n_lanes]
        Written: room to work in.
    words : uint32[n_lanes]
        Written.
    """
    _locate_scores(z, cell)
    evaluate(copula.word, _INTEGERS, 1.0, cell, z)
    _last_bits(z, words)


@jit
def _locate_scores(z: NDArray[np.float64], cell: NDArray[np.int64]) -> None:
    """
    Find each score's cell, and replace the score by its place in it.

    The table's length is laid over [1, 2): there the first bits of the mantissa number the cell, the others are the
    place.
    """
    for k in range(z.size):
        bits = bits_of(1.5 + min(max(z[k], -_END), _END) * (0.5 / _REACH))
        cell[k] = 4 * np.int64((bits >> np.uint64(_FRACTION)) & np.uint64(_CELL))
        z[k] = float_of((bits & np.uint64(_INSIDE)) | np.uint64(_ONE)) - 1.0


@jit
def _last_bits(integers: NDArray[np.float64], words: NDArray[np.uint32]) -> None:
    """Read the words out of numbers to which 2^52 was added, which rounded them."""
    for k in range(words.size):
        words[k] = np.uint32(bits_of(integers[k]))
