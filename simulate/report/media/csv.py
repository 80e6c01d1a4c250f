"""Tables as CSV files that spreadsheets and programs read alike."""

import math
from typing import Any, Final

import pandas as pd

from milepost.simulate.report.media.words import printable

_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with, also in the wide form that some spreadsheets take for the same."""


def csv_text(table: pd.DataFrame, *, header: bool = True) -> str:
    """
    Write a table with its numbers unrounded; NaN and infinity are left empty.

    A text that a spreadsheet would run as a formula gets an apostrophe in front [1]_, in whichever column it stands and
    in the names of columns too; what would steer a terminal becomes a question mark. Numbers are never touched, nor is
    a date, which begins with a digit.

    Parameters
    ----------
    table
        The table; a column may hold texts and numbers.
    header
        Whether the names of the columns come first: not where this goes on with a table.

    References
    ----------
    .. [1] OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    texts = [index for index, kind in enumerate(table.dtypes) if not pd.api.types.is_numeric_dtype(kind)]
    guarded = {table.columns[index]: table.iloc[:, index].map(_guarded) for index in texts}
    plain = table.assign(**guarded).replace([math.inf, -math.inf], math.nan).rename(columns=_guarded)
    return plain.to_csv(index=False, header=header, lineterminator="\n")


def _guarded(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = "\n".join(map(_line, cell.splitlines()))  # the writer does not quote a carriage return on its own
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\n")) else text


def _line(text: str) -> str:
    return "\t".join(map(printable, text.split("\t")))
