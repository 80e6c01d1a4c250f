"""Random words by counter: any draw of any iteration can be had without those before it."""

import hashlib
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.cache import jit

GROUP = 256
"""Iterations that are drawn together; blocks, chunks and threads are multiples of it."""

MAX_ITERATIONS = 2**34
"""How many iterations the counter can tell apart."""

_QUARTER = GROUP // 4
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)


Integer = int | np.int64
"""Kernels are compiled once for every constant that Python calls an int, and once for all of numpy's."""


class Purpose(IntEnum):
    """What an entity draws a number for."""

    DURATION = 0
    PASS = 1
    LATENT = 2
    DELAY = 3
    STRETCH = 4
    COST = 5
    FACTOR = 6
    TASK_COST = 7
    DAILY = 8


def entity(kind: str, id: str) -> int:
    """Return the 64-bit name under which a thing draws its numbers: the same wherever it stands in the file."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{id}".encode(), digest_size=8).digest(), "little")


@jit
def draw(
    seed: np.uint64, entity: np.uint64, purpose: Integer, turn: Integer, group: int, words: NDArray[np.uint32]
) -> None:
    """
    Fill the lanes of some groups with uniform random words, by Philox 4x32-10 [1]_.

    Lane k of group G takes word k // 64 of the counter 64 G + k mod 64.

    Parameters
    ----------
    seed, entity : uint64
        Key, and the name of what draws.
    purpose, turn : int64
        What the number is for, and in which round.
    group : int64
        Number of the first group of iterations.
    words : uint32[n_groups * 256]
        Filled.

    References
    ----------
    .. [1] Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, Proceedings of SC11.
    """
    stream = (np.uint64(purpose) << np.uint64(16)) | np.uint64(turn)
    for begin in range(0, words.size, GROUP):
        draw_group(seed, entity, stream, group + begin // GROUP, words[begin : begin + GROUP])


@jit
def draw_group(seed: np.uint64, entity: np.uint64, stream: np.uint64, group: int, words: NDArray[np.uint32]) -> None:
    """Fill one group; a loop over lanes becomes vector instructions only where it is alone in its function."""
    first = np.uint64(group) * np.uint64(_QUARTER)
    for k in range(_QUARTER):
        a, b, c, d = philox(
            (first + np.uint64(k)) & _LOW, stream, entity & _LOW, entity >> _HALF, seed & _LOW, seed >> _HALF
        )
        words[k] = np.uint32(a)
        words[k + _QUARTER] = np.uint32(b)
        words[k + 2 * _QUARTER] = np.uint32(c)
        words[k + 3 * _QUARTER] = np.uint32(d)


@jit
def philox(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, key_0: np.uint64, key_1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """
    Turn one counter into four random words.

    All arguments and results are 32-bit numbers held in uint64, since numba widens narrower arithmetic anyway.
    """
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * a
        product_1 = _MULTIPLIER_1 * c
        a = (product_1 >> _HALF) ^ b ^ key_0
        b = product_1 & _LOW
        c = (product_0 >> _HALF) ^ d ^ key_1
        d = product_0 & _LOW
        key_0 = (key_0 + _WEYL_0) & _LOW
        key_1 = (key_1 + _WEYL_1) & _LOW
    return a, b, c, d
