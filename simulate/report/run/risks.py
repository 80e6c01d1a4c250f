"""The chart of risks: how likely each is as given, and how often it occurs after what the plan does about it."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.risks.register import RiskOutlook
from milepost.simulate.report.media.canvas import (
    drawable,
    drawing,
    png,
    room_for,
    text_width,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import FAINT, GRID, INK, category_colour, paler
from milepost.simulate.report.run.curves.risks import risk_bars
from milepost.simulate.result import Result

_COLUMNS = {"given → occurs": 1.02, "stops": 1.30, "category": 1.48}
"""What is written beside the bars, and where it begins [widths of the axes]."""

_WIDTH = 5.4
_ROW = 0.27
"""How wide the axes and how tall a row are [inches]."""

_NAME_LENGTH = 56
_CATEGORY_LENGTH = 16


def risks_png(result: Result) -> bytes:
    """Draw the chart of risks with its title and key."""
    bars = risk_bars(result)
    with drawing():
        left = room_for(map(_label, bars), (bar.risk.stop for bar in bars))
        said = max(text_width(text, size=8) for text in ["category", *map(_category, bars)])
        right, tall = _WIDTH * (_COLUMNS["category"] - 1) + said, _ROW * len(bars)
        width, height = max(left + _WIDTH + right + 0.2, 8.0), tall + 1.65
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.5 / height, _WIDTH / width, tall / height))
        left_out = f" (the first {len(bars)} of {len(result.risks)})" if len(result.risks) > len(bars) else ""
        text = f"How often risks occur before and after what the plan does about them{left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        plot_risks(result, bars=bars, ax=ax)
        write_key(figure, _key())
        return png(figure)


def plot_risks(result: Result, *, bars: Sequence[RiskOutlook] | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw each risk as a pale bar up to its probability as given and a full one up to how often it occurs.

    Parameters
    ----------
    result
        The run.
    bars
        What to draw, as `risk_bars` returns it and unless given.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    bars = risk_bars(result) if bars is None else bars
    y, colours = range(len(bars)), [category_colour(bar.risk.category) for bar in bars]
    given, occurs = [bar.risk.probability for bar in bars], [bar.occurs.probability.value for bar in bars]
    low, high = [bar.occurs.probability.low for bar in bars], [bar.occurs.probability.high for bar in bars]
    ax.hlines(y, 0, given, color=[paler(colour) for colour in colours], linewidth=11, zorder=2)
    ax.hlines(y, 0, occurs, color=colours, linewidth=11, zorder=3)
    ax.hlines(y, low, high, color=INK, linewidth=1.2, zorder=4)
    stopping = {row: bar.stops.probability.value for row, bar in enumerate(bars) if bar.stops.probability.value > 0}
    ax.scatter([*stopping.values()], [*stopping], marker="X", s=46, color=INK, edgecolor="white", zorder=5)
    most = max([*given, *high, *stopping.values()])
    ax.set(xlim=(0, max(1.04 * most, 0.05)), ylim=(len(bars) - 0.4, -0.6))
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    ax.grid(axis="x")
    _write_rows(ax, bars)
    return ax


def _key() -> list[Line2D | Patch]:
    """Return the marks with what they mean."""
    return [
        Patch(color=paler(FAINT), linewidth=0, label="probability as given"),
        Patch(color=FAINT, linewidth=0, label="occurs at a task exposed to it, with its 95% interval"),
        Line2D(
            [], [], color=INK, marker="X", linewidth=0, markersize=7, markeredgecolor="w", label="stops the project"
        ),
    ]


def _label(bar: RiskOutlook) -> str:
    return drawable(bar.risk.name, instead=bar.risk.id, most=_NAME_LENGTH)


def _category(bar: RiskOutlook) -> str:
    return drawable(bar.risk.category, instead="own", most=_CATEGORY_LENGTH)


def _write_rows(ax: Axes, bars: Sequence[RiskOutlook]) -> None:
    """Write the names and the figures beside the axes, as plain text: ticks with labels take longer to draw."""
    ax.set_yticks([])
    ax.hlines(range(len(bars)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    change, stops, category = _COLUMNS.values()
    for y, bar in enumerate(bars):
        write_beside(ax, -0.01, y, _label(bar), ha="right", weight="bold" if bar.risk.stop else "normal")
        write_beside(ax, change, y, f"{100 * bar.risk.probability:.3g}% → {bar.occurs.probability}", fontsize=8)
        if bar.risk.stop:
            write_beside(ax, stops, y, str(bar.stops.probability), fontsize=8, weight="bold")
        write_beside(ax, category, y, _category(bar), fontsize=8)
    for heading, x in _COLUMNS.items():
        if heading != "stops" or any(bar.risk.stop for bar in bars):
            write_beside(ax, x, -0.95, heading, fontsize=8, color=FAINT)
