"""What the risks may still do over time, and what has gone of it, as it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.risks.books import LEVELS
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.harm import Sign
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.report.media.colours import FAINT, category_colours
from milepost.simulate.report.media.positions import positions

MOST_CATEGORIES: Final = 8
"""Bands of one picture; of more categories the largest have one each, and the others one together."""

_SETTLED: Final = 0.005
"""What of the exposure at the start is still to go where nothing much happens any more [-]."""

Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """
    The mean exposure of a category.

    Parameters
    ----------
    category
        Its name; empty for risks that have none.
    colour
        Of the category.
    mean
        float64[n], at each date, in the picture's unit; of others together where `others` says of how many.
    others
        How many categories it is of, if more than one.
    """

    category: str
    colour: str
    mean: Line
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDownCurves:
    """
    The burn-down of a plan.

    Parameters
    ----------
    dates
        float64[n]: ascending positions on a date axis [days], NaN beyond the calendar.
    threats
        By category, the largest at the start first; empty where no threat does any harm.
    total
        Mean, P10 and P90 of all threats, float64[n] each, in the unit of the picture.
    gone
        What of the threats has gone by each date, float64[n] each, on average: retired, passed, stopped.
    stop
        float64[n]: the probability that a risk which is still to be judged stops the project [-]; none where none can.
    costs
        Mean, P10 and P90 of what the threats may still cost, float64[n] each [currency]; none where the picture is in
        money anyway, or nothing is.
    opportunities
        Mean, P10 and P90 of what may still be gained, float64[n] each, in each unit that there is something in.
    """

    dates: Line
    threats: tuple[Band, ...]
    total: tuple[Line, Line, Line]
    gone: Mapping[Why, Line]
    stop: Line | None
    costs: tuple[Line, Line, Line] | None
    opportunities: Mapping[Unit, tuple[Line, Line, Line]]


def burn_down_curves(scenario: Scenario, exposure: Exposure) -> BurnDownCurves:
    """Return the burn-down until nothing much is at stake any more."""
    threats, chances = exposure.rows(Sign.THREAT), exposure.rows(Sign.OPPORTUNITY)
    unit = exposure.unit
    level, shown = LEVELS[unit], _shown(exposure)
    stop = threats["stop"].iloc[:shown].to_numpy()
    return BurnDownCurves(
        dates=positions(scenario.days, exposure.times[:shown]),
        threats=_bands(exposure, level, shown),
        total=_fan(threats, level, shown),
        gone={why: threats[f"{why}_{unit}"].iloc[:shown].to_numpy() for why in Why},
        stop=stop if np.nan_to_num(stop).any() else None,
        costs=_fan(threats, LEVELS[Unit.MONEY], shown) if unit is Unit.DAYS and threats["money"].any() else None,
        opportunities={one: _fan(chances, column, shown) for one, column in LEVELS.items() if chances[column].any()},
    )


def _bands(exposure: Exposure, level: str, shown: int) -> tuple[Band, ...]:
    colours = category_colours(exposure.categories)
    means = {name: exposure.rows(Sign.THREAT, name)[level].iloc[:shown].to_numpy() for name in exposure.categories}
    ordered = sorted((name for name, mean in means.items() if mean.any()), key=lambda name: -float(means[name][0]))
    alone = ordered if len(ordered) <= MOST_CATEGORIES else ordered[: MOST_CATEGORIES - 1]
    bands = [Band(category=name, colour=colours[name], mean=means[name]) for name in alone]
    if rest := ordered[len(alone) :]:
        together = np.sum([means[name] for name in rest], axis=0)
        bands.append(Band(category="", colour=FAINT, mean=together, others=len(rest)))
    return tuple(bands)


def _fan(rows: pd.DataFrame, level: str, shown: int) -> tuple[Line, Line, Line]:
    mean, low, high = (rows[f"{level}{part}"].iloc[:shown].to_numpy() for part in ("", "_p10", "_p90"))
    return mean, low, high


def _shown(exposure: Exposure) -> int:
    """Return how many rows are drawn: until only a few slow iterations have anything at stake."""
    most = 2
    for sign in Sign:
        rows = exposure.rows(sign)
        for column in (*(f"{level}{part}" for level in LEVELS.values() for part in ("", "_p10", "_p90")), "stop"):
            values = np.abs(rows[column].to_numpy())
            if len(values) and np.nanmax(values, initial=0.0) > 0.0:
                most = max(most, int(np.flatnonzero(values > _SETTLED * np.nanmax(values))[-1]) + 2)
    return most
