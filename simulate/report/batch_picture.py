"""The pictures of a batch: the best runs, and what a swept value does."""

import math
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from milepost.simulate.report.batch_rank import Ranking, judged_by, said
from milepost.simulate.report.batch_sweep import Sweep
from milepost.simulate.report.colours import FAINT, TASK
from milepost.simulate.report.picture import drawable, drawing, png, text_width
from milepost.simulate.report.words import shortened

_SERIES: Final = ("#332288", "#CC6677", "#117733", "#88CCEE", "#882255", "#DDCC77", "#44AA99", "#999999")
"""Lines of one picture, told apart by order alone; Tol's scheme "muted", as the categories have it."""
_LONGEST_LABEL: Final = 64
_MOST_WRITTEN: Final = 150
"""Cells of a heat map that have their figure written in them."""


def ranking_png(ranking: Ranking, *, runs: int) -> bytes:
    """Draw the best runs, each with its interval: its own, so that it is too wide to compare two runs by."""
    labels = [_label(ranking.label(row), f"run {place + 1}") for place, row in enumerate(ranking.rows)]
    with drawing():
        left = 0.4 + max(text_width(label) for label in labels)
        width, height = left + 6.2, 0.26 * len(labels) + 1.4
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.5 / height, 6.0 / width, 0.26 * len(labels) / height))
        plot_ranking(ranking, labels=labels, ax=ax)
        some = f"The {len(labels)} best of {runs:,} runs" if runs > len(labels) else f"{runs:,} runs"
        judged = "mean net" if ranking.by == "net" else f"hit of {ranking.judged}"
        _title(figure, f"{some} by {judged}", "Each with its own 95% interval; runs share their random numbers")
        return png(figure)


def plot_ranking(ranking: Ranking, *, labels: list[str], ax: Axes) -> Axes:
    """Draw a dot and an interval for each run, the best at the top."""
    net = ranking.by == "net"
    for place, row in enumerate(ranking.rows):
        key = "net_mean" if net else f"{judged_by(row)}.hit"
        if row.get(key) is not None and row[f"{key}_low"] is not None:
            ax.plot([row[f"{key}_low"], row[f"{key}_high"]], [place, place], color=TASK, linewidth=1.5)
        if row.get(key) is not None:
            ax.plot(row[key], place, "o", color=TASK, markersize=5)
    ax.set_yticks(range(len(labels)), labels=labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0)
    if net:
        ax.xaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    else:
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    return ax


def sweep_png(sweep: Sweep) -> bytes:
    """Draw lines for a sweep over one value, and a heat map for each series of one over two."""
    with drawing():
        return png(_lines(sweep) if len(sweep.paths) == 1 else _maps(sweep))


def plot_lines(sweep: Sweep, *, ax: Axes) -> Axes:
    """Draw the hits of each series over the swept value, with their intervals."""
    values = sweep.values[0]
    numbers = [value for value in values if isinstance(value, float)]
    at = numbers if len(numbers) == len(values) else list(map(float, range(len(values))))
    for colour, (name, points) in zip(_SERIES, sweep.series.items(), strict=False):
        places = sorted(points, key=lambda place: at[place[0]])
        x = [at[place] for (place,) in places]
        hit, low, high = zip(*(points[place] for place in places), strict=True)
        ax.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0)
        ax.plot(x, hit, "o-", color=colour, markersize=4, label=_label(name, "a milestone"))
    if at is not numbers:
        ax.set_xticks(at, labels=[shortened(said(value), 18) for value in values])
    ax.set_ylim(-0.02, 1.02)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel(sweep.paths[0])
    ax.set_ylabel("hit")
    ax.grid()
    return ax


def plot_map(sweep: Sweep, name: str, *, ax: Axes) -> Any:
    """Draw the hits of one series over two swept values, and give what a colour bar needs."""
    across, up = sweep.values
    points = sweep.series[name]
    grid = [[points.get((x, y), (math.nan,))[0] for x in range(len(across))] for y in range(len(up))]
    image = ax.imshow(grid, origin="lower", aspect="auto", cmap="cividis", vmin=0, vmax=1)
    for axis, values in ((ax.xaxis, across), (ax.yaxis, up)):
        step = math.ceil(len(values) / 12)
        axis.set_ticks(range(0, len(values), step), [shortened(said(value), 16) for value in values[::step]])
    if len(across) * len(up) <= _MOST_WRITTEN and len(across) <= 12:
        for (x, y), (hit, _, _) in points.items():
            ax.text(x, y, f"{hit:.0%}", ha="center", va="center", color="black" if hit > 0.5 else "white", fontsize=8)
    ax.set_xlabel(sweep.paths[0])
    ax.set_ylabel(sweep.paths[1])
    ax.set_title(_label(name, "the last milestone"), fontsize=9, loc="left")
    return image


def _lines(sweep: Sweep) -> Figure:
    figure = Figure(figsize=(8.0, 5.0 + 0.2 * math.ceil(len(sweep.series) / 2)))
    height = figure.get_size_inches()[1]
    rows = math.ceil(len(sweep.series) / 2)
    bottom = 0.75 + 0.2 * rows
    ax = figure.add_axes((0.09, bottom / height, 0.88, (height - bottom - 0.85) / height))
    plot_lines(sweep, ax=ax)
    figure.legend(loc="lower left", ncols=2, frameon=False, fontsize=8, bbox_to_anchor=(0.01, 0.0))
    _title(figure, "How likely each milestone is to be hit", f"over {sweep.paths[0]}{_more(sweep)}; 95% intervals")
    return figure


def _maps(sweep: Sweep) -> Figure:
    columns = min(2, len(sweep.series))
    rows = math.ceil(len(sweep.series) / columns)
    wide = 0.55 * max(4, min(len(sweep.values[0]), 12)) + 1.2
    tall = 0.36 * max(5, min(len(sweep.values[1]), 12)) + 1.1
    width, height = max(columns * (wide + 0.7) + 1.0, 6.5), rows * tall + 1.2
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.8 / height))  # type: ignore[union-attr, call-arg]
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for ax, name in zip(axes, sweep.series, strict=False):
        image = plot_map(sweep, name, ax=ax)
    for ax in axes[len(sweep.series) :]:
        ax.set_axis_off()
    figure.colorbar(image, ax=axes, format=PercentFormatter(1), shrink=0.9, aspect=30).outline.set_edgecolor(FAINT)
    _title(figure, "How likely the milestone is to be hit", f"over two swept values{_more(sweep)}")
    return figure


def _more(sweep: Sweep) -> str:
    return f" (the first {len(sweep.series)} of {len(sweep.series) + sweep.left_out})" if sweep.left_out else ""


def _label(text: str, instead: str) -> str:
    return shortened(drawable(text, instead=instead), _LONGEST_LABEL)


def _title(figure: Figure, head: str, below: str) -> None:
    width, height = figure.get_size_inches()
    room = int(7 * (width - 0.4))
    figure.text(0.18 / width, 1 - 0.12 / height, _label(head, "Runs")[:room], fontsize=13, fontweight="bold", va="top")
    figure.text(0.18 / width, 1 - 0.42 / height, shortened(below, 2 * room), va="top")
