"""
Document: the shape of a scenario file.

A new kind of thing comes in by a model here, with its field in Document and its line in `Document.scenario`; reading,
places, messages and the JSON Schema follow from the model.
"""

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import WithDefaultSchema

from milepost.models.calendar import Calendar, check_region
from milepost.models.distributions import Constant, Distribution
from milepost.models.fields import (
    Country,
    Day,
    DayOrNone,
    Days,
    Id,
    Items,
    Links,
    MilestoneLevel,
    Quantity,
    Text,
    TextOrNone,
    Workdays,
    attempt,
)
from milepost.models.milestone import Level, Milestone
from milepost.models.problem import Remark
from milepost.models.quantity import LARGEST
from milepost.models.scenario import Scenario
from milepost.models.spelling import Spelling
from milepost.models.task import Task

_NOTHING_IS_EMPTY: Final = BeforeValidator(lambda value: {} if value is None else value)


class Part(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: object) -> object:
        return {} if value is None else value


class CalendarPart(Part):
    """Which days are worked."""

    model_config = ConfigDict(title="Calendar")

    workdays: Workdays = Field(
        default="Mon-Fri",
        title="Days of the week",
        description="Days that are worked, and ranges of them, which may wrap.",
        examples=["Mon-Fri", "Sun-Thu", "Mon, Wed, Fri-Sun"],
    )
    country: Country = Field(
        default=None,
        title="Country",
        description="ISO 3166 code of the country whose public holidays are free.",
        examples=["NL", "DE"],
    )
    region: TextOrNone = Field(
        default=None,
        title="Region",
        description="Code of the region, where a country's public holidays differ.",
        examples=["BY"],
    )
    holidays: Days = Field(
        default_factory=list, title="Own holidays", description="Other free days.", examples=[["2026-12-24"]]
    )

    @field_validator("region", mode="after")
    @classmethod
    def _known(cls, region: str | None, info: ValidationInfo) -> str | None:
        if region is not None and "country" in info.data and info.context is None:
            attempt(lambda _: check_region(info.data["country"], region), region)
        return region


class MilestonePart(Part):
    """An event of no duration, normally with a due date."""

    model_config = ConfigDict(title="Milestone")

    name: Text = Field(
        default="", title="Name", description="For people; the id if left out.", examples=["Concept fit"]
    )
    level: MilestoneLevel = Field(
        default=Level.MAJOR,
        title="Level",
        description="How much it weighs with those who steer the plan.",
        examples=["minor"],
    )
    due: DayOrNone = Field(
        default=None, title="Due date", description="Last day on which reaching it is a hit.", examples=["2026-03-31"]
    )
    owner: Text = Field(default="", title="Owner", description="Who answers for it.", examples=["Product lead"])
    notes: Text = Field(
        default="", title="Notes", description="Whatever should be remembered.", examples=["Agreed in May"]
    )
    after: Links = Field(
        default_factory=list,
        title="After",
        description="What must come before: ids of tasks and milestones, or links such as `build FF-2` "
        "(ID FS|SS|FF|SF +|-working days).",
        examples=[["interviews", "prototype FF+2"]],
    )
    not_before: DayOrNone = Field(
        default=None,
        title="Not before",
        description="Day at whose beginning it can be reached.",
        examples=["2026-02-02"],
    )
    deliverables: Items = Field(
        default_factory=list,
        title="Deliverables",
        description="What must be on the table.",
        examples=[["Funded project charter"]],
    )
    exit_criteria: Items = Field(
        default_factory=list,
        title="Exit criteria",
        description="What must be true for it to count as reached.",
        examples=[["Time to revenue is foreseeable"]],
    )

    def milestone(self, id: str) -> Milestone:
        """Make the milestone."""
        return Milestone(
            id=id,
            name=self.name or id,
            level=self.level,
            due=self.due,
            after=tuple(self.after),
            not_before=self.not_before,
            owner=self.owner,
            notes=self.notes,
            deliverables=tuple(self.deliverables),
            exit_criteria=tuple(self.exit_criteria),
        )


