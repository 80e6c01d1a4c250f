"""Scalars: the numbers, dates and texts of a scenario file."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Final

from milepost.models.bounds import LARGEST_AMOUNT, SMALLEST_NUMBER
from milepost.models.calendar import EARLIEST, LATEST, Moment
from milepost.models.file.source import Parted, Plain
from milepost.models.numeral import Fits, Unit, cure
from milepost.models.problem import cut

_BASED: Final = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: Final = re.compile(r"(?P<infinite>[-+]?\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)")
_TIMED: Final = re.compile(r"(?P<day>\S+?)(?:\s+|(?<=[0-9])T)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_DATE: Final = re.compile(r"([0-9]{4,6})-([0-9]{1,2})-([0-9]{1,2})")
_TRUTHS: Final = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_SIMPLE: Final = re.compile(r"\w[\w.+-]*(?: [\w.+-]+)*", re.ASCII)
_NEAR_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<by>[-/. ]?)(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})(?:[T ][0-9:.]+Z?)?"
)
_TURNED_DATE: Final = re.compile(r"(?P<first>[0-9]{1,2})(?P<by>[-/.])(?P<second>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})")


def number_of(
    value: object, unit: Unit = Unit.NUMBER, fits: Fits | None = lambda number: True, *, signed: bool = False
) -> float:
    """
    Read a number of YAML 1.2's core schema; it is 0, or from 1e-9 to 1e15, of either sign where that is allowed.

    Parameters
    ----------
    value
        What stands in the file.
    unit
        What the number counts.
    fits
        Tells whether a number may stand there, and so be the cure of what is none; None where that hangs on others.
    signed
        Whether it may be below 0.

    Raises
    ------
    ValueError
        When it is not such a number.
    """
    if type(value) is Plain:
        if _FLOAT.fullmatch(value):
            return _finite(float(value), value, signed)
        if _BASED.fullmatch(value):
            return _finite(float(int(value, 0)), value, signed)
        found = _SPECIAL.fullmatch(value)
        if found:
            raise ValueError(f"{value} is {'infinite' if found['infinite'] else 'not a number'}: give a finite number")
    raise ValueError(f"{shown(value)} is not a number: {_cure(value, unit, fits)}")


def decimal_of(value: object) -> Decimal:
    """
    Read a number of YAML 1.2's core schema with all its digits, of either sign.

    Raises
    ------
    ValueError
        When it is none, or larger or smaller than any that a plan needs.
    """
    if type(value) is not Plain or not (_FLOAT.fullmatch(value) or _BASED.fullmatch(value)):
        raise ValueError(f"{shown(value)} is not a number")
    number = float(value) if _FLOAT.fullmatch(value) else int(value, 0)
    check_size(number, value)
    return Decimal(value if _FLOAT.fullmatch(value) and number else int(number))  # 0e999... is more than decimals take


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
        meant = ", or ".join(f"`{day}`" for day in _dates_near(text)) or "`2026-03-31`"
        raise ValueError(f"{shown(value)} is not a date: write year-month-day, as {meant}")
    year, month, day = map(int, found.groups())
    if not EARLIEST.year <= year <= LATEST.year:
        raise ValueError(f"{text} is outside the years {EARLIEST.year} to {LATEST.year}: correct the year")
    if not 1 <= month <= 12:
        raise ValueError(f"{text} is not a date: there is no month {month}; write year-month-day, as `2026-03-31`")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{text} is not a date: that month has {days} days; correct the day")
    return date(year, month, day)


def moment_of(value: object) -> date:
    """
    Read a date, or a date with a time of the day, as 2026-03-31 12:00.

    Raises
    ------
    ValueError
        When it is neither, or one that no plan needs.
    """
    found = _TIMED.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return date_of(value)
    day, hour, minute = date_of(found["day"]), int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        raise ValueError(f"{shown(value)} is not a time of a day: write `{day} 12:00`, or another from 00:00 to 23:59")
    return Moment(day.year, day.month, day.day, minute=60 * hour + minute)


def truth_of(value: object) -> bool:
    """
    Read a truth value of YAML 1.2's core schema.

    Raises
    ------
    ValueError
        When it is neither true nor false.
    """
    if type(value) is not Plain or value not in _TRUTHS:
        raise ValueError(f"{shown(value)} is neither true nor false: write {_truth_near(value)}")
    return _TRUTHS[value]


def text_of(value: object) -> str:
    """
    Read text, as written.

    Raises
    ------
    ValueError
        When it is a list or a mapping, or ends at a comma that was meant to be in it.
    """
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not text: put it between quotes, or take the brackets away")
    if type(value) is Parted:
        raise ValueError(f"{shown(value)} has a comma, at which a text between {{ and }} ends: put it between quotes")
    return str(value)


def check_size(number: float, text: str) -> None:
    """Refuse a number that is larger or, beside 0, smaller than any that a plan needs; its text names it."""
    if abs(number) > LARGEST_AMOUNT:
        limit = f"up to {LARGEST_AMOUNT:g}" if number > 0 else f"from -{LARGEST_AMOUNT:g} up"
        raise ValueError(f"{cut(text)} is too {'large' if number > 0 else 'far below 0'}: give a number {limit}")
    written = text.lower().partition("e")[0].strip("+-0.x")
    if abs(number) < SMALLEST_NUMBER and written:  # one that is lost on the way, as 1e-999, has digits yet
        raise ValueError(f"{cut(text)} is too small: give 0, or a number from {SMALLEST_NUMBER:g} up")


def shown(value: object) -> str:
    """Return a value for people: texts between quotes and cut when long, lists and mappings by their kind."""
    if isinstance(value, str):
        return repr(cut(value))
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return "nothing"


def as_yaml(text: str) -> str:
    """Write a text as YAML that may stand in a list: between quotes unless it is a plain word or number."""
    return str(text) if _SIMPLE.fullmatch(text) else f"'{text.replace(chr(39), 2 * chr(39))}'"


def _truth_near(value: object) -> str:
    word = value.casefold() if isinstance(value, str) else ""
    if word in ("true", "yes", "y", "on", "1"):
        return "`true`"
    return "`false`" if word in ("false", "no", "n", "off", "0") else "`true` or `false`"


def _finite(number: float, text: str, signed: bool) -> float:
    if number < 0 and not signed:
        raise ValueError(f"{cut(text)} is negative: give 0 or more")
    check_size(number, text)
    return number


def _cure(value: object, unit: Unit, fits: Fits | None) -> str:
    text = value if isinstance(value, str) else ""
    if fits is None:
        return cure(text, unit, None)
    if not isinstance(value, Plain) and _FLOAT.fullmatch(text) and _may_stand(float(text), fits):
        return f"write `{text}`, without quotes"
    return cure(text, unit, lambda number: _may_stand(number, fits))


def _may_stand(number: float, fits: Fits) -> bool:
    return (number == 0.0 or SMALLEST_NUMBER <= number <= LARGEST_AMOUNT) and fits(number)


def _dates_near(text: str) -> list[date]:
    """Return the dates that a text may mean, day before month first."""
    near, turned = _NEAR_DATE.fullmatch(text), _TURNED_DATE.fullmatch(text)
    parts: list[tuple[str, str, str]] = []
    if near:
        parts = [(near["year"], near["month"], near["day"])]
    elif turned:
        parts = [(turned["year"], turned["second"], turned["first"])]
        if turned["by"] != ".":
            parts.append((turned["year"], turned["first"], turned["second"]))
    found = []
    for year, month, day in parts:
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return [day for day in dict.fromkeys(found) if EARLIEST <= day <= LATEST]
