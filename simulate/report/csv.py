"""Tables as CSV files that spreadsheets and programs read alike."""

import math

import pandas as pd

TEXT_COLUMNS = ("milestone", "task", "risk", "name", "category", "owner")
"""Columns that hold what the planner wrote."""

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def csv_text(table: pd.DataFrame) -> str:
    """
    Write a table with its numbers unrounded; NaN and infinity are left empty.

    A planner's text that a spreadsheet would run as a formula gets an apostrophe in front [1]_.

    References
    ----------
    .. [1] OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    guarded = {column: table[column].map(_guarded) for column in TEXT_COLUMNS if column in table}
    plain = table.assign(**guarded).replace([math.inf, -math.inf], math.nan)
    return plain.to_csv(index=False, lineterminator="\n")


def _guarded(text: str) -> str:
    text = "\n".join(text.splitlines())  # the writer does not quote a carriage return on its own
    return f"'{text}" if text.startswith(_FORMULA) else text
