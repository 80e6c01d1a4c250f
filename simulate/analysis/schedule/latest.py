"""The latest time that a plan comes to."""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.outcome import Outcome


def latest_time(outcome: Outcome) -> float:
    """
    Return the latest time that any iteration comes to [days of the axis].

    That is when its last milestone is reached, when the project is stopped or, in the detailed iterations, when its
    last task finishes before a stop.
    """
    stop = outcome.stop[: outcome.detail]
    work = (float(np.minimum(times, stop).max(initial=0.0)) for times in outcome.task_finish.values())
    events = (_last(times) for times in (outcome.stop, *map(outcome.dated, outcome.moments)))
    return max((*work, *events), default=0.0)


def _last(times: NDArray[np.float64]) -> float:
    """Return the largest of some times that is not infinite; 0 if all are."""
    last = float(times.max(initial=0.0))
    return last if last < np.inf else float(times.max(initial=0.0, where=times < np.inf))
