"""Edited: what a scenario file is to say, before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost.models.problem import Problem, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """
    Plain data of a file that does not say them yet; they stand where a `Source` may, and have no lines.

    Parameters
    ----------
    file
        Name of the file.
    data
        What it is to say, as plain data.

    Attributes
    ----------
    problems
        None: there is no text that could be wrong.
    """

    file: str
    data: Mapping[str, Any]
    problems: tuple[Problem, ...] = field(default=(), init=False)

    def problem(self, remark: Remark) -> Problem:
        """Return a remark as a problem of the file, which has the path and no line."""
        return Problem(file=self.file, line=0, column=0, path=remark.path, message=remark.message, rule=remark.rule)
