"""Opened: a file as what it is, a scenario or the plan of another program."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from milepost.models.file.edited import Edited
from milepost.models.file.imported import Imported
from milepost.models.file.sheets.reader import SHEET_KINDS
from milepost.models.file.source import Source, content_of
from milepost.models.imports import READERS, endings_of, kind_of

Opened: TypeAlias = Source | Imported | Edited
"""What a file is read as; both have its name, plain data, what is wrong with it, and the place of every part."""

ENDINGS: Final = endings_of([*READERS, *SHEET_KINDS])
"""How the names of files end that are plans of other programs, or lists of tasks."""


def opened(path: Path, project: str = "", columns: Mapping[str, str] | None = None) -> Source | Imported:
    """
    Read a file as what it is by its content.

    Parameters
    ----------
    path
        The file.
    project
        Name of the project that is meant, in a plan of another program that holds several, or of a sheet.
    columns
        By the name of a column of a list of tasks, what the file calls it.

    Raises
    ------
    ScenarioError
        When it cannot be read.
    """
    content = content_of(path)
    kind = kind_of(path, content)
    if kind is not None and (kind in READERS or kind in SHEET_KINDS):
        return Imported(path, kind, content, project, columns)
    return Source(path, content)
