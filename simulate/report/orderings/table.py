"""The table in the picture of compared orders: by how much each is better than the one in force, and its rank."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.media.canvas import drawable, text_width, write_beside
from milepost.simulate.report.media.colours import FAINT, GRID, INK, PROMISE, TASK, paler
from milepost.simulate.report.orderings.rows import Mark, OrderRow
from milepost.simulate.report.orderings.words import WORDS, Unit, signed

WIDE: Final = 5.6
"""Of the axes [inches]."""
_SMALL: Final = 8
"""Size of figures [points]."""
_MONOSPACED: Final = "DejaVu Sans Mono"
_ADVANCE: Final = 0.602
"""Of every letter of that font [font sizes]."""


def plot_differences(orders: Orders, index: int, *, rows: Sequence[OrderRow], ax: Axes | None = None) -> Axes:
    """
    Draw each order's gain over the one in force with its interval; to the right is better.

    Parameters
    ----------
    orders
        The comparison.
    index
        Which of the criteria.
    rows
        What to draw.
    ax
        Where to draw, `WIDE` inches wide; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    criterion, scenario = orders.criteria[index], orders.scenario
    known = [end for row in rows for end in (row.gain.value, row.gain.low, row.gain.high) if math.isfinite(end)]
    low, high = min([*known, -criterion.zone]), max([*known, criterion.zone])
    margin = 0.05 * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(len(rows) - 0.4, -0.6))
    ax.axvspan(-criterion.zone, criterion.zone, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1)
    for y, row in enumerate(rows):
        colour, marker, face = _MARKS[row.mark]
        reach = np.clip((row.gain.low, row.gain.high), low - margin, high + margin)
        ax.hlines(y, *reach, color=colour, linewidth=5 if row.mark == Mark.REST else 1.6, zorder=3)
        if math.isfinite(row.gain.value):
            ax.scatter(
                [row.gain.value], [y], marker=marker, s=44, color=face, edgecolor=colour, linewidth=1.3, zorder=4
            )
    _write_cells(ax, rows)
    ax.set_yticks([])
    ax.axhline(len(rows) - 1.5, color=GRID, linewidth=0.8, zorder=0)
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: signed(criterion, x, scenario) if x else "0"))
    words = WORDS[criterion.kind]
    currency = drawable(scenario.currency, instead="") if words.unit == Unit.CURRENCY else ""
    ax.set_xlabel(f"{currency} {words.gain} than the order in force →".strip(), fontsize=_SMALL)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    return ax


def room_before(rows: Sequence[OrderRow]) -> float:
    """Return how much room names and letters need to the left of the axes [inches]."""
    return 0.5 + max(text_width(row.label, bold=True) for row in rows) + _letters_width(rows)


def room_behind(rows: Sequence[OrderRow]) -> float:
    """Return how much room figures need to the right of the axes [inches]."""
    return 0.15 + sum(_columns(rows))


def table_key(rows: Sequence[OrderRow]) -> list[Artist]:
    """Return the marks of some rows with what they mean, for a legend."""
    marks: list[Artist] = []
    for mark in (one for one in Mark if any(row.mark == one for row in rows)):
        colour, marker, face = _MARKS[mark]
        style: dict[str, Any] = {"marker": marker, "markerfacecolor": face, "markersize": 6}
        width = 5 if mark == Mark.REST else 1.6
        marks.append(Line2D([], [], color=colour, label=mark.value, linewidth=width, **style))
    return [*marks, Line2D([], [], color=GRID, linewidth=9, label="less than you care about")]


_HEADINGS: Final = ("comes to", "better by (95%)", "rank")
_MARKS: Final = {
    Mark.BEST: (PROMISE, "o", PROMISE),
    Mark.IN_FORCE: (INK, "D", INK),
    Mark.OTHER: (TASK, "o", TASK),
    Mark.REST: (paler(TASK), "", paler(TASK)),
    Mark.REFERENCE: (FAINT, "o", "white"),
}


def _write_cells(ax: Axes, rows: Sequence[OrderRow]) -> None:
    """Write names and letters before the axes, and figures behind them."""
    letters = -0.02 - _letters_width(rows) / WIDE
    ends = 1 + np.cumsum(_columns(rows)) / WIDE
    heading: dict[str, Any] = {"fontsize": _SMALL, "color": FAINT, "ha": "right"}
    for x, text in zip((letters, -0.01, *ends), ("order", "tasks", *_HEADINGS), strict=True):
        write_beside(ax, x, -0.95, text, **heading)
    for y, row in enumerate(rows):
        weight = "bold" if row.mark in (Mark.BEST, Mark.IN_FORCE) else "normal"
        colour = FAINT if row.mark == Mark.REST else INK
        style: dict[str, Any] = {"ha": "right", "weight": weight, "color": colour}
        write_beside(ax, -0.01, y, row.tasks, family=_MONOSPACED, fontsize=_SMALL, **style)
        write_beside(ax, letters, y, row.label, **style)
        for x, text in zip(ends, row.said, strict=True):
            write_beside(ax, x, y, text, fontsize=_SMALL, **style)


def _columns(rows: Sequence[OrderRow]) -> list[float]:
    """Return how wide the columns of figures are [inches]."""
    columns = zip(_HEADINGS, *(row.said for row in rows), strict=True)
    return [0.25 + max(text_width(text, size=_SMALL, bold=True) for text in column) for column in columns]


def _letters_width(rows: Sequence[OrderRow]) -> float:
    """Return how much room the letters of the tasks need [inches]: every letter of a fixed-width font is alike."""
    return 0.1 + max(len("tasks"), *(len(row.tasks) for row in rows)) * _ADVANCE * _SMALL / 72
