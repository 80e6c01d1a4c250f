"""Layers: a scenario file with the plans that it lies over, as one."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn, cast

from milepost.models.file.document import COLUMNS, PLAN, PLAN_IDS, PROJECT
from milepost.models.file.imported import Imported
from milepost.models.file.imported_resources import misspelt, planned_list, staffed
from milepost.models.file.merge import Merge
from milepost.models.file.opened import Opened, opened
from milepost.models.file.parts.resource import PLANNED
from milepost.models.file.plan_ids import IdChange, ids_in, unpacked
from milepost.models.file.scalar import shown
from milepost.models.file.source import Plain, Source
from milepost.models.problem import KeyPath, Problem, Remark, ScenarioError

MOST: Final = 20
"""Files that lie over one another beyond which they are refused."""

_KINDS: Final = ("tasks", "milestones")


class Layers:
    """
    A scenario file, and what it lies over, read as one but not yet understood.

    Parameters
    ----------
    path
        The file; it may name a plan that it lies over, in its own folder unless it says otherwise, and that another.
    text
        What stands in it; none to read it.
    chain
        The file and those that it lies over, where they have been read already; they stay as they are.

    Attributes
    ----------
    file
        Name of the file.
    data
        What stands in all of them together, as in a `Source`.
    problems
        What is wrong with the texts, and with what is taken out of plans below.
    sources
        The files, the plan at the bottom last.
    merges
        What each file but the last makes of what lies below it, in the same order.
    id_changes
        What has become of the ids below since each file that knows them was laid over them, in the same order.

    Raises
    ------
    ScenarioError
        When one of them cannot be read as YAML at all, or they lie over each other in a circle.
    """

    def __init__(self, path: Path, text: str | None = None, chain: Sequence[Opened] = ()) -> None:
        self.file = str(path)
        self.sources = tuple(chain or chain_of(path, opened(path) if text is None else Source(path, text)))
        if isinstance(self.sources[-1], Imported):
            own = copy(self.sources[-1])  # what is told of it depends on what lies over it
            self.sources = (*self.sources[:-1], own)
        bottom = self.sources[-1]
        self.data: Any = bottom.data
        self.merges: tuple[Merge, ...] = ()
        self.id_changes: tuple[IdChange, ...] = ()
        self._lost: dict[str, str] = {}
        self.problems = [*bottom.problems]
        for source in reversed(self.sources[:-1]):
            merge = Merge(self.data, source.data)
            self.merges = (merge, *self.merges)
            self.data = merge.data
            self.problems += [*source.problems, *map(source.problem, merge.remarks)]
            for kind, id in _changing_kind(merge):
                self.problems += self._of_two_kinds(source, kind, id)
                del self.data[kind][id]  # or all that refers to it would be told as well
            self._follow_ids(source, merge)
        if isinstance(bottom, Imported):
            self._raise_named(bottom.data)
            if self.merges and isinstance(self.data.get("tasks"), dict):
                bottom.notices = staffed(self._own(), bottom.plan, bottom.notices)
                self.problems += map(self.problem, misspelt(self.data, bottom.plan))
                self._level_as_planned(bottom)

    @property
    def bottom(self) -> Path:
        """Return the file at the bottom; the file itself where it lies over nothing."""
        return Path(self.sources[-1].file)

    def problem(self, remark: Remark) -> Problem:
        """Return a remark its place, in the file that says what it is about."""
        source, path = self._told(remark.path)
        return replace(source.problem(replace(remark, path=path)), path=remark.path)

    @property
    def is_imported(self) -> bool:
        """Return whether the plan at the bottom is that of another program."""
        return isinstance(self.sources[-1], Imported)

    @property
    def critical(self) -> dict[str, bool]:
        """
        Return by id whether a task has no float by the plan of another program at the bottom; nothing if it has no say.

        What it says nothing of, as of finished work, has some.
        """
        bottom = self.sources[-1]
        activities = bottom.plan.activities if isinstance(bottom, Imported) else ()
        says = any(one.critical is not None for one in activities)
        return {one.id: bool(one.critical) for one in activities} if says else {}

    def is_foreign(self, path: KeyPath) -> bool:
        """Return whether no scenario says a part, and only the plan of another program does."""
        source, _ = self._told(path)
        return isinstance(source, Imported)

    def are_apart(self, one: KeyPath, other: KeyPath) -> bool:
        """Return whether two parts are told by different files."""
        return self._told(one)[0] is not self._told(other)[0]

    def order(self, problem: Problem) -> tuple[int, int, int]:
        """Return where a problem stands among others: file by file, the uppermost first."""
        files = [source.file for source in self.sources]
        return files.index(problem.file) if problem.file in files else -1, problem.line, problem.column

    def taken_out(self, id: str) -> Problem | None:
        """Return where a part of such an id is taken out, or all of its kind; none where it is not."""
        for source, merge in zip(self.sources, self.merges, strict=False):
            for path in merge.taken_out:
                whole = len(path) == 1 and isinstance(merge.below[path[0]], dict) and id in merge.below[path[0]]
                if whole or path[1:] == (id,):
                    return source.problem(Remark(path=path, message=f"{id!r} is taken out here"))
        return None

    def lost(self, id: str) -> str:
        """Return the file that has had such an id and has it no more; empty where there is none."""
        return self._lost.get(id, "")

    def _follow_ids(self, source: Opened, merge: Merge) -> None:
        """Find which ids a plan has lost and got since a file was laid over it, and where that still changes one."""
        above = source.data or {}
        packed = above.get(PLAN_IDS)
        if not isinstance(packed, str):
            return
        try:
            known = unpacked(packed)
        except ValueError as error:
            message = f"{error}: renew them by milepost import --refresh {source.file}"
            self.problems.append(source.problem(Remark(path=(PLAN_IDS,), message=message)))
            return
        today = ids_in(merge.below)
        below = self.sources[self.sources.index(source) + 1].file
        lost, new = (
            tuple(one for one in ids if one not in there) for ids, there in ((known, {*today}), (today, {*known}))
        )
        self.id_changes = (IdChange(file=source.file, below=below, lost=lost, new=new), *self.id_changes)
        self._lost.update(dict.fromkeys(lost, below))
        for kind in _KINDS:
            named = above.get(kind)
            for id in [id for id in lost if isinstance(named, dict) and named.get(id) is not None]:
                message = (
                    f"{id!r} is in {below} no more: take this out, or put it under the id of what stands for it there; "
                    f"where it is to be new, milepost import --refresh {source.file} takes the ids of today for known"
                )
                self.problems.append(source.problem(Remark(path=(kind, id), message=message, on_key=True)))
                self.data[kind].pop(id, None)  # or all that refers to it would be told as well

    def _raise_named(self, below: Mapping[str, Any]) -> None:
        """Make milestones of another program's plan major that a file above it names, unless it says their level."""
        parts = [(one.data or {}).get("milestones") for one in self.sources[:-1]]
        above = [part for part in parts if isinstance(part, dict)]
        for id in below.get("milestones") or ():
            said = [part[id] for part in above if id in part]
            made = self.data["milestones"].get(id) if said else None
            if isinstance(made, dict) and not any(isinstance(one, dict) and "level" in one for one in said):
                made.pop("level", None)

    def _own(self) -> dict[str, Any]:
        """Return the data, of which tasks and resources may be changed without changing what lies below."""
        for key in ("tasks", "resources"):
            if isinstance(self.data.get(key), dict):
                self.data[key] = dict(self.data[key])
        return cast("dict[str, Any]", self.data)

    def _level_as_planned(self, bottom: Imported) -> None:
        """Put the tasks with needs into the order of the dates of the file, where the scenario asks for that."""
        levelling = self.data.get("levelling")
        if isinstance(levelling, dict) and levelling.get("order") == PLANNED:
            self.data["levelling"] = {**levelling, "order": [*map(Plain, planned_list(self.data, bottom.plan))]}

    def _told(self, path: KeyPath) -> tuple[Opened, KeyPath]:
        """Return which file tells of a part, and the path to it there."""
        for source, merge in zip(self.sources, self.merges, strict=False):
            told = merge.place(path)
            if told.above is not None:
                return source, told.above
            path = told.below
        return self.sources[-1], path

    def _of_two_kinds(self, source: Opened, kind: str, id: str) -> Iterator[Problem]:
        """Tell of an id that is a task in one file and a milestone in one below, in both."""
        other = next(one for one in _KINDS if one != kind)
        lower = self.sources[self.sources.index(source) + 1 :]
        below = next(one for one in lower if id in ((one.data or {}).get(other) or ()))
        for one, here, there, file in ((source, kind, other, below.file), (below, other, kind, source.file)):
            message = f"{id!r} is a {here[:-1]} here and a {there[:-1]} in {file}: rename one of them"
            yield one.problem(Remark(path=(here, id), message=message, on_key=True))


