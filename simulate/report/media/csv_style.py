"""CSV style: in which dialect of CSV tables are written."""

from enum import StrEnum


class CsvStyle(StrEnum):
    """
    How a CSV file parts its columns and writes its numbers.

    PLAIN is what programs read, and spreadsheets in English: a comma between columns, a point in a number. EXCEL_DE is
    what Excel takes apart where numbers have a decimal comma, as in German, French or Spanish: a semicolon between
    columns.
    """

    PLAIN = "plain"
    EXCEL_DE = "excel-de"

    @property
    def separator(self) -> str:
        """Return what stands between two columns."""
        return "," if self is CsvStyle.PLAIN else ";"

    @property
    def decimal(self) -> str:
        """Return what stands between whole and part of a number."""
        return "." if self is CsvStyle.PLAIN else ","
