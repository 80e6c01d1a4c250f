"""The gap chart: money beside milestones, and by how much the one is further ahead of the others than planned."""

from typing import Any, Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from milepost.models import Scenario
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    fitted,
    png,
    text_width,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MAJOR, MONEY, MONEY_SPREAD
from milepost.simulate.report.media.due_marks import DueMark, due_key, mark_dues
from milepost.simulate.report.media.positions import known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.run.curves.gap import GapCurves, GapDue, excess_reach, gap_curves
from milepost.simulate.report.run.gap_words import HOW, JUDGED, excess_text, standing_text

_WIDTH: Final = 9.6
"""How wide the axes are [inches]."""

_LEFT, _RIGHT = 0.92, 0.2
"""Room beside them [inches]."""

_HEIGHT: Final = 7.8
"""How tall the figure is [inches]."""

_LIMIT_WORDS: Final[dict[str, Any]] = {
    "fontsize": 8,
    "color": DUE,
    "bbox": {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.5},
    "zorder": 8,
}
"""How a tolerance is written."""

_OWN: Final = 0.12
"""How far the tolerance of a milestone of its own is drawn to each side of its due date [inches]."""


def gap_png(scenario: Scenario, gap: Gap) -> bytes:
    """Draw the gap chart of a plan with a budget, with its title and key."""
    with drawing():
        curves = gap_curves(scenario, gap)
        figure = Figure(figsize=(_LEFT + _WIDTH + _RIGHT, _HEIGHT))
        upper, lower = (figure.add_axes(_place(bottom, tall)) for bottom, tall in ((3.3, 2.8), (0.62, 2.1)))
        plot_gap(scenario, curves, ax=upper)
        plot_excess(scenario, curves, ax=lower)
        write_above(upper, standing_text(gap, curves), 30, fontsize=9, weight="bold")
        write_above(lower, _excess_text(scenario, gap), 6, fontsize=9, weight="bold")
        write_title(figure, scenario.name, f"{HOW}\n{JUDGED}" if curves.dues else HOW, instead="The plan")
        write_key(figure, _key(curves), down=0.86 if curves.dues else 0.68)
        return png(figure)


def plot_gap(scenario: Scenario, curves: GapCurves, *, ax: Axes | None = None) -> Axes:
    """
    Draw money spent, within P10 to P90, and milestones reached over time, with the due dates that count.

    Parameters
    ----------
    scenario
        The plan.
    curves
        What came of its money and its milestones.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    dates, burn = curves.dates, curves.burn
    ax.fill_between(dates, burn.low, burn.high, color=MONEY_SPREAD, alpha=0.6, linewidth=0, zorder=2)
    for planned, mean, colour, style in (
        (curves.planned_progress, curves.progress, MAJOR, "steps-post"),
        (curves.planned_burn, burn.middle, MONEY, "default"),
    ):
        ax.plot(dates, planned, color=colour, linewidth=1, linestyle="dashed", drawstyle=style, zorder=3)
        ax.plot(dates, mean, color=colour, linewidth=2, zorder=4)
    ax.set(xlim=known_span(dates), ylim=(0, 1.03 * max(1.0, burn.high.max(), curves.planned_burn.max())))
    ax.set_ylabel("share of the budget /\nof the milestones' weight", fontsize=8)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.axhline(1.0, color=FAINT, linewidth=0.8, zorder=1)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    ax.tick_params(labelbottom=False)
    mark_dues(ax, [DueMark(at=one.at, name=one.name, id=one.id, bold=one.worst) for one in curves.dues], width=_WIDTH)
    mark_today(ax, scenario)
    return ax


def plot_excess(scenario: Scenario, curves: GapCurves, *, ax: Axes | None = None) -> Axes:
    """
    Draw how much further ahead of the milestones the money is than planned, and what is tolerated of that.

    Parameters
    ----------
    scenario
        The plan.
    curves
        What came of its money and its milestones.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    dates, excess, limit = curves.dates, curves.excess, scenario.tolerance.gap
    ax.fill_between(dates, excess.low, excess.high, color=MONEY_SPREAD, alpha=0.6, linewidth=0, zorder=2)
    ax.plot(dates, excess.middle, color=MONEY, linewidth=1.4, zorder=4)
    ax.axhline(0.0, color=INK, linewidth=0.8, zorder=1)
    ax.set(xlim=known_span(dates), ylim=excess_reach(curves, limit))
    if limit is not None:
        ax.axhline(limit, color=DUE, linewidth=1.3, linestyle="dashed", zorder=5)
        words = f" tolerance: {100 * limit:.3g} points"
        ax.annotate(words, (0, limit), (0, 3), ax.get_yaxis_transform(), "offset points", **_LIMIT_WORDS)
    for due in curves.dues:
        _mark_due(ax, due, limit)
    ax.set_ylabel("excess\n[points of the budget]", fontsize=8)
    ax.set_xlabel("date", fontsize=8)
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:+z.3g}" if share else "0"))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_today(ax, scenario)
    return ax


def _place(bottom: float, tall: float) -> tuple[float, float, float, float]:
    width = _LEFT + _WIDTH + _RIGHT
    return _LEFT / width, bottom / _HEIGHT, _WIDTH / width, tall / _HEIGHT


def _excess_text(scenario: Scenario, gap: Gap) -> str:
    """Return what is found of the excess, with as much of the milestone's name as there is room for."""
    if gap.worst is None:
        return excess_text(scenario, gap, "")
    name = drawable(scenario.milestones[gap.worst].name, instead=gap.worst)
    rest = text_width(excess_text(scenario, gap, ""), bold=True)
    return excess_text(scenario, gap, fitted(name, _WIDTH - rest, bold=True))


def _mark_due(ax: Axes, due: GapDue, limit: float | None) -> None:
    """Draw what is judged on a due date: the mean with its interval, and the tolerance where it has one of its own."""
    mean = due.excess
    ax.axvline(due.at, color=DUE, linewidth=1.1, linestyle="dotted", zorder=3)
    if np.isfinite(mean.reach):
        ax.vlines(due.at, mean.low, mean.high, color=INK, linewidth=1.6, zorder=6)
    ax.plot([due.at], [mean.value], "o", color=INK, markersize=6, markeredgecolor="white", clip_on=False, zorder=7)
    if due.tolerance is not None and due.tolerance != limit:
        left, right = ax.get_xlim()
        off = _OWN * (right - left) / _WIDTH
        ax.hlines(due.tolerance, due.at - off, due.at + off, color=DUE, linewidth=1.8, zorder=5)
        words = f"its own: {100 * due.tolerance:.3g} "
        ax.text(due.at - off, due.tolerance, words, ha="right", va="center", **_LIMIT_WORDS)


def _key(curves: GapCurves) -> list[Artist]:
    """Return the marks with what they mean."""
    lines: list[Artist] = [
        Line2D([], [], color=MONEY, linewidth=2, label="money spent"),
        Patch(color=MONEY_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=MAJOR, linewidth=2, label="milestones reached"),
        Line2D([], [], color=FAINT, linewidth=1, linestyle="dashed", label="as planned"),
    ]
    if curves.dues:
        words = "judged on due dates: the mean with its interval"
        judged = Line2D([], [], color=INK, marker="o", linewidth=1.6, markeredgecolor="w", label=words)
        lines += [due_key(), judged]
    return lines
