"""The picture of a sweep: what one or two swept values do to how likely milestones are to be hit."""

import math
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.batch.report.labels import Labels, Names, no_names
from milepost.simulate.batch.report.rank import said
from milepost.simulate.batch.report.ranking_picture import HIT
from milepost.simulate.batch.report.sweep import Series, Sweep, Value
from milepost.simulate.report.media.canvas import drawable, drawing, fitted, png, text_width, wrapped, write_title
from milepost.simulate.report.media.colours import FAINT, SERIES
from milepost.simulate.report.media.words import amount, shortened

_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 1.5, 1.5, 1.5)))
"""So that a line is seen below another, and printed in grey."""
_LONGEST_CELL: Final = 44
_MOST_TICKS: Final = 12
_MOST_MARKS: Final = 40
_MOST_WRITTEN: Final = 150
"""Cells of a heat map that have their figure written in them."""
_PERCENT: Final = PercentFormatter(1, decimals=0)
_TICK, _SMALL = 9.0, 8.0
"""Sizes of text [points]."""


def sweep_png(sweep: Sweep, *, names: Names = no_names) -> bytes:
    """Draw lines for a sweep over one value, and a heat map for each series of one over two."""
    labels = Labels(plans=sweep.plans, names=names, currency=sweep.currency)
    with drawing():
        return png(_lines(sweep, labels) if len(sweep.paths) == 1 else _maps(sweep, labels))


def plot_lines(sweep: Sweep, labels: Labels, *, ax: Axes) -> Axes:
    """Draw the hits of each series over the swept value, with their intervals: bands over numbers, else bars."""
    values = sweep.values[0]
    numbers = [value for value in values if isinstance(value, float)]
    if len(numbers) == len(values):
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        for index, series in enumerate(sweep.series):
            _band(ax, [numbers[k] for k in order], [series.points.get((k,)) for k in order], index)
        if len(values) <= _MOST_TICKS:
            ax.set_xticks(numbers)
        _thousands(ax.xaxis)
    else:
        for index, series in enumerate(sweep.series):
            aside = 0.06 * (index - (len(sweep.series) - 1) / 2)
            _bars(
                ax,
                [k + aside for k in range(len(values))],
                [series.points.get((k,)) for k in range(len(values))],
                index,
            )
        ax.set_xlim(-0.5, len(values) - 0.5)
        _name_ticks(ax.xaxis, values, room=7.0)
    lowest, highest = _reach(sweep)
    aside = 0.02 * (highest - lowest)
    ax.set_ylim(lowest - aside, highest + aside)
    ax.yaxis.set_major_formatter(_PERCENT)
    ax.yaxis.set_major_locator(_whole_percents())
    ax.set_xlabel(labels.parameter_with_unit(sweep.paths[0]))
    part = "" if (lowest, highest) == (0.0, 1.0) else f" ({lowest:.0%} to {highest:.0%} shown)"
    ax.set_ylabel(f"{HIT}{part}")
    ax.grid()
    return ax


def plot_map(sweep: Sweep, series: Series, labels: Labels, *, ax: Axes, room: float, tall: float) -> Any:
    """Draw the hits of one series over two swept values, and give what a colour bar needs."""
    across, up = sweep.values
    hits = [[_value(series.points.get((x, y))) for x in range(len(across))] for y in range(len(up))]
    lowest, highest = _scale(sweep)
    image = ax.imshow(hits, origin="lower", aspect="auto", cmap="cividis", vmin=lowest, vmax=highest)
    _name_ticks(ax.xaxis, across, room=room)
    _name_ticks(ax.yaxis, up, room=math.inf)
    if len(across) * len(up) <= _MOST_WRITTEN and len(across) <= _MOST_TICKS:
        for y, row in enumerate(hits):
            for x, hit in enumerate(row):
                colour = FAINT if math.isnan(hit) else "black" if 2 * hit > lowest + highest else "white"
                ax.text(x, y, _rough(hit), ha="center", va="center", color=colour, fontsize=_SMALL)
    for axis, path, length in zip((ax.xaxis, ax.yaxis), sweep.paths, (room, tall), strict=True):
        axis.set_label_text("\n".join(wrapped(labels.parameter_with_unit(path), length)))
    return image


def _scale(sweep: Sweep) -> tuple[float, float]:
    """Return the ends of a scale in whole percent that all hits of a sweep fit on."""
    hits = [point.value for series in sweep.series for point in series.points.values()]
    return _around(min(hits), max(hits), step=0.01, least=0.02)


