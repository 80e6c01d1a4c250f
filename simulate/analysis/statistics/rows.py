"""Rows: what stands of something in a table, by column; dates are dates until the table is made."""

from collections.abc import Mapping
from datetime import date

Cell = str | float | date | None
Row = dict[str, Cell]


def with_texts(row: Mapping[str, Cell]) -> dict[str, str | float]:
    """Return a row with its dates as ISO text, empty where there is none."""
    return {
        key: ("" if cell is None else cell.isoformat() if isinstance(cell, date) else cell) for key, cell in row.items()
    }
