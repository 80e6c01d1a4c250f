"""Stages: how far something that plays variants has come, told now and then."""

import time
from collections.abc import Callable
from typing import Final

from milepost.simulate.web.background import Check

_PAUSE: Final = 0.2
"""Between two that are told [s]."""


class Stages:
    """
    Takes in how many iterations have been played, and tells which share that is of all.

    Parameters
    ----------
    tell
        Called with a share from 0 to 1; with none where nobody knows how many there will be.
    check
        Called at every report, and raises Superseded where nobody wants it any more.
    """

    def __init__(self, tell: Callable[[float | None], None], check: Check) -> None:
        self._tell, self._check = tell, check
        self._all: int | None = None
        self._done, self._told = 0, 0.0

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""
        self._check()
        self._all, self._done, self._told = iterations, 0, 0.0
        self._say()

    def advance(self, iterations: int) -> None:
        """Report that so many have been played."""
        self._check()
        self._done += iterations
        self._say()

    def _say(self) -> None:
        now = time.monotonic()
        if now - self._told >= _PAUSE:
            self._told = now
            self._tell(min(self._done / self._all, 1.0) if self._all else None)
