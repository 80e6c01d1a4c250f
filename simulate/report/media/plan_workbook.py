"""Plan workbook: a plan as sheets that people fill in, with notes on headings, choices, and a page that says how."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from milepost.models.file.sheets.columns import ID, SETTINGS, Column, Sheet
from milepost.models.file.sheets.filled import FilledSheet
from milepost.models.file.sheets.form import Form
from milepost.models.file.sheets.guide import LINES, choices_of, is_open_choice, note_of, note_of_setting

GUIDE: Final = "read me"
"""The first sheet, which says how to fill the others in."""

_ROWS_AHEAD: Final = 500
"""Rows of a sheet, at the least, in which choices are offered."""
_MOST_ROWS: Final = 1_048_576
_WIDEST, _NARROWEST = 44, 9
"""How wide a column is at the most and at the least [letters]."""
_DATE_WIDTH: Final = 12
_LINE: Final = 15
"""How high a line is [points]."""
_MOST_LINES: Final = 20
"""Lines of a cell that are shown."""
_NOTE_WIDTH: Final = 44
"""Letters in a line of a note."""
_DAY_0: Final = date(1899, 12, 30)
_FIRST_DATE: Final = date(1900, 3, 1)
"""Before it, spreadsheets do not agree on what a date is."""

_TEXTS: Final = (Form.TEXT, Form.ID, Form.LINKS, Form.IDS, Form.ITEMS, Form.DAY_RANGES, Form.AMOUNTS, Form.SHARES)
_NUMBERS: Final = (Form.NUMBER, Form.DAYS, Form.MONEY, Form.FACTOR, Form.SHARE)
_KINDS: Final[Mapping[Form, str]] = {**dict.fromkeys(_TEXTS, "text"), Form.DATE: "date"}
"""What a cell becomes into which somebody writes."""
_HELD: Final = frozenset({ID, "name", "setting", "range"})
"""Headings of columns that stay where they are when somebody scrolls to the right."""
_OF_SETTINGS: Final = (
    "A key of a scenario file, with dots between its parts, as budget.total. All that has no sheet of its own may "
    "stand here.",
    "What it is set to; between [ and ] where there are several.",
)

_Formats: TypeAlias = Mapping[str, Any]


def plan_workbook(title: str, sheets: Sequence[FilledSheet]) -> bytes:
    """
    Write a plan as a workbook to fill in.

    A text stays a text, whatever it begins with, and a column of texts makes a text of what somebody writes into it.
    The same sheets give the same bytes.

    Parameters
    ----------
    title
        What the plan is called.
    sheets
        What stands in its sheets; the first one says how to fill them in.

    Raises
    ------
    ImportError
        When XlsxWriter is not installed; it says how to install it.
    ValueError
        When a sheet has more rows than a workbook can hold.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ImportError("a workbook needs XlsxWriter: pip install 'milepost[excel]'") from error
    for sheet in sheets:
        if len(sheet.rows) >= _MOST_ROWS:
            raise ValueError(f"{len(sheet.rows):,} {sheet.sheet.name} are more than a sheet of a workbook can hold")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title[:255], "created": datetime(1980, 1, 1)})  # nothing reads a clock
        formats = _formats(book)
        _write_guide(book.add_worksheet(GUIDE), formats)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.sheet.name), sheet, formats)
    return stream.getvalue()


def _formats(book: Any) -> _Formats:
    top = {"valign": "top"}
    heading = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEEEEE", "num_format": "@"}
    right = {"align": "right", "indent": 1}
    return {
        "": book.add_format(top),
        "text": book.add_format({**top, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**top, **right}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
        "line": book.add_format({"num_format": "@"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "heading": book.add_format(heading),
        "heading of numbers": book.add_format({**heading, **right}),
    }


def _write_guide(sheet: Any, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 120)
    sheet.write_string(0, 0, "How to fill this in", formats["title"])
    for row, line in enumerate(LINES, start=2):
        sheet.write_string(row, 0, line, formats["line"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_sheet(sheet: Any, said: FilledSheet, formats: _Formats) -> None:
    last = max(len(said.rows), _ROWS_AHEAD)
    heights = [1] * (len(said.rows) + 1)
    for at, column in enumerate(said.columns):
        cells = [row[at] for row in said.rows]
        width = _width(column, cells)
        sheet.set_column(at, at, width, formats[_KINDS.get(column.form, "")])
        style = "heading of numbers" if column.form in _NUMBERS else "heading"
        sheet.write_string(0, at, column.heading, formats[style])
        _write_note(sheet, 0, at, _OF_SETTINGS[at] if said.sheet is SETTINGS else note_of(said.sheet, column))
        _offer(sheet, last, at, said.sheet, column)
        for row, cell in enumerate(cells, start=1):
            _write_cell(sheet, row, at, cell, formats)
        heights = [max(high, _lines(cell, width)) for high, cell in zip(heights, [column.heading, *cells], strict=True)]
    if said.sheet is SETTINGS:
        for row, (key, *_) in enumerate(said.rows, start=1):
            _write_note(sheet, row, 0, note_of_setting(str(key)))
    for row, high in enumerate(heights):
        if high > 1:  # else the spreadsheet chooses by its font
            sheet.set_row(row, _LINE * min(high, _MOST_LINES) + 3)
    sheet.freeze_panes(1, sum(column.heading in _HELD for column in said.columns[:2]))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(cell: object, width: int) -> int:
    """Return how many lines a cell takes in a column."""
    return sum(-(-(len(line) + 1) // width) for line in str(_shown(cell)).splitlines()) or 1


def _width(column: Column, cells: Sequence[object]) -> int:
    """Return how wide a column should be [letters]."""
    if column.form is Form.DATE:
        return _DATE_WIDTH
    longest = max((len(line) for cell in cells for line in str(_shown(cell)).splitlines()), default=0)
    word = max(map(len, column.heading.split()))
    return min(max(longest + 2, word + 2, _NARROWEST), _WIDEST)


def _shown(cell: object) -> object:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else cell


def _write_note(sheet: Any, row: int, column: int, note: str) -> None:
    if note:
        lines = 2 + len(note) // _NOTE_WIDTH
        look = {"author": "Milepost", "width": 300, "height": 17 * lines, "font_size": 9}
        sheet.write_comment(row, column, note, look)


def _offer(sheet: Any, last: int, at: int, of: Sheet, column: Column) -> None:
    """Let people choose, and refuse other words but where any will do."""
    choices = choices_of(of, column)
    if choices:
        rule: dict[str, Any] = {"validate": "list", "source": [*choices], "show_error": not is_open_choice(column)}
        rule |= {"error_title": column.heading, "error_message": f"Choose {' or '.join(choices)}."}
        sheet.data_validation(1, at, last, at, rule)


def _write_cell(sheet: Any, row: int, at: int, cell: object, formats: _Formats) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, formats[""])
    elif isinstance(cell, float | int):
        sheet.write_number(row, at, cell, formats["number"])
    elif isinstance(cell, date) and cell >= _FIRST_DATE:
        sheet.write_number(row, at, (cell - _DAY_0).days, formats["date"])
    elif cell is not None:
        sheet.write_string(row, at, str(cell), formats["text"])
