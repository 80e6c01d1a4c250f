"""Workbooks: tables, and the pictures on the first sheet, in one file for a spreadsheet."""

import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from milepost.simulate.report.media.column_kind import ColumnKind, column_kind, is_interval
from milepost.simulate.report.media.words import printable, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """
    What stands on the first sheet.

    Parameters
    ----------
    title
        What the workbook is of.
    lines
        What is to be said before anything is shown.
    pictures
        PNG files by name.
    """

    title: str
    lines: Sequence[str]
    pictures: Mapping[str, bytes]


WorkbookWriter: TypeAlias = Callable[[Cover, Mapping[str, pd.DataFrame]], bytes]
"""What makes a workbook of a cover and of tables, each of which becomes a sheet of its name."""


def workbook_writer() -> WorkbookWriter:
    """
    Return what makes a workbook.

    Dates are dates there, and numbers are numbers, which are shown rounded and kept unrounded. A text stays a text,
    whatever it begins with. The same tables give the same bytes.

    Raises
    ------
    ImportError
        When XlsxWriter is not installed; it says how to install it.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ImportError("a workbook needs XlsxWriter: pip install 'milepost[excel]'") from error

    def write(cover: Cover, tables: Mapping[str, pd.DataFrame]) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            book.set_properties({"title": _text(cover.title), "created": datetime(1980, 1, 1)})  # nothing reads a clock
            formats = _formats(book)
            sheet = book.add_worksheet("overview")
            fitting = {name: table for name, table in tables.items() if _fits(table)}
            for name, table in fitting.items():
                _write_table(book.add_worksheet(name), table, formats)
            _write_cover(sheet, cover, formats, left_out=[name for name in tables if name not in fitting])
        return stream.getvalue()

    return write


_MOST_ROWS, _MOST_COLUMNS, _LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet and a cell of it can hold."""
_WIDEST = 50
"""Letters of a text that its column has room for."""
_WIDTHS: Final = {ColumnKind.DATE: 13, ColumnKind.DAYS: 9, ColumnKind.SHARE: 9, ColumnKind.POINTS: 9}
_ROW = 20
"""How high a row is [pixels]."""
_SCREEN = 12.0
"""How wide a picture is at the most [inches]."""
_INCH = 96
"""Pixels of a spreadsheet in an inch."""

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_0: Final = date(1899, 12, 30)
_FIRST_DATE: Final = date(1900, 3, 1)
"""Before it, spreadsheets do not agree on what a date is."""
_OF_A_ROW: Final = {"share": ColumnKind.SHARE, "working days": ColumnKind.DAYS}
"""What the cells of a row hold in a table that has a column `unit`."""

_Formats: TypeAlias = Mapping[Any, Any]


def _formats(book: Any) -> _Formats:
    numbers = {
        ColumnKind.DATE: "d mmm yyyy",
        ColumnKind.DAYS: "#,##0.0",
        ColumnKind.SHARE: "0.0%",
        ColumnKind.POINTS: "0.0",
        ColumnKind.AMOUNT: "0.0##",
        "whole": "#,##0",
    }
    return {
        **{kind: book.add_format({"num_format": number}) for kind, number in numbers.items()},
        "text": book.add_format({"quote_prefix": True}),  # which stays a text when somebody edits it
        "title": book.add_format({"quote_prefix": True, "bold": True, "font_size": 16}),
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEEEEE"}
        ),
    }


def _fits(table: pd.DataFrame) -> bool:
    return len(table) < _MOST_ROWS and len(table.columns) <= _MOST_COLUMNS


