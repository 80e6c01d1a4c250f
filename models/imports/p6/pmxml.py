"""PMXML: the XML that Primavera P6 exports, as the tables that its text has."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from milepost.models.calendar import Hours
from milepost.models.imports.cells import moment_of
from milepost.models.imports.findings import Findings
from milepost.models.imports.kind import Kind
from milepost.models.imports.markup import Element, parsed
from milepost.models.imports.p6.tables import Tables, Worked
from milepost.models.imports.row import Row
from milepost.models.imports.shifts import DAY, joined, minutes_of

_WITHOUT: Final = frozenset({"BaselineProject", "OBS", "EPS", "ProjectNote", "ActivityNote", "ActivityStep", "Spread"})
"""What may be large, and says nothing of a schedule."""
_ROOT: Final = "APIBusinessObjects"
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PROJECT: Final = {
    "PROJECT": "Project",
    "proj_id": "ObjectId",
    "proj_short_name": "Id",
    "proj_name": "Name",
    "clndr_id": "ActivityDefaultCalendarObjectId",
    "plan_start_date": "PlannedStartDate",
    "last_recalc_date": "DataDate",
}
_OPTIONS: Final = {
    "SCHEDOPTIONS": "ScheduleOptions",
    "sched_calendar_on_relationship_lag": "RelationshipLagCalendar",
    "sched_retained_logic": "OutOfSequenceScheduleType",
    "sched_progress_override": "OutOfSequenceScheduleType",
    "sched_lag_early_start_flag": "StartToStartLagCalculationType",
}
_TASK: Final = {
    "TASK": "Activity",
    "task_id": "ObjectId",
    "proj_id": "ProjectObjectId",
    "wbs_id": "WBSObjectId",
    "clndr_id": "CalendarObjectId",
    "task_type": "Type",
    "duration_type": "DurationType",
    "task_code": "Id",
    "task_name": "Name",
    "target_drtn_hr_cnt": "PlannedDuration",
    "remain_drtn_hr_cnt": "RemainingDuration",
    "act_start_date": "ActualStartDate",
    "act_end_date": "ActualFinishDate",
    "early_start_date": "RemainingEarlyStartDate",
    "early_end_date": "RemainingEarlyFinishDate",
    "cstr_type": "PrimaryConstraintType",
    "cstr_date": "PrimaryConstraintDate",
    "cstr_type2": "SecondaryConstraintType",
    "cstr_date2": "SecondaryConstraintDate",
    "expect_end_date": "ExpectedFinishDate",
    "external_early_start_date": "ExternalEarlyStartDate",
    "suspend_date": "SuspendDate",
    "resume_date": "ResumeDate",
    "rsrc_id": "PrimaryResourceObjectId",
    "total_float_hr_cnt": "TotalFloat",
}
_TASKPRED: Final = {
    "TASKPRED": "Relationship",
    "task_id": "SuccessorActivityObjectId",
    "pred_task_id": "PredecessorActivityObjectId",
    "pred_type": "Type",
    "lag_hr_cnt": "Lag",
}
_TASKRSRC: Final = {
    "TASKRSRC": "ResourceAssignment",
    "task_id": "ActivityObjectId",
    "rsrc_id": "ResourceObjectId",
    "act_reg_cost": "ActualCost",
    "remain_cost": "RemainingCost",
    "target_qty_per_hr": "PlannedUnitsPerTime",
}
_PROJCOST: Final = {
    "PROJCOST": "ActivityExpense",
    "task_id": "ActivityObjectId",
    "act_cost": "ActualCost",
    "remain_cost": "RemainingCost",
}
_PROJWBS: Final = {
    "PROJWBS": "WBS",
    "wbs_id": "ObjectId",
    "proj_id": "ProjectObjectId",
    "parent_wbs_id": "ParentObjectId",
    "wbs_short_name": "Code",
    "wbs_name": "Name",
}
_CALENDAR: Final = {
    "CALENDAR": "Calendar",
    "clndr_id": "ObjectId",
    "clndr_name": "Name",
    "base_clndr_id": "BaseCalendarObjectId",
    "day_hr_cnt": "HoursPerDay",
    "default_flag": "IsDefault",
}
_RSRC: Final = {
    "RSRC": "Resource",
    "rsrc_id": "ObjectId",
    "rsrc_name": "Name",
    "rsrc_short_name": "Id",
    "rsrc_type": "ResourceType",
}
_RSRCRATE: Final = {"RSRCRATE": "ResourceRate", "rsrc_id": "ResourceObjectId", "max_qty_per_hr": "MaxUnitsPerTime"}
_ACTVTYPE: Final = {"ACTVTYPE": "ActivityCodeType", "actv_code_type_id": "ObjectId", "actv_code_type": "Name"}
_ACTVCODE: Final = {
    "ACTVCODE": "ActivityCode",
    "actv_code_id": "ObjectId",
    "actv_code_type_id": "CodeTypeObjectId",
    "short_name": "CodeValue",
    "actv_code_name": "Description",
}
_TASKACTV: Final = {"TASKACTV": "Code", "actv_code_id": "ValueObjectId"}
_UDFTYPE: Final = {
    "UDFTYPE": "UDFType",
    "udf_type_id": "ObjectId",
    "udf_type_label": "Title",
    "table_name": "SubjectArea",
}
_UDFVALUE: Final = {"UDFVALUE": "UDF", "udf_type_id": "TypeObjectId"}
_UDF_VALUES: Final = (
    "TextValue", "DoubleValue", "IntegerValue", "CostValue", "StartDateValue", "FinishDateValue", "IndicatorValue",
)  # fmt: skip
_ANYWHERE: Final = (_CALENDAR, _RSRC, _RSRCRATE, _ACTVTYPE, _ACTVCODE, _UDFTYPE)
"""What stands beside projects, and in them where it is theirs alone."""
_IN_PROJECT: Final = (_TASK, _TASKPRED, _TASKRSRC, _PROJCOST, _PROJWBS)

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "task_type": {
        "Task Dependent": "TT_Task",
        "Resource Dependent": "TT_Rsrc",
        "Level of Effort": "TT_LOE",
        "WBS Summary": "TT_WBS",
        "Start Milestone": "TT_Mile",
        "Finish Milestone": "TT_FinMile",
    },
    "duration_type": {"Fixed Units": "DT_FixedQty", "Fixed Units/Time": "DT_FixedRate"},
    "pred_type": {
        "Finish to Start": "PR_FS",
        "Start to Start": "PR_SS",
        "Finish to Finish": "PR_FF",
        "Start to Finish": "PR_SF",
    },
    "cstr_type": {
        "Start On": "CS_MSO",
        "Start On or After": "CS_MSOA",
        "Start On or Before": "CS_MSOB",
        "Finish On": "CS_MEO",
        "Finish On or After": "CS_MEOA",
        "Finish On or Before": "CS_MEOB",
        "Mandatory Start": "CS_MANDSTART",
        "Mandatory Finish": "CS_MANDFIN",
        "As Late As Possible": "CS_ALAP",
    },
    "sched_calendar_on_relationship_lag": {
        "Predecessor Activity Calendar": "rcal_Predecessor",
        "Successor Activity Calendar": "rcal_Successor",
        "Project Default Calendar": "rcal_ProjDefault",
        "24 Hour Calendar": "rcal_24Hour",
    },
    "sched_retained_logic": {"Retained Logic": "Y", "Progress Override": "N", "Actual Dates": "N"},
    "sched_progress_override": {"Retained Logic": "N", "Progress Override": "Y", "Actual Dates": "N"},
    "rsrc_type": {"Material": "RT_Mat"},
    "table_name": {"Activity": "TASK"},
}
"""By field, what its values are called in the tables."""
_LIKE: Final = {"cstr_type2": "cstr_type"}


def pmxml_tables(content: bytes, findings: Findings) -> Tables:
    """
    Read a Primavera P6 plan in XML.

    Parameters
    ----------
    content
        All of the file.
    findings
        Where what is wrong is taken down.
    """
    root = parsed(content, findings, Kind.PMXML, without=_WITHOUT)
    if root.table != _ROOT:
        findings.fail(root.place, f"{root.table[:60]!r} is not the beginning of {Kind.PMXML}: export the plan again")
    projects = root.all("Project")
    calendars = {one.key("ObjectId"): one for above in (root, *projects) for one in above.all("Calendar")}
    tables = Tables(findings, Kind.PMXML, lambda row: _worked(calendars[row.key("clndr_id")]))
    money = [one for one in root.all("Currency") if one.number("ExchangeRate", 1.0) == 1.0]
    tables.currency = money[0].text("Id") if money else ""
    for above in (root, *projects):
        for names in _ANYWHERE:
            _add(tables, above, names, findings)
    for project in projects:
        key = {"proj_id": project.key("ObjectId")}
        tables.add(_row(project, _PROJECT, findings))
        tables.add(_row(next(iter(project.all("ScheduleOptions")), project), _OPTIONS, findings, key))
        for names in _IN_PROJECT:
            _add(tables, project, names, findings, key)
        for activity in project.all("Activity"):
            own = {"task_id": activity.key("ObjectId"), "fk_id": activity.key("ObjectId")}
            for code in activity.all("Code"):
                tables.add(_row(code, _TASKACTV, findings, own))
            for udf in activity.all("UDF"):
                value = next(filter(None, map(udf.text, _UDF_VALUES)), "")
                tables.add(_row(udf, _UDFVALUE, findings, {**own, "udf_text": value}))
    return tables


def _add(
    tables: Tables, above: Element, names: Mapping[str, str], findings: Findings, key: Mapping[str, str] | None = None
) -> None:
    for element in above.all(next(iter(names.values()))):
        tables.add(_row(element, names, findings, key))


def _row(element: Element, names: Mapping[str, str], findings: Findings, key: Mapping[str, str] | None = None) -> Row:
    """Return an element as a row of the table that comes first among its names, with keys that it does not say."""
    (table, _), *fields = names.items()
    cells = dict(key or {})
    for field, name in fields:
        value = element.key(name)
        if value:
            cells[field] = _WORDS.get(_LIKE.get(field, field), {}).get(value, value)
    return Row(table, element.line, cells, findings, names)


def _worked(calendar: Element) -> Worked:
    """Return when is worked by a calendar."""
    days = {one.key("DayOfWeek"): _hours(one) for one in calendar.all("StandardWorkWeek", "StandardWorkHours")}
    week = tuple(days.get(name, Hours()) for name in _WEEK) if days else None
    special: dict[date, Hours] = {}
    for one in calendar.all("HolidayOrExceptions", "HolidayOrException"):
        special[moment_of(one.key("Date")).date()] = _hours(one)
    return week, special


def _hours(day: Element) -> Hours:
    """Return the hours of a day; a shift goes on through its last minute, which is said: to 15:59 is to 16:00."""
    shifts = []
    for time in day.all("WorkTime"):
        begin, end = (minutes_of(time.key(key)) for key in ("Start", "Finish"))
        end += end % 5 == 4
        shifts.append((begin, end if end > 0 else DAY))
    return joined(shifts)
