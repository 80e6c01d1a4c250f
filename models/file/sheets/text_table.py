"""Text table: a table in a file of text, whatever stands between its cells."""

import csv
import re
from io import StringIO
from typing import Final

from milepost.models.file.sheets.headings import likeness
from milepost.models.file.sheets.table import MOST_COLUMNS, MOST_ROWS, Cell, Table
from milepost.models.imports import Findings, Place

_BETWEEN: Final = ("\t", ";", ",", "|")
_LOOKED_AT: Final = 100
"""Rows by which it is found out what stands between cells."""
_HINT: Final = "sep="
"""What a first line begins with that says what stands between cells, as Excel reads it."""
_GUARDED: Final = re.compile(r"'+(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""What stands before a text so that no spreadsheet takes it for a formula."""
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_table(content: bytes, findings: Findings) -> Table:
    """Read a table of text; where it cannot be read `findings` refuses it."""
    text = _decoded(content, findings)
    skipped = 0
    if text[: len(_HINT)].lower() == _HINT and len(line := text.splitlines()[0]) == len(_HINT) + 1:
        between, skipped = line[-1], 1
        text = text[text.find("\n") + 1 :]
    else:
        head = "\n".join(text.splitlines()[:_LOOKED_AT])
        between = max(_BETWEEN, key=lambda one: likeness([row for row, _ in _rows(head, one, None)]))
    rows = _rows(text, between, findings)
    return Table(name="", rows=[row for row, _ in rows], numbers=[skipped + number for _, number in rows])


def _rows(text: str, between: str, findings: Findings | None) -> list[tuple[list[Cell], int]]:
    """Return the rows, each with the line on which it begins; what cannot be read ends them unless it is refused."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=between)
    rows: list[tuple[list[Cell], int]] = []
    begins = 1
    try:
        for cells in reader:
            rows.append(([_unguarded(cell) or None for cell in cells[:MOST_COLUMNS]], begins))
            begins = reader.line_num + 1
            if len(rows) > MOST_ROWS and findings:
                findings.fail(Place(begins), f"more than {MOST_ROWS:,} rows: leave out what is not of the plan")
    except csv.Error as error:
        if findings:
            findings.fail(Place(begins), f"this row cannot be read ({error}): close its quotes, or take them out")
    return rows


def guarded(text: str) -> str:
    """
    Return a text with an apostrophe before it where a spreadsheet would take it for a formula; it is not read.

    Examples
    --------
    >>> guarded("=1+1"), guarded("Dig")
    ("'=1+1", 'Dig')
    """
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _decoded(content: bytes, findings: Findings) -> str:
    said = [encoding for bom, encoding in _BOMS if content.startswith(bom)]
    for encoding in said or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    findings.fail(Place(), "is not text: save it as CSV, in UTF-8")
