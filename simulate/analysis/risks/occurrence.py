"""Occurrences: at which exposed tasks each risk occurs, seen from the times that a run keeps."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
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
    acting = scenario.network.retirements
    found = {}
    for risk_id, risk in scenario.risks.items():
        for id in risk.exposes:
            left = np.full(outcome.detail, risk.probability)
            for other in acting.get((id, risk_id), ()):
                keep = 1.0 - scenario.tasks[other].retires[risk_id].probability
                left[_effective(other, outcome) <= outcome.decided(id) + SLACK] *= keep
            found[risk_id, id] = (outcome.risk_latent[risk_id] < left) & outcome.runs(id)
    return found


def _effective(id: str, outcome: Outcome) -> Times:
    """Return when a task is finished and has its effect; infinity where it has none."""
    finish = outcome.task_finish[id]
    return np.where(outcome.task_effect[id] > 0, finish, np.inf) if id in outcome.task_effect else finish
