"""Due dates on a date axis, with the names of what is due."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from milepost.models import Milestone
from milepost.models.calendar import WorkingDays
from milepost.simulate.report.media.canvas import drawable, text_width
from milepost.simulate.report.media.colours import DUE
from milepost.simulate.report.media.positions import due_position

NAME_LENGTH: Final = 34

_LINES = 2
"""Lines of names; one that fits into none of them is left out."""


class DueMark(NamedTuple):
    """
    A due date.

    Parameters
    ----------
    at
        Where it is on the axis [days].
    name
        What is due.
    id
        What it is called where its name cannot be drawn.
    bold
        Whether it matters more than the others.
    """

    at: float
    name: str
    id: str
    bold: bool = False


def due_marks(milestones: Iterable[Milestone], days: WorkingDays) -> list[DueMark]:
    """Return the due dates of some milestones from the start on, the earliest first."""
    return sorted(
        DueMark(due_position(days, one.due), one.name, one.id)
        for one in milestones
        if one.due is not None and one.due >= days.start
    )


def due_key() -> Line2D:
    """Return the line of due dates, for a key."""
    return Line2D([], [], color=DUE, linewidth=1.1, linestyle="dotted", label="due date")


def mark_dues(ax: Axes, marks: Sequence[DueMark], *, width: float) -> None:
    """
    Draw a line at each due date and write the names above the axes, where there is room; what matters more comes first.

    Parameters
    ----------
    ax
        Where to draw; its limits stay.
    marks
        In ascending order.
    width
        Of the axes [inches].
    """
    left, right = ax.get_xlim()
    an_inch = (right - left) / width
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_LINES)]
    for mark in sorted(marks, key=lambda one: not one.bold):
        ax.axvline(mark.at, color=DUE, linewidth=1.1, linestyle="dotted", zorder=3)
        name = drawable(mark.name, instead=mark.id, most=NAME_LENGTH)
        long = text_width(name, size=8, bold=mark.bold) * an_inch
        is_first = mark is marks[0] and mark.at - long < left
        begins = mark.at if is_first else mark.at - long
        ends = begins + long + 0.1 * an_inch
        line = next((k for k, spans in enumerate(taken) if _is_free(spans, begins, ends)), None)
        if line is None or begins < left or begins + long > right:
            continue
        taken[line].append((begins, ends))
        ax.annotate(
            name,
            (mark.at, 1),
            (0, 3 + 11 * line),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left" if is_first else "right",
            color=DUE,
            fontsize=8,
            weight="bold" if mark.bold else "normal",
        )


def _is_free(spans: Iterable[tuple[float, float]], begins: float, ends: float) -> bool:
    return all(ends <= first or begins >= last for first, last in spans)
