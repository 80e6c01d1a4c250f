"""Reader: from what Primavera P6 exports to a foreign plan, or to everything that is wrong with it."""

from typing import Final

from milepost.models.imports.findings import NOWHERE, Findings
from milepost.models.imports.notice import Matter
from milepost.models.imports.p6.activities import Activities
from milepost.models.imports.p6.calendars import Calendars
from milepost.models.imports.p6.pmxml import pmxml_tables
from milepost.models.imports.p6.relations import relations
from milepost.models.imports.p6.resources import assignments, resources
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.p6.xer import xer_tables
from milepost.models.imports.plan import ForeignPlan
from milepost.models.imports.row import Row
from milepost.models.link import LagCalendar
from milepost.models.problem import cut
from milepost.models.spelling import Spelling

_LAGS: Final = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_ProjDefault": LagCalendar.PROJECT,
    "rcal_24Hour": LagCalendar.EVERY_DAY,
}
_NAMED: Final = 8
"""Projects that are named where somebody must choose."""


def read_xer(file: str, content: bytes, project: str = "") -> ForeignPlan:
    """
    Read a Primavera P6 export.

    Parameters
    ----------
    file
        Its name, for messages.
    content
        All of it.
    project
        Short name of the project, where it holds several.

    Raises
    ------
    ScenarioError
        When it cannot be read; it holds all that is wrong, in the order of the file.
    """
    findings = Findings(file)
    return _plan(xer_tables(content, findings), project, findings)


def read_pmxml(file: str, content: bytes, project: str = "") -> ForeignPlan:
    """
    Read a Primavera P6 plan in XML.

    Parameters
    ----------
    file
        Its name, for messages.
    content
        All of it.
    project
        Id of the project, where it holds several.

    Raises
    ------
    ScenarioError
        When it cannot be read; it holds all that is wrong, in the order of the file.
    """
    findings = Findings(file)
    return _plan(pmxml_tables(content, findings), project, findings)


def _plan(tables: Tables, project: str, findings: Findings) -> ForeignPlan:
    """Return the plan of a project."""
    chosen = _chosen(tables, project, findings)
    options = next((row for row in tables.rows("SCHEDOPTIONS") if row.key("proj_id") == chosen.key("proj_id")), None)
    calendars = Calendars(tables, findings, chosen.key("clndr_id"))
    activities = Activities(tables, findings, chosen, calendars)
    start = chosen.moment("plan_start_date") or activities.earliest
    if start is None:
        findings.stop()
        findings.fail(chosen.place, "nothing stands here, and it is needed: say when it starts", "plan_start_date")
    rest = options.key("sched_lag_early_start_flag") if options else ""
    override = options is not None and options.flag("sched_progress_override")
    if options is not None and options.key("sched_retained_logic") == "N" and not override:
        _tell_of_actual_dates(activities, findings)
    plan = ForeignPlan(
        name=activities.project_name or chosen.text("proj_name") or chosen.text("proj_short_name"),
        start=start,
        data_date=chosen.moment("last_recalc_date"),
        currency=tables.currency,
        calendar=calendars.project,
        calendars=calendars.used,
        lags=_LAGS.get(options.key("sched_calendar_on_relationship_lag") if options else "", LagCalendar.PREDECESSOR),
        override=override,
        lag_of_rest=rest not in ("N", "0"),  # by which P6 schedules unless it is told otherwise
        activities=activities.all,
        relations=relations(tables, findings, activities),
        resources=resources(tables, activities),
        assignments=assignments(tables, activities),
        notices=findings.notices,
    )
    findings.stop()
    return plan


def _tell_of_actual_dates(activities: Activities, findings: Findings) -> None:
    """Tell of work under way in a project that is scheduled by neither of the two logics there are here."""
    for one in activities.all:
        if one.actual.start is not None and one.actual.finish is None:
            findings.tell(Matter.LOGIC, one.id)


def _chosen(tables: Tables, project: str, findings: Findings) -> Row:
    """Return the project that is read: the one that is named, or the only one that was exported."""
    every = list(tables.by_key("PROJECT", "proj_id").values())
    there = [row for row in every if row.key("export_flag") != "N"] or every
    for row in every:
        row.name = row.text("proj_short_name") or row.key("proj_id")
    named = ", ".join(repr(cut(row.name)) for row in there[:_NAMED]) + (", ..." if len(there) > _NAMED else "")
    if project:
        found = next((row for row in every if project in (row.name, row.key("proj_id"))), None)
        if found is None:
            hint = Spelling([row.name for row in there]).hint(project) or f": it holds {named}"
            findings.fail(NOWHERE, f"{cut(project)!r} is not a project of it{hint}")
        return found
    if len(there) > 1:
        cure = "name one by milepost import --project, or as project beside plan in a scenario that lies over it"
        findings.fail(NOWHERE, f"is {tables.kind} with {len(there):,} projects, {named}: {cure}")
    if not there:
        findings.fail(NOWHERE, f"is {tables.kind} without a project: export one with its activities")
    return there[0]
