"""Reader: from a scenario file to a Scenario, or to everything that is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, get_args

from pydantic import ValidationError

from milepost.models.file.applied import applied
from milepost.models.file.critical import critical_tasks
from milepost.models.file.document import Document
from milepost.models.file.fields import IdItem, Item, LinkText, id_cure
from milepost.models.file.layers import Layers
from milepost.models.file.overlay import Overlay, overlays_of
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reading import PartsRead, Reading
from milepost.models.file.scalar import as_yaml, shown
from milepost.models.file.setting import BY_ID, Setting, leads_to
from milepost.models.file.shape import fields_at, is_part, keys_of, shape_at
from milepost.models.file.shared import Rule, Shared
from milepost.models.file.source import Plain
from milepost.models.file.synonyms import key_near
from milepost.models.file.thousands import advise_on_thousands
from milepost.models.file.uncollected import uncollected
from milepost.models.link import link_cure, links_meant
from milepost.models.problem import KeyPath, Problem, Remark, ScenarioError, cut
from milepost.models.rules.advice import IDLE_RULE, NEW_TASK, THOUSANDS, advise
from milepost.models.rules.scenario import check_not_empty, check_scenario
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling

_KEY: Final = "[key]"
"""What pydantic ends the path to a key with."""
_Cuts: TypeAlias = dict[str | int, "_Cuts | bool | str"]
"""What is left out of data, by the keys to it; True: its key too, False: nothing stands in for it; or its new key."""
_Written: TypeAlias = dict[KeyPath, str]
"""Keys as they are written, by the path to what is read for them."""
_NODES: Final[frozenset[KeyPath]] = frozenset({("tasks",), ("milestones",)})
_HOURS: Final = "hours"
_NAMED: Final[frozenset[KeyPath]] = _NODES | {("risks",), ("calendars",)}
"""What other parts refer to by id."""


class Layered(Protocol):
    """What a file says that need not be read any more, as a `PlanText` is and what has been changed of one."""

    def layers(self) -> Layers:
        """Return it with what it lies over."""


def read_scenario(
    path: str | Path | Layered, settings: Iterable[Setting] = (), parts: PartsRead | None = None
) -> Scenario:
    """
    Read a scenario file.

    Parameters
    ----------
    path
        The file, or what stood in one.
    settings
        Values put in the place of what it says, before anything of it is checked.
    parts
        Those of what was read before, of which those that it has as well are not read again.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario; it holds all that is wrong, in the order of the file.
    """
    with uncollected():
        return _read(path, tuple(settings), parts)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """
    What there is to say of a scenario file that is valid.

    Parameters
    ----------
    scenario
        What it says.
    advice
        What a planner would want to look at again, in the order of the file.
    overlays
        What it changes of the plan that it lies over, and that of what that lies over, and so on.
    rules
        What came of its rules for many tasks.
    layers
        The file with those that it lies over.
    data
        What they say together, as plain data that needs no other file.
    """

    scenario: Scenario
    advice: tuple[Problem, ...]
    overlays: tuple[Overlay, ...]
    rules: tuple[Rule, ...]
    layers: Layers
    data: Mapping[str, Any]

    @property
    def text(self) -> PlanText:
        """Return what it says, with what it lies over, as one file."""
        return PlanText.of(self.layers.file, self.data, self.scenario.name)

    @property
    def bottom(self) -> Path:
        """Return the file at the bottom of all that it lies over; itself where it lies over nothing."""
        return self.layers.bottom


def review_scenario(path: str | Path) -> tuple[Scenario, tuple[Problem, ...]]:
    """
    Read a scenario file and give advice on the plan in it, in the order of the file.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario.
    """
    found = review(path)
    return found.scenario, found.advice


def review(path: str | Path | Layered) -> Review:
    """
    Read a scenario file and say all that there is to say of it.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario.
    """
    with uncollected():
        scenario, source, shared = _read(path)
        of_file = {
            THOUSANDS: advise_on_thousands(source.data),
            NEW_TASK: _advise_on_new(source, scenario),
            IDLE_RULE: shared.advice,
        }
        shown = [
            replace(remark, rule=rule.id)
            for rule, remarks in of_file.items()
            if rule.id not in scenario.advice_ignored
            for remark in remarks
        ]
        remarks = [replace(one, path=shared.origin(one.path)) for one in [*advise(scenario), *shown]]
        return Review(
            scenario=scenario,
            advice=_in_order(map(source.problem, dict.fromkeys(remarks)), source),
            overlays=overlays_of(source),
            rules=tuple(shared.rules),
            layers=source,
            data=shared.settled if source.is_imported else source.data,
        )


def read_with_data(path: str | Path | Layered) -> tuple[Scenario, Mapping[str, Any], Layers]:
    """
    Read a scenario file, and return with the scenario what it is made from, as plain data, and the files it stands in.

    Raises
    ------
    ScenarioError
        When it is not a valid scenario.
    """
    with uncollected():
        scenario, source, shared = _read(path)
        return scenario, shared.data, source


def _advise_on_new(source: Layers, scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that are new in an overlay, that nothing links to, and that are called almost as one below is."""
    linked = {link.predecessor for node in scenario.nodes.values() for link in node.after}
    for merge in source.merges:
        below = merge.below.get("tasks") or {}
        known = Spelling(below)
        for path in merge.new:
            id = str(path[-1])
            if path[:-1] == ("tasks",) and id not in linked and (near := known.near(id)):
                message = f"{id!r} is new, and nothing links to it: did you mean {near!r}?"
                yield Remark(path=path, message=message, on_key=True)


