"""Money and milestones: how far the one runs ahead of the others, and what cash it takes."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.report.media.due_marks import DueMark
from milepost.simulate.report.media.positions import dated_day, known_span
from milepost.simulate.report.media.words import amount, currency_words, label, short_date
from milepost.simulate.report.page.charts.axis import amount_axis, date_axis, share_axis
from milepost.simulate.report.page.charts.curves import Band, Curves, Dot, Line, Mark, thinned
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.marks import dues, todays
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.run.cash import peak_texts
from milepost.simulate.report.run.curves.cash import cash_curve
from milepost.simulate.report.run.curves.gap import GapCurves, excess_reach, gap_curves
from milepost.simulate.report.run.gap_words import HOW, JUDGED, excess_text, standing_text
from milepost.simulate.report.run.sentences import cost_sentences, money_sentences, standing_sentences
from milepost.simulate.result import Result

_ROWS: Final = 24
"""Dates of a curve that stand in its table."""

_MOST_STANDINGS: Final = 5
"""Due dates of which it is said how things stand; of more the last."""

Values = NDArray[np.float64]


def money(result: Result) -> Section | None:
    """Return what is to be said of money, with the gap and the cash where there are any; nothing without money."""
    standings, dues = standing_sentences(result), result.scenario.due_days
    told = sorted((one.id for one in result.scenario.headline if one.id in standings), key=lambda id: dues[id])
    sentences = [*cost_sentences(result), *money_sentences(result), *(standings[id] for id in told[-_MOST_STANDINGS:])]
    parts: list[Curves] = []
    if result.gap is not None:
        curves = gap_curves(result.scenario, result.gap)
        parts += [_gap(result.scenario, result.gap, curves), _excess(result.scenario, result.gap, curves)]
    if result.cash is not None:
        parts.append(_cash(result.scenario, result.cash))
    return Section(id="money", heading="Money", sentences=sentences, parts=parts) if sentences or parts else None


def _gap(scenario: Scenario, gap: Gap, curves: GapCurves) -> Curves:
    low, high = known_span(curves.dates)
    most = max(1.0, float(curves.burn.high.max()), float(curves.planned_burn.max()))
    finding = standing_text(gap, curves)
    lines = {
        "money on average": (curves.burn.middle, "money", "solid"),
        "money P10": (curves.burn.low, "money", "thin"),
        "money P90": (curves.burn.high, "money", "thin"),
        "money as planned": (curves.planned_burn, "money", "dashed"),
        "milestones on average": (curves.progress, "ink", "solid"),
        "milestones as planned": (curves.planned_progress, "ink", "dashed"),
    }
    return Curves(
        title=finding,
        alternative="Money spent, as a share of the budget, and milestones reached, by weight, over time, beside the "
        f"plan's own. {finding}.",
        note=f"Money spent, as a share of the budget, beside the milestones reached, by weight. {HOW}",
        table=_table(curves.dates, {name: values for name, (values, _, _) in lines.items()}),
        keys=(
            Key(text="money spent", token="money", mark="line"),
            Key(text="P10 to P90", token="money", pale=True),
            Key(text="milestones reached", token="ink", mark="line"),
            Key(text="as planned", token="faint", mark="dashed"),
            *([Key(text="due date", token="due", mark="dotted")] if curves.dues else []),
        ),
        x=date_axis(low, high),
        y=share_axis(0.0, 1.03 * most),
        lines=[
            Line(
                name=name, x=curves.dates, y=values, token=token, style=style, is_step=values is curves.planned_progress
            )
            for name, (values, token, style) in lines.items()
        ],
        bands=[Band(x=curves.dates, low=curves.burn.low, high=curves.burn.high, token="money")],
        marks=[*_dues(curves), *todays(scenario)],
    )


def _excess(scenario: Scenario, gap: Gap, curves: GapCurves) -> Curves:
    """Return by how much the gap is above the plan's own, with what is tolerated of that."""
    excess, limit = curves.excess, scenario.tolerance.gap
    name = "" if gap.worst is None else label(scenario.milestones[gap.worst].name)
    finding = excess_text(scenario, gap, name)
    shown = {"on average": excess.middle, "P10": excess.low, "P90": excess.high}
    low, high = known_span(curves.dates)
    least, most = excess_reach(curves, limit)
    lines = [
        Line(name=name, x=curves.dates, y=one, token="money", style="solid" if one is excess.middle else "thin")
        for name, one in shown.items()
    ]
    if limit is not None:
        flat = np.full(len(curves.dates), limit)
        lines.append(Line(name="tolerated", x=curves.dates, y=flat, token="due", style="dashed"))
    return Curves(
        title=finding,
        alternative=f"Gap between money and milestones less the plan's own, over time. {finding}.",
        note="How much further ahead of the milestones the money is than planned [share of the budget]"
        f"{'. ' + JUDGED if curves.dues else ''}",
        table=_table(curves.dates, shown),
        keys=(
            Key(text="on average", token="money", mark="line"),
            Key(text="P10 to P90", token="money", pale=True),
            *([Key(text="judged on due dates", token="ink", mark="dot")] if curves.dues else []),
            *([] if limit is None else [Key(text=f"tolerance: {100 * limit:.3g} points", token="due", mark="dashed")]),
        ),
        x=date_axis(low, high),
        y=share_axis(least, most),
        lines=lines,
        bands=[Band(x=curves.dates, low=excess.low, high=excess.high, token="money")],
        marks=[*_dues(curves), *todays(scenario)],
        dots=[Dot(at=one.at, value=one.excess.value, token="ink") for one in curves.dues],
    )


