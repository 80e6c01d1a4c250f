"""The chart of risks: how likely each is as given, what becomes of it, and how many days it costs."""

import math
from collections.abc import Sequence
from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.canvas import (
    drawable,
    drawing,
    key_width,
    png,
    room_for,
    text_width,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import FAINT, GRID, INK, category_colour, paler
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.media.words import percent
from milepost.simulate.report.run.curves.risks import RiskBar, RiskBars
from milepost.simulate.report.run.sentences import stopped_words
from milepost.simulate.result import Result

_WIDTH, _BETWEEN, _ROW = 4.6, 0.22, 0.27
"""How wide the axes are, how far columns are apart and how tall a row is [inches]."""

_NAME_LENGTH = 56
_CATEGORY_LENGTH = 16

FATE: Final = "as given → what becomes of it"
"""What stands above the words of `fate_words`."""


def risks_png(result: Result) -> bytes:
    """Draw the chart of risks with its title and key."""
    found = RiskBars.of(result)
    stopped = [] if result.stopping is None else [stopped_words(result.stopping, result)]
    lines = [*risk_findings(result, found), *stopped]
    with drawing():
        key, columns = _key(found), _columns(found)
        left = room_for((_label(bar) for bar in found.bars), (bar.outlook.risk.stop for bar in found.bars))
        right = sum(_BETWEEN + _needed(heading, texts) for heading, texts in columns)
        width = max(left + _WIDTH + right + 0.2, key_width(key), 8.0)
        tall, head = _ROW * len(found.bars), 1.05 + 0.16 * len(lines)
        height = head + tall + 0.62
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.62 / height, _WIDTH / width, tall / height))
        write_title(figure, result.scenario.name, "\n".join(lines), instead="The plan")
        plot_risks(result, found=found, ax=ax)
        write_key(figure, key, down=0.58 + 0.16 * len(lines))
        return png(figure)


