"""Tables: what Primavera P6 exports, by the names that its tables and their fields have in its database."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from milepost.models.calendar import Hours
from milepost.models.imports.findings import Findings
from milepost.models.imports.kind import Kind
from milepost.models.imports.row import Row

Worked: TypeAlias = tuple[tuple[Hours, ...] | None, Mapping[date, Hours]]
"""The hours of each day of the week, from Monday on, if a calendar says them; and those of dates that have others."""


class Tables:
    """
    The rows of an export by their table, whatever the file is made of.

    Parameters
    ----------
    findings
        Where what is wrong is taken down.
    kind
        What the file is.
    worked
        Reads when is worked by a calendar, of its row; raises ValueError where that cannot be read.

    Attributes
    ----------
    currency
        What money is in; empty where that is not said.
    """

    def __init__(self, findings: Findings, kind: Kind, worked: Callable[[Row], Worked]) -> None:
        self.kind, self.worked, self.currency = kind, worked, ""
        self._findings = findings
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, row: Row) -> None:
        """Add a row to its table."""
        self._rows[row.table].append(row)

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
