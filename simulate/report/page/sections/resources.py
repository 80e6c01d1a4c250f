"""Resources: how many units are at work over time, how long tasks wait for them, and what more of them would save."""

import math
from typing import Final

import numpy as np

from milepost.simulate.analysis.schedule.resources import ResourceOutlook
from milepost.simulate.analysis.statistics.estimate import UNKNOWN
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.media.positions import dated_day, known_span
from milepost.simulate.report.media.words import label, one_line, short_date, shortened
from milepost.simulate.report.page.charts.axis import date_axis, number_axis
from milepost.simulate.report.page.charts.curves import Band, Curves, Line, thinned
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.marks import todays
from milepost.simulate.report.page.section import Group, Part, Section
from milepost.simulate.report.run.curves.resources import ResourceCurve, resource_curve, resource_words, shown_resources
from milepost.simulate.report.run.resource_words import resource_sentences
from milepost.simulate.result import Result

_NAME_LENGTH: Final = 40
_ROWS: Final = 24
"""Dates of a curve that stand in its table."""


def resources(result: Result) -> Section | None:
    """Return what is to be said of resources; nothing where none is ever short."""
    short = result.scenario.network.pools
    uses = [_use(result, one) for one in shown_resources(result) if one.id in short]
    if not uses:
        return None
    parts: list[Part] = [_table(result), Group(heading="", parts=uses, is_grid=len(uses) > 1)]
    return Section(id="resources", heading="Resources", sentences=[*resource_sentences(result)], parts=parts)


def _table(result: Result) -> Table:
    """Return a row for each resource, those that tasks wait longest for first."""
    last = result.scenario.schedule.last
    more = {} if result.drivers is None or last is None else result.drivers.units.resources
    headings = ["Resource", "Units", "Tasks", "Used", "Days waited for it", "P10", "P90"]
    if more and last is not None:
        headings.append(f"One more saves, of the promise date of {shortened(one_line(last.name), _NAME_LENGTH)}")
    rows = []
    for one in sorted(result.resources.outlooks.values(), key=lambda one: -one.waiting.value):
        row: list[str | Cell] = [
            _name(one),
            Cell(text=f"{one.capacity:,}", value=one.capacity),
            Cell(text=f"{one.tasks:,}", value=one.tasks),
            Cell(text="-" if math.isnan(one.used) else f"{100 * one.used:.0f}%", value=one.used),
            *(Cell(text=f"{days:.1f}", value=days) for days in (one.waiting.value, one.spread[0], one.spread[2])),
        ]
        if more and last is not None:
            saved = more[one.id].milestones[last.id].promise if one.id in more else UNKNOWN
            row.append(Cell(text="-" if math.isnan(saved.value) else in_tenths(saved), value=saved.value))
        rows.append(row)
    return Table.of(headings, rows, caption="Days are working days, of all tasks that need it together")


def _use(result: Result, outlook: ResourceOutlook) -> Curves:
    """Return the units at work, the median within P10 to P90, beside how many there are."""
    curve, words = resource_curve(result, outlook), resource_words(outlook)
    dates, fan, most = curve.dates, curve.at_work, curve.capacity
    low, high = known_span(dates)
    ends = np.array([low, high])
    return Curves(
        title=f"{_name(outlook)}: {words}",
        alternative=f"Units of {_name(outlook)} at work over time, beside the {most:,} that there are: {words}.",
        note=f"Units at work, of {most:,}",
        table=_rows(curve),
        keys=(
            Key(text="at work, P50", token="task", mark="line"),
            Key(text="P10 to P90", token="task", pale=True),
            Key(text="capacity", token="due", mark="dashed"),
        ),
        x=date_axis(low, high),
        y=number_axis(0.0, 1.05 * most, lambda units: f"{units:g}" if units == int(units) else "", unit="units"),
        lines=[
            Line(name="at work, P50", x=dates, y=fan.middle, token="task", is_step=True),
            Line(name="P10", x=dates, y=fan.low, token="task", style="thin", is_step=True),
            Line(name="P90", x=dates, y=fan.high, token="task", style="thin", is_step=True),
            Line(name="capacity", x=ends, y=np.full(2, float(most)), token="due", style="dashed"),
        ],
        bands=[Band(x=dates, low=fan.low, high=fan.high, token="task", is_step=True)],
        marks=todays(result.scenario),
    )


def _rows(curve: ResourceCurve) -> Table:
    columns = {"P10": curve.at_work.low, "P50": curve.at_work.middle, "P90": curve.at_work.high}
    rows = (
        [
            Cell(text=short_date(dated_day(curve.dates[k])), value=float(curve.dates[k])),
            *(Cell(text=f"{values[k]:.0f}", value=float(values[k])) for values in columns.values()),
        ]
        for k in thinned(len(curve.dates), most=_ROWS)
    )
    return Table.of(["Date", *columns], rows, caption="Units at work")


def _name(outlook: ResourceOutlook) -> str:
    return label(shortened(one_line(outlook.name), _NAME_LENGTH))
