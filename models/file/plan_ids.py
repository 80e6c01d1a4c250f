"""Plan ids: those that a plan had when a file was laid over it, packed, and what has become of them."""

import zlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from milepost.models.link import LONGEST_ID

MOST: Final = 1_000_000
"""Ids beyond which they are not unpacked: no plan has as many."""

_LARGEST: Final = 32 * 1024 * 1024
"""Size beyond which ids are not unpacked [bytes]."""
_KINDS: Final = ("tasks", "milestones")
_NONE_ALIKE: Final = " "
"""The letter that stands for no sign in common with the id before; the one behind it for one, and so on."""
_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class IdChange:
    """
    What has become of the ids of a plan since a file was laid over it.

    Parameters
    ----------
    file, below
        That file, and the one with the plan.
    lost, new
        Ids that are gone, and that have come; in the order of letters, and in that of the plan.
    """

    file: str
    below: str
    lost: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return it in words, with what to do last; nothing where all is as it was."""
        told = [
            f"{self.below} has {what} {_counted(ids)} since {self.file} was made for it: {_named(ids)}"
            for ids, what in ((self.lost, "lost"), (self.new, "got"))
            if ids
        ]
        cure = f"once they are looked at, milepost import --refresh {self.file} takes the ids of today for known"
        return (*told, cure) if told else ()


def ids_in(data: Any) -> tuple[str, ...]:
    """Return the ids of the tasks and milestones in plain data."""
    parts = (data.get(kind) for kind in _KINDS) if isinstance(data, dict) else ()
    return tuple(str(id) for part in parts if isinstance(part, dict) for id in part)


def packed(ids: Iterable[str]) -> str:
    """
    Pack ids into a text of letters, digits and few signs.

    Each stands without what it has in common with the one before it, so that numbered ones take next to no room.

    Examples
    --------
    >>> unpacked(packed(["A1020", "A1010", "B 7"]))
    ('A1010', 'A1020', 'B 7')
    """
    every = sorted({*ids})
    lines = (_shortened(before, id) for before, id in zip(["", *every], every, strict=False))
    return b64encode(zlib.compress("\n".join(lines).encode(), 9)).decode()


def unpacked(text: str) -> tuple[str, ...]:
    """
    Return the ids that a text was packed from, in the order of letters.

    Raises
    ------
    ValueError
        When it was not packed so.
    """
    try:
        return tuple(_whole(_content("".join(text.split()))))
    except (Error, UnicodeDecodeError, zlib.error, IndexError) as error:
        raise ValueError("the ids cannot be read") from error


def _content(text: str) -> str:
    """Return what was compressed, unless it is more than any plan needs."""
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(b64decode(text, validate=True), _LARGEST)
    if not unpacker.eof:
        raise ValueError("the ids cannot be read")
    return content.decode()


def _whole(content: str) -> Iterator[str]:
    before = ""
    for line in content.split("\n", MOST) if content else ():
        shared = ord(line[0]) - ord(_NONE_ALIKE)
        if not 0 <= shared <= len(before):
            raise ValueError("the ids cannot be read")
        before = before[:shared] + line[1:]
        if not 0 < len(before) <= LONGEST_ID or not before.isprintable():
            raise ValueError("the ids cannot be read")
        yield before


def _shortened(before: str, id: str) -> str:
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, id, strict=False)))
    return chr(ord(_NONE_ALIKE) + alike) + id[alike:]


def _counted(ids: tuple[str, ...]) -> str:
    return "1 id" if len(ids) == 1 else f"{len(ids):,} ids"


def _named(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:_NAMED]) + (", ..." if len(ids) > _NAMED else "")
