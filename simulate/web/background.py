"""The background: what can wait is worked out while nobody is kept waiting, one thing after the other."""

import time
from collections.abc import Callable
from threading import Condition, Thread
from typing import Final, TypeAlias

from milepost.simulate.web.plays import Superseded

Check: TypeAlias = Callable[[], None]
Job: TypeAlias = Callable[[Check], None]
"""Does something; calls what it is given now and then, which raises Superseded where nobody wants it any more."""

_REST: Final = 0.25
"""For how long nothing must have been asked before what can wait is begun [s]."""


class Background:
    """
    A thread for what can wait.

    Parameters
    ----------
    fault
        Called with the name of a job and the error that it ended with.
    """

    def __init__(self, fault: Callable[[str, Exception], None]) -> None:
        self._fault = fault
        self._wake = Condition()
        self._jobs: dict[str, tuple[Job, bool]] = {}
        self._under_way = ""
        self._job: Job | None = None
        self._is_wanted = True
        self._is_over = False
        self._asked = 0.0
        self._thread = Thread(target=self._run, name="milepost-background", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def put(self, name: str, job: Job, *, at_once: bool = False) -> None:
        """Have something done, in place of what was to be done, or is being done, under the same name."""
        with self._wake:
            self._jobs.pop(name, None)
            self._jobs[name] = job, at_once
            self._is_wanted = self._is_wanted and name != self._under_way
            self._wake.notify()

    def drop(self, *names: str) -> None:
        """Have some things not done, and those under way ended as soon as they can be."""
        with self._wake:
            for name in names:
                self._jobs.pop(name, None)
            self._is_wanted = self._is_wanted and self._under_way not in names

    def asked(self) -> None:
        """Note that somebody waits for an answer: what can wait does, and is begun again afterwards."""
        with self._wake:
            self._asked = time.monotonic()
            if self._job is not None and self._under_way not in self._jobs and self._is_wanted:
                self._jobs[self._under_way] = self._job, False
                self._is_wanted = False

    def stop(self) -> None:
        """End what is under way as soon as it can be, and the thread."""
        with self._wake:
            self._is_over, self._is_wanted = True, False
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (found := self._next()) is not None:
            name, job = found
            try:
                job(self._check)
            except Superseded:
                pass
            except Exception as error:  # whatever it is, the next thing is done all the same
                self._fault(name, error)
            with self._wake:
                self._under_way, self._job = "", None

    def _next(self) -> tuple[str, Job] | None:
        with self._wake:
            while not self._is_over:
                rest = self._asked + _REST - time.monotonic()
                ready = next((name for name, (_, at_once) in self._jobs.items() if at_once or rest <= 0.0), None)
                if ready is not None:
                    job, at_once = self._jobs.pop(ready)
                    self._under_way, self._is_wanted = ready, True
                    self._job = None if at_once else job
                    return ready, job
                self._wake.wait(max(rest, 0.01) if self._jobs else None)
            return None

    def _check(self) -> None:
        if not self._is_wanted:
            raise Superseded
