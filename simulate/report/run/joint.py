"""The chart of joint confidence: a milestone's date against the total cost."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.simulate.analysis.money.joint import Joint
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    key_width,
    png,
    unit_of,
    write_head,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, INK, MONEY, PROMISE, TASK
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount, percent
from milepost.simulate.report.run.curves.joint import JointCloud, joint_cloud
from milepost.simulate.report.run.panels import Panels
from milepost.simulate.result import Result

_ACROSS, _TALL = 3.9, 2.45
"""How wide and how tall the axes of a panel are [inches]."""

_LEFT, _BETWEEN, _FOOT = 1.05, 0.85, 0.68
"""Room to the left of the axes and between them, and below them [inches]."""

_LINE, _NAME = 0.18, 0.4
"""Room for a line above the axes, and for the name [inches]."""

_DOT: Final[Mapping[str, Any]] = {"color": TASK, "marker": ".", "markersize": 3, "markeredgewidth": 0, "alpha": 0.35}
_CROSS: Final[Mapping[str, Any]] = {"color": INK, "marker": "x", "markersize": 3, "markeredgewidth": 0.7, "alpha": 0.6}
"""A case, and one in which the project is stopped once the milestone is reached."""


def joints_png(result: Result) -> bytes:
    """Draw date against money for each major milestone, or for each milestone if none is major, a panel each."""
    judged = {one.milestone: one for one in result.joint}
    panels = Panels.of(result, list(judged))
    columns, rows = panels.columns, panels.rows
    shown = [judged[id] for id in panels.milestones]
    clouds = [joint_cloud(result, joint) for joint in shown]
    lines = max(len(_lines(result, joint, cloud)) for joint, cloud in zip(shown, clouds, strict=True))
    key = _key(result, stopped=any(cloud.stopped_later.value for cloud in clouds))
    top, head = 1.16, _NAME + _LINE * lines
    row = head + _TALL + _FOOT
    width = max(_LEFT + columns * (_ACROSS + _BETWEEN) - 0.5, key_width(key), 6.4)
    height = top + rows * row + 0.05
    with drawing():
        figure = Figure(figsize=(width, height))
        text = f"When each milestone is reached, and what the whole plan costs{panels.left_out}; ±: 95% interval"
        write_title(figure, result.scenario.name, f"{_finding(result, shown)}\n{text}", instead="The plan")
        write_key(figure, key, down=0.88)
        for k, joint in enumerate(shown):
            left = _LEFT + k % columns * (_ACROSS + _BETWEEN)
            down = top + k // columns * row + head
            box = (left / width, 1 - (down + _TALL) / height, _ACROSS / width, _TALL / height)
            ax = plot_joint(result, joint, ax=figure.add_axes(box))
            if k % columns:
                ax.set_ylabel("")
            if k + columns < len(shown):
                ax.set_xlabel("")
        return png(figure)


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
    cloud = joint_cloud(result, joint)
    for which, style in ((~cloud.stopped, _DOT), (cloud.stopped, _CROSS)):
        ax.plot(cloud.dates[which], cloud.costs[which], linewidth=0, **style, zorder=2)
    ax.axvline(cloud.due_at, color=DUE, linewidth=1.2, linestyle="dashed", zorder=3)
    ax.axhline(cloud.budget, color=MONEY, linewidth=1.2, linestyle="dashed", zorder=3)
    front, costs = cloud.frontier_dates, cloud.frontier_costs
    if front.size:
        ax.plot(
            [front[0], *front], [2 * costs[0], *costs], color=PROMISE, linewidth=2, drawstyle="steps-post", zorder=4
        )
    _look_at(ax, cloud)
    ax.xaxis.set_ticks_position("bottom")
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.grid()
    date_axis(ax, ticks=6)
    ax.set_xlabel("date reached", fontsize=8)
    ax.set_ylabel(f"total cost{unit_of(result.scenario.currency)}", fontsize=8)
    mark_today(ax, result.scenario)
    name = drawable(result.scenario.milestones[joint.milestone].name, instead=joint.milestone)
    write_head(ax, name, _lines(result, joint, cloud))
    return ax


def _finding(result: Result, shown: Sequence[Joint]) -> str:
    """Return which milestone is least likely to be on time within the budget."""
    least = min(shown, key=lambda joint: joint.both.value)
    name = drawable(result.scenario.milestones[least.milestone].name, instead=least.milestone)
    first = "On time and" if len(shown) == 1 else "Least likely to be on time and"
    return f"{first} within budget: {name}, in {least.both} of cases"


def _lines(result: Result, joint: Joint, cloud: JointCloud) -> list[tuple[str, str]]:
    """Return how often date and money are kept, and what the cases are that stand apart, each with a colour."""
    lines = [
        (f"on time and within budget: {joint.both}", INK),
        (f"on time: {joint.date}; within budget: {joint.money}", INK),
    ]
    if not joint.frontier_days.size:
        lines.append((f"no date is kept in {percent(result.confidence)} of cases, whatever the money", PROMISE))
    if cloud.stopped_later.value:
        lines.append((f"✕ reached, then stopped later: {cloud.stopped_later} of cases", INK))
    return lines


def _key(result: Result, *, stopped: bool) -> list[Artist]:
    """Return the marks with what they mean."""
    sure = percent(result.confidence)
    later = Line2D([], [], color=INK, marker="x", markersize=4, linewidth=0, label="a case that is stopped later")
    return [
        Line2D([], [], color=TASK, marker=".", linewidth=0, label="a case"),
        *([later] if stopped else []),
        Line2D([], [], color=DUE, linewidth=1.2, linestyle="dashed", label="due date"),
        Line2D([], [], color=MONEY, linewidth=1.2, linestyle="dashed", label="budget"),
        Line2D([], [], color=PROMISE, linewidth=2, label=f"dates and budgets that {sure} of cases keep"),
    ]


def _look_at(ax: Axes, cloud: JointCloud) -> None:
    """Choose limits with a margin around what is to be seen."""
    (left, right), (bottom, top) = cloud.across, cloud.up
    across, up = 0.05 * max(right - left, 5.0), 0.06 * max(top - bottom, 1.0)
    ax.set(xlim=(left - across, right + across), ylim=(bottom - up, top + up))
