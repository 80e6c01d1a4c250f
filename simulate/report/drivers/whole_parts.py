"""Whole parts: parts of a sum as whole numbers that still add up."""

import math
from collections.abc import Sequence


def whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """
    Round parts to whole numbers that sum to a total, by the largest remainder [1]_.

    Each is rounded down, and what is then missing goes, one each, to those that lost most; of those that lost the same
    the largest comes first.

    Parameters
    ----------
    parts
        Numbers, whose sum is less than 1 away from the total.
    total
        What the whole numbers sum to.

    References
    ----------
    .. [1] Balinski, Young (2001), Fair Representation, 2nd ed., chapter 2: Hamilton's method.

    Examples
    --------
    >>> whole_parts([28.5, 6.5, 2.25, -0.25], 37)
    [29, 6, 2, 0]
    """
    whole = [math.floor(part) for part in parts]
    ranked = sorted(range(len(parts)), key=lambda k: (whole[k] - parts[k], -abs(parts[k])))
    for k in ranked[: max(total - sum(whole), 0)]:
        whole[k] += 1
    return whole
