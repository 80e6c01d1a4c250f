"""Resources: who works on the tasks of a GanttProject plan, and for how much."""

from collections import defaultdict
from collections.abc import Set
from typing import Final

from milepost.models.imports.markup import Element
from milepost.models.imports.plan import Assignment, ForeignResource

_PERCENT: Final = 100.0


class Resources:
    """
    The people of a plan, with their work.

    Parameters
    ----------
    plan
        The plan.
    """

    def __init__(self, plan: Element) -> None:
        self._people = {row.key("id"): row for row in plan.all("resources", "resource")}
        for key, row in self._people.items():
            row.name = row.text("name") or key
        self._work: defaultdict[str, list[Element]] = defaultdict(list)
        for row in plan.all("allocations", "allocation"):
            if row.key("resource-id") in self._people:
                self._work[row.key("task-id")].append(row)

    @property
    def all(self) -> tuple[ForeignResource, ...]:
        """Return all people."""
        return tuple(ForeignResource(id=key, name=row.name, place=row.place) for key, row in self._people.items())

    def assignments(self, tasks: Set[str]) -> tuple[Assignment, ...]:
        """Return what tasks need of them."""
        return tuple(
            Assignment(activity=task, resource=row.key("resource-id"), units=row.amount("load") / _PERCENT)
            for task, rows in self._work.items()
            if task in tasks
            for row in rows
        )

    def owner(self, task: str) -> str:
        """Return the names of those who answer for a task, of all who work on it where nobody does."""
        rows = self._work.get(task, [])
        answering = [row for row in rows if row.flag("responsible")] or rows
        return ", ".join(dict.fromkeys(self._people[row.key("resource-id")].name for row in answering))

    def cost(self, task: str, days: float) -> float:
        """Return what those who work on a task cost in so many days [currency]."""
        return days * sum(
            row.amount("load") / _PERCENT * rate.amount("value")
            for row in self._work.get(task, [])
            for rate in self._people[row.key("resource-id")].all("rate")
            if rate.key("name") == "standard"
        )
