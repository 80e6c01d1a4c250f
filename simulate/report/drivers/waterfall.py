"""The waterfalls: how dates, hits and money build up from the plan by estimates and by categories of risks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from milepost.models import Milestone
from milepost.simulate.analysis.drivers.categories import BuildUp, Categories
from milepost.simulate.analysis.drivers.waterfall import Step, Waterfall
from milepost.simulate.report.drivers.stacked import ROW, left_out_words, rows_at, stacked_milestones
from milepost.simulate.report.drivers.waterfall_rows import Row, date_rows, hit_rows, money_rows
from milepost.simulate.report.media.canvas import (
    date_axis,
    drawable,
    drawing,
    fitted,
    png,
    text_width,
    unit_of,
    write_above,
    write_beside,
    write_key,
    write_title,
)
from milepost.simulate.report.media.colours import DUE, FAINT, GRID, INK, MONEY, PROMISE
from milepost.simulate.report.media.positions import day_position, due_position
from milepost.simulate.report.media.today import mark_today
from milepost.simulate.report.media.words import amount, percent, short_date
from milepost.simulate.result import Result

_NAME_LENGTH = 34
_HEAD, _FOOT, _TOP = 0.62, 0.55, 1.0
"""Room for the lines above a waterfall, for its axis, and for title and key [inches]."""

_DATES, _HITS, _BETWEEN = 5.6, 3.0, 0.3
"""How wide the waterfalls are, and how far apart [inches]."""


def waterfalls_png(result: Result, categories: Categories) -> bytes:
    """Draw the waterfalls of the major milestones, or of all if none is major, and that of the money."""
    shown = stacked_milestones(result)
    drawn = [MilestoneWaterfalls.of(result, one, categories.milestones[one.id]) for one in shown]
    money = money_rows(categories.cost)
    rows = [*(len(one.names) for one in drawn), *([len(money)] if money else [])]
    labels = [*(name for one in drawn for name in one.names), *(row.name for row in money)]
    left = 0.35 + max(text_width(name) for name in labels)
    width = left + _DATES + _BETWEEN + _HITS + 0.25
    left_out = left_out_words(result, shown)
    head = _TOP + (0.18 if left_out else 0.0)
    height = head + sum(_HEAD + ROW * count + _FOOT for count in rows)
    with drawing():
        figure = Figure(figsize=(width, height))
        text = f"What the plan becomes by uncertain estimates and by each category of risks; d: working days{left_out}"
        write_title(figure, result.scenario.name, text, instead="The plan")
        write_key(figure, _key(result), down=head - 0.32)
        top = head
        for one in drawn:
            top += _HEAD
            place = partial(rows_at, figure, top, len(one.names))
            one.draw(place(left, _DATES), place(left + _DATES + _BETWEEN, _HITS) if one.hits else None)
            top += ROW * len(one.names) + _FOOT
        if money:
            ax = rows_at(figure, top + _HEAD, len(money), left, _DATES)
            _draw_money(result, money, categories.cost, ax)
        return png(figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneWaterfalls:
    """
    The two waterfalls of a milestone, side by side, and what is written above them.

    Parameters
    ----------
    result, milestone
        The run, and what they are of.
    dates, hits
        The rows of its promise date and, where it has a due date, of its hit.
    lines
        What the promise date is, and what is to be said of the bars.
    """

    result: Result
    milestone: Milestone
    dates: Sequence[Row]
    hits: Sequence[Row]
    lines: tuple[str, str]

    @classmethod
    def of(cls, result: Result, milestone: Milestone, found: BuildUp) -> Self:
        """Lay out the rows of a milestone, without categories that have no effect on it."""
        bars = [
            bar.name
            for index, bar in enumerate(found.promise.bars)
            if bar.step != Step.CATEGORY or bar.change.value or (found.hit and found.hit.bars[index].change.value)
        ]
        idle = [name for name in found.promise.categories if name not in bars]
        hits = [] if found.hit is None else hit_rows(found.hit, idle)
        return cls(
            result=result,
            milestone=milestone,
            dates=date_rows(result, found, idle),
            hits=hits,
            lines=(_promised(result, milestone, found), remarks(found.promise, idle)),
        )

    @property
    def names(self) -> Sequence[str]:
        """Return what is written beside the rows."""
        return [row.name for row in max(self.dates, self.hits, key=len)]

    def draw(self, dates: Axes, hits: Axes | None) -> None:
        """Draw the one on dates and, where there are hits, the other beside it."""
        count = len(self.names)
        due = None if self.milestone.due is None else due_position(self.result.scenario.days, self.milestone.due)
        _draw(dates, self.dates, count, width=_DATES, beside=due)
        for y, name in enumerate(self.names):
            write_beside(dates, -0.01, y, name, ha="right")
        for y in range(len(self.dates), count):
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            write_beside(dates, 0.01, y, "not in dates", color=FAINT, fontsize=8, bbox=box, zorder=3)
        if due is not None:
            dates.axvline(due, color=DUE, linewidth=1.2, linestyle="dotted", zorder=2)
        date_axis(dates, ticks=7)
        _mark_today_within(dates, self.result)
        _write_head(dates, self.result, self.milestone, self.lines)
        if hits is None:
            return
        _draw(hits, self.hits, count, width=_HITS)
        left, right = hits.get_xlim()
        ticks = MaxNLocator(4, steps=[1, 2, 5, 10], integer=True).tick_values(max(left, 0.0), min(right, 100.0))
        hits.set_xticks([tick for tick in ticks if max(left, 0) <= tick <= min(right, 100)])
        hits.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
        write_above(hits, f"hit by {short_date(self.milestone.due)} [%, points]", 5, fontsize=8, color=DUE)


def _promised(result: Result, milestone: Milestone, found: BuildUp) -> str:
    sure, stops = percent(result.confidence), any(risk.stop for risk in result.scenario.risks.values())
    if not stops:
        return f"{sure} by {short_date(found.promise_date)}"
    as_it_is = short_date(result.milestone[milestone.id].promise.date)
    return f"{sure} by {short_date(found.promise_date)} as if nothing stopped the project; as it is {as_it_is}"


def remarks(waterfall: Waterfall, idle: Sequence[str]) -> str:
    """Return which bars are not told apart, and which categories have none."""
    said = []
    if waterfall.tied:
        alike = dict.fromkeys(name for pair in waterfall.tied for name in pair)
        pairs = " and ".join(alike) if len(alike) == 2 else ", ".join(" / ".join(pair) for pair in waterfall.tied)
        said.append(f"not told apart in days: {pairs}")
    if idle:
        said.append(f"without effect: {', '.join(idle)}")
    return "; ".join(said)


def _draw_money(result: Result, rows: Sequence[Row], waterfall: Waterfall, ax: Axes) -> None:
    budget = result.scenario.budget.total
    _draw(ax, rows, len(rows), width=_DATES, least=1e-6 * max(abs(row.ends) for row in rows), beside=budget)
    for y, row in enumerate(rows):
        write_beside(ax, -0.01, y, row.name, ha="right")
    if budget is not None:
        ax.axvline(budget, color=MONEY, linewidth=1.2, linestyle="dashed", zorder=2)
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, "")))
    write_above(ax, f"Mean total cost{unit_of(result.scenario.currency)}", 18, fontsize=11, fontweight="bold")
    write_above(ax, remarks(waterfall, []).replace("in days", "in money"), 5, fontsize=8, color=FAINT)


def _draw(
    ax: Axes, rows: Sequence[Row], count: int, *, width: float, least: float = 1.0, beside: float | None = None
) -> None:
    """Draw bars from where the ones before end, each with its interval, and sums as marks; a line may stand beside."""
    for y, row in enumerate(rows):
        if row.is_sum:
            ax.plot([row.ends], [y], "D", color=PROMISE, markersize=6, markeredgecolor="white", zorder=5)
        else:
            ax.hlines(y, row.begins, row.ends, color=row.colour, linewidth=10, zorder=3)
            ax.vlines(row.ends, y - 0.2, y + 0.2, color=row.colour, linewidth=1.2, zorder=3)
            if math.isfinite(row.low) and math.isfinite(row.high):
                ax.hlines(y, row.low, row.high, color=INK, linewidth=1.2, zorder=4)
        if y + 1 < len(rows):
            ax.vlines(row.ends, y, y + 1, color=FAINT, linewidth=0.7, zorder=1)
    places = np.array([[row.begins, row.ends, row.low, row.high] for row in rows])
    along = places if beside is None else np.append(places, beside)
    left, right = float(np.nanmin(along)), float(np.nanmax(along))
    room = 0.2 + max(text_width(row.words, size=8, bold=row.is_sum) for row in rows)
    an_inch = max(right - left, least) / (width - room - 0.15)
    for y, row in enumerate(rows):
        end = float(np.nanmax([left, row.begins, row.ends, row.high]))
        bold = "bold" if row.is_sum else "normal"
        text = ax.text(end + 0.09 * an_inch, y, row.words, va="center", fontsize=8, fontweight=bold, zorder=6)
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8})
    ax.set(xlim=(left - 0.15 * an_inch, right + room * an_inch), ylim=(count - 0.4, -0.6), yticks=[])
    ax.hlines(range(count), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.5, zorder=0)
    ax.grid(axis="x")


def _mark_today_within(ax: Axes, result: Result) -> None:
    """Mark today where it lies between the bars: far before them it would take their room."""
    as_of, (left, right) = result.scenario.as_of, ax.get_xlim()
    if as_of is not None and left < day_position(as_of) < right:
        mark_today(ax, result.scenario)


def _write_head(ax: Axes, result: Result, milestone: Milestone, lines: tuple[str, str]) -> None:
    name = drawable(milestone.name, instead=milestone.id, most=_NAME_LENGTH)
    write_above(ax, name, 30, fontsize=11, fontweight="bold")
    promised, remarks = lines
    write_above(ax, fitted(promised, _DATES), 17, color=PROMISE)
    write_above(ax, fitted(remarks, _DATES, size=8), 5, fontsize=8, color=FAINT)


def _key(result: Result) -> list[Line2D]:
    marks = [
        Line2D(
            [], [], color=PROMISE, marker="D", linewidth=0, markeredgecolor="white", label="plan, and what comes of it"
        ),
        Line2D([], [], color=INK, linewidth=1.2, label="95% interval of a change"),
        Line2D([], [], color=DUE, linewidth=1.2, linestyle="dotted", label="due date"),
    ]
    if result.scenario.budget.total is not None:
        marks.append(Line2D([], [], color=MONEY, linewidth=1.2, linestyle="dashed", label="budget"))
    return marks
