"""Ops: changes of a document as a page asks for them, read, carried out, and found between two documents."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any, Final

from milepost.models.error import MilepostError
from milepost.models.file.renaming import RenameError, renamed
from milepost.models.file.rewriting.scalar_text import said as written
from milepost.models.file.source import DEEPEST, Source
from milepost.models.problem import KeyPath, ScenarioError

Data = Mapping[str, Any]
"""What stands in a scenario file, as plain data; never changed in place."""

MOST: Final = 20_000
"""Changes that one edit may hold."""

SWITCHED: Final = ("risks", "tasks")
"""What can be switched off in the page: risks, and tasks that are responses."""

_RENAMED: Final = frozenset({"milestones", "tasks", "risks", "resources", "calendars"})
_LONGEST_KEY: Final = 1_000
_CELL: Final = Path("cell")


class OpError(MilepostError):
    """A change that is none, or that cannot be made; the text says why."""


class Kind(StrEnum):
    """What a change does."""

    SET = "set"
    TEXT = "text"
    DELETE = "del"
    ADD = "add"
    ORDER = "order"
    RENAME = "rename"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """
    A document at one moment.

    Parameters
    ----------
    data
        What the file is to say.
    off
        The risks and responses that are switched off, as `risks.ID` and `tasks.ID`.
    names
        By the path of an entry in the file as it was last read or saved, the key that it has now.

    Attributes
    ----------
    mark
        A number that no other state has.
    """

    data: Data
    off: frozenset[str] = frozenset()
    names: Mapping[KeyPath, str] = field(default_factory=dict)
    mark: int = field(init=False, compare=False, default_factory=count().__next__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """
    A change.

    Parameters
    ----------
    kind
        What it does.
    path
        The keys to what it is about.
    value
        What is to stand there: plain data, keys, a new id, or whether something is off.
    index
        At which place a new entry is to stand; at the end unless given.
    """

    kind: Kind
    path: KeyPath
    value: Any = None
    index: int | None = None


def read_ops(said: object) -> tuple[Op, ...]:
    """
    Read changes as a page sends them: lists that begin with what is to be done.

    Raises
    ------
    OpError
        When they are something else.
    """
    if not isinstance(said, list) or len(said) > MOST:
        raise OpError(f"the changes are not a list of at most {MOST:,}")
    return tuple(_read(one) for one in said)


def carried_out(state: State, ops: Sequence[Op], below: Data | None = None) -> State:
    """
    Return a state in which changes have been made.

    Parameters
    ----------
    state
        The document before.
    ops
        The changes, one after the other.
    below
        What the file lies over; none where it lies over nothing.

    Raises
    ------
    OpError
        When one of them cannot be made.
    """
    for op in ops:
        state = _DOING[op.kind](state, op, below)
    return state


def changes(before: State, after: State) -> list[list[Any]]:
    """Return the changes that lead from one state to another, as they are sent to pages."""
    found = [*_changes((), before.data, after.data)]
    off = [["off", one, False] for one in sorted(before.off - after.off)]
    return [*found, *off, *(["off", one, True] for one in sorted(after.off - before.off))]


def touched(ops: Sequence[Sequence[Any]]) -> frozenset[KeyPath]:
    """Return the paths that changes, as they are sent to pages, are about."""
    return frozenset(tuple(op[1]) if isinstance(op[1], list) else (op[1],) for op in ops)


def same(one: Any, other: Any) -> bool:
    """Return whether two pieces of data would stand in a file alike: in the same order, and with quotes alike."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return [*one] == [*other] and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _read(said: object) -> Op:
    if not isinstance(said, list) or not said or said[0] not in [*Kind]:
        raise OpError("a change does not begin with what is to be done")
    kind, rest = Kind(said[0]), said[1:]
    wanted = {Kind.DELETE: 1, Kind.ADD: 3, Kind.RENAME: 3}.get(kind, 2)
    if len(rest) != wanted:
        raise OpError(f"{kind}: {len(rest)} values where {wanted} belong")
    match kind:
        case Kind.RENAME:
            section, id, to = (_text(one) for one in rest)
            if section not in _RENAMED:
                raise OpError(f"rename: {section[:60]!r} has no ids")
            return Op(kind=kind, path=(section, id), value=to)
        case Kind.OFF:
            section, _, id = _text(rest[0]).partition(".")
            if section not in SWITCHED or not id or not isinstance(rest[1], bool):
                raise OpError("off: name a risk as risks.ID or a response as tasks.ID, with true or false")
            return Op(kind=kind, path=(section, id), value=rest[1])
        case Kind.ADD:
            index = rest[2]
            if index is not None and (not isinstance(index, int) or isinstance(index, bool) or index < 0):
                raise OpError("add: the place is not a whole number from 0 on")
            return Op(kind=kind, path=_path(rest[0]), value=_value(rest[1]), index=index)
        case Kind.ORDER:
            if not isinstance(rest[1], list):
                raise OpError("order: a list of keys is needed")
            return Op(kind=kind, path=_path(rest[0], least=0), value=[_text(one) for one in rest[1]])
        case Kind.TEXT:
            return Op(kind=kind, path=_path(rest[0]), value=_text(rest[1], longest=None))
        case _:
            return Op(kind=kind, path=_path(rest[0]), value=_value(rest[1]) if kind is Kind.SET else None)


