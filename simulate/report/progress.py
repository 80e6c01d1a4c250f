"""A progress bar for runs that take long."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from milepost.simulate.engine.cache import is_warm
from milepost.simulate.report.words import counted


class Progress:
    """
    What is done of a run, shown as a bar.

    Parameters
    ----------
    bar
        The bar, of `rich.progress`.
    total
        Iterations in all.
    """

    def __init__(self, bar: Any, total: int) -> None:
        self.bar, self._total = bar, total
        first = self._playing if is_warm() else "Compiling the engine, this first time only"
        self._task = bar.add_task(first, total=total)

    def __call__(self, finished: int) -> None:
        """Tell of iterations just finished."""
        self.bar.update(self._task, advance=finished, description=self._playing)

    def skip(self, iterations: int) -> None:
        """Tell of iterations that need not be played: they leave the time that one takes as it is."""
        self._total -= iterations
        self.bar.update(self._task, total=self._total)

    @property
    def _playing(self) -> str:
        return f"Playing {counted(self._total, 'iteration')}"


@contextmanager
def progress_bar(total: int, *, console: Console, patience: float = 1.0) -> Iterator[Progress | None]:
    """
    Show how much of a run is done, and the time left, once it has taken a while.

    Parameters
    ----------
    total
        Iterations in all.
    console
        Where to show it; nothing is shown unless it is a terminal that can redraw a line.
    patience
        How long a run may take without a bar [seconds].

    Yields
    ------
    Progress or None
        To be called with the number of iterations just finished.
    """
    if console.quiet or not console.is_interactive:
        yield None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    progress = Progress(bar, total)
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield progress
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
