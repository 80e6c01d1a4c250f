"""The picture of a comparison: where each milestone moves from one plan to another."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from milepost.models import Level
from milepost.models.calendar import ClockDays, WorkingDays
from milepost.models.fact_days import days_of_fact
from milepost.simulate.analysis.comparison.change import Change, Figure
from milepost.simulate.report.comparison.compared import Compared
from milepost.simulate.report.comparison.told import dates_of
from milepost.simulate.report.comparison.words import change_words
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    png,
    room_for,
    text_width,
    write_above,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, GRID, INK, PROMISE
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.media.words import percent, rough_percent

_ROW = 0.3
"""How tall a row is [inches]."""
_HEAD, _FOOT = 1.55, 0.62
"""Room for title, key and headings, and for the axes [inches]."""
_SHARES, _DATES = 2.4, 3.6
"""How wide the panels are [inches]."""
_GAP = 0.12
"""Room between a panel and what is written beside it [inches]."""
_NAME_LENGTH = 48


def compare_png(compared: Compared) -> bytes:
    """Draw, for each milestone that both plans have, how hit probability and promise date move from A to B."""
    shown, change = compared.shown, compared.comparison.change
    names = [drawable(one.milestone.name, instead=one.milestone.id, most=_NAME_LENGTH) for one in shown]
    bold = [one.milestone.level == Level.MAJOR for one in shown]
    hits = [change(Figure.HIT, one.milestone.id) for one in shown]
    promises = [change(Figure.PROMISE, one.milestone.id) for one in shown]
    texts = [[_hit_words(one) for one in hits], [_promise_words(one) for one in promises]]
    room = [max(text_width(text, size=8) for text in column) + 2 * _GAP for column in texts]
    left = room_for(names, bold)
    any_due = any(one is not None for one in hits)
    begins = left + (_SHARES + room[0] + _GAP if any_due else 0.0)
    width = max(begins + _DATES + room[1] + 0.1, 8.5)
    height = _HEAD + _ROW * len(shown) + _FOOT
    with drawing():
        figure = Drawing(figsize=(width, height))
        head, below = _title(compared)
        write_title(figure, head, below, instead="Two plans")
        write_key(figure, _marks(), down=0.9)
        panels = [(begins, width - begins - room[1] - 0.1)]
        if any_due:
            panels.insert(0, (left, _SHARES))
        axes = [_axes(figure, *panel, len(shown)) for panel in panels]
        if any_due:
            plot_hits(hits, axes[0])
            _write(axes[0], "probability of reaching it by the due date", texts[0], _SHARES)
        plot_promises(compared, promises, axes[-1])
        heading = f"date kept with {percent(compared.after.confidence)} probability; changes in working days [d]"
        _write(axes[-1], heading, texts[1], panels[-1][1])
        for row, (name, is_major) in enumerate(zip(names, bold, strict=True)):
            write_beside(axes[0], -0.12 / panels[0][1], row, name, ha="right", weight="bold" if is_major else "normal")
        return png(figure)


def plot_hits(changes: Sequence[Change | None], ax: Axes) -> None:
    """Draw how probabilities move, a row each; what has no due date in one of the plans has none."""
    for row, one in enumerate(changes):
        if one is not None:
            low, high = one.before + one.difference.low, one.before + one.difference.high
            _dumbbell(ax, row, (one.before, one.after), (low, high), DUE)
    ax.set_xlim(-0.03, 1.03)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def plot_promises(compared: Compared, changes: Sequence[Change | None], ax: Axes) -> None:
    """Draw how dates move, a row each, by the calendar of A; a date that is never has no mark."""
    days = compared.before.scenario.days
    known = []
    for row, (one, shown) in enumerate(zip(changes, compared.shown, strict=True)):
        if one is None:
            continue
        ends = one.before + one.difference.low, one.before + one.difference.high
        facts = (of.scenario.milestones[shown.milestone.id].reached for of in (compared.before, compared.after))
        before, after = (
            float(positions(days_of_fact(days, fact), time))
            for fact, time in zip(facts, _times(one, days), strict=True)
        )
        low, high = positions(days, days.worked_by(ends)).tolist()
        _dumbbell(ax, row, (before, after), (low, high), PROMISE)
        known += [place for place in (before, after, low, high) if math.isfinite(place)]
    first, last = (min(known), max(known)) if known else (0.0, 1.0)
    margin = max(0.04 * (last - first), 1.0)
    ax.set_xlim(first - margin, last + margin)
    date_axis(ax, ticks=6)
    if not known:
        ax.set_xticks([])


def _times(change: Change, days: WorkingDays) -> tuple[float, float]:
    """Return a time in A and in B [days of the axis]: of working days on the clock the ends of their dates."""
    found = []
    for time, day in (change.before, change.before_date), (change.after, change.after_date):
        found.append(days.due_offset(day) if day and isinstance(days, ClockDays) else float(days.worked_by(time)))
    return found[0], found[1]


def _dumbbell(ax: Axes, row: int, ends: tuple[float, float], interval: tuple[float, float], colour: str) -> None:
    """Draw where something is in A and in B, and how well the way between is known."""
    before, after = ends
    if np.isfinite([before, after]).all():
        ax.plot([before, after], [row, row], color=colour, linewidth=1.6, alpha=0.55, zorder=3)
    if np.isfinite(interval).all() and interval[0] < interval[1]:
        ax.plot(interval, [row, row], color=INK, linewidth=1.2, marker="|", markersize=7, zorder=6)
    ax.plot([before], [row], "o", markersize=6.5, markerfacecolor="white", markeredgecolor=colour, zorder=4)
    ax.plot([after], [row], "o", markersize=5.5, color=colour, zorder=5)


def _axes(figure: Drawing, left: float, width: float, rows: int) -> Axes:
    """Place axes for rows, with a thin line along each."""
    wide, tall = figure.get_size_inches()
    ax = figure.add_axes((left / wide, _FOOT / tall, width / wide, _ROW * rows / tall))
    ax.set(ylim=(rows - 0.5, -0.5), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.hlines(range(rows), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    ax.grid(axis="x")
    return ax


def _write(ax: Axes, heading: str, texts: Sequence[str], width: float) -> None:
    """Write what a panel shows, and beside each row its figures."""
    write_above(ax, heading, 8, fontsize=8, color=FAINT)
    for row, text in enumerate(texts):
        write_beside(ax, 1 + _GAP / width, row, text, fontsize=8)


def _title(compared: Compared) -> tuple[str, str]:
    before, after = compared.plans.before, compared.plans.after
    names = f"A: {before.name} ({compared.files[0]})", f"B: {after.name} ({compared.files[1]})"
    left = len(compared.common) - len(compared.shown)
    more = f"; {left:,} milestones left out" if left else ""
    return f"What changes for milestones: {after.name}", f"{names[0]}\n{names[1]}{more}"


def _marks() -> list[Line2D]:
    return [
        Line2D([], [], linestyle="none", marker="o", markerfacecolor="white", markeredgecolor=INK, label="A"),
        Line2D([], [], linestyle="none", marker="o", color=INK, label="B"),
        Line2D([], [], color=INK, linewidth=1.2, marker="|", markersize=7, label="95% interval of the change"),
    ]


def _hit_words(change: Change | None) -> str:
    if change is None:
        return "not due in both"
    either = f"{rough_percent(change.before)} \N{RIGHTWARDS ARROW} {rough_percent(change.after)}"
    return f"{either}, {change_words(Figure.HIT, change)} points"


def _promise_words(change: Change | None) -> str:
    if change is None:
        return ""
    before, after = dates_of(change)
    if before == after == "never":
        return "never in both"
    unit = " d" if math.isfinite(change.difference.value) else ""
    return f"{before} \N{RIGHTWARDS ARROW} {after}, {change_words(Figure.PROMISE, change)}{unit}"
