"""Tables as CSV files that spreadsheets and programs read alike."""

import math
import re
from codecs import BOM_UTF8
from typing import Any, Final

import pandas as pd

from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.words import printable

_SIGNS: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""What a formula begins with, also in the wide form that some spreadsheets take for the same."""
_FORMULA: Final = re.compile(rf"\A(?=\s*{_SIGNS})|\A(?=[\t\n])|(?<=[,;\t\n])(?={_SIGNS})")
"""Where a cell may begin that is a formula: also behind what a spreadsheet of another style takes for its end."""


def csv_bytes(table: pd.DataFrame, style: CsvStyle = CsvStyle.PLAIN, *, header: bool = True) -> bytes:
    """
    Write a table with its numbers unrounded; NaN and infinity are left empty.

    It is in UTF-8 and begins with a byte order mark, without which Excel reads it in the old code page of the computer.
    A text that a spreadsheet would run as a formula gets an apostrophe in front [1]_, in whichever column it stands and
    in the names of columns too; what would steer a terminal becomes a question mark. Numbers are never touched, nor is
    a date, which begins with a digit.

    Parameters
    ----------
    table
        The table; a column may hold texts and numbers.
    style
        What parts columns, and what numbers are written with.
    header
        Whether the names of the columns come first: not where this goes on with a table.

    References
    ----------
    .. [1] OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    written = {
        table.columns[index]: table.iloc[:, index].map(lambda cell: _written(cell, style))
        for index, kind in enumerate(table.dtypes)
        if not pd.api.types.is_numeric_dtype(kind)
    }
    plain = table.assign(**written).replace([math.inf, -math.inf], math.nan).rename(columns=_guarded)
    text = plain.to_csv(index=False, header=header, sep=style.separator, decimal=style.decimal, lineterminator="\n")
    return (BOM_UTF8 if header else b"") + text.encode()


def _written(cell: Any, style: CsvStyle) -> Any:
    if isinstance(cell, float) and math.isfinite(cell):
        return str(float(cell)).replace(".", style.decimal)
    return _guarded(cell) if isinstance(cell, str) else cell


def _guarded(text: str) -> str:
    lines = "\n".join(map(_line, text.splitlines()))  # the writer does not quote a carriage return on its own
    return _FORMULA.sub("'", lines)


def _line(text: str) -> str:
    return "\t".join(map(printable, text.split("\t")))
