"""Groups: the whole numbers of iterations that are asked for."""

import math
from typing import Final

GROUP: Final = 256
"""Iterations that the engine draws random numbers for at once; it is the engine's, which statistics do not know."""


def whole_groups(iterations: float) -> int:
    """
    Round a number of iterations up to whole groups of 256.

    Examples
    --------
    >>> whole_groups(1), whole_groups(256), whole_groups(256.5)
    (256, 256, 512)
    """
    return math.ceil(iterations / GROUP) * GROUP
