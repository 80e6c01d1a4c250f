"""Chosen: which milestones are shown where there is no room for all."""

import math
from collections.abc import Iterable
from typing import Final

from milepost.models import Level
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook

MOST_MILESTONES: Final = 30
"""Milestones that are read in one go, in a terminal or among the tasks of a picture."""


def chosen_milestones(outlooks: Iterable[MilestoneOutlook], *, most: int = MOST_MILESTONES) -> list[MilestoneOutlook]:
    """
    Return the milestones to show, in the order of the file: all of them if there is room.

    Else these are the major ones and those with a due date. Where they are too many as well, major ones come in first,
    then those with a due date, the least likely to be hit before others.

    Parameters
    ----------
    outlooks
        The milestones, in the order of the file.
    most
        How many there is room for.
    """
    every = list(outlooks)
    if len(every) <= most:
        return every
    judged = [one for one in every if one.milestone.level == Level.MAJOR or one.due is not None] or every
    shown = {one.milestone.id for one in sorted(judged, key=_rank)[:most]}
    return [one for one in every if one.milestone.id in shown]


def _rank(outlook: MilestoneOutlook) -> tuple[bool, bool, float]:
    """Return what decides which is shown first."""
    hit = math.inf if outlook.hit is None else outlook.hit.value
    return outlook.milestone.level != Level.MAJOR, outlook.due is None, hit
