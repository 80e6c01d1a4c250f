"""Scalars: the numbers, dates and texts of a scenario file."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from milepost.models.bounds import LARGEST_AMOUNT, SMALLEST_NUMBER
from milepost.models.calendar import EARLIEST, LATEST
from milepost.models.source import Plain

_BASED: Final = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: Final = re.compile(r"(?P<infinite>[-+]?\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)")
_DATE: Final = re.compile(r"([0-9]{4,6})-([0-9]{1,2})-([0-9]{1,2})")
_TRUTHS: Final = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_UNIT: Final = re.compile(r"([0-9.]+) ?(?:d|days?|wd|working days?)")


def number_of(value: object) -> float:
    """
    Read a number of YAML 1.2's core schema; it is 0, or from 1e-9 to 1e15.

    Raises
    ------
    ValueError
        When it is no such number.
    """
    if type(value) is Plain:
        if _FLOAT.fullmatch(value):
            return _finite(float(value), value)
        if _BASED.fullmatch(value):
            return _finite(float(int(value, 0)), value)
        found = _SPECIAL.fullmatch(value)
        if found:
            raise ValueError(f"{value} is {'infinite' if found['infinite'] else 'not a number'}: give a finite number")
    raise ValueError(f"{shown(value)} is not a number{_cure(value)}")


def date_of(value: object) -> date:
    """
    Read a date, as 2026-03-31.

    Raises
    ------
    ValueError
        When it is none, or one that no plan needs.
    """
    text = value.strip() if isinstance(value, str) else ""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{shown(value)} is not a date: write year-month-day, as 2026-03-31")
    year, month, day = map(int, found.groups())
    if not EARLIEST.year <= year <= LATEST.year:
        raise ValueError(f"{text} is outside the years {EARLIEST.year} to {LATEST.year}: correct the year")
    if not 1 <= month <= 12:
        raise ValueError(f"{text} is not a date: there is no month {month}; write year-month-day, as 2026-03-31")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{text} is not a date: that month has {days} days; correct the day")
    return date(year, month, day)


def truth_of(value: object) -> bool:
    """
    Read a truth value of YAML 1.2's core schema.

    Raises
    ------
    ValueError
        When it is neither true nor false.
    """
    if type(value) is not Plain or value not in _TRUTHS:
        raise ValueError(f"{shown(value)} is neither true nor false: write one of them")
    return _TRUTHS[value]


def text_of(value: object) -> str:
    """
    Read text, as written.

    Raises
    ------
    ValueError
        When it is a list or a mapping.
    """
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not text: write text, between quotes where it holds special signs")
    return str(value)


def check_size(number: float, text: str) -> None:
    """Refuse a number that is larger or, beside 0, smaller than any that a plan needs; its text names it."""
    if abs(number) > LARGEST_AMOUNT:
        raise ValueError(f"{cut(text)} is too large: give a number up to {LARGEST_AMOUNT:g}")
    written = text.lower().partition("e")[0].strip("+-0.x")
    if abs(number) < SMALLEST_NUMBER and written:  # one that is lost on the way, as 1e-999, has digits yet
        raise ValueError(f"{cut(text)} is too small: give 0, or a number from {SMALLEST_NUMBER:g} up")


def shown(value: object) -> str:
    """Give a value for people: texts between quotes and cut when long, lists and mappings by their kind."""
    if isinstance(value, str):
        return repr(cut(value))
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return "nothing"


def cut(text: str) -> str:
    """Cut a text that is too long for a message."""
    return str(text) if len(text) <= 60 else f"{text[:57]}..."


def _finite(number: float, text: str) -> float:
    if number < 0:
        raise ValueError(f"{cut(text)} is negative: give 0 or more")
    check_size(number, text)
    return number


def _cure(value: object) -> str:
    if isinstance(value, str):
        unit = _UNIT.fullmatch(value.strip())
        if unit:
            return f": write {unit[1]} alone, the unit is working days"
        if not isinstance(value, Plain) and _FLOAT.fullmatch(value):
            return ": take the quotes away"
        if re.fullmatch(r"[0-9]+,[0-9]+", value):
            return f": write {value.replace(',', '.')}, with a point"
    return ": write one, as 12 or 0.5"
