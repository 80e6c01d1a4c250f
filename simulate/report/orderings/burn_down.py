"""The burn-downs of orders: how much harm is still open under the best, the one in force and the worst."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from milepost.simulate.analysis.orderings.burn_down import BurnDowns
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.report.media.canvas import date_axis, drawable
from milepost.simulate.report.media.colours import INK, PROMISE, TASK
from milepost.simulate.report.media.due_marks import due_key, mark_dues
from milepost.simulate.report.media.halves import half_gone
from milepost.simulate.report.media.positions import known_span, positions
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import short_date, shortened
from milepost.simulate.report.orderings.gap_overlay import progress_dues
from milepost.simulate.report.orderings.words import order_letters

_NAME_LENGTH = 40


def plot_burn_downs(orders: Orders, burn_downs: BurnDowns, *, width: float, ax: Axes | None = None) -> Axes:
    """
    Draw the mean exposure to threats over time under each of some orders, on the days of the gap where there is one.

    Parameters
    ----------
    orders
        The comparison.
    burn_downs
        What to draw of it.
    width
        Of the axes [inches].
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    days = orders.scenario.days
    for number, one in enumerate(burn_downs.courses):
        colour = _colour(burn_downs, number)
        ax.plot(positions(days, one.times), one.mean, color=colour, linewidth=1.9, zorder=9 - number)
    shown = burn_downs.courses[0].times if orders.gaps is None else orders.gaps.times
    ax.set_xlim(*known_span(positions(days, shown)))
    ax.set_ylim(bottom=0)
    ax.set_ylabel("harm that threats may still do,\non average [working days]", fontsize=8)
    ax.set_xlabel("date (what is open when the project is stopped stays open)", fontsize=8)
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_dues(ax, progress_dues(orders.scenario), width=width)
    mark_today(ax, orders.scenario)
    return ax


def burn_down_text(orders: Orders, burn_downs: BurnDowns) -> str:
    """Return by when half of the harm is gone under the best order, the one in force and the worst."""
    scenario, gone = orders.scenario, {}
    for number, one in enumerate(burn_downs.courses):
        half = half_gone(scenario, positions(scenario.days, one.times), one.mean)
        gone[_role(burn_downs, number)] = "never" if half is None else f"by {short_date(half)}"
    said = [f"{when} under the {role}" for role, when in sorted(gone.items())]
    if len({*gone.values()}) == 1:
        said = [f"{min(gone.values())} under each order drawn"]
    return f"Risk burn-down: half of the harm is gone {', '.join(said)}"


def burn_down_key(orders: Orders, burn_downs: BurnDowns) -> list[Artist]:
    """Return the lines with what they mean, for a legend."""
    lines: list[Artist] = []
    for number, one in enumerate(burn_downs.courses):
        contender = orders.contender(one.name)
        name = (
            drawable(one.name, instead=f"order {number}")
            if contender.named
            else order_letters(contender, orders.scenario)
        )
        roles = [role for role in ("best", "worst") if getattr(burn_downs, role) == one.name]
        said = ": ".join([*roles[:1], name]) if len(burn_downs.courses) > 1 else name
        lines.append(
            Line2D([], [], color=_colour(burn_downs, number), linewidth=1.9, label=shortened(said, _NAME_LENGTH))
        )
    if progress_dues(orders.scenario):
        lines.append(due_key())
    return lines


def _role(burn_downs: BurnDowns, number: int) -> str:
    """Return what a course is among the others, in words that sort; the first is that of the order in force."""
    name = burn_downs.courses[number].name
    role = "best" if name == burn_downs.best else "worst" if name == burn_downs.worst else ""
    if number:
        return role
    return f"{role} (in force)" if role else "order in force"


def _colour(burn_downs: BurnDowns, number: int) -> str:
    """Return the colour of a course; the first is that of the order in force."""
    if number == 0:
        return INK
    return PROMISE if burn_downs.courses[number].name == burn_downs.best else TASK
