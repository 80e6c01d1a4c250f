"""Distributions: by when each milestone is reached, and how probably."""

import math
from collections.abc import Iterator

import numpy as np

from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.statistics.quantile import Ends
from milepost.simulate.report.media.interval_words import date_words, promise_sentence
from milepost.simulate.report.media.positions import dated_day
from milepost.simulate.report.media.words import label, percent, rough_percent, short_date
from milepost.simulate.report.page.charts.axis import date_axis, share_axis
from milepost.simulate.report.page.charts.curves import Band, Curves, Dot, Line, Mark, thinned
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.marks import todays
from milepost.simulate.report.page.section import Group, Section
from milepost.simulate.report.run.curves.scurve import SCurve, s_curve
from milepost.simulate.report.run.scurve import never_lines
from milepost.simulate.result import Result

_MOST = 10
"""Milestones that have a curve."""

_ROWS = 20
"""Dates of a curve that stand in its table."""


def distributions(result: Result) -> Section | None:
    """Return by when each major milestone is reached, or each if none is major; nothing without milestones."""
    headline = result.headline
    if not headline:
        return None
    shown = chosen_milestones(headline, most=_MOST)
    some = len(shown) < len(headline)
    left_out = f"Shown are the {len(shown)} least likely to be hit of {len(headline):,}." if some else ""
    promises = (promise_sentence(one, result.scenario.days, result.confidence) for one in shown)
    return Section(
        id="dates",
        heading="Dates",
        sentences=[*filter(None, [left_out, *promises])],
        parts=[Group(heading="", parts=[_figure(result, one.milestone.id) for one in shown], is_grid=True)],
    )


def _figure(result: Result, milestone: str) -> Curves:
    curve = s_curve(result, milestone)
    name, kept = label(curve.name), percent(result.confidence)
    promised = date_words(curve.promise, result.scenario.days_of(milestone))
    hit = "no due date" if curve.hit is None else f"{curve.hit} by {short_date(curve.due)}"
    promise = f"{kept}: {promised}" if math.isnan(curve.promise_at) else f"{kept} by {promised}"
    never = ""
    if curve.reached.value < 1:
        first, *causes = never_lines(result, curve)
        never = f"; {first} {'; '.join(causes)}".rstrip()
    low, high = np.nanmin([curve.dates[0], curve.due_at]), np.nanmax([curve.dates[-1], curve.due_at])
    return Curves(
        title=f"{name}: {hit}, {promise}",
        alternative=f"The probability that {name} is reached by each date rises from 0% to "
        f"{rough_percent(curve.shares[-1])}: {hit}, {promise}{never}.",
        note=f"By when it is reached, and how probably{never}",
        table=_table(curve),
        keys=_keys(curve, kept),
        x=date_axis(float(low), float(high), most=4),
        y=share_axis(0.0, 1.0),
        lines=[Line(name="reached in", x=curve.dates, y=curve.shares, token="ink")],
        bands=_until_due(curve),
        marks=[*_marks(curve, kept), *todays(result.scenario)],
        dots=[*_dots(curve, result.confidence)],
    )


def _keys(curve: SCurve, kept: str) -> tuple[Key, ...]:
    due = Key(text="due date, and how probably it is kept", token="due", mark="dot")
    promise = Key(text=f"{kept} date, with its 95% interval", token="promise", mark="dot")
    return (*([] if curve.hit is None else [due]), *([] if math.isnan(curve.promise_at) else [promise]))


def _marks(curve: SCurve, kept: str) -> Iterator[Mark]:
    if curve.hit is not None:
        yield Mark(at=curve.due_at, name="due", token="due", style="dashed")
    if not math.isnan(curve.promise_at):
        yield Mark(at=curve.promise_at, name=kept, token="promise", style="dashed")


def _until_due(curve: SCurve) -> list[Band]:
    """Return the area below the curve up to the due date."""
    until = curve.dates <= curve.due_at
    if until.sum() < 2:
        return []
    return [Band(x=curve.dates[until], low=np.zeros(until.sum()), high=curve.shares[until], token="due")]


def _dots(curve: SCurve, confidence: float) -> list[Dot]:
    found = [] if curve.hit is None else [Dot(at=curve.due_at, value=curve.hit.value, token="due")]
    if math.isnan(curve.promise_at):
        return found
    if curve.promise.ends not in {Ends.NEVER, Ends.TOO_FEW_ITERATIONS}:
        right = curve.dates[-1] if curve.promise.ends is Ends.PERHAPS_NEVER else curve.promise_high_at
        found.append(Dot(at=curve.promise_low_at, value=confidence, token="promise", until=float(right)))
    return [*found, Dot(at=curve.promise_at, value=confidence, token="promise")]


def _table(curve: SCurve) -> Table:
    dates, shares = curve.dates.tolist(), curve.shares.tolist()
    return Table.of(
        ["By the end of", "Reached in"],
        (
            [Cell(text=short_date(dated_day(at)), value=at), Cell(text=f"{share:.1%}", value=share)]
            for at, share in ((dates[k], shares[k]) for k in thinned(len(dates), most=_ROWS))
        ),
        caption="The probability of being reached by each date",
    )