def chain_of(path: Path, source: Opened) -> Iterator[Opened]:
    """
    Yield a file, as read, and those that it lies over.

    Raises
    ------
    ScenarioError
        When one of them cannot be read, or they lie over each other in a circle.
    """
    seen = [path.resolve()]
    while True:
        yield source
        if not isinstance(source.data, dict) or source.data.get(PLAN) is None:
            return
        named = source.data[PLAN]
        if not isinstance(named, str):
            _fail(source, f"{shown(named)} where the name of a file belongs: name the plan below")
        path = path.parent / named
        try:
            place = path.resolve()
        except (OSError, ValueError, RuntimeError):
            _fail(source, f"{shown(named)} cannot be the name of a file: name the plan below")
        if place in seen:
            _fail(source, f"{path} lies over this file itself, in a circle: name the plan below")
        if len(seen) == MOST:
            _fail(source, f"more than {MOST} files lie over one another: put some of them together")
        seen.append(place)
        below = _source(path, source)
        if not isinstance(below.data, dict):
            _fail(source, f"{path} has no keys: name a scenario file")
        source = below


def _source(path: Path, above: Opened) -> Opened:
    """Read a file, and say where it is named if it is not there."""
    try:
        if _is_pipe(path):
            _fail(above, f"{path} is a pipe, not a file: name the plan below")
        project = (above.data or {}).get(PROJECT)
        below = opened(path, project if isinstance(project, str) else "", _columns_of(above))
        if project and not isinstance(below, Imported):
            message = f"{path} is a scenario, and holds one project: take this out"
            raise ScenarioError([above.problem(Remark(path=(PROJECT,), message=message))])
        return below
    except ScenarioError as error:
        if any(problem.line for problem in error.problems):
            raise
        _fail(above, f"{path} {error.problems[0].message}")
    except ValueError:  # a NUL in the name
        _fail(above, f"{shown(str(path))} cannot be the name of a file: name the plan below")


def _columns_of(source: Opened) -> dict[str, str]:
    """Return what a file says that the list of tasks below calls its columns."""
    said = (source.data or {}).get(COLUMNS)
    return {key: text for key, text in said.items() if isinstance(text, str)} if isinstance(said, dict) else {}


def _is_pipe(path: Path) -> bool:
    """Return whether a path leads to a pipe: opening one waits until somebody writes into it."""
    try:
        return path.is_fifo()
    except OSError:  # it cannot be read either, which is told then
        return False


def _fail(source: Opened, message: str) -> NoReturn:
    raise ScenarioError([source.problem(Remark(path=(PLAN,), message=message))]) from None


def _changing_kind(merge: Merge) -> list[tuple[str, str]]:
    """Return which parts are new in one kind, with that, and there below in the other."""
    new = [(str(path[0]), str(path[1])) for path in merge.new if len(path) == 2 and path[0] in _KINDS]
    others = dict(zip(_KINDS, reversed(_KINDS), strict=True))
    return [(kind, id) for kind, id in new if id in (merge.data.get(others[kind]) or ())]
