"""The S-curve of a milestone: the probability that it is reached by each date."""

import math
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.report.media.canvas import date_axis, drawable, due_position, positions
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MAJOR, PROMISE
from milepost.simulate.report.media.interval_words import date_words, promise_quantile
from milepost.simulate.report.media.words import percent, short_date
from milepost.simulate.result import Result

_POINTS = 400
_NAME_LENGTH = 38


def plot_scurve(result: Result, milestone: str, *, ax: Axes | None = None) -> Axes:
    """
    Draw a milestone's distribution over dates with its due date, the chance of keeping it and its promise date.

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
    table = result.milestones
    (row,) = table[table["milestone"] == milestone].to_dict("records")
    days = result.scenario.days
    sample = Sample.of(result.outcome.dated(milestone))
    promise = promise_quantile(row, days)
    offsets = _offsets(sample, [max(row["due_days"], 0.0), promise.value, promise.low, promise.high])
    dates = positions(days, offsets)
    if np.isnan(dates).any():  # the calendar ends before the curve does
        offsets = np.arange(0.0, 3.0)
        dates = positions(days, offsets)
    shares = np.array([sample.count_within(offset) for offset in offsets]) / sample.ordered.size
    ax.plot(dates, shares, color=MAJOR, linewidth=1.8, zorder=3)
    ax.set(xlim=(dates[0], dates[-1]), ylim=(0, 1.02), yticks=np.arange(0, 1.01, 0.2))
    ax.set_yticklabels([f"{share:.0%}" for share in np.arange(0, 1.01, 0.2)])
    ax.grid(axis="y")
    date_axis(ax, ticks=6)
    by = f"◆ {percent(result.confidence)} by" if row["promise"] else f"{percent(result.confidence)}:"
    lines = [(f"{by} {date_words(promise, days)}", PROMISE)]
    _span(ax, promise, days, result.confidence)
    if row["promise"]:
        _mark(ax, _end_of_day(days, promise.value), result.confidence, PROMISE, "D")
    if row["due"]:
        due = due_position(days, date.fromisoformat(row["due"]))
        ax.set_xlim(min(dates[0], due), dates[-1])
        _mark(ax, due, row["hit"], DUE, "o")
        until = dates <= due
        ax.fill_between(dates[until], shares[until], color=DUE, alpha=0.12, linewidth=0)
        hit = Proportion(share=row["hit"], low=row["hit_low"], high=row["hit_high"])
        lines.insert(0, (f"● {hit} by its due date, {short_date(row['due'])}", DUE))
    else:
        lines.insert(0, ("no due date", FAINT))
    if row["reached"] < 1:
        never = Proportion(share=1 - row["reached"], low=1 - row["reached_high"], high=1 - row["reached_low"])
        ax.vlines(dates[-1], row["reached"], 1, color=INK, linewidth=1.5, linestyle="dotted", clip_on=False)
        lines.append((f"┊ not reached in {never} of cases", INK))
    _head(ax, drawable(row["name"], instead=milestone, most=_NAME_LENGTH), lines)
    return ax


def _offsets(sample: Sample, marks: list[float]) -> NDArray[np.float64]:
    """Choose whole working days that show the curve, save a thousandth at either end, and the marks."""
    came = sample.came
    ends = [came[len(came) // 1000], came[-1 - len(came) // 1000]] if came.size else []
    shown = [x for x in (*ends, *marks) if math.isfinite(x)] or [0.0]
    low, high = math.floor(min(shown)), math.ceil(max(shown))
    margin = max(2, math.ceil(0.05 * (high - low)))
    begin, end = max(low - margin, 0), high + margin + 1
    return np.arange(begin, end, max(1, (end - begin) // _POINTS), dtype=np.float64)


def _span(ax: Axes, promise: Quantile, days: WorkingDays, confidence: float) -> None:
    """Draw the interval of the promise date; up to the edge where its later end is never."""
    if promise.ends in {Ends.NEVER, Ends.TOO_FEW_ITERATIONS}:
        return
    low, high = (_end_of_day(days, time) for time in (promise.low, promise.high))
    right = ax.get_xlim()[1] if promise.ends == Ends.PERHAPS_NEVER else high
    ax.hlines(confidence, low, right, color=PROMISE, alpha=0.35, linewidth=6, zorder=2)
    if promise.ends == Ends.PERHAPS_NEVER:
        ax.plot([right], [confidence], ">", color=PROMISE, markersize=6, clip_on=False, zorder=4)


def _end_of_day(days: WorkingDays, time: float) -> float:
    """Place a time at the end of its day, as the curve is."""
    return float(positions(days, np.ceil(time - SLACK)))


def _mark(ax: Axes, date: float, share: float, colour: str, marker: str) -> None:
    ax.vlines(date, 0, share, color=colour, linewidth=1.2, linestyle="dashed", zorder=2)
    ax.hlines(share, ax.get_xlim()[0], date, color=colour, linewidth=1.2, linestyle="dotted", zorder=2)
    ax.plot([date], [share], marker, color=colour, markersize=6, markeredgecolor="white", clip_on=False, zorder=4)


def _head(ax: Axes, title: str, lines: list[tuple[str, str]]) -> None:
    """Write the name and, in the colours of the marks, what they say: above the curve, where nothing can collide."""
    for k, (text, colour) in enumerate(reversed(lines)):
        _write_above(ax, text, 13 * k + 5, color=colour)
    _write_above(ax, title, 13 * len(lines) + 6, fontsize=11, fontweight="bold")


def _write_above(ax: Axes, text: str, points: float, **style: Any) -> None:
    ax.annotate(
        text,
        (0, 1),
        (0, points),
        xycoords="axes fraction",
        textcoords="offset points",
        annotation_clip=False,
        **style,
    )
