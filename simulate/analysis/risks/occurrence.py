"""Occurrences: at which exposed tasks each risk occurs, seen from the times that a run keeps."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from milepost.models import LinkKind, Scenario, Task
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome

Times = NDArray[np.float64]


def occurrences(scenario: Scenario, outcome: Outcome) -> Mapping[tuple[str, str], NDArray[np.bool_]]:
    """
    Return where a risk occurs at each task exposed to it, as if nothing stopped the project.

    Returns
    -------
    Mapping
        By the ids of risk and task: bool[n], over the detailed iterations.
    """
    decided = decision_times(scenario, outcome)
    acting = scenario.network.retirements
    found = {}
    for risk_id, risk in scenario.risks.items():
        for id in risk.exposes:
            left = np.full(outcome.detail, risk.probability)
            for other in acting.get((id, risk_id), ()):
                keep = 1.0 - scenario.tasks[other].retires[risk_id].probability
                left[_effective(other, outcome) <= decided[id] + SLACK] *= keep
            found[risk_id, id] = (outcome.risk_latent[risk_id] < left) & _runs(id, scenario, outcome)
    return found


def decision_times(scenario: Scenario, outcome: Outcome) -> Mapping[str, Times]:
    """
    Return when each task could start: what it waits for is there, and a crew if it needs one [working days].

    It starts later where it must not finish before something else; that does not reopen what was decided.
    """
    at_once = np.zeros(outcome.detail)
    crewed = _with_crews(scenario, outcome)
    return {
        id: crewed[id] if id in crewed else _decision_time(task, at_once, scenario, outcome)
        for id, task in scenario.tasks.items()
    }


def _with_crews(scenario: Scenario, outcome: Outcome) -> Mapping[str, Times]:
    """Return when each task of the list could start, as they take the crews and give them back."""
    if scenario.orderings is None:
        return {}
    listed = scenario.network.listed
    crews = np.zeros((min(scenario.orderings.crews, len(listed)), outcome.detail))
    lanes = np.arange(outcome.detail)
    times = {}
    for id in listed:
        first = crews.argmin(axis=0)
        times[id] = _decision_time(scenario.tasks[id], crews[first, lanes], scenario, outcome)
        # What does not run keeps its place until that is decided.
        crews[first, lanes] = np.where(_runs(id, scenario, outcome), outcome.task_finish[id], times[id])
    return times


def _decision_time(task: Task, free: Times, scenario: Scenario, outcome: Outcome) -> Times:
    """Return when a task could start, where a crew is free for it from some time on."""
    if not any(link.kind.holds_finish for link in task.after):
        return outcome.task_start[task.id]
    floor = 0.0 if task.not_before is None else float(scenario.days.begin_offset(task.not_before))
    time = np.maximum(free, floor)
    for link in task.after:
        if not link.kind.holds_finish:
            start, finish = _times(link.predecessor, scenario, outcome)
            time = np.maximum(time, (finish if link.kind == LinkKind.FINISH_TO_START else start) + link.lag)
    return time


def _times(id: str, scenario: Scenario, outcome: Outcome) -> tuple[Times, Times]:
    if id in scenario.tasks:
        return outcome.task_start[id], outcome.task_finish[id]
    reached = outcome.finish[id][: outcome.detail]
    return reached, reached


def _effective(id: str, outcome: Outcome) -> Times:
    """Return when a task is finished and has its effect; infinity where it has none."""
    finish = outcome.task_finish[id]
    return np.where(outcome.task_effect[id] > 0, finish, np.inf) if id in outcome.task_effect else finish


def _runs(id: str, scenario: Scenario, outcome: Outcome) -> NDArray[np.bool_]:
    if scenario.tasks[id].only_if is None:
        return np.ones(outcome.detail, dtype=np.bool_)
    return (outcome.task_effect[id] > 0) | (outcome.task_finish[id] > outcome.task_start[id])
