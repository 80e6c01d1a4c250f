"""Today, in a picture: the beginning of the day of a plan's status."""

from typing import Final

from matplotlib.axes import Axes

from milepost.models import Scenario
from milepost.simulate.report.media.colours import INK
from milepost.simulate.report.media.positions import day_position

_SIZE: Final = 7.5
"""Of the word [points]."""


def mark_today(ax: Axes, scenario: Scenario, *, high: float = 0.02) -> None:
    """
    Draw a line where the day of the status begins, and say so; nothing in a plan without a status.

    Parameters
    ----------
    ax
        A chart over dates; it is made wider where the day lies beyond it.
    scenario
        The plan.
    high
        Where the words begin [heights of the axes].
    """
    if scenario.as_of is None:
        return
    at, (left, right) = day_position(scenario.as_of), ax.get_xlim()
    margin = 0.02 * (right - left)
    is_first = at - left < 3 * margin
    ax.set_xlim(min(left, at - margin), max(right, at + margin))
    ax.axvline(at, color=INK, linewidth=1.3, zorder=6)
    ax.text(
        at,
        high,
        " today ",
        transform=ax.get_xaxis_transform(),
        rotation=90,
        ha="left" if is_first else "right",
        va="bottom",
        fontsize=_SIZE,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.5},
        zorder=7,
    )
