"""Halves: by when half of what there is at the start, or today in a plan with a status, has gone."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.report.media.positions import dated_day, positions


def begin_of(scenario: Scenario, dates: NDArray[np.float64]) -> int:
    """Return which of some ascending positions [days] is the first that lies ahead: from today on with a status."""
    if scenario.history is None:
        return 0
    now = float(positions(scenario.days, scenario.history.now))
    return min(int(np.searchsorted(dates, now - SLACK)), len(dates) - 1)


def half_gone(scenario: Scenario, dates: NDArray[np.float64], level: NDArray[np.float64]) -> date | None:
    """
    Return the first date by which half has gone; none where there is nothing, or half of it stays.

    Parameters
    ----------
    scenario
        The plan.
    dates
        float64[n]: ascending positions on a date axis [days].
    level
        float64[n]: what is left by then, in any unit.
    """
    first = begin_of(scenario, dates)
    left = np.flatnonzero(level[first:] <= level[first] / 2)
    if level[first] <= 0 or not len(left):
        return None
    at = float(dates[first + left[0]])
    return dated_day(at) if np.isfinite(at) else None
