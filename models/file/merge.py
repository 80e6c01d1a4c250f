"""Merge: what a file makes of the plan that it lies over."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args, get_origin

from milepost.models.file.fields import LinkText
from milepost.models.file.scalar import shown
from milepost.models.file.shape import is_part, shape_at
from milepost.models.link import head_of
from milepost.models.problem import KeyPath, Remark, cut
from milepost.models.spelling import Spelling

ADD: Final = "add"
DROP: Final = "drop"
"""The keys of a list that is changed in place."""

ADDED_TO: Final[frozenset[KeyPath]] = frozenset({("apply",), ("decisions",)})
"""Lists of which what stands above comes before what stands below, and replaces nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """
    Where a part of merged data is told.

    Parameters
    ----------
    above
        The path to it in the file above, or to what is nearest; none where that says nothing of it.
    below
        The path to it in what lies below, where the file above says nothing.
    """

    above: KeyPath | None
    below: KeyPath


class Merge:
    """
    A plan with a file over it.

    Mappings are merged key by key; what else stands in the file replaces what is below. A list may be changed in place
    by `{add: [...], drop: [...]}`, and null takes out.

    Parameters
    ----------
    below, above
        Plain data of the plan, and of the file that lies over it.

    Attributes
    ----------
    data
        Both as one.
    new, changed, taken_out
        The paths to what is there only above, to what is another above, and to what is there only below.
    remarks
        What cannot be taken out, dropped or added, by the path in the file above.
    """

    def __init__(self, below: Any, above: Any) -> None:
        self.below, self.above = below, above
        self.new: list[KeyPath] = []
        self.changed: list[KeyPath] = []
        self.taken_out: list[KeyPath] = []
        self.remarks: list[Remark] = []
        self._lists: dict[KeyPath, list[Told]] = {}
        self.data = self._mapping(below, above, ())

    def place(self, path: KeyPath) -> Told:
        """Find which of the two tells of a part, or of what is nearest above it."""
        for depth, index in enumerate(path):
            items = self._lists.get(path[:depth])
            if items is not None and isinstance(index, int) and index < len(items):
                told, rest = items[index], path[depth + 1 :]
                if told.above is None:
                    return Told(None, (*told.below, *rest))
                return Told((*told.above, *rest), path)
        return Told(path if self._is_told(path) else None, path)

    def _is_told(self, path: KeyPath) -> bool:
        """Return whether the file above says what stands there; of what is missing in both, whether it is nearer."""
        above, below = _depth(self.above, path), _depth(self.below, path)
        return above == len(path) or above > below or above == below == 0

    def _mapping(self, below: Mapping[str, Any], above: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        data = dict(below)
        for key, value in above.items():
            at = (*path, key)
            if value is None:
                self._take_out(data, at)
            elif data.get(key) is None:
                self.new.append(at)
                data[key] = self._fresh(value, at)
            else:
                data[key] = self._over(data[key], value, at)
        return data

    def _over(self, below: Any, above: Any, path: KeyPath) -> Any:
        """Return what comes of what stands at a place in both."""
        if holds_keys(path) and isinstance(below, dict) and isinstance(above, dict):
            return self._mapping(below, above, path)
        if path in ADDED_TO and isinstance(below, list) and isinstance(above, list):
            told = [Told((*path, index), path) for index in range(len(above))]
            self.new += [one.above for one in told if one.above is not None]
            self._lists[path] = [*told, *(Told(None, (*path, index)) for index in range(len(below)))]
            return [*above, *below]
        if _is_change(path, above) and isinstance(below, list):
            self.changed.append(path)
            return self._list(below, above, path)
        if above != below:
            self.changed.append(path)
        return above

    def _fresh(self, above: Any, path: KeyPath) -> Any:
        """Return what comes of what stands at a place in the file above alone."""
        if holds_keys(path) and isinstance(above, dict):
            new = len(self.new)
            data = self._mapping({}, above, path)
            del self.new[new:]  # all below what is new is
            return data
        return self._list([], above, path) if _is_change(path, above) else above

    def _take_out(self, data: dict[str, Any], path: KeyPath) -> None:
        key = str(path[-1])
        if data.get(key) is None:
            hint = Spelling(data).hint(key) or ": leave the key out"
            message = f"null takes out what is there below, and there is no {cut(key)!r}{hint}"
            self.remarks.append(Remark(path=path, message=message, on_key=True))
            data.pop(key, None)
            return
        del data[key]
        self.taken_out.append(path)

    def _list(self, below: list[Any], above: Mapping[str, Any], path: KeyPath) -> list[Any]:
        """Change a list in place, and remember where its items stand."""
        dropped, missed = _dropped(below, above.get(DROP) or (), path)
        items = [(item, Told(None, (*path, at))) for at, item in enumerate(below) if at not in dropped]
        known = Spelling([text for item, _ in items for text in _words(item)]) if missed else None
        for index, item in missed:
            hint = (known.hint(item) if known and isinstance(item, str) else "") or ": drop what is there"
            message = f"{shown(item)} does not stand in the list below{hint}"
            self.remarks.append(Remark(path=(*path, DROP, index), message=message))
        there = {_hashable(item) for item, _ in items}
        for index, item in enumerate(above.get(ADD) or ()):
            at: KeyPath = (*path, ADD, index)
            if _hashable(item) in there:
                message = f"{shown(item)} stands in the list already: take it out here"
                self.remarks.append(Remark(path=at, message=message))
            there.add(_hashable(item))
            items.append((item, Told(at, path)))
        self._lists[path] = [told for _, told in items]
        return [item for item, _ in items]


def _depth(data: Any, path: KeyPath) -> int:
    """Return how many steps of a path there are in plain data."""
    for depth, part in enumerate(path):
        there = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
        if part not in there:
            return depth
        data = data[part]
    return len(path)


def holds_keys(path: KeyPath) -> bool:
    """Return whether keys stand at a place, each with a meaning of its own: a quantity is one whole."""
    shape = _shape(path)
    return is_part(shape) or get_origin(shape) is dict


def _is_change(path: KeyPath, above: Any) -> bool:
    """Return whether a list is changed in place."""
    return (
        get_origin(_shape(path)) is list
        and isinstance(above, dict)
        and bool(above)
        and set(above) <= {ADD, DROP}
        and all(value is None or isinstance(value, list) for value in above.values())
    )


def _shape(path: KeyPath) -> Any:
    try:
        return shape_at(path)
    except (LookupError, TypeError, StopIteration):
        return None


def _dropped(below: list[Any], drop: Iterable[Any], path: KeyPath) -> tuple[set[int], list[tuple[int, Any]]]:
    """
    Return which items of a list are dropped, and what is to be dropped and does not stand there, with its position.

    Of a link its predecessor is enough.
    """
    linked = get_args(_shape(path))[:1] == (LinkText,)
    places: dict[Hashable, list[int]] = {}
    for at, item in enumerate(below):
        for text in {_hashable(item), *((head_of(item),) if linked and isinstance(item, str) else ())}:
            places.setdefault(text, []).append(at)
    dropped: set[int] = set()
    missed: list[tuple[int, Any]] = []
    for index, item in enumerate(drop):
        found = set(places.pop(_hashable(item), ())) - dropped
        if not found:
            missed.append((index, item))
        dropped |= found
    return dropped, missed


def _hashable(item: Any) -> Hashable:
    """Return what is equal where plain data is, and can be looked up: lists may be long."""
    if isinstance(item, dict):
        return frozenset((key, _hashable(value)) for key, value in item.items())
    return tuple(map(_hashable, item)) if isinstance(item, list) else item


def _words(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield from (item, *item.split()[:1])
