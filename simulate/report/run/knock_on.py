"""The heat map of missed milestones: how often those due later are missed then, and how often otherwise."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from milepost.models import Level
from milepost.simulate.analysis.schedule.knock_on import KnockOn
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.report.media.canvas import drawable, drawing, png, text_width, write_key, write_title
from milepost.simulate.report.media.colours import FAINT, GRID, INK, KNOCK_ON
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.run.curves.knock_on import CLASSES, HeatCell, heat_cells
from milepost.simulate.result import Result

_WIDE, _TALL = 0.62, 0.5
"""How wide and how tall a cell is [inches]."""

_KEY: Final = 1.1
"""Room for title and key [inches]."""

_NARROWEST: Final = 10.6
"""How wide the picture is at least, so that its key has room [inches]."""

_MARGIN: Final = 0.2
_NAME_LENGTH: Final = 40
_SMALL: Final = 7
"""The size of what stands below names and shares [points]."""

_FIRST_DARK: Final = 3
"""From which class on words are white."""

_READING: Final = (
    "81%: how often it is missed where the row's is missed; else 30%: where that is hit; "
    "+14 d: working days later than there, on average; bold: hangs on the row's"
)


def knock_on_png(result: Result, knock_on: KnockOn) -> bytes:
    """Draw the heat map with its title and key."""
    rows, columns = _sides(result, knock_on)
    with drawing():
        left = _MARGIN + max(_width_of(one) - _WIDE * y for y, one in enumerate(rows))
        above = _KEY + 0.2 + max(text_width(_name(one), bold=_is_major(one)) for one in columns)
        across, down = _WIDE * len(columns), _TALL * len(rows)
        width, height = max(left + across + _MARGIN, _NARROWEST), above + down + _MARGIN
        figure = Figure(figsize=(width, height))
        plot_knock_on(
            result,
            knock_on,
            ax=figure.add_axes((left / width, _MARGIN / height, across / width, down / height)),
        )
        shown = len(knock_on.milestones)
        left_out = f" ({shown} of {knock_on.in_all:,}, major ones first)" if shown < knock_on.in_all else ""
        text = f"What a missed milestone (row) means for those due later (columns){left_out}"
        write_title(figure, result.scenario.name, f"{text}\n{_READING}", instead="The plan")
        write_key(figure, _colour_key(), down=0.84)
        return png(figure)


def plot_knock_on(result: Result, knock_on: KnockOn, *, ax: Axes | None = None) -> Axes:
    """
    Draw a cell for each two milestones, the darker the more often the later is missed where the earlier is.

    Parameters
    ----------
    result
        The run.
    knock_on
        What came of its milestones.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    rows, columns = _sides(result, knock_on)
    cells = list(heat_cells(knock_on))
    boxes = [Rectangle((cell.column, cell.row), 1, 1) for cell in cells]
    colours = [GRID if cell.shade is None else KNOCK_ON[cell.shade] for cell in cells]
    ax.add_collection(PatchCollection(boxes, facecolor=colours, edgecolor="white", linewidth=1.5))
    for cell in cells:
        _write_cell(ax, cell)
    for y, one in enumerate(rows):
        _write(ax, y - 0.1, y + 0.36, _name(one), ha="right", weight=_weight(major=_is_major(one)))
        _write(ax, y - 0.1, y + 0.74, _known(one), ha="right", fontsize=_SMALL, color=FAINT)
    for x, one in enumerate(columns):
        bottom = {"rotation": 90, "ha": "center", "va": "bottom"}
        _write(ax, x + 0.5, -0.12, _name(one), weight=_weight(major=_is_major(one)), **bottom)
    ax.set(xlim=(0, len(columns)), ylim=(len(rows), 0))
    ax.set_axis_off()
    return ax


def _sides(result: Result, knock_on: KnockOn) -> tuple[Sequence[MilestoneOutlook], Sequence[MilestoneOutlook]]:
    """Return the milestones of the rows and of the columns."""
    every = [result.milestone[id] for id in knock_on.milestones]
    return every[:-1], every[1:]


def _colour_key() -> list[Patch]:
    """Return what the colours mean."""
    shades = (Patch(color=c, linewidth=0, label=said) for c, said in zip(KNOCK_ON, CLASSES, strict=True))
    return [*shades, Patch(color=GRID, linewidth=0, label="always missed, or never")]


def _write_cell(ax: Axes, cell: HeatCell) -> None:
    colour = "white" if cell.shade is not None and cell.shade >= _FIRST_DARK else INK
    weight = _weight(major=cell.hangs_on)
    _write(ax, cell.column + 0.5, cell.row + 0.24, cell.often, color=colour, weight=weight, ha="center")
    below = "\n".join(cell.otherwise)
    _write(ax, cell.column + 0.5, cell.row + 0.67, below, color=colour, fontsize=_SMALL, ha="center")


def _name(one: MilestoneOutlook) -> str:
    return drawable(one.milestone.name, instead=one.milestone.id, most=_NAME_LENGTH)


def _known(one: MilestoneOutlook) -> str:
    """Return what stands below the name of a row."""
    missed = "" if one.hit is None else f", missed in {share_words(one.hit.complement)}"
    return f"due {short_date(one.due)}{missed}"


def _width_of(one: MilestoneOutlook) -> float:
    """Return how wide what stands before a row is [inches]."""
    return max(text_width(_name(one), bold=_is_major(one)), text_width(_known(one), size=_SMALL)) + 0.1 * _WIDE


def _is_major(one: MilestoneOutlook) -> bool:
    return one.milestone.level == Level.MAJOR


def _weight(*, major: bool) -> str:
    return "bold" if major else "normal"


def _write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    ax.text(x, y, text, **{"va": "center", "linespacing": 1.05, **style})
