"""Imported: the plan of another program, as plain data of a scenario with the place of every part."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from milepost.models.file.imported_end import added_end
from milepost.models.file.imported_tree import Tree, tree_of
from milepost.models.file.sheets.reader import SHEET_KINDS, read_sheets
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
        Name of the project in it that is meant, where it holds several, or of the sheet with the tasks.
    columns
        By the name of a column of a list of tasks, what the file calls it.

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

    def __init__(
        self, path: Path, kind: Kind, content: bytes, project: str = "", columns: Mapping[str, str] | None = None
    ) -> None:
        self.file = str(path)
        self.kind = kind
        self.problems: list[Problem] = []
        self.plan: ForeignPlan
        if kind in SHEET_KINDS:
            sheets = read_sheets(self.file, kind, content, sheet=project, columns=columns)
            made, self.plan = sheets.tree, sheets.plan
        else:
            self.plan = READERS[kind](self.file, content, project)
            made = _with_end(tree_of(self.plan), self.plan)
        self.data: dict[str, Any] = made.data
        self.notices: tuple[Notice, ...] = made.notices
        self._places: Mapping[KeyPath, Place] = made.places

    def problem(self, remark: Remark) -> Problem:
        """Return a remark its place: the row that the part was made from, or the nearest one above it."""
        depth = next((depth for depth in range(len(remark.path), 0, -1) if remark.path[:depth] in self._places), 0)
        place = self._places[remark.path[:depth]] if depth else Place()
        message = self._in_words_of_lists(remark, depth) if self.kind in SHEET_KINDS else remark.message
        named = not place.row or place.row.partition(" ")[2] in remark.path
        return Problem(
            file=self.file,
            line=place.line,
            column=place.column or (1 if place.line else 0),
            path=remark.path,
            message=message if named else f"{place.row}: {message}",
            rule=remark.rule,
        )

    def _in_words_of_lists(self, remark: Remark, depth: int) -> str:
        """Return a remark, in words of columns where a list of tasks misses one."""
        if remark.path == ("start",) and not depth:
            return (
                "no task has a date to begin from: add a column start, put start and the day in a row above the "
                "headings, or lay a scenario over it that says start"
            )
        columns = next((one.example for one in self.notices if one.matter is Matter.COLUMNS), "")
        if remark.path[-1:] == ("duration",) and columns and not any("duration" in path for path in self._places):
            return f"no column is known for durations, and not known are: {columns}"
        return remark.message


def _with_end(tree: Tree, plan: ForeignPlan) -> Tree:
    """Return what is made of a plan with a milestone at its end, where it has none there."""
    end = added_end(plan)
    if end is None:
        return tree
    milestones = {**tree.data.get("milestones", {}), end.id: end.data}
    notices = sorted((*tree.notices, end.notice), key=lambda one: [*Matter].index(one.matter))
    return replace(tree, data={**tree.data, "milestones": milestones}, notices=tuple(notices))
