"""A comparison as a part of a JSON document."""

from typing import Any

from milepost.simulate.analysis.comparison.change import Change, Kind
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.comparison.what_if import WhatIf
from milepost.simulate.report.media.json import known


def what_if_document(what_if: WhatIf) -> dict[str, Any]:
    """Return what was set, and what that changes."""
    return {
        "settings": list(what_if.settings),
        "plan_sha256": what_if.plan,
        "differences": comparison_document(what_if.comparison),
    }


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
