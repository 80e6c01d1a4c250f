"""The part of a milestone, with its value and its invoice."""

from typing import Annotated

from pydantic import ConfigDict, Field

from milepost.models.file.fields import (
    AtEnd,
    Code,
    DayOrNone,
    Group,
    Item,
    Items,
    Late,
    Links,
    MilestoneLevel,
    MomentOrNone,
    Money,
    MoneyNeeded,
    MoneyOrNone,
    Terms,
    Text,
    Weight,
)
from milepost.models.file.parts.part import NOTHING_IS_EMPTY, Part
from milepost.models.file.parts.tolerance import TolerancePart
from milepost.models.milestone import Level, Milestone, MilestoneAt
from milepost.models.money import Invoice, LatePer, Value


class ValuePart(Part):
    """What reaching a milestone is worth."""

    model_config = ConfigDict(title="Value")

    amount: MoneyNeeded = Field(
        title="Amount",
        description="What reaching the milestone by its due date is worth [currency].",
        examples=[400000],
    )
    per_day_late: Money = Field(
        default=0.0,
        title="Per day late",
        description="Taken off for each day after the due date [currency per day]. Unless given: 0.",
        examples=[1500],
    )
    at_most: MoneyOrNone = Field(
        default=None,
        title="At most",
        description="What all days after the due date take off at most [currency]. Unless given: no limit.",
        examples=[50000],
    )
    per: Late = Field(
        default=LatePer.WORKING_DAY,
        title="Per",
        description="Which days it is late by: each `working day`, in parts, or each `calendar day`, from the due date "
        "to the date on which it is reached. Unless given: `working day`.",
        examples=["calendar day"],
    )

    def value(self) -> Value:
        """Make the value."""
        return Value(amount=self.amount, per_day_late=self.per_day_late, at_most=self.at_most, per=self.per)


class InvoicePart(Part):
    """A payment that a milestone brings."""

    model_config = ConfigDict(title="Invoice")

    amount: MoneyNeeded = Field(title="Amount", description="What is paid [currency].", examples=[60000])
    terms: Terms = Field(
        default=0,
        title="Terms",
        description="Time between the milestone and the payment, up to 3,650 [calendar days]. Unless given: 0, paid "
        "at once.",
        examples=[30],
    )

    def invoice(self) -> Invoice:
        """Make the invoice."""
        return Invoice(amount=self.amount, terms=self.terms)


class MilestonePart(Part):
    """An event of no duration, normally with a due date."""

    model_config = ConfigDict(title="Milestone")

    name: Text = Field(
        default="",
        title="Name",
        description="What the milestone is called. Unless given: its id.",
        examples=["Concept fit"],
    )
    level: MilestoneLevel = Field(
        default=Level.MAJOR,
        title="Level",
        description="How much it weighs with those who steer the plan, `major` or `minor`. Unless given: `major`.",
        examples=["minor"],
    )
    due: DayOrNone = Field(
        default=None,
        title="Due date",
        description="Last day on which reaching it is a hit; before the start it is never hit, and `milepost check` "
        "says so. Unless given: no promise, so no hit probability.",
        examples=["2026-03-31"],
    )
    owner: Text = Field(
        default="", title="Owner", description="Who answers for it. Unless given: nobody.", examples=["Product lead"]
    )
    notes: Text = Field(
        default="",
        title="Notes",
        description="Whatever should be remembered. Unless given: nothing.",
        examples=["Agreed in May"],
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
    after: Links = Field(
        default_factory=list,
        title="After",
        description="Links to what must come before: ids of tasks and milestones, or one with a kind and a lag, as "
        "`build FF-2`. Unless given: reached at the start.",
        examples=[["interviews", "prototype FF+2"]],
    )
    not_before: MomentOrNone = Field(
        default=None,
        title="Not before",
        description="Day at whose beginning it is reached at the earliest, or its time if the calendar has hours. "
        "Unless given: no bound.",
        examples=["2026-02-02", "2026-02-02 12:00"],
    )
    finish_not_before: MomentOrNone = Field(
        default=None,
        title="Finish not before",
        description="Day at whose end it is reached at the earliest, or its time likewise. Unless given: no bound.",
        examples=["2026-03-27"],
    )
    reached: MomentOrNone = Field(
        default=None,
        title="Reached",
        description="Day on which it was, before that of the status, with a time if the calendar has hours. Unless "
        "given: it is not.",
        examples=["2026-03-27"],
    )
    at: AtEnd = Field(
        default=MilestoneAt.FINISH,
        title="At",
        description="`start` where it begins what comes next, as a start milestone in P6: behind work that ends on a"
        " Friday it then has the date of the Monday; `finish` where it ends what comes before it. Unless"
        " given: `finish`.",
        examples=["start"],
    )
    calendar: Text = Field(
        default="",
        title="Calendar",
        description="Name of the calendar, among `calendars`, or `every_day`, to whose next working moment a "
        "`not_before` or `at: start` moves it. Unless given: that of the plan.",
        examples=["site", "every_day"],
    )
    value: ValuePart | None = Field(
        default=None,
        title="Value",
        description="What reaching it is worth. Unless given: nothing.",
        examples=[{"amount": 400000, "per_day_late": 1500}],
    )
    weight: Weight = Field(
        default=None,
        title="Weight",
        description="Its share of the progress beside the other milestones [-]. Unless given: 1 if major and 0 if "
        "minor; 1 for all where none is major.",
        examples=[3],
    )
    invoice: InvoicePart | None = Field(
        default=None,
        title="Invoice",
        description="The payment that it brings. Unless given: none.",
        examples=[{"amount": 60000, "terms": 30}],
    )
    tolerance: TolerancePart | None = Field(
        default=None,
        title="Tolerance",
        description="How far from the plan it may be before it is an exception. Unless given: as the plan's tolerance "
        "says.",
        examples=[{"hit": 0.9}],
    )
    deliverables: Items = Field(
        default_factory=list,
        title="Deliverables",
        description="What must be on the table. Unless given: nothing.",
        examples=[["Funded project charter"]],
    )
    exit_criteria: Items = Field(
        default_factory=list,
        title="Exit criteria",
        description="What must be true for it to count as reached. Unless given: nothing.",
        examples=[["Time to revenue is foreseeable"]],
    )

    def milestone(self, id: str, calendar: str | None) -> Milestone:
        """Make the milestone, with its calendar."""
        return Milestone(
            id=id,
            name=self.name or id,
            level=self.level,
            due=self.due,
            after=tuple(self.after),
            not_before=self.not_before,
            finish_not_before=self.finish_not_before,
            reached=self.reached,
            at=self.at,
            calendar=calendar,
            weight=self.weight,
            value=self.value.value() if self.value else None,
            invoice=self.invoice.invoice() if self.invoice else None,
            tolerance=self.tolerance.tolerance() if self.tolerance else None,
            owner=self.owner,
            notes=self.notes,
            group=self.group,
            codes=dict(self.codes),
            wbs=self.wbs,
            fields=dict(self.fields),
            deliverables=tuple(self.deliverables),
            exit_criteria=tuple(self.exit_criteria),
        )
