"""A Primavera P6 export says what stands in it, and one that cannot be read is refused with its place."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import ScenarioError
from milepost.models.calendar import Hours
from milepost.models.imports import Bound, ForeignPlan, Matter, Sort
from milepost.models.imports.p6 import read_xer
from milepost.models.imports.p6 import xer as tables
from milepost.models.imports.p6.calendars import MOST_BASES
from milepost.models.link import LagCalendar, LinkKind
from tests.xer_files import NEVER, Tables, calendar, exception, link, project, shift, task, xer


def read(changes: Tables | None = None, project: str = "") -> ForeignPlan:
    return read_xer("site.xer", xer(changes), project)


def refusal(content: bytes) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_xer("site.xer", content)
    return str(caught.value)


def told(plan: ForeignPlan) -> dict[Matter, tuple[str, ...]]:
    return {notice.matter: notice.ids for notice in plan.notices}


def test_an_activity_is_known_by_its_activity_id_and_by_what_it_is_sorted_under() -> None:
    plan = read(
        {
            "TASK": [task("A 1.0", 40, wbs_id="12", rsrc_id="7", total_float_hr_cnt="0")],
            "RSRC": [{"rsrc_id": "7", "rsrc_name": "Ann", "rsrc_short_name": "A", "rsrc_type": "RT_Labor"}],
            "PROJWBS": [
                {"wbs_id": "12", "proj_id": "1", "parent_wbs_id": "11", "wbs_short_name": "2", "wbs_name": "Bridge"},
                {"wbs_id": "11", "proj_id": "1", "parent_wbs_id": "10", "wbs_short_name": "1", "wbs_name": "Civil"},
                {
                    "wbs_id": "10",
                    "proj_id": "1",
                    "proj_node_flag": "Y",
                    "wbs_short_name": "SITE",
                    "wbs_name": "The site",
                },
            ],
            "ACTVTYPE": [{"actv_code_type_id": "1", "actv_code_type": "Trade"}],
            "ACTVCODE": [
                {"actv_code_id": "3", "actv_code_type_id": "1", "short_name": "CIV", "actv_code_name": "Civil"}
            ],
            "TASKACTV": [{"task_id": "tA 1.0", "actv_code_id": "3"}],
            "UDFTYPE": [{"udf_type_id": "1", "table_name": "TASK", "udf_type_label": "Low"}],
            "UDFVALUE": [{"udf_type_id": "1", "fk_id": "tA 1.0", "udf_number": "3.5"}],
            "TASKRSRC": [
                {"task_id": "tA 1.0", "rsrc_id": "7", "act_reg_cost": 10, "remain_cost": "90,5", "target_qty_per_hr": 2}
            ],
            "RSRCRATE": [{"rsrc_id": "7", "max_qty_per_hr": "3"}],
        }
    )
    (one,) = plan.activities
    assert (plan.name, plan.currency, plan.start) == ("The site", "EUR", datetime(2026, 1, 5))
    assert (one.id, one.name, one.sort, one.duration, one.owner) == ("A 1.0", "Work A 1.0", Sort.TASK, 40.0, "Ann")
    assert (one.group, one.wbs, one.codes, one.fields) == (
        ("Civil", "Bridge"),
        "SITE.1.2",
        {"Trade": "CIV"},
        {"Low": "3.5"},
    )
    assert (one.cost, one.spent, one.critical) == (100.5, 10.0, True)
    assert [(need.resource, need.units) for need in plan.assignments] == [("A", 2.0)]
    assert [(there.id, there.name, there.units) for there in plan.resources] == [("A", "Ann", 3.0)]


@pytest.mark.parametrize(
    ("names", "said"), [(("CIV", "MEP"), "CIV"), (("(New)", "(New)"), "Civil"), (("", "MEP"), "Civil")]
)
def test_a_code_is_said_by_its_short_name_where_that_tells_it_apart(names: tuple[str, str], said: str) -> None:
    values = [
        {"actv_code_id": place, "actv_code_type_id": "1", "short_name": short, "actv_code_name": name}
        for place, (short, name) in enumerate(zip(names, ("Civil", "Services"), strict=True))
    ]
    plan = read(
        {
            "ACTVTYPE": [{"actv_code_type_id": "1", "actv_code_type": "Trade"}],
            "ACTVCODE": values,
            "TASKACTV": [{"task_id": "tA", "actv_code_id": 0}],
        }
    )
    assert plan.activities[0].codes == {"Trade": said}


def test_a_link_has_its_kind_and_its_lag() -> None:
    plan = read({"TASK": [task("A"), task("B")], "TASKPRED": [link("A", "B", "PR_FF", -12)]})
    (one,) = plan.relations
    assert (one.predecessor, one.successor, one.kind, one.lag) == ("A", "B", LinkKind.FINISH_TO_FINISH, -12.0)
    assert one.place.row == "TASKPRED B"


@pytest.mark.parametrize(
    ("option", "lags"),
    [
        ("rcal_Predecessor", LagCalendar.PREDECESSOR),
        ("rcal_Successor", LagCalendar.SUCCESSOR),
        ("rcal_ProjDefault", LagCalendar.PROJECT),
        ("rcal_24Hour", LagCalendar.EVERY_DAY),
        ("", LagCalendar.PREDECESSOR),  # what P6 does unless it is told otherwise
    ],
)
def test_lags_are_counted_by_the_calendar_of_the_options(option: str, lags: LagCalendar) -> None:
    options = {"proj_id": "1", "sched_calendar_on_relationship_lag": option, "sched_progress_override": "Y"}
    plan = read({"SCHEDOPTIONS": [{"proj_id": "2", "sched_progress_override": "N"}, options]})
    assert (plan.lags, plan.override) == (lags, True)


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        ("CS_MSO", Bound.START_ON),
        ("CS_MSOA", Bound.START_NOT_BEFORE),
        ("CS_MSOB", Bound.START_BY),
        ("CS_MANDSTART", Bound.MUST_START_ON),
        ("CS_MEO", Bound.FINISH_ON),
        ("CS_MEOA", Bound.FINISH_NOT_BEFORE),
        ("CS_MEOB", Bound.FINISH_BY),
        ("CS_MANDFIN", Bound.MUST_FINISH_ON),
    ],
)
def test_each_of_two_constraints_asks_for_its_date(kind: str, bound: Bound) -> None:
    first = task("A", cstr_type=kind, cstr_date="2026-02-02 08:00")
    second = task("B", cstr_type2=kind, cstr_date2="2026-03-02 17:00")
    plan = read({"TASK": [first, second, task("C", cstr_type="CS_ALAP")]})
    assert [one.bounds for one in plan.activities] == [
        ((bound, datetime(2026, 2, 2, 8)),),
        ((bound, datetime(2026, 3, 2, 17)),),
        (),
    ]
    assert [one.late for one in plan.activities] == [False, False, True]


def test_what_has_begun_has_its_own_duration_and_what_is_left_and_what_has_not_has_all_ahead() -> None:
    begun, done = {"act_start_date": "2026-01-06 08:00"}, {"act_end_date": "2026-01-08 16:00"}
    plan = read(
        {
            "TASK": [
                task("ahead", 40, remain_drtn_hr_cnt=32),
                task("begun", 40, remain_drtn_hr_cnt=8, **begun),
                task("done", 40, remain_drtn_hr_cnt="", **begun, **done),
            ]
        }
    )
    assert [(one.duration, one.remaining) for one in plan.activities] == [(32.0, 32.0), (40.0, 8.0), (40.0, 0.0)]
    assert plan.activities[2].actual.finish == datetime(2026, 1, 8, 16)


def test_what_drives_nothing_is_left_out_with_its_links_and_told() -> None:
    plan = read(
        {
            "TASK": [
                task("A"),
                task("L", task_type="TT_LOE"),
                task("W", task_type="TT_WBS"),
                task("S", 0, task_type="TT_Mile"),
                task("F", 0, task_type="TT_FinMile"),
                task("R", task_type="TT_Rsrc"),
            ],
            "TASKPRED": [link("L", "A"), link("A", "L"), link("elsewhere", "S"), link("A", "S")],
        }
    )
    assert {one.id: one.sort for one in plan.activities} == {
        "A": Sort.TASK,
        "S": Sort.START_MILESTONE,
        "F": Sort.FINISH_MILESTONE,
        "R": Sort.TASK,
    }
    assert [one.successor for one in plan.relations] == ["S"]
    assert told(plan) == {
        Matter.LEVEL_OF_EFFORT: ("L",),
        Matter.SUMMARY_WORK: ("W",),
        Matter.LINK_DROPPED: ("A",),
        Matter.LINK_OUTSIDE: ("S",),
        Matter.BY_RESOURCE: ("R",),
    }


def test_a_calendar_has_what_the_one_has_that_it_rests_on() -> None:
    base = calendar(exceptions=exception(46381) + exception(46382, shift("08:00", "12:00")))
    own = f"(0||CalendarData()((0||Exceptions()({exception(46382)}))))"
    plan = read(
        {
            "CALENDAR": [
                {"clndr_id": "5", "clndr_name": "Own", "base_clndr_id": "6", "day_hr_cnt": 8, "clndr_data": own},
                {"clndr_id": "6", "clndr_name": "Base", "day_hr_cnt": 8, "clndr_data": base},
            ]
        }
    )
    worked = plan.calendars["5"]
    assert worked.week[0] == Hours.parse("08:00-16:00")
    assert [worked.days[day] for day in sorted(worked.days)] == [Hours(), Hours()]
    assert set(plan.calendars) == {"5"}


@pytest.mark.parametrize("text", ["(0||CalendarData()(", NEVER, ""])
def test_a_calendar_that_cannot_be_read_is_told_with_the_tasks_that_it_works(text: str) -> None:
    broken = [{"clndr_id": "5", "clndr_name": "Odd", "day_hr_cnt": 8, "clndr_data": text}]
    plan = read({"CALENDAR": broken, "TASK": [task("A"), task("B")]})
    assert told(plan) == {Matter.CALENDAR_UNREADABLE: ("A", "B")}
    assert plan.calendars["5"].week[:6] == (*[Hours.parse("08:00-16:00")] * 5, Hours())


def test_a_calendar_without_a_length_of_its_day_has_that_of_most_days() -> None:
    plan = read({"CALENDAR": [{"clndr_id": "5", "day_hr_cnt": "", "clndr_data": calendar()}]})
    assert plan.calendars["5"].day == 8.0
    assert told(plan) == {Matter.DAY_LENGTH: ()}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_names_are_read_in_either_encoding(encoding: str) -> None:
    content = xer({"TASK": [task("A", task_name="Größe \N{EURO SIGN}")]}, encoding=encoding)
    assert read_xer("site.xer", content).activities[0].name == "Größe \N{EURO SIGN}"


def test_a_file_that_is_cut_short_is_told() -> None:
    plan = read_xer("site.xer", xer(end=""))
    assert told(plan) == {Matter.CUT_SHORT: ()}
    assert "cut short" in plan.notices[0].sentence


def test_a_line_that_goes_on_belongs_to_the_row_before_it() -> None:
    assert read({"TASK": [task("A", task_name="Pour\r\nslab")]}).activities[0].name == "Pour slab"


SEVERAL: Tables = {
    "PROJECT": [
        {"proj_id": "1", "proj_short_name": "SITE", "clndr_id": "5", "plan_start_date": "2026-01-05"},
        {"proj_id": "2", "proj_short_name": "ROAD", "clndr_id": "5", "plan_start_date": "2026-02-02"},
    ],
    "TASK": [task("A"), task("B", proj_id="2")],
    "TASKPRED": [link("A", "B")],
}


def test_of_several_projects_the_one_is_read_that_is_named() -> None:
    road = read(SEVERAL, "ROAD")
    assert [one.id for one in road.activities] == ["B"]
    assert told(road) == {Matter.LINK_OUTSIDE: ("B",)}
    assert [one.id for one in read(SEVERAL, "1").activities] == ["A"]
    assert "2 projects, 'SITE', 'ROAD': name one" in refusal(xer(SEVERAL))
    with pytest.raises(ScenarioError, match="did you mean 'ROAD'"):
        read(SEVERAL, "ROADS")


def test_a_project_that_others_only_refer_to_is_not_among_them() -> None:
    site, road = SEVERAL["PROJECT"]
    assert [one.id for one in read({**SEVERAL, "PROJECT": [site, {**road, "export_flag": "N"}]}).activities] == ["A"]


def _levels(count: int) -> Tables:
    rows = [{"wbs_id": key, "proj_id": "1", "parent_wbs_id": key + 1} for key in range(count)]
    return {"PROJWBS": rows}


def _bases(count: int) -> Tables:
    rows = [{"clndr_id": 5 + place, "base_clndr_id": 6 + place, "clndr_data": calendar()} for place in range(count)]
    return {"CALENDAR": rows}


REFUSED: list[tuple[Tables, str]] = [
    (
        {"TASK": [task("A", 8, early_start_date="8026-01-05 08:00")]},
        "TASK A.early_start_date: 8026-01-05 08:00 is outside",
    ),
    (
        {"TASK": [task("A", 8, act_start_date="2026-02-30 08:00")]},
        "TASK A.act_start_date: '2026-02-30 08:00' is not a date",
    ),
    ({"TASK": [task("A", 8, act_start_date="5.1.2026")]}, "TASK A.act_start_date: '5.1.2026' is not a date"),
    ({"TASK": [task("A", -8)]}, "TASK A.remain_drtn_hr_cnt: -8 is negative"),
    ({"TASK": [{**task("A"), "remain_drtn_hr_cnt": "1e300"}]}, "TASK A.remain_drtn_hr_cnt: 1e300 is larger"),
    ({"TASK": [{**task("A"), "remain_drtn_hr_cnt": "nan"}]}, "TASK A.remain_drtn_hr_cnt: 'nan' is not a number"),
    ({"TASK": [task("A"), {**task("A"), "task_id": "other"}]}, "TASK A.task_code: 'A' stands here again"),
    ({"TASK": [task("A"), task("A")]}, "TASK.task_id: 'tA' stands here again"),
    ({"TASK": [task("")]}, "TASK.task_code: nothing stands here"),
    ({"TASK": [task("A" * 101)]}, "has more than 100 characters"),
    (
        {"TASK": [task("A"), task("B")], "TASKPRED": [link("A", "B", "PR_XX")]},
        "TASKPRED B.pred_type: 'PR_XX' is not a kind",
    ),
    ({"TASK": []}, "PROJECT SITE: the project has no activities"),
    ({"TASK": [task("A", task_type="TT_LOE")]}, "no activities that take part"),
    ({"PROJECT": []}, "site.xer: is a Primavera P6 export (XER) without a project"),
    (project(plan_start_date=""), "PROJECT SITE.plan_start_date: nothing stands here"),
    (
        {"PROJWBS": [{"wbs_id": "10", "proj_id": "1", "parent_wbs_id": "10"}]},
        "PROJWBS.parent_wbs_id: it lies within itself",
    ),
    (
        {
            "PROJWBS": [
                {"wbs_id": key, "proj_id": "1", "parent_wbs_id": 1 - key, "wbs_short_name": key} for key in (0, 1)
            ]
        },
        "PROJWBS 0.parent_wbs_id: it lies within itself",
    ),
    (_levels(1000), "it lies more than 100 levels deep"),
    (
        {"CALENDAR": [{"clndr_id": "5", "base_clndr_id": "5", "clndr_data": calendar()}]},
        "CALENDAR 5.base_clndr_id: it rests on",
    ),
    (_bases(MOST_BASES + 2), "rest on one another"),
]
"""Exports with one fault, and what is said of it."""


@pytest.mark.parametrize(("changes", "said"), REFUSED)
def test_what_is_wrong_is_told_with_its_row_and_field(changes: Tables, said: str) -> None:
    assert said in refusal(xer(changes))


def test_every_problem_is_told_with_its_line() -> None:
    changes: Tables = {"TASK": [task("A", -8), task("B"), task("C", 8, act_start_date="x")]}
    lines = xer(changes).decode().split("\r\n")
    assert refusal(xer(changes)).splitlines() == [
        f"site.xer:{lines.index(next(line for line in lines if f'Work {id}' in line)) + 1}:1: TASK {id}.{said}"
        for id, said in (
            ("A", "target_drtn_hr_cnt: -8 is negative: correct it there, and export the plan again"),
            ("A", "remain_drtn_hr_cnt: -8 is negative: correct it there, and export the plan again"),
            ("C", "act_start_date: 'x' is not a date: correct it there, and export the plan again"),
        )
    ]


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    assert "site.xer:2:1: byte 0x81 is of neither UTF-8 nor" in refusal(b"ERMHDR\t19.12\r\n%T\tTASK\x81\r\n")


def test_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    read({"TASK": [task(str(number)) for number in range(7)]})  # beside those of three other tables
    assert "more than 10 rows: split the plan" in refusal(xer({"TASK": [task(str(number)) for number in range(8)]}))


@given(data=st.data())
def test_a_file_that_is_damaged_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(
        xer(
            {
                "TASK": [task("A"), task("B", 8, act_start_date="2026-01-06 08:00")],
                "TASKPRED": [link("A", "B", hours=8)],
            }
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=5))
    with suppress(ScenarioError):
        assert read_xer("site.xer", bytes(content)).activities
