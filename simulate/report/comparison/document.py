"""A comparison as a part of a JSON document."""

from typing import Any

from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.comparison.change import Change, Kind
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.comparison.what_if import WhatIf
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.report.media.json import known


def what_if_document(what_if: WhatIf) -> dict[str, Any]:
    """Return what was set, and what that changes."""
    return {
        "settings": list(what_if.settings),
        "plan_sha256": what_if.plan,
        "calibrated": None if what_if.carried is None else _carried(what_if.carried),
        "differences": comparison_document(what_if.comparison),
    }


def _carried(carried: Carried) -> dict[str, Any]:
    """Return by what durations ahead were multiplied, and what the ends of its interval come to, by milestone id."""
    ends = [
        {"factor": factor, "milestones": {id: _outlook(one) for id, one in outlooks.items()}}
        for factor, outlooks in carried.ends.items()
    ]
    return {**known(carried.ratio.columns("ratio")), "ends": ends}


def _outlook(one: MilestoneOutlook) -> dict[str, Any]:
    hit = dict.fromkeys(columns("hit")) if one.hit is None else one.hit.columns("hit")
    return {**hit, "promise": one.promise.date, **known(one.promise.columns("promise", "_days"))}


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return what changes of milestones and risks, by id and figure, and of the plan as a whole, by figure."""
    milestones: dict[str, dict[str, Any]] = {}
    risks: dict[str, dict[str, Any]] = {}
    plan: dict[str, Any] = {}
    for (figure, id), change in comparison.changes.items():
        match figure.kind:
            case Kind.MILESTONE:
                of = milestones.setdefault(id, {})
            case Kind.RISK:
                of = risks.setdefault(id, {})
            case Kind.PLAN:
                of = plan
        of[figure.value] = _row(change)
    return {"milestones": milestones, "risks": risks, "plan": plan}


def _row(change: Change) -> dict[str, Any]:
    row = {"before": change.before, "after": change.after, **change.difference.columns("difference")}
    dates = {"before_date": change.before_date, "after_date": change.after_date}
    return {**known(row), **(dates if any(dates.values()) else {})}
