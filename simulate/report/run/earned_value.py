"""The earned value chart: planned value, earned value and actual cost, and where the plan may end."""

from math import isnan

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.report.media.canvas import date_axis, drawing, png, text_width, unit_of, write_key, write_title
from milepost.simulate.report.media.colours import FAINT, INK, MONEY, MONEY_SPREAD, TASK
from milepost.simulate.report.media.positions import known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount
from milepost.simulate.report.run.curves.earned_value import EarnedValueCurves, Point, earned_value_curves
from milepost.simulate.report.run.earned_value_words import completion_sentence, indices_words
from milepost.simulate.result import Result

_FARTHEST = 2.5
"""How far the end by indices may lie for it to be shown [lengths of all else]."""

_MARGIN = 0.04
"""Beyond what is farthest [-]."""


def earned_value_png(result: Result, earned: EarnedValue) -> bytes:
    """Draw the earned value chart of a plan with a status, with its title and key."""
    with drawing():
        scenario = result.scenario
        completion = completion_sentence(earned, scenario.days, scenario.currency)
        width = max(10.0, 0.36 + text_width(completion))
        figure = Figure(figsize=(width, 5.38))
        plot_earned_value(result, earned, ax=figure.add_axes((1.06 / width, 0.09, 1 - 1.32 / width, 0.65)))
        text = f"Planned value, earned value and actual cost{unit_of(scenario.currency)}"
        write_title(figure, scenario.name, f"{text}\n{indices_words(earned)}\n{completion}", instead="The plan")
        write_key(figure, _key(), down=1.06)
        return png(figure)


def plot_earned_value(result: Result, earned: EarnedValue, *, ax: Axes | None = None) -> Axes:
    """
    Draw planned value, earned value up to today and the actual cost, and the end by indices and by the simulation.

    Parameters
    ----------
    result
        What came of the plan.
    earned
        What it has got for its money and its time.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    curves = earned_value_curves(result, earned)
    (at, done), (today, spent) = curves.schedule, curves.spent
    ax.plot(curves.planned_dates, curves.planned, color=FAINT, linewidth=1.6, linestyle="dashed", zorder=3)
    ax.plot([min(curves.planned_dates[0], today), today], [0.0, spent], color=MONEY, linewidth=2, zorder=4)
    ax.plot(curves.dates, curves.earned, color=TASK, linewidth=2.2, zorder=5)
    ax.plot([at, today], [done, done], color=TASK, linewidth=1.2, linestyle="dotted", zorder=5)
    _make_room(ax, curves)
    _draw_ends(ax, curves)
    ax.yaxis.set_major_locator(MaxNLocator(7))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.set_ylabel(f"value and cost{unit_of(result.scenario.currency)}", fontsize=8)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_today(ax, result.scenario, high=0.7)
    return ax


def _make_room(ax: Axes, curves: EarnedValueCurves) -> None:
    """Let the axes show all, and the end by indices unless it is far beyond the rest."""
    points = [curves.spent, curves.low, curves.middle, curves.high]
    dates = np.array([*curves.planned_dates, *curves.dates, *(date for date, _ in points)])
    amounts = np.array([*curves.planned, *curves.earned, *(cost for _, cost in points)])
    (first, last), most = known_span(dates), float(np.nanmax(amounts))
    date, cost = curves.indices
    if date - first <= _FARTHEST * (last - first) and cost <= _FARTHEST * most:
        last, most = max(last, date), max(most, cost)
    ax.set(xlim=(first, last + _MARGIN * (last - first)), ylim=(0.0, (1.0 + _MARGIN) * most))


def _draw_ends(ax: Axes, curves: EarnedValueCurves) -> None:
    """Draw where the plan may end by the simulation, at the edge where it never does, and where by the indices."""
    (early, cheap), (at, cost), (late, dear) = curves.low, curves.middle, curves.high
    early, at, late = (ax.get_xlim()[1] if isnan(date) else date for date in (early, at, late))
    ax.plot([early, late], [cost, cost], color=MONEY_SPREAD, linewidth=6, zorder=2)
    ax.plot([at, at], [cheap, dear], color=MONEY_SPREAD, linewidth=6, zorder=2)
    _draw_end(ax, curves, (at, cost), "o", MONEY)
    _draw_end(ax, curves, curves.indices, "D", INK)


def _draw_end(ax: Axes, curves: EarnedValueCurves, end: Point, marker: str, colour: str) -> None:
    """Draw one of them, and a line to it from today, where it is known and there is room for it."""
    (date, cost), (_, right), (_, top) = end, ax.get_xlim(), ax.get_ylim()
    if date <= right and cost <= top:
        ax.plot(*zip(curves.spent, end, strict=True), color=colour, linewidth=0.9, linestyle="dotted", zorder=3)
        ax.plot([date], [cost], marker, color=colour, markersize=8, markeredgecolor="white", zorder=6, clip_on=False)


def _key() -> list[Artist]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=FAINT, linewidth=1.6, linestyle="dashed", label="planned value"),
        Line2D([], [], color=TASK, linewidth=2.2, label="earned value"),
        Line2D([], [], color=TASK, linewidth=1.2, linestyle="dotted", label="off in time"),
        Line2D([], [], color=MONEY, linewidth=2, label="actual cost"),
        _mark("D", INK, "end by the indices"),
        _mark("o", MONEY, "end by the simulation, P50"),
        Line2D([], [], color=MONEY_SPREAD, linewidth=6, label="P10 to P90"),
    ]


def _mark(marker: str, colour: str, label: str) -> Line2D:
    return Line2D([], [], color=colour, marker=marker, linewidth=0, markersize=8, markeredgecolor="w", label=label)
