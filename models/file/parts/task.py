"""The part of a task, with what it retires and its rounds."""

from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, model_validator

from milepost.models.actual import Actual
from milepost.models.distributions import Constant
from milepost.models.file.fields import (
    Code,
    Cost,
    DayOrNone,
    Group,
    Id,
    IdOrNone,
    Ids,
    Item,
    Links,
    Moment,
    MomentOrNone,
    PassProbability,
    Quantity,
    RoundCount,
    RoundsDone,
    Share,
    Text,
    TruthUnlessSaid,
    UnitsNeeded,
    attempt,
    share_of,
)
from milepost.models.file.parts.part import NOTHING_IS_EMPTY, Part, or_alone
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.models.task import Task

_SHARE_ALONE: Final[dict[str, Any]] = {"title": "share", "type": "number", "minimum": 0, "maximum": 1}


class RetirementPart(Part):
    """What finishing a task takes away from a risk: a share of its probability, or of its impacts too."""

    model_config = ConfigDict(title="Retirement", json_schema_extra=lambda schema: or_alone(schema, _SHARE_ALONE))

    probability: Share = Field(
        default=0.0,
        title="Probability",
        description="Share of the probability left that is taken away, from 0 to 1 [-]. Unless given: 0.",
        examples=[0.5],
    )
    impact: Share = Field(
        default=0.0,
        title="Impact",
        description="Share of the impacts left (delay, stretch and cost) that is taken away, from 0 to 1 [-]. Unless"
        " given: 0.",
        examples=[0.3],
    )

    @model_validator(mode="wrap")
    @classmethod
    def _alone(cls, value: object, take: ModelWrapValidatorHandler[Self]) -> Self:
        """Take a share alone for that of the probability."""
        if isinstance(value, str):
            return cls.model_construct(probability=attempt(share_of("share"), value), impact=0.0)
        return take(value)

    def retirement(self) -> Retirement:
        """Make the retirement."""
        return Retirement(probability=self.probability, impact=self.impact)


class RoundsPart(Part):
    """Work that is repeated until it passes."""

    model_config = ConfigDict(title="Rounds")

    probability: PassProbability = Field(
        alias="pass",
        title="Pass",
        description="Probability that a round passes, above 0 and at most 1 [-].",
        examples=[0.6],
    )
    at_most: RoundCount = Field(
        title="At most", description="How many rounds are allowed, from 1 to 1,000.", examples=[4]
    )

    def rounds(self) -> Rounds:
        """Make the rounds."""
        return Rounds(probability=self.probability, at_most=self.at_most)


class ActualPart(Part):
    """When a task was begun, and when it was finished if it was."""

    model_config = ConfigDict(title="Actual")

    start: Moment = Field(
        title="Start",
        description="Day on which the work was begun, before that of the status; with a time if the calendar has "
        "hours, as `2026-02-02 12:00`.",
        examples=["2026-02-02"],
    )
    finish: MomentOrNone = Field(
        default=None,
        title="Finish",
        description="Last day of the work, before that of the status; with a time likewise. Unless given: it is under "
        "way.",
        examples=["2026-02-20"],
    )
    rounds: RoundsDone = Field(
        default=None,
        title="Rounds",
        description="How many rounds are done. Unless given: 1 of finished work, else none.",
        examples=[2],
    )
    passed: TruthUnlessSaid = Field(
        default=True,
        title="Passed",
        description="Whether a round passed, of finished work with rounds, `true` or `false`. Unless given: `true`.",
        examples=["false"],
    )

    def actual(self) -> Actual:
        """Make what has happened."""
        return Actual(start=self.start, finish=self.finish, rounds=self.rounds, passed=self.passed)


