"""The picture of calibration: where the time that each finished task took falls in its range."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from milepost.models import Scenario
from milepost.simulate.analysis.schedule.calibration import Calibration
from milepost.simulate.report.media.canvas import (
    drawable,
    drawing,
    key_width,
    png,
    room_for,
    text_width,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, GRID, INK, SPREAD, TASK, WORST
from milepost.simulate.report.run.calibration_words import calibration_sentences, interval_words, shares_words

_MOST_ROWS: Final = 40
"""Tasks that are drawn; of more those that were furthest from their P50 for their range."""
_NAME_LENGTH: Final = 44
_FARTHEST: Final = 4.0
"""How many times its P50 something may be long for the axis to reach there; beyond, its figures say so [-]."""
_ROW, _WIDTH = 0.26, 5.2
"""How tall a row and how wide the axes are [inches]."""
_TOP, _FOOT = 1.55, 0.62
"""Room above and below the axes [inches]."""

_HEADING: Final = "days taken; P10, P50, P90"

_Row = dict[str, Any]


def calibration_png(scenario: Scenario, calibration: Calibration) -> bytes:
    """Draw each task that counts beside its range, the longest for its estimate first, with title and key."""
    rows = _chosen(calibration)
    names = [drawable(row["name"], instead=row["task"], most=_NAME_LENGTH) for row in rows]
    with drawing():
        marks = _key(calibration)
        beside = 0.3 + max(text_width(text, size=8) for text in (_HEADING, *map(_figures, rows)))
        left = room_for(names, [False] * len(names))
        width = max(left + _WIDTH + beside, key_width(marks))
        height = _TOP + _ROW * len(rows) + _FOOT
        figure = Figure(figsize=(width, height))
        axes = (left / width, _FOOT / height, (width - left - beside) / width, _ROW * len(rows) / height)
        left_out = (
            f" (the {len(rows)} of {len(calibration.tasks):,} furthest from it)"
            if len(rows) < len(calibration.tasks)
            else ""
        )
        found, *_ = calibration_sentences(calibration)
        text = f"How long tasks took beside their median estimate{left_out}\n{found}\n{shares_words(calibration)}."
        write_title(figure, scenario.name, text, instead="The plan")
        write_key(figure, marks, down=1.06)
        plot_calibration(calibration, rows, names, figure.add_axes(axes))
        return png(figure)


def plot_calibration(calibration: Calibration, rows: Sequence[_Row], names: Sequence[str], ax: Axes) -> None:
    """Draw the range of each estimate and the time taken, all as multiples of the P50, a row each."""
    ratio = calibration.ratio
    ends = (
        [row["p90_days"] / row["p50_days"] for row in rows]
        + [_reached(row) for row in rows]
        + [one for one in (ratio.value, ratio.high) if math.isfinite(one)]
    )
    right = 1.06 * min(max([1.2, *ends]), _FARTHEST)
    ax.set(xlim=(0.0, right), ylim=(len(rows) - 0.4, -0.6), yticks=[])
    ax.axvspan(ratio.low, min(ratio.high, right), color=WORST, linewidth=0, zorder=0)
    ax.axvline(ratio.value, color=DUE, linewidth=1.2, linestyle="dashed", zorder=1)
    ax.axvline(1.0, color=INK, linewidth=1.0, zorder=2)
    _draw(ax, rows, right)
    for y, (row, name) in enumerate(zip(rows, names, strict=True)):
        write_beside(ax, -0.02, y, name, ha="right")
        write_beside(ax, 1.02, y, _figures(row), fontsize=8)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=GRID)
    ax.set_xlabel("time taken as a multiple of the median estimate (P50) [-]")
    ax.annotate(
        _HEADING, (1.02, 1), (0, 6), xycoords="axes fraction", textcoords="offset points", fontsize=8, color=FAINT
    )


def _draw(ax: Axes, rows: Sequence[_Row], right: float) -> None:
    """Draw the ranges of tasks and the times they took, as far as the axis reaches."""
    at = np.arange(len(rows))
    low, high = ([min(row[p] / row["p50_days"], right) for row in rows] for p in ("p10_days", "p90_days"))
    ax.hlines(at, low, high, color=SPREAD, linewidth=8, zorder=3)
    ax.vlines(np.ones(len(rows)), at - 0.28, at + 0.28, color=INK, linewidth=1.4, zorder=4)
    reached = np.minimum([_reached(row) for row in rows], right)
    finished = np.array([row["finished"] for row in rows], dtype=np.bool_)
    least, most = (np.minimum([row[end] for row in rows], right) for end in ("ratio_low", "ratio_high"))
    ax.hlines(at[finished], least[finished], most[finished], color=TASK, linewidth=1.2, zorder=5)
    for which, mark in ((finished, "o"), (~finished, ">")):
        ax.plot(reached[which], at[which], mark, color=TASK, markersize=5.5, clip_on=False, zorder=6)


def _chosen(calibration: Calibration) -> list[_Row]:
    """Return the rows that there is room for, the longest for its estimate first."""
    rows = [{str(key): cell for key, cell in row.items()} for row in calibration.table.to_dict("records")]
    far = sorted(rows, key=lambda row: -abs(row["place"] - 0.5))[:_MOST_ROWS]
    return sorted(far, key=_reached, reverse=True)


def _reached(row: _Row) -> float:
    """Return the multiple of its P50 that a task took, or has taken so far."""
    return float(row["ratio_low"] if math.isnan(row["ratio"]) else row["ratio"])


def _figures(row: _Row) -> str:
    taken = f"{row['actual_days']:.1f}" if row["finished"] else f"more than {row['actual_low_days']:.1f}"
    p10, p50, p90 = (row[f"{p}_days"] for p in ("p10", "p50", "p90"))
    return f"{taken}; {p10:.1f}, {p50:.1f}, {p90:.1f}"


def _key(calibration: Calibration) -> list[Artist]:
    marks: list[Artist] = [
        Line2D([], [], color=SPREAD, linewidth=8, solid_capstyle="butt", label="P10 to P90 of the estimate"),
        Line2D([], [], color=TASK, marker="o", linewidth=1.2, markersize=5.5, label="taken, to the day"),
    ]
    if calibration.finished < len(calibration.tasks):
        marks.append(Line2D([], [], color=TASK, marker=">", linewidth=0, markersize=5.5, label="still under way"))
    ratio = calibration.ratio
    marks.append(Line2D([], [], color=DUE, linewidth=1.2, linestyle="dashed", label=f"median ratio, {ratio.value:.2f}"))
    marks.append(Patch(color=WORST, label=f"its 95% interval, {interval_words(ratio)}"))
    return marks
