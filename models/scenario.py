"""Scenario: one plan, and the rules that hold between its parts."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from milepost.models.calendar import Calendar, WorkingDays
from milepost.models.cycle import find_cycles
from milepost.models.link import NOWHERE
from milepost.models.milestone import Milestone
from milepost.models.problem import Remark
from milepost.models.spelling import Spelling
from milepost.models.task import Task


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """
    One plan.

    Parameters
    ----------
    name
        For people.
    start
        Day at whose beginning time is 0, if it is a working day, and else the next one.
    calendar
        Which days are worked.
    tasks, milestones
        By id, in the order of the file; no id is in both.
    owner, notes
        For people.
    """

    name: str
    start: date
    calendar: Calendar = field(default_factory=Calendar)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    owner: str = ""
    notes: str = ""

    @cached_property
    def days(self) -> WorkingDays:
        """The working days from the start."""
        return WorkingDays(self.calendar, self.start)

    @cached_property
    def nodes(self) -> Mapping[str, Task | Milestone]:
        """Tasks and milestones by id: tasks first, each in the order of the file."""
        return {**self.tasks, **self.milestones}

    @cached_property
    def digest(self) -> str:
        """A SHA-256 of what the scenario says, in hexadecimal; the order of things in the file does not count."""
        text = json.dumps(_plain(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def check_scenario(scenario: Scenario) -> Iterator[Remark]:
    """Say what does not hold between the parts of a scenario."""
    for rule in RULES:
        yield from rule(scenario)


def check_not_empty(scenario: Scenario) -> Iterator[Remark]:
    """Ask for something to simulate."""
    if not scenario.tasks and not scenario.milestones:
        message = "neither tasks nor milestones stand here, so there is nothing to simulate: add a task with a duration"
        yield Remark(loc=(), message=message)


def check_namespace(scenario: Scenario) -> Iterator[Remark]:
    """Refuse an id that is a task's and a milestone's."""
    for id in scenario.milestones:
        if id in scenario.tasks:
            message = f"{id!r} is a task and a milestone, and links could mean either: rename one of them"
            yield Remark(loc=("milestones", id), message=message, on_key=True)


def check_links(scenario: Scenario) -> Iterator[Remark]:
    """Refuse links from what does not exist, or from itself."""
    known = {NOWHERE, *scenario.tasks, *scenario.milestones}
    spelling: Spelling | None = None
    for kind, parts in (("tasks", scenario.tasks), ("milestones", scenario.milestones)):
        for id, part in parts.items():
            for index, link in enumerate(part.after):
                loc = (kind, id, "after", index)
                if link.predecessor == id:
                    yield Remark(loc=loc, message=f"{id!r} waits for itself: take the link out")
                elif link.predecessor not in known:
                    spelling = spelling or Spelling(scenario.nodes)
                    hint = spelling.hint(link.predecessor) or "; name a task or a milestone of this file"
                    yield Remark(loc=loc, message=f"{link.predecessor!r} is no task or milestone{hint}")


def check_cycles(scenario: Scenario) -> Iterator[Remark]:
    """Refuse cycles."""
    before = {
        id: [link.predecessor for link in node.after if link.predecessor != id] for id, node in scenario.nodes.items()
    }
    for cycle in find_cycles(before):
        first, last = cycle[0], cycle[-1]
        kind = "milestones" if first in scenario.milestones else "tasks"
        index = [link.predecessor for link in scenario.nodes[first].after].index(last)
        path = " -> ".join((*cycle, first))
        yield Remark(loc=(kind, first, "after", index), message=f"a cycle, {path}: take one of its links out")


def check_due_dates(scenario: Scenario) -> Iterator[Remark]:
    """Refuse milestones that are due before the start."""
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None and milestone.due < scenario.start:
            message = f"{milestone.due} is before the start, {scenario.start}: give a later date, or start earlier"
            yield Remark(loc=("milestones", id, "due"), message=message)


RULES: Final[tuple[Callable[[Scenario], Iterator[Remark]], ...]] = (
    check_not_empty,
    check_namespace,
    check_links,
    check_cycles,
    check_due_dates,
)


def _plain(part: Any) -> Any:
    """Give a part of a scenario as what JSON can hold, each dataclass with its name: a Pert is no Triangular."""
    if is_dataclass(part):
        return [type(part).__name__, {item.name: _plain(getattr(part, item.name)) for item in fields(part)}]
    if isinstance(part, Mapping):
        return {key: _plain(value) for key, value in part.items()}
    if isinstance(part, tuple):
        values = [_plain(value) for value in part]
        return values if all(isinstance(value, float) for value in values) else sorted(values, key=str)
    return part.isoformat() if isinstance(part, date) else part
