"""Filled: a scenario as rows of sheets, by the table of columns; what has no column is a setting."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from milepost.models.file.document import OF_FILE, Document
from milepost.models.file.setting import BY_ID, dotted
from milepost.models.file.shape import is_part, keys_of, shape_at
from milepost.models.file.sheets.cell import cell_of, is_text, setting_of
from milepost.models.file.sheets.columns import (
    AMONG,
    ID,
    IN_FORCE,
    ORDERINGS,
    RANGES,
    SETTINGS,
    SHEETS,
    TASKS,
    Column,
    Sheet,
)
from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.headings import MOST_ABOVE
from milepost.models.file.sheets.table import Cell
from milepost.models.problem import KeyPath

_POINTS: Final = 3
"""Numbers of a quantity that has a column for each."""
_FACTOR: Final = "factor"
_VALUE: Final = "value"
_ADDING: Final = frozenset({"retirements", "holidays"})
"""Sheets whose rows add to what other sheets hold."""

_Row: TypeAlias = dict[KeyPath, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """
    A sheet with what stands in it.

    Parameters
    ----------
    sheet
        Which.
    columns
        Those that are there, in the order of the sheet.
    rows
        A cell for each column.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def filled(data: Mapping[str, Any], usual: Mapping[str, tuple[str, ...]] | None = None) -> tuple[FilledSheet, ...]:
    """
    Return plain data of a scenario as sheets.

    Parameters
    ----------
    data
        What a valid file says that lies over nothing.
    usual
        By sheet, headings of columns that are there whether something stands in them or not, and of the settings those
        that have a row; other sheets and columns are there where something stands in them.
    """
    usual = usual or {}
    rest = _rest(data)
    rows = {sheet: [*_rows(sheet, rest)] for sheet in SHEETS.values() if sheet is not SETTINGS}
    rows = {SETTINGS: _of_settings(_settings((), rest), usual), **rows}
    made = (_filled(sheet, found, usual.get(sheet.name, ())) for sheet, found in rows.items())
    return tuple(one for one in made if one.rows or one.sheet.name in usual)


def listed(data: Mapping[str, Any], usual: Mapping[str, tuple[str, ...]] | None = None) -> tuple[FilledSheet, ...]:
    """
    Return plain data of a scenario as one list of tasks, and as settings that stand above it.

    Parameters
    ----------
    data
        What a valid file says that lies over nothing.
    usual
        As for sheets; of those only settings and tasks count.
    """
    milestones = data.get("milestones") or {}
    usual = {key: one for key, one in (usual or {}).items() if key in (SETTINGS.name, TASKS.name)}
    for by_id in (True, False):
        rest = _rest(data)
        rows = [*_rows(TASKS, rest)]
        left = {**rest, "milestones": milestones}  # without any, tasks that take no time would be taken for some
        settings = _of_settings(_settings((), left, whole=True) if by_id else _by_section(left), usual)
        if len(settings) + 2 <= MOST_ABOVE:  # with an empty row, and the headings
            break
    return _filled(SETTINGS, settings, ()), _filled(TASKS, rows, usual.get(TASKS.name, ()))


def _filled(sheet: Sheet, rows: list[_Row], usual: tuple[str, ...]) -> FilledSheet:
    there = {path for row in rows for path in row}
    columns = tuple(one for one in sheet.columns if one.path in there or one.heading in usual)
    return FilledSheet(
        sheet=sheet, columns=columns, rows=tuple(tuple(row.get(one.path) for one in columns) for row in rows)
    )


def _rows(sheet: Sheet, rest: dict[str, Any]) -> Iterator[_Row]:
    """Yield the rows of a sheet, and leave of its parts what has no column in it."""
    parts = rest.get(sheet.key)
    if sheet.name in _ADDING or not parts:
        return
    if sheet is ORDERINGS:
        yield from _orderings(parts)
    elif sheet.by_id:
        for id, part in parts.items():
            if sheet is RANGES:
                part = {_FACTOR: part}
            yield {(ID,): id, **_taken(sheet, part)}
        rest[sheet.key] = {id: part for id, part in parts.items() if part and sheet is not RANGES}
    else:
        copies = [_copied(part) for part in parts]
        rows = [_taken(sheet, part) for part in copies]
        if not any(copies):
            rest[sheet.key] = []
            yield from rows


