"""The picture of compared orders: which one to take, what that rests on, and how the orders stand to each other."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from matplotlib.figure import Figure

from milepost.simulate.analysis.orderings.contenders import letters_of
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.media.canvas import drawable, drawing, fitted, png, text_width, wrapped, write_key
from milepost.simulate.report.media.colours import FAINT
from milepost.simulate.report.orderings.overlays import Overlay, overlays
from milepost.simulate.report.orderings.rows import OrderRow, shown_rows
from milepost.simulate.report.orderings.table import WIDE, plot_differences, room_before, room_behind, table_key
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.report.orderings.words import criterion_words, held_words, rows_in_sequence

_MARGIN: Final = 0.18
_HEAD: Final = 14
"""Size of the decision [points]."""
_HEAD_LINE: Final = 0.28
_LINE: Final = 0.19
_ROW: Final = 0.27
_HEADINGS: Final = 0.3
_AXIS: Final = 0.55
"""Room above the rows of a table and below them [inches]."""
_TASK_LENGTH: Final = 44
_OVERLAY_ROOM: Final = 4.35


def names_drawn(orders: Orders) -> Iterator[str]:
    """Yield the names that the picture has: of the plan, tasks and orders, and of what they are compared by."""
    yield orders.scenario.name
    yield from (orders.scenario.tasks[id].name for id in letters_of(orders.scenario))
    yield from (name for one in orders.contenders if one.named for name in one.names)
    yield from (criterion_words(criterion, orders.scenario) for criterion in orders.criteria)


def orderings_png(orders: Orders) -> bytes:
    """Draw the decision in words, a table for each criterion, and what runs over time where that decides."""
    panels = [shown_rows(orders, index) for index in range(len(orders.criteria))]
    with drawing():
        left, behind = max(map(room_before, panels)), max(map(room_behind, panels))
        width = left + WIDE + behind + _MARGIN
        decision, *basis = verdict(orders)
        head = wrapped(decision, width - 2 * _MARGIN, size=_HEAD, bold=True)
        below = [line for sentence in basis for line in wrapped(sentence, width - 2 * _MARGIN)]
        letters = _letters(orders, width - 2 * _MARGIN)
        over_time = list(overlays(orders))
        top = 0.15 + _HEAD_LINE * len(head) + _LINE * len(below) + 0.15
        key = top + _LINE * (1 + len(letters)) + 0.08
        tables = sum(_ROW * len(rows) + _above(orders) + _AXIS for rows in panels)
        foot = wrapped(rows_in_sequence(orders), width - 2 * _MARGIN, size=8)
        height = key + 0.3 + tables + _OVERLAY_ROOM * len(over_time) + 0.15 * len(foot) + 0.05
        figure = Figure(figsize=(width, height))
        _write_lines(figure, head, 0.13, _HEAD_LINE, fontsize=_HEAD, fontweight="bold")
        _write_lines(figure, below, 0.2 + _HEAD_LINE * len(head), _LINE)
        _write_lines(figure, [_subject(orders, width)], top, _LINE, fontweight="bold")
        _write_lines(figure, letters, top + _LINE + 0.02, _LINE, fontsize=8)
        write_key(figure, table_key([row for rows in panels for row in rows]), down=key)
        end = _draw_tables(figure, orders, panels, left, key + 0.3)
        for number, overlay in enumerate(over_time):
            _draw_overlay(figure, overlay, end + _OVERLAY_ROOM * number)
        _write_lines(figure, foot, height - 0.15 * len(foot), 0.15, fontsize=8, color=FAINT)
        return png(figure)


def _draw_tables(
    figure: Figure, orders: Orders, panels: Sequence[Sequence[OrderRow]], left: float, down: float
) -> float:
    """Draw a table for each criterion, from some way down the figure on, and return where they end [inches]."""
    width, height = figure.get_size_inches()
    for index, rows in enumerate(panels):
        tall = _ROW * len(rows)
        bottom = height - down - _above(orders) - tall
        if len(panels) > 1:
            title = fitted(f"By {criterion_words(orders.criteria[index], orders.scenario)}", width - 0.4, bold=True)
            _write_lines(figure, [title], down, _LINE, fontweight="bold")
        ax = figure.add_axes((left / width, bottom / height, WIDE / width, tall / height))
        plot_differences(orders, index, rows=rows, ax=ax)
        down += _above(orders) + tall + _AXIS
    return down


def _above(orders: Orders) -> float:
    """Return how much room there is above the rows of a table [inches]: for what it is by if there are several."""
    return _HEADINGS if len(orders.criteria) == 1 else _HEADINGS + _LINE + 0.05


def _draw_overlay(figure: Figure, overlay: Overlay, down: float) -> None:
    """Draw what runs over time, from some way down the figure on [inches]."""
    width, height = figure.get_size_inches()
    _write_lines(figure, [fitted(overlay.title, width - 2 * _MARGIN, bold=True)], down, _LINE, fontweight="bold")
    write_key(figure, overlay.key, down=down + 0.25)
    tall, wide = _OVERLAY_ROOM - 1.75, width - 1.0
    bottom = height - down - _OVERLAY_ROOM + 0.8
    ax = figure.add_axes((0.8 / width, bottom / height, wide / width, tall / height))
    overlay.plot(width=wide, ax=ax)


def _subject(orders: Orders, width: float) -> str:
    """Return of what plan these are orders."""
    name = drawable(orders.scenario.name, instead="The plan")
    by = f" by {criterion_words(orders.criteria[0], orders.scenario)}" if len(orders.criteria) == 1 else ""
    return fitted(f"{name}: the orders compared{by}, each by the letters of its tasks", width - 2 * _MARGIN, bold=True)


def _letters(orders: Orders, room: float) -> list[str]:
    """Return which letter stands for which task, by its name, in as many lines as that takes."""
    scenario = orders.scenario
    parts = [
        f"{letter} {drawable(scenario.tasks[id].name, instead=id, most=_TASK_LENGTH)}"
        for id, letter in letters_of(scenario).items()
    ]
    lines: list[str] = []
    for part in [*parts, *held_words(orders)]:
        longer = f"{lines[-1]}  ·  {part}" if lines else part
        if lines and text_width(longer, size=8) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _write_lines(figure: Figure, lines: Sequence[str], down: float, apart: float, **style: Any) -> None:
    """Write lines from the left edge, some way down a figure and so far apart [inches]."""
    width, height = figure.get_size_inches()
    for k, line in enumerate(lines):
        figure.text(_MARGIN / width, 1 - (down + apart * k) / height, line, va="top", **style)
