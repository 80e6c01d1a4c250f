"""Imported: the plan of another program, as plain data of a scenario with the place of every part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milepost.models.file.imported_end import added_end
from milepost.models.file.imported_tree import tree_of
from milepost.models.imports import READERS, ForeignPlan, Kind, Matter, Notice, Place
from milepost.models.problem import KeyPath, Problem, Remark


class Imported:
    """
    A plan of another program, read but not yet understood; it stands where a `Source` may.

    Parameters
    ----------
    path
        The file.
    kind
        What it is.
    content
        All of it.
    project
        Name of the project in it that is meant, where it holds several.

    Attributes
    ----------
    kind
        What it is.
    plan
        What it says, in no words of a scenario.
    data
        The same as plain data of one.
    notices
        What could not be taken as it is, worst first.
    problems
        None: what is wrong with such a file is told at once.

    Raises
    ------
    ScenarioError
        When it cannot be read.
    """

    def __init__(self, path: Path, kind: Kind, content: bytes, project: str = "") -> None:
        self.file = str(path)
        self.kind = kind
        self.problems: list[Problem] = []
        self.plan: ForeignPlan = READERS[kind](self.file, content, project)
        made = tree_of(self.plan)
        self.data: dict[str, Any] = made.data
        self.notices: tuple[Notice, ...] = made.notices
        self._places: Mapping[KeyPath, Place] = made.places
        end = added_end(self.plan)
        if end is not None:
            self.data.setdefault("milestones", {})[end.id] = end.data
            self.notices = tuple(sorted((*self.notices, end.notice), key=lambda one: [*Matter].index(one.matter)))

    def problem(self, remark: Remark) -> Problem:
        """Return a remark its place: the row that the part was made from, or the nearest one above it."""
        depth = next((depth for depth in range(len(remark.path), 0, -1) if remark.path[:depth] in self._places), 0)
        place = self._places[remark.path[:depth]] if depth else Place()
        named = not place.row or place.row.partition(" ")[2] in remark.path
        return Problem(
            file=self.file,
            line=place.line,
            column=1 if place.line else 0,
            path=remark.path,
            message=remark.message if named else f"{place.row}: {remark.message}",
            rule=remark.rule,
        )
