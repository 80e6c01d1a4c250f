"""How many units of each resource are at work over time, and what is said of that."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.schedule.resources import ResourceOutlook
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.run.curves.fan import Fan
from milepost.simulate.result import Result

MOST: Final = 8
"""Resources that are drawn; of more those for which tasks wait longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceCurve:
    """
    The use of one resource.

    Parameters
    ----------
    dates
        float64[n]: ascending positions on a date axis [days], NaN beyond the calendar.
    at_work
        Units at work, at each date.
    capacity
        How many there are.
    """

    dates: NDArray[np.float64]
    at_work: Fan
    capacity: int


def shown_resources(result: Result) -> Sequence[ResourceOutlook]:
    """Return the resources that are drawn, in file order."""
    every = list(result.resources.outlooks.values())
    longest = sorted(every, key=lambda one: -one.waiting.value)[:MOST]
    return [one for one in every if one in longest]


def resource_curve(result: Result, outlook: ResourceOutlook) -> ResourceCurve:
    """Return the use of a resource over time, as far as the calendar goes."""
    use = outlook.use
    dates = positions(result.scenario.days, use.times)
    known = np.isfinite(dates)
    fan = Fan(low=use.low[known], middle=use.middle[known], high=use.high[known])
    return ResourceCurve(dates=dates[known], at_work=fan, capacity=outlook.capacity)


def resource_words(outlook: ResourceOutlook) -> str:
    """Return how much of a resource is used, and how long tasks wait for it."""
    used = "" if math.isnan(outlook.used) else f"{100 * outlook.used:.0f}% used from its first task to its last; "
    if not outlook.waits.value:
        return f"{used}nothing waits for it"
    if not outlook.waiting.value:
        return f"{used}tasks wait for it on days off of the plan alone"
    p10, _, p90 = outlook.spread
    return (
        f"{used}tasks wait {outlook.waiting.value:.1f} working days for it in all on average "
        f"(P10 {p10:.0f}, P90 {p90:.0f})"
    )
