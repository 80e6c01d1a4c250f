"""Progress: what work under way waits for, and from when lags from its start are counted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ProgressLogic(StrEnum):
    """
    What becomes of links to what has begun, or is finished, before what it comes after.

    By retained logic the rest of it, and what follows, still waits; by progress override nothing does.
    """

    RETAINED = "retained"
    OVERRIDE = "override"


class StartLag(StrEnum):
    """From when a lag is counted that runs from the start of work under way."""

    START = "start"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    How a plan goes on from the day of its status.

    Parameters
    ----------
    logic
        What becomes of links that the facts have overtaken.
    ss_lag
        Whether start-to-start and start-to-finish links from work under way read its actual start, or when the rest of
        it starts.
    """

    logic: ProgressLogic = ProgressLogic.RETAINED
    ss_lag: StartLag = StartLag.START


AS_USUAL: Final = Progress()
"""By retained logic, with lags from actual starts."""
