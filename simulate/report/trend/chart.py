"""The charts of a trend over the days of reviews: forecast dates, hit probabilities, burn and progress."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from milepost.simulate.report.media.canvas import drawable, upright_date_axis, write_beside
from milepost.simulate.report.media.colours import FAINT, GRID, INK, MAJOR, MONEY, SERIES
from milepost.simulate.report.media.positions import day_at, day_position
from milepost.simulate.report.media.words import rough_percent, short_date
from milepost.simulate.report.trend.curves import MilestoneCurve, TrendCurves

TEXT_SIZE: Final = 8.0
"""Of what is written beside a chart [points]."""
LEAD: Final = 0.3
"""How far from a chart that begins [inches]."""
DOTTED: Final = (0.0, (1.0, 1.3))
"""The line of a due date."""
BAND: Final = 0.18
OPEN: Final = 0.07
"""How opaque a band is, and where its end is never [-]."""

_NAME_LENGTH: Final = 34
_LONGEST: Final = "planned progress 99.9%"
"""What may be written beside a chart of shares."""
_LINE: Final = 0.16
"""From one line of text beside a chart to the next [inches]."""
_LEAST_SPAN: Final = 14.0
"""What an axis of dates spans at the least [days]."""
_MOST_MARKED: Final = 26
"""Reviews of which each has a large mark."""
_MOST_RULES: Final = 60
"""Reviews of which each has a line of its own."""


class Text(NamedTuple):
    """
    A text beside a chart.

    Parameters
    ----------
    at
        Which height it belongs to, in the units of the axis.
    words
        What it says.
    colour
        Of what it belongs to.
    below
        What stands below it, smaller.
    """

    at: float
    words: str
    colour: str
    below: str = ""


def written(curves: TrendCurves, below: Mapping[str, str]) -> list[str]:
    """Return the longest texts that are written beside the charts."""
    return [*(f"{_name(one)}: {_last_words(one)}" for one in curves.milestones), *below.values(), _LONGEST]


def plot_dates(curves: TrendCurves, ax: Axes, below: Mapping[str, str]) -> None:
    """
    Draw the milestone trend chart: when each milestone was forecast to be reached, by the day of the review.

    A band is P10 to P90, a line P50, a dotted line the due date as it stood. What is never is on a line above all
    dates. Where a milestone is reached its line ends, on the diagonal of dates that are the days of the reviews.

    Parameters
    ----------
    curves
        What to draw.
    ax
        Where to draw.
    below
        By the id of a milestone what to write below its name.
    """
    first, last = curves.span
    span = max(last - first, _LEAST_SPAN)
    never = first + 1.1 * span
    ax.set_ylim(first - 0.03 * span, first + 1.03 * span)
    upright_date_axis(ax, ticks=8)
    if curves.never:
        ax.set_ylim(first - 0.03 * span, never + 0.03 * span)
        ax.axhline(never, color=FAINT, linewidth=0.8, linestyle="dashed", zorder=1)
        write_beside(ax, -0.012, never, "never", ha="right")
    ax.grid(axis="y")
    _rule(ax, curves.reviews)
    ends = np.array(ax.get_xlim())
    ax.fill_between(ends, ax.get_ylim()[0], ends, color=GRID, alpha=0.45, linewidth=0, zorder=0)
    ax.plot(ends, ends, color=INK, linewidth=1, zorder=2)
    texts = []
    for one, colour in zip(curves.milestones, SERIES, strict=False):
        end = _milestone(ax, curves.reviews, one, never, colour)
        texts.append(Text(end, f"{_name(one)}: {_last_words(one)}", colour, below.get(one.id, "")))
    write_texts(ax, texts)


def plot_hits(curves: TrendCurves, ax: Axes) -> None:
    """Draw with what probability each milestone was to be reached by its due date, by the day of the review."""
    ax.set_ylim(-0.04, 1.04)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.grid(axis="y")
    _rule(ax, curves.reviews)
    texts = []
    for one, colour in zip(curves.milestones, SERIES, strict=False):
        _band(ax, curves.reviews, one.hit_low, one.hit_high, colour)
        ax.plot(curves.reviews, one.hit, "o-", color=colour, linewidth=1.8, markersize=_size(curves.reviews), zorder=4)
        if math.isfinite(one.hit[-1]):
            texts.append(Text(float(one.hit[-1]), f"{_name(one)}: {rough_percent(one.hit[-1])}", colour))
    write_texts(ax, texts)


def plot_standing(curves: TrendCurves, ax: Axes) -> None:
    """Draw what was spent and reached by the day of each review, beside what the plan had by then."""
    texts, size = [], _size(curves.reviews)
    for name, values, planned, colour in (
        ("burn", curves.burn, curves.planned_burn, MONEY),
        ("progress", curves.progress, curves.planned_progress, MAJOR),
    ):
        ax.plot(curves.reviews, planned, "o--", color=colour, linewidth=1.1, markersize=size - 1.5, zorder=3)
        ax.plot(curves.reviews, values, "o-", color=colour, linewidth=2, markersize=size, zorder=4)
        said = {
            f"{name} {rough_percent(values[-1])}": values[-1],
            f"planned {name} {rough_percent(planned[-1])}": planned[-1],
        }
        texts += [Text(float(at), words, colour) for words, at in said.items() if math.isfinite(at)]
    every = np.concatenate([curves.burn, curves.planned_burn, curves.progress, curves.planned_progress])
    highest = max(float(np.nanmax(every)), 0.02)
    ax.set_ylim(-0.05 * highest, 1.08 * highest)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if highest > 0.05 else 1))
    ax.grid(axis="y")
    _rule(ax, curves.reviews)
    write_texts(ax, texts)


def review_limits(reviews: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of an axis of reviews [days]."""
    margin = max(0.03 * float(reviews[-1] - reviews[0]), 2.0)
    return float(reviews[0]) - margin, float(reviews[-1]) + margin


