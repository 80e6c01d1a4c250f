"""Workbook: the sheets of an Excel workbook, or of an OpenDocument one."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from milepost.models.file.sheets.table import MOST_COLUMNS, MOST_ROWS, Cell, Table
from milepost.models.imports import Findings, Kind, Place
from milepost.models.problem import ScenarioError

LARGEST: Final = 512 * 2**20
"""Size beyond which what is packed into a workbook is not unpacked [bytes]."""

_PIECE: Final = 2**20
_ZIP: Final = b"PK\x03\x04"
_MISSING: Final = "needs what reads workbooks: pip install 'milepost[excel]', or save the list of tasks as CSV"
_BROKEN: Final = "cannot be read: open it, save it as an Excel workbook (.xlsx) without a password, and name that file"


def workbook_tables(content: bytes, kind: Kind, findings: Findings) -> list[Table]:
    """Read the sheets of a workbook in which something stands; where it cannot be read `findings` refuses it."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        findings.fail(Place(), f"is {kind}, which {_MISSING}")
    if content.startswith(_ZIP):
        _check_size(content, kind, findings)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return [table for name in workbook.sheet_names for table in _table(workbook, name, findings)]
    except ScenarioError:
        raise
    except (CalamineError, OSError, ValueError):
        findings.fail(Place(), f"is {kind}, which {_BROKEN}")


def _table(workbook: Any, name: str, findings: Findings) -> Iterator[Table]:
    """Yield the table of a sheet, if anything stands in it."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height == 0:
        return
    if sheet.total_height > MOST_ROWS:
        message = f"the sheet {name!r} has more than {MOST_ROWS:,} rows: leave out what is not of the plan"
        findings.fail(Place(MOST_ROWS), message)
    rows = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    yield Table(name=name, rows=rows, numbers=range(1, len(rows) + 1))


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86_400.0  # a number that is shown as a length of time [days]
    if isinstance(cell, bool | date) or cell is None:
        return cell
    return str(cell) if isinstance(cell, time) else float(cell)


def _check_size(content: bytes, kind: Kind, findings: Findings) -> None:
    """Refuse what is larger than anybody needs, before it is unpacked for good."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            is_small = _unpacks_to_less(archive, LARGEST)
    except (BadZipFile, ZlibError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        findings.fail(Place(), f"is {kind}, which {_BROKEN}")
    if not is_small:
        message = f"unpacks to more than {LARGEST // 2**20} MB: leave out what is not of the plan"
        findings.fail(Place(), message)


def _unpacks_to_less(archive: ZipFile, size: int) -> bool:
    """Return whether all that is packed takes no more than a size, by unpacking it: an archive may say anything."""
    for part in archive.infolist():
        with archive.open(part) as packed:
            while piece := packed.read(_PIECE):
                size -= len(piece)
                if size < 0:
                    return False
    return True
