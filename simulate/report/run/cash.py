"""The cash chart: the balance of invoices paid and money spent over time."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.models import Scenario
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawing,
    key_width,
    png,
    text_width,
    unit_of,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, INK, MONEY, MONEY_SPREAD
from milepost.simulate.report.media.interval_words import amount_words, date_in_words
from milepost.simulate.report.media.positions import dated_day, known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount, short_date
from milepost.simulate.report.run.curves.cash import cash_curve

_BALANCE: Final = "Curve: the balance, invoices paid less money spent; ±: 95% interval"

_LOWEST: Final[Mapping[str, Any]] = {"color": MONEY, "marker": "v", "markersize": 8, "markeredgecolor": "white"}
_NEEDS: Final[Sequence[Mapping[str, Any]]] = [
    {"color": DUE, "linewidth": 1.2, "linestyle": style} for style in ("dashed", "dotted")
]
"""Lines at what must be found in half and in nine of ten cases."""


def cash_png(scenario: Scenario, cash: Cash) -> bytes:
    """Draw the cash chart of a plan with invoices, with its title and key."""
    with drawing():
        lines, key = [*peak_texts(scenario, cash), _BALANCE], _key(scenario, cash)
        width = max(8.4, key_width(key), 0.36 + max(map(text_width, lines)))
        figure = Figure(figsize=(width, 5.1))
        plot_cash(scenario, cash, ax=figure.add_axes((1.1 / width, 0.135, 1 - 1.36 / width, 0.6)))
        write_title(figure, scenario.name, "\n".join(lines), instead="The plan")
        write_key(figure, key, down=1.06)
        return png(figure)


def plot_cash(scenario: Scenario, cash: Cash, *, ax: Axes | None = None) -> Axes:
    """
    Draw the balance, its median within P10 to P90 with its lowest point, and how much the peak funding need is.

    Parameters
    ----------
    scenario
        The plan.
    cash
        What came of its invoices and its spending.
    ax
        Where to draw; on axes of its own unless given.
    """
    ax = ax or Figure().add_subplot()
    curve = cash_curve(scenario, cash)
    dates, balance = curve.dates, curve.balance
    ax.fill_between(dates, balance.low, balance.high, color=MONEY_SPREAD, alpha=0.75, linewidth=0, zorder=2)
    ax.plot(dates, balance.middle, color=MONEY, linewidth=2, zorder=3)
    ax.axhline(0.0, color=INK, linewidth=0.8, zorder=1)
    for need, style in zip(curve.needs.values(), _NEEDS, strict=True):
        ax.axhline(-need, **style, zorder=3)
    ax.plot([curve.lowest_at], [curve.lowest], **_LOWEST, zorder=4)
    ax.set(xlim=known_span(dates), ylabel=f"balance{unit_of(scenario.currency)}", xlabel="date")
    ax.yaxis.set_major_locator(MaxNLocator(7))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_today(ax, scenario)
    return ax


def peak_texts(scenario: Scenario, cash: Cash) -> tuple[str, str]:
    """Return in a line each how much must be found at the most, and when."""
    peak, days, currency = cash.peak, scenario.days, scenario.currency
    early, middle, late = (date_in_words(cash.when.dated.estimate(p), days) for p in (0.10, 0.50, 0.90))
    return (
        f"Peak funding need: P50 {amount_words(peak.p50, currency)}, P90 {amount_words(peak.p90, currency)}",
        f"Its day: P10 {early}; P50 {middle}; P90 {late}",
    )


def _key(scenario: Scenario, cash: Cash) -> list[Artist]:
    """Return the marks with what they mean."""
    curve = cash_curve(scenario, cash)
    day = "" if math.isnan(curve.lowest_at) else f", {short_date(dated_day(curve.lowest_at))}"
    return [
        Line2D([], [], color=MONEY, linewidth=2, label="balance, P50"),
        Line2D([], [], linewidth=0, **_LOWEST, label=f"its lowest{day}"),
        Patch(color=MONEY_SPREAD, linewidth=0, label="P10 to P90"),
        *(
            Line2D([], [], **style, label=f"peak funding need, {name}")
            for name, style in zip(curve.needs, _NEEDS, strict=True)
        ),
    ]
