"""Dates: the days that cells of a table say, however people write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from milepost.models.file.sheets.table import Cell

_MONTHS: Final = 12
_TIME: Final = r"(?:[ T,]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)(?: Uhr)?)?Z?"
_WEEKDAY: Final = r"(?:(?P<weekday>[^\W\d_]{2,10})\.?,? +)?"
_ISO: Final = re.compile(rf"{_WEEKDAY}(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}}){_TIME}")
_NUMERIC: Final = re.compile(
    rf"{_WEEKDAY}(?<![0-9])(?P<first>[0-9]{{1,2}})(?P<by>[./-])(?P<second>[0-9]{{1,2}})(?P=by)"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_NAMED: Final = re.compile(
    rf"{_WEEKDAY}(?:(?P<day>[0-9]{{1,2}})\.?[ -](?P<month>[^\W\d_]{{3,10}})\.?"
    rf"|(?P<month2>[^\W\d_]{{3,10}})\.? (?P<day2>[0-9]{{1,2}})),?[ -](?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_NAMES: Final = (
    "jan janv ene gen",
    "feb fev febr",
    "mar mrz mars maa mrt mär",
    "apr avr abr",
    "may mai mei mayo mag",
    "jun juin giu",
    "jul juil lug",
    "aug aou ago",
    "sep set",
    "oct okt ott",
    "nov",
    "dec dez dic",
)
_WEEKDAYS: Final = (
    "mo lu ma",
    "tu di mar",
    "we mi wo mer",
    "th do jeu jue",
    "fr vr ven vie",
    "sa za",
    "su so zo dim dom",
)


class Dates:
    """
    Reads the dates of a table, of which the days and months stand in one order.

    Parameters
    ----------
    cells
        All cells of the table that are dates.

    Attributes
    ----------
    is_known
        Whether it is known in which order they stand, or does not matter.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        found = [match for cell in cells if (match := _numbers(cell))]
        slashed = [(int(one["first"]), int(one["second"]), one) for one in found if one["by"] != "."]
        slashed = [one for one in slashed if one[0] and one[1]]
        self._day_first = True
        self.is_known = True
        if any(second > _MONTHS for _, second, _ in slashed):
            self._day_first = False
        elif slashed and not any(first > _MONTHS for first, _, _ in slashed):
            by_weekday = [fits for _, _, one in slashed if (fits := _by_weekday(one)) is not None]
            self._day_first = by_weekday[0] if by_weekday else True
            self.is_known = bool(by_weekday) or all(first == second for first, second, _ in slashed)

    def is_read_both_ways(self, cell: Cell) -> bool:
        """Return whether a cell is another date with its day and month exchanged."""
        found = _numbers(cell)
        if found is None or found["by"] == "." or found["first"] == found["second"]:
            return False
        return all(1 <= int(found[name]) <= _MONTHS for name in ("first", "second"))

    def readings(self, cell: Cell) -> tuple[date, date]:
        """Return what a cell is with the day first, and with the month first."""
        found = _numbers(cell)
        assert found is not None
        year, first, second = (int(found[name]) for name in ("year", "first", "second"))
        made = _made(year, second, first, None), _made(year, first, second, None)
        assert made[0] is not None
        assert made[1] is not None
        return made[0], made[1]

    def read(self, cell: Cell) -> date | None:
        """Return the date of a cell, with its time where it has one; None where it is none."""
        if isinstance(cell, date):
            return cell
        if not isinstance(cell, str):
            return None
        text = _unmarked(cell)
        for form, read in ((_ISO, _iso), (_NUMERIC, self._numeric), (_NAMED, _named)):
            if found := form.fullmatch(text):
                return read(found)
        return None

    def _numeric(self, found: re.Match[str]) -> date | None:
        day, month = int(found["first"]), int(found["second"])
        if found["by"] != "." and not self._day_first:
            day, month = month, day
        return _made(int(found["year"]), month, day, found["time"])


def _numbers(cell: Cell) -> re.Match[str] | None:
    """Return the parts of a date that has its year last; an ISO date has such digits in it, and is none."""
    return _NUMERIC.fullmatch(_unmarked(cell)) if isinstance(cell, str) else None


def _unmarked(text: str) -> str:
    """Return a date without the marks of P6: A behind actual dates, and * behind those of constraints."""
    return text.strip().rstrip("A*").strip()


def _made(year: int, month: int, day: int, clock: str | None) -> date | None:
    year += 2000 if year < 80 else 1900 if year < 100 else 0
    try:
        made = date(year, month, day)
        if not clock:
            return made
        parts = re.findall("[0-9]+", clock)
        hour, minute = int(parts[0]), int(parts[1])
        if "p" in clock.casefold() and hour < 12:
            hour += 12
        elif "a" in clock.casefold() and hour == 12:
            hour = 0
        return datetime.combine(made, time(hour, minute))
    except ValueError:
        return None


def _iso(found: re.Match[str]) -> date | None:
    return _made(int(found["year"]), int(found["month"]), int(found["day"]), found["time"])


def _named(found: re.Match[str]) -> date | None:
    word = (found["month"] or found["month2"]).casefold()[:4]
    month = next((number for number, names in enumerate(_MONTH_NAMES, 1) if _is_month(word, names)), 0)
    return _made(int(found["year"]), month, int(found["day"] or found["day2"]), found["time"]) if month else None


def _is_month(word: str, names: str) -> bool:
    return any(word == name or word[:3] == name for name in names.split())


def _by_weekday(found: re.Match[str]) -> bool | None:
    """Return whether the day comes first, where a weekday tells it; None where it does not."""
    word = (found["weekday"] or "").casefold()
    if not word:
        return None
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    fits = [
        (made := _made(year, month, day, None)) is not None and _is_weekday(word, made.weekday())
        for day, month in ((first, second), (second, first))
    ]
    return fits[0] if fits[0] != fits[1] else None


def _is_weekday(word: str, number: int) -> bool:
    return any(word.startswith(name) for name in _WEEKDAYS[number].split())
