"""Activities: what takes time, waits for others and needs units of resources; all that levelling knows of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.models.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """
    A task, or a milestone, at its most likely duration.

    Parameters
    ----------
    id
        Unique among activities.
    duration
        How long it takes [working days]; 0 for a milestone.
    after
        Links to what must come before.
    needs
        By the id of a resource, how many of its units it holds from its start to its finish; none that is 0.
    floor
        Before when it cannot start, whatever it waits for [working days from the start].
    holding
        Whether it is under way and has its units before any other takes some, even more than there are.
    """

    id: str
    duration: float
    after: tuple[Link, ...] = ()
    needs: Mapping[str, int] = field(default_factory=dict)
    floor: float = 0.0
    holding: bool = False
