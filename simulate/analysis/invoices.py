"""Invoices: when the money comes in that milestones bring."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.calendar import FARTHEST, WorkingDays


def arrivals(scenario: Scenario, reached: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """
    Give, by the id of each milestone with an invoice, when it is paid in each iteration [working days from start].

    Parameters
    ----------
    scenario
        The plan.
    reached
        By milestone id, when it is reached [working days from start]; infinity where never.
    """
    return {
        id: paid_after(scenario.days, reached[id], one.invoice.terms)
        for id, one in scenario.milestones.items()
        if one.invoice is not None
    }


def paid_after(days: WorkingDays, times: NDArray[np.float64], terms: int) -> NDArray[np.float64]:
    """
    Go some calendar days on from each time, at the same hour; what would fall on a day off falls on the next morning.

    Parameters
    ----------
    days
        The working days of the plan.
    times
        Working days from start; infinity where never, and what has no date any more counts so.
    terms
        Calendar days.
    """
    came = times < FARTHEST
    if terms == 0 or not came.any():
        return times
    number = np.maximum(np.ceil(times[came] - 1e-9), 1.0)
    day = days.dates(number) + np.timedelta64(terms, "D")
    hour = np.where(days.worked(day), times[came] - (number - 1.0), 0.0)
    paid = np.full(times.shape, np.inf)
    paid[came] = days.before(day) + hour
    return paid
