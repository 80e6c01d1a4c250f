"""Scenario: one plan."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from math import inf
from typing import Any, Self, TypeVar

from milepost.models.actual import Actual
from milepost.models.calendar import EVERY_DAY, Calendar, ClockDays, Timetable, WorkingDays, on_one_axis
from milepost.models.clock_timing import ClockTiming
from milepost.models.correlation import Correlation
from milepost.models.dating import Dating
from milepost.models.decision import Decision
from milepost.models.fact_days import days_of_fact
from milepost.models.history import History
from milepost.models.link import LagCalendar
from milepost.models.milestone import Level, Milestone, told_first
from milepost.models.money import Budget
from milepost.models.network import Network
from milepost.models.orderings import Orderings
from milepost.models.progress import AS_USUAL, Progress
from milepost.models.resource import Resource
from milepost.models.risk import Risk
from milepost.models.schedule import Schedule
from milepost.models.status import Status
from milepost.models.task import Task
from milepost.models.timing import EVERY_DAY_NAME, PROJECT, Timing
from milepost.models.tolerance import Tolerance

Node = TypeVar("Node", Task, Milestone)


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
    calendars
        Other calendars, by name, which tasks and milestones have; `every_day` is there without being named.
    lags
        By which calendar lags are counted.
    currency
        What amounts are in, a label.
    budget
        What the plan may spend.
    tolerance
        How far from the plan something may be before it is an exception.
    tasks, milestones
        By id, in the order of the file; no id is in both.
    risks
        By id, in the order of the file.
    correlations
        Tasks or risks that go well or badly together.
    resources
        People and machines of which tasks need units, by id, in the order of the file.
    levelling
        The tasks that need units in the order in which they take them; by early start where it is left out.
    orderings
        The tasks whose order is in question, and which take crews unless they need a resource; none where there are
        none.
    decisions
        What was settled about it, which changes no figure.
    advice_ignored
        Ids of rules by which no advice is given on it.
    as_of
        The day of the status: at its beginning what is said to have happened has, and the rest lies ahead; none for a
        plan of which nothing has.
    progress
        How it goes on from there.
    owner, notes
        For people.
    history
        What has happened, of a forecast that was made of a plan; none of a plan as it is written.
    written
        The plan that a forecast was made of; none of a plan as it is written.
    """

    name: str
    start: date
    calendar: Calendar = field(default_factory=Calendar)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    lags: LagCalendar = LagCalendar.PROJECT
    currency: str = ""
    budget: Budget = field(default_factory=Budget)
    tolerance: Tolerance = field(default_factory=Tolerance)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    risks: Mapping[str, Risk] = field(default_factory=dict)
    correlations: tuple[Correlation, ...] = ()
    resources: Mapping[str, Resource] = field(default_factory=dict)
    levelling: tuple[str, ...] | None = field(default=None, metadata={"sequence": True})
    orderings: Orderings | None = None
    decisions: tuple[Decision, ...] = ()
    advice_ignored: tuple[str, ...] = ()
    as_of: date | None = None
    progress: Progress = AS_USUAL
    owner: str = ""
    notes: str = ""
    history: History | None = None
    written: Self | None = None

    @cached_property
    def days(self) -> WorkingDays:
        """The axis of its times: the working days from the start, or where calendars differ the days on the clock."""
        axis = ClockDays if isinstance(self.timing, ClockTiming) else WorkingDays
        return axis(self.calendar, self.start)

    @cached_property
    def timing(self) -> Timing:
        """
        When work begins and ends on that axis.

        A variant of a plan may lose what its calendars differ by; a forecast has the axis of what it was made of.
        """
        plan = self if self.written is None else self.written
        named = {id: node.calendar for id, node in plan.nodes.items() if node.calendar is not None}
        links = [link for node in plan.nodes.values() for link in node.after]
        elapsed = any(link.elapsed for link in links)
        every_day = plan.lags == LagCalendar.EVERY_DAY and any(link.lag for link in links)
        if not named and not elapsed and not every_day:
            return Timing()
        start = WorkingDays(self.calendar, self.start).start
        worktimes = on_one_axis({PROJECT: self.calendar, EVERY_DAY_NAME: EVERY_DAY, **self.calendars}, start)
        used = {*named.values(), *([EVERY_DAY_NAME] if elapsed or every_day else [])}
        if all(worktimes[name] is worktimes[PROJECT] for name in used):
            return Timing()
        own = {id: node.calendar for id, node in self.nodes.items() if node.calendar is not None}
        return ClockTiming(worktimes, own, named, self.lags)

    @cached_property
    def timetables(self) -> Mapping[str, Timetable]:
        """When each date is worked by the calendars that are used, by name; that of the plan comes first."""
        named = {node.calendar for node in self.nodes.values()}
        others = {name: Timetable(one, self.days.start) for name, one in self.calendars.items() if name in named}
        return {PROJECT: self.days.timetable, **others}

    @cached_property
    def facts(self) -> Mapping[str, Actual]:
        """What has happened, by the id of what has begun; a milestone begins and is finished when it is reached."""
        tasks = {id: task.actual for id, task in self.tasks.items() if task.actual}
        milestones = self.milestones.items()
        return tasks | {id: Actual(start=one.reached, finish=one.reached) for id, one in milestones if one.reached}

    def days_of(self, id: str) -> WorkingDays:
        """Return the calendar by which the finish of a task, or a milestone, has its date: a fact that of the file."""
        return days_of_fact(self.days, self.facts[id].finish if id in self.facts else None)

    def days_of_start(self, id: str) -> WorkingDays:
        """Return the same of its start."""
        return days_of_fact(self.days, self.facts[id].start if id in self.facts else None, begins=True)

    @cached_property
    def nodes(self) -> Mapping[str, Task | Milestone]:
        """Tasks and milestones by id: tasks first, each in the order of the file."""
        return {**self.tasks, **self.milestones}

    @cached_property
    def network(self) -> Network:
        """What comes before what."""
        return Network(
            self.tasks,
            self.milestones,
            self.risks,
            self.orderings,
            self.days,
            self.history,
            self.resources,
            self.levelling,
            self.timing,
        )

    @cached_property
    def dating(self) -> Dating:
        """Which days its times fall on."""
        return Dating(self.tasks, self.milestones, self.risks, self.network)

    @cached_property
    def schedule(self) -> Schedule:
        """Its early and late times, floats and critical paths, when all goes as planned."""
        return Schedule(self.tasks, self.milestones, self.network)

    @cached_property
    def ahead(self) -> Mapping[str, Task]:
        """The tasks that are not finished, by id, in the order of the file."""
        return {id: task for id, task in self.tasks.items() if task.actual is None or task.actual.finish is None}

    @cached_property
    def status(self) -> Status:
        """What of it are facts."""
        plan = self if self.written is None else self.written
        return Status(
            as_of=plan.as_of,
            spent=plan.budget.spent,
            actuals={id: task.actual for id, task in plan.tasks.items() if task.actual is not None},
            remaining={id: task.remaining for id, task in plan.tasks.items() if task.remaining is not None},
            reached={id: one.reached for id, one in plan.milestones.items() if one.reached is not None},
            states={id: risk.state for id, risk in plan.risks.items() if risk.state is not None},
        )

    @cached_property
    def agreed(self) -> Self:
        """The plan as it was before anything of it happened, which is the baseline; itself where nothing has."""
        plan = self if self.written is None else self.written
        return plan if plan.as_of is None else plan.with_status(Status())

    def with_status(self, status: Status) -> Self:
        """Return the plan with other facts; those of what it does not have are left out."""
        plan = self if self.written is None else self.written
        return replace(
            plan,
            as_of=status.as_of,
            budget=replace(plan.budget, spent=status.spent),
            tasks={
                id: replace(task, actual=status.actuals.get(id), remaining=status.remaining.get(id))
                for id, task in plan.tasks.items()
            },
            milestones={id: replace(one, reached=status.reached.get(id)) for id, one in plan.milestones.items()},
            risks={id: replace(risk, state=status.states.get(id)) for id, risk in plan.risks.items()},
        )

    @cached_property
    def unnamed(self) -> Self:
        """The plan without what it is called, and what is said of it for people."""
        return replace(
            self,
            name="",
            owner="",
            notes="",
            decisions=(),
            advice_ignored=(),
            tasks=_unsorted(self.tasks),
            milestones=_unsorted(self.milestones),
        )

    @cached_property
    def correlated_risks(self) -> frozenset[str]:
        """The ids of the risks that are correlated with others."""
        return frozenset(id for group in self.correlations for id in group.risks)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """
        What each milestone adds to the progress beside the others, by id [-].

        Where the file does not say, that is 1 for a major milestone and 0 for a minor one; 1 for all where none is
        major.
        """
        milestones = self.milestones.values()
        any_major = any(one.level == Level.MAJOR for one in milestones)
        usual = {one.id: float(one.level == Level.MAJOR or not any_major) for one in milestones}
        return {one.id: usual[one.id] if one.weight is None else one.weight for one in milestones}

    @cached_property
    def due_days(self) -> Mapping[str, float]:
        """When each milestone is due, by id [working days from the start]; infinity without a date."""
        return {id: inf if one.due is None else self.days.due_offset(one.due) for id, one in self.milestones.items()}

    @cached_property
    def headline(self) -> tuple[Milestone, ...]:
        """The milestones that are told first: the major ones, or all where none is major."""
        return told_first(self.milestones.values())

    def tolerance_of(self, milestone_id: str) -> Tolerance:
        """Return how far from the plan a milestone may be: what is said of it, and else of the plan."""
        own = self.milestones[milestone_id].tolerance or Tolerance()
        return Tolerance(
            hit=self.tolerance.hit if own.hit is None else own.hit,
            gap=self.tolerance.gap if own.gap is None else own.gap,
        )

    @cached_property
    def digest(self) -> str:
        """A SHA-256 of what the scenario says, in hexadecimal; the order of things in the file does not count."""
        return digest_of(self.written or self)


def digest_of(part: Any) -> str:
    """Return a SHA-256 of what a part of a scenario says, in hexadecimal."""
    text = json.dumps(plain(part), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(part: Any) -> Any:
    """
    Return a part of a scenario as what JSON can hold, each dataclass with its name: a Pert is no Triangular.

    Numbers, and what a field's metadata calls a sequence, keep their order; in other lists it says nothing.
    """
    if is_dataclass(part):
        return [type(part).__name__, {item.name: plain_field(part, item) for item in fields(part)}]
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, tuple | frozenset):
        values = [plain(value) for value in part]
        return values if all(isinstance(value, float) for value in values) else sorted(values, key=str)
    return str(part) if isinstance(part, date) else part


def plain_field(part: Any, item: Field[Any]) -> Any:
    """Return a field of a part of a scenario likewise."""
    value = getattr(part, item.name)
    return [plain(one) for one in value] if value is not None and "sequence" in item.metadata else plain(value)


def _unsorted(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """Return tasks or milestones without what they are sorted and looked for by."""
    return {
        id: replace(node, group="", codes={}, wbs="", fields={})
        if node.group or node.codes or node.wbs or node.fields
        else node
        for id, node in nodes.items()
    }
