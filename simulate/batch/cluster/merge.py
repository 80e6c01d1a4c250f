"""Merge: the parts of a run laid side by side."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from milepost.models import Scenario
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.layout import stopping_risks
from milepost.simulate.engine.outcome import Outcome, Times, Truths
from milepost.simulate.engine.run import details_kept

_WHOLE: Final = ("spent_by", "expected_by")
_DETAILED: Final = (
    *("milestone_finish", "task_start", "task_finish", "task_decided", "task_begins", "task_effect", "task_payments"),
    *("risk_time", "risk_charge", "risk_due", "risk_expected", "risk_latent"),
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
        self._cost, self._expected, self._stop = np.empty((3, iterations))
        self._stopped_by = {id: np.empty(iterations, np.bool_) for id in stopping_risks(scenario)}
        self._times: dict[str, dict[Any, Any]] = {name: {} for name in (*_WHOLE, *_DETAILED)}
        whole = followed(scenario)
        sizes = {id: iterations if id in whole else self._detail for id in scenario.milestones}
        self._finish = {id: np.empty(size) for id, size in sizes.items()}
        self._begins = {id: np.empty(sizes[id], np.bool_) for id in sizes.keys() & scenario.dating.may_begin}

    def detail_of(self, part: range) -> int:
        """Return for how many iterations of a part every task's times are kept."""
        return max(0, min(self._detail - part.start, len(part)))

    def put(self, part: range, outcome: Outcome) -> None:
        """Put a part in its place."""
        place = slice(part.start, part.stop)
        self._cost[place], self._expected[place] = outcome.cost, outcome.expected_cost
        self._stop[place] = outcome.stop
        for id, stopped in outcome.stopped_by.items():
            self._stopped_by[id][place] = stopped
        for id, times in outcome.finish.items():
            self._finish[id][part.start : part.start + times.size] = times
        for id, begins in outcome.begins.items():
            self._begins[id][part.start : part.start + begins.size] = begins
        for name in _WHOLE:
            self._put(name, getattr(outcome, name), place, self._iterations)
        for name in _DETAILED if outcome.detail else ():
            self._put(name, getattr(outcome, name), slice(part.start, part.start + outcome.detail), self._detail)

    def outcome(self) -> Outcome:
        """Return the whole, once every part is in its place."""
        return Outcome(
            seed=self._seed,
            iterations=self._iterations,
            finish=self._finish,
            begins=self._begins,
            cost=self._cost,
            expected_cost=self._expected,
            stop=self._stop,
            stopped_by=self._stopped_by,
            detail=self._detail,
            **self._times,
        )

    def _put(self, name: str, arrays: Mapping[Any, Times | Truths], place: slice, length: int) -> None:
        whole = self._times[name]
        for key, times in arrays.items():
            if key not in whole:
                whole[key] = np.empty(length, times.dtype)
            whole[key][place] = times
