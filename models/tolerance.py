"""Tolerance: how far from the plan something may be before it deserves an exception report."""

from dataclasses import dataclass
from typing import Final

LARGEST_GAP: Final = 10.0
"""Tolerance of the gap beyond which nothing is ever outside [share of the budget]."""

USUAL_HIT: Final = 0.8
"""How likely a milestone has to be hit where nobody says [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """
    How far from the plan something may be.

    Parameters
    ----------
    hit
        How likely a milestone has to be hit [-]; none where nothing is said of it.
    gap
        By how much the gap may exceed the plan's own on a due date [share of the budget]; none where nothing is said
        of it.
    """

    hit: float | None = None
    gap: float | None = None

    def __post_init__(self) -> None:
        if self.hit is not None:
            check_hit(self.hit)
        if self.gap is not None:
            check_gap(self.gap)


def check_hit(hit: float) -> None:
    """Refuse a tolerance of a hit probability that everything is outside of, or nothing."""
    if not 0.0 < hit < 1.0:
        raise ValueError(f"{hit:g} is not a tolerance: give a probability above 0 and below 1, as `0.8`")


def check_gap(gap: float) -> None:
    """Refuse a tolerance of the gap that everything is outside of, or nothing."""
    if not 0.0 < gap <= LARGEST_GAP:
        raise ValueError(
            f"{gap:g} is not a tolerance: give a share of the budget above 0 and at most {LARGEST_GAP:g}, as `0.25`"
        )
