"""The charts of the risk burn-down, each over the same dates, with what their colours mean beside them."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from milepost.models import Scenario
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.steepest import Drop
from milepost.simulate.report.media.canvas import date_axis, fitted, text_width
from milepost.simulate.report.media.colours import GRID, INK, PROMISE, WORST
from milepost.simulate.report.media.due_marks import DueMark, due_marks, mark_dues
from milepost.simulate.report.media.positions import known_span, positions
from milepost.simulate.report.media.words import amount
from milepost.simulate.report.run.acceptance import ROW
from milepost.simulate.report.run.burn_down_words import GONE, band_name, ways_gone
from milepost.simulate.report.run.curves.burn_down import BurnDownCurves, Line

WIDTH: Final = 8.0
"""How wide the axes are [inches]."""

_BESIDE, _SQUARE = 0.16, 0.14
"""How far beside the axes squares of colour stand, and words beside those [inches]."""

_SIZE: Final = 8.5
"""Of words beside the axes [points]."""

_GONE: Final = {Why.RETIRED: PROMISE, Why.PASSED: "#B9B9B9", Why.STOPPED: INK}

Legend = Sequence[tuple[str, str]]
"""Colours with what they mean, from the top."""


def plot_burn_down(
    scenario: Scenario, curves: BurnDownCurves, *, unit: str, drop: Drop | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw the mean exposure to threats by category, one upon the other, and how far all of it may be off.

    Parameters
    ----------
    scenario
        The plan.
    curves
        What to draw of it.
    unit
        What exposure is in.
    drop
        The steepest drop, which is shaded.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    _, low, high = curves.total
    if drop is not None:
        begins, ends = positions(scenario.days, [drop.begins_days, drop.ends_days])
        ax.axvspan(begins, ends, color=WORST, linewidth=0, zorder=0)
    ax.stackplot(
        curves.dates,
        [band.mean for band in curves.threats],
        colors=[band.colour for band in curves.threats],
        linewidth=0,
        alpha=0.85,
        zorder=2,
    )
    for line in (low, high):
        ax.plot(curves.dates, line, color=INK, linewidth=1, linestyle="dashed", zorder=3)
    _lay_out(ax, curves, highest=max(float(high.max()), float(curves.total[0].max())))
    _name_amounts(ax, "exposure to threats", unit)
    mark_dues(ax, dues_drawn(scenario, curves), width=WIDTH)
    _write_legend(ax, threats_legend(curves))
    return ax


def plot_gone(ax: Axes, curves: BurnDownCurves, *, unit: str) -> None:
    """Draw what has gone, by how, one upon the other."""
    ways = ways_gone(curves)
    lines = [curves.gone[why] for why in ways]
    ax.stackplot(curves.dates, lines, colors=[_GONE[why] for why in ways], linewidth=0, alpha=0.85, zorder=2)
    _lay_out(ax, curves, highest=float(sum(line[-1] for line in lines)))
    _name_amounts(ax, "gone", unit)
    _write_legend(ax, gone_legend(curves))


def plot_stop(ax: Axes, curves: BurnDownCurves, stop: Line) -> None:
    """Draw how probable it is that a risk which is still to be judged stops the project."""
    ax.plot(curves.dates, stop, color=INK, linewidth=1.8)
    _lay_out(ax, curves, highest=float(stop.max()))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if stop.max() > 0.1 else None))
    ax.set_ylabel("probability\nof a stop", fontsize=8)


def plot_fan(ax: Axes, curves: BurnDownCurves, *, fan: tuple[Line, Line, Line], unit: str, colour: str) -> None:
    """Draw what may still be lost, or below 0 what may be gained: its mean, and P10 to P90."""
    mean, low, high = fan
    ax.fill_between(curves.dates, low, high, color=GRID, linewidth=0, zorder=2)
    ax.plot(curves.dates, mean, color=colour, linewidth=1.8, zorder=3)
    lowest, highest = (float(found) for found in (min(low.min(), mean.min()), max(high.max(), mean.max())))
    _lay_out(ax, curves, highest=highest, lowest=lowest)
    _name_amounts(ax, "exposure", unit)
    _write_legend(ax, fan_legend(colour))


def threats_legend(curves: BurnDownCurves) -> Legend:
    """Return what the bands of threats are, the uppermost first."""
    return [(band.colour, band_name(band)) for band in reversed(curves.threats)]


def gone_legend(curves: BurnDownCurves) -> Legend:
    """Return what the bands of what has gone are, the uppermost first."""
    return [(_GONE[why], GONE[why]) for why in reversed(ways_gone(curves))]


def fan_legend(colour: str) -> Legend:
    """Return what a line within a band is."""
    return [(colour, "average"), (GRID, "P10 to P90")]


def legend_width(legend: Legend) -> float:
    """Return how much room beside the axes what their colours mean takes [inches]."""
    return _BESIDE + _SQUARE + max(text_width(words, size=_SIZE) for _, words in legend)


def dues_drawn(scenario: Scenario, curves: BurnDownCurves) -> list[DueMark]:
    """Return the due dates, from the start to the last date drawn, of the milestones told first, in that order."""
    _, end = known_span(curves.dates)
    return [mark for mark in due_marks(scenario.headline, scenario.days) if mark.at <= end]


def _lay_out(ax: Axes, curves: BurnDownCurves, *, highest: float, lowest: float = 0.0) -> None:
    """Lay out axes of dates, and of amounts from 0 on, or from the lowest one."""
    ax.set(xlim=known_span(curves.dates), ylim=(min(0.0, 1.05 * lowest), max(0.0, 1.05 * highest)))
    ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.set_xlabel("date", fontsize=8)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)


def _name_amounts(ax: Axes, what: str, unit: str) -> None:
    """Write beside the axis of amounts what they are, and as much of what they are in as fits."""
    tall = ax.bbox.height / ax.figure.dpi
    ax.set_ylabel(f"{what}\n{fitted(f'[{unit}]', tall + 0.3, size=8)}", fontsize=8)


def _write_legend(ax: Axes, legend: Legend) -> None:
    """Write beside the axes what colours mean, from the top."""
    wide, tall = (length / ax.figure.dpi for length in (ax.bbox.width, ax.bbox.height))
    for number, (colour, words) in enumerate(legend):
        x, y = 1 + _BESIDE / wide, 1 - (0.08 + ROW * number) / tall
        ax.scatter([x], [y], marker="s", s=42, color=colour, transform=ax.transAxes, clip_on=False)
        ax.text(x + _SQUARE / wide, y, words, transform=ax.transAxes, va="center", fontsize=_SIZE)
