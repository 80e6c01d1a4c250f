"""The picture of compared orders: by how much each is better than the one in force, and the ranks it may have."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.media.canvas import drawable, drawing, drawn, png, text_width, write_key, write_title
from milepost.simulate.report.media.colours import FAINT, GRID, INK, PROMISE, TASK
from milepost.simulate.report.media.words import shortened
from milepost.simulate.report.orderings.burn_down import burn_down_key, plot_burn_downs
from milepost.simulate.report.orderings.gap_overlay import overlay_key, plot_gap_overlay
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.report.orderings.words import (
    WORDS,
    Unit,
    criterion_words,
    order_key,
    order_letters,
    rows_in_sequence,
    signed,
    value_words,
)

_NAME_LENGTH = 44
_ROW = 0.27
_DIFFERENCES = 5.6
_RANKS = 1.9
_OVERLAY_ROOM = 4.2
_SENTENCE_LETTERS = 15
"""How many letters of a sentence go into an inch at the least."""


class Mark(StrEnum):
    """How an order stands to the others, which its mark in the picture shows."""

    BEST = "may be the best"
    OTHER = "surely not the best"
    IN_FORCE = "in force"
    REFERENCE = "no limit of crews: a reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """
    A row of the picture.

    Parameters
    ----------
    label, tasks, said
        The name, the letters of the tasks and what the order came to.
    mark
        How it stands to the others.
    gain, low, high
        By how much it is better than the order in force; infinite or NaN where that is not known.
    ranks
        The ranks that it may have; none for the reference.
    """

    label: str
    tasks: str
    said: str
    mark: Mark
    gain: float
    low: float
    high: float
    ranks: tuple[int, int] | None


def order_rows(orders: Orders, index: int) -> list[OrderRow]:
    """Return the rows for one criterion as they are ranked, and last the plan without the crew limit."""
    criterion, scenario = orders.criteria[index], orders.scenario
    family = orders.families[index]
    names = [one.name for one in orders.contenders]
    sign = 1 if criterion.larger_is_better else -1
    rows = []
    for rank in orders.rankings[index].rows:
        k = names.index(rank.name)
        one = orders.contenders[k]
        ends = sorted((sign * float(family.difference_low[k, 0]), sign * float(family.difference_high[k, 0])))
        label = f"order {k}" if one.named else ""
        rows.append(
            OrderRow(
                label=drawable(one.name, instead=label, most=_NAME_LENGTH) if one.named else "",
                tasks=order_letters(one, scenario) + ("+" if one.alternative.hold else ""),
                said=value_words(criterion, rank.estimate, scenario),
                mark=Mark.IN_FORCE if k == 0 else Mark.BEST if rank.may_be_best else Mark.OTHER,
                gain=sign * float(family.difference[k, 0]),
                low=ends[0],
                high=ends[1],
                ranks=(rank.rank_low, rank.rank_high),
            )
        )
    part, free = orders.reference.difference[index], orders.reference.estimate[index]
    ends = sorted((sign * part.low, sign * part.high))
    rows.append(
        OrderRow(
            label="without the crew limit",
            tasks="",
            said=value_words(criterion, free, scenario),
            mark=Mark.REFERENCE,
            gain=sign * part.value,
            low=ends[0],
            high=ends[1],
            ranks=None,
        )
    )
    return rows


def names_drawn(orders: Orders) -> Iterator[str]:
    """Yield the names that the picture has: of the plan, of orders and of what they are compared by."""
    yield orders.scenario.name
    yield from (one.name for one in orders.contenders if one.named)
    yield from (criterion_words(criterion, orders.scenario) for criterion in orders.criteria)


def plot_differences(orders: Orders, index: int, *, rows: list[OrderRow], ax: Axes | None = None) -> Axes:
    """
    Draw each order's gain over the one in force with its interval; to the right is better.

    Parameters
    ----------
    orders
        The comparison.
    index
        Which of the criteria.
    rows
        What to draw, as `order_rows` gives it.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    criterion, scenario = orders.criteria[index], orders.scenario
    ends = [end for row in rows for end in (row.gain, row.low, row.high) if math.isfinite(end)]
    low, high = min([*ends, -criterion.zone]), max([*ends, criterion.zone])
    margin = 0.05 * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(len(rows) - 0.4, -0.6))
    ax.axvspan(-criterion.zone, criterion.zone, color=GRID, alpha=0.6, linewidth=0, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1)
    for y, row in enumerate(rows):
        colour, marker, face = _MARKS[row.mark]
        reach = np.clip((row.low, row.high), low - margin, high + margin)
        ax.hlines(y, *reach, color=colour, linewidth=1.6, zorder=3)
        if math.isfinite(row.gain):
            ax.scatter([row.gain], [y], marker=marker, s=44, color=face, edgecolor=colour, linewidth=1.3, zorder=4)
        weight = "bold" if row.mark in (Mark.BEST, Mark.IN_FORCE) else "normal"
        style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "weight": weight}
        ax.text(-0.01, y, row.tasks, ha="right", family="DejaVu Sans Mono", fontsize=8, **style)
        ax.text(-0.02 - _tasks_width(rows) / _DIFFERENCES, y, row.label, ha="right", **style)
        ax.text(1.02, y, row.said, fontsize=8, **style)
    heading = criterion.kind.replace("_", " ")
    ax.text(1.02, -0.95, heading, transform=ax.get_yaxis_transform(), fontsize=8, color=FAINT)
    ax.set_yticks([])
    ax.axhline(len(rows) - 1.5, color=GRID, linewidth=0.8, zorder=0)
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: signed(criterion, x, scenario) if x else "0"))
    words = WORDS[criterion.kind]
    currency = drawable(scenario.currency, instead="") if words.unit == Unit.CURRENCY else ""
    ax.set_xlabel(f"{currency} {words.gain} than the order in force →".strip(), fontsize=8)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    return ax


