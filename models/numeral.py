"""Numerals: what somebody meant who wrote a number in another way than a scenario file does."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Unit(StrEnum):
    """What a number of the file counts."""

    DAYS = "working days"
    MONEY = "money"
    SHARE = "share"
    FACTOR = "factor"
    NUMBER = "number"


Fits = Callable[[float], bool]
"""Returns whether a number may stand where one is missing."""

WEEK: Final = 5
"""Working days of a week, where a text says weeks [working days]."""

_LONGEST: Final = 60
"""Length of a text beyond which nobody meant a number by it [characters]."""
_LENGTHS: Final[tuple[tuple[str, Decimal, str], ...]] = (
    (r"d|days?|wd|w/?days?|workdays?|working days?", Decimal(1), ""),
    (r"w|wks?|weeks?|working weeks?", Decimal(WEEK), f"{WEEK} a week"),
    (r"h|hrs?|hours?|working hours?", Decimal("0.125"), "8 hours a day"),
    (r"mo|mons?|months?", Decimal(20), "20 a month"),
    (r"ed|edays?|elapsed days?|cd|calendar days?", Decimal(WEEK) / 7, f"{WEEK} of 7 calendar days"),
    (r"ew|ewks?|eweeks?|elapsed weeks?|calendar weeks?", Decimal(WEEK), f"{WEEK} a week"),
)
"""Units of time by their names: working days in each, and how they are counted."""
_ELAPSED: Final[tuple[tuple[str, Decimal], ...]] = (
    (r"em|emins?|eminutes?|elapsed minutes?", 1 / Decimal(1440)),
    (r"eh|ehrs?|ehours?|elapsed hours?", 1 / Decimal(24)),
    (r"ed|edays?|elapsed days?|cd|calendar days?", Decimal(1)),
    (r"ew|ewks?|eweeks?|elapsed weeks?|calendar weeks?", Decimal(7)),
    (r"emo|emons?|emonths?|elapsed months?", Decimal(30)),
)
"""Units of time on the clock by their names: days in each, as MS Project counts them."""
_AMOUNTS: Final[tuple[tuple[str, Decimal], ...]] = (
    (r"k|thousand|tsd", Decimal(1_000)),
    (r"m|mn|mio|million", Decimal(1_000_000)),
    (r"bn|billion", Decimal(1_000_000_000)),
)
_CURRENCY: Final = r"[$€£¥]|[A-Z]{3}"
_PERCENT: Final = r"%|percent|per cent|pct"
_PIECES: Final = re.compile(
    r"(?P<before>[^0-9.,+-]*?)\s*(?P<number>[-+]?\s?(?:[0-9](?:[0-9.,'\u2019_\s]*[0-9])?|[.,][0-9]+))\s*(?P<after>[^0-9]*)"
)
_GROUPED: Final = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<by>[.,'\u2019_\s])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?:(?!(?P=by))(?P<point>[.,])(?P<rest>[0-9]+))?"
)
_LAKHS: Final = re.compile(r"(?P<whole>[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.(?P<rest>[0-9]+))?")
_DECIMAL: Final = re.compile(r"[0-9]*[.,]?[0-9]+")
_UNDERSCORED: Final = re.compile(r"[0-9]+(?:_[0-9]+)+")
_EXAMPLES: Final = {
    Unit.DAYS: "give working days, as `12` or `0.5`",
    Unit.MONEY: "give an amount, as `1200`",
    Unit.SHARE: "give a share of 1, as `0.25`",
    Unit.FACTOR: "give a factor, as `1.2`",
    Unit.NUMBER: "give a number, as `1`",
}
_IN: Final = {
    Unit.DAYS: "in working days",
    Unit.MONEY: "without a currency",
    Unit.SHARE: "as a share of 1",
    Unit.FACTOR: "as a factor",
    Unit.NUMBER: "in digits",
}


def cure(text: str, unit: Unit, fits: Fits | None) -> str:
    """
    Return what to write for a text that is not a number of the file: in backquotes what can be put in its place.

    Parameters
    ----------
    text
        What stands there.
    unit
        What the number counts.
    fits
        Tells whether a number may stand there; None where that hangs on the numbers beside it.
    """
    if fits is None:
        return f"give one, {_IN[unit]}"
    found = [f"`{numeral(value)}`{said}" for value, said in meant(text, unit, fits)]
    return f"write {', or '.join(found)}" if found else _EXAMPLES[unit]


def meant(text: str, unit: Unit, fits: Fits) -> list[tuple[Decimal, str]]:
    """Return what may be meant by a text that is not a number of the file, each with words that tell it from others."""
    pieces = _PIECES.fullmatch(text.strip().rstrip("?").strip()) if len(text) <= _LONGEST else None
    if pieces is None:
        return []
    sign = pieces["number"][0] if pieces["number"][0] in "+-" else ""
    return [
        (value, said + written)
        for number, written in _readings(pieces["number"].lstrip("+- "))
        for value, said in _values(number, sign, pieces["before"].strip(), pieces["after"].strip(), unit)
        if fits(float(value))
    ]


def working_days(number: Decimal, unit: str) -> tuple[Decimal, str] | None:
    """Return a length in working days, and how they are counted; None where a unit has no such length."""
    for names, days, counted in _LENGTHS:
        if re.fullmatch(names, unit.strip().rstrip("."), re.IGNORECASE):
            return round(number * days, 3), counted
    return None


def elapsed_days(number: Decimal, unit: str) -> Decimal | None:
    """Return a length in days on the clock; None where a unit is not one of the clock."""
    for names, days in _ELAPSED:
        if re.fullmatch(names, unit.strip().rstrip("."), re.IGNORECASE):
            return round(number * days, 6)
    return None


def numeral(value: Decimal) -> str:
    """Write a number as a scenario file does."""
    return f"{value.normalize():f}"


def decimals_of(text: str) -> tuple[Decimal, ...]:
    """Return the numbers that digits with separators can mean, with thousands apart first."""
    return tuple(number for number, _ in _readings(text))


def _readings(text: str) -> Iterator[tuple[Decimal, str]]:
    """Yield the numbers that digits with separators can mean, each with words for what tells it from the other."""
    grouped = _GROUPED.fullmatch(text) or _LAKHS.fullmatch(text)
    decimal = _DECIMAL.fullmatch(text)
    if grouped:
        digits = re.sub(r"[^0-9]", "", grouped["whole"])
        yield Decimal(f"{digits}.{grouped['rest'] or 0}"), " for thousands" if decimal else ", without separators"
    elif _UNDERSCORED.fullmatch(text):
        yield Decimal(text.replace("_", "")), ", without separators"
    if decimal:
        comma = "," in text
        said = " for a decimal" + (" comma" if comma else " point") if grouped else ", with a point" if comma else ""
        yield Decimal(text.replace(",", ".")), said


def _values(number: Decimal, sign: str, before: str, after: str, unit: Unit) -> Iterator[tuple[Decimal, str]]:
    """Yield what a number can mean with its sign and the words around it, and words for that."""
    signed = -number if sign == "-" else number
    if unit is Unit.MONEY:
        before, after = (re.sub(rf"^(?:{_CURRENCY})|(?:{_CURRENCY})$", "", word).strip() for word in (before, after))
    if unit is Unit.FACTOR:
        before, after = (re.sub(r"^[x\u00d7]$", "", word) for word in (before, after))
    if before:
        return
    if not after:
        yield signed, ""
    elif re.fullmatch(_PERCENT, after, re.IGNORECASE):
        yield from _shares(signed / 100, sign, unit)
    elif unit is Unit.DAYS and (length := working_days(signed, after)):
        yield length[0], ", in working days" + (f" ({length[1]})" if length[1] else "")
    elif unit is not Unit.SHARE:
        for names, factor in _AMOUNTS:
            if re.fullmatch(names, after, re.IGNORECASE) and not (unit is Unit.DAYS and after in "mM"):
                yield signed * factor, ""


def _shares(share: Decimal, sign: str, unit: Unit) -> Iterator[tuple[Decimal, str]]:
    if unit is Unit.SHARE and not sign:
        yield share, ""
    if unit is Unit.FACTOR:
        if not sign:
            yield share, f" for {numeral(share)} times as much"
        if sign or share < 1:
            yield 1 + share, " for that much on top" if share > 0 else " for that much less"
