"""Means of a plan's figures: with an interval only where enough iterations tell of all that they rest on."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.mean import Mean
from milepost.simulate.analysis.reach import Influence
from milepost.simulate.analysis.support import ENOUGH, support_of


def supported_mean(
    scenario: Scenario,
    figure: str,
    values: NDArray[np.float64],
    *,
    influence: Influence | None = None,
    played: int | None = None,
) -> Mean:
    """
    Estimate the mean of a figure, without an interval where fewer than fifty effective iterations tell of it.

    Parameters
    ----------
    scenario
        The plan.
    figure
        As `support_of` names it.
    values
        float64[n], what it came to.
    influence
        That of the plan, where several figures are asked for.
    played
        How many iterations were played, where the values are those of some of them, such as those that are stopped.
    """
    mean = Mean.of(values)
    if values.size == 0:
        return mean
    sd = mean.sd if math.isfinite(mean.sd) else 0.0
    support = support_of(scenario, figure, sd=sd, influence=influence)
    if support is None:
        return mean
    effective = support.size(values.size if played is None else played)
    mean = replace(mean, effective=effective, needed=support.needed)
    return mean if effective >= ENOUGH else replace(mean, low=math.nan, high=math.nan)
