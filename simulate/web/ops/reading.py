"""Reading: changes of a document as a page asks for them, each of which may be anything."""

from typing import Any, Final

from milepost.models.file.rewriting.scalar_text import said as written
from milepost.models.file.source import DEEPEST
from milepost.models.problem import KeyPath
from milepost.simulate.web.ops.op import Kind, Op, OpError
from milepost.simulate.web.ops.pairs import unpaired

_MOST: Final = 20_000
"""Changes that one edit may hold."""

_SWITCHED: Final = ("risks", "tasks")
"""What can be switched off in the page: risks, and tasks that are responses."""

_RENAMED: Final = frozenset({"milestones", "tasks", "risks", "resources", "calendars"})
_LONGEST_KEY: Final = 1_000


def read_ops(said: object) -> tuple[Op, ...]:
    """
    Read changes as a page sends them: lists that begin with what is to be done.

    Raises
    ------
    OpError
        When they are something else.
    """
    if not isinstance(said, list) or len(said) > _MOST:
        raise OpError(f"the changes are not a list of at most {_MOST:,}")
    return tuple(_read(one) for one in said)


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
            if section not in _SWITCHED or not id or not isinstance(rest[1], bool):
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
            return {_text(key): _value(one, depth + 1) for key, one in unpaired(said).items()}
    raise OpError(f"a value is neither text, list nor mapping: {str(said)[:60]}")
