"""The part of a task, with what it retires and its rounds."""

from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, model_validator

from milepost.models.distributions import Distribution
from milepost.models.file.fields import (
    Chance,
    DayOrNone,
    Id,
    IdOrNone,
    Ids,
    Links,
    Money,
    Quantity,
    RoundCount,
    Share,
    Text,
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
        description="Share of the probability left that it takes away [-].",
        examples=[0.5],
    )
    impact: Share = Field(
        default=0.0,
        title="Impact",
        description="Share of the impacts left that it takes away [-].",
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

    chance: Chance = Field(
        alias="pass", title="Pass", description="Probability that a round passes [-].", examples=[0.6]
    )
    at_most: RoundCount = Field(title="At most", description="How many rounds are allowed.", examples=[4])

    def rounds(self) -> Rounds:
        """Make the rounds."""
        return Rounds(chance=self.chance, at_most=self.at_most)


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
    cost: Money = Field(
        default=0.0,
        title="Cost",
        description="What it costs in all, for each round [currency]; spent evenly while it is under way.",
        examples=[6000],
    )
    daily: Money = Field(
        default=0.0,
        title="Daily cost",
        description="What it costs while it is under way [currency per working day].",
        examples=[800],
    )
    retires: Annotated[dict[Id, RetirementPart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Retires",
        description="By risk, the share of its probability that is taken away when the task finishes, or "
        "{probability: share, impact: share} [-].",
        examples=[{"hr_demand": 0.5}, {"hr_demand": {"probability": 0.5, "impact": 0.3}}],
        json_schema_extra={"additionalProperties": False},
    )
    reveals: Ids = Field(
        default_factory=list,
        title="Reveals",
        description="Stopping risks that show at its finish, if they are real.",
        examples=[["no_demand"]],
    )
    rounds: RoundsPart | None = Field(
        default=None,
        title="Rounds",
        description="Repeat it until a round passes, or the last allowed one ends.",
        examples=[{"pass": 0.6, "at_most": 4}],
    )
    only_if: IdOrNone = Field(
        default=None,
        title="Only if",
        description="Risk that must have occurred for the task to run at all.",
        examples=["hr_demand"],
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
            cost=self.cost,
            daily=self.daily,
            retires={risk: part.retirement() for risk, part in self.retires.items()},
            reveals=tuple(self.reveals),
            rounds=self.rounds.rounds() if self.rounds else None,
            only_if=self.only_if,
            owner=self.owner,
            notes=self.notes,
        )
