"""The probabilistic Gantt chart: where work and milestones may fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    png,
    room_for,
    text_width,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import CRITICALITY, DUE, GRID, INK, MAJOR, MINOR, PROMISE, SPREAD, TASK
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import percent, rough_percent, short_date, shortened
from milepost.simulate.report.run.curves.gantt import GanttRow, driven, finding, gantt_rows, what_is_drawn
from milepost.simulate.result import Result

ROWS_IN_SIGHT = 25
"""Rows that are read with one look; above a longer chart the dates stand once more."""

_NAME_LENGTH = 44
"""Letters of a line of a name, which may take two."""
_THINNEST = 0.003

_SELDOM = 0.5
"""Work that runs less often is drawn paler [-]."""

CRITICALITY_CLASSES = {
    "less than 5%": 0.05,
    "5 to 25%": 0.25,
    "25 to 50%": 0.5,
    "50 to 75%": 0.75,
    "75% or more": np.inf,
}
"""How often work drives a milestone, in the words of the key, and below what share each class ends [-]."""

_WIDTH = 7.4
_ROW = 0.26
_KEY_LINE = 0.2
_APART = 0.18
"""How wide the axes are, how tall a row and a second line of the key, and how far columns are apart [inches]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """
    What is written to the right of the chart, row by row.

    Parameters
    ----------
    heading
        What heads it.
    words
        What stands in each row; nothing where it is empty.
    colour
        Of all that.
    """

    heading: str
    words: Sequence[str]
    colour: str

    @property
    def width(self) -> float:
        """How much room it takes [inches]."""
        return _APART + max(text_width(said, size=8, bold=True) for said in (self.heading, *self.words))


def gantt_png(result: Result) -> bytes:
    """Draw the probabilistic Gantt chart with its title and key."""
    rows = gantt_rows(result)
    with drawing():
        lines = [(line, row.level == "major") for row in rows for line in _lines(row)]
        left = room_for((line for line, _ in lines), (bold for _, bold in lines))
        last = driven(result)
        top = (1.6 if len(rows) > ROWS_IN_SIGHT else 1.3) + (0.0 if last is None else _KEY_LINE)
        right = 0.2 + sum(column.width for column in _columns(result, rows))
        tall = _ROW * max(len(rows), 1)
        width, height = left + _WIDTH + right, tall + top + 0.7
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.7 / height, _WIDTH / width, tall / height))
        text = "\n".join(dict.fromkeys((finding(result, rows), what_is_drawn(result, rows))))
        write_title(figure, result.scenario.name, text, instead="The plan")
        plot_gantt(result, rows=rows, ax=ax)
        write_key(figure, _key(result), down=0.83)
        if last is not None:
            name = drawable(result.scenario.milestones[last].name, instead=last, most=_NAME_LENGTH)
            write_key(figure, _key_of_criticality(name), down=0.83 + _KEY_LINE)
        return png(figure)


def plot_gantt(result: Result, *, rows: Sequence[GanttRow] | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw tasks as bars from the P10 of their start to the P90 of their finish, milestones as diamonds with their dates.

    Parameters
    ----------
    result
        The run.
    rows
        What to draw, as `gantt_rows` returns it and unless given.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    rows = gantt_rows(result) if rows is None else rows
    start = float(positions(result.scenario.days, 0.0))
    low = np.nanmin([start, *(time for row in rows for time in (row.early, row.due_at))])
    high = np.nanmax([low + 5, *(time for row in rows for time in (row.late, row.due_at, row.promise_at))])
    margin = 0.015 * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(len(rows) - 0.4, -0.6))
    placed = list(enumerate(rows))
    work, thinnest = [(y, row) for y, row in placed if row.is_work], _THINNEST * (high - low)
    _draw_tasks(ax, [(y, row) for y, row in work if row.comes >= _SELDOM], thinnest=thinnest)
    _draw_tasks(ax, [(y, row) for y, row in work if row.comes < _SELDOM], thinnest=thinnest, alpha=0.45)
    for level, colour, size in (("minor", MINOR, 26), ("major", MAJOR, 52)):
        _draw_milestones(ax, [(y, row) for y, row in placed if row.level == level], colour, size)
    ax.scatter([row.due_at for row in rows], range(len(rows)), marker="|", s=120, color=DUE, linewidth=2, zorder=5)
    promises = [row.promise_at for row in rows]
    ax.scatter(promises, range(len(rows)), marker="^", s=44, color=PROMISE, edgecolor="white", linewidth=0.7, zorder=6)
    _label_rows(ax, rows)
    _write_columns(ax, _columns(result, rows), rows)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("date")
    date_axis(ax, ticks=14)
    mark_today(ax, result.scenario, high=0.0)
    ax.tick_params(axis="x", labeltop=len(rows) > ROWS_IN_SIGHT)
    return ax


