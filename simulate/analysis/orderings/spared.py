"""Spared: exposed tasks that a risk misses under one order and hits under another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """
    An exposed task that a risk now misses, or now hits.

    Parameters
    ----------
    risk, task
        Their ids.
    spared, struck
        Share of the iterations in which the risk occurs there under the second order alone, and the first alone, where
        the task is begun under both: that a stop comes before it spares nobody [-].
    """

    risk: str
    task: str
    spared: float
    struck: float


def spared_by(outcomes: Sequence[Outcome]) -> tuple[Spared, ...]:
    """Compare where risks occur under two orders, for the exposed tasks at which the two are not alike."""
    occurs, starts = [one.struck for one in outcomes], [_started(one) for one in outcomes]
    found = []
    for risk, task in dict.fromkeys([*occurs[1], *occurs[0]]):
        both = starts[0][task] & starts[1][task]
        here, there = (one.get((risk, task), ~both) & both for one in occurs)
        spared, struck = float(np.mean(there & ~here)), float(np.mean(here & ~there))
        if spared or struck:
            found.append(Spared(risk=risk, task=task, spared=spared, struck=struck))
    return tuple(sorted(found, key=lambda one: one.struck - one.spared))


def _started(outcome: Outcome) -> dict[str, NDArray[np.bool_]]:
    """Return by task in which iterations it is decided before any stop."""
    stop = outcome.stop[: outcome.detail]
    return {id: outcome.decided(id) < stop - SLACK for id in outcome.task_start}
