"""Imported end: a milestone for the end of another program's plan that has none there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from milepost.models.imports import Activity, ForeignPlan, Matter, Notice, Relation, Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEnd:
    """
    A milestone that the file does not have.

    Parameters
    ----------
    id
        By which it is known.
    data
        Plain data, as a scenario file holds it.
    """

    id: str
    data: dict[str, Any]

    @property
    def notice(self) -> Notice:
        """Return that it was added."""
        return Notice(matter=Matter.END_ADDED, example=self.id)


def added_end(plan: ForeignPlan) -> AddedEnd | None:
    """
    Return a milestone for the end of a plan in which work ends behind its last milestone; none where none does.

    Without dates in the file it has one at its end if a milestone waits for anything.
    """
    work = [one for one in plan.activities if not one.sort.is_milestone]
    events = [one for one in plan.activities if one.sort.is_milestone]
    last = max(map(_ends, events), default=date.min)
    if last > date.min:
        has_end = all(_ends(one) <= last for one in work)
    else:
        waiting = {link.successor for link in plan.relations}
        has_end = any(one.id in waiting for one in events)
    if has_end or not work:
        return None
    taken = {one.id for one in plan.activities}
    id = next(id for id in _ids() if id not in taken)
    return AddedEnd(id=id, data={"name": "End of the plan", "after": _loose_ends(plan)})


def _ids() -> Iterator[str]:
    yield "end"
    yield from (f"end_{number}" for number in count(2))


def _ends(one: Activity) -> date:
    """Return on which day the file has the end of something; the first day there is where it does not say."""
    moments = [one.stored.start] if one.sort is Sort.START_MILESTONE else [one.stored.finish, one.actual.finish]
    return max((moment.date() for moment in moments if moment is not None), default=date.min)


def _loose_ends(plan: ForeignPlan) -> list[str]:
    """Return what nothing waits for to be finished, in the order of the file."""
    waited_for = {link.predecessor for link in plan.relations if _holds_past(link)}
    return [one.id for one in plan.activities if one.id not in waited_for]


def _holds_past(link: Relation) -> bool:
    """Return whether what comes after cannot be over before what it waits for is."""
    return not link.kind.reads_start and min(link.lag, link.elapsed, link.share) >= 0.0
