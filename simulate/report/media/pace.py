"""Pace: how fast iterations are played, and so how long more of them will take."""

import time
from collections.abc import Callable


class Pace:
    """
    Takes note of when iterations are finished.

    What comes before the first of them, such as compiling, says nothing of how fast the others follow.

    Parameters
    ----------
    report
        Told of them in turn.
    """

    def __init__(self, report: Callable[[int], None] | None = None) -> None:
        self._report = report
        self._begun: float | None = None
        self._taken, self._finished = 0.0, 0

    def __call__(self, finished: int) -> None:
        """Take note of iterations just finished."""
        now = time.perf_counter()
        if self._begun is None:
            self._begun = now
        else:
            self._taken, self._finished = now - self._begun, self._finished + finished
        if self._report:
            self._report(finished)

    def seconds(self, iterations: int) -> float | None:
        """Return how long so many iterations take; None while nobody can tell."""
        return self._taken / self._finished * iterations if self._finished else None
