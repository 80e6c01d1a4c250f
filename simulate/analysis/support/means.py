"""Means of a plan's figures: with an interval only where enough iterations tell of all that they rest on."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.support.drivers import Driver, drivers_of
from milepost.simulate.analysis.support.reach import Influence
from milepost.simulate.analysis.support.support import ENOUGH
from milepost.simulate.analysis.support.thinnest import thinnest


def supported_mean(
    scenario: Scenario,
    figure: str,
    values: NDArray[np.float64],
    *,
    influence: Influence | None = None,
    drivers: Sequence[Driver] | None = None,
    played: int | None = None,
) -> Mean:
    """
    Estimate the mean of a figure, without an interval where fewer than fifty effective iterations tell of it.

    Parameters
    ----------
    scenario
        The plan.
    figure
        As `drivers_of` names it.
    values
        float64[n], what it came to.
    influence
        That of the plan, where several figures are asked for.
    drivers
        What reaches the figure, where several means of it are asked for; found where not given.
    played
        How many iterations were played, where the values are those of some of them, such as those that are stopped.
    """
    mean = Mean.of(values)
    if values.size == 0:
        return mean
    sd = mean.sd if math.isfinite(mean.sd) else 0.0
    found = drivers_of(scenario, figure, influence=influence) if drivers is None else drivers
    support = thinnest(found, sd)
    if support is None:
        return mean
    effective = support.size(values.size if played is None else played)
    mean = replace(mean, effective=effective, needed=support.needed)
    return mean if effective >= ENOUGH else replace(mean, low=math.nan, high=math.nan)


def mean_of_part(values: NDArray[np.float64], whole: Mean, *, of: float) -> Mean:
    """
    Estimate the mean of a figure over a part of the iterations, on as large a part of those effective.

    Parameters
    ----------
    values
        float64[m], what it came to in these.
    whole
        The mean over many iterations.
    of
        Over how many.
    """
    mean, effective = Mean.of(values), whole.effective * values.size / of if values.size else 0.0
    return mean if effective >= ENOUGH else replace(mean, low=math.nan, high=math.nan, effective=effective)
