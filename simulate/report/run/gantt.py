"""The probabilistic Gantt chart: where work and milestones may fall."""

from collections.abc import Sequence

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
from milepost.simulate.report.media.colours import CRITICALITY, DUE, GRID, MAJOR, MINOR, SPREAD, TASK
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.run.curves.gantt import MOST_ROWS, GanttRow, driven, gantt_rows
from milepost.simulate.result import Result

ROWS_IN_SIGHT = 25
"""Rows that are read with one look; above a longer chart the dates stand once more."""

_NAME_LENGTH = 44
_THINNEST = 0.003

_SELDOM = 0.5
"""Work that runs less often is drawn paler [-]."""

_AT_ALL = 1.245
"""Where it is written how often something comes about [widths of the axes]."""

CRITICALITY_CLASSES = {
    "less than 5%": 0.05,
    "5 to 25%": 0.25,
    "25 to 50%": 0.5,
    "50 to 75%": 0.75,
    "75% or more": np.inf,
}
"""How often work drives a milestone, in the words of the key, and below what share each class ends [-]."""

_WIDTH = 7.4
_ROW = 0.24
_KEY_LINE = 0.2
"""How wide the axes are, and how tall a row and a second line of the key [inches]."""


def gantt_png(result: Result) -> bytes:
    """Draw the probabilistic Gantt chart with its title and key."""
    rows = gantt_rows(result)
    in_all = len(result.milestones) + len(result.tasks)
    with drawing():
        left = room_for(map(_label, rows), (row.level == "major" for row in rows))
        last = driven(result)
        top = (1.45 if len(rows) > ROWS_IN_SIGHT else 1.15) + (0.0 if last is None else _KEY_LINE)
        right = 1.8 + max((0.2 + text_width(said, size=8, bold=True) for said in _notes(rows)), default=0.0)
        tall = _ROW * len(rows)
        width, height = left + _WIDTH + right, tall + top + 0.55
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.55 / height, _WIDTH / width, tall / height))
        left_out = (
            f" ({len(rows)} of {in_all:,} rows: major milestones, those with a due date, and the longest tasks)"
            if in_all > MOST_ROWS
            else ""
        )
        condition = ", in the iterations in which they come about" if any(row.comes < 1 for row in rows) else ""
        text = f"When work and milestones may fall{condition}{left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        plot_gantt(result, rows=rows, ax=ax)
        write_key(figure, _key())
        if last is not None:
            name = drawable(result.scenario.milestones[last].name, instead=last, most=_NAME_LENGTH)
            write_key(figure, _key_of_criticality(name), down=0.68 + _KEY_LINE)
        return png(figure)


def plot_gantt(result: Result, *, rows: Sequence[GanttRow] | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw tasks as bars from the P10 of their start to the P90 of their finish, milestones as diamonds with due dates.

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
    high = np.nanmax([low + 5, *(time for row in rows for time in (row.late, row.due_at))])
    margin = 0.015 * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(len(rows) - 0.4, -0.6))
    placed = list(enumerate(rows))
    work, thinnest = [(y, row) for y, row in placed if row.level == "task"], _THINNEST * (high - low)
    _draw_tasks(ax, [(y, row) for y, row in work if row.comes >= _SELDOM], thinnest=thinnest)
    _draw_tasks(ax, [(y, row) for y, row in work if row.comes < _SELDOM], thinnest=thinnest, alpha=0.45)
    for level, colour, size in (("minor", MINOR, 26), ("major", MAJOR, 52)):
        _draw_milestones(ax, [(y, row) for y, row in placed if row.level == level], colour, size)
    _draw_due_dates(ax, [(y, row) for y, row in placed if row.due])
    _label_rows(ax, rows)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    date_axis(ax, ticks=14)
    mark_today(ax, result.scenario, high=0.0)
    ax.tick_params(axis="x", labeltop=len(rows) > ROWS_IN_SIGHT)
    return ax


def _key() -> list[Line2D]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=SPREAD, linewidth=9, solid_capstyle="butt", label="P10 of start to P90 of finish"),
        Line2D([], [], color=TASK, linewidth=5, solid_capstyle="butt", label="P50 of start to P50 of finish"),
        Line2D([], [], color=MAJOR, marker="D", linewidth=1.2, markersize=6, label="milestone: P10, P50, P90"),
        Line2D([], [], color=MINOR, marker="D", linewidth=1.2, markersize=4.5, label="minor milestone"),
        Line2D([], [], color=DUE, marker="|", linewidth=0, markersize=11, markeredgewidth=2, label="due date"),
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


def _label(row: GanttRow) -> str:
    return drawable(row.name, instead=row.id, most=_NAME_LENGTH)


def _said(row: GanttRow) -> str:
    """Return what is to be said of how often something comes about."""
    if row.often is None:
        return ""
    return f"runs in {row.often}" if row.level == "task" else str(row.often)


def _notes(rows: Sequence[GanttRow]) -> list[str]:
    """Return what stands to the far right, heading first: how often things come about; nothing where all always do."""
    said = [text for text in map(_said, rows) if text]
    return ["reached at all", *said] if said else []


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


def _draw_due_dates(ax: Axes, milestones: Placed) -> None:
    at, heights = [row.due_at for _, row in milestones], [y for y, _ in milestones]
    ax.scatter(at, heights, marker="|", s=120, color=DUE, linewidth=2, zorder=5)
    for y, row in milestones:
        text = f"{row.hit} by {short_date(row.due)}"
        write_beside(ax, 1.01, y, text, color=DUE, fontsize=8, weight=_weight(row))
    if milestones:
        write_beside(ax, 1.01, -0.9, "hit by the due date", color=DUE, fontsize=8)


def _label_rows(ax: Axes, rows: Sequence[GanttRow]) -> None:
    """Write the names beside the axes, as plain text: ticks with labels take three times as long to draw."""
    ax.set_yticks([])
    ax.hlines(range(len(rows)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    for y, row in enumerate(rows):
        write_beside(ax, -0.01, y, _label(row), ha="right", weight=_weight(row))
        if said := _said(row):
            write_beside(ax, _AT_ALL, y, said, fontsize=8, weight=_weight(row))
    for heading in _notes(rows)[:1]:
        write_beside(ax, _AT_ALL, -0.9, heading, fontsize=8)


def _weight(row: GanttRow) -> str:
    return "bold" if row.level == "major" else "normal"
