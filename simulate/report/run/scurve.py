"""The S-curve of a milestone: the probability that it is reached by each date."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from milepost.simulate.analysis.statistics.quantile import Ends
from milepost.simulate.report.media.canvas import date_axis, drawable, drawing, png, write_above, write_title
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MAJOR, PROMISE
from milepost.simulate.report.media.interval_words import date_words
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import percent, short_date
from milepost.simulate.report.run.curves.scurve import SCurve, s_curve
from milepost.simulate.report.run.panels import Panels
from milepost.simulate.result import Result

_NAME_LENGTH = 38


def scurves_png(result: Result) -> bytes:
    """Draw the S-curve of every major milestone, or of every milestone if none is major, a panel each."""
    panels = Panels.of(result, [one.id for one in result.scenario.headline])
    columns, rows = panels.columns, panels.rows
    lines = 3 if any(one.reached.value < 1 for one in result.milestone.values()) else 2
    head = 0.18 * lines
    width, height = 4.1 * columns + 0.6 + (1.6 if columns == 1 else 0), (3.14 + head) * rows + 0.7
    with drawing():
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(
            left=0.65 / width,
            right=1 - 0.25 / width,
            top=1 - (0.99 + head) / height,
            bottom=0.6 / height,
            wspace=0.2 if columns == 1 else 0.12,
            hspace=0.45 + 0.47 * head,
        )
        text = f"The probability that a milestone is reached by each date{panels.left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        for k, milestone in enumerate(panels.milestones):
            ax = plot_scurve(result, milestone, ax=figure.add_subplot(rows, columns, k + 1))
            ax.tick_params(labelleft=k % columns == 0)
        return png(figure)


def plot_scurve(result: Result, milestone: str, *, ax: Axes | None = None) -> Axes:
    """
    Draw a milestone's distribution over dates with its due date, the probability of keeping it and its promise date.

    Parameters
    ----------
    result
        The run.
    milestone
        Id of the milestone.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    curve = s_curve(result, milestone)
    dates, shares = curve.dates, curve.shares
    ax.plot(dates, shares, color=MAJOR, linewidth=1.8, zorder=3)
    ax.set(xlim=(dates[0], dates[-1]), ylim=(0, 1.02), yticks=np.arange(0, 1.01, 0.2))
    ax.set_yticklabels([f"{share:.0%}" for share in np.arange(0, 1.01, 0.2)])
    ax.grid(axis="y")
    date_axis(ax, ticks=6)
    mark_today(ax, result.scenario)
    _span(ax, curve, result.confidence)
    if not math.isnan(curve.promise_at):
        _mark(ax, curve.promise_at, result.confidence, PROMISE, "D")
    if curve.hit is not None:
        left, right = ax.get_xlim()
        ax.set_xlim(min(left, curve.due_at), right)
        _mark(ax, curve.due_at, curve.hit.value, DUE, "o")
        until = dates <= curve.due_at
        ax.fill_between(dates[until], shares[until], color=DUE, alpha=0.12, linewidth=0)
    if curve.reached.value < 1:
        ax.vlines(dates[-1], curve.reached.value, 1, color=INK, linewidth=1.5, linestyle="dotted", clip_on=False)
    _head(ax, drawable(curve.name, instead=milestone, most=_NAME_LENGTH), _lines(result, curve))
    return ax


def _lines(result: Result, curve: SCurve) -> list[tuple[str, str]]:
    """Return what the marks say, each with the colour of its mark."""
    sure, promised = percent(result.confidence), date_words(curve.promise, result.scenario.days_of(curve.id))
    due = ("no due date", FAINT)
    if curve.due is not None:
        due = (f"● {curve.hit} by its due date, {short_date(curve.due)}", DUE)
    lines = [due, (f"{sure}: {promised}" if math.isnan(curve.promise_at) else f"◆ {sure} by {promised}", PROMISE)]
    if curve.reached.value < 1:
        lines.append((f"┊ not reached in {curve.reached.complement} of cases", INK))
    return lines


def _span(ax: Axes, curve: SCurve, confidence: float) -> None:
    """Draw the interval of the promise date; up to the edge where its later end is never."""
    ends = curve.promise.ends
    if ends in {Ends.NEVER, Ends.TOO_FEW_ITERATIONS}:
        return
    right = ax.get_xlim()[1] if ends == Ends.PERHAPS_NEVER else curve.promise_high_at
    ax.hlines(confidence, curve.promise_low_at, right, color=PROMISE, alpha=0.35, linewidth=6, zorder=2)
    if ends == Ends.PERHAPS_NEVER:
        ax.plot([right], [confidence], ">", color=PROMISE, markersize=6, clip_on=False, zorder=4)


def _mark(ax: Axes, date: float, share: float, colour: str, marker: str) -> None:
    ax.vlines(date, 0, share, color=colour, linewidth=1.2, linestyle="dashed", zorder=2)
    ax.hlines(share, ax.get_xlim()[0], date, color=colour, linewidth=1.2, linestyle="dotted", zorder=2)
    ax.plot([date], [share], marker, color=colour, markersize=6, markeredgecolor="white", clip_on=False, zorder=4)


def _head(ax: Axes, title: str, lines: list[tuple[str, str]]) -> None:
    """Write the name and, in the colours of the marks, what they say: above the curve, where nothing can collide."""
    for k, (text, colour) in enumerate(reversed(lines)):
        write_above(ax, text, 13 * k + 5, color=colour)
    write_above(ax, title, 13 * len(lines) + 6, fontsize=11, fontweight="bold")