def _key(result: Result) -> list[Line2D]:
    """Return the marks with what they mean."""
    kept = f"date kept in {percent(result.confidence)} of cases"
    return [
        Line2D([], [], color=SPREAD, linewidth=9, solid_capstyle="butt", label="P10 of start to P90 of finish"),
        Line2D([], [], color=TASK, linewidth=5, solid_capstyle="butt", label="P50 of start to P50 of finish"),
        Line2D([], [], color=MAJOR, marker="D", linewidth=1.2, markersize=6, label="milestone: P10, P50, P90"),
        Line2D([], [], color=MINOR, marker="D", linewidth=1.2, markersize=4.5, label="minor milestone"),
        Line2D([], [], color=DUE, marker="|", linewidth=0, markersize=11, markeredgewidth=2, label="due date"),
        Line2D([], [], color=PROMISE, marker="^", linewidth=0, markersize=6, markeredgewidth=0, label=kept),
    ]


def _key_of_criticality(milestone: str) -> list[Line2D]:
    """Return what the colours of work mean, with what they are about in front."""
    about = Line2D([], [], linewidth=0, label=f"how often on the driving path to {milestone}:")
    return [
        about,
        *(
            Line2D([], [], color=colour, linewidth=5, solid_capstyle="butt", label=said)
            for colour, said in zip(CRITICALITY, CRITICALITY_CLASSES, strict=True)
        ),
    ]


def _colour(row: GanttRow) -> str:
    """Return the colour of a task: by how often it drives the milestone that all are coloured by."""
    if np.isnan(row.criticality):
        return TASK
    return CRITICALITY[int(np.searchsorted([*CRITICALITY_CLASSES.values()], row.criticality, side="right"))]


def _lines(row: GanttRow) -> list[str]:
    """Return a name in the one or two lines that there is room for."""
    name = drawable(row.name, instead=row.id, most=2 * _NAME_LENGTH)
    first, *more = wrap(name, _NAME_LENGTH) or [name]
    return [first, shortened(" ".join(more), _NAME_LENGTH)] if more else [first]


def _columns(result: Result, rows: Sequence[GanttRow]) -> list[_Column]:
    """Return what stands to the right of the chart, without columns in which nothing would."""
    kept = f"{percent(result.confidence)} by"
    said = {
        ("hit by the due date", DUE): [f"{row.hit} by {short_date(row.due)}" if row.due else "" for row in rows],
        (kept, PROMISE): [row.promise for row in rows],
        ("P90", INK): [row.p90 for row in rows],
        ("comes about in", INK): ["" if row.often is None else str(row.often) for row in rows],
        ("critical in", CRITICALITY[-1]): [rough_percent(row.criticality) if row.is_critical else "" for row in rows],
    }
    return [_Column(heading=head, words=words, colour=colour) for (head, colour), words in said.items() if any(words)]


Placed = Sequence[tuple[int, GanttRow]]
"""Rows, each with where it is, counted from the top."""


def _draw_tasks(ax: Axes, tasks: Placed, *, thinnest: float, alpha: float = 1.0) -> None:
    y = [y for y, _ in tasks]
    early, begin = [row.early for _, row in tasks], [row.begin for _, row in tasks]
    end, late = [max(row.end, row.begin + thinnest) for _, row in tasks], [row.late for _, row in tasks]
    ax.hlines(y, early, late, color=SPREAD, alpha=alpha, linewidth=9, zorder=2)
    ax.hlines(y, begin, end, color=[_colour(row) for _, row in tasks], alpha=alpha, linewidth=5, zorder=3)


def _draw_milestones(ax: Axes, milestones: Placed, colour: str, size: float) -> None:
    y, middle = [y for y, _ in milestones], [row.begin for _, row in milestones]
    early, late = [row.early for _, row in milestones], [row.late for _, row in milestones]
    ax.hlines(y, early, late, color=colour, linewidth=1.2, zorder=3)
    ax.scatter(middle, y, marker="D", s=size, color=colour, edgecolor="white", zorder=4)


def _label_rows(ax: Axes, rows: Sequence[GanttRow]) -> None:
    """Write the names beside the axes, as plain text: ticks with labels take three times as long to draw."""
    ax.set_yticks([])
    ax.hlines(range(len(rows)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    for y, row in enumerate(rows):
        lines = _lines(row)
        style = {"fontsize": 7, "linespacing": 0.95} if len(lines) > 1 else {}
        write_beside(ax, -0.01, y, "\n".join(lines), ha="right", weight=_weight(row), **style)


def _write_columns(ax: Axes, columns: Sequence[_Column], rows: Sequence[GanttRow]) -> None:
    """Write what stands to the right of the chart."""
    begins = 0.01
    for column in columns:
        write_beside(ax, 1 + begins, -0.9, column.heading, color=column.colour, fontsize=8)
        for y, (row, said) in enumerate(zip(rows, column.words, strict=True)):
            if said:
                write_beside(ax, 1 + begins, y, said, color=column.colour, fontsize=8, weight=_weight(row))
        begins += column.width / _WIDTH


def _weight(row: GanttRow) -> str:
    return "bold" if row.level == "major" else "normal"
