"""Criteria asked for: from what `--by` takes to what orders are compared by."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final

import numpy as np

from milepost.models import Milestone, Scenario
from milepost.models.spelling import Spelling
from milepost.simulate.analysis.money.gap import planned_gap
from milepost.simulate.analysis.orderings.criterion import (
    HIT_ZONE,
    Cost,
    Criterion,
    Excess,
    Exposure,
    Hit,
    LargestExcess,
    Net,
    Promise,
    SpentAtStop,
)
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.risks.exposure_area import ExposureArea

_OF_MONEY: Final = (Net, Cost, SpentAtStop)
_DAYS_ZONE = 0.5
_MONEY_ZONE = 0.001
_GAP_ZONE = 0.005
_EXPOSURE_ZONE = 0.005
"""Share of what the area comes to where nothing is retired and no exposed task begun [-]."""


def last_milestone(scenario: Scenario) -> Milestone | None:
    """Return the major milestone due last, or the last of the file where none is due; a minor one if none is major."""
    milestones = scenario.headline
    due = [one for one in milestones if one.due is not None]
    return max(due, key=lambda one: str(one.due)) if due else milestones[-1] if milestones else None


def read_criteria(
    scenario: Scenario, texts: Sequence[str], *, zones: Mapping[str, float], mean_cost: float, horizon: float
) -> tuple[Criterion, ...]:
    """
    Read what to compare by: `hit:MILESTONE`, `promise:MILESTONE`, `net`, `cost`, `spent_at_stop`, `gap` or `exposure`.

    Unless anything is asked for it is net where a milestone has a value, else the hit of the last major milestone, or
    its promise date if it is not due, or was before the start.

    Parameters
    ----------
    scenario
        The plan.
    texts
        What was asked for.
    zones
        The least difference that matters, by kind; half a point of a hit or of the gap, half a working day, a
        thousandth of the budget, and of the exposure half a hundredth of what would be open if that of the start were
        to stay up to the horizon, unless given.
    mean_cost
        What the plan costs on average, in place of a budget where there is none [currency].
    horizon
        Up to when exposure is measured [days of the axis].

    Raises
    ------
    CannotCompareError
        When there is no such thing to compare by.
    """
    money = _MONEY_ZONE * (scenario.budget.total or abs(mean_cost) or 1.0)
    usual: dict[str, float] = {
        Kind.HIT: HIT_ZONE,
        Kind.PROMISE: _DAYS_ZONE,
        Kind.GAP: _GAP_ZONE,
        **dict.fromkeys((one.kind for one in _OF_MONEY), money),
    }
    return tuple(
        _read(scenario, text, {**usual, **zones}, horizon) for text in dict.fromkeys(texts or [_usual(scenario)])
    )


def _read(scenario: Scenario, text: str, zones: Mapping[str, float], horizon: float) -> Criterion:
    name, colon, _ = text.partition(":")
    try:
        kind = Kind(name)
    except ValueError:
        hint = Spelling(kind.value for kind in Kind).hint(name)
        raise CannotCompareError(
            f"{text!r} is not a criterion"
            f"{hint or '; take hit:MILESTONE, promise:MILESTONE, net, cost, spent_at_stop, gap or exposure'}"
        ) from None
    if kind.of_milestone:
        return _of_milestone(scenario, text, zones[kind])
    if colon:
        raise CannotCompareError(f"{text!r}: {kind} is of the whole plan; write {kind} alone")
    if kind == Kind.GAP:
        return _largest_excess(scenario, zones[kind])
    if kind == Kind.EXPOSURE:
        return _exposure(scenario, zones.get(kind), horizon)
    if kind == Kind.NET and not any(one.value for one in scenario.milestones.values()):
        raise CannotCompareError(
            "'net' needs to know what a milestone is worth: give one a `value`, or compare by cost"
        )
    return next(one for one in _OF_MONEY if one.kind == kind)(zone=zones[kind])


def _of_milestone(scenario: Scenario, text: str, zone: float) -> Criterion:
    kind, _, milestone = text.partition(":")
    if milestone not in scenario.milestones:
        hint = Spelling(scenario.milestones).hint(milestone) or f"; write {kind}: and the id of one"
        raise CannotCompareError(f"{text!r}: {milestone!r} is not a milestone{hint}")
    if kind == Kind.PROMISE:
        return Promise(milestone=milestone, zone=zone, days=scenario.days)
    due = scenario.milestones[milestone].due
    if due is None:
        raise CannotCompareError(
            f"{text!r}: {milestone!r} has no due date to be hit; give it one, or take promise:{milestone}"
        )
    return Hit(milestone=milestone, zone=zone, limit=scenario.days.limit(due))


def _largest_excess(scenario: Scenario, zone: float) -> Criterion:
    """
    Look at each due date of a milestone that adds to the progress, against the gap that the file's plan has then.

    Those before the start are alike in all orders.
    """
    if scenario.budget.total is None:
        raise CannotCompareError("'gap' sets money against milestones: give the plan a budget.total")
    dates = {
        days: id
        for id, days in reversed(list(scenario.due_days.items()))
        if 0.0 < days < inf and scenario.weights[id] > 0
    }
    if not dates:
        raise CannotCompareError(
            "'gap' is judged on due dates from the start on: give a milestone that counts towards progress one"
        )
    planned = planned_gap(scenario, np.array(sorted(dates)))
    return LargestExcess(
        zone=zone,
        excesses=tuple(
            Excess(zone=zone, milestone=dates[days], limit=days, planned=float(gap))
            for days, gap in zip(sorted(dates), planned, strict=True)
        ),
    )


def _exposure(scenario: Scenario, zone: float | None, horizon: float) -> Criterion:
    held = ExposureArea.of(scenario, horizon).held
    if held <= 0.0:
        raise CannotCompareError(
            "'exposure' needs a risk that takes time: give one a `delay` or a `stretch`, and tasks that it `exposes`"
        )
    return Exposure(zone=_EXPOSURE_ZONE * held if zone is None else zone, limit=horizon)


def _usual(scenario: Scenario) -> str:
    if any(one.value for one in scenario.milestones.values()):
        return Kind.NET
    last = last_milestone(scenario)
    if last is None:
        return Kind.COST
    past = last.due is None or last.due < scenario.days.start
    return f"{Kind.PROMISE if past else Kind.HIT}:{last.id}"
