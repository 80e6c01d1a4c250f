"""Reader: from a scenario file to a Scenario, or to everything that is wrong with it."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, get_args, get_origin

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
_Cuts: TypeAlias = dict[str | int, "_Cuts | bool"]
"""What is left out of data, by the keys that lead to it; True: with its key, False: nothing stands there."""


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
    scenario = None
    if document is not None:
        scenario, unresolved = document.scenario(path.stem)
        remarks += [*unresolved, *check_scenario(scenario)]
    problems = [*source.problems, *(_problem(source, settings, remark) for remark in remarks)]
    if problems or scenario is None:
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


def _read_document(data: dict[str, Any]) -> tuple[Document | None, list[Remark]]:
    """
    Read a document from plain data, and say what is wrong.

    What is wrong is left out of a copy of the data, or something stands in for it, so that the rest can be checked as
    well: the document is only worth something when there is nothing to say. There is none where leaving that out does
    not help.
    """
    remarks: list[Remark] = []
    broken: set[Loc] = set()
    while True:
        try:
            return Document.model_validate(data, context={"broken": True} if broken else None), remarks
        except ValidationError as errors:
            found = errors.errors(include_url=False)
            if all(error["loc"] in broken for error in found):
                return None, remarks
            remarks += [_remark(error) for error in found if not _is_within(error["loc"], broken)]
            broken.update(error["loc"] for error in found)
            data = _pruned(data, _cuts(found))


def _is_within(loc: Loc, broken: set[Loc]) -> bool:
    return any(loc[:depth] in broken for depth in range(len(loc) + 1))


def _remark(error: Any) -> Remark:
    """Put an error of pydantic's into words."""
    loc, value = error["loc"], error["input"]
    match error["type"]:
        case "value":
            said = error["ctx"]
            on_key = said["on_key"] or _is_about_key(error)
            return Remark(loc=_way(error) + said["at"], message=said["message"], on_key=on_key)
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


def _cuts(found: Iterable[Any]) -> _Cuts:
    """Collect what is left out: a key that should not be there with all below it, elsewhere what stands there."""
    cuts: _Cuts = {}
    for error in found:
        *above, last = _way(error)
        level = cuts
        for part in above:
            below = level.setdefault(part, {})
            if isinstance(below, bool):
                break
            level = below
        else:
            level[last] = error["type"] == "extra_forbidden" or _is_about_key(error) or level.get(last) is True
    return cuts


def _pruned(part: Any, cuts: _Cuts) -> Any:
    """Build a copy of a part of the data with things left out, and None where something has to stand in."""
    pruned: Any = list(part) if isinstance(part, list) else dict(part) if isinstance(part, dict) else {}
    for key, cut_out in cuts.items():
        if cut_out is True:
            pruned.pop(key, None)
        elif cut_out is False:
            pruned[key] = None
        else:
            below = pruned.get(key) if isinstance(pruned, dict) else pruned[key]
            pruned[key] = _pruned(below, cut_out)
    return pruned


def _way(error: Any) -> Loc:
    """Find the way to what pydantic found wrong; it marks a key by one step more."""
    loc: Loc = error["loc"]
    return loc[:-1] if _is_about_key(error) else loc


def _is_about_key(error: Any) -> bool:
    """Tell whether the key is wrong and not what stands there; a key may be called as pydantic's mark is."""
    loc = error["loc"]
    return error["type"] == "value" and len(loc) > 1 and loc[-1] == _KEY and loc[-2] == error["input"]


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
