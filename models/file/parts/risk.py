"""The part of a risk."""

from pydantic import ConfigDict, Field

from milepost.models.distributions import Constant
from milepost.models.file.fields import (
    Delay,
    Ids,
    Impact,
    Probability,
    ProbabilityOrNone,
    State,
    Stretch,
    Text,
    Truth,
)
from milepost.models.file.parts.part import Part
from milepost.models.risk import Risk


class RiskPart(Part):
    """An uncertain event that harms the tasks exposed to it."""

    model_config = ConfigDict(title="Risk")

    name: Text = Field(
        default="",
        title="Name",
        description="What the risk is called. Unless given: its id.",
        examples=["HR departments do not trust game-based tests"],
    )
    category: Text = Field(
        default="",
        title="Category",
        description="Kind of risk: market, technology, relationship, dependency, operational, support, or a word of "
        "your own. Unless given: none.",
        examples=["market"],
    )
    probability: Probability = Field(
        title="Probability", description="That it occurs if nothing is done about it, from 0 to 1 [-].", examples=[0.45]
    )
    acceptable: ProbabilityOrNone = Field(
        default=None,
        title="Acceptable",
        description="Probability at which nobody worries about it any more, from 0 to 1: the report says when so "
        "little of it is left [-]. Unless given: nobody asks.",
        examples=[0.15],
    )
    exposes: Ids = Field(
        default_factory=list,
        title="Exposes",
        description="Ids of the tasks that suffer when it occurs. Unless given: none.",
        examples=[["build_mvp", "train_sales"]],
    )
    delay: Delay = Field(
        default=Constant(value=0.0),
        title="Delay",
        description="Added to the duration of each exposed task that it occurs at; below 0 it saves time, down to a "
        "duration of 0 [working days]. Unless given: 0.",
        examples=[[15, 30, 70], [-10, -5, -2]],
    )
    stretch: Stretch = Field(
        default=Constant(value=1.0),
        title="Stretch",
        description="Factor by which the duration of each such task is multiplied, up to 1,000 [-]. Unless given: 1.",
        examples=[[1.1, 1.3, 2.0]],
    )
    cost: Impact = Field(
        default=Constant(value=0.0),
        title="Cost",
        description="Charged once, however many tasks it occurs at; below 0 it saves money [currency]. Unless given: "
        "0.",
        examples=[[20000, 40000, 90000], -5000],
    )
    stop: Truth = Field(
        default=False,
        title="Stop",
        description="Whether the project ends when the risk surfaces, `true` or `false`. Unless given: `false`.",
        examples=["true"],
    )
    state: State = Field(
        default=None,
        title="State",
        description="What is known of it on the day of the status: `open`, its probability is what is believed then, "
        "and counts from there on; `closed`, it cannot occur any more; `occurred`, its cost is spent. Unless given: it "
        "counts as open, and `check` asks where its probability should be another by now.",
        examples=["occurred"],
    )
    owner: Text = Field(
        default="", title="Owner", description="Who watches it. Unless given: nobody.", examples=["Sales lead"]
    )
    notes: Text = Field(
        default="",
        title="Notes",
        description="Whatever should be remembered. Unless given: nothing.",
        examples=["Heard at a trade fair"],
    )

    def risk(self, id: str) -> Risk:
        """Make the risk."""
        return Risk(
            id=id,
            name=self.name or id,
            category=self.category,
            probability=self.probability,
            acceptable=self.acceptable,
            exposes=tuple(self.exposes),
            delay=self.delay,
            stretch=self.stretch,
            cost=self.cost,
            stop=self.stop,
            state=self.state,
            owner=self.owner,
            notes=self.notes,
        )
