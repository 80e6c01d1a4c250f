"""Risks: what they may still do over time, when they become acceptable, and how often each occurs."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from milepost.models import Scenario
from milepost.simulate.analysis.risks.acceptance import Acceptance, Of
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.report.media.colours import FAINT, category_colour, category_colours
from milepost.simulate.report.media.due_marks import due_marks
from milepost.simulate.report.media.interval_words import date_or_never
from milepost.simulate.report.media.positions import dated_day, day_position, known_span, positions
from milepost.simulate.report.media.words import amount, label, rough_percent, short_date
from milepost.simulate.report.page.charts.axis import amount_axis, date_axis, share_axis
from milepost.simulate.report.page.charts.bars import Bar, Bars, Row, Sign
from milepost.simulate.report.page.charts.curves import Band, Curves, Line, Mark, thinned
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.palette import token
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.marks import dues, todays
from milepost.simulate.report.page.section import Part, Section
from milepost.simulate.report.run.acceptance import MARKS, acceptable_text, acceptance_columns
from milepost.simulate.report.run.burn_down_words import band_name, burn_down_text, steepest_text, unit_words
from milepost.simulate.report.run.curves.burn_down import BurnDownCurves, burn_down_curves
from milepost.simulate.report.run.curves.risks import RiskBar, RiskBars
from milepost.simulate.report.run.risks import FATE, cost_columns, fate_words, risk_findings
from milepost.simulate.report.run.sentences import stopping_sentences
from milepost.simulate.result import Result

_ROWS: Final = 20
"""Dates of the burn-down that stand in its table."""


def risks(result: Result) -> Section | None:
    """Return what becomes of the risks; nothing without any."""
    if not result.scenario.risks:
        return None
    parts: list[Part] = []
    if result.exposure is not None and result.exposure.lasts:
        curves = burn_down_curves(result.scenario, result.exposure)
        if curves.threats:
            parts.append(_burn_down(result, result.exposure, curves))
        categories = [one for one in result.acceptance if one.of is Of.CATEGORY]
        if categories:
            parts.append(_acceptable(result.scenario, result.exposure, categories, known_span(curves.dates)))
    return Section(
        id="risks", heading="Risks", sentences=[*stopping_sentences(result)], parts=[*parts, _register(result)]
    )


def _burn_down(result: Result, exposure: Exposure, curves: BurnDownCurves) -> Curves:
    unit, (mean, p10, p90) = unit_words(exposure.unit, result), curves.total
    low, high = known_span(curves.dates)
    finding = steepest_text(result)
    stacked = np.cumsum([np.zeros(len(curves.dates)), *(band.mean for band in curves.threats)], axis=0)
    what = burn_down_text(result.scenario, unit)
    return Curves(
        title=finding,
        alternative=f"{what}, by category, over time, with P10 and P90 of all threats together. {finding}.",
        note=what,
        table=_table(curves),
        keys=(
            *(Key(text=band_name(band), token=token(band.colour)) for band in curves.threats),
            Key(text="P10 and P90 of all together", token="ink", mark="dashed"),
            *([] if result.steepest is None else [Key(text="steepest drop", token="worst")]),
        ),
        x=date_axis(low, high),
        y=amount_axis(0.0, 1.05 * float(max(p90.max(), mean.max())), unit=unit),
        lines=[
            Line(name="all threats", x=curves.dates, y=mean, token="ink", style="thin"),
            Line(name="P10", x=curves.dates, y=p10, token="ink", style="dashed"),
            Line(name="P90", x=curves.dates, y=p90, token="ink", style="dashed"),
        ],
        bands=[
            Band(x=curves.dates, low=below, high=above, token=token(band.colour), is_pale=False)
            for band, below, above in zip(curves.threats, stacked[:-1], stacked[1:], strict=True)
        ],
        marks=[
            *_steepest(result),
            *(mark for mark in dues(due_marks(result.scenario.headline, result.scenario.days)) if mark.at <= high),
            *todays(result.scenario),
        ],
    )


def _steepest(result: Result) -> Iterator[Mark]:
    """Yield the stretch on which the exposure falls most."""
    if result.steepest is not None:
        begins, ends = positions(result.scenario.days, [result.steepest.begins_days, result.steepest.ends_days])
        if np.isfinite(ends):
            yield Mark(at=float(ends), since=float(begins), name="", token="worst")


def _table(curves: BurnDownCurves) -> Table:
    known = np.flatnonzero(np.isfinite(curves.dates))
    columns = {band_name(band): band.mean for band in curves.threats}
    columns |= dict(zip(("all threats", "P10", "P90"), curves.total, strict=True))
    return Table.of(
        ["By the end of", *columns],
        (
            [
                Cell(text=short_date(dated_day(curves.dates[k])), value=float(curves.dates[k])),
                *(Cell(text=amount(one[k], ""), value=float(one[k])) for one in columns.values()),
            ]
            for k in (known[k] for k in thinned(len(known), most=_ROWS))
        ),
    )


def _acceptable(scenario: Scenario, exposure: Exposure, found: list[Acceptance], span: tuple[float, float]) -> Bars:
    """Return when each category becomes acceptable."""
    colours, days = category_colours(exposure.categories), scenario.days
    rows, axis, columns = [], date_axis(*span), acceptance_columns(found, scenario)
    for number, one in enumerate(found):
        low, middle, high = (
            float(at) for at in positions(days, [one.p10.axis.value, one.p50.axis.value, one.p90.axis.value])
        )
        colour = token(colours.get(one.id, FAINT))
        rows.append(
            Row(
                name=_category(one.id),
                words=[texts[number] for _, texts in columns],
                bars=[Bar(begins=low, ends=span[1] if np.isnan(high) else high, token=colour, is_pale=True)],
                signs=[Sign(at=middle if middle <= span[1] else np.nan, token=colour)],
            )
        )
    finding = acceptable_text(found, _category)
    return Bars(
        title=finding,
        alternative=f"When so little is left of each category of risks that it is acceptable. {finding}.",
        note=f"When so little is left of each category that it is acceptable: {MARKS}",
        table=Table.of(
            ["Category", "Acceptable in", "Passed before in", "Stopped before in", "P10", "P50", "P90"],
            (
                [
                    _category(one.id),
                    *(Cell(text=str(share), value=share.value) for share in (one.accepted, one.passed, one.stopped)),
                    *(
                        Cell(text=date_or_never(when.date, when.value), value=when.value)
                        for when in (one.p10, one.p50, one.p90)
                    ),
                ]
                for one in found
            ),
        ),
        axis=axis,
        columns=["Category", *(_capital(heading) for heading, _ in columns)],
        rows=rows,
        lines=[] if scenario.as_of is None else [(day_position(scenario.as_of), "ink")],
    )


def _register(result: Result) -> Bars:
    """Return what each risk costs, and how often it occurs, before and after what the plan does about it."""
    found = RiskBars.of(result)
    most = max(max(bar.outlook.risk.probability, bar.fate.high) for bar in found.bars)
    finding, by = risk_findings(result, found)
    stops = any(bar.outlook.risk.stop for bar in found.bars)
    costs = cost_columns(found)
    return Bars(
        title=finding,
        alternative=f"How often risks occur before and after what the plan does about them. {finding}. {by}.",
        note=f"How often risks occur before and after what the plan does about them. {by}",
        table=Table.of(
            ["Risk", "Category", "As given", "Occurs", "Retired", "Stops the project"],
            (
                [
                    label(one.risk.name),
                    _category(one.risk.category),
                    Cell(text=rough_percent(one.risk.probability), value=one.risk.probability),
                    *(
                        Cell(text=str(fate.probability), value=fate.probability.value)
                        for fate in (one.occurs, one.retired, one.stops)
                    ),
                ]
                for one in result.risk.values()
            ),
        ),
        keys=(
            Key(text="probability as given", token="faint", pale=True),
            Key(text="occurs at a task exposed to it", token="faint"),
            *([Key(text="stops the project", token="ink")] if stops else []),
        ),
        axis=share_axis(0.0, max(1.02 * most, 0.05), most=4),
        columns=["Risk", *(_capital(heading) for heading, _ in costs), _capital(FATE), "Category"],
        rows=[_row(bar, [texts[k] for _, texts in costs]) for k, bar in enumerate(found.bars)],
    )


def _row(bar: RiskBar, costs: list[str]) -> Row:
    one = bar.outlook
    colour, stops = token(category_colour(one.risk.category)), one.stops.probability.value
    return Row(
        name=label(one.risk.name),
        words=[*costs, fate_words(bar), _category(one.risk.category)],
        bars=[
            Bar(begins=0.0, ends=one.risk.probability, token=colour, is_pale=True),
            Bar(begins=0.0, ends=one.occurs.probability.value, token=colour),
            *([Bar(begins=0.0, ends=stops, token="ink")] if stops else []),
            Bar(begins=bar.fate.low, ends=bar.fate.high, token="faint" if stops else "ink", kind="thin"),
        ],
        is_bold=one.risk.stop,
    )


def _category(name: str) -> str:
    return label(name) or "no category"


def _capital(heading: str) -> str:
    return f"{heading[:1].upper()}{heading[1:]}"
