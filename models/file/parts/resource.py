"""The parts of resources, and of the list in which tasks take their units."""

from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from milepost.models.file.fields import Ids, Text, UnitCount, attempt
from milepost.models.file.parts.part import Part
from milepost.models.link import ID
from milepost.models.problem import cut
from milepost.models.resource import Resource
from milepost.models.spelling import Spelling

PLANNED: Final = "planned"
"""What stands for the list by the dates of another program's plan, in whose place it is put before it is read here."""

_AUTO: Final = "auto"
_WORDS: Final = (_AUTO, PLANNED)


def _list_of(value: object) -> object:
    """Return no list where the program is to make it, and refuse a word that only looks like saying so."""
    if value == _AUTO:
        return []
    if value == PLANNED:
        raise ValueError(
            f"{PLANNED} goes by the dates of another program's plan, and this lies over none: write `{_AUTO}`"
        )
    if isinstance(value, str) and (near := Spelling(_WORDS).near(value)):
        raise ValueError(f"{cut(value)!r} is not a list of tasks; did you mean {near!r}?")
    return value


_BY_SCHEDULE: Final = BeforeValidator(lambda value: attempt(_list_of, value))
_LIST_OR_AUTO: Final = WithJsonSchema(
    {"anyOf": [{"enum": [*_WORDS]}, {"type": "array", "items": {"type": "string", "pattern": f"^{ID}$"}}]}
)


class ResourcePart(Part):
    """People or machines of one kind."""

    model_config = ConfigDict(title="Resource")

    name: Text = Field(
        default="",
        title="Name",
        description="What the resource is called. Unless given: its id.",
        examples=["Welders"],
    )
    capacity: UnitCount = Field(
        title="Capacity",
        description="How many units there are all the time, from 1 to 1,000.",
        examples=[6],
    )

    def resource(self, id: str) -> Resource:
        """Make the resource."""
        return Resource(id=id, name=self.name or id, capacity=self.capacity)


class LevellingPart(Part):
    """Who waits when tasks need more units than there are, by one list for all iterations."""

    model_config = ConfigDict(title="Levelling")

    order: Annotated[Ids, _BY_SCHEDULE, _LIST_OR_AUTO] = Field(
        default_factory=list,
        title="Order",
        description="The tasks with `needs` in the order in which they take their units, tasks that have begun may be "
        "left out; or `auto`, the best of several schedules at the most likely durations; or `planned`, by the dates "
        "of the plan of another program below. Unless given: `auto`.",
        examples=["auto", ["weld_frame", "lift_frame", "weld_roof"]],
    )
