"""Nearest: which milestone is nearest to a moment, and how far off it is."""

import math
from dataclasses import dataclass

from milepost.models import Scenario
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.quantile import quantile_of
from milepost.simulate.analysis.statistics.sections import estimate, less, quantile_figures
from milepost.simulate.engine.outcome import Outcome, Times

_MEDIAN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """
    The milestone that is nearest to a moment, of all.

    Parameters
    ----------
    milestone
        Its id.
    off
        How much later its median is than that of the moment, paired; below 0 it comes before it [working days].
    """

    milestone: str
    off: Estimate


class Nearness:
    """
    Finds the milestone nearest to a moment, by the medians over the detailed iterations.

    Parameters
    ----------
    scenario, outcome
        The plan, and what came of it.
    """

    def __init__(self, scenario: Scenario, outcome: Outcome) -> None:
        self._days = scenario.days
        self._times = {id: outcome.finish[id][: outcome.detail] for id in scenario.milestones}
        self._medians = {id: float(quantile_of(times, _MEDIAN)) for id, times in self._times.items()}

    def to(self, times: Times) -> Nearest | None:
        """Return the milestone nearest to a moment, float64[n] [days of the axis]; none if either has no median."""
        worked = self._days.worked(times)
        moment = float(quantile_of(worked, _MEDIAN))
        apart = {id: abs(median - moment) for id, median in self._medians.items() if math.isfinite(median)}
        if not math.isfinite(moment) or not apart:
            return None
        id = min(apart, key=apart.__getitem__)
        figures = less(quantile_figures(self._times[id], _MEDIAN), quantile_figures(worked, _MEDIAN))
        return Nearest(milestone=id, off=estimate(figures))
