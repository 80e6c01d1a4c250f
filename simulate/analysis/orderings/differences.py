"""Differences: in which iterations two plans fare otherwise, whatever they are compared by."""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome

_OF_MONEY = 1e-9
"""Sums of money that were added in another sequence differ by less than this share of them [-]."""


def iterations_apart(one: Outcome, other: Outcome) -> NDArray[np.bool_]:
    """
    Return in which of the same iterations, bool[N], two plans fare otherwise.

    They fare alike where every milestone of which all iterations are kept is reached at the same time and on the same
    date, the same risks stop the project at the same time, if any do, and the same is spent, also as charges are
    expected.
    """
    apart = _times_apart(one.stop, other.stop)
    for id in one.stopped_by.keys() | other.stopped_by.keys():
        apart |= one.stopped_by.get(id, False) != other.stopped_by.get(id, False)
    for mine, theirs in ((one.cost, other.cost), (one.expected_cost, other.expected_cost)):
        apart |= np.abs(mine - theirs) > _OF_MONEY * np.maximum(1.0, np.abs(mine))
    for id, times in one.moments.items():
        if times.size == other.moments[id].size == one.iterations:
            apart |= _times_apart(times, other.moments[id]) | _times_apart(one.dated(id), other.dated(id))
    return apart


def same_tasks(one: Outcome, other: Outcome) -> bool:
    """Return whether every task starts and finishes at the same time in the iterations that both have in detail."""
    detail = min(one.detail, other.detail)
    pairs = [
        (mine[id][:detail], theirs[id][:detail])
        for mine, theirs in ((one.task_start, other.task_start), (one.task_finish, other.task_finish))
        for id in mine
    ]
    return not any(_times_apart(mine, theirs).any() for mine, theirs in pairs)


def _times_apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return where times differ, of which some may be never."""
    with np.errstate(invalid="ignore"):
        apart: NDArray[np.bool_] = (one != other) & ~(np.abs(one - other) <= SLACK)
    return apart
