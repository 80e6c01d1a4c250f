"""Shown late: that a file is read, once it takes a while, by what is loaded only then."""

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

_PATIENCE: Final = 0.5
"""How long a file may be read without a bar [seconds]."""


@contextmanager
def shown_late(file: Path, *, quiet: bool, patience: float = _PATIENCE) -> Iterator[None]:
    """
    Show on a terminal that a file is being read, once that has taken a while.

    Parameters
    ----------
    file
        The file.
    quiet
        Whether nothing is to be shown.
    patience
        How long it may take without a bar [seconds].
    """
    if quiet or not sys.stderr.isatty():
        yield
        return
    shown = ExitStack()

    def show() -> None:
        from milepost.simulate.report.media.late_bar import reading
        from milepost.simulate.report.media.terminal import Terminal

        shown.enter_context(reading(file, console=Terminal(stderr=True), patience=0.0))

    timer = threading.Timer(patience, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        shown.close()
