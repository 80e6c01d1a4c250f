"""Merge bias: by how much later a milestone is than in the plan, and how many paths of about that length merge."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from milepost.models import Milestone, Scenario
from milepost.models.bounds import SLACK
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.analysis.statistics.rows import Row

MERGE_BIAS_COLUMNS: Final = (
    *("plan_days", "plan"),
    *(*columns("merge_bias_mean", "_days"), *columns("merge_bias_median", "_days")),
    "merging_links",
)

_NEAR: Final = 0.1
"""By how much of its length a path into a milestone may fall short of the longest and still count as merging [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeBias:
    """
    By how much later a milestone is than by the plan's own schedule, at most likely durations and without risks.

    Parameters
    ----------
    planned
        When it falls by that schedule [working days from start].
    date
        On which day that is; none beyond the year 9999.
    mean
        Its mean time where it is reached, less that [working days].
    median
        Its median over all iterations, less that [working days]; infinity where that is never.
    links
        How many links into it have a longest path within a tenth of the longest of all, by that schedule.
    """

    planned: float
    date: date | None
    mean: Estimate
    median: Quantile
    links: int

    @classmethod
    def of(cls, scenario: Scenario, milestone: Milestone, mean: Mean, median: Quantile) -> Self:
        """Set what is to be expected of a milestone beside the plan's own schedule."""
        planned = float(scenario.days.worked(scenario.network.planned_times[milestone.id][1]))
        return cls(
            planned=planned,
            date=scenario.days_of(milestone.id).date_of(scenario.dating.planned[milestone.id][1]),
            mean=Estimate(value=mean.value - planned, low=mean.low - planned, high=mean.high - planned),
            median=median.less(planned),
            links=_merging_links(scenario, milestone),
        )

    def columns(self) -> Row:
        """Return what stands of it in a table, by the names of the columns."""
        return {
            "plan_days": self.planned,
            "plan": self.date,
            **self.mean.columns("merge_bias_mean", "_days"),
            **self.median.columns("merge_bias_median", "_days"),
            "merging_links": self.links,
        }


def _merging_links(scenario: Scenario, milestone: Milestone) -> int:
    """Count the links that ask for a time within a tenth of the latest that any asks for."""
    before = [scenario.network.read_by(link) for link in milestone.after]
    times = [
        scenario.timing.asked(link, milestone.id, one.start, one.finish, one.dated)
        for link, one in zip(milestone.after, before, strict=True)
    ]
    asked = scenario.days.worked(times).tolist()
    longest = max(asked, default=0.0)
    return sum(time >= longest - _NEAR * abs(longest) - SLACK for time in asked)
