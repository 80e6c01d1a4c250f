"""Kind: what a file is that is not a scenario, by what stands in it and by how its name ends."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final


class Kind(StrEnum):
    """What a file is, in words for people."""

    EXCEL = "an Excel workbook"
    SPREADSHEET = "an OpenDocument spreadsheet"
    MPP = "a Microsoft Project plan"
    MPT = "a Microsoft Project template"
    MSPDI = "a Microsoft Project plan in XML"
    XER = "a Primavera P6 export (XER)"
    PMXML = "a Primavera P6 plan in XML"
    POD = "a ProjectLibre plan"
    MPX = "a Microsoft Project exchange file (MPX)"
    MPD = "a Microsoft Project database"
    PLANNER = "a Planner plan"
    ASTA = "an Asta Powerproject plan"
    CONCEPT_DRAW = "a ConceptDraw Project plan"
    FAST_TRACK = "a FastTrack Schedule plan"
    GANTT_DESIGNER = "a Gantt Designer plan"
    EDRAW = "an Edraw Project plan"
    PHOENIX = "a Phoenix Project Manager plan"
    SDEF = "a plan in the Standard Data Exchange Format (SDEF)"
    SYNCHRO = "a Synchro plan"
    TURBO = "a TurboProject plan"
    GAN = "a GanttProject plan"
    CSV = "a table of text (CSV)"
    TSV = "a table of text (TSV)"
    XML = "an XML file"
    WEB = "a web page"
    PDF = "a PDF document"
    WORD = "a Word document"
    ZIP = "a zip archive"
    OFFICE = "an Office document"


_BY_ENDING: Final[Mapping[str, Kind]] = {
    ".xlsx": Kind.EXCEL,
    ".xlsm": Kind.EXCEL,
    ".xlsb": Kind.EXCEL,
    ".xls": Kind.EXCEL,
    ".ods": Kind.SPREADSHEET,
    ".mpp": Kind.MPP,
    ".mpt": Kind.MPT,
    ".xer": Kind.XER,
    ".pod": Kind.POD,
    ".mpx": Kind.MPX,
    ".mpd": Kind.MPD,
    ".planner": Kind.PLANNER,
    ".pp": Kind.ASTA,
    ".cdpx": Kind.CONCEPT_DRAW,
    ".cdpz": Kind.CONCEPT_DRAW,
    ".fts": Kind.FAST_TRACK,
    ".gnt": Kind.GANTT_DESIGNER,
    ".edpx": Kind.EDRAW,
    ".ppx": Kind.PHOENIX,
    ".sdef": Kind.SDEF,
    ".sp": Kind.SYNCHRO,
    ".pep": Kind.TURBO,
    ".gan": Kind.GAN,
    ".xml": Kind.XML,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".pdf": Kind.PDF,
    ".docx": Kind.WORD,
}
_BY_BEGINNING: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", Kind.PDF),
    (b"ERMHDR", Kind.XER),
    (b"\xac\xed\x00\x05", Kind.POD),
    (b"MPX,Microsoft Project", Kind.MPX),
    (b"MPX;Microsoft Project", Kind.MPX),
)
_IN_ZIP: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"xl/", Kind.EXCEL),
    (b"opendocument.spreadsheet", Kind.SPREADSHEET),
    (b"word/", Kind.WORD),
)
_IN_OFFICE: Final[tuple[tuple[str, Kind], ...]] = (
    ("MSProject", Kind.MPP),
    ("Workbook", Kind.EXCEL),
    ("WordDocument", Kind.WORD),
)
_IN_XML: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"schemas.microsoft.com/project", Kind.MSPDI),
    (b"APIBusinessObjects", Kind.PMXML),
    (b"gantt-divider-location", Kind.GAN),
    (b"mrproject-version", Kind.PLANNER),
    (b"<html", Kind.WEB),
)
_AS_XML: Final = "save it as XML there (File, Save As, XML Format), and name that file"
_CONVERTIBLE: Final = "save it as Microsoft Project XML there, or as XER, and name that file"
CONVERTED: Final[Mapping[Kind, str]] = {
    Kind.MPP: _AS_XML,
    Kind.MPT: _AS_XML,
    Kind.MPD: _AS_XML,
    Kind.MPX: _AS_XML,
    Kind.POD: "save it as Microsoft Project XML there, and name that file",
    Kind.PLANNER: _CONVERTIBLE,
    Kind.ASTA: _CONVERTIBLE,
    Kind.CONCEPT_DRAW: _CONVERTIBLE,
    Kind.FAST_TRACK: _CONVERTIBLE,
    Kind.GANTT_DESIGNER: _CONVERTIBLE,
    Kind.EDRAW: _CONVERTIBLE,
    Kind.PHOENIX: _CONVERTIBLE,
    Kind.SDEF: _CONVERTIBLE,
    Kind.SYNCHRO: _CONVERTIBLE,
    Kind.TURBO: _CONVERTIBLE,
}
"""The kinds that another program converts before they are read, and how to do without it."""
_CURE: Final = "name a scenario file, as plan.yaml"
_ZIP: Final = b"PK\x03\x04"
_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 4096
"""Bytes of a text in which it shows what it is."""
_WIDE: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How texts in UTF-16 begin."""
_START: Final = re.compile(rb"""(?:^|[{,])\s*["']?start["']?\s*:""", re.MULTILINE)
"""The key that every scenario has."""


