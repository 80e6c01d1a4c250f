"""Milestones: events of no duration that a plan is judged by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milepost.models.link import Link


class Level(StrEnum):
    """How much a milestone weighs with those who steer the plan."""

    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """
    An event of no duration, normally with a due date.

    Parameters
    ----------
    id
        Unique among tasks and milestones.
    name
        For people; the id where the file gives none.
    level
        Major milestones are drawn and reported first.
    due
        Last day on which reaching it is a hit; none for an event without a promise.
    after
        Links to what must come before.
    not_before
        Day at whose beginning it can be reached at the earliest.
    owner, notes
        For people.
    deliverables, exit_criteria
        What must be on the table and what must be true for it to count as reached.
    """

    id: str
    name: str
    level: Level = Level.MAJOR
    due: date | None = None
    after: tuple[Link, ...] = ()
    not_before: date | None = None
    owner: str = ""
    notes: str = ""
    deliverables: tuple[str, ...] = ()
    exit_criteria: tuple[str, ...] = ()
