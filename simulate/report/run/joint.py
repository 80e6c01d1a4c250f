"""The chart of joint confidence: a milestone's date against the total cost."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.simulate.analysis.money.joint import Joint
from milepost.simulate.report.media.canvas import date_axis, drawable, due_position, positions
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MONEY, PROMISE, TASK
from milepost.simulate.report.media.words import amount, percent
from milepost.simulate.result import Result

_DOTS = 1_500
"""Iterations that are drawn, the first ones."""

_NAME_LENGTH = 38


def plot_joint(result: Result, joint: Joint, *, ax: Axes | None = None) -> Axes:
    """
    Draw when a milestone is reached against what the whole plan costs, with the budget, the due date and the frontier.

    Parameters
    ----------
    result
        The run of a plan with a budget.
    joint
        What is known of the milestone.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    scenario, milestone = result.scenario, result.scenario.milestones[joint.milestone]
    assert milestone.due is not None
    assert scenario.budget.total is not None
    times, costs = result.outcome.dated(joint.milestone)[:_DOTS], result.cost[:_DOTS]
    dates = positions(scenario.days, times)
    due = due_position(scenario.days, milestone.due)
    ax.plot(dates, costs, ".", color=TASK, alpha=0.35, markersize=3, markeredgewidth=0, zorder=2)
    ax.axvline(due, color=DUE, linewidth=1.2, linestyle="dashed", zorder=3)
    ax.axhline(scenario.budget.total, color=MONEY, linewidth=1.2, linestyle="dashed", zorder=3)
    known = dates[~np.isnan(dates)]
    left, right = (known.min(), np.quantile(known, 0.995)) if known.size else (due, due)
    bottom, top = np.quantile(costs[~np.isnan(dates)], [0.0, 0.995]) if known.size else (0.0, scenario.budget.total)
    front = positions(scenario.days, joint.frontier_days)
    if front.size:
        amounts = [2 * joint.frontier_amounts[0], *joint.frontier_amounts]
        ax.plot([front[0], *front], amounts, color=PROMISE, linewidth=2, drawstyle="steps-post", zorder=4)
        right, top = max(right, front[0]), max(top, joint.frontier_amounts[-1])
    _look_at(ax, (left, max(right, due)), (min(bottom, scenario.budget.total), max(top, scenario.budget.total)), due)
    ax.xaxis.set_ticks_position("bottom")
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.grid()
    date_axis(ax, ticks=6)
    name = drawable(milestone.name, instead=joint.milestone, most=_NAME_LENGTH)
    alone = f"date alone {joint.date}, money alone {joint.money}"
    for text, points, style in (
        (name, 18, {"fontsize": 11, "fontweight": "bold"}),
        (f"{joint.both} both; {alone}", 5, {"color": INK if front.size else FAINT}),
    ):
        ax.annotate(text, (0, 1), (0, points), xycoords="axes fraction", textcoords="offset points", **style)
    return ax


def joint_key(result: Result) -> list[Artist]:
    """Return the marks with what they mean, for a legend."""
    return [
        Line2D([], [], color=TASK, marker=".", linewidth=0, label="an iteration"),
        Line2D([], [], color=DUE, linewidth=1.2, linestyle="dashed", label="due date"),
        Line2D([], [], color=MONEY, linewidth=1.2, linestyle="dashed", label="budget"),
        Line2D([], [], color=PROMISE, linewidth=2, label=f"{percent(result.confidence)} keep both"),
    ]


def _look_at(ax: Axes, x: tuple[float, float], y: tuple[float, float], due: float) -> None:
    """Choose limits with a margin around what is to be seen."""
    wide, high = max(x[1] - x[0], 5.0), max(y[1] - y[0], 1.0)
    left = min(x[0], due)
    ax.set(xlim=(left - 0.05 * wide, x[1] + 0.05 * wide), ylim=(y[0] - 0.06 * high, y[1] + 0.06 * high))
