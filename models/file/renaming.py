"""Renaming: another id for a part of a plan, wherever the file names it."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from milepost.models.error import MilepostError
from milepost.models.file.merge import ADD, DROP
from milepost.models.file.reading import IDS, IdRule
from milepost.models.file.rewriting import said
from milepost.models.link import ID, LONGEST_ID, head_of


class RenameError(MilepostError):
    """An id cannot be another; the text says why."""


class Step(StrEnum):
    """How a way through data goes on, where it does not go on by a key."""

    EACH = "each"
    """By every entry of a mapping or a list."""

    KEYS = "keys"
    """It ends: the keys of a mapping are ids."""

    IDS = "ids"
    """It ends: an id stands there, or a list of them, which may be changed in place."""

    LINKS = "links"
    """It ends: a list of links stands there, each of which begins with an id."""


Way = tuple[str, ...]

_ALTERNATIVE: Final = ("orderings", "compare", Step.EACH)
_LEVELLED: Final[Way] = ("levelling", "order", Step.IDS)
_LISTED: Final[tuple[Way, ...]] = (
    ("orderings", "among", Step.IDS),
    ("orderings", "order", Step.IDS),
    _LEVELLED,
    (*_ALTERNATIVE, Step.IDS),
    (*_ALTERNATIVE, "order", Step.IDS),
    (*_ALTERNATIVE, "without", Step.IDS),
    ("apply", Step.EACH, "ids", Step.IDS),
    ("risks", Step.EACH, "exposes", Step.IDS),
    ("correlations", Step.EACH, "tasks", Step.IDS),
)
_LINKED: Final[tuple[Way, ...]] = (
    ("tasks", Step.EACH, "after", Step.LINKS),
    ("milestones", Step.EACH, "after", Step.LINKS),
    (*_ALTERNATIVE, "hold", Step.KEYS),
    (*_ALTERNATIVE, "hold", Step.EACH, Step.IDS),
)
_TOUCHED: Final[Way] = ("decisions", Step.EACH, "touches", Step.IDS)

WAYS: Final[Mapping[str, tuple[Way, ...]]] = {
    "tasks": (("tasks", Step.KEYS), *_LINKED, *_LISTED, _TOUCHED),
    "milestones": (("milestones", Step.KEYS), *_LINKED, _TOUCHED),
    "risks": (
        ("risks", Step.KEYS),
        ("tasks", Step.EACH, "retires", Step.KEYS),
        ("tasks", Step.EACH, "exposed_to", Step.IDS),
        ("tasks", Step.EACH, "reveals", Step.IDS),
        ("tasks", Step.EACH, "only_if", Step.IDS),
        ("apply", Step.EACH, "exposed_to", Step.IDS),
        ("correlations", Step.EACH, "risks", Step.IDS),
        _TOUCHED,
    ),
    "resources": (
        ("resources", Step.KEYS),
        ("tasks", Step.EACH, "needs", Step.KEYS),
        ("orderings", "resource", Step.IDS),
    ),
    "calendars": (
        ("calendars", Step.KEYS),
        ("tasks", Step.EACH, "calendar", Step.IDS),
        ("milestones", Step.EACH, "calendar", Step.IDS),
        ("apply", Step.EACH, "calendar", Step.IDS),
    ),
}
"""By what has ids: where a file names them."""

_ALIKE: Final = {"tasks": ("tasks", "milestones"), "milestones": ("tasks", "milestones")}
"""What shares its ids with others."""


def renamed(
    data: Mapping[str, Any], kind: str, id: str, to: str, *, below: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """
    Return plain data of a scenario in which a part has another id.

    Parameters
    ----------
    data
        Plain data of the file, which stay as they are.
    kind
        What it is: one of `WAYS`.
    id, to
        Its id, and the one that it is to have.
    below
        What the file lies over; none where it lies over nothing.

    Raises
    ------
    RenameError
        When there is no such part in the file, or the new id is none, or is taken.
    """
    parts, under = (_ids(one, kind) for one in (data, below or {}))
    if id in under:
        raise RenameError(f"{id!r} is called so in the plan below: rename it there")
    if id not in parts:
        raise RenameError(f"there is no {id!r} under {kind} any more")
    if to == id:
        return dict(data)
    _check(to, any((one or {}).get(IDS) == IdRule.PRINTABLE for one in (data, below)))
    for other in _ALIKE.get(kind, (kind,)):
        if any(to in _ids(one, other) for one in (data, below or {})):
            raise RenameError(f"{to!r} is the id of another of the {other}: choose one that is not taken")
    shares = [other for other in ("tasks", "milestones", "risks") if other != kind and id in _ids(data, other)]
    ways = [way for way in WAYS[kind] if way != _TOUCHED or not shares]
    named = dict(data)
    for way in ways:
        if way == _LEVELLED and isinstance(_ids(data, way[0]).get(way[1]), str):
            continue  # a word for how the list is made
        named = _changed(named, way, lambda text: said(to) if text == id else text)
    return named


def _check(id: str, is_any: bool) -> None:
    if is_any and id.isprintable() and id == " ".join(id.split()) and 0 < len(id) <= LONGEST_ID:
        return
    if not re.fullmatch(ID, id):
        raise RenameError(f"{id[:60]!r} is not an id: take letters, digits, _ and -, such as {_near(id)}")


def _near(text: str) -> str:
    return re.sub("[^A-Za-z0-9]+", "_", text).strip("_").lower()[:40] or "build"


def _ids(data: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    part = data.get(kind)
    return part if isinstance(part, dict) else {}


def _changed(value: Any, way: Way, change: Callable[[str], str]) -> Any:
    """Return a value in which the ids at the end of a way are changed; the same where there is none."""
    step, rest = way[0], way[1:]
    match step:
        case Step.EACH:
            if isinstance(value, dict):
                return _unless_same(value, {key: _changed(one, rest, change) for key, one in value.items()})
            if isinstance(value, list):
                return _unless_same(value, [_changed(one, rest, change) for one in value])
        case Step.KEYS:
            if isinstance(value, dict):
                return _unless_same(value, {change(key): one for key, one in value.items()})
        case Step.IDS | Step.LINKS:
            return _listed(value, change if step == Step.IDS else lambda text: _relinked(text, change))
        case _ if isinstance(value, dict) and step in value:
            return _unless_same(value, {**value, step: _changed(value[step], rest, change)})
    return value


def _listed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return _unless_same(value, [change(one) if isinstance(one, str) else one for one in value])
    if isinstance(value, dict) and value.keys() <= {ADD, DROP}:
        return _unless_same(value, {key: _listed(one, change) for key, one in value.items()})
    return value


def _relinked(text: str, change: Callable[[str], str]) -> str:
    """Return a link with its id changed, and its kind and lag as they are written."""
    head = head_of(text)
    for id in dict.fromkeys((text.strip(), head)):  # an id of another program may end as links do
        other = change(id)
        if other != id:
            return said(text.replace(id, other, 1))
    return text


def _unless_same(value: Any, made: Any) -> Any:
    return value if made == value else made
