"""Retirement: what tasks leave of the risks that they retire, and when a given share or less is left."""

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np

from milepost.models import Retirement, Scenario
from milepost.simulate.engine.outcome import Outcome, Times

Keeping = Mapping[str, Mapping[str, float]]
"""By the ids of a risk and of a task that retires it, the share that it leaves [-]."""


def probability_kept(scenario: Scenario) -> Keeping:
    """Return the shares of the probability of each risk that the tasks which retire it leave."""
    return _kept(scenario, lambda retirement: 1.0 - retirement.probability)


def harm_kept(scenario: Scenario) -> Keeping:
    """Return the same of its probability and its impacts together: of what it does on average."""
    return _kept(scenario, lambda retirement: (1.0 - retirement.probability) * (1.0 - retirement.impact))


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


def _kept(scenario: Scenario, left: Callable[[Retirement], float]) -> Keeping:
    keeping: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for task in scenario.tasks.values():
        for id, retirement in task.retires.items():
            if left(retirement) < 1.0:
                keeping[id][task.id] = left(retirement)
    return keeping