def _write_cover(sheet: Any, cover: Cover, formats: _Formats, *, left_out: Sequence[str]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row_pixels(0, 28)
    sheet.write_string(0, 0, _text(cover.title), formats["title"])
    more = [f"{name}.csv has more rows or columns than a sheet can hold, and is not here." for name in left_out]
    lines = [*cover.lines, *more]
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, _text(line), formats["text"])
    row = len(lines) + 2
    for name, png in cover.pictures.items():
        width, height = _inches(png)
        scale = min(1.0, _SCREEN / width)
        look = {"image_data": io.BytesIO(png), "x_scale": scale, "y_scale": scale, "description": name}
        sheet.insert_image(row, 0, name, look)
        row += math.ceil(height * scale * _INCH / _ROW) + 1


def _inches(png: bytes) -> tuple[float, float]:
    """Return how large a picture is, by its own words."""
    density = png.find(b"pHYs") + 4
    across, up, across_a_metre, up_a_metre = (int.from_bytes(png[at : at + 4]) for at in (16, 20, density, density + 4))
    return across / across_a_metre / 0.0254, up / up_a_metre / 0.0254


def _write_table(sheet: Any, table: pd.DataFrame, formats: _Formats) -> None:
    names = [*map(str, table.columns)]
    headings = [*map(_heading, names)]
    sheet.outline_settings(True, True, False)  # what opens the intervals is over the column that they are of
    lines = 1
    for column, name in enumerate(names):
        kind = column_kind(name, names)
        widest = _write_column(sheet, column, table, kind, formats)
        width = max(widest, max(map(len, headings[column].split())) + 1, 8)
        lines = max(lines, math.ceil(1.4 * len(headings[column]) / width))
        is_last = column + 1 == len(names)
        is_open = is_last or is_interval(name) or not is_interval(names[column + 1])
        folded = {"level": 1, "hidden": True} if is_interval(name) else {} if is_open else {"collapsed": True}
        sheet.set_column(column, column, width, None, folded)
        sheet.write_string(0, column, headings[column], formats["heading"])
    sheet.set_row(0, 15 * lines + 3)
    sheet.freeze_panes(1, names.index("name") + 1 if "name" in names[:4] else 1)
    sheet.autofilter(0, 0, len(table), len(names) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)


def _heading(name: str) -> str:
    """Write the name of a column so that it wraps, and that of a milestone in it as it is."""
    id, point, own = name.rpartition(".")
    return _text(f"{id}{point and ': '}{own.replace('_', ' ')}")


def _write_column(sheet: Any, column: int, table: pd.DataFrame, kind: ColumnKind, formats: _Formats) -> int:
    """Write the cells of a column, and return how wide it should be [letters]."""
    widest = _WIDTHS.get(kind, 9)
    for row, (cell, of) in enumerate(zip(table.iloc[:, column].tolist(), _kinds(table, kind), strict=True), start=1):
        if isinstance(cell, bool | np.bool_):
            sheet.write_boolean(row, column, bool(cell))
        elif isinstance(cell, str):
            day = _date(cell) if of is ColumnKind.DATE else None
            if day is not None:
                sheet.write_number(row, column, (day - _DAY_0).days, formats[of])
            elif cell:
                text = _text(cell)
                widest = max(widest, min(len(text) + 2, _WIDEST))
                sheet.write_string(row, column, text, formats["text"])
        elif isinstance(cell, int | float) and math.isfinite(cell):
            is_whole = of is ColumnKind.AMOUNT and (cell == int(cell) or abs(cell) >= 100)
            sheet.write_number(row, column, cell, formats["whole" if is_whole else of])
    return widest


def _kinds(table: pd.DataFrame, kind: ColumnKind) -> Iterator[ColumnKind]:
    """Yield what each cell of a column is: in a table of many figures the row says it."""
    if kind is ColumnKind.AMOUNT and "unit" in table:
        yield from (_OF_A_ROW.get(unit, kind) for unit in table["unit"])
    else:
        yield from (kind for _ in range(len(table)))


def _date(text: str) -> date | None:
    """Return the date that a text is, if spreadsheets know that date."""
    day = date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    return day if day is not None and day >= _FIRST_DATE else None


def _text(text: str) -> str:
    return shortened(printable(text), _LONGEST_TEXT)
