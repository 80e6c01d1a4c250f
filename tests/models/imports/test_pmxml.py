"""A Primavera P6 plan in XML says what the same plan says as text."""

from dataclasses import replace
from datetime import date

import pytest

from milepost.models import ScenarioError
from milepost.models.calendar import Hours
from milepost.models.imports import ForeignPlan, Matter
from milepost.models.imports.findings import NOWHERE
from milepost.models.imports.p6 import read_pmxml, read_xer
from milepost.models.link import LagCalendar
from tests import pmxml_files as xml
from tests import xer_files as text
from tests.mspdi_files import element


def nowhere(plan: ForeignPlan) -> ForeignPlan:
    """Return a plan without the places where its parts stand, and what else is known by file alone."""
    return replace(
        plan,
        calendars={key: replace(one, place=NOWHERE) for key, one in plan.calendars.items()},
        activities=tuple(replace(one, place=NOWHERE, wbs="") for one in plan.activities),
        relations=tuple(replace(one, place=NOWHERE) for one in plan.relations),
        resources=tuple(replace(one, place=NOWHERE) for one in plan.resources),
    )


def test_a_plan_is_the_same_from_either_file() -> None:
    dates = {
        "begun": "2026-01-06 08:00",
        "done": "2026-01-08 16:00",
        "bound": "2026-02-02 08:00",
        "now": "2026-01-12 00:00",
    }
    of_text = text.xer(
        {
            **text.project(last_recalc_date=dates["now"]),
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
                text.task("A", 40, wbs_id=11, remain_drtn_hr_cnt=16, act_start_date=dates["begun"], rsrc_id=7),
                text.task("B", 8, wbs_id=11, task_type="TT_Rsrc", cstr_type="CS_MANDSTART", cstr_date=dates["bound"]),
                text.task("C", 8, wbs_id=11, cstr_type2="CS_MEOB", cstr_date2=dates["bound"]),
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
            "TASKRSRC": [
                {"task_id": "tA", "rsrc_id": 7, "act_reg_cost": 10, "remain_cost": 90, "target_qty_per_hr": 1}
            ],
            "PROJCOST": [{"task_id": "tB", "act_cost": 0, "remain_cost": 5}],
        }
    )
    in_xml = xml.pmxml(
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
                ActualStartDate=dates["begun"].replace(" ", "T") + ":00",
                PrimaryResourceObjectId=7,
            ),
            xml.activity(
                "B",
                8,
                WBSObjectId=11,
                Type="Resource Dependent",
                PrimaryConstraintType="Mandatory Start",
                PrimaryConstraintDate=dates["bound"],
            ),
            xml.activity(
                "C",
                8,
                WBSObjectId=11,
                SecondaryConstraintType="Finish On or Before",
                SecondaryConstraintDate=dates["bound"],
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
            DataDate=dates["now"].replace(" ", "T"),
            RelationshipLagCalendar="Successor Activity Calendar",
            OutOfSequenceScheduleType="Progress Override",
        ),
    )
    plan = nowhere(read_xer("site.xer", of_text))
    assert nowhere(read_pmxml("site.xml", in_xml)) == plan
    assert (plan.lags, plan.override, len(plan.relations), len(plan.notices)) == (LagCalendar.SUCCESSOR, True, 2, 3)


@pytest.mark.parametrize(
    ("logic", "in_text", "override", "is_told"),
    [
        ("Retained Logic", ("Y", "N"), False, False),
        ("Progress Override", ("N", "Y"), True, False),
        ("Actual Dates", ("N", "N"), False, True),
    ],
)
@pytest.mark.parametrize("of_rest", [True, False])
def test_progress_is_by_the_options_of_the_project(
    logic: str, in_text: tuple[str, str], *, override: bool, is_told: bool, of_rest: bool
) -> None:
    begun = {"act_start_date": "2026-01-05 08:00", "remain_drtn_hr_cnt": 4}
    options = {
        "proj_id": 1,
        "sched_retained_logic": in_text[0],
        "sched_progress_override": in_text[1],
        "sched_lag_early_start_flag": "Y" if of_rest else "N",
    }
    of_text = {**text.project(), "SCHEDOPTIONS": [options], "TASK": [text.task("A", 8, **begun)]}
    in_xml = xml.project(
        xml.activity("A", 8, ActualStartDate="2026-01-05T08:00:00"),
        element("ScheduleOptions", OutOfSequenceScheduleType=logic, StartToStartLagCalculationType=int(of_rest)),
    )
    for plan in (read_xer("site.xer", text.xer(of_text)), read_pmxml("site.xml", xml.pmxml(in_xml))):
        assert (plan.override, plan.lag_of_rest) == (override, of_rest)
        assert [notice.ids for notice in plan.notices if notice.matter is Matter.LOGIC] == [("A",)] * is_told


def test_a_date_may_have_hours_of_its_own_and_a_shift_its_last_minute() -> None:
    hours = xml.exception("2026-12-24", ("08:00:00", "11:59:00")), xml.exception("2026-12-31", ("20:00:00", "00:00:00"))
    plan = read_pmxml("site.xml", xml.pmxml(xml.calendar(*hours), xml.project(xml.activity("A"))))
    assert plan.calendars["5"].week[0] == Hours.parse("08:00-16:00")
    assert plan.calendars["5"].days == {
        date(2026, 12, 24): Hours.parse("08:00-12:00"),
        date(2026, 12, 31): Hours.parse("20:00-24:00"),
    }


def test_of_several_projects_the_one_is_read_that_is_named() -> None:
    content = xml.pmxml(
        xml.project(xml.activity("A")), xml.project(xml.activity("B"), uid=2, Id="ROAD", Name="The road")
    )
    plan = read_pmxml("site.xml", content, "ROAD")
    assert (plan.name, [one.id for one in plan.activities]) == ("The road", ["B"])
    with pytest.raises(ScenarioError, match="is a Primavera P6 plan in XML with 2 projects, 'SITE', 'ROAD': name one"):
        read_pmxml("site.xml", content)


REFUSED: list[tuple[bytes, str]] = [
    (xml.pmxml(), "is a Primavera P6 plan in XML without a project"),
    (xml.pmxml(xml.project()), "Project SITE: the project has no activities"),
    (
        xml.pmxml(xml.project(xml.activity("A", PlannedDuration="long"))),
        "Activity A.PlannedDuration: 'long' is not a number",
    ),
    (xml.pmxml(xml.project(xml.activity("A"), xml.activity("A"))), "Activity.ObjectId: 'tA' stands here again"),
    (
        xml.pmxml(xml.project(xml.activity("A"), xml.activity("B"), xml.link("A", "B", "Both"))),
        "Relationship B.Type: 'Both' is not a kind of link",
    ),
    (b"<APIBusinessObjects>", "is a Primavera P6 plan in XML that is broken"),
    (b"<Other/>", "'Other' is not the beginning of a Primavera P6 plan in XML"),
]
"""Files with one fault, and what is said of it in the words of the file."""


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_what_is_wrong_is_told_in_the_words_of_the_file(content: bytes, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_pmxml("site.xml", content)
    assert said in str(caught.value)
