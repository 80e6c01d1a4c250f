"""Invoices: when the money comes in that milestones bring."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.calendar import FARTHEST, WorkingDays
from milepost.models.timing import BEGINNING, PROJECT, Timing
from milepost.simulate.engine.outcome import Outcome


class Arrival(NamedTuple):
    """
    When an invoice is paid.

    Parameters
    ----------
    time
        float64[n] [days of the axis]; infinity where never.
    dated
        float64[n], the time that has its date: `BEGINNING` later where that is the beginning of a day.
    """

    time: NDArray[np.float64]
    dated: NDArray[np.float64]


def arrivals(scenario: Scenario, outcome: Outcome) -> dict[str, Arrival]:
    """Return, by the id of each milestone with an invoice, when it is paid in each detailed iteration."""
    return {
        id: paid_after(
            scenario.days_of(id),
            scenario.timing,
            outcome.moments[id][: outcome.detail],
            outcome.dated(id)[: outcome.detail],
            one.invoice.terms,
        )
        for id, one in scenario.milestones.items()
        if one.invoice is not None
    }


def paid_after(
    days: WorkingDays, timing: Timing, times: NDArray[np.float64], dated: NDArray[np.float64], terms: int
) -> Arrival:
    """
    Go some calendar days on from each date, at the same hour; what would fall on a day off falls on the next morning.

    Parameters
    ----------
    days
        The axis of the plan.
    timing
        When its calendar works on that.
    times, dated
        When the milestone is reached, and what has the date of that [days of the axis]; infinity where never,
        and what has no date any more counts so.
    terms
        Calendar days.
    """
    came = times < FARTHEST
    if terms == 0 or not came.any():
        return Arrival(times, dated)
    reached = days.dates(dated[came])
    day = reached + np.timedelta64(terms, "D")
    morning = days.before(day)
    off = timing.work(PROJECT, morning + 1.0) - timing.work(PROJECT, morning) == 0.0
    hour = np.where(off, 0.0, np.clip(times[came] - days.before(reached), 0.0, days.part(day)))
    morning = np.where(off, timing.next(PROJECT, morning), morning)
    paid, paid_dated = np.full((2, times.size), np.inf)
    paid[came] = morning + hour
    paid_dated[came] = morning + np.maximum(hour, BEGINNING)
    return Arrival(paid, paid_dated)
