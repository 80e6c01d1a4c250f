"""The gap overlay: how far the money runs ahead of the milestones under each order, beside the plan's own."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.media.canvas import date_axis, drawable
from milepost.simulate.report.media.colours import FAINT, GRID, INK, PROMISE, TASK
from milepost.simulate.report.media.due_marks import DueMark, due_key, due_marks, mark_dues
from milepost.simulate.report.media.positions import known_span, positions
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import shortened
from milepost.simulate.report.orderings.words import order_letters

_NAME_LENGTH = 44
_THICK, _THIN = 1.9, 0.9


def plot_gap_overlay(orders: Orders, gaps: GapOverlay, *, width: float, ax: Axes | None = None) -> Axes:
    """
    Draw the mean gap over time under each order, and within P10 to P90 that under the order in force.

    Parameters
    ----------
    orders
        The comparison.
    gaps
        Its gaps over time.
    width
        Of the axes [inches].
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    dates = positions(orders.scenario.days, gaps.times)
    ax.fill_between(dates, gaps.p10[0], gaps.p90[0], color=GRID, alpha=0.7, linewidth=0, zorder=1)
    for one, mean in zip(orders.contenders, gaps.mean, strict=True):
        colour, weight, zorder = _line(orders, one)
        ax.plot(dates, mean, color=colour, linewidth=weight, zorder=zorder)
    ax.plot(dates, gaps.planned, color=FAINT, linewidth=1.1, linestyle="dashed", zorder=3)
    ax.set_xlim(*known_span(dates))
    ax.axhline(0, color=INK, linewidth=0.8, zorder=2)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:+z.3g}" if share else "0"))
    ax.set_ylabel("gap: money spent less milestones\nreached [points of the budget]", fontsize=8)
    ax.set_xlabel("date", fontsize=8)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_dues(ax, progress_dues(orders.scenario), width=width)
    mark_today(ax, orders.scenario)
    return ax


def overlay_text(orders: Orders, gaps: GapOverlay) -> str:
    """Return how far money gets ahead of milestones under the best order and the one in force, and as planned."""
    most = dict(zip((one.name for one in orders.contenders), gaps.mean.max(axis=1), strict=True))
    best, in_force = (f"{100 * most[one.name]:.0f}" for one in (orders.best, orders.in_force))
    under = "the order in force" if orders.best is orders.in_force else "the best order"
    said = "" if orders.best is orders.in_force else f", {in_force} under the order in force"
    if best == in_force and said:
        said = " and the one in force"
    planned = f"{100 * gaps.planned.max():.0f} as planned"
    return f"The gap: on average money gets at most {best} points ahead of milestones under {under}{said}, {planned}"


def overlay_key(orders: Orders) -> list[Artist]:
    """Return the marks with what they mean, for a legend."""
    named = list(dict.fromkeys((orders.best.name, orders.in_force.name)))
    lines: list[Artist] = []
    for one in map(orders.contender, named):
        name = drawable(one.name, instead="the best") if one.named else order_letters(one, orders.scenario)
        colour, weight, _ = _line(orders, one)
        lines.append(Line2D([], [], color=colour, linewidth=weight, label=shortened(name, _NAME_LENGTH)))
    if len(orders.contenders) > len(named):
        lines.append(Line2D([], [], color=TASK, linewidth=_THIN, label="the others"))
    return [
        *lines,
        Patch(color=GRID, alpha=0.7, linewidth=0, label="in force, P10 to P90"),
        Line2D([], [], color=FAINT, linewidth=1.1, linestyle="dashed", label="as planned"),
        due_key(),
    ]


def progress_dues(scenario: Scenario) -> list[DueMark]:
    """Return the due dates, from the start on, of the milestones that add to the progress, the earliest first."""
    weights = scenario.weights
    return due_marks((one for id, one in scenario.milestones.items() if weights[id]), scenario.days)


def _line(orders: Orders, one: Contender) -> tuple[str, float, int]:
    """Return the colour of an order's line, its width and how far in front it is."""
    if one is orders.in_force:
        return INK, _THICK, 6
    return (PROMISE, _THICK, 5) if one is orders.best else (TASK, _THIN, 4)