def _cash(scenario: Scenario, cash: Cash) -> Curves:
    curve, (need, day) = cash_curve(scenario, cash), peak_texts(scenario, cash)
    shown = {"P50": curve.balance.middle, "P10": curve.balance.low, "P90": curve.balance.high}
    low, high = known_span(curve.dates)
    least = 1.03 * min(float(curve.balance.low.min()), 0.0, *(-need for need in curve.needs.values()))
    most = float(max(curve.balance.high.max(), 0.0))
    flat = np.ones(len(curve.dates))
    currency = currency_words(scenario.currency)
    unit = f" [{currency}]" if currency else ""
    return Curves(
        title=need,
        alternative=f"The balance over time: invoices paid less money spent. {need}; {day}.",
        note=f"The balance: invoices paid less money spent{unit}; {day[:1].lower()}{day[1:]}",
        table=_table(curve.dates, shown, currency=scenario.currency),
        keys=(
            Key(text="balance, P50, with its lowest point", token="money", mark="line"),
            Key(text="P10 to P90", token="money", pale=True),
            Key(text="peak funding need, P50 and P90", token="due", mark="dashed"),
        ),
        x=date_axis(low, high),
        y=amount_axis(least, most, unit=currency),
        lines=[
            Line(name=name, x=curve.dates, y=values, token="money", style="solid" if name == "P50" else "thin")
            for name, values in shown.items()
        ]
        + [
            Line(name=f"peak need, {name}", x=curve.dates, y=-need * flat, token="due", style="dashed")
            for name, need in curve.needs.items()
        ],
        bands=[Band(x=curve.dates, low=curve.balance.low, high=curve.balance.high, token="money")],
        marks=[*todays(scenario)],
        dots=[Dot(at=curve.lowest_at, value=curve.lowest, token="money")],
    )


def _dues(curves: GapCurves) -> Sequence[Mark]:
    return dues(DueMark(at=one.at, name=one.name, id=one.id) for one in curves.dues)


def _table(dates: Values, columns: dict[str, Values], *, currency: str | None = None) -> Table:
    """Tabulate curves: shares, or amounts where they are in a currency."""
    known = np.flatnonzero(np.isfinite(dates))
    rows = (known[k] for k in thinned(len(known), most=_ROWS))
    return Table.of(
        ["By the end of", *columns],
        (
            [
                Cell(text=short_date(dated_day(dates[k])), value=float(dates[k])),
                *(_figure(float(one[k]), currency) for one in columns.values()),
            ]
            for k in rows
        ),
    )


def _figure(value: float, currency: str | None) -> Cell:
    return Cell(text=f"{100 * value:.1f}%" if currency is None else amount(value, currency), value=value)