def _reach(sweep: Sweep) -> tuple[float, float]:
    """Return the ends of an axis in steps of 5% that all intervals of a sweep fit on."""
    points = [point for series in sweep.series for point in series.points.values()]
    return _around(min(one.low for one in points), max(one.high for one in points), step=0.05, least=0.1)


def _around(low: float, high: float, *, step: float, least: float) -> tuple[float, float]:
    """Return the ends of a stretch of whole steps around two shares, at least so long and within 0 and 1."""
    lowest, highest = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    while round((highest - lowest) * step, 6) < least:
        lowest, highest = max(lowest - 1, 0), min(highest + 1, round(1 / step))
    return round(lowest * step, 6), round(highest * step, 6)


def _band(ax: Axes, x: Sequence[float], points: Sequence[Proportion | None], index: int) -> None:
    unknown = Proportion(value=math.nan)
    known = [point or unknown for point in points]
    hit, low, high = ([getattr(one, end) for one in known] for end in ("value", "low", "high"))
    look: dict[str, Any] = {
        "marker": _MARKS[index],
        "linestyle": _DASHES[index % len(_DASHES)],
        "markersize": 4.5,
        "zorder": 2 + 0.01 * (index % len(_DASHES)),
    }
    ax.fill_between(x, low, high, color=SERIES[index], alpha=0.25, linewidth=0)
    ax.plot(x, hit, color=SERIES[index], markevery=math.ceil(len(x) / _MOST_MARKS), **look)


def _bars(ax: Axes, x: Sequence[float], points: Sequence[Proportion | None], index: int) -> None:
    """Draw points with bars: between lists or texts there is nothing that a line could mean."""
    for at, point in zip(x, points, strict=True):
        if point is not None:
            ax.plot([at, at], (point.low, point.high), color=SERIES[index], linewidth=1.5)
    ax.plot(x, list(map(_value, points)), linestyle="none", marker=_MARKS[index], color=SERIES[index], markersize=5)


def _lines(sweep: Sweep, labels: Labels) -> Figure:
    lines = _labels(sweep, labels)
    columns = 2 if max(text_width(label, size=_SMALL) for label in lines) < 3.2 else 1
    below = 0.2 * math.ceil(len(lines) / columns) + 0.3 if len(lines) > 1 else 0.05
    figure = Figure(figsize=(8.0, 5.0 + below), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.02, below / (5 + below), 0.96, 1 - (below + 0.75) / (5 + below)))
    ax = figure.subplots()
    plot_lines(sweep, labels, ax=ax)
    if len(lines) > 1:
        figure.legend(
            handles=[line for line in ax.lines if line.get_marker() not in ("None", "", None)],
            labels=lines,
            loc="lower left",
            ncols=columns,
            frameon=False,
            fontsize=_SMALL,
            handlelength=3.5,
            bbox_to_anchor=(0.01, 0.01),
        )
    said_below = f"{_over(sweep, labels)}; with 95% intervals{_more(sweep)}"
    write_title(figure, _finding(sweep, labels), "\n".join(filter(None, (_idle_words(sweep), said_below))))
    return figure


def _maps(sweep: Sweep, labels: Labels) -> Figure:
    columns = min(2, len(sweep.series))
    rows = math.ceil(len(sweep.series) / columns)
    room = 0.55 * max(5, min(len(sweep.values[0]), _MOST_TICKS))
    tall = 0.36 * max(5, min(len(sweep.values[1]), _MOST_TICKS)) + 1.1
    width, height = max(columns * (room + 1.9) + 1.0, 7.5), rows * tall + 1.35
    figure = Figure(figsize=(width, height), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.01, 0.01, 0.98, 1 - 1.0 / height - 0.01))
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for ax, series, label in zip(axes, sweep.series, _labels(sweep, labels), strict=False):
        image = plot_map(sweep, series, labels, ax=ax, room=room, tall=tall - 1.1)
        if len(sweep.series) > 1:
            ax.set_title(fitted(label, room + 1.2), fontsize=_TICK, loc="left")
    for ax in axes[len(sweep.series) :]:
        ax.set_axis_off()
    bar = figure.colorbar(image, ax=axes, format=_PERCENT, ticks=_whole_percents(), shrink=0.9, aspect=30, label=HIT)
    bar.outline.set_edgecolor(FAINT)
    widest = max(point.reach for series in sweep.series for point in series.points.values())
    sure = f"95% intervals are ±{math.ceil(1000 * widest) / 10:g} points at most"
    said_below = _idle_words(sweep), _over(sweep, labels), f"{sure}{_more(sweep)}"
    write_title(figure, _finding(sweep, labels), "\n".join(filter(None, said_below)))
    return figure


