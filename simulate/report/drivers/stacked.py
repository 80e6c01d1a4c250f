"""Panels of rows below one another: which milestones have one, and where each stands."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from milepost.models import Milestone
from milepost.simulate.report.media.canvas import drawable
from milepost.simulate.result import Result

MOST_MILESTONES: Final = 5
"""Milestones that have panels; of more the last alone."""

ROW: Final = 0.25
"""How tall a row is [inches]."""


def stacked_milestones(result: Result) -> Sequence[Milestone]:
    """Return the milestones that have a panel."""
    told = result.scenario.headline
    if len(told) <= MOST_MILESTONES:
        return told
    last = result.scenario.schedule.last
    return told[-1:] if last is None else [last]


def left_out_words(result: Result, shown: Sequence[Milestone]) -> str:
    """Return a line, to stand below another, on the milestones that have none; nothing where all have."""
    told = result.scenario.headline
    left = [drawable(one.name, instead=one.id, most=20) for one in told if one not in shown]
    return f"\nThe last milestone only; left out: {', '.join(left)}" if left else ""


def rows_at(figure: Figure, top: float, rows: int, left: float, width: float) -> Axes:
    """Place axes for rows by where they begin from the left and from the top [inches]."""
    wide, tall = figure.get_size_inches()
    return figure.add_axes((left / wide, 1 - (top + ROW * rows) / tall, width / wide, ROW * rows / tall))
