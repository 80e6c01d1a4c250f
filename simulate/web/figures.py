"""Figures: what came of a plan, and what that changes, as the messages that a page is told it in."""

import math
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from milepost.models import Scenario
from milepost.models.tolerance import USUAL_HIT
from milepost.simulate.analysis.comparison.change import Change
from milepost.simulate.analysis.comparison.comparison import hit_change, promise_change
from milepost.simulate.analysis.comparison.played import Played
from milepost.simulate.analysis.schedule.milestones import PERCENTILES, MilestoneDates
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.result import Result
from milepost.simulate.web.curves import DayCounts
from milepost.simulate.web.gantt import gantt_message


def figures_message(result: Result, base: Result | None, watched: Collection[str] = ()) -> dict[str, Any]:
    """
    Return the figures of a plan: milestones in file order, curves of some of them, and the Gantt chart.

    Parameters
    ----------
    result
        What came of the plan.
    base
        What came of the plan as saved, on the same iterations; none where there is nothing to compare with.
    watched
        Ids of the milestones whose curves are wanted; those that the plan does not have are left out.
    """
    return {
        "n": result.outcome.iterations,
        "start": result.scenario.days.start.isoformat(),
        "confidence": result.confidence,
        "milestones": milestone_rows(result, base),
        "curves": curves(result, watched),
        "gantt": gantt_message(result),
    }


def milestone_rows(result: Result, base: Result | None) -> list[dict[str, Any]]:
    """Return a row for each milestone, in file order."""
    pair = None if base is None else (base.played_times, result.played_times)
    if base is not None:
        result.samples.share(base.samples)
    return [_row(one, pair, result) for one in result.dates.values()]


def curves(result: Result, milestones: Collection[str]) -> dict[str, Any]:
    """Return the dates of some milestones, by id; of those that the plan does not have nothing."""
    return {id: DayCounts.of(result, id).message for id in milestones if id in result.scenario.milestones}


def _row(outlook: MilestoneDates, pair: tuple[Played, Played] | None, result: Result) -> dict[str, Any]:
    milestone = outlook.milestone
    hit, promise = None, None
    if pair is not None and milestone.id in pair[0].scenario.milestones:
        hit, promise = hit_change(milestone.id, *pair), promise_change(milestone.id, *pair)
    return {
        "id": milestone.id,
        "name": milestone.name,
        "level": str(milestone.level),
        "owner": milestone.owner,
        "due": iso(outlook.due),
        "aim": _aim(outlook, result.scenario),
        "hit": None if outlook.hit is None else ends(outlook.hit),
        "reached": ends(outlook.reached),
        **change_parts("hit", hit),
        "promise": promise_parts(outlook.promise),
        **change_parts("promise", promise),
        **{name: iso(getattr(outlook, name).date) for name in PERCENTILES},
        "iterations": outlook.iterations,
    }


def change_parts(name: str, change: Change | None) -> Mapping[str, Any]:
    """
    Return what changes in a figure, and whether that counts.

    A change from or to never has no size: what it is is said in words.
    """
    turn = None
    if change is not None and math.isinf(change.difference.value):
        turn = "now never" if change.difference.value > 0 else "no longer never"
    known_change = change is not None and math.isfinite(change.difference.value)
    return {
        f"d{name}": ends(change.difference) if change is not None and known_change else None,
        f"{name}_counts": change is not None and change.is_clear,
        f"{name}_turn": turn,
    }


def promise_parts(promise: DatedQuantile) -> dict[str, Any]:
    """Return a promise date with its interval, and what is known of the ends of that."""
    return {
        "date": iso(promise.date),
        "low": iso(promise.low_date),
        "high": iso(promise.high_date),
        "state": promise.ends.value,
    }


def ends(estimate: Estimate) -> list[float | None]:
    """Return a value and the ends of its interval; none for what is not known, or never."""
    return [known(estimate.value), known(estimate.low), known(estimate.high)]


def known(value: float) -> float | None:
    """Return a figure as JSON has it: none for what is not known, or never."""
    return value if math.isfinite(value) else None


def iso(day: date | None) -> str | None:
    """Return a date as JSON has it."""
    return None if day is None else day.isoformat()


def _aim(outlook: MilestoneDates, scenario: Scenario) -> float | None:
    """Return the least probability that is tolerated; none of a milestone that is not judged."""
    milestone = outlook.milestone
    if milestone.due is None or (milestone.tolerance is None and milestone not in scenario.headline):
        return None
    least = scenario.tolerance_of(milestone.id).hit
    return USUAL_HIT if least is None else least
