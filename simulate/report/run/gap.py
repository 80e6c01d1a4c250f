"""The gap chart: a fan of burn and a fan of progress over the plan's own lines."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.report.media.canvas import date_axis, drawable, drawing, png, write_key, write_title
from milepost.simulate.report.media.colours import FAINT, MAJOR, MONEY, MONEY_SPREAD, PROGRESS_SPREAD, WORST
from milepost.simulate.report.media.due_marks import NAME_LENGTH, DueMark, due_key, mark_dues
from milepost.simulate.report.media.positions import known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import short_date, shortened
from milepost.simulate.report.run.curves.fan import Fan
from milepost.simulate.report.run.curves.gap import GapDue, gap_curves

_WIDTH = 9.6
"""How wide the axes are [inches]."""


def gap_png(scenario: Scenario, gap: Gap) -> bytes:
    """Draw the gap chart of a plan with a budget, with its title and key."""
    with drawing():
        width = _WIDTH + 0.8
        figure = Figure(figsize=(width, 5.38))
        plot_gap(scenario, gap, ax=figure.add_axes((0.6 / width, 0.097, _WIDTH / width, 0.648)))
        text = "Money spent, as a share of the budget, beside the milestones reached, by weight"
        write_title(figure, scenario.name, f"{text}\n{worst_text(scenario, gap)}", instead="The plan")
        write_key(figure, _key(), down=0.86)
        return png(figure)


def plot_gap(scenario: Scenario, gap: Gap, *, ax: Axes | None = None) -> Axes:
    """
    Draw burn and progress over time, each as its median within P10 to P90, with the due dates that progress counts.

    Parameters
    ----------
    scenario
        The plan.
    gap
        What came of its money and its milestones.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    curves = gap_curves(scenario, gap)
    dates = curves.dates
    fans: tuple[tuple[Fan, NDArray[np.float64], str, str, Literal["post"] | None], ...] = (
        (curves.progress, curves.planned_progress, MAJOR, PROGRESS_SPREAD, "post"),
        (curves.burn, curves.planned_burn, MONEY, MONEY_SPREAD, None),
    )
    for fan, planned, colour, spread, step in fans:
        style = f"steps-{step}" if step else "default"
        ax.fill_between(dates, fan.low, fan.high, step=step, color=spread, alpha=0.6, linewidth=0, zorder=2)
        ax.plot(dates, planned, color=colour, linewidth=1.1, linestyle="dashed", drawstyle=style, zorder=3)
        ax.plot(dates, fan.middle, color=colour, linewidth=2, drawstyle=style, zorder=4)
    ax.set(xlim=known_span(dates), ylim=(0, 1.03 * max(1.0, curves.burn.high.max(), curves.planned_burn.max())))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.axhline(1.0, color=FAINT, linewidth=0.8, zorder=1)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    _mark_dues(ax, curves.dues)
    mark_today(ax, scenario)
    return ax


def worst_text(scenario: Scenario, gap: Gap) -> str:
    """Name the due date on which the gap is furthest above the plan's own."""
    if gap.worst is None:
        return "On no due date is the money further ahead of the milestones than planned, on average"
    worst = gap.due[gap.worst]
    name = drawable(scenario.milestones[worst.milestone].name, instead=worst.milestone)
    return (
        f"Worst: the stretch to {shortened(name, NAME_LENGTH)}, {short_date(worst.due)}: "
        f"the gap is {_points(worst.excess.value)} above the plan's own on average "
        f"(P10 {_points(worst.excess_p10)}, P90 {_points(worst.excess_p90)})"
    )


def _key() -> list[Artist]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=MONEY, linewidth=2, label="money spent, P50"),
        Patch(color=MONEY_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=MAJOR, linewidth=2, label="milestones reached, P50"),
        Patch(color=PROGRESS_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=FAINT, linewidth=1.1, linestyle="dashed", label="as planned"),
        due_key(),
        Patch(color=WORST, linewidth=0, label="worst stretch"),
    ]


def _mark_dues(ax: Axes, dues: Sequence[GapDue]) -> None:
    """Draw the due dates with the names of their milestones, and shade the stretch before the worst of them."""
    before, _ = ax.get_xlim()
    for due in dues:
        if due.worst:
            ax.axvspan(before, due.at, color=WORST, linewidth=0, zorder=0)
        before = due.at
    mark_dues(ax, [DueMark(at=due.at, name=due.name, id=due.id, bold=due.worst) for due in dues], width=_WIDTH)


def _points(share: float) -> str:
    points = f"{100 * share:z.0f}"
    return f"{points} point{'' if points.lstrip('-') == '1' else 's'}"