def _read(
    path: str | Path | Layered, settings: tuple[Setting, ...] = (), parts: PartsRead | None = None
) -> tuple[Scenario, Layers, Shared]:
    source = Layers(Path(path)) if isinstance(path, str | Path) else path.layers()
    if not isinstance(source.data, dict):
        what = "the file is empty" if source.data in (None, "") else f"{shown(source.data)} where keys belong"
        message = f"{what}: write name, start, milestones and tasks, each as key: value"
        raise ScenarioError([source.problem(Remark(path=(), message=message))])
    data = _with_settings(source, source.data, settings)
    shared = Shared(
        data,
        critical_tasks(data, source.critical),
        lambda path: source.is_foreign(path) and not any(leads_to(setting, path) for setting in settings),
    )
    document, remarks, written = _read_document(shared.data, source, parts)
    remarks += shared.remarks
    scenario = None
    if document is not None:
        scenario, unresolved = document.scenario(Path(source.file).stem)
        unread = {remark.path[:1] for remark in remarks} & _NODES
        if not {remark.path for remark in remarks} & _NAMED:  # else most of what refers to them would be told as well
            ruled = [*unresolved, *([] if unread else check_not_empty(scenario)), *check_scenario(scenario)]
            remarks += _of_calendars_read(ruled, remarks)
    remarks = [replace(remark, path=shared.origin(_as_written(remark.path, written))) for remark in remarks]
    remarks = [*dict.fromkeys(remarks)]  # what a rule puts into many tasks is told once
    problems = [*source.problems, *(_problem(source, settings, remark) for remark in remarks)]
    problems += _taken_out(source, remarks)
    if problems or scenario is None:
        raise ScenarioError(_in_order(problems, source))
    return scenario, source, shared


def _of_calendars_read(ruled: Iterable[Remark], remarks: Iterable[Remark]) -> list[Remark]:
    """Return what rules say, without what they say of a calendar since its hours could not be read."""
    broken = {one.path[: one.path.index(_HOURS)] for one in remarks if _HOURS in one.path}
    return [one for one in ruled if one.path not in broken]


def _with_settings(source: Layers, data: dict[str, Any], settings: tuple[Setting, ...]) -> dict[str, Any]:
    try:
        return applied(data, settings)
    except ValueError as error:
        raise ScenarioError([Problem(file=source.file, line=0, column=0, path=(), message=str(error))]) from None


def _taken_out(source: Layers, remarks: Iterable[Remark]) -> Iterator[Problem]:
    """Yield where a file takes out what another still names, once for each."""
    for remark in {remark.absent: remark for remark in reversed([*remarks]) if remark.absent}.values():
        out, there = source.taken_out(remark.absent), source.problem(remark)
        if out is not None and there.file != out.file:
            named = ".".join(part for part in remark.path if isinstance(part, str))
            yield replace(out, message=f"{out.message}, and {named} in {there.file} still names it: change that too")