def _path(said: object, *, least: int = 1) -> KeyPath:
    if not isinstance(said, list) or not least <= len(said) <= DEEPEST:
        raise OpError(f"a path is not a list of {least} to {DEEPEST} keys")
    for one in said:
        if isinstance(one, bool) or not isinstance(one, str | int) or (isinstance(one, int) and one < 0):
            raise OpError("a key is neither text nor a whole number")
        if isinstance(one, str):
            _text(one)
    return tuple(said)


def _text(said: object, *, longest: int | None = _LONGEST_KEY) -> str:
    if not isinstance(said, str) or (longest is not None and len(said) > longest):
        raise OpError(f"text of at most {longest:,} characters is needed" if longest else "text is needed")
    if any("\ud800" <= one <= "\udfff" for one in said):
        raise OpError("half a character stands in the text: no file can hold it")
    return said


def _value(said: object, depth: int = 0) -> Any:
    """Return plain data in which texts are as if they stood in a file."""
    if depth > DEEPEST:
        raise OpError(f"more than {DEEPEST} levels of nesting")
    match said:
        case None:
            return None
        case str():
            return written(_text(said, longest=None))
        case list():
            return [_value(one, depth + 1) for one in said]
        case dict():
            return {_text(key): _value(one, depth + 1) for key, one in said.items()}
    raise OpError(f"a value is neither text, list nor mapping: {str(said)[:60]}")


def _set(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=_put(state.data, op.path, op.value, None))


def _set_text(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=_put(state.data, op.path, _parsed(op.value), None))


def _add(state: State, op: Op, below: Data | None) -> State:
    *above, last = op.path
    there = _at(state.data, above)
    if isinstance(there, dict) and last in there:
        raise OpError(f"{'.'.join(map(str, op.path))} is there already: choose another id")
    return replace(state, data=_put(state.data, op.path, op.value, op.index, is_new=True))


def _delete(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=_without(state.data, op.path))


def _order(state: State, op: Op, below: Data | None) -> State:
    there = _at(state.data, op.path)
    if not isinstance(there, dict) or {*there} != {*op.value} or len(op.value) != len(there):
        raise OpError("the keys to be put in order are not those that are there: another tab may have changed them")
    ordered = {key: there[key] for key in op.value}
    return replace(state, data=_put(state.data, op.path, ordered, None) if op.path else ordered)


def _rename(state: State, op: Op, below: Data | None) -> State:
    section, id = map(str, op.path)
    try:
        data = renamed(state.data, section, id, op.value, below=below)
    except RenameError as error:
        raise OpError(str(error)) from None
    first = next((path for path, key in state.names.items() if path[0] == section and key == id), op.path)
    return replace(state, data=data, names={**state.names, first: op.value})


def _switch(state: State, op: Op, below: Data | None) -> State:
    name = ".".join(map(str, op.path))
    return replace(state, off=state.off | {name} if op.value else state.off - {name})


_DOING: Final[Mapping[Kind, Callable[[State, Op, Data | None], State]]] = {
    Kind.SET: _set,
    Kind.TEXT: _set_text,
    Kind.DELETE: _delete,
    Kind.ADD: _add,
    Kind.ORDER: _order,
    Kind.RENAME: _rename,
    Kind.OFF: _switch,
}


def _parsed(text: str) -> Any:
    """Return what a text says as YAML between brackets, where it is that, else the text."""
    if text.strip()[:1] in ("[", "{"):
        try:
            source = Source(_CELL, text.strip())
        except ScenarioError:
            return written(text)
        if not source.problems:
            return source.data
    return written(text)


def _at(data: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path; None where nothing does."""
    for part in path:
        has = isinstance(data, dict) and part in data
        if not has and not (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            return None
        data = data[part]
    return data


def _put(data: Any, path: KeyPath, value: Any, index: int | None, *, is_new: bool = False) -> Any:
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
        return [*data[:first], _put(old, rest, value, index, is_new=is_new), *data[first + 1 :]]
    if isinstance(first, int):
        raise OpError("there is no list where one is to be changed: another tab may have changed it")
    if data is not None and not isinstance(data, dict):
        raise OpError(f"{str(data)[:60]!r} stands where keys are to be written: take it out first")
    there = data or {}
    made = _kept(there.get(first), value) if not rest else _put(there.get(first), rest, value, index, is_new=is_new)
    if first in there or index is None or rest:
        return {**there, first: made}
    entries = [*there.items()]
    return dict([*entries[:index], (first, made), *entries[index:]])


def _kept(old: Any, new: Any) -> Any:
    """Return what stands there where that says the same, since it may be written between quotes; else the new value."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: _kept(old.get(key), one) for key, one in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [_kept(old[place] if place < len(old) else None, one) for place, one in enumerate(new)]
    return old if isinstance(old, str) and isinstance(new, str) and old == new else new


def _without(data: Any, path: KeyPath) -> Any:
    first, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(first, int) and first < len(data):
        return [*data[:first], *([_without(data[first], rest)] if rest else []), *data[first + 1 :]]
    if not isinstance(data, dict) or first not in data:
        return data  # somebody else has taken it out before
    if rest:
        return {**data, first: _without(data[first], rest)}
    return {key: one for key, one in data.items() if key != first}


def _changes(path: KeyPath, before: Any, after: Any) -> Iterator[list[Any]]:
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in before if key in after]
        yield from (["del", [*path, key]] for key in before if key not in after)
        for key in keys:
            yield from _changes((*path, key), before[key], after[key])
        for place, key in enumerate(after):
            if key not in before:
                keys.insert(place, key)
                yield ["add", [*path, key], after[key], place]
        if keys != [*after]:
            yield ["order", [*path], [*after]]
    elif not same(before, after):
        yield ["set", [*path], after]
