"""Merge: the parts of a run laid side by side."""

from typing import Any

import numpy as np

from milepost.models import Scenario
from milepost.simulate.engine.keys import RowsOf
from milepost.simulate.engine.memory import details_kept, lengths
from milepost.simulate.engine.outcome import KEPT, Outcome


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
        self._seed, self._iterations, self._days = seed, iterations, scenario.days
        self._detail = details_kept(scenario, iterations)
        self._rows: dict[str, dict[Any, Any]] = {
            name: {key: np.empty(length, KEPT[name].dtype) for key, length in rows.items()}
            for name, rows in lengths(scenario, iterations, self._detail).items()
        }

    def detail_of(self, part: range) -> int:
        """Return for how many iterations of a part every task's times are kept."""
        return max(0, min(self._detail - part.start, len(part)))

    def put(self, part: range, outcome: Outcome) -> None:
        """Put a part in its place."""
        for name, kept in KEPT.items():
            found = getattr(outcome, name)
            rows = {"": found} if kept.of is RowsOf.PROJECT else found
            for key, row in rows.items():
                self._rows[name][key][part.start : part.start + row.size] = row

    def outcome(self) -> Outcome:
        """Return the whole, once every part is in its place."""
        rows: dict[str, Any] = {
            name: found[""] if KEPT[name].of is RowsOf.PROJECT else found for name, found in self._rows.items()
        }
        return Outcome(seed=self._seed, iterations=self._iterations, detail=self._detail, days=self._days, **rows)
