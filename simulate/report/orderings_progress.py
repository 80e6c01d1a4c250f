"""The progress of a comparison of orders: which stage it is at, and the time left of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Stages:
    """
    A bar that begins anew for each stage.

    Parameters
    ----------
    bar
        Where it is shown.
    """

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(what, total=iterations)

    def advance(self, iterations: int) -> None:
        """Say that so many have been played."""
        if self._task is not None:
            self._bar.advance(self._task, iterations)


@contextmanager
def stages(*, console: Console, patience: float = 1.0) -> Iterator[Stages | None]:
    """
    Show how much of each stage is done, and the time left of it, once the whole has taken a while.

    Parameters
    ----------
    console
        Where to show it; nothing is shown unless it is a terminal that can redraw a line.
    patience
        How long it may take without a bar [seconds].
    """
    if console.quiet or not console.is_interactive:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield Stages(bar)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
