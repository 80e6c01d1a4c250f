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
from tests.whole_plans import WHOLE_PMXML, WHOLE_XER


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
    plan = nowhere(read_xer("site.xer", WHOLE_XER))
    assert nowhere(read_pmxml("site.xml", WHOLE_PMXML)) == plan
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
    WHOLE_XER = {**text.project(), "SCHEDOPTIONS": [options], "TASK": [text.task("A", 8, **begun)]}
    WHOLE_PMXML = xml.project(
        xml.activity("A", 8, ActualStartDate="2026-01-05T08:00:00"),
        element("ScheduleOptions", OutOfSequenceScheduleType=logic, StartToStartLagCalculationType=int(of_rest)),
    )
    for plan in (read_xer("site.xer", text.xer(WHOLE_XER)), read_pmxml("site.xml", xml.pmxml(WHOLE_PMXML))):
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
