"""Tables: the rows of a Primavera P6 export, by the name of their table."""

from collections.abc import Iterator
from typing import Final

from milepost.models.imports.cells import text_of
from milepost.models.imports.findings import Findings, Place
from milepost.models.imports.notice import Matter
from milepost.models.imports.row import Row

MOST_ROWS: Final = 1_000_000
"""Rows of the tables that are read beyond which a file is refused."""
MOST_FIELDS: Final = 1_000
"""Fields of a row beyond which it is refused."""

_READ: Final = frozenset(
    {
        "PROJECT", "CALENDAR", "SCHEDOPTIONS", "PROJWBS", "TASK", "TASKPRED", "ACTVTYPE", "ACTVCODE", "TASKACTV",
        "UDFTYPE", "UDFVALUE", "RSRC", "RSRCRATE", "TASKRSRC", "PROJCOST",
    }
)  # fmt: skip
"""Tables that are read; the others may be large and say nothing of a schedule."""


class Tables:
    """
    What stands in a Primavera P6 export: tables of text with tabs between their cells.

    Parameters
    ----------
    content
        All of the file: UTF-8, or else the code page 1252, as P6 writes it.
    findings
        Where what is wrong is taken down.

    Attributes
    ----------
    currency
        What money is in, as the head of the file says.
    """

    def __init__(self, content: bytes, findings: Findings) -> None:
        self._findings = findings
        self._rows: dict[str, list[Row]] = {}
        self.currency = ""
        self._read(_decoded(content, findings))

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none where the file does not have it."""
        return self._rows.get(table, [])

    def by_key(self, table: str, field: str) -> dict[str, Row]:
        """Return the rows of a table by a key that each has to itself."""
        found: dict[str, Row] = {}
        for row in self.rows(table):
            key = row.key(field)
            if not key:
                row.refuse("nothing stands here, and it is needed: export the plan again", field)
            elif key in found:
                row.refuse(f"{key!r} stands here again, after line {found[key].line}: export the plan again", field)
            else:
                found[key] = row
        return found

    def _read(self, text: str) -> None:
        """Take the file line by line; what does not begin with a sign of its own goes on with the line before."""
        table, fields, ended, count = "", tuple[str, ...](), False, 0
        for line, row in _logical(text):
            mark, _, rest = row.partition("\t")
            if mark == "%R":
                if table not in _READ:
                    continue
                count += 1
                if count > MOST_ROWS:
                    self._findings.fail(Place(line, table), f"more than {MOST_ROWS:,} rows: split the plan")
                cells = rest.split("\t")
                if not fields:
                    self._findings.fail(Place(line, table), "a row before the names of its fields: export it again")
                self._rows[table].append(Row(table, line, dict(zip(fields, cells, strict=False)), self._findings))
            elif mark == "%F":
                fields = tuple(name.strip() for name in rest.split("\t", MOST_FIELDS))
                if len(fields) > MOST_FIELDS:
                    self._findings.fail(Place(line, table), f"more than {MOST_FIELDS:,} fields: export it again")
            elif mark == "%T":
                table, fields = rest.strip(), ()
                self._rows.setdefault(table, [])
            elif mark == "ERMHDR":
                self.currency = text_of(rest.split("\t", 10)[7]) if rest.count("\t") >= 7 else ""
            elif mark == "%E":
                ended = True
        if not ended:
            self._findings.tell(Matter.CUT_SHORT)


def _decoded(content: bytes, findings: Findings) -> str:
    try:
        return content.decode("utf-8-sig")
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
