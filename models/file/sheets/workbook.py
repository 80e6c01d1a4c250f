"""Workbook: the sheets of an Excel workbook, or of an OpenDocument one."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile
from zlib import error as ZlibError

from milepost.models.file.sheets.table import MOST_COLUMNS, MOST_ROWS, Cell, Table
from milepost.models.file.sheets.unpacked import Errors, errors_within
from milepost.models.imports import Findings, Kind, Place
from milepost.models.problem import ScenarioError

LARGEST: Final = 512 * 2**20
"""Size beyond which what is packed into a workbook is not unpacked [bytes]."""

_ZIP: Final = b"PK\x03\x04"
_MISSING: Final = "needs what reads workbooks: pip install 'milepost[excel]', or save the list of tasks as CSV"
_BROKEN: Final = "cannot be read: open it, save it as an Excel workbook (.xlsx) without a password, and name that file"


def workbook_tables(content: bytes, kind: Kind, findings: Findings) -> list[Table]:
    """Read the sheets of a workbook in which something stands; where it cannot be read `findings` refuses it."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        findings.fail(Place(), f"is {kind}, which {_MISSING}")
    errors = _looked_through(content, kind, findings) if content.startswith(_ZIP) else {}
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return [
            table for name in workbook.sheet_names for table in _table(workbook, name, errors.get(name, {}), findings)
        ]
    except ScenarioError:
        raise
    except (CalamineError, OSError, ValueError):
        findings.fail(Place(), f"is {kind}, which {_BROKEN}")


def _table(workbook: Any, name: str, errors: Mapping[tuple[int, int], str], findings: Findings) -> Iterator[Table]:
    """Yield the table of a sheet, if anything stands in it."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height == 0:
        return
    if sheet.total_height > MOST_ROWS:
        message = f"the sheet {name!r} has more than {MOST_ROWS:,} rows: leave out what is not of the plan"
        findings.fail(Place(MOST_ROWS), message)
    rows = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    yield Table(name=name, rows=rows, numbers=range(1, len(rows) + 1), errors=errors)


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86_400.0  # a number that is shown as a length of time [days]
    if isinstance(cell, bool | date) or cell is None:
        return cell
    return str(cell) if isinstance(cell, time) else float(cell)


def _looked_through(content: bytes, kind: Kind, findings: Findings) -> Errors:
    """Return the errors in cells; what is larger than anybody needs is refused before anything makes room for it."""
    try:
        return errors_within(content, LARGEST, findings)
    except ScenarioError:
        raise
    except (BadZipFile, ZlibError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        findings.fail(Place(), f"is {kind}, which {_BROKEN}")
