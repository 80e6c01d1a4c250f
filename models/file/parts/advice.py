"""The part of advice: which of it nobody wants to hear."""

from pydantic import ConfigDict, Field

from milepost.models.file.fields import Items
from milepost.models.file.parts.part import Part


class AdvicePart(Part):
    """What `milepost check` is to leave out of its advice."""

    model_config = ConfigDict(title="Advice")

    ignore: Items = Field(
        default_factory=list,
        title="Ignore",
        description="Ids of rules of advice that are not asked of this plan. Unless given: none.",
        examples=[["regular-beat", "milestone-owner"]],
    )
