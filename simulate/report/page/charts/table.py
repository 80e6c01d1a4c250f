"""Tables of a page: rows of cells, each a text with what it is sorted by."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    A cell of a table.

    Parameters
    ----------
    text
        What stands in it.
    value
        What it is sorted by where it is a number or a date; NaN where that is not known.
    token
        The name of the colour behind it; nothing where there is none.
    """

    text: str
    value: float | None = None
    token: str = ""

    @property
    def key(self) -> str:
        """Return what it is sorted by, as it is written into the page; nothing of what is not known."""
        return "" if self.value is None or not math.isfinite(self.value) else f"{self.value:.6g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A table that can be sorted by each of its columns.

    Parameters
    ----------
    columns
        The headings.
    rows
        The cells; the first of each row names it.
    caption
        What it is a table of.
    """

    template: ClassVar[str] = "table.html.j2"

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Iterable[str | Cell]], *, caption: str = "") -> "Table":
        """Return a table of texts and cells."""
        cells = [[one if isinstance(one, Cell) else Cell(text=one) for one in row] for row in rows]
        return cls(columns=columns, rows=cells, caption=caption)

    @property
    def numeric(self) -> Sequence[bool]:
        """Return of which columns the cells are numbers or dates."""
        return [any(row[k].value is not None for row in self.rows) for k in range(len(self.columns))]
