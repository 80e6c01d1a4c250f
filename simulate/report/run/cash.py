"""The cash chart: the balance of invoices paid and money spent over time."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.models import Scenario
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.report.media.canvas import date_axis, drawing, png, text_width, unit_of, write_key, write_title
from milepost.simulate.report.media.colours import DUE, INK, MONEY, MONEY_SPREAD
from milepost.simulate.report.media.interval_words import amount_words, date_words
from milepost.simulate.report.media.positions import known_span
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount
from milepost.simulate.report.run.curves.cash import cash_curve


def cash_png(scenario: Scenario, cash: Cash) -> bytes:
    """Draw the cash chart of a plan with invoices, with its title and key."""
    with drawing():
        need, day = peak_texts(scenario, cash)
        width = max(8.4, 0.36 + text_width(need))
        figure = Figure(figsize=(width, 4.78))
        plot_cash(scenario, cash, ax=figure.add_axes((0.92 / width, 0.101, 1 - 1.18 / width, 0.606)))
        text = f"The balance: invoices paid less money spent{unit_of(scenario.currency)}"
        write_title(figure, scenario.name, f"{text}\n{need}\n{day}", instead="The plan")
        write_key(figure, _key(), down=1.06)
        return png(figure)


def plot_cash(scenario: Scenario, cash: Cash, *, ax: Axes | None = None) -> Axes:
    """
    Draw the balance, its median within P10 to P90, and the median of the peak funding need.

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
    ax.plot([curve.need_at], [-curve.need], "v", color=DUE, markersize=8, markeredgecolor="white", zorder=4)
    ax.set(xlim=known_span(dates))
    ax.yaxis.set_major_locator(MaxNLocator(7))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    ax.grid(axis="y")
    date_axis(ax, ticks=12)
    mark_today(ax, scenario)
    return ax


def peak_texts(scenario: Scenario, cash: Cash) -> tuple[str, str]:
    """Return in a line each how much must be found at the most, and when."""
    peak, days, currency = cash.peak, scenario.days, scenario.currency
    early, middle, late = (date_words(cash.when.dated.estimate(p), days) for p in (0.10, 0.50, 0.90))
    return (
        f"Peak funding need: P50 {amount_words(peak.p50, currency)}, P90 {amount_words(peak.p90, currency)}",
        f"Its day: P10 {early}, P50 {middle}, P90 {late}",
    )


def _key() -> list[Artist]:
    """Return the marks with what they mean."""
    return [
        Line2D([], [], color=MONEY, linewidth=2, label="balance, P50"),
        Patch(color=MONEY_SPREAD, linewidth=0, label="P10 to P90"),
        Line2D(
            [],
            [],
            color=DUE,
            marker="v",
            linewidth=0,
            markersize=8,
            markeredgecolor="w",
            label="peak need and day, P50",
        ),
    ]
