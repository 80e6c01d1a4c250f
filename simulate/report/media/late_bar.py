"""Late bar: a bar that is shown only once something has taken a while; it brings no engine along."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from milepost.simulate.report.media.words import label


@contextmanager
def late_bar(console: Console, patience: float) -> Iterator[Any]:
    """
    Show a bar once so many seconds have passed; None where there is nobody to show it to.

    Parameters
    ----------
    console
        Where to show it; nobody looks at one that is quiet, or is no terminal that can redraw a line.
    patience
        How long it may take without a bar [seconds].
    """
    if console.quiet or not console.is_interactive:
        yield None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=console, transient=True)
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@contextmanager
def reading(file: Path, *, console: Console, patience: float) -> Iterator[None]:
    """
    Show that a file is being read, once that has taken a while.

    Parameters
    ----------
    file
        The file.
    console, patience
        As for `late_bar`.
    """
    with late_bar(console, patience) as bar:
        if bar is not None:
            bar.add_task(escape(f"Reading {label(file.name)}"), total=None)
        yield
