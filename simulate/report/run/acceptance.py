"""When categories of risks become acceptable: a row of a picture for each, and words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes

from milepost.models import Scenario
from milepost.simulate.analysis.risks.acceptance import Acceptance
from milepost.simulate.analysis.risks.nearest import Nearest
from milepost.simulate.report.media.canvas import category_words, date_axis, drawable, text_width, write_beside
from milepost.simulate.report.media.colours import FAINT, GRID
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.media.words import counted, rough_percent, short_date

ROW: Final = 0.25
"""How tall the row of a category is [inches]."""

MARKS: Final = "diamonds are medians, bars P10 to P90"
"""How it is drawn when categories become acceptable."""

_NAME_LENGTH: Final = 30
"""Letters of a milestone that there is room for."""

_CATEGORY_LENGTH: Final = 40
"""Letters of a category that there is room for."""

_SELDOM: Final = 0.005
"""Share of the cases below which something is not told [-]."""

_BETWEEN: Final = 0.18
"""How far columns are apart [inches]."""

_SIZE: Final = 8
"""Of letters in columns [points]."""


def plot_acceptance(
    ax: Axes,
    categories: Sequence[Acceptance],
    colours: Mapping[str, str],
    *,
    span: tuple[float, float],
    scenario: Scenario,
) -> None:
    """
    Draw a row for each category: from P10 to P90 of when it becomes acceptable, and its median, with columns beside.

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
        low, middle, high = positions(days, [one.p10.axis.value, one.p50.axis.value, one.p90.axis.value])
        if np.isfinite(low):
            ends = high if np.isfinite(high) else span[1]
            ax.hlines(y, low, min(ends, span[1]), color=colour, linewidth=5, alpha=0.45, zorder=2)
        if middle <= span[1]:
            ax.scatter([middle], [y], marker="D", s=42, color=colour, edgecolor="white", clip_on=False, zorder=3)
        write_beside(ax, -0.008, y, category_name(one.id), ha="right", fontsize=8.5)
    ax.set(xlim=span, ylim=(len(categories) - 0.5, -0.5))
    ax.set_yticks([])
    ax.hlines(range(len(categories)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    ax.set_xlabel(f"date from which so little is left that it is acceptable: {MARKS}", fontsize=8)
    date_axis(ax, ticks=12)
    _write_columns(ax, acceptance_columns(categories, scenario))


def acceptable_text(categories: Sequence[Acceptance], called: Callable[[str], str]) -> str:
    """
    Return which category is least likely to become acceptable.

    Parameters
    ----------
    categories
        When they become acceptable.
    called
        Makes of a category what it is called.
    """
    least = min(categories, key=lambda one: one.accepted.value)
    if len(categories) == 1:
        return f"In {least.accepted} of cases {called(least.id)} becomes acceptable"
    return f"Least likely to become acceptable: {called(least.id)}, in {least.accepted} of cases"


def acceptance_columns(categories: Sequence[Acceptance], scenario: Scenario) -> list[tuple[str, list[str]]]:
    """Return when categories are acceptable, what is nearest, and how often that does not come: headings and texts."""
    near = [", ".join(nearest_words(one.nearest, scenario)) if one.nearest else "" for one in categories]
    shares = {
        "passed before": [one.passed.value for one in categories],
        "stopped before": [one.stopped.value for one in categories],
    }
    return [
        ("acceptable on", [short_date(one.p50.date) for one in categories]),
        *([("nearest milestone", near)] if any(near) else []),
        *((what, [rough_percent(one) for one in some]) for what, some in shares.items() if max(some) >= _SELDOM),
    ]


def columns_width(columns: Sequence[tuple[str, Sequence[str]]]) -> float:
    """Return how much room columns need [inches]."""
    return sum(_BETWEEN + _needed(heading, texts) for heading, texts in columns)


def nearest_words(near: Nearest, scenario: Scenario) -> tuple[str, str]:
    """Return the name of the milestone that is nearest to a moment, and how far off it is [working days]."""
    milestone, days = scenario.milestones[near.milestone], near.off.value
    name = drawable(milestone.name, instead=milestone.id, most=_NAME_LENGTH)
    if abs(days) < 0.5:
        return name, "the same day"
    return name, f"{counted(round(abs(days)), 'working day')} {'later' if days > 0 else 'before'}"


def category_name(category: str) -> str:
    """Return as much of the name of a category as there is room for."""
    return category_words(category, instead="own", most=_CATEGORY_LENGTH)


def _write_columns(ax: Axes, columns: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write columns to the right of the axes, each below its heading, of which a word stands in a line."""
    an_inch = ax.figure.dpi / ax.bbox.width
    at = 1.0
    for heading, texts in columns:
        at += _BETWEEN * an_inch
        head = heading.replace(" ", "\n")
        ax.text(at, -0.6, head, transform=ax.get_yaxis_transform(), va="bottom", fontsize=_SIZE, color=FAINT)
        for y, text in enumerate(texts):
            write_beside(ax, at, y, text, fontsize=_SIZE)
        at += _needed(heading, texts) * an_inch


def _needed(heading: str, texts: Sequence[str]) -> float:
    """Return how wide a column is [inches]."""
    return max(text_width(text, size=_SIZE) for text in (*heading.split(), *texts))
