"""
Document: the shape of a scenario file.

A new kind of thing comes in by a model among the parts, with its field in Document and its line in `Document.scenario`;
reading, places, messages and the JSON Schema follow from the model.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import ConfigDict, Field

from milepost.models.distributions import Constant
from milepost.models.file.fields import NOTHING_IS_NO_LIST, Day, DayOrNone, Id, IdsAre, Lags, Name, Quantity, Text
from milepost.models.file.parts.advice import AdvicePart
from milepost.models.file.parts.decision import DecisionPart
from milepost.models.file.parts.milestone import MilestonePart
from milepost.models.file.parts.orderings import OrderingsPart
from milepost.models.file.parts.part import NOTHING_IS_EMPTY, Part
from milepost.models.file.parts.plan import BudgetPart, CalendarPart, CorrelationPart
from milepost.models.file.parts.progress import ProgressPart
from milepost.models.file.parts.resource import LevellingPart, ResourcePart
from milepost.models.file.parts.risk import RiskPart
from milepost.models.file.parts.rule import RulePart
from milepost.models.file.parts.task import TaskPart
from milepost.models.file.parts.tolerance import TolerancePart
from milepost.models.file.quantity import LONGEST
from milepost.models.file.reading import IdRule
from milepost.models.link import LagCalendar
from milepost.models.problem import Remark, cut
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling
from milepost.models.timing import EVERY_DAY_NAME

PLAN: Final = "plan"
"""The key that names what a scenario lies over."""
PROJECT: Final = "project"
"""The key that names which project in it, where it holds several."""
COLUMNS: Final = "columns"
"""The key that says what a list of tasks calls its columns."""
PLAN_IDS: Final = "plan_ids"
"""The key that holds the ids which that had when it was laid over it."""
OF_FILE: Final = frozenset({PLAN, PROJECT, COLUMNS, PLAN_IDS})
"""The keys that are about files, and no part of the plan."""


class Document(Part):
    """A plan with milestones, to be simulated by Milepost."""

    model_config = ConfigDict(title="Milepost scenario")

    name: Text = Field(
        default="",
        title="Name",
        description="What the plan is called. Unless given: the name of the file.",
        examples=["HR assessment app"],
    )
    plan: Text = Field(
        default="",
        title="Plan",
        description="File of the plan that this one lies over, as seen from here, and changes. Unless given: none.",
        examples=["hr_app.yaml"],
    )
    project: Text = Field(
        default="",
        title="Project",
        description="Name of the project that is meant, where `plan` is a file of another program that holds several, "
        "or of the sheet with the tasks. Unless given: the only one.",
        examples=["PHASE-2"],
    )
    columns: Annotated[dict[Name, Text], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Columns",
        description="By the name of a column, as `duration`, what it is called in `plan`, where that is a list of "
        "tasks in CSV or Excel. Unless given: columns are known by the names in use.",
        examples=[{"duration": "Est. effort", "predecessors": "Wait for"}],
    )
    plan_ids: Text = Field(
        default="",
        title="Plan ids",
        description="Ids of `plan` that are known, packed; `milepost import` writes and renews them, and those that "
        "are lost or new since are told. Unless given: nothing is told of them.",
        examples=["eNpTcDQwNFQAAATuAQw="],
    )
    ids: IdsAre = Field(
        default=IdRule.PLAIN,
        title="Ids",
        description="What the ids of tasks, milestones, risks and resources are made of: `plain`, letters, digits, `_` "
        "and `-`, or `printable`, any text on a line, as other programs have them. Unless given: `plain`.",
        examples=["printable"],
    )
    start: Day = Field(
        title="Start", description="First day of the plan, moved forward to a working day.", examples=["2026-01-05"]
    )
    as_of: DayOrNone = Field(
        default=None,
        title="As of",
        description="Day of the status: what is said to have happened has by its beginning, and the rest lies ahead. "
        "Unless given: nothing has happened.",
        examples=["2026-03-09"],
    )
    owner: Text = Field(
        default="",
        title="Owner",
        description="Who answers for the plan. Unless given: nobody.",
        examples=["Studio director"],
    )
    notes: Text = Field(
        default="",
        title="Notes",
        description="Whatever should be remembered. Unless given: nothing.",
        examples=["Agreed in May"],
    )
    calendar: CalendarPart = Field(
        default_factory=CalendarPart,
        title="Calendar",
        description="Which days are worked. Unless given: Monday to Friday, no holidays.",
        examples=[{"workdays": "Mon-Fri", "country": "NL"}],
    )
    calendars: Annotated[dict[Id, CalendarPart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Calendars",
        description="Other calendars, by name, by which tasks are worked that say so; `every_day`, all day and seven "
        "days a week, is there without being named. Unless given: none.",
        examples=[{"site": {"workdays": "Mon-Sat"}}],
        json_schema_extra={"additionalProperties": False},
    )
    lags: Lags = Field(
        default=LagCalendar.PROJECT,
        title="Lags",
        description="By which calendar lags in working days are counted: that of the `project`, of the `predecessor`, "
        "of the `successor`, or `every_day`. Unless given: `project`.",
        examples=["predecessor"],
    )
    progress: ProgressPart = Field(
        default_factory=ProgressPart,
        title="Progress",
        description="How the plan goes on from the day of its status, where work was begun before what it comes after "
        "was done. Unless given: by retained logic.",
        examples=[{"logic": "override"}],
    )
    currency: Text = Field(
        default="",
        title="Currency",
        description="What amounts of money are in, a label. Unless given: none.",
        examples=["EUR"],
    )
    budget: BudgetPart = Field(
        default_factory=BudgetPart,
        title="Budget",
        description="What may be spent, and what is spent every day. Unless given: nothing.",
        examples=[{"total": 900000, "burn": 2400}],
    )
    tolerance: TolerancePart = Field(
        default_factory=TolerancePart,
        title="Tolerance",
        description="How far from the plan something may be before it is an exception. Unless given: no gap is one.",
        examples=[{"hit": 0.8, "gap": 0.25}],
    )
    ranges: Annotated[dict[Id, Quantity], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Ranges",
        description="Ranges of uncertainty, by id, shared by tasks with a single estimate. Unless given: none.",
        examples=[{"rough": [0.8, 1.0, 2.0]}],
        json_schema_extra={"additionalProperties": False},
    )
    milestones: Annotated[dict[Id, MilestonePart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Milestones",
        description="Events that the plan is judged by, by id. Unless given: none.",
        examples=[{"launch": {"due": "2026-06-30", "after": ["build"]}}],
        json_schema_extra={"additionalProperties": False},
    )
    tasks: Annotated[dict[Id, TaskPart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Tasks",
        description="Work with an uncertain duration, by id. Unless given: none.",
        examples=[{"build": {"duration": [8, 12, 25]}}],
        json_schema_extra={"additionalProperties": False},
    )

    risks: Annotated[dict[Id, RiskPart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Risks",
        description="Uncertain events that harm the tasks exposed to them, by id. Unless given: none.",
        examples=[{"hr_demand": {"probability": 0.45, "exposes": ["build"], "delay": [15, 30, 70]}}],
        json_schema_extra={"additionalProperties": False},
    )
    resources: Annotated[dict[Id, ResourcePart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Resources",
        description="People and machines of which tasks need units, by id. Unless given: none.",
        examples=[{"welders": {"capacity": 6}, "crane": {"capacity": 1}}],
        json_schema_extra={"additionalProperties": False},
    )
    levelling: LevellingPart = Field(
        default_factory=LevellingPart,
        title="Levelling",
        description="Who waits when tasks need more units than there are. Unless given: the list is that of the best "
        "schedule found.",
        examples=[{"order": ["weld_frame", "lift_frame", "weld_roof"]}],
    )
    apply: Annotated[list[RulePart], NOTHING_IS_NO_LIST] = Field(
        default_factory=list,
        title="Apply",
        description="Rules that say what many tasks share; what a task says itself counts more. Unless given: none.",
        examples=[[{"where": "all", "range": "rough"}]],
    )
    correlations: Annotated[list[CorrelationPart], NOTHING_IS_NO_LIST] = Field(
        default_factory=list,
        title="Correlations",
        description="Groups of tasks, or of risks, that go well or badly together. Unless given: none.",
        examples=[[{"tasks": ["build_mvp", "build_reports"], "rho": 0.5}]],
    )
    orderings: OrderingsPart | None = Field(
        default=None,
        title="Orderings",
        description="Tasks that share crews, or a resource, and the list in which they take them. Unless given: no "
        "order is in question.",
        examples=[{"among": ["interviews", "engine_spike"], "crews": 1}],
    )
    advice: AdvicePart = Field(
        default_factory=AdvicePart,
        title="Advice",
        description="What `milepost check` is to leave out of its advice. Unless given: nothing.",
        examples=[{"ignore": ["regular-beat"]}],
    )
    decisions: Annotated[list[DecisionPart], NOTHING_IS_NO_LIST] = Field(
        default_factory=list,
        title="Decisions",
        description="What was settled about the plan, when and why, to be remembered; it changes no figure. Unless "
        "given: nothing.",
        examples=[[{"date": "2026-01-12", "what": "Sell through one partner first"}]],
    )

    def scenario(self, name: str) -> tuple[Scenario, list[Remark]]:
        """Make the scenario, named so if it has no name, and say which ranges and calendars could not be applied."""
        remarks = [*self._wrong_calendars()]
        calendars = {id: part.calendar() for id, part in self.calendars.items() if id != EVERY_DAY_NAME}
        known = {*calendars, EVERY_DAY_NAME}
        tasks = {}
        for id, part in self.tasks.items():
            try:
                ranged = self._ranged(part)
            except ValueError as error:
                absent = "" if part.range in self.ranges else part.range
                remarks.append(Remark(path=("tasks", id, "range"), message=str(error), absent=absent))
                ranged = part
            tasks[id] = ranged.task(id, part.calendar if part.calendar in known else None)
        scenario = Scenario(
            name=self.name or name,
            start=self.start,
            calendar=self.calendar.calendar(),
            calendars=calendars,
            lags=self.lags,
            progress=self.progress.progress(),
            currency=self.currency,
            budget=self.budget.budget(),
            tolerance=self.tolerance.tolerance(),
            tasks=tasks,
            milestones={
                id: part.milestone(id, part.calendar if part.calendar in known else None)
                for id, part in self.milestones.items()
            },
            risks={id: part.risk(id) for id, part in self.risks.items()},
            resources={id: part.resource(id) for id, part in self.resources.items()},
            levelling=tuple(self.levelling.order) or None,
            correlations=tuple(part.correlation() for part in self.correlations),
            orderings=self.orderings.orderings() if self.orderings and self.orderings.among else None,
            decisions=tuple(part.decision() for part in self.decisions),
            advice_ignored=tuple(self.advice.ignore),
            as_of=self.as_of,
            owner=self.owner,
            notes=self.notes,
        )
        return scenario, remarks

    def _wrong_calendars(self) -> Iterator[Remark]:
        """Yield where calendars are named that are not there, and where one is there that always is."""
        if EVERY_DAY_NAME in self.calendars:
            message = (
                f"{EVERY_DAY_NAME!r} is always there, all day and seven days a week: give this calendar another name"
            )
            yield Remark(path=("calendars", EVERY_DAY_NAME), message=message, on_key=True)
        spelling = Spelling([*self.calendars, EVERY_DAY_NAME])
        kinds: tuple[tuple[str, Mapping[str, TaskPart | MilestonePart]], ...]
        kinds = (("tasks", self.tasks), ("milestones", self.milestones))
        for kind, parts in kinds:
            for id, part in parts.items():
                name = part.calendar
                if name and name not in self.calendars and name != EVERY_DAY_NAME:
                    hint = spelling.hint(name) or "; define it under calendars, as site: {workdays: Mon-Sat}"
                    message = f"{cut(name)!r} is not a calendar{hint}"
                    yield Remark(path=(kind, id, "calendar"), message=message, absent=name)

    def _ranged(self, part: TaskPart) -> TaskPart:
        """Return a task with its duration after its range, and with what is left of it if that is one number."""
        if not part.range:
            return part
        name = cut(part.range)
        if part.range not in self.ranges:
            hint = Spelling(self.ranges).hint(part.range) or "; define it under ranges, as rough: [0.8, 1.0, 2.0]"
            raise ValueError(f"{name!r} is not a range{hint}")
        if not isinstance(part.duration, Constant):
            raise ValueError(
                f"range {cut(part.range)!r} multiplies one number: give duration as one, or leave range out"
            )
        if part.duration.value == 0.0:
            return part
        duration = self.ranges[part.range].scaled(part.duration.value)
        if duration.mean > LONGEST:
            raise ValueError(
                f"range {name!r} makes a mean duration of {duration.mean:g}, above {LONGEST:,.0f}: shorten it"
            )
        left = part.remaining
        if isinstance(left, Constant) and left.value > 0.0:
            left = self.ranges[part.range].scaled(left.value)
        return part.model_copy(update={"duration": duration, "remaining": left})
