"""What the chart of a trend draws: forecast dates over the days of reviews, hit probabilities, burn and progress."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.history.review import DateEstimate, MilestoneReview
from milepost.simulate.history.trend import MilestoneTrend, Trend
from milepost.simulate.report.media.positions import day_position

MOST_MILESTONES: Final = 8
"""Milestones that one chart can hold; of more those that are least likely to be hit."""

_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneCurve:
    """
    A milestone over the reviews; dates are positions on a date axis [days].

    Parameters
    ----------
    id, name
        Of the milestone, its name as said last.
    p10, p50, p90
        float64[n]: at each review the percentiles of its date as forecast then; infinite for never, NaN where there
        was no forecast: before it was in the plan, once it was reached, and when it was taken out.
    due
        float64[n]: its due date as it stood at each review while it lay ahead; NaN without one.
    hit, hit_low, hit_high
        float64[n]: the probability of reaching it by then, and the ends of its interval [-]; NaN where not known.
    reached_at, reached_on
        Where on the axis of reviews it was reached, and on which day; NaN and none while it lies ahead. What is entered
        late is reached when the last review has forecast it.
    is_gone
        Whether the plan no longer has it.
    """

    id: str
    name: str
    p10: NDArray[np.float64]
    p50: NDArray[np.float64]
    p90: NDArray[np.float64]
    due: NDArray[np.float64]
    hit: NDArray[np.float64]
    hit_low: NDArray[np.float64]
    hit_high: NDArray[np.float64]
    reached_at: float
    reached_on: date | None
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendCurves:
    """
    A plan over its reviews.

    Parameters
    ----------
    reviews
        float64[n]: the days of the reviews, positions on a date axis [days].
    milestones
        Those told first that lay ahead at a review, and of too many those that are least likely to be hit.
    left_out
        How many more are told first.
    burn, planned_burn
        float64[n]: what was spent, and by the plan without its status [share of the budget]; NaN without a budget.
    progress, planned_progress
        float64[n]: the weighted share of the milestones that were reached, and that should have been [-].
    """

    reviews: NDArray[np.float64]
    milestones: tuple[MilestoneCurve, ...]
    left_out: int
    burn: NDArray[np.float64]
    planned_burn: NDArray[np.float64]
    progress: NDArray[np.float64]
    planned_progress: NDArray[np.float64]

    @property
    def never(self) -> bool:
        """Return whether any of the dates is never."""
        return any(np.isinf([one.p10, one.p50, one.p90]).any() for one in self.milestones)

    @property
    def span(self) -> tuple[float, float]:
        """Return the first and the last of all days and dates, positions [days]."""
        of_milestones = (np.concatenate([one.p10, one.p50, one.p90, one.due]) for one in self.milestones)
        every = np.concatenate([self.reviews, *of_milestones])
        known = every[np.isfinite(every)]
        return float(known.min()), float(known.max())


def trend_curves(trend: Trend) -> TrendCurves:
    """Return what the chart of a trend draws."""
    reviews = np.array([day_position(day) for day in trend.days])
    shown = trend.most_urgent(MOST_MILESTONES, forecast=True)
    return TrendCurves(
        reviews=reviews,
        milestones=tuple(_milestone_curve(one, reviews) for one in shown),
        left_out=len(trend.headline) - len(shown),
        burn=_each(trend.reviews, lambda one: one.burn),
        planned_burn=_each(trend.reviews, lambda one: one.planned_burn),
        progress=_each(trend.reviews, lambda one: one.progress),
        planned_progress=_each(trend.reviews, lambda one: one.planned_progress),
    )


def _milestone_curve(milestone: MilestoneTrend, reviews: NDArray[np.float64]) -> MilestoneCurve:
    is_ahead = [one is not None and one.reached_on is None for one in milestone.said]
    ahead = [one if lies else None for one, lies in zip(milestone.said, is_ahead, strict=True)]
    judged = [*_until_reached(milestone.said)]
    reached_on = None if milestone.is_gone else milestone.last.reached_on
    return MilestoneCurve(
        id=milestone.id,
        name=milestone.last.name,
        p10=_each(ahead, lambda one: _position(one.p10)),
        p50=_each(ahead, lambda one: _position(one.p50)),
        p90=_each(ahead, lambda one: _position(one.p90)),
        due=_each(ahead, lambda one: math.nan if one.due is None else day_position(one.due)),
        hit=_each(judged, lambda one: one.hit.value),
        hit_low=_each(judged, lambda one: one.hit.low),
        hit_high=_each(judged, lambda one: one.hit.high),
        reached_at=math.nan if reached_on is None else max(day_position(reached_on), *reviews[is_ahead]),
        reached_on=reached_on,
        is_gone=milestone.is_gone,
    )


def _until_reached(said: Iterable[MilestoneReview | None]) -> Iterator[MilestoneReview | None]:
    """Yield what was said of a milestone up to the first review by which it was reached, and then nothing."""
    is_over = False
    for one in said:
        yield None if is_over else one
        is_over = is_over or (one is not None and one.reached_on is not None)


def _each(said: Iterable[_Said | None], value: Callable[[_Said], float]) -> NDArray[np.float64]:
    return np.array([math.nan if one is None else value(one) for one in said])


def _position(when: DateEstimate) -> float:
    return math.inf if when.value is None else day_position(when.value)
