"""Carried: a bias that estimates have had, carried forward, and what the ends of its interval would come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """
    By what durations ahead were multiplied.

    Parameters
    ----------
    ratio
        The median ratio of finished tasks to their estimates [-].
    ends
        By each end of its interval that is known, what would be expected there of the milestones that are told first,
        by id, in file order.
    """

    ratio: Estimate
    ends: Mapping[float, Mapping[str, MilestoneOutlook]]