def kind_of(path: Path, content: bytes) -> Kind | None:
    """
    Return what a file is; None where it may be a scenario.

    Parameters
    ----------
    path
        The file; its name counts where nothing in it looks like a scenario.
    content
        All of it.
    """
    by_ending = _BY_ENDING.get(path.suffix.lower())
    head = _head(content)
    for beginning, kind in _BY_BEGINNING:
        if head.startswith(beginning):
            return kind
    if content.startswith(_ZIP):
        return next((kind for part, kind in _IN_ZIP if part in content), by_ending or Kind.ZIP)
    if content.startswith(_OFFICE):
        names = ((name.encode("utf-16-le"), kind) for name, kind in _IN_OFFICE)
        return by_ending or next((kind for name, kind in names if name in content), Kind.OFFICE)
    if head.startswith(b"<"):
        return next((kind for part, kind in _IN_XML if part in head), by_ending or Kind.XML)
    if _START.search(content):
        return None
    return by_ending or (Kind.CSV if _is_table(head) else None)


def endings_of(kinds: Collection[Kind]) -> frozenset[str]:
    """Return how the names of files of some kinds end, as of what stands in XML does every XML file's."""
    in_xml = {Kind.XML} if {Kind.MSPDI, Kind.PMXML}.intersection(kinds) else set()
    return frozenset(ending for ending, kind in _BY_ENDING.items() if kind in in_xml.union(kinds))


def other_way(kind: Kind) -> str:
    """Return what to do with a file that is not read as it is."""
    return CONVERTED.get(kind, _CURE)


def refusal(kind: Kind) -> str:
    """Return what is said of a file that is not read, and what to do instead."""
    return f"is {kind}, which is not read as it is: {other_way(kind)}"


def _head(content: bytes) -> bytes:
    """Return the beginning of a text, in UTF-8 where it is in UTF-16."""
    head = content[:_HEAD]
    encoding = next((encoding for mark, encoding in _WIDE if head.startswith(mark)), None)
    if encoding is not None:
        head = head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_table(head: bytes) -> bool:
    """Return whether the first lines have the same number of separators, two or more, and no keys."""
    lines = [line for line in head.splitlines()[:3] if line.strip()]
    if len(lines) < 2 or any(b": " in line or line.lstrip()[:1] in b"#-[{" for line in lines):
        return False
    return any(lines[0].count(by) >= 2 and lines[0].count(by) == lines[1].count(by) for by in (b",", b";", b"\t"))
