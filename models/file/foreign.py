"""Foreign files: what a file is that is not a scenario, by what stands in it and by how its name ends."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_ENDINGS: Final[Mapping[str, str]] = {
    ".xlsx": "an Excel workbook",
    ".xlsm": "an Excel workbook",
    ".xlsb": "an Excel workbook",
    ".xls": "an Excel workbook",
    ".ods": "an OpenDocument spreadsheet",
    ".mpp": "a Microsoft Project plan",
    ".mpt": "a Microsoft Project template",
    ".xer": "a Primavera P6 export (XER)",
    ".pod": "a ProjectLibre plan",
    ".gan": "a GanttProject plan",
    ".xml": "an XML file",
    ".csv": "a table of text (CSV)",
    ".tsv": "a table of text (TSV)",
    ".pdf": "a PDF document",
    ".docx": "a Word document",
}
_BY_BEGINNING: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "a PDF document"),
    (b"ERMHDR", "a Primavera P6 export (XER)"),
)
_IN_ZIP: Final[tuple[tuple[bytes, str], ...]] = (
    (b"xl/", "an Excel workbook"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    (b"word/", "a Word document"),
)
_IN_OFFICE: Final[tuple[tuple[str, str], ...]] = (
    ("MSProject", "a Microsoft Project plan"),
    ("Workbook", "an Excel workbook"),
    ("WordDocument", "a Word document"),
)
_IN_XML: Final[tuple[tuple[bytes, str], ...]] = (
    (b"schemas.microsoft.com/project", "a Microsoft Project plan in XML"),
    (b"APIBusinessObjects", "a Primavera P6 plan in XML"),
    (b"<html", "a web page"),
)
_ZIP: Final = b"PK\x03\x04"
_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 4096
"""Bytes of a text in which it shows what it is."""
_START: Final = re.compile(rb"""(?:^|[{,])\s*["']?start["']?\s*:""", re.MULTILINE)
"""The key that every scenario has."""


def foreign_kind(path: Path, content: bytes) -> str | None:
    """
    Return what a file is, in words for people; None where it may be a scenario.

    Parameters
    ----------
    path
        The file; its name counts where nothing in it looks like a scenario.
    content
        All of it.
    """
    by_ending = _ENDINGS.get(path.suffix.lower())
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, kind in _BY_BEGINNING:
        if head.startswith(beginning):
            return kind
    if content.startswith(_ZIP):
        return next((kind for part, kind in _IN_ZIP if part in content), by_ending or "a zip archive")
    if content.startswith(_OFFICE):
        names = ((name.encode("utf-16-le"), kind) for name, kind in _IN_OFFICE)
        return by_ending or next((kind for name, kind in names if name in content), "an Office document")
    if head.startswith(b"<"):
        return next((kind for part, kind in _IN_XML if part in head), by_ending or "an XML file")
    if _START.search(content):
        return None
    return by_ending or ("a table of text (CSV)" if _is_table(head) else None)


def _is_table(head: bytes) -> bool:
    """Return whether the first lines have the same number of separators, two or more, and no keys."""
    lines = [line for line in head.splitlines()[:3] if line.strip()]
    if len(lines) < 2 or any(b": " in line or line.lstrip()[:1] in b"#-[{" for line in lines):
        return False
    return any(lines[0].count(by) >= 2 and lines[0].count(by) == lines[1].count(by) for by in (b",", b";", b"\t"))
