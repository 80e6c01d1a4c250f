"""Numbers, amounts, dates and names as people read them."""

import re
from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Final

_STEERING: Final = (
    "\x00-\x1f\x7f-\x9f"  # control characters, the escape among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns the direction of text
    "\u2028\u2029\ufff9-\ufffb"  # what ends a line or a paragraph, and what writes between lines
    "\ud800-\udfff"  # halves of characters: bytes of a file's name that are not UTF-8
    "\ufffe\uffff"  # no characters at all, which XML does not take
)
_BLANK: Final = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
STRUCK: Final = re.compile(f"[{_STEERING}]")
"""What steers whatever shows a text; joiners, marks and signs that scripts and emoji need are not among it."""


def printable(text: str) -> str:
    r"""
    Make a text from outside fit to show: white space becomes blanks, and what would steer a terminal question marks.

    Examples
    --------
    >>> printable("Launch\n  party\x1b[31m")
    'Launch   party?[31m'
    """
    return STRUCK.sub("?", _BLANK.sub(" ", text))


def one_line(text: str) -> str:
    r"""
    Make a name fit to show as part of a line, with single blanks in it.

    Examples
    --------
    >>> one_line("Launch\n  party\x1b[31m")
    'Launch party?[31m'
    """
    return printable(" ".join(text.split()))


def shortened(text: str, length: int) -> str:
    """
    Cut a name to at most `length` characters, saying that it was cut.

    Examples
    --------
    >>> shortened("Development and market launch", 16)
    'Development and…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def label(text: str) -> str:
    r"""
    Make a name fit to stand in a sentence or a table: on one line, and not of any length.

    Examples
    --------
    >>> label("Launch\n party"), len(label("long " * 2000))
    ('Launch party', 80)
    """
    return shortened(one_line(text), _LONGEST_NAME)


def currency_words(currency: str) -> str:
    """
    Return what amounts are in, fit to stand behind each of them.

    Examples
    --------
    >>> currency_words("million EUR"), currency_words("thousands of millions of euros of 2026")
    ('million EUR', 'thousands of millions o…')
    """
    return shortened(one_line(currency), _LONGEST_CURRENCY)


def short_date(day: date | None) -> str:
    """
    Write a date as people do, the year in two digits while nobody could mistake the century.

    Examples
    --------
    >>> short_date(date(2026, 3, 1)), short_date(date(2126, 3, 1)), short_date(None)
    ('1 Mar 26', '1 Mar 2126', 'never')
    """
    if day is None:
        return "never"
    year = f"{day.year % 100:02}" if 2000 <= day.year < 2100 else str(day.year)
    return f"{day.day} {_MONTHS[day.month - 1]} {year}"


def counted(number: int, noun: str) -> str:
    """
    Write how many there are of something.

    Examples
    --------
    >>> counted(1, "iteration"), counted(100_000, "iteration")
    ('1 iteration', '100,000 iterations')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def too_narrow_for(columns: Sequence[str]) -> str:
    """
    Return which columns a terminal has no room for.

    Examples
    --------
    >>> too_narrow_for(["P10", "P50", "P90"])
    'The terminal is too narrow for P10, P50 and P90'
    """
    *most, last = columns
    named = f"{', '.join(most)} and {last}" if most else last
    return f"The terminal is too narrow for {named}"


def percent(share: float) -> str:
    """
    Write a confidence as the percentage that was asked for.

    Examples
    --------
    >>> percent(0.8), percent(0.975)
    ('80%', '97.5%')
    """
    return f"{100 * share:.10g}%"


def rough_percent(share: float) -> str:
    """
    Write how often something came about, without rounding to never or always.

    Examples
    --------
    >>> [rough_percent(share) for share in (0, 0.0004, 0.123, 0.9999, 1)]
    ['0%', '<0.1%', '12.3%', '>99.9%', '100%']
    """
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    return f"{share:.1%}" if 0 < share < 1 else f"{share:.0%}"


def rough_time(seconds: float) -> str:
    """
    Write how long something will take, as nearly as anybody can know.

    Examples
    --------
    >>> [rough_time(seconds) for seconds in (12, 50, 100, 1_000, 10_000)]
    ['15 seconds', '50 seconds', '2 minutes', '17 minutes', '3 hours']
    """
    if seconds < 60.0:
        return f"{5 * ceil(seconds / 5)} seconds"
    return counted(ceil(seconds / 60), "minute") if seconds < 2 * 3600 else counted(ceil(seconds / 3600), "hour")


def amount(value: float, currency: str) -> str:
    """
    Write money in whole units, or with three digits where it is little, and what it is in.

    Examples
    --------
    >>> amount(900000, "EUR"), amount(-1234.5, "EUR"), amount(0.9, "million EUR"), amount(12, "")
    ('900,000 EUR', '-1,234 EUR', '0.9 million EUR', '12')
    """
    figure = f"{value:,.0f}" if abs(value) >= 100 else f"{value:z.3g}"
    return f"{figure} {currency_words(currency)}".rstrip()


_LONGEST_NAME: Final = 80
_LONGEST_CURRENCY: Final = 24
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
