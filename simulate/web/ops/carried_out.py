"""Carried out: a document in which changes have been made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from milepost.models.file.renaming import RenameError, renamed
from milepost.models.file.rewriting.scalar_text import said as written
from milepost.models.file.source import Source
from milepost.models.problem import ScenarioError
from milepost.simulate.web.ops.data import at, put, without
from milepost.simulate.web.ops.op import Kind, Op, OpError
from milepost.simulate.web.ops.state import Data, State

_CELL: Final = Path("cell")


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


def _set(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=put(state.data, op.path, op.value, None))


def _set_text(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=put(state.data, op.path, _parsed(op.value), None))


def _add(state: State, op: Op, below: Data | None) -> State:
    *above, last = op.path
    there = at(state.data, above)
    if isinstance(there, dict) and last in there:
        raise OpError(f"{'.'.join(map(str, op.path))} is there already: choose another id")
    return replace(state, data=put(state.data, op.path, op.value, op.index, is_new=True))


def _delete(state: State, op: Op, below: Data | None) -> State:
    return replace(state, data=without(state.data, op.path))


def _order(state: State, op: Op, below: Data | None) -> State:
    there = at(state.data, op.path)
    if not isinstance(there, dict) or {*there} != {*op.value} or len(op.value) != len(there):
        raise OpError("the keys to be put in order are not those that are there: another tab may have changed them")
    ordered = {key: there[key] for key in op.value}
    return replace(state, data=put(state.data, op.path, ordered, None) if op.path else ordered)


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
