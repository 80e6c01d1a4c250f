"""The picture of a trend: charts over the days of reviews, one above the other."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from milepost.simulate.history.trend import Trend
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawing,
    png,
    text_width,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import FAINT, INK, SERIES
from milepost.simulate.report.media.words import counted, short_date
from milepost.simulate.report.trend.chart import (
    BAND,
    DOTTED,
    LEAD,
    OPEN,
    TEXT_SIZE,
    plot_dates,
    plot_hits,
    plot_standing,
    written,
)
from milepost.simulate.report.trend.curves import TrendCurves, trend_curves
from milepost.simulate.report.trend.reviewed import Between, Reviewed
from milepost.simulate.report.trend.sentences import is_moved, move_words

_ANY: Final = SERIES[0]
"""The colour of a milestone, in the key."""
_LEFT: Final = 0.95
_CHART: Final = 6.6
"""How wide the charts are, and what is left of them [inches]."""
_HEAD, _BETWEEN, _FOOT = 1.2, 0.36, 0.5
"""Room above the charts, between them and below them [inches]."""


class _Panel(NamedTuple):
    """
    A chart.

    Parameters
    ----------
    heading
        What it shows.
    height
        How tall it is [inches].
    plot
        What draws it.
    """

    heading: str
    height: float
    plot: Callable[[TrendCurves, Axes], None]


def trend_png(reviewed: Reviewed) -> bytes | None:
    """Draw the trend of a plan; none where it has neither milestones nor a budget."""
    curves = trend_curves(reviewed.trend)
    panels = _panels(curves, reviewed.between)
    if not panels:
        return None
    beside = max(text_width(text, size=TEXT_SIZE) for text in written(curves, _moved(reviewed.between)))
    width = _LEFT + _CHART + LEAD + beside + 0.2
    height = _HEAD + sum(one.height for one in panels) + _BETWEEN * (len(panels) - 1) + _FOOT
    with drawing():
        figure = Figure(figsize=(width, height))
        write_title(figure, reviewed.trend.last.name, _below(reviewed.trend, curves), instead="The plan")
        if curves.milestones:
            write_key(figure, _marks(curves), down=0.72)
        top = height - _HEAD
        for panel in panels:
            top -= panel.height
            ax = figure.add_axes((_LEFT / width, top / height, _CHART / width, panel.height / height))
            panel.plot(curves, ax)
            write_above(ax, panel.heading, 5, fontsize=8, color=FAINT)
            date_axis(ax, ticks=9)
            ax.tick_params(labelbottom=panel is panels[-1])
            top -= _BETWEEN
        return png(figure)


def _panels(curves: TrendCurves, between: Between | None) -> Sequence[_Panel]:
    panels = []
    if curves.milestones:
        moved = "" if between is None else f"; to the right how P50 has moved {_days(between)} [working days]"
        heading = f"forecast date, by the day of the review{moved}"
        panels.append(_Panel(heading, 4.4, partial(plot_dates, below=_moved(between))))
    if any(np.isfinite(one.hit).any() for one in curves.milestones):
        panels.append(_Panel("probability of reaching it by its due date, with its 95% interval", 1.4, plot_hits))
    if np.isfinite(curves.burn).any() or curves.milestones:
        text = "burn [share of the budget] and progress [weighted share of the milestones]; dashed: by the plan"
        panels.append(_Panel(text, 1.4, plot_standing))
    return panels


def _moved(between: Between | None) -> dict[str, str]:
    """Return by how much the medians of milestones have moved, and by what, by id."""
    moves = {} if between is None else between.moves.milestones
    return {id: move_words(one.p50) for id, one in moves.items() if is_moved(one.p50)}


def _days(between: Between) -> str:
    return f"from {short_date(between.before.reviewed)} to {short_date(between.after.reviewed)}"


def _below(trend: Trend, curves: TrendCurves) -> str:
    days = " to ".join(dict.fromkeys(map(short_date, (trend.days[0], trend.days[-1]))))
    more = f"; {counted(curves.left_out, 'more milestone')} in trend.csv" if curves.left_out else ""
    return f"What was said at {counted(len(trend.days), 'review')}, {days}{more}"


def _marks(curves: TrendCurves) -> list[Artist]:
    """Return the marks with what they mean."""
    marks: list[tuple[bool, Artist]] = [
        (True, Line2D([], [], color=_ANY, linewidth=1.8, marker="o", markersize=4.5, label="P50")),
        (True, Patch(color=_ANY, alpha=BAND, linewidth=0, label="P10 to P90")),
        (curves.never, Patch(color=_ANY, alpha=OPEN, linewidth=0, label="P90 is never")),
        (True, Line2D([], [], color=_ANY, linewidth=1.4, linestyle=DOTTED, label="due date as it stood")),
        (
            any(one.reached_on for one in curves.milestones),
            Line2D([], [], color=_ANY, linestyle="none", marker="D", markersize=6, label="reached"),
        ),
        (
            any(one.is_gone for one in curves.milestones),
            Line2D([], [], color=_ANY, linestyle="none", marker="x", markersize=7, label="taken out"),
        ),
        (True, Line2D([], [], color=INK, linewidth=1, label="the day of the review")),
    ]
    return [mark for is_there, mark in marks if is_there]
