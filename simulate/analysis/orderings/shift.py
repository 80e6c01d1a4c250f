"""Shifts: by how much earlier one order retires a risk than another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.risks.retirement import harm_kept, retired_to
from milepost.simulate.engine.outcome import Outcome

_NOTICED: Final = 1e-6
"""A median that moves by less has not moved [working days]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """
    When a risk is retired.

    Parameters
    ----------
    risk
        Its id.
    first_days, second_days
        Median time at which half of what is taken of it at all is gone, under the one order and the other; infinity
        where it never is [working days].
    earlier_days
        Median of how much earlier the first does it, over the iterations in which both do [working days].
    """

    risk: str
    first_days: float
    second_days: float
    first_date: date | None
    second_date: date | None
    earlier_days: float


def shifts_of(plans: Sequence[Scenario], outcomes: Sequence[Outcome]) -> tuple[Shift, ...]:
    """Compare when risks are retired, for those on which something in the list acts in one of the plans."""
    listed = {id for plan in plans if plan.orderings for id in plan.orderings.among}
    acted = [
        id
        for id in plans[0].risks
        if any(id in plan.tasks[task].retires for plan in plans for task in listed if task in plan.tasks)
    ]
    shifts = []
    for id in acted:
        halves = [_half_retired(id, plan, outcome) for plan, outcome in zip(plans, outcomes, strict=True)]
        times, dated_times = zip(*halves, strict=True)
        both = np.isfinite(times[0]) & np.isfinite(times[1])
        earlier = float(np.median(times[1][both] - times[0][both])) if both.any() else math.nan
        if not abs(earlier) < _NOTICED:
            days, dated = (
                [float(np.quantile(one, 0.5, method="inverted_cdf")) for one in both_times]
                for both_times in (times, dated_times)
            )
            shifts.append(
                Shift(
                    risk=id,
                    first_days=days[0],
                    second_days=days[1],
                    first_date=plans[0].days.date_of(dated[0]),
                    second_date=plans[1].days.date_of(dated[1]),
                    earlier_days=earlier,
                )
            )
    return tuple(sorted(shifts, key=lambda shift: -np.nan_to_num(shift.earlier_days)))


def _half_retired(risk: str, plan: Scenario, outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return when half of what all that retires a risk would take of it is gone; infinity where it never is.

    The first are working days from the start, the second the times that have the dates of that [days of the axis].
    """
    keeping = harm_kept(plan).get(risk, {})
    half = (1.0 + math.prod(keeping.values())) / 2
    times, dated = retired_to(half + 1e-12, keeping, outcome)
    return plan.days.worked(times), dated
