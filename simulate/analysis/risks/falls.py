"""Falls: when, by how much and why what a risk may still do falls, in each iteration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome, Times


class Why(StrEnum):
    """Why the exposure to a risk falls."""

    RETIRED = "retired"
    """A task that retires it has finished."""
    PASSED = "passed"
    """A task was decided with the risk still open."""
    STOPPED = "stopped"
    """The project was stopped with something still exposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """
    What a risk may do as long as something is undecided.

    Parameters
    ----------
    until
        float64[n], when that is decided if nothing stops the project before [working days from start].
    amounts
        float64[m], the harm if the risk occurs with nothing of it retired, in each of m measures.
    """

    until: Times
    amounts: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """
    A kind of event by which the exposure to a risk falls, at most once in an iteration.

    Parameters
    ----------
    why
        What it is.
    task
        Id of the task that retires the risk; none of other falls.
    time
        float64[n], when; infinity where it does not come [working days from start].
    amounts
        float64[m, n], by how much, in each measure; it means nothing where the fall does not come.
    """

    why: Why
    task: str | None
    time: Times
    amounts: NDArray[np.float64]


def falls(whole: float, keeping: Mapping[str, float], stakes: Sequence[Stake], outcome: Outcome) -> Iterator[Fall]:
    """
    Yield all by which the exposure to a risk falls: together they are what there was of it at first.

    The exposure at t is the sum over what is undecided at t of its harm, times what is left of the risk: the product of
    what is kept by all tasks that have finished by t and had their effect; at the stop, and from then on, it is 0. Of
    events at one moment those that retire come first, as they do when a risk is judged.

    Parameters
    ----------
    whole
        The probability of the risk with nothing done about it [-].
    keeping
        By the id of each task that retires it, the share that is left by it [-].
    stakes
        What it may do.
    outcome
        Of the plan.
    """
    stop = outcome.stop[: outcome.detail]
    finishes = [
        np.where(outcome.takes_effect(id) & (finish < stop - SLACK), finish, np.inf)
        for id, finish in ((id, outcome.task_finish[id]) for id in keeping)
    ]
    kept = list(keeping.values())
    measures = stakes[0].amounts.size if stakes else 0
    undecided = np.zeros((len(kept), measures, outcome.detail))
    for stake in stakes:
        end = np.minimum(stake.until, stop)
        left = np.full(outcome.detail, whole)
        for index, finish in enumerate(finishes):
            acts = finish <= end + SLACK
            left = np.where(acts, left * kept[index], left)
            undecided[index] += stake.amounts[:, None] * acts
        stopped = stake.until >= stop - SLACK
        amounts = stake.amounts[:, None] * left
        yield Fall(why=Why.PASSED, task=None, time=np.where(stopped, np.inf, end), amounts=amounts)
        if stopped.any():
            yield Fall(why=Why.STOPPED, task=None, time=np.where(stopped, stop, np.inf), amounts=amounts)
    for index, id in enumerate(keeping):
        before = np.full(outcome.detail, whole * (1.0 - kept[index]))
        for other, finish in enumerate(finishes):
            if other != index:
                comes_first = finish <= finishes[index] if other < index else finish < finishes[index]
                before = np.where(comes_first, before * kept[other], before)
        yield Fall(why=Why.RETIRED, task=id, time=finishes[index], amounts=before * undecided[index])