def plot_ranks(rows: list[OrderRow], *, ax: Axes | None = None) -> Axes:
    """Draw the ranks that each order may have."""
    ax = ax or Figure().add_subplot()
    ranked = [row for row in rows if row.ranks]
    ax.set(xlim=(0.4, len(ranked) + 0.6), ylim=(len(rows) - 0.4, -0.6))
    for y, row in enumerate(rows):
        if row.ranks:
            low, high = row.ranks
            ax.hlines(y, low - 0.35, high + 0.35, color=_MARKS[row.mark][0], linewidth=6, zorder=3)
            text = str(low) if low == high else f"{low}-{high}"
            ax.text(1.03, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8)
    ax.set_yticks([])
    ax.xaxis.set_major_locator(MaxNLocator(min(len(ranked), 5), integer=True))
    ax.set_xlabel("ranks it may have", fontsize=8)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    return ax


def orderings_png(orders: Orders) -> bytes:
    """Draw the comparison below the verdict in words: panels for each criterion, and what runs over time."""
    panels = [order_rows(orders, index) for index in range(len(orders.criteria))]
    with drawing():
        labels = max(text_width(row.label, bold=True) for rows in panels for row in rows)
        left = 0.5 + labels + max(map(_tasks_width, panels))
        said = 0.35 + max(text_width(row.said, size=8, bold=True) for rows in panels for row in rows)
        width = left + _DIFFERENCES + said + _RANKS + 0.75
        said_above = (*verdict(orders), rows_in_sequence(orders))
        sentences = [line for sentence in said_above for line in _wrapped(sentence, width - 0.4)]
        head = 0.55 + 0.19 * len(sentences) + 0.45
        heights = [_ROW * len(rows) for rows in panels]
        overlays = list(_overlays(orders))
        height = head + sum(heights) + 1.05 * len(panels) + _OVERLAY_ROOM * len(overlays) + 0.2
        figure = Figure(figsize=(width, height))
        write_title(figure, orders.scenario.name, instead="The plan")
        for k, line in enumerate(sentences):
            figure.text(0.18 / width, 1 - (0.44 + 0.19 * k) / height, line, va="top")
        _key(figure, head - 0.3)
        top = head + 0.25
        for index, (rows, tall) in enumerate(zip(panels, heights, strict=True)):
            bottom = (height - top - tall) / height
            if len(panels) > 1:
                title = drawable(criterion_words(orders.criteria[index], orders.scenario), instead="criterion")
                figure.text(0.18 / width, bottom + (tall + 0.1) / height, title, fontweight="bold", fontsize=9)
            plot_differences(
                orders,
                index,
                rows=rows,
                ax=figure.add_axes((left / width, bottom, _DIFFERENCES / width, tall / height)),
            )
            start = left + _DIFFERENCES + said
            plot_ranks(rows, ax=figure.add_axes((start / width, bottom, _RANKS / width, tall / height)))
            top += tall + 1.05
        for number, overlay in enumerate(overlays):
            _draw_overlay(figure, overlay, top - 0.25 + _OVERLAY_ROOM * number)
        key = shortened(order_key(orders), int(_SENTENCE_LETTERS * width))
        figure.text(0.18 / width, 0.12 / height, key, fontsize=8, color=FAINT)
        return png(figure)


