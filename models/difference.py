"""Differences: what one plan says and another does not."""

from dataclasses import dataclass
from enum import StrEnum


class DifferenceKind(StrEnum):
    """What became of a part of a plan."""

    NEW = "new"
    CHANGED = "changed"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    A part of a plan that another plan does not have, or has otherwise.

    Parameters
    ----------
    path
        The keys that lead to it: a section and an id where all of it is new or gone, and else down to a field.
    kind
        What became of it.
    before, after
        What either plan says, in the words of its file; none where it says nothing.
    """

    path: tuple[str, ...]
    kind: DifferenceKind
    before: str | None
    after: str | None
