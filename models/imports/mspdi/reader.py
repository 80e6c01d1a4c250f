"""Reader: from a Microsoft Project plan in XML to a foreign plan, or to everything that is wrong with it."""

from milepost.models.imports.findings import Findings
from milepost.models.imports.kind import Kind
from milepost.models.imports.markup import parsed
from milepost.models.imports.mspdi.calendars import Calendars
from milepost.models.imports.mspdi.resources import assignments, resources
from milepost.models.imports.mspdi.tasks import Tasks
from milepost.models.imports.plan import ForeignPlan
from milepost.models.link import LagCalendar

_WITHOUT = frozenset({"TimephasedData", "Baseline", "AvailabilityPeriods", "Rates", "WBSMasks", "Views"})
"""What may be large, and says nothing of a schedule."""


def read_mspdi(file: str, content: bytes, project: str = "", *, lined: bool = True) -> ForeignPlan:
    """
    Read a Microsoft Project plan in XML.

    Parameters
    ----------
    file
        Its name, for messages.
    content
        All of it.
    project
        Name of the project, of which such a file holds one.
    lined
        Whether what is said of it names lines; not if others have never seen them.

    Raises
    ------
    ScenarioError
        When it cannot be read; it holds all that is wrong, in the order of the file.
    """
    findings = Findings(file, lined=lined)
    root = parsed(content, findings, Kind.MSPDI, without=_WITHOUT)
    if root.table != "Project":
        findings.fail(root.place, f"{root.table[:60]!r} is not the beginning of {Kind.MSPDI}: export the plan again")
    if project and project not in (root.text("Name"), root.text("Title")):
        findings.fail(root.place, f"is {Kind.MSPDI}, and holds one project: take this out")
    calendars = Calendars(root, findings)
    tasks = Tasks(root, findings, calendars)
    start = root.moment("StartDate") or tasks.earliest
    if start is None:
        findings.stop()
        findings.fail(root.place, "nothing stands here, and it is needed: say when the plan starts", "StartDate")
    begun = any(one.actual.start for one in tasks.all)
    plan = ForeignPlan(
        name=root.text("Title") or root.text("Name"),
        start=start,
        data_date=root.moment("StatusDate") if begun else None,
        currency=root.text("CurrencyCode") or root.text("CurrencySymbol"),
        calendar=calendars.project,
        calendars=calendars.used,
        lags=LagCalendar.SUCCESSOR,
        override=True,
        activities=tasks.all,
        relations=tasks.relations,
        resources=resources(root),
        assignments=assignments(root, tasks.taken),
        notices=findings.notices,
    )
    findings.stop()
    return plan
