"""Parts: the mappings that a scenario file is made of, each with its keys."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from milepost.models.calendar import check_region
from milepost.models.correlation import Correlation, check_members
from milepost.models.distributions import Constant, Distribution
from milepost.models.fields import (
    AtEnd,
    Chance,
    Country,
    CrewCount,
    DayKey,
    DayOrNone,
    DayRanges,
    Delay,
    Gap,
    Id,
    IdOrNone,
    Ids,
    Impact,
    Items,
    Links,
    MilestoneLevel,
    Money,
    MoneyNeeded,
    Name,
    PartOfDay,
    Probability,
    Quantity,
    Rho,
    RoundCount,
    Share,
    Stretch,
    Terms,
    Text,
    TextOrNone,
    Total,
    Truth,
    Weight,
    Workdays,
    attempt,
    share_of,
)
from milepost.models.milestone import Level, Milestone, MilestoneAt
from milepost.models.money import Budget, Invoice, Value
from milepost.models.orderings import Alternative, Orderings, check_among, check_compare
from milepost.models.risk import Retirement, Risk
from milepost.models.rounds import Rounds
from milepost.models.scalar import cut
from milepost.models.task import Task
from milepost.models.tolerance import Tolerance

NOTHING_IS_EMPTY: Final = BeforeValidator(lambda value: {} if value is None else value)
_IDS: Final = TypeAdapter[list[str]](Ids)
_SHARE_ALONE: Final[dict[str, Any]] = {"title": "share", "type": "number", "minimum": 0, "maximum": 1}
_ORDER_ALONE: Final[dict[str, Any]] = {"title": "order", **_IDS.json_schema()}


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
        default=None,
        title="Days of the week",
        description="Days that are worked, and ranges of them, which may wrap; those of the country if left out, and "
        "Monday to Friday without a country.",
        examples=["Mon-Fri", "Sun-Thu", "Mon, Wed, Fri-Sun"],
    )
    country: Country = Field(
        default=None,
        title="Country",
        description="ISO 3166 code of the country whose public holidays are free; days of weekends that make up for "
        "them are worked.",
        examples=["NL", "DE"],
    )
    region: TextOrNone = Field(
        default=None,
        title="Region",
        description="Code of the region, where a country's public holidays differ.",
        examples=["BY"],
    )
    holidays: DayRanges = Field(
        default_factory=list,
        title="Own holidays",
        description="Other free days, and ranges of them with both ends.",
        examples=[["2026-12-24", "2026-08-03..2026-08-14"]],
    )
    days: Annotated[dict[DayKey, PartOfDay], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Days",
        description="By date how much of a working day it is, whatever it would be else: 0.5 is half a day, and 1 "
        "makes a day of a weekend worked [working days].",
        examples=[{"2026-12-24": 0.5, "2026-02-14": 1}],
    )

    @field_validator("days", mode="before")
    @classmethod
    def _once(cls, days: object, info: ValidationInfo) -> object:
        if isinstance(days, dict) and info.context is None:
            attempt(lambda _: _check_once(days), days)
        return days

    @field_validator("region", mode="after")
    @classmethod
    def _known(cls, region: str | None, info: ValidationInfo) -> str | None:
        if region is not None and "country" in info.data and info.context is None:
            attempt(lambda _: check_region(info.data["country"], region), region)
        return region


class ValuePart(Part):
    """What reaching a milestone is worth."""

    model_config = ConfigDict(title="Value")

    amount: MoneyNeeded = Field(
        title="Amount", description="What reaching it by its due date is worth [currency].", examples=[400000]
    )
    per_day_late: Money = Field(
        default=0.0,
        title="Per day late",
        description="Taken off for each working day after the due date [currency per working day].",
        examples=[1500],
    )

    def value(self) -> Value:
        """Make the value."""
        return Value(amount=self.amount, per_day_late=self.per_day_late)


class InvoicePart(Part):
    """A payment that a milestone brings."""

    model_config = ConfigDict(title="Invoice")

    amount: MoneyNeeded = Field(title="Amount", description="What is paid [currency].", examples=[60000])
    terms: Terms = Field(
        default=0,
        title="Terms",
        description="When it is paid after the milestone [calendar days].",
        examples=[30],
    )

    def invoice(self) -> Invoice:
        """Make the invoice."""
        return Invoice(amount=self.amount, terms=self.terms)


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
    at: AtEnd = Field(
        default=MilestoneAt.FINISH,
        title="At",
        description="Whether it is the finish of what comes before, or the start of what comes next, which between two "
        "days has the date of the later one.",
        examples=["start"],
    )
    value: ValuePart | None = Field(
        default=None,
        title="Value",
        description="What reaching it is worth.",
        examples=[{"amount": 400000, "per_day_late": 1500}],
    )
    weight: Weight = Field(
        default=None,
        title="Weight",
        description="Its share of the progress beside the other milestones [-]; 1 for a major milestone and 0 for a "
        "minor one if left out, or 1 for all where none is major.",
        examples=[3],
    )
    invoice: InvoicePart | None = Field(
        default=None,
        title="Invoice",
        description="The payment that it brings.",
        examples=[{"amount": 60000, "terms": 30}],
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
            at=self.at,
            weight=self.weight,
            value=self.value.value() if self.value else None,
            invoice=self.invoice.invoice() if self.invoice else None,
            owner=self.owner,
            notes=self.notes,
            deliverables=tuple(self.deliverables),
            exit_criteria=tuple(self.exit_criteria),
        )


class RetirementPart(Part):
    """What finishing a task takes away from a risk: a share of its probability, or of its impacts too."""

    model_config = ConfigDict(title="Retirement", json_schema_extra=lambda schema: _or(schema, _SHARE_ALONE))

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


class RiskPart(Part):
    """An uncertain event that harms the tasks exposed to it."""

    model_config = ConfigDict(title="Risk")

    name: Text = Field(
        default="",
        title="Name",
        description="For people; the id if left out.",
        examples=["HR departments do not trust game-based tests"],
    )
    category: Text = Field(
        default="",
        title="Category",
        description="Kind of risk: market, technology, relationship, dependency, operational, support, or a word of "
        "your own.",
        examples=["market"],
    )
    probability: Probability = Field(
        title="Probability", description="That it occurs if nothing is done about it [-].", examples=[0.45]
    )
    exposes: Ids = Field(
        default_factory=list,
        title="Exposes",
        description="Tasks that suffer when it occurs.",
        examples=[["build_mvp", "train_sales"]],
    )
    delay: Delay = Field(
        default=Constant(value=0.0),
        title="Delay",
        description="Added to the duration of each exposed task that it occurs at [working days].",
        examples=[[15, 30, 70]],
    )
    stretch: Stretch = Field(
        default=Constant(value=1.0),
        title="Stretch",
        description="Multiplies the duration of each exposed task that it occurs at [-].",
        examples=[[1.1, 1.3, 2.0]],
    )
    cost: Impact = Field(
        default=Constant(value=0.0),
        title="Cost",
        description="Charged once, when it first occurs [currency].",
        examples=[[20000, 40000, 90000]],
    )
    stop: Truth = Field(
        default=False,
        title="Stop",
        description="Whether the project ends when the risk surfaces.",
        examples=["true"],
    )
    owner: Text = Field(default="", title="Owner", description="Who watches it.", examples=["Sales lead"])
    notes: Text = Field(
        default="", title="Notes", description="Whatever should be remembered.", examples=["Heard at a trade fair"]
    )

    def risk(self, id: str) -> Risk:
        """Make the risk."""
        return Risk(
            id=id,
            name=self.name or id,
            category=self.category,
            probability=self.probability,
            exposes=tuple(self.exposes),
            delay=self.delay,
            stretch=self.stretch,
            cost=self.cost,
            stop=self.stop,
            owner=self.owner,
            notes=self.notes,
        )


class BudgetPart(Part):
    """The budget, and what is spent every day."""

    model_config = ConfigDict(title="Budget")

    total: Total = Field(
        default=None, title="Total", description="What may be spent in all [currency].", examples=[900000]
    )
    burn: Money = Field(
        default=0.0,
        title="Burn",
        description="Cost of the standing team until the last milestone [currency per working day].",
        examples=[2400],
    )

    def budget(self) -> Budget:
        """Make the budget."""
        return Budget(total=self.total, burn=self.burn)


class TolerancePart(Part):
    """How far from the plan something may be before it is an exception."""

    model_config = ConfigDict(title="Tolerance")

    gap: Gap = Field(
        default=None,
        title="Gap",
        description="By how much the gap between the share of the budget spent and the share of the milestones reached "
        "may exceed the plan's own on a due date [share of the budget].",
        examples=[0.25],
    )

    def tolerance(self) -> Tolerance:
        """Make the tolerance."""
        return Tolerance(gap=self.gap)


class CorrelationPart(Part):
    """A group of tasks, or of risks, that go well or badly together."""

    model_config = ConfigDict(title="Correlation")

    tasks: Ids = Field(
        default_factory=list,
        title="Tasks",
        description="Tasks whose durations go together.",
        examples=[["build_mvp", "build_reports"]],
    )
    risks: Ids = Field(
        default_factory=list,
        title="Risks",
        description="Risks that tend to occur together.",
        examples=[["hr_demand", "partner_leaves"]],
    )
    rho: Rho = Field(
        title="Rho",
        description="Correlation of the Gaussian copula between any two of them [-]; the Pearson correlation of the "
        "durations is somewhat less.",
        examples=[0.5],
    )

    @model_validator(mode="after")
    def _members(self, info: ValidationInfo) -> Self:
        if info.context is None:
            attempt(lambda _: check_members(self.tasks, self.risks), None)
        return self

    def correlation(self) -> Correlation:
        """Make the correlation."""
        return Correlation(tasks=tuple(self.tasks), risks=tuple(self.risks), rho=self.rho)


class AlternativePart(Part):
    """What could be done instead: another order, more to wait for, less to do; a list alone is an order."""

    model_config = ConfigDict(title="Alternative", json_schema_extra=lambda schema: _or(schema, _ORDER_ALONE))

    order: Ids = Field(
        default_factory=list,
        title="Order",
        description="The tasks of among in the order in which they take a crew; the one in force if left out. Those "
        "left undone may stand in it or not.",
        examples=[["engine_spike", "interviews", "prototype_test"]],
    )
    hold: Annotated[dict[Id, Ids], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Hold",
        description="By task or milestone, what it has to wait for as well.",
        examples=[{"build_mvp": ["prototype_test"]}],
        json_schema_extra={"additionalProperties": False},
    )
    without: Ids = Field(
        default_factory=list,
        title="Without",
        description="Tasks of among that are left undone.",
        examples=[["partner_agreement"]],
    )

    @model_validator(mode="wrap")
    @classmethod
    def _alone(cls, value: object, take: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Take a list alone for an order."""
        if isinstance(value, list):
            order = _IDS.validate_python(value, context=info.context)
            part = cls.model_construct(order=order, hold={}, without=[])
        else:
            part = take(value)
        if info.context is None and not (part.order or part.hold or part.without):
            attempt(lambda _: _refuse_nothing(), None)
        return part

    def alternative(self, name: str) -> Alternative:
        """Make the alternative."""
        hold = {id: tuple(ids) for id, ids in self.hold.items()}
        return Alternative(name=name, order=tuple(self.order) or None, hold=hold, without=tuple(self.without))