def _problem(source: Layers, settings: tuple[Setting, ...], remark: Remark) -> Problem:
    """Return a remark its place, which is a setting where the part came from one."""
    if remark.absent and (out := source.taken_out(remark.absent)):
        where = f"{out.file}:{out.line}" if out.line else out.file
        message = f"{remark.absent!r} is taken out in {where}, and is still named here: take it out here too"
        remark = replace(remark, message=message)
    elif remark.absent and (below := source.lost(remark.absent)):
        message = f"{remark.absent!r} is in {below} no more, and is still named here: name another, or take it out"
        remark = replace(remark, message=message)
    for setting in settings:
        if remark.absent and setting.takes_out(remark.absent):
            message = (
                f"{remark.absent!r} is taken out by {cut(str(setting))}, and is still named here: take it out here too"
            )
            remark = replace(remark, message=message)
    for setting in reversed(settings):
        if leads_to(setting, remark.path):
            where = f"{source.file} with {cut(str(setting))}"
            return Problem(file=where, line=0, column=0, path=remark.path, message=remark.message)
    return source.problem(remark)


def _read_document(
    data: dict[str, Any], source: Layers, parts: PartsRead | None
) -> tuple[Document | None, list[Remark], _Written]:
    """
    Read a document from plain data, and say what is wrong; and which keys are read as others, since they are misspelt.

    What is wrong is left out of a copy of the data, or something stands in for it, so that the rest can be checked as
    well: the document is only worth something when there is nothing to say. There is none where leaving that out does
    not help.
    """
    remarks: list[Remark] = []
    broken: set[KeyPath] = set()
    written: _Written = {}
    while True:
        try:
            wrong = (
                frozenset(str(path[1]) for path in broken if len(path) == 3 and path[0] in BY_ID) if broken else None
            )
            reading = Reading.of(data, wrong, parts)
            document = Document.model_validate(data, context=reading)
            if parts is not None and reading.parts is not None:
                parts.ended(reading.parts)
            return document, remarks, written
        except ValidationError as errors:
            found = errors.errors(include_url=False)
            if all(error["loc"] in broken for error in found):
                return None, remarks, written
            renamed = {(*error["loc"][:-1], meant): error["loc"] for error in found if (meant := _meant(error, data))}
            found = [error for error in found if error["type"] != "missing" or error["loc"] not in renamed]
            written.update((path, str(old[-1])) for path, old in renamed.items())
            remarks += [_remark(error, data, source) for error in found if not _is_within(error["loc"], broken)]
            broken.update(error["loc"] for error in found)
            data = _pruned(data, _cuts(found, {old: str(path[-1]) for path, old in renamed.items()}))


def _as_written(path: KeyPath, written: _Written) -> KeyPath:
    return tuple(written.get(path[: depth + 1], part) for depth, part in enumerate(path)) if written else path


def _is_within(path: KeyPath, broken: set[KeyPath]) -> bool:
    return any(path[:depth] in broken for depth in range(len(path) + 1))


def _remark(error: Any, data: dict[str, Any], source: Layers) -> Remark:
    """Put an error of pydantic's into words."""
    path, value = error["loc"], error["input"]
    match error["type"]:
        case "value":
            said = error["ctx"]
            on_key = said["on_key"] or _is_about_key(error)
            return Remark(path=_path(error) + said["at"], message=said["message"], on_key=on_key)
        case "link":
            said = error["ctx"]
            return Remark(
                path=path,
                message=f"{said['what']} is not a link: {link_cure(said['text'], _ids(data, 'tasks', 'milestones'))}",
            )
        case "id":
            value, on_key = error["ctx"]["value"], _is_about_key(error)
            free = on_key and path[0] in BY_ID and len(path) == 3
            cure = id_cure(value, None if free else _ids(data, "tasks", "milestones", "risks"))
            return Remark(path=_path(error), message=f"{shown(value)} is not an id: {cure}", on_key=on_key)
        case "extra_forbidden":
            keys = fields_at(path[:-1])
            meant = key_near(path[-1], keys)
            hint = ";" if meant is None else f"; did you mean {meant!r}?"
            there = meant is not None and meant in _part(data, path[:-1])
            if there and not source.are_apart(path, (*path[:-1], str(meant))):
                hint = f"; there is {meant!r} already, so take it out;"
            message = f"unknown key {shown(path[-1])}{hint} known here: {', '.join(keys)}"
            return Remark(path=path, message=message, on_key=True)
        case "missing" | "empty":
            return Remark(path=path, message=f"nothing stands here, and it is needed{_example(path)}")
        case "list_type":
            return Remark(path=path, message=f"{shown(value)} where a list belongs: {_list_cure(path, value, data)}")
        case _:
            return Remark(path=path, message=f"{shown(value)} where keys belong: {_keys_cure(path, value)}")


