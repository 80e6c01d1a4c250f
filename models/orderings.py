"""Orderings: the sequence in which risk-reduction tasks take the crews that do them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from milepost.models.bounds import check_count

MOST_CREWS: Final = 1_000
"""Number of crews beyond which a plan is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orderings:
    """
    Tasks that compete for crews, and the list in which they take them.

    Parameters
    ----------
    among
        Ids of the tasks that need a crew.
    crews
        How many of them can be under way at once.
    order
        The same ids in the order in force; by early start where it is left out.
    """

    among: tuple[str, ...]
    crews: int = 1
    order: tuple[str, ...] | None = field(default=None, metadata={"sequence": True})

    def __post_init__(self) -> None:
        check_among(self.among)
        check_count("crews", self.crews, 1, MOST_CREWS)


def check_among(among: Sequence[str]) -> None:
    """Refuse crews that nothing needs."""
    if not among:
        raise ValueError("an empty list: name the tasks that need a crew, or take orderings out")