class OrderingsPart(Part):
    """The sequence in which tasks take the crews that do them."""

    model_config = ConfigDict(title="Orderings")

    among: Ids = Field(
        title="Among",
        description="Tasks that need a crew.",
        examples=[["interviews", "prototype_test", "engine_spike"]],
    )
    crews: CrewCount = Field(
        default=1, title="Crews", description="How many of them can be under way at once.", examples=[2]
    )
    order: Ids = Field(
        default_factory=list,
        title="Order",
        description="The same tasks in the order in which they take a crew; by their early start if left out.",
        examples=[["interviews", "engine_spike", "prototype_test"]],
    )
    compare: Annotated[dict[Name, AlternativePart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Compare",
        description="What the order in force is compared with, each by a name of your own: another order, or "
        "{order: list, hold: {task: list}, without: list}.",
        examples=[
            {
                "technology first": ["engine_spike", "interviews", "prototype_test"],
                "build waits for the market": {"hold": {"build_mvp": ["prototype_test"]}},
            }
        ],
    )

    @field_validator("among", mode="after")
    @classmethod
    def _some(cls, among: list[str], info: ValidationInfo) -> list[str]:
        if info.context is None:
            attempt(lambda _: check_among(among), among)
        return among

    @field_validator("compare", mode="after")
    @classmethod
    def _not_too_many(cls, compare: dict[str, AlternativePart], info: ValidationInfo) -> dict[str, AlternativePart]:
        if info.context is None:
            attempt(lambda _: check_compare(compare), compare)
        return compare

    def orderings(self) -> Orderings:
        """Make the orderings."""
        return Orderings(
            among=tuple(self.among),
            crews=self.crews,
            order=tuple(self.order) or None,
            compare=tuple(part.alternative(name) for name, part in self.compare.items()),
        )


def _check_once(days: Iterable[str]) -> None:
    """Refuse a date that is written in two ways."""
    seen: dict[str, str] = {}
    for text in days:
        day = "-".join(part.zfill(2) for part in text.strip().split("-"))
        if day in seen:
            raise ValueError(f"{cut(seen[day])!r} and {cut(text)!r} are one date: keep one of them")
        seen[day] = text


def _refuse_nothing() -> None:
    raise ValueError("this changes nothing: give it an order, a hold or a without, or take it out")


def _or(schema: dict[str, Any], alone: dict[str, Any]) -> None:
    """Let a part be something simple alone."""
    shape = dict(schema)
    schema.clear()
    schema.update(title=shape["title"], description=shape["description"], anyOf=[alone, shape])
