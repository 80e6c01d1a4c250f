"""Today: where a plan with a status stands, and what is under way."""

import math
from collections.abc import Iterator
from datetime import date

from milepost.models import Task
from milepost.models.actual import Actual
from milepost.simulate.report.media.words import label, short_date
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.run.calibration_words import estimate_sentences
from milepost.simulate.report.run.earned_value_words import earned_value_sentences
from milepost.simulate.report.run.sentences import today_sentence
from milepost.simulate.result import Result


def today(result: Result) -> Section | None:
    """Return how things stand on the day of the status; nothing without one."""
    if result.today is None:
        return None
    parts = [_reached(result), _under_way(result)]
    return Section(
        id="today",
        heading="Today",
        sentences=[
            today_sentence(result.today, result.scenario.currency),
            *earned_value_sentences(result),
            *estimate_sentences(result),
        ],
        parts=[one for one in parts if one.rows],
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
                *(_date(result, float(finish[task.id][f"finish_{name}_days"])) for name in ("p50", "p90")),
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


def _date(result: Result, days: float) -> Cell:
    return Cell(text=short_date(result.scenario.days.date_of(days)), value=days)
