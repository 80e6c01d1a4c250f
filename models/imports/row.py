"""Row: one thing that a file says, by the names of what it says of it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from milepost.models.imports.cells import moment_of, number_of, text_of
from milepost.models.imports.findings import Findings, Place

_SET: Final = frozenset({"Y", "1", "true", "True"})
"""How a flag is written that is set."""


class Row:
    """
    One row of a table, or one element, which knows where it stands.

    Parameters
    ----------
    table, line
        Where: the name of the table or element, and the line.
    cells
        What stands in it, by field.
    findings
        Where what is wrong is taken down.
    names
        What the table and its fields are called in the file, where that is not as they are here.
    """

    __slots__ = ("_findings", "_names", "cells", "line", "name", "table")

    def __init__(
        self,
        table: str,
        line: int,
        cells: dict[str, str],
        findings: Findings,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.table, self.line, self.cells, self._findings, self._names = table, line, cells, findings, names
        self.name = ""

    @property
    def place(self) -> Place:
        """Return where it stands, by the name that people know it by where it has one."""
        return Place(
            self.line if self._findings.lined else 0, f"{self._names.get(self.table, self.table)} {self.name}".rstrip()
        )

    def key(self, field: str) -> str:
        """Return an id, or a word of the program; empty where there is none."""
        return self.cells.get(field, "").strip()

    def text(self, field: str) -> str:
        """Return a text for people; empty where there is none."""
        return text_of(self.cells.get(field, ""))

    def flag(self, field: str) -> bool:
        """Return whether a flag is set."""
        return self.key(field) in _SET

    def number(self, field: str, otherwise: float = 0.0) -> float:
        """Return a number, or what stands for it where there is none."""
        text = self.key(field)
        return (
            self._findings.attempt(number_of, text, otherwise, self.place, self._called(field)) if text else otherwise
        )

    def amount(self, field: str) -> float:
        """Return a number of 0 or more."""
        number = self.number(field)
        if number < 0.0:
            self.refuse(f"{number:g} is negative: correct it there, and export the plan again", field)
        return max(0.0, number)

    def moment(self, field: str) -> datetime | None:
        """Return a date with its time; none where there is none."""
        text = self.key(field)
        return self._findings.attempt(moment_of, text, None, self.place, self._called(field)) if text else None

    def refuse(self, message: str, field: str = "") -> None:
        """Take down what is wrong with it."""
        self._findings.refuse(self.place, message, self._called(field))

    def _called(self, field: str) -> str:
        return self._names.get(field, field)
