"""Unpacked: what is packed into a workbook, looked through piece by piece before anything makes room for it."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Final, TypeAlias
from zipfile import ZipFile

from milepost.models.file.sheets.table import MOST_CELLS, MOST_ROWS, number_of
from milepost.models.imports import Findings, Place

_PIECE: Final = 2**20
_OVERLAP: Final = 4096
"""What is looked at again with the next piece, so that no cell is cut in two [bytes]."""
_SHEETS: Final = "xl/worksheets/"
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"(?:<(?:\w+:)?f[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]{1,20})</"
)
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_DOCTYPE: Final = b"<!DOCTYPE"

Errors: TypeAlias = Mapping[str, Mapping[tuple[int, int], str]]
"""By the name of a sheet, and by row and column from 1, the error that stands in a cell in place of a value."""


def errors_within(content: bytes, largest: int, findings: Findings) -> Errors:
    """
    Look through a packed workbook; where it is larger than any plan `findings` refuses it.

    What is packed is counted as it is unpacked, since an archive may say anything, and so are rows and columns: what
    reads a sheet makes room for all cells before the last.

    Parameters
    ----------
    content
        All of the workbook.
    largest
        Size beyond which what is packed is not unpacked [bytes].
    findings
        Where is told what is wrong.

    Raises
    ------
    BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError
        When it is damaged.
    """
    with ZipFile(BytesIO(content)) as archive:
        return _Packed(archive, largest, findings).errors()


class _Packed:
    """
    The parts of a workbook.

    Parameters
    ----------
    archive
        All of it.
    largest
        Size beyond which it is not unpacked [bytes].
    findings
        Where is told what is wrong.
    """

    def __init__(self, archive: ZipFile, largest: int, findings: Findings) -> None:
        self._archive, self._largest, self._left, self._findings = archive, largest, largest, findings

    def errors(self) -> Errors:
        """Return the errors in its cells, once all of it has been looked through."""
        kept = {_BOOK: b"", _RELATIONS: b""}
        found: dict[str, dict[tuple[int, int], str]] = {}
        for part in self._archive.namelist():
            before = b""
            for piece in self._pieces(part):
                text = before + piece
                before = piece[-_OVERLAP:]
                if _DOCTYPE in text:
                    self._findings.fail(Place(), "holds a DOCTYPE, which no workbook needs: save it anew")
                if part in kept:
                    kept[part] += piece
                if part.startswith(_SHEETS) and part.endswith(".xml"):
                    self._check_cells(text)
                    for column, row, error in _ERROR.findall(text):
                        at = int(row), number_of(column.decode())
                        found.setdefault(part, {})[at] = error.decode("ascii", "replace")
        names = _names(kept[_BOOK], kept[_RELATIONS]) if found else {}
        return {names[part]: errors for part, errors in found.items() if part in names}

    def _pieces(self, part: str) -> Iterator[bytes]:
        with self._archive.open(part) as packed:
            while piece := packed.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    message = f"unpacks to more than {self._largest // 2**20} MB: leave out what is not of the plan"
                    self._findings.fail(Place(), message)
                yield piece

    def _check_cells(self, text: bytes) -> None:
        cells = _CELL.findall(text)
        rows = max((int(row) for _, row in cells), default=0)
        columns = max((number_of(column.decode()) for column in {column for column, _ in cells}), default=0)
        if rows > MOST_ROWS or rows * columns > MOST_CELLS:
            message = f"has a cell in row {rows:,}, column {columns:,}: leave out what is not of the plan"
            self._findings.fail(Place(), message)


def _names(book: bytes, relations: bytes) -> Mapping[str, str]:
    """Return the names of sheets by the parts that hold them."""
    parts = {_said(tag, b"Id"): _said(tag, b"Target") for tag in _RELATION.findall(relations)}
    names = {_said(tag, rb"\w+:id"): _said(tag, b"name") for tag in _SHEET.findall(book)}
    return {
        target.lstrip("/") if target.startswith("/") else f"xl/{target}": names[id]
        for id, target in parts.items()
        if id in names
    }


def _said(tag: bytes, attribute: bytes) -> str:
    found = re.search(rb"\s" + attribute + rb'="([^"]*)"', tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""
