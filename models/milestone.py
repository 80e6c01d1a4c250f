"""Milestones: events of no duration that a plan is judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from milepost.models.link import Link
from milepost.models.money import Invoice, Value
from milepost.models.tolerance import Tolerance

LARGEST_WEIGHT: Final = 1_000_000.0
"""Weight beyond which a milestone is refused [-]."""


class Level(StrEnum):
    """How much a milestone weighs with those who steer the plan."""

    MAJOR = "major"
    MINOR = "minor"


class MilestoneAt(StrEnum):
    """
    Which end of a day a milestone has the date of where it is reached between two days.

    A finish milestone has that of what it waited for; a start milestone is the beginning of what comes next.
    """

    START = "start"
    FINISH = "finish"


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
    finish_not_before
        Day at whose end it can be.
    calendar
        The calendar on whose working days it begins that has a date of its own, or begins what comes next; that of the
        plan unless given.
    reached
        The day on which it was; none while it is not.
    at
        Whether it ends what comes before it, or begins what comes next.
    weight
        Its share of the progress beside the other milestones' [-]; by its level where none is given.
    value
        What reaching it is worth.
    invoice
        The payment that it brings.
    tolerance
        How far from the plan it may be; what that does not say the plan does.
    owner, notes
        For people.
    group
        The path to it in a work breakdown structure, with / between its levels; none where it is in no group.
    codes
        By the name of a code, what it is sorted under.
    wbs
        Its code in a work breakdown structure.
    fields
        What else a planning tool knows of it, by the name of a field.
    deliverables, exit_criteria
        What must be on the table and what must be true for it to count as reached.
    """

    id: str
    name: str
    level: Level = Level.MAJOR
    due: date | None = None
    after: tuple[Link, ...] = ()
    not_before: date | None = None
    finish_not_before: date | None = None
    calendar: str | None = None
    reached: date | None = None
    at: MilestoneAt = MilestoneAt.FINISH
    weight: float | None = None
    value: Value | None = None
    invoice: Invoice | None = None
    tolerance: Tolerance | None = None
    owner: str = ""
    notes: str = ""
    group: str = ""
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    wbs: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    deliverables: tuple[str, ...] = ()
    exit_criteria: tuple[str, ...] = ()

    @property
    def is_of_task(self) -> bool:
        """Return whether it stands for the due date of a task."""
        return len(self.after) == 1 and self.id == due_milestone(self.after[0].predecessor)

    def __post_init__(self) -> None:
        if self.weight is not None:
            check_weight(self.weight)


def check_weight(weight: float) -> None:
    """Refuse a weight that is negative, too large or not a number."""
    if not 0.0 <= weight <= LARGEST_WEIGHT:
        raise ValueError(f"{weight:g} is not a weight: give a number from 0 to {LARGEST_WEIGHT:,.0f}")


def due_milestone(task: str) -> str:
    """Return the id of the milestone that the due date of a task makes."""
    return f"{task}_due"


def told_first(milestones: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """Return the major ones of some milestones, or all of them where none is major."""
    among = tuple(milestones)
    return tuple(one for one in among if one.level == Level.MAJOR) or among