def _finding(sweep: Sweep, labels: Labels) -> str:
    """State what a swept value does: nothing to dates, or by how much it moves the hit that it moves most."""
    idle = [path for path, one in zip(sweep.paths, sweep.idle, strict=True) if one]
    if len(idle) == len(sweep.paths):
        return " and ".join(map(labels.parameter, idle)) + f" {'changes' if len(idle) == 1 else 'change'} no date"
    if idle:
        return f"{labels.parameter(idle[0])} changes no date"
    spans = [[point.value for point in one.points.values()] for one in sweep.series]
    span, most = max(zip(spans, sweep.series, strict=True), key=lambda pair: max(pair[0]) - min(pair[0]))
    low, high = min(span), max(span)
    reach = _rough(low) if _rough(low) == _rough(high) else f"{_rough(low)} to {_rough(high)}"
    return f"{labels.milestone(most.milestone, most.file)} is hit in {reach} of cases"


def _idle_words(sweep: Sweep) -> str:
    """State what a value that changes no date does: the hit stays, and the cost may not."""
    if not all(sweep.idle) or not sweep.costs:
        return ""
    least, most = min(sweep.costs.values()), max(sweep.costs.values())
    values = math.prod(map(len, sweep.values))
    same = f"Hit is the same at all {values:,} values"
    if least == most:
        return f"{same}, and so is the mean cost"
    currency = drawable(sweep.currency, instead="")
    return f"{same}; the mean cost goes from {amount(least, '')} to {amount(most, currency)}"


def _value(point: Proportion | None) -> float:
    return math.nan if point is None else point.value


def _rough(hit: float) -> str:
    """Write a hit in a cell, without rounding to never or always."""
    if math.isnan(hit):
        return "-"
    return "<1%" if hit < 0.005 else ">99%" if hit > 0.995 else f"{hit:.0%}"


def _labels(sweep: Sweep, labels: Labels) -> list[str]:
    """Name each series by its milestone and by what differs between series."""
    files = list(dict.fromkeys(series.file for series in sweep.series))
    orderings = {
        file: list(dict.fromkeys(series.ordering for series in sweep.series if series.file == file)) for file in files
    }
    several = any(len(names) > 1 for names in orderings.values())
    named = []
    for one in sweep.series:
        milestone, plan = labels.milestone(one.milestone, one.file), labels.plan(one.file)
        ordering = drawable(one.ordering, instead=f"alternative {orderings[one.file].index(one.ordering)}")
        parts = (milestone, *((plan,) if len(files) > 1 else ()), *((ordering,) if several and ordering else ()))
        named.append(", ".join(shortened(part, _LONGEST_CELL) for part in parts))
    return named


def _whole_percents() -> MaxNLocator:
    return MaxNLocator(nbins=8, steps=[1, 2, 5, 10])


def _name_ticks(axis: Axis, values: Sequence[Value], *, room: float) -> None:
    """Put the values where they stand on an axis, across where they are too long for the room [inches]."""
    step = math.ceil(len(values) / _MOST_TICKS)
    names = [drawable(said(value), instead=f"value {k + 1}", most=24) for k, value in enumerate(values)][::step]
    axis.set_ticks(range(0, len(values), step), names)
    if max(map(text_width, names)) > room / len(names) - 0.1:
        axis.set_tick_params(rotation=30)
        for label in axis.get_ticklabels():
            label.set(ha="right", rotation_mode="anchor")


def _thousands(axis: Axis) -> None:
    axis.set_major_formatter(lambda value, _position: f"{value:,.10g}")


def _over(sweep: Sweep, labels: Labels) -> str:
    """Name the plan, where there is one, and what is swept over."""
    files = list(dict.fromkeys(series.file for series in sweep.series))
    of = f"{labels.plan(files[0])}, " if len(files) == 1 else ""
    return f"{of}over {' and '.join(map(labels.parameter, sweep.paths))}"


def _more(sweep: Sweep) -> str:
    shown = len(sweep.series)
    return f"; {shown} of {shown + sweep.left_out} series, more in runs.csv" if sweep.left_out else ""
