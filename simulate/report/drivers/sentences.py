"""What drives the last milestone, in the planner's words."""

from collections.abc import Iterator, Mapping
from typing import Final

from milepost.models import Risk, Scenario, Task
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.media.words import label, one_line, shortened

_NAMED: Final = 3
"""Risks, and tasks, that are named: those that move the milestone most."""

_ROOM: Final = 40
"""How long a name is at most, so that a sentence has room on three lines of a narrow terminal [characters]."""


def driver_sentences(scenario: Scenario, drivers: Drivers) -> Iterator[str]:
    """Yield what the risks cost that move the last milestone most, and what shortening its tasks would save."""
    last = scenario.schedule.last
    if last is None:
        return
    by_risk = {id: one.milestones[last.id].promise for id, one in drivers.risks.items()}
    by_task = {id: one.tenth.milestones[last.id].promise for id, one in drivers.tasks.items()}
    if risks := _largest(by_risk, scenario.risks):
        yield f"{label(last.name)} moves most, in working days of its promise date, by: {risks}."
    if tasks := _largest(by_task, scenario.tasks):
        yield f"A tenth less of a task's time would save most there by: {tasks}."


def _largest(days: Mapping[str, Estimate], nodes: Mapping[str, Risk] | Mapping[str, Task]) -> str:
    """Name what moves most, of what is known to move it at all."""
    moving = [(id, one) for id, one in days.items() if one.low > 0.0 or one.high < 0.0]
    first = sorted(moving, key=lambda item: abs(item[1].value), reverse=True)[:_NAMED]
    return "; ".join(f"{shortened(one_line(nodes[id].name), _ROOM)} ({in_tenths(one)})" for id, one in first)
