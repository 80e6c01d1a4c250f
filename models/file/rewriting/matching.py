"""Matching: which parts of a list or a mapping stand for which when it changes."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from milepost.models.file.source import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    A part that is to be there.

    Parameters
    ----------
    index
        Which of the parts that are there it is; none where it is new.
    key
        Its key; its position in a list.
    value
        What is to stand there.
    """

    index: int | None
    key: str | int
    value: Any


def same(old: Any, new: Any) -> bool:
    """Return whether plain data are the same, in the same sequence and with the same quotes."""
    if old is new:
        return True
    if isinstance(old, dict):
        return (
            isinstance(new, dict)
            and len(old) == len(new)
            and all(key == other and same(one, new[other]) for (key, one), other in zip(old.items(), new, strict=True))
        )
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(same, old, new))
    return type(old) is type(new) and bool(old == new)


def of_mapping(old: Mapping[str, Any], new: Mapping[str, Any], renamed: Mapping[str, str]) -> list[Wanted]:
    """
    Match the entries of a mapping.

    Parameters
    ----------
    old, new
        The mapping as it is, and as it is to be.
    renamed
        New keys by old ones; one that keeps its value and its position need not be among them.
    """
    places = {key: index for index, key in enumerate(old)}
    taken = {key: places[key] for key in new if key in places and renamed.get(key, key) == key}
    gone = [key for key in old if key not in taken]
    to = {other: key for key, other in renamed.items() if key in gone and other in new and other not in taken}
    taken.update((other, places[key]) for other, key in to.items())
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for keys, found in ((list(old), before), (list(new), after)):
        found.update((key, position) for position, key in enumerate(keys))
    rest = [key for key in gone if key not in to.values()]
    for key in [key for key in new if key not in taken]:
        near = next((one for one in rest if before[one] == after[key] and same(old[one], new[key])), None)
        if near is not None:
            taken[key] = places[near]
            rest.remove(near)
    return [Wanted(index=taken.get(key), key=key, value=value) for key, value in new.items()]


def of_list(old: Sequence[Any], new: Sequence[Any]) -> list[Wanted]:
    """Match the items of a list: those that are the same, and then what stands between the same ones."""
    before, after = [_hashable(item) for item in old], [_hashable(item) for item in new]
    found: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.update(zip(range(j1, j2), range(i1, i2), strict=True))
        else:
            gaps.append((range(i1, i2), range(j1, j2)))
    left: dict[Hashable, list[int]] = {}
    for gap, _ in gaps:
        for index in gap:
            left.setdefault(before[index], []).append(index)
    for _, gap in gaps:
        for index in gap:
            if left.get(after[index]):
                found[index] = left[after[index]].pop(0)
    used = {*found.values()}
    for one, other in gaps:
        free = [index for index in one if index not in used]
        found.update(zip([index for index in other if index not in found], free, strict=False))
    return [Wanted(index=found.get(index), key=index, value=value) for index, value in enumerate(new)]


def staying(wanted: Sequence[Wanted]) -> set[int]:
    """Return which parts can stay where they are: as many as there can be in ascending order."""
    ends: list[int] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for index in (one.index for one in wanted if one.index is not None):
        at = bisect_left(ends, index)
        before[index] = last[at - 1] if at else None
        ends[at : at + 1] = [index]
        last[at : at + 1] = [index]
    found: set[int] = set()
    at_last = last[-1] if last else None
    while at_last is not None:
        found.add(at_last)
        at_last = before[at_last]
    return found


def _hashable(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((key, _hashable(item)) for key, item in value.items())
    if isinstance(value, list):
        return (None, *map(_hashable, value))
    return value if value is None else (isinstance(value, Plain), value)
