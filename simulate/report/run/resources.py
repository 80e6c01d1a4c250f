"""The picture of resources: how many units of each are at work over time, beside how many there are."""

from collections.abc import Sequence
from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from milepost.simulate.analysis.schedule.resources import ResourceOutlook
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    fitted,
    png,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, SPREAD, TASK
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.run.curves.resources import resource_curve, resource_words, shown_resources
from milepost.simulate.result import Result

_WIDTH: Final = 9.4
_PANEL: Final = 1.25
"""How wide the axes are, and how high [inches]."""
_BETWEEN: Final = 0.9
"""Room between two panels, for the name of the lower one and the dates of the upper one [inches]."""
_ABOVE: Final = 1.42
_BELOW: Final = 0.62
"""Room above the first panel, for title and key, and below the last [inches]."""


def resources_png(result: Result) -> bytes:
    """Draw the picture of resources, with its title and key."""
    shown, in_all = shown_resources(result), len(result.resources.outlooks)
    with drawing():
        width = _WIDTH + 0.9
        height = _ABOVE + len(shown) * _PANEL + (len(shown) - 1) * _BETWEEN + _BELOW
        figure = Figure(figsize=(width, height))
        first: Axes | None = None
        for place, one in enumerate(shown):
            bottom = height - _ABOVE - _PANEL - place * (_PANEL + _BETWEEN)
            ax = figure.add_axes((0.65 / width, bottom / height, _WIDTH / width, _PANEL / height), sharex=first)
            plot_resource(result, one, ax=ax)
            first = first or ax
            ax.set_xlabel("date" if place == len(shown) - 1 else "")
        left_out = f" (the {len(shown)} of {in_all:,} that tasks wait longest for)" if in_all > len(shown) else ""
        text = f"Units of each resource at work over time, beside how many there are{left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        write_key(figure, _key())
        return png(figure)


def plot_resource(result: Result, outlook: ResourceOutlook, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many units of a resource are at work, the median within P10 to P90, and its capacity.

    Parameters
    ----------
    result
        The run.
    outlook
        What is to be expected of the resource.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    curve = resource_curve(result, outlook)
    fan = curve.at_work
    ax.fill_between(curve.dates, fan.low, fan.high, step="mid", color=SPREAD, linewidth=0, zorder=2)
    ax.plot(curve.dates, fan.middle, color=TASK, linewidth=1.6, drawstyle="steps-mid", zorder=3)
    ax.axhline(curve.capacity, color=DUE, linewidth=1.3, linestyle="dashed", zorder=4)
    ax.set(ylim=(0, 1.12 * max(curve.capacity, fan.high.max(initial=0.0))), ylabel="units at work")
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_today(ax, result.scenario)
    name = fitted(drawable(outlook.name, instead=outlook.id), _WIDTH, bold=True)
    write_above(ax, name, 17, weight="bold")
    write_above(ax, fitted(resource_words(outlook), _WIDTH, size=8), 5, fontsize=8, color=FAINT)
    return ax


def _key() -> Sequence[Artist]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=TASK, linewidth=1.6, label="at work, P50"),
        Patch(color=SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=DUE, linewidth=1.3, linestyle="dashed", label="capacity"),
    ]
