"""Signals: what ends a command from outside, and lets it clear up first."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_AGAIN: Final = 1.0
"""Within this time a second signal is the first one, passed on by somebody in between [seconds]."""


class Ending:
    """
    Whether a signal has asked for the end, and which.

    The first one raises KeyboardInterrupt, so that everything on the way out clears up. Later ones must not break into
    that; but somebody who asks again after a second does not want to wait, and ends the process at once.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._asked = 0.0
        self._over = False

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        if self._over:
            return
        if self.number is None:
            self.number, self._asked = number, time.monotonic()
            raise KeyboardInterrupt
        if time.monotonic() - self._asked > _AGAIN:
            os._exit(self.code)

    @property
    def code(self) -> int:
        """Return the exit code that shells give to what a signal has ended."""
        return 128 + (self.number or signal.SIGINT)

    def ignore(self) -> None:
        """Take no signal from now on: all is done."""
        self._over = True


@contextmanager
def ending_signals() -> Iterator[Ending]:
    """Take the signals that end a program, except those that whoever started it had it ignore."""
    ending = Ending()
    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in numbers}
        before = {number: taken for number, taken in before.items() if taken not in (None, signal.SIG_IGN)}
    try:
        for number in before:
            signal.signal(number, ending)
        yield ending
    finally:
        for number, taken in before.items():
            signal.signal(number, taken)
