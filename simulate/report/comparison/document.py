"""A comparison as a part of a JSON document."""

from typing import Any

from milepost.simulate.analysis.comparison.change import Change
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
    """Return what changes, by milestone id and figure, and by figure of the plan as a whole."""
    milestones: dict[str, dict[str, Any]] = {}
    plan: dict[str, Any] = {}
    for (figure, milestone), change in comparison.changes.items():
        (milestones.setdefault(milestone, {}) if milestone else plan)[figure.value] = _row(change)
    return {"milestones": milestones, "plan": plan}


def _row(change: Change) -> dict[str, Any]:
    row = {"before": change.before, "after": change.after, **change.difference.columns("difference")}
    dates = {"before_date": change.before_date, "after_date": change.after_date}
    return {**known(row), **(dates if any(dates.values()) else {})}
