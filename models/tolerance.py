"""Tolerance: how far from the plan something may be before it deserves an exception report."""

from dataclasses import dataclass
from typing import Final

LARGEST_GAP: Final = 10.0
"""Tolerance of the gap beyond which nothing is ever outside [share of the budget]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """
    How far from the plan something may be.

    Parameters
    ----------
    gap
        By how much the gap may exceed the plan's own on a due date [share of the budget]; none where nothing is said
        of it.
    """

    gap: float | None = None

    def __post_init__(self) -> None:
        if self.gap is not None:
            check_gap(self.gap)


def check_gap(gap: float) -> None:
    """Refuse a tolerance of the gap that everything is outside of, or nothing."""
    if not 0.0 < gap <= LARGEST_GAP:
        raise ValueError(
            f"{gap:g} is not a tolerance: give a share of the budget above 0 and at most {LARGEST_GAP:g}, as `0.25`"
        )
