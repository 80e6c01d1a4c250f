"""The part of a tolerance: of the plan, or of one milestone."""

from pydantic import ConfigDict, Field

from milepost.models.file.fields import Gap, Hit
from milepost.models.file.parts.part import Part
from milepost.models.tolerance import Tolerance


class TolerancePart(Part):
    """How far from the plan something may be before it is an exception."""

    model_config = ConfigDict(title="Tolerance")

    hit: Hit = Field(
        default=None,
        title="Hit",
        description="How likely a milestone has to be hit, above 0 and below 1 [-]. Unless given: 0.8 for what "
        "`milepost gate` judges.",
        examples=[0.9],
    )
    gap: Gap = Field(
        default=None,
        title="Gap",
        description="By how much the gap, the share of the budget spent less that of the milestones reached, may "
        "exceed the plan's own on a due date, above 0 and at most 10 [share of the budget]. Unless "
        "given: no gap is an exception.",
        examples=[0.25],
    )

    def tolerance(self) -> Tolerance:
        """Make the tolerance."""
        return Tolerance(hit=self.hit, gap=self.gap)
