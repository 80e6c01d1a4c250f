"""Today: where a plan with a status stands, what it has got for its money and its time, and what is under way."""

import math
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from milepost.models import Task
from milepost.models.actual import Actual
from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.report.media.positions import dated_day, known_span
from milepost.simulate.report.media.words import amount, currency_words, label, short_date
from milepost.simulate.report.page.charts.axis import amount_axis, date_axis
from milepost.simulate.report.page.charts.curves import Curves, Dot, Line
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.marks import todays
from milepost.simulate.report.page.section import Part, Section
from milepost.simulate.report.run.calibration_words import estimate_sentences
from milepost.simulate.report.run.curves.earned_value import EarnedValueCurves, earned_value_curves
from milepost.simulate.report.run.earned_value_words import (
    completion_sentence,
    earned_value_sentences,
    indices_words,
)
from milepost.simulate.report.run.sentences import today_sentence
from milepost.simulate.result import Result


def today(result: Result) -> Section | None:
    """Return how things stand on the day of the status; nothing without one."""
    if result.today is None:
        return None
    tables = [_reached(result), _under_way(result)]
    earned = [] if result.earned_value is None else [_earned(result, result.earned_value)]
    parts: list[Part] = [*earned, *(one for one in tables if one.rows)]
    return Section(
        id="today",
        heading="Today",
        sentences=[
            today_sentence(result.today, result.scenario.currency),
            *earned_value_sentences(result),
            *estimate_sentences(result),
        ],
        parts=parts,
    )


def _earned(result: Result, earned: EarnedValue) -> Curves:
    """Return what was planned, earned and spent, and where indices and the simulation see the end."""
    curves, currency = earned_value_curves(result, earned), result.scenario.currency
    (now, spent), completion = curves.spent, completion_sentence(earned, result.scenario.days, currency)
    ends = [curves.middle, curves.indices]
    dates = np.array([*curves.planned_dates, *curves.dates, *(at for at, _ in ends)])
    low, high = known_span(dates)
    amounts = np.array([*curves.planned, *curves.earned, spent, curves.high[1], *(cost for _, cost in ends)])
    first = min(float(curves.planned_dates[0]), now)
    return Curves(
        title=indices_words(earned),
        alternative=f"Planned value, earned value and actual cost over time. {indices_words(earned)}. {completion}",
        note=completion,
        table=_measures(curves, currency),
        keys=(
            Key(text="planned value", token="faint", mark="dashed"),
            Key(text="earned value", token="task", mark="line"),
            Key(text="actual cost", token="money", mark="line"),
            Key(text="end by the indices", token="ink", mark="dot"),
            Key(text="end by the simulation, P50; P10 to P90", token="money", mark="dot"),
        ),
        x=date_axis(low, high + 0.02 * (high - low)),
        y=amount_axis(0.0, 1.05 * float(np.nanmax(amounts)), unit=currency_words(currency)),
        lines=[
            Line(name="planned value", x=curves.planned_dates, y=curves.planned, token="faint", style="dashed"),
            Line(name="actual cost", x=np.array([first, now]), y=np.array([0.0, spent]), token="money"),
            Line(name="earned value", x=curves.dates, y=curves.earned, token="task"),
        ],
        dots=[*_ends(curves, high)],
        marks=todays(result.scenario),
    )


def _ends(curves: EarnedValueCurves, last: float) -> Iterator[Dot]:
    (at, cost), (early, _), (late, _) = curves.middle, curves.low, curves.high
    if math.isfinite(early):
        yield Dot(at=early, value=cost, until=last if math.isnan(late) else late, token="money")
    for (date_at, amount_at), token in ((curves.indices, "ink"), ((at, cost), "money")):
        if math.isfinite(date_at + amount_at):
            yield Dot(at=date_at, value=amount_at, token=token)


def _measures(curves: EarnedValueCurves, currency: str) -> Table:
    rows = {
        "Actual cost, today": curves.spent,
        "Earned value, and when it was planned": curves.schedule,
        "End by the indices": curves.indices,
        "End by the simulation, P10": curves.low,
        "P50": curves.middle,
        "P90": curves.high,
    }
    return Table.of(
        ["What", "On", "Amount"],
        (
            [
                name,
                Cell(text="-" if math.isnan(at) else short_date(dated_day(at)), value=at),
                Cell(text="-" if math.isnan(cost) else amount(cost, currency), value=cost),
            ]
            for name, (at, cost) in rows.items()
        ),
    )


def _reached(result: Result) -> Table:
    reached = [one for one in result.scenario.milestones.values() if one.reached is not None]
    return Table.of(
        ["Milestone", "Due", "Reached"],
        ([label(one.name), *(_day(day) for day in (one.due, one.reached))] for one in reached),
        caption="Milestones that are reached",
    )


def _under_way(result: Result) -> Table:
    finish = dict(zip(result.tasks["task"], result.tasks.to_dict("records"), strict=True))
    return Table.of(
        ["Task", "Owner", "Since", "Finished in half of the cases by", "In nine of ten by"],
        (
            [
                label(task.name),
                label(task.owner) or "-",
                _day(actual.start),
                *(_date(finish[task.id], f"finish_{name}") for name in ("p50", "p90")),
            ]
            for task, actual in _open(result)
        ),
        caption="Work under way",
    )


def _open(result: Result) -> Iterator[tuple[Task, Actual]]:
    for task in result.scenario.tasks.values():
        if task.actual is not None and task.actual.finish is None:
            yield task, task.actual


def _day(day: date | None) -> Cell:
    return Cell(text="-", value=math.nan) if day is None else Cell(text=short_date(day), value=day.toordinal())


def _date(times: Mapping[Hashable, Any], name: str) -> Cell:
    day = times[name]
    return Cell(text=short_date(date.fromisoformat(day) if day else None), value=float(times[f"{name}_days"]))