class _Overlay(NamedTuple):
    """What runs over time under several orders: what it is called, its key, and what draws it."""

    title: str
    key: list[Artist]
    plot: Callable[..., Axes]


def _overlays(orders: Orders) -> Iterator[_Overlay]:
    """Yield what there is to follow over time where the order makes a difference."""
    if orders.no_difference is not None:
        return
    if orders.burn_downs is not None:
        yield _Overlay(
            "Risk burn-down: the harm that threats may still do, on average; at a stop what is open stays open",
            burn_down_key(orders, orders.burn_downs),
            partial(plot_burn_downs, orders, orders.burn_downs),
        )
    if orders.gaps is not None:
        yield _Overlay(
            "The gap: the money spent as a share of the budget, less the milestones reached",
            overlay_key(orders),
            partial(plot_gap_overlay, orders, orders.gaps),
        )


def _draw_overlay(figure: Figure, overlay: _Overlay, top: float) -> None:
    """Draw what runs over time, from some way down the figure on [inches]."""
    width, height = figure.get_size_inches()
    figure.text(0.18 / width, 1 - top / height, overlay.title, fontweight="bold", fontsize=9, va="top")
    write_key(figure, overlay.key, down=top + 0.25)
    tall, wide = _OVERLAY_ROOM - 1.6, width - 1.0
    bottom = height - top - _OVERLAY_ROOM + 0.65
    ax = figure.add_axes((0.8 / width, bottom / height, wide / width, tall / height))
    overlay.plot(width=wide, ax=ax)


_MARKS = {
    Mark.BEST: (PROMISE, "o", PROMISE),
    Mark.IN_FORCE: (INK, "D", INK),
    Mark.OTHER: (TASK, "o", TASK),
    Mark.REFERENCE: (FAINT, "o", "white"),
}


def _tasks_width(rows: list[OrderRow]) -> float:
    """Return how much room the letters of the tasks need [inches]: every letter of a fixed-width font is alike."""
    return 0.1 + max(len(row.tasks) for row in rows) * 0.602 * 8 / 72


def _wrapped(sentence: str, width: float) -> list[str]:
    """Break a sentence into lines of at most a width [inches]."""
    lines = [""]
    for word in drawn(sentence).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer) > width:
            lines.append(shortened(word, 200))
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def _key(figure: Figure, down: float) -> None:
    """Write in a line what the marks mean."""
    marks: list[Artist] = []
    for mark in Mark:
        colour, marker, face = _MARKS[mark]
        style: dict[str, Any] = {"marker": marker, "markerfacecolor": face, "linewidth": 1.6, "markersize": 6}
        marks.append(Line2D([], [], color=colour, label=mark.value, **style))
    marks.append(Line2D([], [], color=GRID, linewidth=9, label="indifference zone"))
    write_key(figure, marks, down=down)
