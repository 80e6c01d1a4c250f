"""The pictures of a batch: the best runs, and what a swept value does."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.batch.report.rank import BY, Ranking, said
from milepost.simulate.batch.report.sweep import Series, Sweep, Value
from milepost.simulate.batch.report.unit import currency_of, unit_of, with_unit
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.canvas import drawable, drawing, drawn, fitted, png, text_width, write_title
from milepost.simulate.report.media.colours import FAINT, SERIES, TASK
from milepost.simulate.report.media.words import short_date, shortened

_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 1.5, 1.5, 1.5)))
"""So that a line is seen below another, and printed in grey."""
_LONGEST_CELL: Final = 44
_MOST_TICKS: Final = 12
_MOST_MARKS: Final = 40
_MOST_WRITTEN: Final = 150
"""Cells of a heat map that have their figure written in them."""
_HIT: Final = "Hit: reached by the due date"
_TICK, _SMALL = 9.0, 8.0
"""Sizes of text [points]."""


def ranking_png(ranking: Ranking, *, runs: int) -> bytes:
    """Draw the best runs, each with its interval: its own, so that it is too wide to compare two runs by."""
    headings = tuple(shortened(drawn(heading), _LONGEST_CELL) for heading in ranking.headings)
    table = [headings, *(_drawn(ranking, row) for row in ranking.rows)]
    with drawing():
        columns = [
            max(text_width(text, bold=not line) for line, text in enumerate(column)) + 0.3
            for column in zip(*table, strict=True)
        ]
        left, tall = 0.2 + sum(columns), 0.26 * len(ranking.rows)
        width, height = left + 6.4, tall + 1.75
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.65 / height, 5.3 / width, tall / height))
        plot_ranking(ranking, ax=ax)
        for line, texts in enumerate(table):
            y = (0.65 + tall - 0.26 * (line - 0.5)) / height
            for column, text in enumerate(texts):
                x = (0.2 + sum(columns[:column])) / width
                figure.text(x, y, text, va="center", fontweight="bold" if not line else "normal")
        some = f"The {len(ranking.rows)} best of {runs:,} runs" if runs > len(ranking.rows) else f"{runs:,} runs"
        judged = "" if ranking.by == "net" else f" of {ranking.judged}"
        below = "The best first. Each with its own 95% interval; runs share their random numbers"
        write_title(figure, f"{some} by {BY[ranking.by]}{judged}", below)
        return png(figure)


def plot_ranking(ranking: Ranking, *, ax: Axes) -> Axes:
    """Draw a dot, an interval and a figure for each run, the best at the top."""
    for y, row in enumerate(ranking.rows):
        judgement = ranking.judgement(row)
        if judgement is not None:
            ax.plot([judgement.low, judgement.high], [y, y], color=TASK, linewidth=1.5)
            ax.plot(judgement.value, y, "o", color=TASK, markersize=5)
            ax.annotate(
                _figure(row, judgement),
                (1.0, y),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
    ax.set_yticks([])
    ax.set_ylim(len(ranking.rows) - 0.5, -0.5)
    ax.grid(axis="x")
    if ranking.by == "hit":
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
        ax.set_xlabel(_HIT)
    elif ranking.by == "net":
        _thousands(ax.xaxis)
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.set_xlabel(with_unit("Net: value of milestones less lateness and cost, mean", _money(ranking.rows)))
    else:
        _thousands(ax.xaxis)
        ax.set_xlabel(with_unit("Date that could be promised, from the start", "working days"))
    return ax


def sweep_png(sweep: Sweep) -> bytes:
    """Draw lines for a sweep over one value, and a heat map for each series of one over two."""
    with drawing():
        return png(_lines(sweep) if len(sweep.paths) == 1 else _maps(sweep))


def plot_lines(sweep: Sweep, *, ax: Axes) -> Axes:
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
    ax.set_ylim(-0.02, 1.02)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel(with_unit(sweep.paths[0], unit_of(sweep.paths[0], sweep.currency)))
    ax.set_ylabel(_HIT)
    ax.grid()
    return ax


def plot_map(sweep: Sweep, series: Series, *, ax: Axes, room: float) -> Any:
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
    for axis, path in zip((ax.xaxis, ax.yaxis), sweep.paths, strict=True):
        axis.set_label_text(with_unit(path, unit_of(path, sweep.currency)))
    return image


def _scale(sweep: Sweep) -> tuple[float, float]:
    """Return the ends of a scale in tens of percent that all hits of a sweep fit on."""
    hits = [point.value for series in sweep.series for point in series.points.values()]
    lowest = math.floor(10 * min(hits)) / 10
    return lowest, max(math.ceil(10 * max(hits)) / 10, lowest + 0.1)


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


def _lines(sweep: Sweep) -> Figure:
    labels = _labels(sweep)
    columns = 2 if max(text_width(label, size=_SMALL) for label in labels) < 3.2 else 1
    below = 0.2 * math.ceil(len(labels) / columns) + 0.3 if len(labels) > 1 else 0.05
    figure = Figure(figsize=(8.0, 5.0 + below), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.02, below / (5 + below), 0.96, 1 - (below + 0.75) / (5 + below)))
    ax = figure.subplots()
    plot_lines(sweep, ax=ax)
    if len(labels) > 1:
        figure.legend(
            handles=[line for line in ax.lines if line.get_marker() not in ("None", "", None)],
            labels=labels,
            loc="lower left",
            ncols=columns,
            frameon=False,
            fontsize=_SMALL,
            handlelength=3.5,
            bbox_to_anchor=(0.01, 0.01),
        )
    ids = {series.milestone for series in sweep.series}
    what = ids.pop() if len(ids) == 1 else "each milestone"
    write_title(figure, f"How likely {what} is to be hit", f"{_over(sweep)}; with 95% intervals{_more(sweep)}")
    return figure


def _maps(sweep: Sweep) -> Figure:
    columns = min(2, len(sweep.series))
    rows = math.ceil(len(sweep.series) / columns)
    room = 0.55 * max(5, min(len(sweep.values[0]), _MOST_TICKS))
    tall = 0.36 * max(5, min(len(sweep.values[1]), _MOST_TICKS)) + 1.1
    width, height = max(columns * (room + 1.9) + 1.0, 7.5), rows * tall + 1.2
    figure = Figure(figsize=(width, height), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.01, 0.01, 0.98, 1 - 0.85 / height - 0.01))
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for ax, series, label in zip(axes, sweep.series, _labels(sweep), strict=False):
        image = plot_map(sweep, series, ax=ax, room=room)
        if len(sweep.series) > 1:
            ax.set_title(fitted(label, room + 1.2), fontsize=_TICK, loc="left")
    for ax in axes[len(sweep.series) :]:
        ax.set_axis_off()
    bar = figure.colorbar(image, ax=axes, format=PercentFormatter(1), shrink=0.9, aspect=30, label=_HIT)
    bar.outline.set_edgecolor(FAINT)
    ids = {series.milestone for series in sweep.series}
    what = ids.pop() if len(ids) == 1 else "the last milestone"
    widest = max(point.reach for series in sweep.series for point in series.points.values())
    sure = f"; 95% intervals are ±{math.ceil(1000 * widest) / 10:g} points at most"
    write_title(figure, f"How likely {what} is to be hit", f"{_over(sweep)}{sure}{_more(sweep)}")
    return figure


def names_drawn(rows: Iterable[RunRow], swept: Sequence[str]) -> Iterator[str]:
    """Yield the names that pictures may have: of files and orderings, and what was swept over."""
    for row in rows:
        yield from (row.file, row.ordering, *(said(row.setting(path)) for path in swept))


def _drawn(ranking: Ranking, row: RunRow) -> tuple[str, ...]:
    pairs = zip(ranking.cells(row), ranking.stand_ins(row), strict=True)
    return tuple(drawable(cell, instead=instead, most=_LONGEST_CELL) for cell, instead in pairs)


def _figure(row: RunRow, judgement: Estimate) -> str:
    """Write what a run is ranked by."""
    match judgement:
        case Proportion():
            return str(judgement)
        case Quantile():
            return short_date(None if row.judged is None else row.judged.promise_date)
        case _:
            return f"{judgement.value:,.0f}" if abs(judgement.value) >= 100 else f"{judgement.value:.3g}"


def _value(point: Proportion | None) -> float:
    return math.nan if point is None else point.value


def _rough(hit: float) -> str:
    """Write a hit in a cell, without rounding to never or always."""
    if math.isnan(hit):
        return "-"
    return "<1%" if hit < 0.005 else ">99%" if hit > 0.995 else f"{hit:.0%}"


def _labels(sweep: Sweep) -> list[str]:
    """Name each series by its milestone and by what differs between series."""
    files = list(dict.fromkeys(series.file for series in sweep.series))
    orderings = {
        file: list(dict.fromkeys(series.ordering for series in sweep.series if series.file == file)) for file in files
    }
    several = any(len(names) > 1 for names in orderings.values())
    labels = []
    for one in sweep.series:
        file = drawable(one.file, instead=f"file {files.index(one.file) + 1}")
        ordering = drawable(one.ordering, instead=f"alternative {orderings[one.file].index(one.ordering)}")
        parts = (one.milestone, *((file,) if len(files) > 1 else ()), *((ordering,) if several and ordering else ()))
        labels.append(", ".join(shortened(part, _LONGEST_CELL) for part in parts))
    return labels


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


def _money(rows: Iterable[RunRow]) -> str:
    return drawable(currency_of(rows), instead="") or "money"


def _over(sweep: Sweep) -> str:
    files = {series.file for series in sweep.series}
    of = drawable(files.pop(), instead="") if len(files) == 1 else ""
    return f"{of + ', ' if of else ''}over {' and '.join(sweep.paths)}"


def _more(sweep: Sweep) -> str:
    shown = len(sweep.series)
    return f"; {shown} of {shown + sweep.left_out} series, more in runs.csv" if sweep.left_out else ""