def plot_risks(result: Result, *, found: RiskBars | None = None, ax: Axes | None = None) -> Axes:
    """
    Draw each risk as a pale bar up to its probability as given, a full one up to how often it occurs, or stops.

    Parameters
    ----------
    result
        The run.
    found
        What to draw, as `RiskBars` chooses it unless given.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    found = found or RiskBars.of(result)
    outlooks = [bar.outlook for bar in found.bars]
    y, colours = range(len(outlooks)), [category_colour(one.risk.category) for one in outlooks]
    given, occurs = [one.risk.probability for one in outlooks], [one.occurs.probability.value for one in outlooks]
    stops, fates = [one.stops.probability.value for one in outlooks], [bar.fate for bar in found.bars]
    ax.hlines(y, 0, given, color=[paler(colour) for colour in colours], linewidth=11, zorder=2)
    ax.hlines(y, 0, occurs, color=colours, linewidth=11, zorder=3)
    ax.hlines(y, 0, stops, color=INK, linewidth=11, zorder=4)
    lines = [FAINT if share else INK for share in stops]
    ax.hlines(y, [fate.low for fate in fates], [fate.high for fate in fates], color=lines, linewidth=1.2, zorder=5)
    most = max([*given, *(fate.high for fate in fates)])
    ax.set(xlim=(0, max(1.04 * most, 0.05)), ylim=(len(outlooks) - 0.4, -0.6), xlabel="probability")
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if most > 0.1 else None))
    ax.grid(axis="x")
    _write_rows(ax, found)
    return ax


def risk_findings(result: Result, found: RiskBars) -> tuple[str, str]:
    """Return which risk matters most, and what the risks are sorted by."""
    left_out = f" (the first {len(found.bars)} of {found.in_all:,})" if found.in_all > len(found.bars) else ""
    if found.milestone is None:
        often = max(found.bars, key=lambda bar: bar.fate.value)
        name = drawable(often.outlook.risk.name, instead=often.outlook.risk.id)
        return (
            f"Most likely to come true: {name}, which {_does(often)} in {often.fate} of cases",
            "Sorted by the days of work that each adds on average as given, those that stop the project first"
            + left_out,
        )
    name = drawable(found.milestone.name, instead=found.milestone.id)
    moved = f"the mean date of {name} where that is reached"
    if found.promised:
        moved = f"the {percent(result.confidence)} date of {name}"
    then = "" if found.milestone.due is None else ", then by how far its probability of being on time"
    by = f"Sorted by how far each moves {moved}{then}{left_out}"
    return _first_finding(found.bars[0], name, moved, percent(result.confidence)), by


def _first_finding(first: RiskBar, name: str, moved: str, sure: str) -> str:
    """Return what the first of the risks costs a milestone; its name, which may be long, comes last."""
    risk = drawable(first.outlook.risk.name, instead=first.outlook.risk.id)
    if math.isinf(first.days.value):
        is_with = "Only with" if first.days.value < 0 else "Only without"
        return f"{is_with} {risk} there is a date of {name} that is kept in {sure} of cases"
    if abs(first.days.value) > 0.0:
        return f"Largest effect on {moved}: {in_tenths(first.days)} working days, by {risk}"
    if abs(first.hit.value) > 0.0:
        return f"Largest effect on the probability that {name} is on time: {in_tenths(first.hit)} points, by {risk}"
    return f"No risk moves {moved}"


def fate_words(bar: RiskBar) -> str:
    """Return how probable a risk is as given, and how often it stops the project or else occurs."""
    return f"{100 * bar.outlook.risk.probability:.3g}% → {_does(bar)} in {bar.fate}"


def cost_columns(found: RiskBars) -> list[tuple[str, list[str]]]:
    """Return what risks cost: headings, each with a text for each risk."""
    if found.milestone is None:
        return [("adds [days of work]", [days_words(bar) for bar in found.bars])]
    columns = [("costs [working days]", [days_words(bar) for bar in found.bars])]
    if found.milestone.due is not None:
        columns.append(("on time [points]", [_known(bar.hit) for bar in found.bars]))
    return columns


def days_words(bar: RiskBar) -> str:
    """Return how many days a risk costs."""
    if math.isinf(bar.days.value):
        return "no date with it" if bar.days.value > 0 else "no date without it"
    return _known(bar.days)


def _does(bar: RiskBar) -> str:
    return "stops the project" if bar.fate is bar.outlook.stops.probability else "occurs"


def _known(figure: Estimate) -> str:
    return "unknown" if math.isnan(figure.value) else in_tenths(figure)


def _key(found: RiskBars) -> list[Artist]:
    """Return the marks with what they mean."""
    stops = any(bar.outlook.risk.stop for bar in found.bars)
    return [
        Patch(color=paler(FAINT), linewidth=0, label="probability as given"),
        Patch(color=FAINT, linewidth=0, label="occurs, after what the plan does about it"),
        *([Patch(color=INK, linewidth=0, label="stops the project")] if stops else []),
        Line2D([], [], color=INK, linewidth=1.2, label="95% interval"),
    ]


def _columns(found: RiskBars) -> list[tuple[str, list[str]]]:
    """Return what is written beside the bars: headings, each with a text for each risk."""
    columns = [*cost_columns(found), (FATE, [fate_words(bar) for bar in found.bars])]
    if any(bar.outlook.risk.category for bar in found.bars):
        columns.append(("category", [_category(bar) for bar in found.bars]))
    return columns


def _needed(heading: str, texts: Sequence[str]) -> float:
    """Return how wide a column is [inches]."""
    return max(text_width(text, size=8) for text in (heading, *texts))


def _label(bar: RiskBar) -> str:
    return drawable(bar.outlook.risk.name, instead=bar.outlook.risk.id, most=_NAME_LENGTH)


def _category(bar: RiskBar) -> str:
    return drawable(bar.outlook.risk.category, instead="own", most=_CATEGORY_LENGTH)


def _write_rows(ax: Axes, found: RiskBars) -> None:
    """Write the names and the figures beside the axes, as plain text: ticks with labels take longer to draw."""
    ax.set_yticks([])
    ax.hlines(range(len(found.bars)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    for y, bar in enumerate(found.bars):
        write_beside(ax, -0.01, y, _label(bar), ha="right", weight="bold" if bar.outlook.risk.stop else "normal")
    an_inch = ax.figure.dpi / ax.bbox.width
    at = 1.0
    for heading, texts in _columns(found):
        at += _BETWEEN * an_inch
        write_beside(ax, at, -0.95, heading, fontsize=8, color=FAINT)
        for y, text in enumerate(texts):
            write_beside(ax, at, y, text, fontsize=8)
        at += _needed(heading, texts) * an_inch
