"""Overlay of: what a scenario that lies over another has to say for both to be a third."""

from collections.abc import Mapping
from typing import Any, Final

from milepost.models.file.document import PLAN
from milepost.models.file.merge import ADDED_TO, holds_keys
from milepost.models.file.rewriting import said
from milepost.models.file.rewriting.matching import same
from milepost.models.problem import KeyPath

_OF_FILE: Final = frozenset({"plan", "project", "columns", "plan_ids"})
"""Keys that say what the plan itself lies over."""


class OverlayError(ValueError):
    """A difference cannot be said by a file that lies over another; the text says which."""


def overlay_of(base: Mapping[str, Any], data: Mapping[str, Any], *, plan: str, name: str = "") -> dict[str, Any]:
    """
    Return plain data of a scenario that lies over a file and says how other data differ from it.

    Mappings are said key by key, and null takes out; what else differs is said as a whole.

    Parameters
    ----------
    base
        Plain data of the file.
    data
        What both together are to say.
    plan
        Where the file is, as seen from the scenario.
    name
        What the plan is to be called; as below unless given.

    Raises
    ------
    OverlayError
        When the two differ in rules or decisions so that more would have to be taken out than put before them.
    """
    said_of = {key: one for key, one in data.items() if key not in _OF_FILE}
    below = {key: one for key, one in base.items() if key not in _OF_FILE}
    return {**({"name": said(name)} if name else {}), PLAN: said(plan), **_over(below, said_of, (), named=bool(name))}


def _over(base: Mapping[str, Any], data: Mapping[str, Any], path: KeyPath, *, named: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in data.items():
        at, before = (*path, key), base.get(key)
        if value is None or same(value, before) or (named and at == ("name",)):
            continue
        if isinstance(value, dict) and isinstance(before, dict) and holds_keys(at):
            made[key] = _over(before, value, at)
        elif at in ADDED_TO and isinstance(value, list) and isinstance(before, list):
            made[key] = _before(before, value, at)
        else:
            made[key] = _new(value, at)
    made.update((key, None) for key, one in base.items() if one is not None and data.get(key) is None)
    return {key: one for key, one in made.items() if one != {} or base.get(key) is None}


def _new(value: Any, path: KeyPath) -> Any:
    """Return what is not below as an overlay says it, in which null would take out what is not there."""
    if isinstance(value, dict) and holds_keys(path):
        return {key: _new(one, (*path, key)) for key, one in value.items() if one is not None}
    return value


def _before(base: list[Any], data: list[Any], path: KeyPath) -> list[Any]:
    """Return what stands before a list, where an overlay can only add in front."""
    if len(data) > len(base) and data[len(data) - len(base) :] == base:
        return data[: len(data) - len(base)]
    raise OverlayError(
        f"{path[0]}: a file that lies over another can only add to these, in front: put them there by hand"
    )
