"""The chart of joint confidence: a milestone's date against the total cost."""

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
    png,
    unit_of,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, INK, MONEY, PROMISE, TASK
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount, percent
from milepost.simulate.report.run.curves.joint import JointCloud, joint_cloud
from milepost.simulate.report.run.panels import Panels
from milepost.simulate.result import Result

_NAME_LENGTH = 38


def joints_png(result: Result) -> bytes:
    """Draw date against money for each major milestone, or for each milestone if none is major, a panel each."""
    judged = {one.milestone: one for one in result.joint}
    panels = Panels.of(result, list(judged))
    columns, rows = panels.columns, panels.rows
    width, height = max(4.6 * columns + 0.3, 6.4), 3.5 * rows + 0.9
    with drawing():
        figure = Figure(figsize=(width, height))
        figure.subplots_adjust(
            left=0.85 / width,
            right=1 - 0.3 / width,
            top=1 - 1.45 / height,
            bottom=0.5 / height,
            wspace=0.28,
            hspace=0.5,
        )
        unit = unit_of(result.scenario.currency)
        text = f"When each milestone is reached, and what the whole plan costs{unit}{panels.left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        write_key(figure, _key(result))
        for k, milestone in enumerate(panels.milestones):
            plot_joint(result, judged[milestone], ax=figure.add_subplot(rows, columns, k + 1))
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
    ax.plot(cloud.dates, cloud.costs, ".", color=TASK, alpha=0.35, markersize=3, markeredgewidth=0, zorder=2)
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
    mark_today(ax, result.scenario)
    name = drawable(result.scenario.milestones[joint.milestone].name, instead=joint.milestone, most=_NAME_LENGTH)
    for text, points, style in (
        (name, 18, {"fontsize": 11, "fontweight": "bold"}),
        (f"{joint.both} both; date {joint.date}, money {joint.money}", 5, {"color": INK if front.size else FAINT}),
    ):
        write_above(ax, text, points, **style)
    return ax


def _key(result: Result) -> list[Artist]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=TASK, marker=".", linewidth=0, label="an iteration"),
        Line2D([], [], color=DUE, linewidth=1.2, linestyle="dashed", label="due date"),
        Line2D([], [], color=MONEY, linewidth=1.2, linestyle="dashed", label="budget"),
        Line2D([], [], color=PROMISE, linewidth=2, label=f"{percent(result.confidence)} keep both"),
    ]


def _look_at(ax: Axes, cloud: JointCloud) -> None:
    """Choose limits with a margin around what is to be seen."""
    (left, right), (bottom, top) = cloud.across, cloud.up
    across, up = 0.05 * max(right - left, 5.0), 0.06 * max(top - bottom, 1.0)
    ax.set(xlim=(left - across, right + across), ylim=(bottom - up, top + up))