class TaskPart(Part):
    """Work with an uncertain duration."""

    model_config = ConfigDict(title="Task")

    name: Text = Field(
        default="", title="Name", description="For people; the id if left out.", examples=["Build the MVP"]
    )
    duration: Quantity = Field(
        title="Duration", description="How long the work takes [working days].", examples=[[8, 12, 25], 10]
    )
    range: Text = Field(
        default="",
        title="Range",
        description="A factor from `ranges` by which a single number is multiplied.",
        examples=["rough"],
    )
    after: Links = Field(
        default_factory=list,
        title="After",
        description="What must come before: ids of tasks and milestones, or links such as `design SS+5` "
        "(ID FS|SS|FF|SF +|-working days).",
        examples=[["kickoff", "design SS+5"]],
    )
    not_before: DayOrNone = Field(
        default=None,
        title="Not before",
        description="Day at whose beginning the work may start.",
        examples=["2026-02-02"],
    )
    owner: Text = Field(
        default="", title="Owner", description="Who does it or answers for it.", examples=["Engine lead"]
    )
    notes: Text = Field(
        default="", title="Notes", description="Whatever should be remembered.", examples=["Estimated in May"]
    )

    def task(self, id: str, duration: Distribution) -> Task:
        """Make the task, with its duration after its range."""
        return Task(
            id=id,
            name=self.name or id,
            duration=duration,
            after=tuple(self.after),
            not_before=self.not_before,
            owner=self.owner,
            notes=self.notes,
        )


class Document(Part):
    """A plan with milestones, to be simulated by Milepost."""

    model_config = ConfigDict(title="Milepost scenario")

    name: Text = Field(
        default="", title="Name", description="For people; the file's name if left out.", examples=["HR assessment app"]
    )
    start: Day = Field(title="Start", description="Day on which the plan begins.", examples=["2026-01-05"])
    owner: Text = Field(
        default="", title="Owner", description="Who answers for the plan.", examples=["Studio director"]
    )
    notes: Text = Field(
        default="", title="Notes", description="Whatever should be remembered.", examples=["Agreed in May"]
    )
    calendar: CalendarPart = Field(
        default_factory=CalendarPart,
        title="Calendar",
        description="Which days are worked; Monday to Friday if left out.",
        examples=[{"workdays": "Mon-Fri", "country": "NL"}],
    )
    ranges: Annotated[dict[Id, Quantity], _NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Ranges",
        description="Uncertain factors for tasks that give one number, by id.",
        examples=[{"rough": [0.8, 1.0, 2.0]}],
        json_schema_extra={"additionalProperties": False},
    )
    milestones: Annotated[dict[Id, MilestonePart], _NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Milestones",
        description="Events that the plan is judged by, by id.",
        examples=[{"launch": {"due": "2026-06-30", "after": ["build"]}}],
        json_schema_extra={"additionalProperties": False},
    )
    tasks: Annotated[dict[Id, TaskPart], _NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Tasks",
        description="Work with an uncertain duration, by id.",
        examples=[{"build": {"duration": [8, 12, 25]}}],
        json_schema_extra={"additionalProperties": False},
    )

    def scenario(self, name: str) -> tuple[Scenario, list[Remark]]:
        """Make the scenario, named so if it has no name, and say which ranges could not be applied."""
        remarks: list[Remark] = []
        tasks = {}
        for id, part in self.tasks.items():
            try:
                duration = self._ranged(part)
            except ValueError as error:
                remarks.append(Remark(loc=("tasks", id, "range"), message=str(error)))
                duration = part.duration
            tasks[id] = part.task(id, duration)
        scenario = Scenario(
            name=self.name or name,
            start=self.start,
            calendar=Calendar(
                workdays=self.calendar.workdays,
                country=self.calendar.country,
                region=self.calendar.region if self.calendar.country else None,  # a broken file may have it alone
                holidays=tuple(self.calendar.holidays),
            ),
            tasks=tasks,
            milestones={id: part.milestone(id) for id, part in self.milestones.items()},
            owner=self.owner,
            notes=self.notes,
        )
        return scenario, remarks

    def _ranged(self, part: TaskPart) -> Distribution:
        if not part.range:
            return part.duration
        if part.range not in self.ranges:
            hint = Spelling(self.ranges).hint(part.range) or "; define it under ranges, as rough: [0.8, 1.0, 2.0]"
            raise ValueError(f"{part.range!r} is no range{hint}")
        if not isinstance(part.duration, Constant):
            raise ValueError(f"range {part.range!r} multiplies one number: give duration as one, or leave range out")
        if part.duration.value == 0.0:
            return part.duration
        duration = self.ranges[part.range].scaled(part.duration.value)
        if duration.mean > LARGEST:
            raise ValueError(
                f"range {part.range!r} makes a mean duration of {duration.mean:g}, above {LARGEST:,.0f}: shorten it"
            )
        return duration


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario file, for editors."""
    shape = Document.model_json_schema(schema_generator=_Generator)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}


class _Generator(GenerateJsonSchema):
    """Keeps quiet about what stands in for a key that is left out, where that is nothing."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        shape = super().default_schema(schema)
        return shape if shape.get("default") else {key: value for key, value in shape.items() if key != "default"}
