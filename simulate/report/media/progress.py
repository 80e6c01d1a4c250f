"""Progress: bars for what takes long, on a terminal that can redraw a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from milepost.simulate.engine.cache import is_warm
from milepost.simulate.report.media.late_bar import late_bar
from milepost.simulate.report.media.pace import Pace
from milepost.simulate.report.media.words import counted, rough_time

_PATIENCE = 1.0
"""How long something may take without a bar [seconds]."""

_LONG = 10.0
"""What takes longer is told before it begins [seconds]."""


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
        """Report iterations just finished."""
        self.bar.update(self._task, advance=finished, description=self._playing)

    def skip(self, iterations: int) -> None:
        """Report iterations that need not be played: they leave the time that one takes as it is."""
        self._total -= iterations
        self.bar.update(self._task, total=self._total)

    @property
    def _playing(self) -> str:
        return f"Playing {counted(self._total, 'case')}"


class Stages:
    """
    What is done of a comparison, shown as a bar that begins anew for each stage, and beforehand how long it will take.

    Parameters
    ----------
    console
        Where to show it.
    bar
        The bar, of `rich.progress`; None where no line can be redrawn.
    pace
        How fast the plan itself was played, if it was.
    instead
        What to do if a stage takes too long.
    """

    def __init__(self, console: Console, bar: Any, *, pace: Pace | None = None, instead: str = "") -> None:
        self._console, self._bar, self._pace, self._instead = console, bar, pace, instead
        self._task: Any = None

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""
        seconds = self._pace.seconds(iterations) if self._pace and iterations is not None else None
        if seconds is not None and seconds >= _LONG:
            instead = f"; {self._instead}" if self._instead else ""
            self._console.print(f"{what} will take about {rough_time(seconds)}{instead}.", markup=False)
        if self._bar is None:
            return
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(what, total=iterations)

    def advance(self, iterations: int) -> None:
        """Report iterations just finished."""
        if self._task is not None:
            self._bar.advance(self._task, iterations)


@contextmanager
def progress_bar(total: int, *, console: Console, patience: float = _PATIENCE) -> Iterator[Progress | None]:
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
    with late_bar(console, patience) as bar:
        yield None if bar is None else Progress(bar, total)


@contextmanager
def stages(
    *, console: Console, pace: Pace | None = None, instead: str = "", patience: float = _PATIENCE
) -> Iterator[Stages]:
    """
    Show how much of each stage is done, and the time left of it, once the whole has taken a while.

    Parameters
    ----------
    console
        Where to show it; no bar is shown unless it is a terminal that can redraw a line.
    pace, instead
        As for `Stages`.
    patience
        How long it may take without a bar [seconds].
    """
    with late_bar(console, patience) as bar:
        yield Stages(console, bar, pace=pace, instead=instead)
