"""Horizon: up to when the exposure of orders is measured, the same for all of them."""

import math
from typing import Final

import numpy as np

from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome

_SHARE: Final = 0.99
"""Share of the iterations in which all work is done by the horizon [-]."""


def horizon_of(outcome: Outcome) -> float:
    """
    Return the day by which the order in force has done all work in 99% of the detailed iterations [days of the axis].

    That is as if nothing stopped the project: a stop leaves open what it leaves open, and that for as long as the
    project would have taken.
    """
    ends = np.zeros(outcome.detail)
    for times in outcome.task_finish.values():
        np.maximum(ends, times, out=ends)
    return float(max(1, math.ceil(np.quantile(ends, _SHARE, method="inverted_cdf") - SLACK)))
