"""Reading: what is known of a file while its document is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from pydantic import ValidationInfo

from milepost.models.link import LONGEST_ID

IDS: Final = "ids"
"""The key that says what ids may be made of."""

_BY_ID: Final = ("tasks", "milestones", "risks", "resources")


class IdRule(StrEnum):
    """What ids may be made of: letters, digits, _ and -, or all that can be printed, as other programs have them."""

    PLAIN = "plain"
    PRINTABLE = "printable"


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
    """

    wrong: frozenset[str] | None = None
    ids: frozenset[str] | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any], wrong: frozenset[str] | None = None) -> Self:
        """Return what is known of plain data."""
        if data.get(IDS) != IdRule.PRINTABLE:
            return cls(wrong=wrong)
        parts = (data.get(kind) for kind in _BY_ID)
        ids = (id for part in parts if isinstance(part, dict) for id in part)
        return cls(wrong=wrong, ids=frozenset(ids))


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
