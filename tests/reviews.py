"""Reviews made by hand: what a history would give of a plan with a milestone or a few."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.history.review import DateEstimate, MilestoneReview, Review
from milepost.simulate.history.trend import Trend


def dated(day: str | None) -> DateEstimate:
    """Return a date that is known to the day, or never."""
    when = None if day is None else date.fromisoformat(day)
    return DateEstimate(value=when, low=when, high=when)


def said(
    id: str = "launch",
    p10: str | None = "2026-05-01",
    p50: str | None = "2026-06-01",
    p90: str | None = "2026-07-01",
    *,
    promise: str | None = "2026-06-15",
    due: str | None = "2026-06-10",
    hit: float = 0.5,
    reached: str | None = None,
    level: str = "major",
    name: str = "",
) -> MilestoneReview:
    """Return what a review said of a milestone; of one that is reached all dates are that."""
    if reached is not None:
        p10 = p50 = p90 = promise = reached
    return MilestoneReview(
        milestone=id,
        name=name or id.capitalize(),
        level=level,
        owner="",
        due=None if due is None else date.fromisoformat(due),
        reached_on=None if reached is None else date.fromisoformat(reached),
        hit=UNKNOWN if due is None else Estimate(value=hit, low=hit - 0.01, high=hit + 0.01),
        reached=Estimate(value=1.0, low=1.0, high=1.0),
        promise=dated(promise),
        p10=dated(p10),
        p50=dated(p50),
        p90=dated(p90),
    )


def reviewed(day: str, *milestones: MilestoneReview, **others: Any) -> Review:
    """Return a review of a day."""
    values: Mapping[str, Any] = {
        "file": "plan.yaml",
        "place": "here",
        "played": f"{day}.yaml",
        "text": "",
        "name": "Plan",
        "recorded": datetime(2026, 1, 1, tzinfo=UTC),
        "reviewed": date.fromisoformat(day),
        "as_of": date.fromisoformat(day),
        **dict.fromkeys(("scenario_sha256", "plan_sha256", "status_sha256"), ""),
        "seed": 0,
        "iterations": 1000,
        "confidence": 0.8,
        "versions": {},
        "currency": "EUR",
        "budget": 1000.0,
        "spent": 250.0,
        "planned_spent": 200.0,
        "progress": 0.25,
        "planned_progress": 0.5,
        "cost": Estimate(value=900.0, low=890.0, high=910.0),
        **dict.fromkeys(("cost_p10", "cost_p50", "cost_p80", "cost_p90", "stopped"), UNKNOWN),
        "within": Estimate(value=0.7, low=0.6, high=0.8),
        "milestones": {one.milestone: one for one in milestones},
    }
    return Review(**{**values, **others})


def trend(*reviews: Review) -> Trend:
    """Return the trend of reviews."""
    return Trend.of(reviews)
