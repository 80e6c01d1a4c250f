"""The probability that a milestone is reached by each date."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.report.media.interval_words import at_end_of_day
from milepost.simulate.report.media.positions import due_position, positions
from milepost.simulate.result import Result

_POINTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SCurve:
    """
    A milestone's distribution over dates, its due date and the date that could be promised.

    Parameters
    ----------
    id, name
        Of the milestone.
    dates, shares
        float64[n]: the ends of days, ascending positions on a date axis [days], and the share of iterations in which
        the milestone is reached by each [-].
    due, due_at, hit
        The due date, its position [days] and how probably it is kept; none, and NaN, where there is none.
    promise
        The date that is kept with the confidence of the run [working days].
    promise_at, promise_low_at, promise_high_at
        The ends of the days of the promise and of its interval: positions [days], NaN where there is none.
    reached
        How probably the milestone is reached at all.
    stopped_by
        By the id of each risk that keeps it from being reached, how often it stops the project before; the most
        frequent first.
    """

    id: str
    name: str
    dates: NDArray[np.float64]
    shares: NDArray[np.float64]
    due: date | None
    due_at: float
    hit: Proportion | None
    promise: Quantile
    promise_at: float
    promise_low_at: float
    promise_high_at: float
    reached: Proportion
    stopped_by: Mapping[str, Proportion]


def s_curve(result: Result, milestone: str) -> SCurve:
    """Return the S-curve of a milestone."""
    outlook, days = result.milestone[milestone], result.scenario.days_of(milestone)
    sample, due = result.samples[milestone].dated, outlook.due
    promise = at_end_of_day(outlook.promise, days)
    at, low_at, high_at = _ends_of_days(days, (promise.value, promise.low, promise.high))
    due_at = due_position(result.scenario.days, due) if due else math.nan
    if outlook.milestone.reached is None:
        due_days = math.nan if due is None else max(days.due_offset(due), 0.0)
        dates, shares = _curve(days, sample, [due_days, promise.value, promise.low, promise.high])
    else:
        dates, shares = _step(at, due_at)
    return SCurve(
        id=milestone,
        name=outlook.milestone.name,
        dates=dates,
        shares=shares,
        due=due,
        due_at=due_at,
        hit=outlook.hit,
        promise=promise,
        promise_at=at if outlook.promise.date else math.nan,
        promise_low_at=low_at,
        promise_high_at=high_at,
        reached=outlook.reached,
        stopped_by=_stopped_by(result, milestone),
    )


def _stopped_by(result: Result, milestone: str) -> Mapping[str, Proportion]:
    """Count how often each risk stops the project before a milestone is reached; those that never do are left out."""
    missed = np.isinf(result.finish[milestone])
    counts = {id: int((stops[: missed.size] & missed).sum()) for id, stops in result.outcome.stopped_by.items()}
    often = sorted(counts, key=lambda id: -counts[id])
    return {id: Proportion.of(counts[id], missed.size) for id in often if counts[id]}


def _curve(
    days: WorkingDays, sample: Sample, marks: Iterable[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of working days, and the share of iterations in which a milestone is reached by each."""
    offsets = _offsets(sample, marks)
    dates = positions(days, offsets)
    if np.isnan(dates).any():  # the calendar ends before the curve does
        offsets = np.arange(0.0, 3.0)
        dates = positions(days, offsets)
    return dates, sample.counts_within(offsets) / sample.size


def _step(at: float, due_at: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the same of a milestone that was reached on a day that is known: the ends of all days around it."""
    low, high = np.nanmin([at, due_at]), np.nanmax([at, due_at])
    margin = max(3, math.ceil(0.05 * (high - low)))
    dates = np.arange(math.floor(low) - margin, math.ceil(high) + margin + 1, dtype=np.float64)
    return dates, np.where(dates >= at, 1.0, 0.0)


def _offsets(sample: Sample, marks: Iterable[float]) -> NDArray[np.float64]:
    """Choose whole working days that show the curve, save a thousandth at either end, and the marks."""
    came = sample.came
    ends = [came[len(came) // 1000], came[-1 - len(came) // 1000]] if came.size else []
    shown = [x for x in (*ends, *marks) if math.isfinite(x)] or [0.0]
    low, high = math.floor(min(shown)), math.ceil(max(shown))
    margin = max(2, math.ceil(0.05 * (high - low)))
    begin, end = max(low - margin, 0), high + margin + 1
    return np.arange(begin, end, max(1, (end - begin) // _POINTS), dtype=np.float64)


def _ends_of_days(days: WorkingDays, times: Iterable[float]) -> list[float]:
    """Place times at the ends of their days, as the curve is."""
    return [float(at) for at in positions(days, [np.ceil(time - SLACK) for time in times])]
