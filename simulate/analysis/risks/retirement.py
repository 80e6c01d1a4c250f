"""Retirement: when so much of a risk is taken away that a given share of it, or less, is left."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.outcome import Outcome

Times = NDArray[np.float64]


def retired_to(
    limit: Times | float, keeping: Mapping[str, float], outcome: Outcome, *, whole: float = 1.0
) -> tuple[Times, Times]:
    """
    Return when what is left of a risk falls to a limit or below, if nothing stopped the project.

    Parameters
    ----------
    limit
        float64[n], or the same in every iteration [-].
    keeping
        By the ids of the tasks that retire the risk, the share of it that each leaves [-].
    outcome
        Of the plan.
    whole
        What there is of the risk before any of them has finished [-].

    Returns
    -------
    tuple
        float64[n] each: the times, infinity where that never happens, and the times that have their dates [working
        days from start].
    """
    if not keeping:
        never = np.full(outcome.detail, np.inf)
        return never, never
    acts = np.array([outcome.takes_effect(id) for id in keeping])
    both = np.array([[outcome.task_finish[id] for id in keeping], [outcome.dated_task(id)[1] for id in keeping]])
    finish = np.where(acts, both, np.inf)
    order = np.argsort(finish[0], axis=0, kind="stable")
    gone = whole * np.cumprod(np.array(list(keeping.values()))[order], axis=0) <= limit
    first, first_dated = (
        np.where(gone, np.take_along_axis(times, order, axis=0), np.inf).min(axis=0) for times in finish
    )
    return first, first_dated
