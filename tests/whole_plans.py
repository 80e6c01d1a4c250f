"""Plans of other programs that have all that such plans may have."""

from typing import Final

from tests import gan_files as gan
from tests import mspdi_files as mspdi
from tests import pmxml_files as xml
from tests import xer_files as text
from tests.mspdi_files import element

_DATES: Final = {
    "begun": "2026-01-06 08:00",
    "done": "2026-01-08 16:00",
    "bound": "2026-02-02 08:00",
    "now": "2026-01-12 00:00",
}
WHOLE_XER: Final = text.xer(
    {
        **text.project(last_recalc_date=_DATES["now"]),
        "SCHEDOPTIONS": [
            {"proj_id": 1, "sched_calendar_on_relationship_lag": "rcal_Successor", "sched_progress_override": "Y"}
        ],
        "CALENDAR": [
            {
                "clndr_id": 5,
                "clndr_name": "Five days",
                "day_hr_cnt": 8,
                "clndr_data": text.calendar(exceptions=text.exception(46381)),
            }
        ],
        "PROJWBS": [
            {"wbs_id": 10, "proj_id": 1, "proj_node_flag": "Y", "wbs_short_name": "SITE", "wbs_name": "The site"},
            {"wbs_id": 11, "proj_id": 1, "parent_wbs_id": 10, "wbs_short_name": "1", "wbs_name": "Civil"},
        ],
        "TASK": [
            text.task("A", 40, wbs_id=11, remain_drtn_hr_cnt=16, act_start_date=_DATES["begun"], rsrc_id=7),
            text.task("B", 8, wbs_id=11, task_type="TT_Rsrc", cstr_type="CS_MANDSTART", cstr_date=_DATES["bound"]),
            text.task("C", 8, wbs_id=11, cstr_type2="CS_MEOB", cstr_date2=_DATES["bound"]),
            text.task("M", 0, wbs_id=11, task_type="TT_Mile"),
            text.task("L", 8, wbs_id=11, task_type="TT_LOE"),
        ],
        "TASKPRED": [text.link("A", "B", "PR_SS", 8), text.link("B", "M", "PR_FF", -4), text.link("L", "C")],
        "ACTVTYPE": [{"actv_code_type_id": 1, "actv_code_type": "Trade"}],
        "ACTVCODE": [{"actv_code_id": 3, "actv_code_type_id": 1, "short_name": "CIV", "actv_code_name": "Civil"}],
        "TASKACTV": [{"task_id": "tA", "actv_code_id": 3}],
        "UDFTYPE": [{"udf_type_id": 1, "table_name": "TASK", "udf_type_label": "Low"}],
        "UDFVALUE": [{"udf_type_id": 1, "fk_id": "tA", "udf_number": 3.5}],
        "RSRC": [{"rsrc_id": 7, "rsrc_name": "Ann", "rsrc_short_name": "A", "rsrc_type": "RT_Labor"}],
        "RSRCRATE": [{"rsrc_id": 7, "max_qty_per_hr": 2}],
        "TASKRSRC": [{"task_id": "tA", "rsrc_id": 7, "act_reg_cost": 10, "remain_cost": 90, "target_qty_per_hr": 1}],
        "PROJCOST": [{"task_id": "tB", "act_cost": 0, "remain_cost": 5}],
    }
)
"""A plan that has what exports of Primavera P6 may have, as text."""

WHOLE_PMXML: Final = xml.pmxml(
    element("Currency", Id="EUR", ExchangeRate=1),
    xml.calendar(xml.exception("2026-12-25")),
    element("ActivityCodeType", ObjectId=1, Name="Trade"),
    element("ActivityCode", ObjectId=3, CodeTypeObjectId=1, CodeValue="CIV", Description="Civil"),
    element("UDFType", ObjectId=1, SubjectArea="Activity", Title="Low"),
    element("Resource", ObjectId=7, Name="Ann", Id="A", ResourceType="Labor"),
    element("ResourceRate", ResourceObjectId=7, MaxUnitsPerTime=2),
    xml.project(
        element("WBS", ObjectId=11, ProjectObjectId=1, Code="1", Name="Civil"),
        xml.activity(
            "A",
            40,
            element("Code", TypeObjectId=1, ValueObjectId=3),
            element("UDF", TypeObjectId=1, DoubleValue=3.5),
            WBSObjectId=11,
            RemainingDuration=16,
            ActualStartDate=_DATES["begun"].replace(" ", "T") + ":00",
            PrimaryResourceObjectId=7,
        ),
        xml.activity(
            "B",
            8,
            WBSObjectId=11,
            Type="Resource Dependent",
            PrimaryConstraintType="Mandatory Start",
            PrimaryConstraintDate=_DATES["bound"],
        ),
        xml.activity(
            "C",
            8,
            WBSObjectId=11,
            SecondaryConstraintType="Finish On or Before",
            SecondaryConstraintDate=_DATES["bound"],
        ),
        xml.activity("M", 0, WBSObjectId=11, Type="Start Milestone"),
        xml.activity("L", 8, WBSObjectId=11, Type="Level of Effort"),
        xml.link("A", "B", "Start to Start", 8),
        xml.link("B", "M", "Finish to Finish", -4),
        xml.link("L", "C"),
        element(
            "ResourceAssignment",
            ActivityObjectId="tA",
            ResourceObjectId=7,
            ActualCost=10,
            RemainingCost=90,
            PlannedUnitsPerTime=1,
        ),
        element("ActivityExpense", ActivityObjectId="tB", ActualCost=0, RemainingCost=5),
        DataDate=_DATES["now"].replace(" ", "T"),
        RelationshipLagCalendar="Successor Activity Calendar",
        OutOfSequenceScheduleType="Progress Override",
    ),
)
"""The same in XML."""

