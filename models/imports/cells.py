"""Cells: the numbers, dates and texts of plans of other programs."""

import re
from datetime import datetime
from math import isfinite
from typing import Final

from milepost.models.bounds import LARGEST_AMOUNT
from milepost.models.calendar import EARLIEST, LATEST
from milepost.models.problem import cut

LONGEST_TEXT: Final = 500
"""Length of a name beyond which it is cut [characters]."""

_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_MOMENT: Final = re.compile(
    r"([0-9]{4,5})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff\s]+")


def number_of(text: str) -> float:
    """
    Read a number, with a point or a comma before its decimals.

    Raises
    ------
    ValueError
        When it is none, or larger than any that a plan needs.

    Examples
    --------
    >>> number_of("8"), number_of("-0,5")
    (8.0, -0.5)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{cut(text)!r} is not a number: correct it there, and export the plan again")
    number = float(found[0].replace(",", "."))
    if not isfinite(number) or abs(number) > LARGEST_AMOUNT:
        raise ValueError(f"{cut(text)} is larger than {LARGEST_AMOUNT:g}: correct it there, and export the plan again")
    return number


def moment_of(text: str) -> datetime:
    """
    Read a date with its time of the day, midnight unless given; seconds do not count.

    Raises
    ------
    ValueError
        When it is none, or one that no plan needs.

    Examples
    --------
    >>> moment_of("2026-03-02 08:00")
    datetime.datetime(2026, 3, 2, 8, 0)
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{cut(text)!r} is not a date: correct it there, and export the plan again")
    try:
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        moment = datetime(year, month, day, hour, minute)
    except ValueError:
        raise ValueError(f"{cut(text)!r} is not a date: correct it there, and export the plan again") from None
    if not EARLIEST <= moment.date() <= LATEST:
        bounds = f"outside the years {EARLIEST.year} to {LATEST.year}"
        raise ValueError(f"{cut(text)} is {bounds}: correct it there, and export the plan again")
    return moment


def text_of(text: str) -> str:
    r"""
    Return a text on one line, without what nobody sees.

    Examples
    --------
    >>> text_of(" Pour\x7f\x7fslab ")
    'Pour slab'
    """
    shown = _UNSEEN.sub(" ", text).strip()
    return shown if len(shown) <= LONGEST_TEXT else f"{shown[: LONGEST_TEXT - 3]}..."
