"""The picture of the risk burn-down: what the risks may still do, by category, until it is retired or has passed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from milepost.models import Scenario
from milepost.simulate.analysis.risks.acceptance import Acceptance, Of
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.report.media.canvas import (
    drawing,
    fitted,
    key_width,
    png,
    text_width,
    write_above,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import INK, MONEY, PROMISE, WORST, category_colours
from milepost.simulate.report.media.due_marks import due_key
from milepost.simulate.report.media.positions import known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount
from milepost.simulate.report.run.acceptance import (
    ROW,
    acceptable_text,
    acceptance_columns,
    category_name,
    columns_width,
    plot_acceptance,
)
from milepost.simulate.report.run.burn_down_panels import (
    WIDTH,
    dues_drawn,
    fan_legend,
    gone_legend,
    legend_width,
    plot_burn_down,
    plot_fan,
    plot_gone,
    plot_stop,
    threats_legend,
)
from milepost.simulate.report.run.burn_down_words import (
    burn_down_text,
    costs_text,
    gone_text,
    savings_text,
    steepest_text,
    stop_text,
    unit_words,
    ways_gone,
)
from milepost.simulate.report.run.curves.burn_down import BurnDownCurves, burn_down_curves
from milepost.simulate.result import Result

_LEFT, _RIGHT = 0.6, 0.2
"""Room to the left of the axes, beside figures or names, and at the right edge [inches]."""

_BESIDE: Final = 1.0
"""Room to the right of the axes, at the least [inches]: titles are longer than a chart."""

_TITLE, _FOOT = 0.24, 0.68
"""Room for the title of a chart, and below a chart for its dates and what they are [inches]."""

_LOW: Final = 1.2
"""How tall a chart of one course is [inches]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """
    A chart below others.

    Parameters
    ----------
    title
        What is found.
    tall
        How tall it is [inches].
    plot
        Draws it.
    beside
        Room for what stands to the right of it [inches].
    above
        Room for what stands between it and its title [points].
    """

    title: str
    tall: float
    plot: Callable[[Axes], object]
    beside: float
    above: float = 5.0


def burn_down_png(result: Result, exposure: Exposure) -> bytes:
    """Draw the burn-down of a plan with something at stake, with its title and keys."""
    scenario, curves = result.scenario, burn_down_curves(result.scenario, exposure)
    categories = [one for one in result.acceptance if one.of is Of.CATEGORY]
    with drawing():
        panels, keys = [*_panels(result, exposure, curves, categories)], _key(scenario, curves)
        left = _room_before(curves, categories)
        width = max(left + WIDTH + max(_BESIDE, *(panel.beside for panel in panels)) + _RIGHT, key_width(keys))
        top = 1.12 if keys else 0.8
        height = top + sum(_TITLE + panel.above / 72 + panel.tall + _FOOT for panel in panels)
        figure = Figure(figsize=(width, height))
        unit = unit_words(exposure.unit, result) if curves.threats else ""
        write_title(figure, scenario.name, burn_down_text(scenario, unit), instead="The plan")
        write_key(figure, keys, down=0.7)
        for panel in panels:
            top += _TITLE + panel.above / 72 + panel.tall
            ax = figure.add_axes((left / width, 1 - top / height, WIDTH / width, panel.tall / height))
            panel.plot(ax)
            mark_today(ax, scenario)
            title = fitted(panel.title, width - left - _RIGHT, bold=True)
            write_above(ax, title, panel.above, fontsize=9, weight="bold")
            top += _FOOT
        return png(figure)


def _panels(
    result: Result, exposure: Exposure, curves: BurnDownCurves, categories: list[Acceptance]
) -> Iterator[_Panel]:
    """Yield the charts that the plan has something for."""
    scenario, unit, money = result.scenario, unit_words(exposure.unit, result), unit_words(Unit.MONEY, result)
    if curves.threats:
        yield _Panel(
            title=steepest_text(result),
            tall=3.0,
            plot=lambda ax: plot_burn_down(scenario, curves, unit=unit, drop=result.steepest, ax=ax),
            beside=legend_width(threats_legend(curves)),
            above=28.0 if dues_drawn(scenario, curves) else 5.0,
        )
    if ways_gone(curves):
        yield _Panel(
            title=gone_text(curves),
            tall=_LOW,
            plot=lambda ax: plot_gone(ax, curves, unit=unit),
            beside=legend_width(gone_legend(curves)),
        )
    if categories:
        colours, span = category_colours(exposure.categories), known_span(curves.dates)
        yield _Panel(
            title=acceptable_text(categories, category_name),
            tall=ROW * len(categories),
            plot=lambda ax: plot_acceptance(ax, categories, colours, span=span, scenario=scenario),
            beside=columns_width(acceptance_columns(categories, scenario)),
            above=28.0,
        )
    if (stop := curves.stop) is not None:
        title = stop_text(result, curves, stop)
        yield _Panel(title=title, tall=_LOW, plot=lambda ax: plot_stop(ax, curves, stop), beside=0.0)
    fans = [] if curves.costs is None else [(costs_text(result, curves, curves.costs[0]), curves.costs, money, MONEY)]
    for one, fan in curves.opportunities.items():
        fans.append((savings_text(result, curves, fan[0], one), fan, unit_words(one, result), PROMISE))
    for title, fan, counted_in, colour in fans:
        plot = partial(plot_fan, curves=curves, fan=fan, unit=counted_in, colour=colour)
        yield _Panel(title=title, tall=_LOW, plot=plot, beside=legend_width(fan_legend(colour)))


def _room_before(curves: BurnDownCurves, categories: list[Acceptance]) -> float:
    """Return how much room the names of categories need to the left of the axes, or figures with what they are in."""
    names = [category_name(one.id) for one in categories]
    lines = [*curves.total, *(curves.costs or ()), *(line for fan in curves.opportunities.values() for line in fan)]
    figures = ["10.0%", *(amount(-float(np.nanmax(np.abs(line))), "") for line in lines if len(line))]
    return max(*(0.2 + text_width(one, size=8.5) for one in names), *(_LEFT + text_width(one) for one in figures))


def _key(scenario: Scenario, curves: BurnDownCurves) -> list[Artist]:
    """Return the marks with what they mean; without threats there are none."""
    if not curves.threats:
        return []
    return [
        Line2D([], [], color=INK, linewidth=1, linestyle="dashed", label="P10 and P90 of all threats together"),
        Patch(color=WORST, linewidth=0, label="steepest drop"),
        *([due_key()] if dues_drawn(scenario, curves) else []),
    ]
