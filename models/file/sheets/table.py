"""Table: the cells of one sheet, as a file has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from milepost.models.imports import Place

Cell: TypeAlias = str | float | bool | date | None
"""Nothing where the cell is empty; with a time of the day a date is a `datetime`."""

MOST_ROWS: Final = 200_000
"""Rows beyond which a sheet is refused."""
MOST_CELLS: Final = 5_000_000
"""Cells beyond which a sheet is refused, with those in which nothing stands."""
MOST_COLUMNS: Final = 1_000
"""Columns beyond which what stands in a row is not looked at."""

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    The cells of one sheet.

    Parameters
    ----------
    name
        What the sheet is called; empty of a file that is one table.
    rows
        The cells of each row, as many as there are.
    numbers
        By row, its number in the sheet, or its line in the file, from 1.
    errors
        By row and column from 1, the error that stands in a cell in place of a value, as `#REF!`.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def place(self, row: int, column: int) -> Place:
        """Return where a cell stands, both counted from 0."""
        number = self.numbers[row]
        return Place(number, f"{self.name}!{letters(column)}{number}" if self.name else "", column + 1)


def letters(column: int) -> str:
    """
    Return what spreadsheets call a column that is counted from 0.

    Examples
    --------
    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    before, last = divmod(column, _LETTERS)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def number_of(name: str) -> int:
    """
    Return the number of a column, counted from 1, by what spreadsheets call it.

    Examples
    --------
    >>> number_of("A"), number_of("AB")
    (1, 28)
    """
    number = 0
    for letter in name:
        number = _LETTERS * number + ord(letter) - ord("A") + 1
    return number


def is_blank(cell: Cell) -> bool:
    """Return whether nothing stands in a cell that anybody sees."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