def _list_cure(path: KeyPath, value: Any, data: dict[str, Any]) -> str:
    """Return how to write as a list what stands in the place of one."""
    between = "put it between [ and ], with commas between its items"
    if not isinstance(value, str) or cut(value) != value:
        return between
    item = get_args(shape_at(path))[0]
    parts = [part for part in re.split(r"[,;]\s*", value) if part] or [value]
    if item == LinkText:
        items: Sequence[str] = links_meant(value, _ids(data, "tasks", "milestones"))
    elif item == IdItem:
        items = parts if all(re.fullmatch(r"[\w-]+", part, re.ASCII) for part in parts) else ()
    elif item == Item:
        items = [as_yaml(value)]
    else:
        items = parts
    return f"write `[{', '.join(items)}]`" if items else between


def _keys_cure(path: KeyPath, value: Any) -> str:
    """Return how to write as keys what stands in the place of them."""
    shape = shape_at(path)
    if is_part(shape) and isinstance(value, Plain) and cut(value) == value:
        for key, field in keys_of(shape).items():
            if field.annotation is not str:  # a text may be anything
                try:
                    shape.model_validate({key: value})
                except ValidationError:
                    continue
                return f"write `{{{key}: {as_yaml(value)}}}`"
    return "write what belongs below as key: value"


def _cuts(found: Iterable[Any], renamed: Mapping[KeyPath, str]) -> _Cuts:
    """Collect what is left out: a key that should not be there with all below it, elsewhere what stands there."""
    cuts: _Cuts = {}
    for error in found:
        *above, last = _path(error)
        if _is_about_key(error) and len(above) == 1 and above[0] in BY_ID:
            continue  # an id that is none stays, for what stands below it
        level = cuts
        for part in above:
            below = level.setdefault(part, {})
            if not isinstance(below, dict):
                break
            level = below
        else:
            on_key = error["type"] == "extra_forbidden" or _is_about_key(error)
            level[last] = renamed.get(error["loc"], on_key or level.get(last) is True)
    return cuts


def _meant(error: Any, data: Any) -> str | None:
    """Return the key that a misspelt one stands for, if nothing else stands there."""
    if error["type"] != "extra_forbidden":
        return None
    *above, last = error["loc"]
    meant = key_near(last, fields_at(tuple(above)))
    return None if meant in _part(data, above) else meant


def _part(data: Any, path: Iterable[str | int]) -> Any:
    for part in path:
        data = data[part]
    return data


def _ids(data: dict[str, Any], *kinds: str) -> set[str]:
    """Return the ids of some kinds of parts in plain data."""
    return {id for kind in kinds if isinstance(data.get(kind), dict) for id in data[kind]}


def _pruned(part: Any, cuts: _Cuts) -> Any:
    """Build a copy of a part of the data with things left out or renamed, and None where something has to stand in."""
    pruned: Any = list(part) if isinstance(part, list) else dict(part) if isinstance(part, dict) else {}
    for key, cut_out in cuts.items():
        if cut_out is True:
            pruned.pop(key, None)
        elif isinstance(cut_out, str):
            pruned[cut_out] = pruned.pop(key)
        elif cut_out is False:
            pruned[key] = None
        else:
            below = pruned.get(key) if isinstance(pruned, dict) else pruned[key]
            pruned[key] = _pruned(below, cut_out)
    return pruned


def _path(error: Any) -> KeyPath:
    """Return the path to what pydantic found wrong; it marks a key by one step more."""
    path: KeyPath = error["loc"]
    return path[:-1] if _is_about_key(error) else path


def _is_about_key(error: Any) -> bool:
    """Return whether the key is wrong and not what stands there; a key may be called as pydantic's mark is."""
    path = error["loc"]
    return error["type"] in ("value", "id") and len(path) > 1 and path[-1] == _KEY and path[-2] == error["input"]


def _example(path: KeyPath) -> str:
    field = fields_at(path[:-1]).get(str(path[-1]))
    example = field.examples[0] if field is not None and field.examples else None
    if example is None or (isinstance(example, list) and isinstance(example[0], str)):  # ids, which no other plan has
        return ": list what belongs here"
    return f": write `{path[-1]}: {example}`"


def _in_order(problems: Iterable[Problem], source: Layers) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=source.order))
