"""Rows of batches, made up for the tests."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile
from milepost.simulate.batch.row import RunMilestone, RunMoney, RunRow

LAUNCH = {"launch": ("2026-06-01", 0.5)}


def row(
    milestones: Mapping[str, tuple[str | None, float | None]] = LAUNCH,
    *,
    hit: float | None = None,
    days: float | None = 20.0,
    burn: float = 1.0,
    net: float | Mean | None = None,
    settings: Mapping[str, float | str] | None = None,
    **more: Any,
) -> RunRow:
    """Return the row of a run: milestones by id with due date and hit, the hit of all if given, and more fields."""
    usual = _head(burn, settings) | {"name": "Plan", "cost": money(100.0)}
    found = {id: _milestone(due, share if hit is None else hit, days) for id, (due, share) in milestones.items()}
    return RunRow(**usual | {"milestones": found, "net": None if net is None else money(net)} | more)


def failed_row(error: str, *, burn: float = 9.0, settings: Mapping[str, float | str] | None = None) -> RunRow:
    """Return the row of a run that could not be done."""
    return RunRow(**_head(burn, settings) | {"run": "plan-1", "error": error})


def money(mean: float | Mean) -> RunMoney:
    """Return an amount with this mean, a unit to either side."""
    known = mean if isinstance(mean, Mean) else Mean(value=mean, low=mean - 1, high=mean + 1, sd=1.0)
    return RunMoney(mean=known, p50=Estimate(value=known.value), p80=Estimate(value=known.value))


def head(run: str = "plan-0", **settings: float | str) -> RunRow:
    """Return what is known of a run before it is played."""
    return RunRow(**_head(1.0, settings) | {"run": run})


def _head(burn: float, settings: Mapping[str, float | str] | None) -> dict[str, Any]:
    head = {"run": "plan-0", "file": "plan.yaml", "ordering": "", "iterations": 1000, "seed": 0, "confidence": 0.8}
    return {**head, "settings": {"budget.burn": burn, **(settings or {})}}


def _milestone(due: str | None, share: float | None, days: float | None) -> RunMilestone:
    time, ends = (math.inf, Ends.NEVER) if days is None else (days, Ends.KNOWN)
    return RunMilestone(
        due=date.fromisoformat(due) if due else None,
        hit=None
        if due is None or share is None
        else Proportion(value=share, low=max(0.0, share - 0.03), high=min(1.0, share + 0.03)),
        reached=Proportion(value=1.0, low=0.99, high=1.0),
        promise=Quantile(value=time, low=time, high=time, ends=ends),
        promise_date=None if days is None else date(2026, 6, 8),
        gap=None,
    )
