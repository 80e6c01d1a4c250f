"""Block: the iterations that the kernel plays at once."""

from typing import NamedTuple

import numpy as np


class Block(NamedTuple):
    """
    The iterations that are played at once.

    Parameters
    ----------
    seed : uint64
        Key of the random numbers.
    group : int64
        Number of the first group of 256 iterations among all that there could be.
    begin, length : int64
        Where they begin in the records, and how many of them are wanted.
    in_detail : bool
        Whether some of them are kept in detail.
    """

    seed: np.uint64
    group: int
    begin: int
    length: int
    in_detail: bool
