"""Cell: what stands in one cell of a sheet for a value of a scenario."""

import re
from datetime import date
from typing import Any, Final

from milepost.models.file.scalar import date_of, number_of, truth_of
from milepost.models.file.shape import shape_at
from milepost.models.file.sheets.form import BETWEEN, Form
from milepost.models.file.sheets.table import Cell
from milepost.models.file.writer import line_of
from milepost.models.problem import KeyPath

LONGEST: Final = 32_767
"""Characters that a cell of a workbook can hold."""

_NUMBERS: Final = frozenset({Form.NUMBER, Form.DAYS, Form.MONEY, Form.FACTOR, Form.SHARE})
_LISTS: Final = frozenset({Form.LINKS, Form.IDS, Form.ITEMS, Form.DAY_RANGES})
_PAIRS: Final = frozenset({Form.AMOUNTS, Form.SHARES})
_TEXTS: Final = frozenset({Form.TEXT, Form.ID})
_PARTING: Final = re.compile(r"[;,\n]|^[\[{]")
_PARTING_ITEMS: Final = re.compile(r"[;\n]|^[\[{]")
"""What an item cannot hold where items stand beside one another in a cell."""
_UNSEEN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_QUOTES: Final = ("'", '"', "[", "{")
"""What a text that is YAML begins with."""
_FINE: Final = re.compile(r"[;,\n]|[0-9]\.[0-9]{4}")
"""What a cell of links cannot hold: what parts them, and lags that are rounded there."""
_AMOUNT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MIDNIGHT: Final = re.compile(r".*[T ]0?0:00")
_DIGITS: Final = 15
"""Digits of a number that every spreadsheet keeps."""


def cell_of(value: Any, form: Form) -> Cell:
    """
    Return what to write for a value; nothing where a cell of that form cannot hold it.

    Parameters
    ----------
    value
        What a `Source` gives: a mapping, a list, or a text, plain or not.
    form
        How the cell is written.
    """
    if isinstance(value, list | dict):
        return _gathered(value, form)
    if form in _TEXTS or form in _LISTS or form in _PAIRS or form is Form.KEYS:
        return str(value) if form in _TEXTS and is_text(value) else None
    if form is Form.DATE:
        return _date(value)
    if form is Form.TRUTH:
        return truth_of(value)
    return _number(value) if form in _NUMBERS else _text(value)


def setting_of(path: KeyPath, value: Any) -> Cell:
    """
    Return what to write as the value of a setting: YAML, or a text that is one as it stands.

    Parameters
    ----------
    path
        Where in a scenario it belongs.
    value
        What a `Source` gives.
    """
    if isinstance(value, list | dict):
        return line_of(value)
    shape = shape_at(path)
    if shape is date:
        return _date(value) or line_of(str(value))
    return _number(value) if shape in (float, int) else _text(value)


def is_text(text: str) -> bool:
    """Return whether a text comes back from a cell as it is."""
    return text == text.strip() and len(text) <= LONGEST and not _UNSEEN.search(text)


def _gathered(value: Any, form: Form) -> Cell:
    if form in _TEXTS:
        return None
    if form is Form.LINKS and any(_FINE.search(link) for link in value):
        return None
    if isinstance(value, list) and form in _LISTS:
        parting = _PARTING_ITEMS if form is Form.ITEMS else _PARTING
        if all(is_text(item) and item and not parting.search(item) for item in value):
            return BETWEEN.join(value)
    if isinstance(value, dict) and form in _PAIRS:
        pairs = [f"{id} {amount}" for id, amount in value.items() if isinstance(amount, str) and _is_pair(id, amount)]
        if len(pairs) == len(value):
            return BETWEEN.join(pairs) or None
    return line_of(value)


def _is_pair(id: str, amount: str) -> bool:
    return bool(_AMOUNT.fullmatch(amount)) and is_text(id) and " " not in id and not _PARTING.search(id)


def _date(value: str) -> Cell:
    """Return a date, and a moment as its text; nothing for one at 00:00, which a cell with a date does not tell."""
    try:
        return date_of(value)
    except ValueError:
        text = value.strip()
        return None if _MIDNIGHT.fullmatch(text) else text


def _number(value: str) -> Cell:
    """Return a number, or its text where a spreadsheet would round it."""
    number = number_of(value, signed=True)
    return number if float(f"{number:.{_DIGITS}g}") == number else str(value)


def _text(value: str) -> Cell:
    """Return a text as it is if it comes back so, else between quotes."""
    return str(value) if is_text(value) and not value.startswith(_QUOTES) else line_of(str(value))
