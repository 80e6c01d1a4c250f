"""Signals put off: what ends a program waits until a few files are in their places."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end a program and let it clear up, of those that the system has."""


@contextmanager
def signals_put_off() -> Iterator[None]:
    """Let signals that end a program wait for as long as this lasts; only the main thread is ever interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in ENDING}
    before = {number: taken for number, taken in before.items() if callable(taken)}
    try:
        for number in before:
            signal.signal(number, lambda number, _frame: came.append(number))
        yield
    finally:
        for number, taken in before.items():
            signal.signal(number, taken)
        for number in came:
            signal.raise_signal(number)
