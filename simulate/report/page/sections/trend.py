"""Trend: how the dates of the plan have moved from review to review."""

import numpy as np

from milepost.simulate.history.trend import Trend
from milepost.simulate.report.media.colours import SERIES
from milepost.simulate.report.media.positions import day_at
from milepost.simulate.report.media.words import label, rough_percent, short_date
from milepost.simulate.report.page.charts.axis import DATES, date_axis
from milepost.simulate.report.page.charts.curves import Curves, Line
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.palette import token
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.trend.curves import MilestoneCurve, TrendCurves, trend_curves
from milepost.simulate.report.trend.sentences import heading, trend_sentences


def trend(found: Trend | None) -> Section | None:
    """Return how forecasts have moved since the first review; nothing without two reviews."""
    if found is None or len(found.reviews) < 2:
        return None
    curves = trend_curves(found)
    drawn = [one for one in curves.milestones if np.isfinite(one.p50).any()]
    return Section(
        id="trend",
        heading="Trend",
        sentences=[f"{heading(found)}.", *trend_sentences(found)],
        parts=[_figure(curves, drawn)] if drawn else [],
    )


def _figure(curves: TrendCurves, drawn: list[MilestoneCurve]) -> Curves:
    finding, every = _finding(drawn), np.concatenate([one.p50 for one in drawn] + [one.due for one in drawn])
    low, high = float(np.nanmin(every)), float(np.nanmax(every[np.isfinite(every)]))
    margin = 0.05 * max(high - low, 20.0)
    coloured = [(one, token(SERIES[k])) for k, one in enumerate(drawn)]
    ends = curves.reviews + 1.0  # of their days, as all dates are read off
    return Curves(
        title=finding,
        alternative=f"The date kept in half of the cases, as foretold at each review, by milestone. {finding}.",
        note="The date kept in half of the cases (P50), as foretold at each review; dashed: the due date as it stood",
        table=_table(curves, drawn),
        keys=tuple(Key(text=label(one.name), token=colour, mark="line") for one, colour in coloured),
        x=date_axis(float(curves.reviews[0]), float(ends[-1])),
        y=date_axis(low - margin, high + margin, most=5, unit=DATES),
        lines=[
            *(Line(name=label(one.name), x=ends, y=_known(one.p50), token=colour) for one, colour in coloured),
            *(
                Line(name=f"{label(one.name)} due", x=ends, y=one.due, token=colour, style="dashed")
                for one, colour in coloured
                if np.isfinite(one.due).any()
            ),
        ],
    )


def _known(dates: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    return np.where(np.isfinite(dates), dates, np.nan)


def _finding(drawn: list[MilestoneCurve]) -> str:
    """Name the milestone whose forecast has moved furthest from the first review to the last that foretell it."""
    moved = {}
    for one in drawn:
        known = one.p50[np.isfinite(one.p50)]
        moved[label(one.name)] = float(known[-1] - known[0])
    name = max(moved, key=lambda name: abs(moved[name]))
    if not moved[name]:
        return "No forecast has moved since the first review"
    return f"{name} has moved furthest since it was first foretold: {abs(moved[name]):.0f} days " + (
        "later" if moved[name] > 0 else "earlier"
    )


def _table(curves: TrendCurves, drawn: list[MilestoneCurve]) -> Table:
    return Table.of(
        ["Milestone", "Review", "P10", "P50", "P90", "Due", "Hit"],
        (
            [
                label(one.name),
                _date(float(at)),
                *(_date(float(dates[k])) for dates in (one.p10, one.p50, one.p90, one.due)),
                Cell(text="-" if np.isnan(one.hit[k]) else rough_percent(float(one.hit[k])), value=float(one.hit[k])),
            ]
            for one in drawn
            for k, at in enumerate(curves.reviews)
        ),
    )


def _date(at: float) -> Cell:
    """Write the day that begins at a position; never where it is infinite."""
    if np.isnan(at):
        return Cell(text="-", value=at)
    return Cell(text="never" if np.isinf(at) else short_date(day_at(at)), value=at)
