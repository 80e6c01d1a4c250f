"""Units: how Microsoft Project writes lengths of time."""

import re
from typing import Final

from milepost.models.problem import cut

ELAPSED: Final = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
"""Formats of lengths that go on by the clock, day and night."""
SHARES: Final = frozenset({19, 20, 51, 52})
"""Formats of lags that are a share of the predecessor's duration."""

_LENGTH: Final = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?:(?P<hours>[0-9]{1,9}(?:\.[0-9]+)?)H)?(?:(?P<minutes>[0-9]{1,9}(?:\.[0-9]+)?)M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]+)?)S)?)?"
)


def hours_of(text: str) -> float:
    """
    Read a length of time [hours].

    Raises
    ------
    ValueError
        When it is none.

    Examples
    --------
    >>> hours_of("PT16H30M0S"), hours_of("P1DT0H0M0S")
    (16.5, 24.0)
    """
    found = _LENGTH.fullmatch(text.strip())
    if found is None or not any(found.group("days", "hours", "minutes", "seconds")):
        raise ValueError(f"{cut(text)!r} is not a length of time, as PT8H0M0S: export the plan again")
    days, hours, minutes, seconds = (float(found[part] or 0) for part in ("days", "hours", "minutes", "seconds"))
    return (-1.0 if found["sign"] else 1.0) * (24.0 * days + hours + minutes / 60.0 + seconds / 3600.0)
