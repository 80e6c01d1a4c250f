"""Compared: two plans, what they say differently, and what that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from milepost.models import PlanPair
from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.result import Result


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    Two plans on the same iterations.

    Parameters
    ----------
    plans
        The plans, A and B, and what they say differently.
    files
        What their files are called.
    before, after
        What came of either.
    comparison
        What changes from A to B.
    """

    plans: PlanPair
    files: tuple[str, str]
    before: Result
    after: Result
    comparison: Comparison

    def hits(self, milestone: str) -> tuple[float | None, float | None]:
        """Return with what probability a milestone of both is hit in either; none without a due date."""
        hits = (one.milestone[milestone].hit for one in (self.before, self.after))
        before, after = (None if hit is None else hit.value for hit in hits)
        return before, after

    @cached_property
    def common(self) -> Sequence[MilestoneOutlook]:
        """Return the milestones of B that A has as well, and of which anything is known."""
        outlooks = self.after.milestone.values()
        return [one for one in outlooks if self.comparison.change(Figure.PROMISE, one.milestone.id) is not None]

    @cached_property
    def shown(self) -> Sequence[MilestoneOutlook]:
        """Return those of them that are told: of many the major ones and those with a due date."""
        return chosen_milestones(self.common)
