"""Advice on the status: what has happened out of sequence, what is not entered, which risks are at work already."""

from collections.abc import Iterator
from math import prod
from typing import Final

import numpy as np

from milepost.models.bounds import SLACK
from milepost.models.distributions import Distribution
from milepost.models.forecast import elapsed
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.problem import KeyPath, Remark
from milepost.models.progress import ProgressLogic
from milepost.models.risk import Risk
from milepost.models.scenario import Scenario
from milepost.models.task import Task

_POINTS: Final = 64
"""Equally likely values of an impact, and of a duration their square, by which a probability is worked out."""

_NOTEWORTHY: Final = 0.05
"""By how much a probability may be below what is known before it is told [-]."""


def advise_on_sequence(scenario: Scenario) -> Iterator[Remark]:
    """Point at what has happened before what it comes after, where that still holds up what follows."""
    if scenario.progress.logic is ProgressLogic.OVERRIDE:
        return
    for id, node in scenario.nodes.items():
        for link in node.after:
            before = scenario.nodes[link.predecessor]
            if _has_happened(node, link.kind.holds_finish) and not _has_happened(before, not link.kind.reads_start):
                done = "was finished" if link.kind.holds_finish else "was begun"
                if isinstance(node, Milestone):
                    done = "was reached"
                message = f"{id!r} {done} before {before.id!r}, which it comes after: what follows waits for both"
                yield Remark(path=_fact_of(node, link), message=f"{message}; take the link out if it need not")


def advise_on_unreached(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones that all has been done for and that nobody says are reached."""
    if scenario.as_of is None:
        return
    for id, milestone in scenario.milestones.items():
        before = [scenario.nodes[link.predecessor] for link in milestone.after]
        if before and milestone.reached is None and all(_has_happened(one, whole=True) for one in before):
            message = f"all that {id!r} comes after is done, and it is not reached: add reached, or what is missing"
            yield Remark(path=("milestones", id), message=message, on_key=True)


def advise_on_risks_at_work(scenario: Scenario) -> Iterator[Remark]:
    """
    Say how likely a risk is already at work in a task that takes long, if nobody says what is left of that.

    Whoever says its state has considered it: `open` says that its probability is what is believed today.
    """
    for id, risk in scenario.risks.items():
        for exposed in risk.exposes if risk.state is None else ():
            task = scenario.tasks[exposed]
            under_way = task.actual is not None and task.actual.finish is None
            if scenario.as_of is None or not under_way or task.remaining is not None:
                continue
            gone = elapsed(scenario, task)
            prior = risk.probability * _left_of(scenario, id, task)
            posterior = probability_at_work(risk, task, prior, gone)
            if posterior > prior + _NOTEWORTHY:
                message = (
                    f"{exposed!r} has taken {gone:g} working days, so {id!r} is at work in it with "
                    f"{100 * posterior:.0f}% if that was {100 * prior:.0f}% before: give what you believe now, and "
                    "add state: open, which says that this is the belief of today, or another state"
                )
                yield Remark(path=("risks", id, "probability"), message=message)


def probability_at_work(risk: Risk, task: Task, prior: float, gone: float) -> float:
    """
    Return how likely a risk occurs at a task that takes longer than what has gone, by Bayes' theorem.

    Parameters
    ----------
    risk, task
        A risk and a task that is exposed to it.
    prior
        Probability that it occurs at a task of which nothing is known [-].
    gone
        For how long the task has been under way [working days].
    """
    base = np.sort(_values(task.duration, _POINTS**2))
    stretch, delay = _values(risk.stretch, _POINTS)[:, None], _values(risk.delay, _POINTS)
    limit = (gone - delay) / np.maximum(stretch, SLACK)
    longer_with = 1.0 - float(np.searchsorted(base, limit, side="right").mean()) / base.size
    longer_without = 1.0 - float(np.searchsorted(base, gone, side="right")) / base.size
    likely = prior * longer_with
    whole = likely + (1.0 - prior) * longer_without
    return likely / whole if whole > 0.0 else prior


def _values(quantity: Distribution, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(quantity.ppf((np.arange(count) + 0.5) / count), dtype=np.float64).reshape(count)


def _left_of(scenario: Scenario, risk_id: str, task: Task) -> float:
    """Return the share of a risk's probability that was left when a task was begun."""
    begun = task.actual.start if task.actual else None
    return prod(
        1.0 - other.retires[risk_id].probability
        for other in scenario.tasks.values()
        if risk_id in other.retires and other.actual and other.actual.finish and begun and other.actual.finish < begun
    )


def _has_happened(node: Task | Milestone, whole: bool) -> bool:
    """Return whether something is finished, or in part whether it has begun."""
    if isinstance(node, Milestone):
        return node.reached is not None
    return node.actual is not None and (not whole or node.actual.finish is not None)


def _fact_of(node: Task | Milestone, link: Link) -> KeyPath:
    if isinstance(node, Milestone):
        return "milestones", node.id, "reached"
    return "tasks", node.id, "actual", "finish" if link.kind.holds_finish else "start"
