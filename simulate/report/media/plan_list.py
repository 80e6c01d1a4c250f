"""Plan list: a plan as a list of tasks in CSV, with all else that it says in rows above the headings."""

import csv
import io
from codecs import BOM_UTF8

from milepost.models.file.sheets.filled import FilledSheet
from milepost.models.file.sheets.table import Cell
from milepost.models.file.sheets.text_table import guarded


def plan_list(settings: FilledSheet, tasks: FilledSheet) -> bytes:
    """
    Write a plan as a list of tasks.

    It is in UTF-8 and begins with a byte order mark, without which Excel reads it in the old code page of the computer.
    A text that a spreadsheet would run as a formula gets an apostrophe before it, which is not read.

    Parameters
    ----------
    settings
        What stands above the headings, a row each.
    tasks
        The list.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([_written(cell) for cell in row] for row in settings.rows)
    writer.writerow([])
    writer.writerow([column.heading for column in tasks.columns])
    writer.writerows([_written(cell) for cell in row] for row in tasks.rows)
    return BOM_UTF8 + stream.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.15g}"  # which is all of it: what has more digits is a text
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else cell.isoformat()
