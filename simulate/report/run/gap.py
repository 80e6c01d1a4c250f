"""The gap chart: a fan of burn and a fan of progress over the plan's own lines."""

from typing import Literal

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from milepost.simulate.report.media.canvas import date_axis, drawable, known_span, positions
from milepost.simulate.report.media.colours import DUE, FAINT, MAJOR, MONEY, MONEY_SPREAD, PROGRESS_SPREAD, WORST
from milepost.simulate.report.media.due_marks import NAME_LENGTH, DueMark, mark_dues
from milepost.simulate.report.media.words import short_date, shortened
from milepost.simulate.result import Result

WIDTH = 9.6
"""How wide the axes are [inches]."""

_SETTLED = 0.002
"""What the means still have to go where nothing much happens any more [-]."""


def plot_gap(result: Result, *, ax: Axes | None = None) -> Axes:
    """
    Draw burn and progress over time, each as its median within P10 to P90, with the due dates that progress counts.

    Parameters
    ----------
    result
        The run of a plan with a budget.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    assert result.gap is not None
    due = _counted_dues(result)
    grid = _shown(result.gap.rows("grid"), latest=due["days"].max())
    dates = positions(result.scenario.days, grid["days"])
    for what, colour, spread in (("progress", MAJOR, PROGRESS_SPREAD), ("burn", MONEY, MONEY_SPREAD)):
        step: Literal["post"] | None = "post" if what == "progress" else None
        low, high, style = grid[f"{what}_p10"], grid[f"{what}_p90"], f"steps-{step}" if step else "default"
        ax.fill_between(dates, low, high, step=step, color=spread, alpha=0.6, linewidth=0, zorder=2)
        ax.plot(dates, grid[f"plan_{what}"], color=colour, linewidth=1.1, linestyle="dashed", drawstyle=style, zorder=3)
        ax.plot(dates, grid[f"{what}_p50"], color=colour, linewidth=2, drawstyle=style, zorder=4)
    ax.set(xlim=known_span(dates), ylim=(0, 1.03 * max(1.0, grid["burn_p90"].max(), grid["plan_burn"].max())))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.axhline(1.0, color=FAINT, linewidth=0.8, zorder=1)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    _mark_dues(ax, result, due)
    return ax


def worst_text(result: Result) -> str:
    """Name the due date on which the gap is furthest above the plan's own."""
    assert result.gap is not None
    if result.gap.worst is None:
        return "On no due date is the money further ahead of the milestones than planned, on average"
    row = next(row for row in result.gap.rows("due").to_dict("records") if row["milestone"] == result.gap.worst)
    name = drawable(result.scenario.milestones[result.gap.worst].name, instead=result.gap.worst)
    return (
        f"Worst: the stretch to {shortened(name, NAME_LENGTH)}, {short_date(row['date'])}: "
        f"the gap is {_points(row['excess_mean'])} above the plan's own on average "
        f"(P10 {_points(row['excess_p10'])}, P90 {_points(row['excess_p90'])})"
    )


def gap_key() -> list[Artist]:
    """Return the marks with what they mean, for a legend."""
    return [
        Line2D([], [], color=MONEY, linewidth=2, label="money spent, P50"),
        Patch(color=MONEY_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=MAJOR, linewidth=2, label="milestones reached, P50"),
        Patch(color=PROGRESS_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D([], [], color=FAINT, linewidth=1.1, linestyle="dashed", label="as planned"),
        Line2D([], [], color=DUE, linewidth=1.1, linestyle="dotted", label="due date"),
        Patch(color=WORST, linewidth=0, label="worst stretch"),
    ]


def _counted_dues(result: Result) -> pd.DataFrame:
    """Return the rows of due dates, from the start on, of milestones that add to the progress, the earliest first."""
    assert result.gap is not None
    due = result.gap.rows("due")
    counted = due["milestone"].map(result.scenario.weights).gt(0)
    on_chart = due["date"] >= result.scenario.days.start.isoformat()
    return due[counted & on_chart].sort_values("days", kind="stable")


def _shown(grid: pd.DataFrame, *, latest: float) -> pd.DataFrame:
    """Leave out the end, where only a few slow iterations still spend or reach anything."""
    means = grid[["burn_mean", "progress_mean"]]
    moving = (means.iloc[-1] - means > _SETTLED).any(axis=1) | (grid["days"] <= latest)
    return grid.iloc[: max(int(moving.sum()) + 2, 2)]


def _mark_dues(ax: Axes, result: Result, due: pd.DataFrame) -> None:
    """Draw the due dates with the names of their milestones, and shade the stretch before the worst of them."""
    assert result.gap is not None
    before, _ = ax.get_xlim()
    marks = []
    for id, days in zip(due["milestone"], due["days"], strict=True):
        at = float(positions(result.scenario.days, days))
        worst = id == result.gap.worst
        if worst:
            ax.axvspan(before, at, color=WORST, linewidth=0, zorder=0)
        marks.append(DueMark(at=at, name=result.scenario.milestones[id].name, id=id, bold=worst))
        before = at
    mark_dues(ax, marks, width=WIDTH)


def _points(share: float) -> str:
    return f"{100 * share:z.0f} points"
