"""Signals: what ends a command from outside, and lets it clear up first."""

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from milepost.simulate.report.media.put_off import ENDING

_AGAIN: Final = 1.0
"""Within this time a second signal is the first one, passed on by somebody in between [seconds]."""


_A_MOMENT: Final = 0.01
"""Until an exception that was dropped is raised again [seconds]."""


class Ending:
    """
    Whether a signal has asked for the end, and which.

    The first one raises KeyboardInterrupt, so that everything on the way out clears up. Later ones must not break into
    that; but somebody who asks again after a second does not want to wait, and ends the process at once. Where Python
    drops the exception, as it does in a finaliser, it is raised again a moment later.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._asked = 0.0
        self._over = False
        self._again: threading.Thread | None = None
        self._taken = threading.Event()
        self._hook = sys.unraisablehook

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self._over:
            return
        if self.number is None:
            self.number, self._asked = number, time.monotonic()
            raise KeyboardInterrupt
        if self._again is not None:
            if _is_within(frame, Ending.take_dropped):
                return  # Python would drop it there as well, and it comes again
            self._taken.set()
            self._again, self._asked = None, time.monotonic()
            raise KeyboardInterrupt
        if time.monotonic() - self._asked > _AGAIN:
            os._exit(self.code)

    @property
    def code(self) -> int:
        """Return the exit code that shells give to what a signal has ended."""
        return 128 + (self.number or signal.SIGINT)

    def take_dropped(self, dropped: "sys.UnraisableHookArgs") -> None:
        """Take an exception that Python drops: the one raised here is raised again, all else is told as ever."""
        if self.number is None or self._over or not issubclass(dropped.exc_type, KeyboardInterrupt):
            self._hook(dropped)
            return
        self._taken.clear()
        self._again = threading.Thread(target=self._remind, daemon=True)
        self._again.start()

    def ignore(self) -> None:
        """Take no signal from now on: all is done, before a signal that was dropped could be raised again."""
        self._over = True
        if self._again is not None:
            self._taken.set()
            self._again.join()
            self.number = None

    def _remind(self) -> None:
        while not self._taken.wait(_A_MOMENT):
            _thread.interrupt_main(signal.Signals(self.number or signal.SIGINT))


@contextmanager
def ending_signals() -> Iterator[Ending]:
    """Take the signals that end a program, except those that whoever started it had it ignore."""
    ending = Ending()
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in ENDING}
        before = {number: taken for number, taken in before.items() if taken not in (None, signal.SIG_IGN)}
    hook = sys.unraisablehook
    try:
        sys.unraisablehook = ending.take_dropped
        for number in before:
            signal.signal(number, ending)
        yield ending
    finally:
        sys.unraisablehook = hook
        for number, taken in before.items():
            signal.signal(number, taken)


def _is_within(frame: FrameType | None, function: Callable[..., object]) -> bool:
    """Return whether a frame is that of a function, or of what it calls."""
    while frame is not None and frame.f_code is not getattr(function, "__code__", None):
        frame = frame.f_back
    return frame is not None
