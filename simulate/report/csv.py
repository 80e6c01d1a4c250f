"""Tables as CSV files that spreadsheets and programs read alike."""

import math
from collections.abc import Collection
from typing import Any

import pandas as pd

TEXT_COLUMNS = (
    *("milestone", "task", "risk", "name", "category", "owner"),
    *("also", "order", "hold", "without", "first", "second"),
)
"""Columns that hold what the planner wrote."""

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def csv_text(table: pd.DataFrame, *, text_columns: Collection[str] = TEXT_COLUMNS, header: bool = True) -> str:
    """
    Write a table with its numbers unrounded; NaN and infinity are left empty.

    A planner's text that a spreadsheet would run as a formula gets an apostrophe in front [1]_.

    Parameters
    ----------
    table
        The table.
    text_columns
        Columns that hold what the planner wrote; there may be numbers among it.
    header
        Whether the names of the columns come first: not where this goes on with a table.

    References
    ----------
    .. [1] OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    guarded = {column: table[column].map(_guarded) for column in text_columns if column in table}
    plain = table.assign(**guarded).replace([math.inf, -math.inf], math.nan)
    return plain.to_csv(index=False, header=header, lineterminator="\n")


def _guarded(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    text = "\n".join(text.splitlines())  # the writer does not quote a carriage return on its own
    return f"'{text}" if text.startswith(_FORMULA) else text
