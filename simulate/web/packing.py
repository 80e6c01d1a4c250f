"""Packing: data of a scenario file as JSON, which by itself would lose what stands between quotes."""

from typing import Any, Final

from milepost.models.file.source import Parted, Plain
from milepost.simulate.web.ops.state import State

_QUOTED: Final = "q"
_PARTED: Final = "p"
_LIST: Final = "l"


def packed(value: Any) -> Any:
    """Return data as JSON has it: text without quotes is text, all else but mappings a list with its kind first."""
    match value:
        case Parted():
            return [_PARTED, str(value)]
        case Plain():
            return str(value)
        case str():
            return [_QUOTED, value]
        case list():
            return [_LIST, *map(packed, value)]
        case dict():
            return {key: packed(one) for key, one in value.items()}
    return None


def unpacked(value: Any) -> Any:
    """
    Return data that was packed.

    Raises
    ------
    ValueError
        When it was not.
    """
    match value:
        case None:
            return None
        case str():
            return Plain(value)
        case dict():
            return {key: unpacked(one) for key, one in value.items()}
        case [str(kind), str(text)] if kind in (_QUOTED, _PARTED):
            return text if kind == _QUOTED else Parted(text)
        case [str(kind), *rest] if kind == _LIST:
            return [unpacked(one) for one in rest]
    raise ValueError("what was kept is not as it was written")


def packed_state(state: State) -> dict[str, Any]:
    """Return a state as JSON has it."""
    names = [[[*path], key] for path, key in state.names.items()]
    return {"data": packed(state.data), "off": sorted(state.off), "names": names}


def unpacked_state(value: Any) -> State:
    """
    Return a state that was packed.

    Raises
    ------
    ValueError
        When it was not.
    """
    match value:
        case {"data": dict(data), "off": list(off), "names": list(names)}:
            own = {tuple(path): str(key) for path, key in names}
            return State(data=unpacked(data), off=frozenset(map(str, off)), names=own)
    raise ValueError("what was kept is not as it was written")
