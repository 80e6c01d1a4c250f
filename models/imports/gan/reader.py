"""Reader: from a GanttProject plan to a foreign plan, or to everything that is wrong with it."""

from datetime import datetime
from typing import Final

from milepost.models.calendar import LATEST
from milepost.models.imports.findings import Findings
from milepost.models.imports.gan.calendar import YEARS_ON, WorkedDays, calendar_of
from milepost.models.imports.gan.resources import Resources
from milepost.models.imports.gan.tasks import Tasks, day_of, nodes_of
from milepost.models.imports.kind import Kind
from milepost.models.imports.markup import parsed
from milepost.models.imports.plan import ForeignPlan

_WITHOUT: Final = frozenset({"view", "vacations", "previous", "roles"})
"""What says nothing of a schedule: how it is shown, and baselines."""
_ONLY: Final = "1"
"""Key of the calendar."""


def read_gan(file: str, content: bytes, project: str = "") -> ForeignPlan:
    """
    Read a GanttProject plan.

    Parameters
    ----------
    file
        Its name, for messages.
    content
        All of it.
    project
        Name of the project, of which such a file holds one.

    Raises
    ------
    ScenarioError
        When it cannot be read; it holds all that is wrong, in the order of the file.
    """
    findings = Findings(file)
    root = parsed(content, findings, Kind.GAN, without=_WITHOUT)
    if root.table != "project":
        findings.fail(root.place, f"{root.table[:60]!r} is not the beginning of {Kind.GAN}: save it again")
    if project and project != root.text("name"):
        findings.fail(root.place, f"is {Kind.GAN}, and holds one project: take this out")
    nodes = nodes_of(root, findings)
    begun = [day for node in nodes.values() if not node.is_summary and (day := day_of(node.row))]
    if not begun:
        findings.stop()
        findings.fail(root.place, "no task says when it starts: save the plan again", "tasks")
    first, last = min(begun), max(begun)
    calendar = calendar_of(root, range(first.year - 1, min(last.year + YEARS_ON, LATEST.year) + 1))
    resources = Resources(root)
    tasks = Tasks(root, nodes, WorkedDays(calendar, first), resources, findings)
    plan = ForeignPlan(
        name=root.text("name"),
        start=datetime.combine(first, datetime.min.time()),
        calendar=_ONLY,
        calendars={_ONLY: calendar},
        whole_days=True,
        activities=tasks.all,
        relations=tasks.relations,
        resources=resources.all,
        assignments=resources.assignments({one.id for one in tasks.all}),
        notices=findings.notices,
    )
    findings.stop()
    return plan
