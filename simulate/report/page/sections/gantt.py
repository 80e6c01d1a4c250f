"""Gantt: where work and milestones may fall."""

import math

import numpy as np

from milepost.simulate.report.media.positions import dated_day, day_position, positions
from milepost.simulate.report.media.words import label, percent, rough_percent, short_date
from milepost.simulate.report.page.charts.axis import date_axis
from milepost.simulate.report.page.charts.bars import Bar, Bars, Row, Sign
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.run.curves.gantt import GanttRow, driven, finding, gantt_rows, what_is_drawn
from milepost.simulate.report.run.gantt import CRITICALITY_CLASSES
from milepost.simulate.report.run.sentences import schedule_sentences
from milepost.simulate.result import Result


def gantt(result: Result) -> Section | None:
    """Return where work and milestones may fall; nothing for a plan without either."""
    rows = gantt_rows(result)
    if not rows:
        return None
    return Section(id="gantt", heading="Gantt", sentences=[*schedule_sentences(result)], parts=[_figure(result, rows)])


def _figure(result: Result, rows: list[GanttRow]) -> Bars:
    start, last = float(positions(result.scenario.days, 0.0)), driven(result)
    low = float(np.nanmin([start, *(time for row in rows for time in (row.early, row.due_at))]))
    high = float(np.nanmax([low + 5, *(time for row in rows for time in (row.late, row.due_at))]))
    said, drawn = finding(result, rows), what_is_drawn(result, rows)
    keys = [
        Key(text="P10 of start to P90 of finish", token="spread"),
        *([Key(text="P50 of start to P50 of finish", token="task")] if last is None else []),
        *(
            Key(text=f"on the driving path in {said}", token=f"criticality-{k}")
            for k, said in enumerate([] if last is None else CRITICALITY_CLASSES)
        ),
        Key(text="milestone: P10, P50, P90", token="ink", mark="diamond"),
        Key(text="due date", token="due", mark="tick"),
        Key(text=f"{percent(result.confidence)} by", token="promise", mark="triangle"),
    ]
    comes = any(row.often is not None for row in rows)
    columns = ["Task or milestone", "Hit by the due date", f"{percent(result.confidence)} by", "P90"]
    return Bars(
        title=said,
        alternative=f"{drawn}. {said}.",
        note=drawn,
        table=_table(result, rows),
        keys=tuple(keys),
        axis=date_axis(low, high, most=5),
        columns=[*columns, *(["Comes about in"] if comes else [])],
        rows=[_row(row, low, comes=comes) for row in rows],
        lines=[] if result.scenario.as_of is None else [(day_position(result.scenario.as_of), "ink")],
    )


def _row(row: GanttRow, low: float, *, comes: bool) -> Row:
    often = [] if not comes else ["" if row.often is None else str(row.often)]
    critical = f"critical in {rough_percent(row.criticality)}" if row.is_critical else ""
    words = [f"{row.hit} by {short_date(row.due)}" if row.due else critical, row.promise, row.p90, *often]
    if row.is_work:
        pale = row.comes < 0.5
        bars = [
            Bar(begins=max(row.early, low), ends=row.late, token="spread", is_pale=pale),
            Bar(begins=row.begin, ends=max(row.end, row.begin), token=_colour(row), kind="thick", is_pale=pale),
        ]
        return Row(name=label(row.name), words=words, bars=bars)
    colour, is_major = ("ink", True) if row.level == "major" else ("faint", False)
    return Row(
        name=label(row.name),
        words=words,
        bars=[Bar(begins=row.early, ends=row.late, token=colour, kind="thin")],
        signs=[
            Sign(at=row.begin, token=colour, kind="diamond" if is_major else "small"),
            Sign(at=row.due_at, token="due", kind="tick"),
            Sign(at=row.promise_at, token="promise", kind="triangle"),
        ],
        is_bold=is_major,
    )


def _colour(row: GanttRow) -> str:
    if math.isnan(row.criticality):
        return "task"
    return f"criticality-{int(np.searchsorted([*CRITICALITY_CLASSES.values()], row.criticality, side='right'))}"


def _table(result: Result, rows: list[GanttRow]) -> Table:
    def cell(at: float) -> Cell:
        return Cell(text="-" if math.isnan(at) else short_date(dated_day(at)), value=at)

    return Table.of(
        [
            "Task or milestone",
            "What it is",
            "Start P10",
            "Start P50",
            "Finish P50",
            "Finish P90",
            "Due",
            "Drives the last in",
        ],
        (
            [
                label(row.name),
                row.level if row.is_work else f"{row.level} milestone",
                *map(cell, (row.early, row.begin, row.end, row.late, row.due_at)),
                Cell(
                    text="-" if math.isnan(row.criticality) else rough_percent(row.criticality), value=row.criticality
                ),
            ]
            for row in rows
        ),
    )
