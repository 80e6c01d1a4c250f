"""When categories of risks become acceptable: a row of a picture for each, and words."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes

from milepost.models import Scenario
from milepost.simulate.analysis.risks.acceptance import Acceptance
from milepost.simulate.analysis.risks.nearest import Nearest
from milepost.simulate.report.media.canvas import date_axis, drawable, write_beside
from milepost.simulate.report.media.colours import FAINT, GRID
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.media.words import rough_percent, short_date

ROW: Final = 0.25
"""How tall the row of a category is [inches]."""

_NAME_LENGTH: Final = 30

_SELDOM: Final = 0.005
"""Share of the iterations below which something is not told [-]."""


def plot_acceptance(
    ax: Axes,
    categories: Sequence[Acceptance],
    colours: Mapping[str, str],
    *,
    span: tuple[float, float],
    scenario: Scenario,
) -> None:
    """
    Draw a row for each category: from P10 to P90 of when it becomes acceptable, and its median.

    Parameters
    ----------
    ax
        Where to draw.
    categories
        When they become acceptable, the uppermost first.
    colours
        By the name of a category.
    span
        First and last position on the axis of dates [days].
    scenario
        The plan.
    """
    days = scenario.days
    for y, one in enumerate(categories):
        colour = colours.get(one.id, FAINT)
        low, middle, high = positions(days, [one.p10.value, one.p50.value, one.p90.value])
        if np.isfinite(low):
            ends = high if np.isfinite(high) else span[1]
            ax.hlines(y, low, min(ends, span[1]), color=colour, linewidth=5, alpha=0.45, zorder=2)
        if middle <= span[1]:
            ax.scatter([middle], [y], marker="D", s=42, color=colour, edgecolor="white", clip_on=False, zorder=3)
        write_beside(ax, -0.008, y, category_name(one.id), ha="right", fontsize=8.5)
        write_beside(ax, 1 + 0.008, y, acceptance_words(one, scenario), fontsize=8.5)
    ax.set(xlim=span, ylim=(len(categories) - 0.5, -0.5))
    ax.set_yticks([])
    ax.hlines(range(len(categories)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    date_axis(ax, ticks=12)


def acceptance_words(one: Acceptance, scenario: Scenario) -> str:
    """Say when a category is acceptable in half of the cases, what is nearest, and how often that does not come."""
    before = "".join(
        f"; {what} before: {rough_percent(share)}"
        for what, share in (("passed", one.passed.value), ("stopped", one.stopped.value))
        if share >= _SELDOM
    )
    if one.p50.date is None:
        return f"acceptable in {rough_percent(one.accepted.value)}{before}"
    near = "" if one.nearest is None else "; {}: {}".format(*nearest_words(one.nearest, scenario))
    return f"{short_date(one.p50.date)}{near}{before}"


def nearest_words(near: Nearest, scenario: Scenario) -> tuple[str, str]:
    """Return the name of the milestone that is nearest to a moment, and how far off it is [working days]."""
    milestone, days = scenario.milestones[near.milestone], near.off.value
    name = drawable(milestone.name, instead=milestone.id, most=_NAME_LENGTH)
    return name, "the same day" if abs(days) < 0.5 else f"{abs(days):.0f} d {'later' if days > 0 else 'before'}"


def category_name(category: str) -> str:
    """Return as much of the name of a category as there is room for."""
    return drawable(category, instead="own", most=_NAME_LENGTH)
