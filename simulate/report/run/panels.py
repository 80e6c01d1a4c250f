"""Panels: which milestones have one in a picture, and how they stand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.result import Result

MOST_PANELS: Final = 24
"""Curves that one picture can hold; of more milestones the least likely to be hit are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """
    The panels of a picture.

    Parameters
    ----------
    milestones
        The ids of those that have a panel, in the order of the file.
    in_all
        How many could have one.
    """

    milestones: tuple[str, ...]
    in_all: int

    @classmethod
    def of(cls, result: Result, ids: Sequence[str]) -> Self:
        """Choose the milestones that are drawn, of some that could be."""
        shown = chosen_milestones([result.milestone[id] for id in ids], most=MOST_PANELS)
        return cls(milestones=tuple(one.milestone.id for one in shown), in_all=len(ids))

    @property
    def columns(self) -> int:
        """Return how many panels stand side by side."""
        shown = len(self.milestones)
        return {1: 1, 2: 2, 4: 2}.get(shown, 3 if shown <= 6 else 4)

    @property
    def rows(self) -> int:
        """Return how many rows of panels there are."""
        return math.ceil(len(self.milestones) / self.columns)

    @property
    def left_out(self) -> str:
        """State that not all milestones are drawn, and which are; nothing where all are."""
        shown = len(self.milestones)
        return f" (the {shown} least likely to be hit of {self.in_all:,})" if self.in_all > shown else ""
