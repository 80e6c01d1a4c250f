"""Step: something that was done to a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milepost.models.problem import KeyPath
from milepost.simulate.web.ops.changes import touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    Something that was done to a document.

    Parameters
    ----------
    rev
        Number of the document's state after it; it grows.
    tab
        Which tab did it; empty where no tab did.
    label
        What was done, in words.
    ops
        The changes as they are sent to pages.
    """

    rev: int
    tab: str
    label: str
    ops: Sequence[Sequence[Any]]

    @property
    def touched(self) -> frozenset[KeyPath]:
        """Return the paths that it is about."""
        return touched(self.ops)

    def meets(self, path: KeyPath) -> bool:
        """Return whether it is about a path, or about something above or below it."""
        return any(path[: len(other)] == other[: len(path)] for other in self.touched)
