"""Reading: what is known of a file while its document is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self, TypeAlias, TypeVar

from pydantic import ValidationInfo

from milepost.models.link import LONGEST_ID

IDS: Final = "ids"
"""The key that says what ids may be made of."""

_BY_ID: Final = ("tasks", "milestones", "risks", "resources")

_Part = TypeVar("_Part")
_Parts: TypeAlias = dict[tuple[type, int], tuple[object, Any]]


class IdRule(StrEnum):
    """What ids may be made of: letters, digits, _ and -, or all that can be printed, as other programs have them."""

    PLAIN = "plain"
    PRINTABLE = "printable"


class PartsRead:
    """
    The parts of the document that was read last, which are not read again where they stand in the next one.

    They are known by the very objects that hold their data: these must never be changed.
    """

    def __init__(self) -> None:
        self._before: _Parts = {}
        self._last: tuple[frozenset[str] | None, _Parts] = None, {}
        """Which ids there were, and the parts; replaced as one, since documents are read in several threads."""

    def begun(self, ids: frozenset[str] | None) -> "PartsRead":
        """Return those that a new document may have, in which ids may be these."""
        begun, (known, parts) = PartsRead(), self._last
        begun._before, begun._last = parts if ids == known else {}, (ids, {})
        return begun

    def ended(self, begun: "PartsRead") -> None:
        """Keep those of a document that has been read."""
        self._last = begun._last

    def once(self, of: type[_Part], data: object, read: Callable[[Any], _Part]) -> _Part:
        """Return a part as it was read before, or read it."""
        key = of, id(data)
        known = self._before.get(key)
        part: _Part = known[1] if known is not None and known[0] is data else read(data)
        _, now = self._last
        now[key] = data, part
        return part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What is known while a document is read.

    Parameters
    ----------
    wrong
        Ids that are known to be none, while the rest of a broken file is checked; None while nothing is wrong.
    ids
        Those of the plan, where they may be any text, to tell where one ends in a link; None where they may not.
    parts
        Those that were read before; none where nobody keeps them.
    """

    wrong: frozenset[str] | None = None
    ids: frozenset[str] | None = None
    parts: PartsRead | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any], wrong: frozenset[str] | None = None, parts: PartsRead | None = None) -> Self:
        """Return what is known of plain data."""
        ids: frozenset[str] | None = None
        if data.get(IDS) == IdRule.PRINTABLE:
            kinds = (data.get(kind) for kind in _BY_ID)
            ids = frozenset(id for part in kinds if isinstance(part, dict) for id in part)
        return cls(wrong=wrong, ids=ids, parts=None if parts is None or wrong is not None else parts.begun(ids))


def read_once(of: type[_Part], data: object, read: Callable[[Any], _Part], info: ValidationInfo) -> _Part:
    """Return a part as it was read before of the very same data, or read it."""
    parts = info.context.parts if isinstance(info.context, Reading) else None
    return read(data) if parts is None else parts.once(of, data, read)


def is_whole(info: ValidationInfo) -> bool:
    """Return whether nothing is known to be wrong: parts then hold all that they need."""
    return not isinstance(info.context, Reading) or info.context.wrong is None


def wrong_ids(info: ValidationInfo) -> frozenset[str]:
    """Return the ids that are known to be none."""
    return (info.context.wrong if isinstance(info.context, Reading) else None) or frozenset()


def known_ids(info: ValidationInfo) -> frozenset[str] | None:
    """Return the ids of the plan, where they may be any text; None where they may not."""
    return info.context.ids if isinstance(info.context, Reading) else None


def is_any_id(value: object, info: ValidationInfo) -> bool:
    """Return whether ids may be any text, and this one is: up to 100 characters on a line, without blanks around it."""
    if known_ids(info) is None or not isinstance(value, str):
        return False
    return value.isprintable() and value == " ".join(value.split()) and 0 < len(value) <= LONGEST_ID
