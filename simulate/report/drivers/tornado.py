"""The tornado: by how many days risks and tasks move the promise date of each milestone."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.models import Milestone, Risk, Task
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.report.drivers.stacked import ROW, left_out_words, rows_at, stacked_milestones
from milepost.simulate.report.drivers.tornado_bars import Bar, Tornado, tornado
from milepost.simulate.report.drivers.waterfall_rows import MINUS
from milepost.simulate.report.media.canvas import (
    category_words,
    drawable,
    drawing,
    fitted,
    key_width,
    png,
    room_for,
    text_width,
    write_above,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import FAINT, GRID, INK, PROMISE, TASK, category_colour, paler
from milepost.simulate.report.media.interval_words import UNKNOWN, at_end_of_day, date_words
from milepost.simulate.report.media.words import percent
from milepost.simulate.result import Result

_COLUMNS = {"days earlier": 1.02, "what it is": 1.24}
"""What is written beside the bars, and where it begins [widths of the axes]."""

_LEAST, _NARROWEST = 10.0, 5.4
"""How wide the picture and its axes are at least [inches]."""

_TITLE, _LINE, _KEY = 0.72, 0.18, 0.22
"""Room for the title with a line below it, for a further one, and for a line of the key [inches]."""

_HEAD, _FOOT = 0.8, 0.55
"""Room for the lines above a panel and for its axis [inches]."""

_NAME_LENGTH = 48
_KIND_LENGTH = 24
_RANKS = {1: "1st", 2: "2nd", 3: "3rd"}
_NAMED = 3
"""Risks and tasks that are named where there is a promise date only with or without them."""


def tornado_png(result: Result, drivers: Drivers) -> bytes:
    """Draw the tornado of each major milestone, or of each if none is major, below one another."""
    shown = stacked_milestones(result)
    found = [tornado(result, drivers, one.id) for one in shown]
    bars = [bar for one in found for bar in one.bars]
    lines, keys = _lines(result, drivers, shown, bars), _keys(bars)
    left = room_for(map(_name, bars), [False] * len(bars))
    kinds = max(text_width(text, size=8) for text in [*_COLUMNS, *map(kind_words, bars)])
    columns = max(_COLUMNS.values())
    width = max(left + columns * _NARROWEST + kinds + 0.2, *map(key_width, keys), _LEAST)
    across = (width - left - kinds - 0.2) / columns
    head = _TITLE + _LINE * lines.count("\n") + _KEY * len(keys)
    height = head + sum(map(_height, found)) + 0.1
    with drawing():
        figure = Figure(figsize=(width, height))
        write_title(figure, result.scenario.name, lines, instead="The plan")
        for k, marks in enumerate(keys):
            write_key(figure, marks, down=head - _KEY * (len(keys) - k))
        top, limits = head, _limits(bars)
        for milestone, one in zip(shown, found, strict=True):
            ax = plot_tornado(one, ax=rows_at(figure, top + _HEAD, max(len(one.bars), 1), left, across), limits=limits)
            _write_around(ax, result, milestone, one, across)
            top += _height(one)
        return png(figure)


def plot_tornado(found: Tornado, *, ax: Axes | None = None, limits: tuple[float, float] | None = None) -> Axes:
    """
    Draw a bar for each risk and task, to the right where the milestone would be earlier, with its interval.

    Parameters
    ----------
    found
        What moves the milestone.
    ax
        Where to draw; on axes of its own unless given.
    limits
        From where to where the axis reaches [working days]; around the bars unless given.
    """
    ax = ax or Figure().add_subplot()
    if not found.bars:
        ax.set_axis_off()
        return ax
    bars, y = found.bars, range(len(found.bars))
    ax.hlines(y, 0, [bar.days.value for bar in bars], color=[_colour(bar) for bar in bars], linewidth=10, zorder=3)
    ax.hlines(y, [bar.days.low for bar in bars], [bar.days.high for bar in bars], color=INK, linewidth=1.2, zorder=4)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=5)
    ax.set(xlim=limits or _limits(bars), ylim=(len(bars) - 0.4, -0.6), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.hlines(y, 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    ax.grid(axis="x")
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.6g}".replace("-", MINUS)))
    days, kind = _COLUMNS.values()
    for row, bar in enumerate(bars):
        write_beside(ax, -0.01, row, _name(bar), ha="right")
        write_beside(ax, days, row, days_words(bar, found.decimals), fontsize=8)
        write_beside(ax, kind, row, kind_words(bar), fontsize=8)
    for heading, x in _COLUMNS.items():
        write_beside(ax, x, -0.95, heading, fontsize=8, color=FAINT)
    return ax


def _height(found: Tornado) -> float:
    """Return how tall the panel is [inches]."""
    return _HEAD + ROW * len(found.bars) + (_FOOT if found.bars else 0.0)


def _limits(bars: Sequence[Bar]) -> tuple[float, float]:
    """Return from where to where the axes reach, the same for all milestones, with a margin."""
    places = [place for bar in bars for place in (bar.days.value, bar.days.low, bar.days.high)]
    left, right = float(np.nanmin([0.0, *places])), float(np.nanmax([0.0, *places]))
    margin = 0.02 * (right - left)
    return left - margin, right + margin


def _lines(result: Result, drivers: Drivers, shown: Sequence[Milestone], bars: Sequence[Bar]) -> str:
    """Return what stands below the title."""
    lines = [
        "What moves promise dates: by how many working days each would be earlier if a risk could not occur, "
        "or if a task took a tenth less time",
        "Two measures in one chart, each for one risk or task alone: they do not add up",
    ]
    if any(isinstance(bar.of, Risk) and bar.of.stop for bar in bars):
        lines.append(
            "Without a risk that stops the project more cases reach a milestone at all: that too makes its date earlier"
        )
    hanging = {id for one in drivers.driving.values() for id in one.tasks if result.scenario.tasks[id].duration.mean}
    if len(drivers.tasks) < len(hanging):
        lines.append(f"Of {len(hanging):,} tasks the {len(drivers.tasks)} were tried that most often drive a milestone")
    return "\n".join(lines) + left_out_words(result, shown)


def _write_around(ax: Axes, result: Result, milestone: Milestone, found: Tornado, width: float) -> None:
    """Write what milestone a panel is of, what is known of it, and what its axis counts."""
    name = drawable(milestone.name, instead=milestone.id)
    write_above(ax, name, 36, fontsize=11, fontweight="bold")
    outlook, kept = result.milestone[milestone.id], percent(result.confidence)
    days = result.scenario.days_of(milestone.id)
    promise = at_end_of_day(outlook.promise, days)
    words = date_words(promise, days)
    if math.isfinite(promise.value):
        promised, remarks = f"{kept} by {words}", tornado_remarks(found)
    else:
        promised, remarks = f"{kept}: {words}; {outlook.reached} of cases reach it", without_a_date(found)
    write_above(ax, promised, 22, color=PROMISE)
    write_above(ax, fitted(remarks, width, size=8), 8, fontsize=8, color=FAINT)
    if found.bars:
        to_the_left = " (left of 0: later)" if any(bar.days.value < 0.0 for bar in found.bars) else ""
        ax.set_xlabel(f"working days by which the {kept} date would be earlier{to_the_left}", fontsize=8)


def tornado_remarks(found: Tornado) -> str:
    """Return what is said of bars that are not told apart, and of what has no bar."""
    said = []
    if len(found.tied) == len(_RANKS):
        said.append("the first three are not told apart")
    elif found.tied:
        pairs = (f"{_RANKS[one]} and {_RANKS[other]}" for one, other in found.tied)
        said.append(f"not told apart: {', '.join(pairs)}")
    if found.more:
        said.append(_more(found))
    if found.idle:
        said.append(f"{found.idle} without effect")
    if found.takes:
        said.append(f"no date without {_named(found.takes)}")
    return "; ".join(said) or ("" if found.bars else "nothing that was tried moves it")


def without_a_date(found: Tornado) -> str:
    """Return without what a milestone that has no promise date would have one."""
    if not found.brings:
        return "none of the risks and tasks that were tried changes that alone"
    return f"there would be a date without {_named(found.brings)}"


def _named(bars: Sequence[Bar]) -> str:
    """Name the first of what there is or is not a date without."""
    more = [f"{len(bars) - _NAMED} more"] if len(bars) > _NAMED else []
    tasks = (f"a tenth of {_name(bar)}" if isinstance(bar.of, Task) else _name(bar) for bar in bars[:_NAMED])
    return " or ".join([*tasks, *more])


def _more(found: Tornado) -> str:
    """Say how many more there are, and how much any of them is at most, of those of which anybody knows."""
    known = [bar.at_most for bar in found.more if math.isfinite(bar.at_most)]
    unknown, unit = len(found.more) - len(known), 10**found.decimals
    said = [f"{len(known)} more, {math.ceil(unit * max(known)) / unit:.{found.decimals}f} d at most"] if known else []
    if unknown:
        said.append(f"{unknown} more of which too few cases tell")
    return "; ".join(said)


def _keys(bars: Sequence[Bar]) -> list[list[Artist]]:
    """Return what the marks mean, in a line or in two: colours of bars, then what holds for all of them."""
    categories: dict[str, list[str]] = {}
    for bar in bars:
        if isinstance(bar.of, Risk):
            categories.setdefault(category_colour(bar.of.category), []).append(_category(bar.of))
    labels = {colour: names[0] if len(set(names)) == 1 else "other" for colour, names in categories.items()}
    marks: list[Artist] = [
        Patch(color=colour, linewidth=0, label=label if k else f"risk, if it could not occur: {label}")
        for k, (colour, label) in enumerate(labels.items())
    ]
    if any(isinstance(bar.of, Task) for bar in bars):
        marks.insert(0, Patch(color=TASK, linewidth=0, label="task, if it took a tenth less time"))
    of_all: list[Artist] = [Line2D([], [], color=INK, linewidth=1.2, label="95% interval")]
    if not all(bar.is_clear for bar in bars):
        of_all.append(Patch(color=paler(FAINT), linewidth=0, label="pale: not told from no effect"))
    if not bars:
        return []
    return [marks + of_all] if key_width(marks + of_all) <= _LEAST else [marks, of_all]


def _name(bar: Bar) -> str:
    return drawable(bar.of.name, instead=bar.of.id, most=_NAME_LENGTH)


def kind_words(bar: Bar) -> str:
    """Return what a bar is about: a task, or a risk of a category, and whether that stops the project."""
    if isinstance(bar.of, Task):
        return "task"
    return f"{_category(bar.of)}, stops" if bar.of.stop else _category(bar.of)


def _category(risk: Risk) -> str:
    return category_words(risk.category, most=_KIND_LENGTH)


def days_words(bar: Bar, decimals: int) -> str:
    """Write by how many days the promise date would be earlier, with the half-width of its interval."""
    unit = 10**decimals
    reach = f"±{math.ceil(unit * bar.days.reach) / unit:.{decimals}f}" if math.isfinite(bar.days.reach) else UNKNOWN
    return f"{bar.days.value:+.{decimals}f} {reach}".replace("-", MINUS)


def _colour(bar: Bar) -> str:
    colour = TASK if isinstance(bar.of, Task) else category_colour(bar.of.category)
    return colour if bar.is_clear else paler(colour)
