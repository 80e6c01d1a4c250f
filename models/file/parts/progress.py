"""The part of progress: how a plan goes on from the day of its status."""

from pydantic import ConfigDict, Field

from milepost.models.file.fields import LagOfStart, Logic
from milepost.models.file.parts.part import Part
from milepost.models.progress import Progress, ProgressLogic, StartLag


class ProgressPart(Part):
    """How a plan goes on from the day of its status, where work was begun before what it comes after was done."""

    model_config = ConfigDict(title="Progress")

    logic: Logic = Field(
        default=ProgressLogic.RETAINED,
        title="Logic",
        description="Whether the rest of such work, and what follows what is finished, still waits for that: "
        "`retained`, or waits no more: `override`. Unless given: `retained`.",
        examples=["override"],
    )
    ss_lag: LagOfStart = Field(
        default=StartLag.START,
        title="SS lag",
        description="From when links count that read the start of work under way: from the `start` that is a fact, or "
        "from where the `rest` of it begins. Unless given: `start`.",
        examples=["rest"],
    )

    def progress(self) -> Progress:
        """Make the progress."""
        return Progress(logic=self.logic, ss_lag=self.ss_lag)
