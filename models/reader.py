"""Reader: from a scenario file to a Scenario, or to everything that is wrong with it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from milepost.models.advice import advise
from milepost.models.document import Document
from milepost.models.parts import Part
from milepost.models.problem import Loc, Problem, Remark, ScenarioError
from milepost.models.rules import check_scenario
from milepost.models.scalar import cut, shown
from milepost.models.scenario import Scenario
from milepost.models.setting import Setting, applied, leads_to
from milepost.models.source import Source
from milepost.models.spelling import Spelling

_KEY: Final = "[key]"
"""What pydantic ends the way to a key with."""


def read_scenario(path: str | Path, settings: Iterable[Setting] = ()) -> Scenario:
    """
    Read a scenario file.

    Parameters
    ----------
    path
        The file.
    settings
        Values put in the place of what it says, before anything of it is checked.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario; it holds all that is wrong, in the order of the file.
    """
    with _uncollected():
        return _read(Path(path), tuple(settings))[0]


def review_scenario(path: str | Path) -> tuple[Scenario, tuple[Problem, ...]]:
    """
    Read a scenario file and give advice on the plan in it, in the order of the file.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario.
    """
    with _uncollected():
        scenario, source = _read(Path(path))
        return scenario, _in_order(source.problem(remark) for remark in advise(scenario))


def _read(path: Path, settings: tuple[Setting, ...] = ()) -> tuple[Scenario, Source]:
    source = Source(path)
    if not isinstance(source.data, dict):
        what = "the file is empty" if source.data in (None, "") else f"{shown(source.data)} where keys belong"
        message = f"{what}: write name, start, milestones and tasks, each as key: value"
        raise ScenarioError([source.problem(Remark(loc=(), message=message))])
    document, remarks = _read_document(_with_settings(source, source.data, settings))
    scenario, unresolved = document.scenario(path.stem)
    remarks += [*unresolved, *check_scenario(scenario)]
    problems = [*source.problems, *(_problem(source, settings, remark) for remark in remarks)]
    if problems:
        raise ScenarioError(_in_order(problems))
    return scenario, source


def _with_settings(source: Source, data: dict[str, Any], settings: tuple[Setting, ...]) -> dict[str, Any]:
    try:
        return applied(data, settings)
    except ValueError as error:
        raise ScenarioError([Problem(path=source.path, line=0, column=0, loc=(), message=str(error))]) from None


def _problem(source: Source, settings: tuple[Setting, ...], remark: Remark) -> Problem:
    """Give a remark its place, which is a setting where the part came from one."""
    for setting in reversed(settings):
        if leads_to(setting, remark.loc):
            where = f"{source.path} with {cut(str(setting))}"
            return Problem(path=where, line=0, column=0, loc=remark.loc, message=remark.message)
    return source.problem(remark)


def _read_document(data: dict[str, Any]) -> tuple[Document, list[Remark]]:
    """
    Read a document from plain data, and say what is wrong.

    What is wrong is taken out of the data, or something stands in for it, so that the rest can be checked as well: the
    document is only worth something when there is nothing to say.
    """
    remarks: list[Remark] = []
    broken: set[Loc] = set()
    while True:
        try:
            return Document.model_validate(data, context={"broken": True} if broken else None), remarks
        except ValidationError as errors:
            found = errors.errors(include_url=False)
            remarks += [_remark(error) for error in found if not _is_within(error["loc"], broken)]
            broken.update(error["loc"] for error in found)
            # From the end: what is wrong below a bad key comes after it, and the key must still be there to find it.
            for error in reversed(found):
                _take_out(data, error)


def _is_within(loc: Loc, broken: set[Loc]) -> bool:
    return any(loc[:depth] in broken for depth in range(len(loc) + 1))


def _remark(error: Any) -> Remark:
    """Put an error of pydantic's into words."""
    loc, value = error["loc"], error["input"]
    match error["type"]:
        case "value":
            said = error["ctx"]
            on_key = said["on_key"] or loc[-1] == _KEY
            return Remark(loc=_way(loc) + said["at"], message=said["message"], on_key=on_key)
        case "extra_forbidden":
            known = _fields(loc[:-1])
            hint = Spelling(known).hint(loc[-1])
            message = f"unknown key {shown(loc[-1])}{hint or ';'} known here: {', '.join(known)}"
            return Remark(loc=loc, message=message, on_key=True)
        case "missing" | "empty":
            return Remark(loc=loc, message=f"nothing stands here, and it is needed{_example(loc)}")
        case "list_type":
            cure = f"[{cut(value)}]" if isinstance(value, str) else "[this, that]"
            return Remark(loc=loc, message=f"{shown(value)} where a list belongs: write {cure}")
        case _:
            return Remark(loc=loc, message=f"{shown(value)} where keys belong: write what belongs below as key: value")


def _take_out(data: dict[str, Any], error: Any) -> None:
    """Remove a key that should not be there; elsewhere leave None, for which something stands in."""
    way = _way(error["loc"])
    parent: Any = data
    for part in way[:-1]:
        if isinstance(parent, dict) and part not in parent:
            return  # taken out already, by way of an alias
        if parent[part] is None:
            parent[part] = {}
        parent = parent[part]
    if error["type"] == "extra_forbidden" or error["loc"][-1] == _KEY:
        parent.pop(way[-1], None)
    else:
        parent[way[-1]] = None


def _way(loc: Loc) -> Loc:
    """Give the way to what pydantic found wrong; it marks a key by one step more."""
    return loc[:-1] if loc[-1] == _KEY else loc


def _fields(loc: Loc) -> dict[str, FieldInfo]:
    """Find the fields of the mapping at a place, by the keys that a file has for them."""
    shape: Any = Document
    for part in loc:
        shape = _keys(shape)[str(part)].annotation if _is_part(shape) else get_args(shape)[-1]
        if get_origin(shape) is UnionType:  # what may be left out
            shape = next(kind for kind in get_args(shape) if kind is not NoneType)
    return _keys(shape) if _is_part(shape) else {}


def _is_part(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, Part)


def _keys(part: type[Part]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in part.model_fields.items()}


def _example(loc: Loc) -> str:
    field = _fields(loc[:-1]).get(str(loc[-1]))
    return f": write {loc[-1]}: {field.examples[0]}" if field is not None and field.examples else ": write a value"


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out: what is read holds no cycles, and looking for them triples the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
