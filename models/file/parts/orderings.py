"""The part of the orderings, with the alternatives to compare."""

from typing import Annotated, Any, Final, Self

from pydantic import (
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from milepost.models.file.fields import CrewCount, Id, IdOrNone, Ids, Name, attempt
from milepost.models.file.parts.part import NOTHING_IS_EMPTY, Part, or_alone
from milepost.models.file.reading import is_whole
from milepost.models.orderings import Alternative, Orderings, check_among, check_compare

_IDS: Final = TypeAdapter[list[str]](Ids)
_ORDER_ALONE: Final[dict[str, Any]] = {"title": "order", **_IDS.json_schema()}


class AlternativePart(Part):
    """What could be done instead: another order, more to wait for, less to do; a list alone is an order."""

    model_config = ConfigDict(title="Alternative", json_schema_extra=lambda schema: or_alone(schema, _ORDER_ALONE))

    order: Ids = Field(
        default_factory=list,
        title="Order",
        description="The tasks of `among` in the order in which they take their units; those left undone, and those "
        "that have begun, may stand in it or not. Unless given: the list in force.",
        examples=[["engine_spike", "interviews", "prototype_test"]],
    )
    hold: Annotated[dict[Id, Ids], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Hold",
        description="By task or milestone, a list of tasks and milestones whose finish it waits for as well. Unless "
        "given: nothing waits for more.",
        examples=[{"build_mvp": ["prototype_test"]}],
        json_schema_extra={"additionalProperties": False},
    )
    without: Ids = Field(
        default_factory=list,
        title="Without",
        description="Tasks of `among` that are left undone. Unless given: all are done.",
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
        if is_whole(info) and not (part.order or part.hold or part.without):
            attempt(lambda _: _refuse_nothing(), None)
        return part

    def alternative(self, name: str) -> Alternative:
        """Make the alternative."""
        hold = {id: tuple(ids) for id, ids in self.hold.items()}
        return Alternative(name=name, order=tuple(self.order) or None, hold=hold, without=tuple(self.without))


class OrderingsPart(Part):
    """The sequence in which tasks take the crews that do them, or the units of a resource."""

    model_config = ConfigDict(title="Orderings")

    among: Ids = Field(
        title="Among",
        description="Ids of the tasks that need a crew, or the resource.",
        examples=[["interviews", "prototype_test", "engine_spike"]],
    )
    crews: CrewCount = Field(
        default=1,
        title="Crews",
        description="How many of them can be under way at once, from 1 to 1,000. Unless given: 1, or no crew with a "
        "resource.",
        examples=[2],
    )
    resource: IdOrNone = Field(
        default=None,
        title="Resource",
        description="Id of the resource that they need, in place of a crew. Unless given: a crew.",
        examples=["crane"],
    )
    order: Ids = Field(
        default_factory=list,
        title="Order",
        description="The same ids in the order in which they take their units; tasks that have begun may be left out. "
        "Unless given: by their early start at the most likely durations.",
        examples=[["interviews", "engine_spike", "prototype_test"]],
    )
    compare: Annotated[dict[Name, AlternativePart], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Compare",
        description="Alternatives, by a name of your own: another order, or `{order: list, hold: {task: list}, "
        "without: list}`. Unless given: none.",
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
        if is_whole(info):
            attempt(lambda _: check_among(among), among)
        return among

    @model_validator(mode="after")
    def _either(self, info: ValidationInfo) -> Self:
        if is_whole(info) and self.resource is not None and "crews" in self.model_fields_set:
            attempt(lambda _: _refuse_both(), None)
        return self

    @field_validator("compare", mode="after")
    @classmethod
    def _not_too_many(cls, compare: dict[str, AlternativePart], info: ValidationInfo) -> dict[str, AlternativePart]:
        if is_whole(info):
            attempt(lambda _: check_compare(compare), compare)
        return compare

    def orderings(self) -> Orderings:
        """Make the orderings."""
        return Orderings(
            among=tuple(self.among),
            crews=self.crews,
            resource=self.resource,
            order=tuple(self.order) or None,
            compare=tuple(part.alternative(name) for name, part in self.compare.items()),
        )


def _refuse_both() -> None:
    raise ValueError("tasks that need a resource take its units and no crew: leave crews out, or resource")


def _refuse_nothing() -> None:
    raise ValueError("this changes nothing: give it an order, a hold or a without, or take it out")
