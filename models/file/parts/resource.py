"""The parts of resources, and of the list in which tasks take their units."""

from pydantic import ConfigDict, Field

from milepost.models.file.fields import Ids, Text, UnitCount
from milepost.models.file.parts.part import Part
from milepost.models.resource import Resource


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

    order: Ids = Field(
        default_factory=list,
        title="Order",
        description="The tasks with `needs` in the order in which they take their units; tasks that have begun may be "
        "left out. Unless given: by their early start at the most likely durations.",
        examples=[["weld_frame", "lift_frame", "weld_roof"]],
    )
