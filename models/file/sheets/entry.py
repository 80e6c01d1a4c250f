"""Entry: what a cell says, as plain data of a scenario file."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.table import Cell
from milepost.models.file.source import Plain, Source
from milepost.models.numeral import Unit, decimals_of, elapsed_days, meant, numeral
from milepost.models.problem import ScenarioError

_UNITS: Final = {
    Form.NUMBER: Unit.NUMBER,
    Form.DAYS: Unit.DAYS,
    Form.MONEY: Unit.MONEY,
    Form.FACTOR: Unit.FACTOR,
    Form.SHARE: Unit.SHARE,
}
_PERCENT: Final = frozenset({"%", "percent", "pct"})
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "s", "waar"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "-", "nein", "falsch", "non", "faux", "nee", "onwaar"})
_PARTS: Final = re.compile(r"[;\n]")
_COMMAS: Final = re.compile(r"[;,\n]")
_PAIR: Final = re.compile(r"(?P<id>.+?)(?:\s*[:=]\s*|\s+)(?P<amount>[0-9.,]+\s*%?)")
_UNIT_WORDS: Final[Mapping[str, str]] = {
    "hours": "stunden stunde std uren uur u heures heure horas hora ore ora",
    "days": "tage tag t dagen dag dg jours jour j dias dia giorni giorno g",
    "weeks": "wochen woche wo weken week semaines semaine sem s semanas semana settimane settimana",
    "months": "monate monat m maanden maand mnd mois meses mes mesi mese",
    "edays": "ftage ftag vdagen ejours",
}
_ENGLISH: Final = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_LENGTH: Final = re.compile(r"(?P<number>[-+]?[0-9][0-9.,'\u2019 ]*)\s*(?P<unit>[^\W\d_][^\d]*?)?\s*\.?\??")


def value_of(cell: Cell, form: Form, unit: str = "") -> Any:
    """
    Return what a cell says, as a `Source` would; what cannot be understood stays as it is, for the reader to refuse.

    Parameters
    ----------
    cell
        The cell, in which something stands.
    form
        How it is written.
    unit
        What its heading says that it is in; empty where it says nothing.
    """
    if isinstance(cell, str) and form is not Form.TEXT and cell.strip()[:1] in ("[", "{"):
        return _yaml(cell)
    match form:
        case Form.TEXT:
            return words_of(cell)
        case Form.ID:
            return id_of(cell)
        case Form.ANY | Form.KEYS:
            return _yaml(cell) if isinstance(cell, str) and cell[:1] in ("'", '"') else Plain(words_of(cell).strip())
        case Form.DATE:
            return Plain(words_of(cell).strip())
        case Form.TRUTH:
            said = truth_of(cell)
            return Plain(words_of(cell) if said is None else str(said).lower())
        case Form.LINKS | Form.IDS:
            return [Plain(part) for part in _parted(words_of(cell), _COMMAS)]
        case Form.ITEMS:
            return [*_parted(words_of(cell), _PARTS)]
        case Form.DAY_RANGES:
            return [Plain(part) for part in _parted(words_of(cell), _COMMAS)]
        case Form.AMOUNTS | Form.SHARES:
            return dict(map(_pair, _parted(words_of(cell), _COMMAS)))
        case _:
            return _number(cell, _UNITS[form], unit)


def elapsed_of(cell: Cell) -> str:
    """Return how many days of the clock a length of time is, as `3 edays`; empty where it is not by the clock."""
    found = _LENGTH.fullmatch(cell.strip()) if isinstance(cell, str) else None
    unit = english(found["unit"] or "") if found else ""
    numbers = decimals_of(found["number"].strip()) if found and unit else ()
    days = elapsed_days(numbers[0], unit) if len(numbers) == 1 else None
    return "" if days is None else numeral(days)


def words_of(cell: Cell) -> str:
    """Return what a cell shows: a whole number without decimals, a date as in a scenario file."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return numeral(Decimal(repr(cell)))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    return str(cell) if cell is not None else ""


def id_of(cell: Cell) -> str:
    """Return an id, without blanks around it and with single ones in it."""
    return " ".join(words_of(cell).split())


def truth_of(cell: Cell) -> bool | None:
    """Return whether a cell says yes; None where it says neither yes nor no."""
    if isinstance(cell, bool):
        return cell
    word = words_of(cell).strip().casefold().replace("í", "i")
    return True if word in _YES else False if word in _NO else None


def english(unit: str) -> str:
    """Return the English name of a unit of time, where it is in another language."""
    word = unit.strip().rstrip(".?").casefold().replace("í", "i")
    return _ENGLISH.get(word, word)


def _number(cell: Cell, kind: Unit, unit: str) -> Any:
    """Return a number in the unit of the file, where there is one that the cell can mean."""
    text = words_of(cell).strip()
    if unit.strip().casefold() in _PERCENT and not text.endswith("%"):
        text += "%"
    elif kind is Unit.DAYS and (found := _LENGTH.fullmatch(text)) and (said := found["unit"] or unit):
        text = f"{found['number'].strip()} {english(said)}"
    if isinstance(cell, float) and text == words_of(cell):
        return Plain(text)
    found_numbers = meant(text, kind, lambda _: True)
    return Plain(numeral(found_numbers[0][0])) if len(found_numbers) == 1 else Plain(text)


def _parted(text: str, between: re.Pattern[str]) -> Iterable[str]:
    return filter(None, map(str.strip, between.split(text)))


def _pair(text: str) -> tuple[str, Any]:
    """Return an id and what stands behind it; 1 where nothing does."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return text, Plain("1")
    return found["id"].strip(), _number(found["amount"], Unit.SHARE if "%" in found["amount"] else Unit.NUMBER, "")


def _yaml(text: Cell) -> Any:
    """Return what a cell says in YAML; where it is none, the text."""
    try:
        return Source(Path(), str(text).strip()).data
    except ScenarioError:
        return str(text).strip()
