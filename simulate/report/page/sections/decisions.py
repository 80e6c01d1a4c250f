"""Decisions: what was settled about the plan, when and why."""

from milepost.models import Scenario
from milepost.simulate.report.media.words import label, one_line, short_date
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.result import Result


def decisions(result: Result) -> Section | None:
    """Return the log of decisions, the latest first; nothing where none is recorded."""
    scenario = result.scenario
    if not scenario.decisions:
        return None
    latest = sorted(scenario.decisions, key=lambda one: one.date, reverse=True)
    rows: list[list[str | Cell]] = [
        [
            one_line(one.what),
            Cell(text=short_date(one.date), value=one.date.toordinal()),
            one_line(one.why),
            ", ".join(_name(scenario, id) for id in one.touches),
        ]
        for one in latest
    ]
    return Section(
        id="decisions", heading="Decisions", parts=[Table.of(["Decision", "On", "Why", "It is about"], rows)]
    )


def _name(scenario: Scenario, id: str) -> str:
    nodes = (scenario.tasks.get(id), scenario.milestones.get(id), scenario.risks.get(id))
    return label(next((one.name for one in nodes if one is not None), id))
