"""The part of a decision: what was settled, and why."""

from pydantic import ConfigDict, Field

from milepost.models.decision import Decision
from milepost.models.file.fields import Day, Ids, Item, Text
from milepost.models.file.parts.part import Part


class DecisionPart(Part):
    """What was settled about the plan."""

    model_config = ConfigDict(title="Decision")

    date: Day = Field(title="Date", description="Day on which it was taken, any.", examples=["2026-01-12"])
    what: Item = Field(
        title="What",
        description="What was settled.",
        examples=["Sell to HR departments through one partner first"],
    )
    why: Text = Field(
        default="",
        title="Why",
        description="For what reasons. Unless given: nobody says.",
        examples=["The market is new to us"],
    )
    touches: Ids = Field(
        default_factory=list,
        title="Touches",
        description="Ids of the tasks, milestones and risks that it is about. Unless given: the plan as a whole.",
        examples=[["hr_demand", "concept_fit"]],
    )

    def decision(self) -> Decision:
        """Make the decision."""
        return Decision(date=self.date, what=self.what, why=self.why, touches=tuple(self.touches))
