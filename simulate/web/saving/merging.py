"""Merging: what two hands have made of one plan, side by side and as one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from milepost.models.file.rewriting.matching import same
from milepost.models.problem import KeyPath


class Whose(StrEnum):
    """Who has changed a part of a plan."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class _Nothing:
    """Stands where a key is not there."""


_NOTHING: Final = _Nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A part of a plan that somebody has changed.

    Parameters
    ----------
    path
        The keys to it.
    mine, theirs
        What stands there; None where nothing does.
    whose
        Who has changed it.
    """

    path: KeyPath
    mine: Any
    theirs: Any
    whose: Whose

    def message(self) -> dict[str, Any]:
        """Return it as it is sent to a page."""
        return {"path": [*self.path], "mine": self.mine, "theirs": self.theirs, "kind": self.whose.value}


def differences(base: Any, mine: Any, theirs: Any) -> list[Difference]:
    """Return in which parts two plans differ, each of which was made of a third."""
    return [*_differences((), base, mine, theirs)]


def merged(base: Any, mine: Any, theirs: Any) -> Any:
    """Return what both have made of a plan; where they touch the same part, mine."""
    if same(mine, theirs) or same(base, theirs):
        return mine
    if same(base, mine):
        return theirs
    if not (isinstance(mine, dict) and isinstance(theirs, dict)):
        return theirs if mine is _NOTHING else mine
    before = base if isinstance(base, dict) else {}
    whole: dict[str, Any] = {}
    for key in _keys(mine, theirs):
        one = merged(*(data.get(key, _NOTHING) for data in (before, mine, theirs)))
        if one is not _NOTHING:
            whole[key] = one
    return whole


def _differences(path: KeyPath, base: Any, mine: Any, theirs: Any) -> Iterator[Difference]:
    if same(mine, theirs):
        return
    if isinstance(mine, dict) and isinstance(theirs, dict):
        before = base if isinstance(base, dict) else {}
        for key in _keys(mine, theirs):
            yield from _differences((*path, key), *(data.get(key, _NOTHING) for data in (before, mine, theirs)))
        return
    whose = Whose.MINE if same(base, theirs) else Whose.THEIRS if same(base, mine) else Whose.BOTH
    yield Difference(path=path, mine=_shown(mine), theirs=_shown(theirs), whose=whose)


def _shown(value: Any) -> Any:
    return None if value is _NOTHING else value


def _keys(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Return the keys of both: mine in their order, each of theirs behind the one that it stands behind there."""
    keys, before = [*mine], ""
    for key in theirs:
        if key not in mine:
            keys.insert(keys.index(before) + 1 if before in keys else len(keys), key)
        before = key
    return keys