def _orderings(part: dict[str, Any]) -> Iterator[_Row]:
    """Yield what is ordered, the sequence in force, and the alternatives, which stand together or not at all."""
    for name, key in ((AMONG, "among"), (IN_FORCE, "order")):
        cell = cell_of(part[key], Form.IDS) if part.get(key) else None
        if cell is not None:
            del part[key]
            yield {(ID,): name, ("order",): cell}
    compare = part.get("compare") or {}
    copies: dict[str, dict[str | int, Any]]
    copies = {name: {"order": said} if isinstance(said, list) else _copied(said) for name, said in compare.items()}
    rows = [{(ID,): name, **_taken(ORDERINGS, said)} for name, said in copies.items()]
    if not any(copies.values()) and all(is_text(name) and name.casefold() not in (AMONG, IN_FORCE) for name in copies):
        part.pop("compare", None)
        yield from rows


def _taken(sheet: Sheet, part: dict[str | int, Any]) -> _Row:
    """Take out of a part what its sheet has columns for; what has keys of its own goes as a whole or not at all."""
    row: _Row = {}
    whole = {key: _copied(value) for key, value in part.items() if isinstance(value, dict)}
    spread = {column.path[:-1] for column in sheet.columns if isinstance(column.path[-1], int)}
    for column in sheet.columns:
        *above, key = column.path
        holder: Any = part
        for step in above:
            holder = holder.get(step) if isinstance(holder, dict) else None
        if isinstance(key, int):
            if _is_spread(holder):
                row[column.path] = cell_of(holder[key], column.form)
        elif isinstance(holder, dict) and key in holder and column.path != (ID,):
            value = holder[key]
            cell = None if column.path in spread and _is_spread(value) else cell_of(value, column.form)
            if cell is not None:
                row[column.path] = cell
                del holder[key]
                if above and not holder:
                    del part[above[0]]
    for path in spread:
        if (*path, 0) in row:
            del part[path[0]]
    for key in part.keys() & whole.keys():
        part[key] = whole[key]
        row = {path: cell for path, cell in row.items() if path[0] != key}
    return row


def _is_spread(value: Any) -> bool:
    """Return whether a quantity is three numbers, which have a column each."""
    return isinstance(value, list) and len(value) == _POINTS


def _rest(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(data[key]) for key in keys_of(Document) if key not in OF_FILE and data.get(key) is not None}


def _of_settings(found: Iterable[tuple[tuple[str, ...], Any]], usual: Mapping[str, tuple[str, ...]]) -> list[_Row]:
    """Return settings as rows, those that are usual first."""
    settings: dict[str, Cell] = {dotted(path): setting_of(path, value) for path, value in found}
    named: dict[str, Cell] = dict.fromkeys(usual.get(SETTINGS.name, ()))
    return [{(ID,): key, (_VALUE,): cell} for key, cell in {**named, **settings}.items()]


def _by_section(rest: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what is left of a scenario, all parts of a kind together."""
    return (((key,), value) for key, value in rest.items() if value or key == "milestones")


def _settings(path: tuple[str, ...], value: Any, *, whole: bool = False) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what is left of a scenario by the paths that lead to it; parts by id as a whole, or by their keys."""
    if not value and len(path) == 1 and not isinstance(value, str) and not (whole and path == ("milestones",)):
        return
    by_id = len(path) == 1 and path[0] in BY_ID
    if whole and len(path) == 2 and path[0] in BY_ID and path[0] != TASKS.key:
        yield path, value
    elif isinstance(value, dict) and value and (by_id or is_part(shape_at(path))) and all(map(_can_be_named, value)):
        for key, item in value.items():
            yield from _settings((*path, key), item, whole=whole)
    else:
        yield path, value


def _can_be_named(key: str) -> bool:
    return bool(key) and '"' not in key


def _copied(value: Any) -> Any:
    """Copy plain data without keys that have nothing behind them, and without empty lists behind them."""
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items() if item is not None and item != []}
    return [*map(_copied, value)] if isinstance(value, list) else value
