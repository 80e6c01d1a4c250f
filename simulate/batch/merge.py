"""Merge: the parts of a run laid side by side."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from milepost.models import Scenario
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import details_kept

_DETAILS: Final = (
    *("task_start", "task_finish", "task_effect", "task_payments"),
    *("risk_time", "risk_charge", "risk_latent"),
)


class Merge:
    """
    An outcome that is filled part by part, in whatever order the parts come.

    Parameters
    ----------
    scenario, iterations, seed
        As in `simulate`.

    Raises
    ------
    OutOfMemoryError
        When the whole would not fit into the memory that is free.
    """

    def __init__(self, scenario: Scenario, iterations: int, seed: int) -> None:
        self._seed, self._iterations = seed, iterations
        self._detail = details_kept(scenario, iterations)
        self._finish = {id: np.empty(iterations) for id in scenario.milestones}
        self._cost, self._stop = np.empty(iterations), np.empty(iterations)
        self._cause = np.empty(iterations, np.int32)
        self._details: dict[str, Any] = {}

    def detail_of(self, part: range) -> int:
        """Say for how many iterations of a part every task's times are kept."""
        return max(0, min(self._detail - part.start, len(part)))

    def put(self, part: range, outcome: Outcome) -> None:
        """Put a part in its place."""
        place = slice(part.start, part.stop)
        for id, times in outcome.finish.items():
            self._finish[id][place] = times
        self._cost[place], self._stop[place], self._cause[place] = outcome.cost, outcome.stop, outcome.cause
        detailed = slice(part.start, part.start + outcome.detail)
        for name in _DETAILS if outcome.detail else ():
            arrays: Mapping[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = getattr(outcome, name)
            whole = self._details.setdefault(name, {id: np.empty(self._detail) for id in arrays})
            for id, values in arrays.items():
                whole[id][detailed] = values

    def outcome(self) -> Outcome:
        """Give the whole, once every part is in its place."""
        return Outcome(
            seed=self._seed,
            iterations=self._iterations,
            finish=self._finish,
            cost=self._cost,
            stop=self._stop,
            cause=self._cause,
            detail=self._detail,
            **{name: self._details[name] for name in _DETAILS},
        )
