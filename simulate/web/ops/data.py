"""Data: what stands at a path of a plan's plain data, put there and taken out; data are never changed in place."""

from collections.abc import Sequence
from typing import Any

from milepost.models.problem import KeyPath
from milepost.simulate.web.ops.op import OpError


def at(data: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path; None where nothing does."""
    for part in path:
        has = isinstance(data, dict) and part in data
        if not has and not (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            return None
        data = data[part]
    return data


def put(data: Any, path: KeyPath, value: Any, index: int | None, *, is_new: bool = False) -> Any:
    """Return data with a value at a path; mappings on the way are made where there is nothing."""
    if not path:
        return data if data == value and type(data) is type(value) else value
    first, rest = path[0], path[1:]
    if isinstance(data, list):
        if not isinstance(first, int) or first > len(data) or (rest and first == len(data)):
            raise OpError("a list has no such place: another tab may have changed it")
        if is_new and not rest:
            return [*data[:first], value, *data[first:]]
        old = data[first] if first < len(data) else None
        return [*data[:first], put(old, rest, value, index, is_new=is_new), *data[first + 1 :]]
    if isinstance(first, int):
        raise OpError("there is no list where one is to be changed: another tab may have changed it")
    if data is not None and not isinstance(data, dict):
        raise OpError(f"{str(data)[:60]!r} stands where keys are to be written: take it out first")
    there = data or {}
    made = _kept(there.get(first), value) if not rest else put(there.get(first), rest, value, index, is_new=is_new)
    if first in there or index is None or rest:
        return {**there, first: made}
    entries = [*there.items()]
    return dict([*entries[:index], (first, made), *entries[index:]])


def without(data: Any, path: KeyPath) -> Any:
    """Return data without what stands at a path."""
    first, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(first, int) and first < len(data):
        return [*data[:first], *([without(data[first], rest)] if rest else []), *data[first + 1 :]]
    if not isinstance(data, dict) or first not in data:
        return data  # somebody else has taken it out before
    if rest:
        return {**data, first: without(data[first], rest)}
    return {key: one for key, one in data.items() if key != first}


def _kept(old: Any, new: Any) -> Any:
    """Return what stands there where that says the same, since it may be written between quotes; else the new value."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: _kept(old.get(key), one) for key, one in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [_kept(old[place] if place < len(old) else None, one) for place, one in enumerate(new)]
    return old if isinstance(old, str) and isinstance(new, str) and old == new else new