WHOLE_MSPDI: Final = mspdi.mspdi(
    mspdi.task(0, level=0),
    mspdi.task(1, 80, mspdi.link(9), level=1, ConstraintType=4, ConstraintDate="2026-02-02T08:00:00"),
    mspdi.task(2, 16, level=2, WBS="1.1", Cost=12345, ActualCost=345, ActualStart="2026-01-05T08:00:00",
        RemainingDuration="PT4H0M0S", Resume="2026-01-06T08:00:00", Start="2026-01-05T08:00:00",
        Finish="2026-01-06T17:00:00", Critical=1),
    mspdi.task(3, 8, mspdi.link(2, 3, 4800), mspdi.link(9, 1, 50, 19), level=2, Deadline="2026-02-02T17:00:00",
        CalendarUID=2, ConstraintType=7, ConstraintDate="2026-02-02T08:00:00"),
    mspdi.task(4, 24, mspdi.link(3, 1, 14400, 8), DurationFormat=8, Notes="Mind the gap"),
    mspdi.task(5, 8, Manual=1, ManualStart="2026-03-02T08:00:00", LevelingDelay=4800),
    mspdi.task(6, 8, Active=0),
    mspdi.task(7, 0, mspdi.link(1), mspdi.link(6, 2, -4800), Milestone=1, ConstraintType=2,
        ConstraintDate="2026-04-01T08:00:00"),
    mspdi.task(8, 8, mspdi.element("ExtendedAttribute", FieldID=1, Value="PT20H0M0S", DurationFormat=7)),
    mspdi.task(9, 12, ActualStart="2026-01-05T08:00:00", ActualFinish="2026-01-06T12:00:00"),
    calendars=[
        mspdi.calendar("1", element("Exceptions", mspdi.exception("2026-01-07", "2026-12-31", Type=6, Period=3,
            DaysOfWeek=4), mspdi.exception("2026-01-08", "2027-01-08", ("22:00:00", "00:00:00"), Type=2, Month=2,
            MonthDay=5), mspdi.exception("2026-01-08", "2027-01-08", Type=5, Period=1, MonthItem=4,
            MonthPosition=1))),
        mspdi.calendar("2", element("WeekDays", element("WeekDay", mspdi.times(), DayType=2)), base="1", own=False),
    ],
    parts=[
        element("ExtendedAttributes", element("ExtendedAttribute", FieldID=1, FieldName="Duration1", Alias="Low")),
        element("Resources", element("Resource", UID=1, Name="Ann", Type=1, CalendarUID=2)),
        element("Assignments", element("Assignment", TaskUID=3, ResourceUID=1, Units=0.5)),
    ],
    StatusDate="2026-01-09T17:00:00",
)  # fmt: skip
"""A plan of Microsoft Project in XML."""

WHOLE_GAN: Final = gan.gan(
    gan.task(10, 9, gan.task(1, 3, gan.depend(2), gan.depend(11, 2, 1), complete=100),
        gan.task(2, 4, gan.element("notes", "Mind the gap"), complete=25, start="2026-01-08", priority=2,
            webLink="http%3A%2F%2Fa.b"), gan.depend(4)),
    gan.task(11, 9, gan.task(3, 3, gan.depend(5, 3, -1, "Rubber"), start="2026-01-12",
        **{"thirdDate": "2026-01-12", "thirdDate-constraint": 1})),
    gan.task(4, 2, gan.depend(5), start="2026-01-14", cost_manual_value=700, cost_calculated="false"),
    gan.milestone(5, start="2026-01-16"),
    gan.task(6, 2, gan.element("customproperty", taskproperty_id="tpc0", value=3), fixed_start="true"),
    calendar=gan.calendars(gan.event("", 2, 29), gan.event(2026, 1, 6), gan.event(2026, 1, 10, "WORKING_DAY")),
    properties=gan.element("taskproperties", gan.element("taskproperty", id="tpc0", name="Low", type="custom")),
    parts=[
        gan.element("resources", gan.element("resource", gan.element("rate", name="standard", value=40), id=1,
            name="Ann")),
        gan.element("allocations", gan.element("allocation", task_id=2, resource_id=1, load=50.0)),
    ],
)  # fmt: skip
"""A plan of GanttProject."""

WHOLE_CSV: Final = b"""\
ID,WBS,Task Name,Duration,Start,Finish,Predecessors,% Complete,Resource Names,Cost,Optimistic,Most likely,Pessimistic
1,1,Civil,15 days,2026-01-05,2026-01-23,,,,,,,
2,1.1,Dig,5 days,2026-01-05,2026-01-09,,100%,Ann,1200,,,
3,1.2,"Pour, and wait",2 wks?,2026-01-12,2026-01-23,2FS+1d;5SS,25%,"Ann;Bob[50%]",300,8d,2w,4w
4,2,Roof,16h,2026-01-26,2026-01-27,3FF-2 days;2,,,,,,
5,3,Design,1 emon,2026-01-05,,,,,,10,20,40
6,4,Open,0 days,2026-03-02,2026-03-02,4;5,,,,,,
"""
"""A list of tasks as spreadsheets have it."""
