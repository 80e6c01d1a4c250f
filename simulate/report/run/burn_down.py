"""The risk burn-down: what the risks may still do, by category, until it is retired or has passed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, PercentFormatter

from milepost.models import Scenario
from milepost.simulate.analysis.risks.acceptance import Acceptance, Of
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.analysis.risks.steepest import Drop
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    key_width,
    png,
    text_width,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import GRID, INK, MONEY, PROMISE, WORST, category_colours
from milepost.simulate.report.media.due_marks import DueMark, due_key, due_marks, mark_dues
from milepost.simulate.report.media.positions import known_span, positions
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount, rough_percent, short_date
from milepost.simulate.report.run.acceptance import (
    ROW,
    acceptance_words,
    category_name,
    nearest_words,
    plot_acceptance,
)
from milepost.simulate.report.run.curves.burn_down import (
    Band,
    BurnDownCurves,
    Line,
    burn_down_curves,
)
from milepost.simulate.result import Result

_WIDTH: Final = 9.6
"""How wide the axes are [inches]."""

_LEFT: Final = 0.75
"""Room to the left of them, for figures, at the least [inches]."""

_BESIDE: Final = 0.16
"""How far beside them words begin [inches]."""

_GAP: Final = 0.62
"""Room between a chart and the next [inches]."""

_GONE: Final = {Why.RETIRED: PROMISE, Why.PASSED: "#B9B9B9", Why.STOPPED: INK}
_GONE_WORDS: Final = {
    Why.RETIRED: "retired by work done",
    Why.PASSED: "passed with the risk open",
    Why.STOPPED: "over as the project was stopped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """
    A chart below others.

    Parameters
    ----------
    heading
        What it shows.
    tall
        How tall it is [inches].
    plot
        Draws it.
    """

    heading: str
    tall: float
    plot: Callable[[Axes], object]


def burn_down_png(result: Result, exposure: Exposure) -> bytes:
    """Draw the burn-down of a plan with something at stake, with its title and keys."""
    curves = burn_down_curves(result.scenario, exposure)
    categories = [one for one in result.acceptance if one.of is Of.CATEGORY]
    unit = unit_words(exposure.unit, result)
    with drawing():
        panels, keys = _panels(result, exposure, curves, categories, unit), _key(result.scenario, curves)
        names = [0.2 + text_width(category_name(one.id), size=8.5) for one in categories]
        said = [
            *map(band_name, curves.threats),
            *(_gone_words(why, curves) for why in Why),
            *(acceptance_words(one, result.scenario) for one in categories),
        ]
        left = max([_LEFT, *names])
        right = 2 * _BESIDE + 0.2 + max(text_width(words, size=8.5) for words in said)
        width = max(left + _WIDTH + right, key_width(keys))
        top = 1.42 if keys else 0.95
        height = top - 0.07 + sum(panel.tall + _GAP for panel in panels)
        figure = Figure(figsize=(width, height))
        text = burn_down_text(result.scenario, unit if curves.threats else "")
        write_title(figure, result.scenario.name, f"{text}\n{steepest_text(result, unit)}".rstrip(), instead="The plan")
        write_key(figure, keys, down=0.86)
        for panel in panels:
            ax = figure.add_axes((left / width, 1 - (top + panel.tall) / height, _WIDTH / width, panel.tall / height))
            panel.plot(ax)
            mark_today(ax, result.scenario)
            if panel.heading:
                write_above(ax, panel.heading, 4, fontsize=9, weight="bold")
            top += panel.tall + _GAP
        return png(figure)


def plot_burn_down(
    scenario: Scenario, curves: BurnDownCurves, *, drop: Drop | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw the mean exposure to threats by category, one upon the other, and how far all of it may be off.

    Parameters
    ----------
    scenario
        The plan.
    curves
        What to draw of it.
    drop
        The steepest drop, which is shaded.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    _, low, high = curves.total
    if drop is not None:
        begins, ends = positions(scenario.days, [drop.begins_days, drop.ends_days])
        ax.axvspan(begins, ends, color=WORST, linewidth=0, zorder=0)
    ax.stackplot(
        curves.dates,
        [band.mean for band in curves.threats],
        colors=[band.colour for band in curves.threats],
        linewidth=0,
        alpha=0.85,
        zorder=2,
    )
    for line in (low, high):
        ax.plot(curves.dates, line, color=INK, linewidth=1, linestyle="dashed", zorder=3)
    _axes(ax, curves, highest=max(float(high.max()), float(curves.total[0].max())))
    mark_dues(ax, _dues(scenario, curves), width=_WIDTH)
    return ax


def burn_down_text(scenario: Scenario, unit: str) -> str:
    """Say what is drawn, in which unit if it is one alone, and of a plan with a status what of it lies before today."""
    average = f" on average, in {unit}," if unit else ""
    before = "" if scenario.as_of is None else "; before today, of what is open today"
    return f"What the risks may still do{average} until it is retired or has passed{before}"


def steepest_text(result: Result, unit: str) -> str:
    """Say where the exposure to threats falls most, and which milestone is nearest to that; nothing without any."""
    drop = result.steepest
    if drop is None:
        return ""
    falls, whole = (_amount(value, result, drop.unit) for value in (drop.falls, drop.whole))
    when = f"from {short_date(drop.begins)} to {short_date(drop.ends)}"
    near = "" if drop.nearest is None else "; nearest is {}, {}".format(*nearest_words(drop.nearest, result.scenario))
    return f"Steepest {when}: {falls} of {whole} {'' if drop.unit is Unit.MONEY else unit}".rstrip() + near


def _panels(
    result: Result, exposure: Exposure, curves: BurnDownCurves, categories: Sequence[Acceptance], unit: str
) -> list[_Panel]:
    """Return the charts that the plan has something for."""
    panels, colours = [], category_colours(exposure.categories)
    if curves.threats:
        panels += [
            _Panel(heading="", tall=3.0, plot=lambda ax: _plot_threats(ax, curves, result)),
            _Panel(heading=f"What has gone of it, and how [{unit}]", tall=1.3, plot=lambda ax: _plot_gone(ax, curves)),
        ]
    if categories:
        panels.append(
            _Panel(
                heading="When each category becomes acceptable: P10, P50 and P90",
                tall=ROW * len(categories),
                plot=lambda ax: plot_acceptance(
                    ax, categories, colours, span=known_span(curves.dates), scenario=result.scenario
                ),
            )
        )
    if (stop := curves.stop) is not None:
        heading = "Probability that a risk which is still to be judged stops the project"
        panels.append(_Panel(heading=heading, tall=1.0, plot=lambda ax: _plot_stop(ax, curves, stop)))
    if (costs := curves.costs) is not None:
        heading = f"What the threats may still cost, on average, with P10 and P90 [{unit_words(Unit.MONEY, result)}]"
        panels.append(_Panel(heading=heading, tall=1.0, plot=lambda ax: _plot_fan(ax, curves, costs, colour=MONEY)))
    for one, fan in curves.opportunities.items():
        heading = f"What opportunities may still save, on average, with P10 and P90 [{unit_words(one, result)}]"
        plot = partial(_plot_fan, curves=curves, fan=(-fan[0], -fan[2], -fan[1]), colour=PROMISE)
        panels.append(_Panel(heading=heading, tall=1.0, plot=plot))
    return panels


def _plot_threats(ax: Axes, curves: BurnDownCurves, result: Result) -> None:
    plot_burn_down(result.scenario, curves, drop=result.steepest, ax=ax)
    _name_bands(ax, [(band.colour, band_name(band)) for band in curves.threats], tall=3.0)


def _name_bands(ax: Axes, bands: Sequence[tuple[str, str]], *, tall: float) -> None:
    """Name bands that lie one upon the other beside them, the uppermost first."""
    for number, (colour, words) in enumerate(reversed(bands)):
        y = 1 - (0.08 + ROW * number) / tall
        x = 1 + _BESIDE / _WIDTH
        ax.scatter([x], [y], marker="s", s=42, color=colour, transform=ax.transAxes, clip_on=False)
        ax.text(x + 0.015, y, words, transform=ax.transAxes, va="center", fontsize=8.5)


def _plot_gone(ax: Axes, curves: BurnDownCurves) -> None:
    """Draw what has gone, by why, one upon the other."""
    shown = [why for why in Why if curves.gone[why].any()]
    ax.stackplot(
        curves.dates,
        [curves.gone[why] for why in shown],
        colors=[_GONE[why] for why in shown],
        linewidth=0,
        alpha=0.85,
        zorder=2,
    )
    _axes(ax, curves, highest=_whole(curves))
    _name_bands(ax, [(_GONE[why], _gone_words(why, curves)) for why in shown], tall=1.3)


def _plot_stop(ax: Axes, curves: BurnDownCurves, stop: Line) -> None:
    ax.plot(curves.dates, stop, color=INK, linewidth=1.8)
    ax.set(xlim=known_span(curves.dates), ylim=(0, 1.08 * float(stop.max())))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)


def _plot_fan(ax: Axes, curves: BurnDownCurves, fan: tuple[Line, Line, Line], *, colour: str) -> None:
    mean, low, high = fan
    ax.fill_between(curves.dates, low, high, color=GRID, linewidth=0, zorder=2)
    ax.plot(curves.dates, mean, color=colour, linewidth=1.8, zorder=3)
    _axes(ax, curves, highest=float(high.max()))


def _axes(ax: Axes, curves: BurnDownCurves, *, highest: float) -> None:
    """Lay out axes of dates, and of amounts from 0 on."""
    ax.set(xlim=known_span(curves.dates), ylim=(0, 1.05 * highest))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)


def _key(scenario: Scenario, curves: BurnDownCurves) -> list[Artist]:
    """Return the marks with what they mean; without threats there are none."""
    if not curves.threats:
        return []
    return [
        Line2D([], [], color=INK, linewidth=1, linestyle="dashed", label="P10 and P90 of all threats together"),
        Patch(color=WORST, linewidth=0, label="steepest drop"),
        *([due_key()] if _dues(scenario, curves) else []),
    ]


def _dues(scenario: Scenario, curves: BurnDownCurves) -> list[DueMark]:
    """Return the due dates, from the start to the last date drawn, of the milestones told first, in that order."""
    _, end = known_span(curves.dates)
    return [mark for mark in due_marks(scenario.headline, scenario.days) if mark.at <= end]


def band_name(band: Band) -> str:
    """Return what a band is called."""
    if band.others:
        return f"{band.others} others"
    return category_name(band.category) or "no category"


def _gone_words(why: Why, curves: BurnDownCurves) -> str:
    """Say how much of what there was at the start has gone in the end, and how."""
    if not curves.gone[why].any():
        return ""
    return f"{rough_percent(float(curves.gone[why][-1]) / _whole(curves))} {_GONE_WORDS[why]}"


def _whole(curves: BurnDownCurves) -> float:
    return float(sum(curves.gone[why][-1] for why in Why if len(curves.gone[why])))


def unit_words(unit: Unit, result: Result) -> str:
    """Return what amounts are in; just money where the currency has no name that can be drawn."""
    return "working days" if unit is Unit.DAYS else drawable(result.scenario.currency, instead="") or "money"


def _amount(value: float, result: Result, unit: Unit) -> str:
    return amount(value, result.scenario.currency) if unit is Unit.MONEY else f"{value:.1f}"
