"""Tasks: work with an uncertain duration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from milepost.models.actual import Actual
from milepost.models.distributions import Constant, Distribution
from milepost.models.link import Link
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds

_NOTHING: Final = Constant(value=0.0)


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
        How long the work takes once begun [working days of its own calendar].
    after
        Links to what must come before.
    not_before
        Day at whose beginning the work may start at the earliest.
    finish_not_before
        Day at whose end it may finish at the earliest: it starts later for that, and is not stretched.
    latest_start
        Last day on which it should begin, which holds nothing.
    cost
        Paid in all, or for each round the same [currency].
    daily
        Paid while the work is under way [currency per working day].
    retires
        By risk id, what its finish takes away.
    reveals
        Ids of the stopping risks that its finish shows to be real.
    rounds
        How often it is repeated; none where it is done once.
    calendar
        The calendar by which it is worked; that of the plan unless given.
    needs
        By resource id, how many units it needs from its start to its finish.
    only_if
        Id of the risk that must have occurred for it to run at all.
    actual
        When it was begun and finished; none while it is not begun.
    remaining
        What is left of it on the day of the status, of a task under way [working days]; what its duration leaves to it
        unless given.
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
    """

    id: str
    name: str
    duration: Distribution
    after: tuple[Link, ...] = ()
    not_before: date | None = None
    finish_not_before: date | None = None
    latest_start: date | None = None
    cost: Distribution = _NOTHING
    daily: Distribution = _NOTHING
    retires: Mapping[str, Retirement] = field(default_factory=dict)
    reveals: tuple[str, ...] = ()
    rounds: Rounds | None = None
    calendar: str | None = None
    needs: Mapping[str, int] = field(default_factory=dict)
    only_if: str | None = None
    actual: Actual | None = None
    remaining: Distribution | None = None
    owner: str = ""
    notes: str = ""
    group: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    wbs: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_paid(self) -> bool:
        """Return whether it ever costs anything by itself."""
        return self.cost.mean > 0.0 or self.daily.mean > 0.0
