"""Tasks: work with an uncertain duration."""

from dataclasses import dataclass
from datetime import date

from milepost.models.distributions import Distribution
from milepost.models.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    Work with an uncertain duration.

    Parameters
    ----------
    id
        Unique among tasks and milestones.
    name
        For people; the id where the file gives none.
    duration
        How long the work takes once begun [working days].
    after
        Links to what must come before.
    not_before
        Day at whose beginning the work may start at the earliest.
    owner, notes
        For people.
    """

    id: str
    name: str
    duration: Distribution
    after: tuple[Link, ...] = ()
    not_before: date | None = None
    owner: str = ""
    notes: str = ""
