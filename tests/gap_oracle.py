"""Money and milestones over time as a plain numpy pass, written from the semantics, over the oracle's iterations."""

from collections.abc import Set

import numpy as np

from milepost.models.scenario import Scenario
from tests.oracle import SLACK, Plain, Reals


def spent_by(scenario: Scenario, plain: Plain, time: Reals | float, expected: Set[str] | None = None) -> Reals:
    """
    S(t): costs evenly between start and finish, a risk's after it is met, burn to the last milestone or tau.

    Unless that is left out, drawn costs and the charges of the risks in `expected` count at their expectation.
    """
    when = np.broadcast_to(np.asarray(time, dtype=np.float64), plain.stop.shape)
    total = np.zeros_like(plain.stop)
    for id, cost in (plain.task_cost if expected is None else plain.task_expected).items():
        start, end = plain.start[id], np.minimum(plain.finish[id], plain.stop)
        under_way = np.clip((when - start) / np.where(end > start, end - start, 1.0), 0.0, 1.0)
        total += cost * np.where(end - start > SLACK, under_way, when >= plain.dated_start[id] - SLACK)
    for id, cost in plain.risk_cost.items():
        met, charge = (plain.due[id], plain.risk_expected[id]) if id in (expected or ()) else (plain.occurs[id], cost)
        total += np.where(met < when - SLACK, charge, 0.0)
    last = np.zeros_like(plain.stop)
    for id in scenario.milestones:
        last = np.maximum(last, plain.finish[id])
    total += scenario.budget.burn * np.minimum(np.minimum(last, plain.stop), when)
    return total


def progress_by(plain: Plain, weights: dict[str, float], time: float) -> Reals:
    """Sum w_m [m reached by t] / sum w_m."""
    reached = sum(
        weight * (np.isfinite(plain.reached[id]) & (plain.dated_finish[id] <= time + SLACK))
        for id, weight in weights.items()
    )
    return np.asarray(reached, dtype=np.float64) / sum(weights.values())
