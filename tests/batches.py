"""Rows of batches, as `runs.csv` has them, made up for the tests."""

from collections.abc import Mapping
from typing import Any

LAUNCH = {"launch": ("2026-06-01", 0.5)}


def row(
    milestones: Mapping[str, tuple[str | None, float | None]] = LAUNCH,
    *,
    hit: float | None = None,
    days: float | None = 20.0,
    burn: float = 1.0,
    **more: Any,
) -> dict[str, Any]:
    """Return the row of a run: milestones by id with due date and hit, the hit of all if given, and more columns."""
    head = {"run": "plan-0", "file": "plan.yaml", "ordering": "", "error": "", "budget.burn": burn}
    head |= {"iterations": 1000, "seed": 0, "confidence": 0.8, "name": "Plan", "currency": ""}
    figures: dict[str, Any] = {"cost_mean": 100.0}
    if more.get("net_mean") is not None:
        figures |= {"net_mean_low": more["net_mean"] - 1, "net_mean_high": more["net_mean"] + 1}
    for id, (due, share) in milestones.items():
        share = share if hit is None or due is None else hit
        ends = (None, None) if share is None else (max(0.0, share - 0.03), min(1.0, share + 0.03))
        figures |= {f"{id}.due": due or "", f"{id}.hit": share, f"{id}.hit_low": ends[0], f"{id}.hit_high": ends[1]}
        figures |= {f"{id}.promise": "" if days is None else "2026-06-08", f"{id}.promise_days": days}
        figures |= {f"{id}.promise_low_days": days, f"{id}.promise_high_days": days}
    return {**head, **figures, **more}


def failed_row(error: str, **more: Any) -> dict[str, Any]:
    """Return the row of a run that could not be done."""
    head = {"run": "plan-1", "file": "plan.yaml", "ordering": "", "error": error, "budget.burn": 9.0}
    return {**head, "iterations": 1000, "seed": 0, "confidence": 0.8, **more}
