"""Op: a change of a document."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from milepost.models.error import MilepostError
from milepost.models.problem import KeyPath


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
