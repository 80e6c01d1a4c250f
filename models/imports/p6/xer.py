"""XER: the text that Primavera P6 exports, tables with tabs between their cells."""

from collections.abc import Iterator
from typing import Final

from milepost.models.imports.cells import text_of
from milepost.models.imports.findings import Findings, Place
from milepost.models.imports.kind import Kind
from milepost.models.imports.notice import Matter
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.p6.xer_calendar import week_and_days
from milepost.models.imports.row import Row

MOST_ROWS: Final = 1_000_000
"""Rows of the tables that are read beyond which a file is refused."""
MOST_FIELDS: Final = 1_000
"""Fields of a row beyond which it is refused."""

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""
_READ: Final = frozenset(
    {
        "PROJECT", "CALENDAR", "SCHEDOPTIONS", "PROJWBS", "TASK", "TASKPRED", "ACTVTYPE", "ACTVCODE", "TASKACTV",
        "UDFTYPE", "UDFVALUE", "RSRC", "RSRCRATE", "TASKRSRC", "PROJCOST",
    }
)  # fmt: skip
"""Tables that are read; the others may be large and say nothing of a schedule."""


def xer_tables(content: bytes, findings: Findings) -> Tables:
    """
    Read a Primavera P6 export as text.

    Parameters
    ----------
    content
        All of the file: UTF-8, or else the code page 1252, as P6 writes it.
    findings
        Where what is wrong is taken down.
    """
    tables = Tables(findings, Kind.XER, lambda row: week_and_days(row.cells.get("clndr_data", "")))
    table, fields, ended, count = "", tuple[str, ...](), False, 0
    for line, row in _logical(_decoded(content, findings)):
        mark, _, rest = row.partition("\t")
        if mark == "%R":
            if table not in _READ:
                continue
            count += 1
            if count > MOST_ROWS:
                findings.fail(Place(line, table), f"more than {MOST_ROWS:,} rows: split the plan")
            if not fields:
                findings.fail(Place(line, table), "a row before the names of its fields: export it again")
            tables.add(Row(table, line, dict(zip(fields, rest.split("\t"), strict=False)), findings))
        elif mark == "%F":
            fields = tuple(name.strip() for name in rest.split("\t", MOST_FIELDS))
            if len(fields) > MOST_FIELDS:
                findings.fail(Place(line, table), f"more than {MOST_FIELDS:,} fields: export it again")
        elif mark == "%T":
            table, fields = rest.strip(), ()
        elif mark == "ERMHDR":
            tables.currency = text_of(rest.split("\t", 10)[7]) if rest.count("\t") >= 7 else ""
        elif mark == "%E":
            ended = True
    if not ended:
        findings.tell(Matter.CUT_SHORT)
    return tables


def _decoded(content: bytes, findings: Findings) -> str:
    try:
        return content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x} is of neither UTF-8 nor the code page 1252"
        findings.fail(Place(line), f"{byte}: export the plan again, or save the file as UTF-8")


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield rows with the line on which each begins."""
    begun, parts = 1, list[str]()
    for line, part in enumerate(text.split("\n"), 1):
        part = part.rstrip("\r")
        if part.startswith(("%", "ERMHDR")):
            if parts:
                yield begun, " ".join(parts) if len(parts) > 1 else parts[0]
            begun, parts = line, [part]
        elif part and parts:
            parts.append(part)
    if parts:
        yield begun, " ".join(parts)
