"""The tables of a trend: milestones and the plan by review, and what moved a milestone between two reviews."""

import math
from collections.abc import Iterator
from typing import Final

import pandas as pd

from milepost.simulate.analysis.comparison.change import Figure, Unit
from milepost.simulate.analysis.comparison.moves import Move
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.rows import Row, with_texts
from milepost.simulate.history.review import DateEstimate, MilestoneReview, Review
from milepost.simulate.history.trend import Trend
from milepost.simulate.report.trend.reviewed import Between

_DATES: Final = ("promise", "p10", "p50", "p90")
_PLAIN: Final = ("name", "seed", "iterations", "confidence", "currency")
_SHARES: Final = ("spent", "planned_spent", "burn", "planned_burn", "progress", "planned_progress")
_FIGURES: Final = ("cost_p10", "cost_p50", "cost_p80", "cost_p90", "within", "stopped")
_NO_DATES: Final[Row] = {"before_date": None, "after_date": None}

TREND_COLUMNS: Final = (
    *("reviewed", "as_of", "file", "milestone", "name", "level", "owner", "due", "reached_on"),
    *(column for name in ("hit", "reached", *_DATES) for column in columns(name)),
)
PLAN_COLUMNS: Final = (
    *("reviewed", "as_of", "file", *_PLAIN, "budget", *_SHARES),
    *(column for name in ("cost_mean", *_FIGURES) for column in columns(name)),
)
MOVE_COLUMNS: Final = (
    *("from", "to", "milestone", "name", "figure", "unit", "before_date", "after_date"),
    *(*columns("total"), *columns("facts"), *columns("plan")),
)


def trend_table(trend: Trend) -> pd.DataFrame:
    """Tabulate what each review said of each milestone: the columns of trend.csv."""
    rows = ({**_review(one), **milestone_row(said)} for one in trend.reviews for said in one.milestones.values())
    return pd.DataFrame(map(with_texts, rows), columns=list(TREND_COLUMNS))


def plan_table(trend: Trend) -> pd.DataFrame:
    """Tabulate what each review said of the plan: the columns of trend_plan.csv."""
    return pd.DataFrame(map(with_texts, map(plan_row, trend.reviews)), columns=list(PLAN_COLUMNS))


def move_table(between: Between) -> pd.DataFrame:
    """Tabulate what moved milestones and cost from one review to another: the columns of moves.csv."""
    return pd.DataFrame(map(with_texts, move_rows(between)), columns=list(MOVE_COLUMNS))


def milestone_row(said: MilestoneReview) -> Row:
    """Return what a review said of a milestone, by column."""
    dates: dict[str, DateEstimate] = {name: getattr(said, name) for name in _DATES}
    return {
        "milestone": said.milestone,
        "name": said.name,
        "level": said.level,
        "owner": said.owner,
        "due": said.due,
        "reached_on": said.reached_on,
        **said.hit.columns("hit"),
        **said.reached.columns("reached"),
        **{column: day for name, one in dates.items() for column, day in _dates(name, one).items()},
    }


def plan_row(review: Review) -> Row:
    """Return what a review said of the plan, by column."""
    figures: dict[str, Estimate] = {"cost_mean": review.cost, **{name: getattr(review, name) for name in _FIGURES}}
    return {
        **_review(review),
        **{name: getattr(review, name) for name in _PLAIN},
        "budget": math.nan if review.budget is None else review.budget,
        **{name: getattr(review, name) for name in _SHARES},
        **{column: value for name, one in figures.items() for column, value in one.columns(name).items()},
    }


def move_rows(between: Between) -> Iterator[Row]:
    """Yield what moved the figures of milestones, and then the mean cost, by column."""
    reviews: Row = {"from": between.before.reviewed, "to": between.after.reviewed}
    for id, one in between.moves.milestones.items():
        of_one: Row = {**reviews, "milestone": id, "name": one.milestone.name}
        dates: Row = {"before_date": one.promise_before, "after_date": one.promise_after}
        yield {**of_one, "figure": Figure.PROMISE.value, "unit": Unit.DAYS.value, **dates, **_parts(one.promise)}
        yield {**of_one, "figure": Figure.P50.value, "unit": Unit.DAYS.value, **_NO_DATES, **_parts(one.p50)}
        yield {**of_one, "figure": Figure.HIT.value, "unit": Unit.SHARE.value, **_NO_DATES, **_parts(one.hit, 0.01)}
    of_plan: Row = {**reviews, "milestone": "", "name": "", "figure": Figure.COST_MEAN.value, "unit": Unit.MONEY.value}
    yield {**of_plan, **_NO_DATES, **_parts(between.moves.cost)}


def _parts(move: Move, factor: float = 1.0) -> dict[str, float]:
    parts = {"total": move.total, "facts": move.facts, "plan": move.plan}
    return {column: value for name, one in parts.items() for column, value in one.times(factor).columns(name).items()}


def _review(review: Review) -> Row:
    return {"reviewed": review.reviewed, "as_of": review.as_of, "file": review.played}


def _dates(name: str, when: DateEstimate) -> Row:
    return dict(zip(columns(name), (when.value, when.low, when.high), strict=True))
