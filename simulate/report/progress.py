"""A progress bar for runs that take long."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from milepost.simulate.engine.cache import is_warm


@contextmanager
def progress_bar(total: int, *, console: Console, patience: float = 1.0) -> Iterator[Callable[[int], None] | None]:
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
    callable or None
        To be called with the number of iterations just finished.
    """
    if console.quiet or not console.is_interactive:
        yield None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    playing = f"Playing {total:,} iterations"
    task = bar.add_task(playing if is_warm() else "Compiling the engine, this first time only", total=total)
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda finished: bar.update(task, advance=finished, description=playing)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
