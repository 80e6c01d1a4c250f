"""Shifts: the hours of a day as other programs write them."""

import re
from collections.abc import Iterable
from typing import Final

from milepost.models.calendar import Hours

DAY: Final = 1440
"""Minutes of a day."""

_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")


def minutes_of(text: str) -> int:
    """
    Read a time of a day [minutes from midnight]; seconds do not count.

    Raises
    ------
    ValueError
        When it is none.

    Examples
    --------
    >>> minutes_of("08:30"), minutes_of("17:00:00")
    (510, 1020)
    """
    found = _TIME.fullmatch(text.strip())
    minutes = 60 * int(found[1]) + int(found[2]) if found else -1
    if found is None or int(found[2]) > 59 or minutes > DAY:
        raise ValueError(f"{text[:20]!r} is not a time of a day: correct it there, and export the plan again")
    return minutes


def joined(shifts: Iterable[tuple[float, float]]) -> Hours:
    """
    Return the hours of a day, in which shifts that touch or overlap are one.

    Raises
    ------
    ValueError
        When one ends before it begins.
    """
    found: list[tuple[float, float]] = []
    for begin, end in sorted(shifts):
        if end <= begin:
            raise ValueError("a shift ends before it begins: correct it there, and export the plan again")
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return Hours(shifts=tuple(found))
