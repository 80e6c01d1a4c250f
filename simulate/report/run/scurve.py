"""The S-curve of a milestone: the probability that it is reached by each date."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from milepost.simulate.analysis.statistics.quantile import Ends
from milepost.simulate.report.media.canvas import date_axis, drawable, drawing, png, write_head, write_title
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MAJOR, PROMISE
from milepost.simulate.report.media.interval_words import date_words
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import counted, percent, rough_percent, short_date
from milepost.simulate.report.run.curves.scurve import SCurve, s_curve
from milepost.simulate.report.run.panels import Panels
from milepost.simulate.report.run.sentences import stopped_words
from milepost.simulate.result import Result

_ROOM, _ALONE, _TALL = 3.75, 5.2, 2.25
"""How wide the axes are, and where there is one panel, and how tall they are [inches]."""

_LEFT, _BETWEEN, _LINE, _NAME, _FOOT = 0.85, 0.4, 0.18, 0.36, 0.62
"""Room to the left of the axes and between them, for a line above them and for the name, and below them [inches]."""

_CAUSES = 2
"""Risks that are named for keeping a milestone from being reached; of more the most frequent."""


def scurves_png(result: Result) -> bytes:
    """Draw the S-curve of every major milestone, or of every milestone if none is major, a panel each."""
    panels = Panels.of(result, [one.id for one in result.scenario.headline])
    columns, rows = panels.columns, panels.rows
    curves = [s_curve(result, id) for id in panels.milestones]
    across = _ALONE if columns == 1 else _ROOM
    head = _NAME + _LINE * max(len(_lines(result, curve)) for curve in curves)
    shown = f"Curves: the probability of being reached by each date{panels.left_out}; ±: 95% interval"
    said = [*_findings(result, curves), shown]
    top, row = 0.5 + _LINE * len(said), head + _TALL + _FOOT
    width, height = _LEFT + columns * (across + _BETWEEN), top + rows * row + 0.1
    with drawing():
        figure = Figure(figsize=(width, height))
        write_title(figure, result.scenario.name, "\n".join(said), instead="The plan")
        for k, curve in enumerate(curves):
            left, down = _LEFT + k % columns * (across + _BETWEEN), top + k // columns * row + head
            box = (left / width, 1 - (down + _TALL) / height, across / width, _TALL / height)
            ax = plot_scurve(result, curve.id, ax=figure.add_axes(box))
            ax.tick_params(labelleft=k % columns == 0)
            if k % columns:
                ax.set_ylabel("")
            if k + columns < len(curves):
                ax.set_xlabel("")
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
    ax.set_xlabel("date", fontsize=8)
    ax.set_ylabel("probability of being reached\nby the date", fontsize=8)
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
    write_head(ax, drawable(curve.name, instead=milestone), _lines(result, curve))
    return ax


def never_lines(result: Result, curve: SCurve) -> list[str]:
    """Return how often a milestone is not reached, and then in what share of cases each risk keeps it from that."""
    named = [
        f"in {rough_percent(share.value)} by {drawable(result.scenario.risks[id].name, instead=id)}"
        for id, share in [*curve.stopped_by.items()][:_CAUSES]
    ]
    more = len(curve.stopped_by) - _CAUSES
    stopped = ": stopped" if named else ""
    rest = [f"and {counted(more, 'more risk')}"] if more > 0 else []
    return [f"not reached in {curve.reached.complement} of cases{stopped}", *named, *rest]


def _findings(result: Result, curves: Sequence[SCurve]) -> Iterator[str]:
    """Yield which milestone is least likely to be on time, and what stops the project."""
    hits = [(curve.hit.value, k) for k, curve in enumerate(curves) if curve.hit is not None]
    if hits:
        least = curves[min(hits)[1]]
        name = drawable(least.name, instead=least.id)
        first = f"{name} is" if len(curves) == 1 else f"Least likely to be on time: {name},"
        yield f"{first} reached by its due date, {short_date(least.due)}, in {least.hit} of cases"
    if result.stopping is not None:
        yield stopped_words(result.stopping, result)


def _lines(result: Result, curve: SCurve) -> list[tuple[str, str]]:
    """Return what the marks say, each with the colour of its mark, and why the milestone is not reached."""
    sure, promised = percent(result.confidence), date_words(curve.promise, result.scenario.days_of(curve.id))
    due = ("no due date", FAINT)
    if curve.due is not None:
        due = (f"● {curve.hit} by its due date, {short_date(curve.due)}", DUE)
    if curve.promise.ends == Ends.NEVER:
        promise = f"no date is kept in {sure} of cases"
    else:
        promise = f"{sure}: {promised}" if math.isnan(curve.promise_at) else f"◆ {sure} by {promised}"
    lines = [due, (promise, PROMISE)]
    if curve.reached.value < 1:
        never, *causes = never_lines(result, curve)
        lines += [(f"┊ {never}", INK), *((f"· {cause}", INK) for cause in causes)]
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