class TaskPart(Part):
    """Work with an uncertain duration."""

    model_config = ConfigDict(title="Task")

    name: Text = Field(
        default="",
        title="Name",
        description="What the task is called. Unless given: its id.",
        examples=["Build the MVP"],
    )
    duration: Quantity = Field(
        title="Duration", description="How long the work takes once begun [working days].", examples=[[8, 12, 25], 10]
    )
    range: Text = Field(
        default="",
        title="Range",
        description="Name of a factor among `ranges`; the duration is then one number, and what is `remaining` of work "
        "under way, if it is one, is multiplied as well. Unless given: the number is "
        "certain.",
        examples=["rough"],
    )
    after: Links = Field(
        default_factory=list,
        title="After",
        description="Links to what must come before: ids of tasks and milestones, or one with a kind and a lag, as "
        "`design SS+5`. Unless given: it starts with the plan.",
        examples=[["kickoff", "design SS+5"], ["pour FS+7ed"]],
    )
    not_before: MomentOrNone = Field(
        default=None,
        title="Not before",
        description="Day at whose beginning the work starts at the earliest, or its time if the calendar has hours. "
        "Unless given: no bound.",
        examples=["2026-02-02", "2026-02-02 12:00"],
    )
    finish_not_before: MomentOrNone = Field(
        default=None,
        title="Finish not before",
        description="Day at whose end the work finishes at the earliest, or its time; it starts later for that. "
        "Unless given: no bound.",
        examples=["2026-03-27"],
    )
    due: DayOrNone = Field(
        default=None,
        title="Due",
        description="Last day on which its finish is a hit: it makes a minor milestone that is named after the task. "
        "Unless given: no date is held against it.",
        examples=["2026-03-27"],
    )
    latest_start: DayOrNone = Field(
        default=None,
        title="Latest start",
        description="Last day on which it should begin. It holds nothing: `milepost check` tells where the plan is "
        "later. Unless given: no day.",
        examples=["2026-03-02"],
    )
    calendar: Text = Field(
        default="",
        title="Calendar",
        description="Name of the calendar by which it is worked, among `calendars`, or `every_day`; its duration is in "
        "working days of that. Unless given: that of the plan.",
        examples=["site", "every_day"],
    )
    cost: Cost = Field(
        default=Constant(value=0.0),
        title="Cost",
        description="What it costs in all, spent evenly while it is under way; paid for each round, and drawn once "
        "where it is uncertain [currency]. Unless given: 0.",
        examples=[6000, [5000, 6000, 9000]],
    )
    daily: Cost = Field(
        default=Constant(value=0.0),
        title="Daily cost",
        description="What it costs while it is under way, drawn once where it is uncertain [currency per working "
        "day]. Unless given: 0.",
        examples=[800, {"uniform": [700, 1000]}],
    )
    needs: Annotated[dict[Id, UnitsNeeded], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Needs",
        description="By resource, how many units it needs from its start to its finish, from 1 to 1,000. Unless given: "
        "none.",
        examples=[{"welders": 3, "crane": 1}],
        json_schema_extra={"additionalProperties": False},
    )
    retires: Annotated[dict[Id, RetirementPart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Retires",
        description="By risk, what finishing the task takes away from it: a share of its probability, or "
        "`{probability: share, impact: share}` [-]. Unless given: nothing.",
        examples=[{"hr_demand": 0.5}, {"hr_demand": {"probability": 0.5, "impact": 0.3}}],
        json_schema_extra={"additionalProperties": False},
    )
    exposed_to: Ids = Field(
        default_factory=list,
        title="Exposed to",
        description="Ids of risks that harm the task, besides those that name it under `exposes`. Unless given: none.",
        examples=[["weather"]],
    )
    reveals: Ids = Field(
        default_factory=list,
        title="Reveals",
        description="Ids of stopping risks that show at its finish, if they are real. Unless given: none.",
        examples=[["no_demand"]],
    )
    rounds: RoundsPart | None = Field(
        default=None,
        title="Rounds",
        description="How often it is repeated until it passes. Unless given: done once.",
        examples=[{"pass": 0.6, "at_most": 4}],
    )
    only_if: IdOrNone = Field(
        default=None,
        title="Only if",
        description="Id of the risk that must have occurred for the task to run. Unless given: it always runs.",
        examples=["hr_demand"],
    )
    actual: ActualPart | None = Field(
        default=None,
        title="Actual",
        description="When it was begun, and finished if it was. Unless given: it has not begun.",
        examples=[{"start": "2026-02-02", "finish": "2026-02-20"}],
    )
    remaining: Quantity | None = Field(
        default=None,
        title="Remaining",
        description="How much is left of it on the day of the status, of a task under way [working days]. "
        "Unless given: what its duration leaves, given that it is longer than what has gone.",
        examples=[[3, 5, 12]],
    )
    owner: Text = Field(
        default="",
        title="Owner",
        description="Who does it or answers for it. Unless given: nobody.",
        examples=["Engine lead"],
    )
    notes: Text = Field(
        default="",
        title="Notes",
        description="Whatever should be remembered. Unless given: nothing.",
        examples=["Estimated in May"],
    )
    group: Group = Field(
        default="",
        title="Group",
        description="Where it belongs: the path to it in a work breakdown structure, with `/` between up to 20 levels. "
        "Unless given: in no group.",
        examples=["Civil works/Bridge 3"],
    )
    codes: Annotated[dict[Code, Item], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Codes",
        description="What else it is sorted by: words of your own by the name of a code. Unless given: none.",
        examples=[{"Discipline": "CIV", "Phase": 2}],
    )
    wbs: Text = Field(
        default="",
        title="WBS",
        description="Its code in a work breakdown structure, for rules to look for. Unless given: none.",
        examples=["1.3.2"],
    )
    fields: Annotated[dict[Code, Item], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Fields",
        description="What else a planning tool knows of it: texts, numbers and lengths in working days, by the name of "
        "a field, for rules to look for. Unless given: nothing.",
        examples=[{"Duration1": 5, "Text1": "night shift"}],
    )

    def task(self, id: str, calendar: str | None) -> Task:
        """Make the task, with its calendar."""
        return Task(
            id=id,
            name=self.name or id,
            duration=self.duration,
            after=tuple(self.after),
            not_before=self.not_before,
            finish_not_before=self.finish_not_before,
            latest_start=self.latest_start,
            calendar=calendar,
            cost=self.cost,
            daily=self.daily,
            needs=dict(self.needs),
            retires={risk: part.retirement() for risk, part in self.retires.items()},
            reveals=tuple(self.reveals),
            rounds=self.rounds.rounds() if self.rounds else None,
            only_if=self.only_if,
            actual=self.actual.actual() if self.actual else None,
            remaining=self.remaining,
            owner=self.owner,
            notes=self.notes,
            group=self.group,
            codes=dict(self.codes),
            wbs=self.wbs,
            fields=dict(self.fields),
        )