def write_texts(ax: Axes, texts: Sequence[Text]) -> None:
    """Write texts to the right of a chart, each as near to its height as the others let it, with a line that leads."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    low, high = ax.get_ylim()
    wide, tall = ax.get_position().size * figure.get_size_inches()
    line = _LINE * (high - low) / tall
    placed = sorted(texts, key=lambda one: one.at)
    gap = line * (1.85 if any(one.below for one in texts) else 1.0)
    for one, at in zip(placed, _apart([one.at for one in placed], gap, high), strict=True):
        lead = [1.0, 1.0 + 0.5 * LEAD / wide, 1.0 + LEAD / wide]
        heights = [one.at, at, at]
        ax.plot(lead, heights, color=one.colour, linewidth=1.5, transform=ax.get_yaxis_transform(), clip_on=False)
        begins = lead[-1] + 0.05 / wide
        write_beside(ax, begins, at, one.words, fontsize=TEXT_SIZE)
        write_beside(ax, begins, at - 0.82 * line, one.below, fontsize=TEXT_SIZE - 1, color=FAINT)


def _milestone(ax: Axes, reviews: NDArray[np.float64], one: MilestoneCurve, never: float, colour: str) -> float:
    """Draw the dates of a milestone, and return where its line ends."""
    right = ax.get_xlim()[1]
    p10, p50, p90 = (np.where(np.isinf(dates), never, dates) for dates in (one.p10, one.p50, one.p90))
    is_open, is_lost = np.isinf(one.p90), np.isinf(one.p50)
    _band(ax, reviews, p10, np.where(is_lost, math.nan, p50), colour)
    _band(ax, reviews, p50, np.where(is_open, math.nan, p90), colour)
    open_from = np.where(_beside(is_lost), p10, p50)
    _band(ax, reviews, open_from, np.where(_beside(is_open), p90, math.nan), colour, alpha=OPEN)
    ax.step([*reviews, right], [*one.due, one.due[-1]], where="post", color=colour, linewidth=1.4, linestyle=DOTTED,
            zorder=3)  # fmt: skip
    ax.plot(reviews, p50, "o-", color=colour, linewidth=1.8, markersize=_size(reviews), zorder=5)
    at, end = (float(each[np.isfinite(p50)][-1]) for each in (reviews, p50))
    if one.reached_on is not None:
        reached = day_position(one.reached_on)
        ax.plot([at, one.reached_at], [end, reached], color=colour, linewidth=1.8, zorder=5)
        ax.plot([one.reached_at], [reached], "D", color=colour, markersize=6.5, markeredgecolor="white", zorder=7)
        at, end = one.reached_at, reached
    elif one.is_gone:
        ax.plot([at], [end], "x", color=colour, markersize=8, markeredgewidth=2, zorder=7)
    ax.plot([at, right], [end, end], color=colour, linewidth=0.5, alpha=0.6, zorder=2)
    return end


def _name(milestone: MilestoneCurve) -> str:
    return drawable(milestone.name, instead=milestone.id, most=_NAME_LENGTH)


def _last_words(milestone: MilestoneCurve) -> str:
    """Return where the line of a milestone ends."""
    if milestone.reached_on is not None:
        return f"reached {short_date(milestone.reached_on)}"
    if milestone.is_gone:
        return "taken out"
    last = milestone.p50[-1]
    return "never" if math.isinf(last) else short_date(day_at(last))


def _band(
    ax: Axes,
    reviews: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    colour: str,
    *,
    alpha: float = BAND,
) -> None:
    """Fill between two ends, and draw a line where there is no review beside that they are known of."""
    ax.fill_between(reviews, low, high, color=colour, alpha=alpha, linewidth=0, zorder=2)
    known = np.pad(np.isfinite(low) & np.isfinite(high), 1)
    alone = known[1:-1] & ~known[:-2] & ~known[2:]
    ax.vlines(reviews[alone], low[alone], high[alone], color=colour, alpha=3 * alpha, linewidth=3, zorder=2)


def _beside(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark what is marked, and what stands beside it."""
    wide = np.pad(marked, 1)
    return wide[:-2] | wide[1:-1] | wide[2:]


def _rule(ax: Axes, reviews: NDArray[np.float64]) -> None:
    """Limit a chart to the days of the reviews, and draw a line at each."""
    ax.set_xlim(*review_limits(reviews))
    if reviews.size <= _MOST_RULES:
        ax.vlines(reviews, 0, 1, transform=ax.get_xaxis_transform(), color=GRID, linewidth=0.6, zorder=0)


def _size(reviews: NDArray[np.float64]) -> float:
    return 4.5 if reviews.size <= _MOST_MARKED else 2.0


def _apart(wanted: Sequence[float], gap: float, highest: float) -> list[float]:
    """
    Move heights apart, in ascending sequence: each as low as it is wanted, and all below the highest.

    Examples
    --------
    >>> _apart([1, 2, 2, 9], 1, 9), _apart([8, 9, 9], 1, 9)
    ([1, 2, 3, 9], [7, 8, 9])
    """
    placed: list[float] = []
    for height in wanted:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], highest)
        highest = placed[k] - gap
    return placed
