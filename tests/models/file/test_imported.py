"""The plan of another program is a scenario like any other, may be laid under one, and says what it could not take."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.calendar import Hours, Moment
from milepost.models.distributions import Constant, Pert
from milepost.models.file.import_review import import_review
from milepost.models.file.imported_tree import Tree, tree_of
from milepost.models.file.layers import Layers
from milepost.models.file.reader import review
from milepost.models.file.setting import parse_setting
from milepost.models.forecast import forecast
from milepost.models.imports import (
    Activity,
    Bound,
    ForeignCalendar,
    ForeignPlan,
    Matter,
    Relation,
    Sort,
    Span,
)
from milepost.models.link import LagCalendar, Link, LinkKind
from milepost.models.milestone import Level, MilestoneAt
from tests.xer_files import calendar, link, project, task, xer

EIGHT = Hours.parse("08:00-12:00, 13:00-17:00")
WEEK = (*[EIGHT] * 5, Hours(), Hours())
FIVE = ForeignCalendar(name="Five days", week=WEEK, day=8.0)
SIX = ForeignCalendar(name="Six / Tage", week=(*[Hours.parse("07:00-17:00")] * 6, Hours()), day=10.0)
ALWAYS = ForeignCalendar(name="Every day", week=(Hours.parse("00:00-24:00"),) * 7, day=24.0)

Read = Callable[..., Scenario]


def plan(*activities: Activity, links: tuple[Relation, ...] = (), **changes: object) -> ForeignPlan:
    """Return a plan from Monday, 5 January 2026, on."""
    made = ForeignPlan(
        name="Site",
        start=datetime(2026, 1, 5, 8),
        calendar="five",
        calendars={"five": FIVE, "six": SIX, "always": ALWAYS},
        activities=activities,
        relations=links,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any of its fields


def told(tree: Tree) -> dict[Matter, tuple[str, ...]]:
    return {notice.matter: notice.ids for notice in tree.notices}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what reads an export, or a file that lies over it."""

    def read_over(content: bytes, over: str = "") -> Scenario:
        path = tmp_path / "site.xer"
        path.write_bytes(content)
        if over:
            path = tmp_path / "plan.yaml"
            path.write_text(f"plan: site.xer\n{over}", encoding="utf-8")
        return read_scenario(path)

    return read_over


def test_an_export_is_a_scenario(read: Read) -> None:
    scenario = read(
        xer(
            {
                "TASK": [task("A", 20), task("B", 40), task("M", 0, task_type="TT_FinMile")],
                "TASKPRED": [link("A", "B", "PR_SS", 12), link("B", "M")],
            }
        )
    )
    assert (scenario.name, scenario.start, scenario.as_of) == ("The site", date(2026, 1, 5), None)
    assert {id: one.duration for id, one in scenario.tasks.items()} == {
        "A": Constant(value=2.5),
        "B": Constant(value=5.0),
    }
    assert scenario.tasks["B"].after == (Link(predecessor="A", kind=LinkKind.START_TO_START, lag=1.5),)
    assert scenario.days_of("M").date_of(scenario.dating.planned["M"][1]) == date(2026, 1, 13)


def test_durations_are_in_days_of_their_own_calendar_and_lags_in_those_that_lags_are_counted_by() -> None:
    activities = Activity(id="a", name="", calendar="six", duration=20.0), Activity(id="b", name="", calendar="always")
    links = (Relation(predecessor="a", successor="b", lag=-24.0),)
    lags = {
        LagCalendar.PREDECESSOR: "a FS-2.4",
        LagCalendar.SUCCESSOR: "a FS-1",
        LagCalendar.PROJECT: "a FS-3",
        LagCalendar.EVERY_DAY: "a FS-1",
    }
    for calendar_of_lags, text in lags.items():
        data = tree_of(plan(*activities, links=links, lags=calendar_of_lags)).data
        assert data["tasks"]["b"]["after"] == [text]
        assert data["lags"] == calendar_of_lags.value
    assert data["tasks"]["a"]["duration"] == "2"


@pytest.mark.parametrize(
    ("relation", "text"),
    [
        (Relation(predecessor="a", successor="b"), "a"),
        (Relation(predecessor="a", successor="b", kind=LinkKind.START_TO_FINISH), "a SF"),
        (Relation(predecessor="a", successor="b", elapsed=1 / 3), "a FS+0.333333333333ed"),
        (Relation(predecessor="a", successor="b", share=-0.5), "a FS-50%"),
        (Relation(predecessor="a", successor="b", lag=1e-6), "a FS+0.000000125"),  # without an exponent
    ],
)
def test_a_link_is_written_as_a_scenario_writes_it(relation: Relation, text: str) -> None:
    data = tree_of(plan(Activity(id="a", name=""), Activity(id="b", name=""), links=(relation,))).data
    assert data["tasks"]["b"]["after"] == [text]
    assert Link.parse(text).predecessor == "a"
    assert data.get("lags") == (LagCalendar.PROJECT.value if relation.lag else None)


def test_of_two_links_of_one_kind_the_longer_one_is_kept_and_that_is_told() -> None:
    links = tuple(Relation(predecessor="a", successor="b", lag=lag) for lag in (8.0, 16.0, 0.0))
    tree = tree_of(plan(Activity(id="a", name=""), Activity(id="b", name=""), links=links))
    assert tree.data["tasks"]["b"]["after"] == ["a FS+2"]
    assert told(tree) == {Matter.LINK_DOUBLE: ("b",)}


def test_calendars_are_named_by_ids_and_that_of_the_plan_is_its_own() -> None:
    others = {"s2": replace(SIX, name="six tage"), "none": replace(SIX, name="///")}
    tree = tree_of(plan(Activity(id="a", name="", calendar="s2"), calendars={"five": FIVE, "six": SIX, **others}))
    assert list(tree.data["calendars"]) == ["six_tage", "six_tage_2", "calendar"]
    assert tree.data["tasks"]["a"]["calendar"] == "six_tage_2"
    assert tree.data["calendar"]["hours"] == dict.fromkeys(("Mon", "Tue", "Wed", "Thu", "Fri"), str(EIGHT))


@pytest.mark.parametrize(
    ("bound", "moment", "said", "matter"),
    [
        (Bound.START_NOT_BEFORE, datetime(2026, 2, 2, 12), {"not_before": "2026-02-02 12:00"}, None),
        (Bound.START_ON, datetime(2026, 2, 2), {"not_before": "2026-02-02"}, Matter.START_ON),
        (Bound.MUST_START_ON, datetime(2026, 2, 2), {"not_before": "2026-02-02"}, Matter.MANDATORY),
        (Bound.FINISH_NOT_BEFORE, datetime(2026, 2, 2, 17), {"finish_not_before": "2026-02-02 17:00"}, None),
        # what ends at midnight ends with the day before
        (Bound.FINISH_ON, datetime(2026, 2, 2), {"finish_not_before": "2026-02-01"}, Matter.FINISH_ON),
        (Bound.MUST_FINISH_ON, datetime(2026, 2, 2), {"finish_not_before": "2026-02-01"}, Matter.MANDATORY),
        (Bound.FINISH_BY, datetime(2026, 2, 2), {"due": "2026-02-01"}, Matter.FINISH_BEFORE),
        (Bound.FINISH_BY, datetime(2026, 2, 2, 17), {"due": "2026-02-02"}, Matter.FINISH_BEFORE),
        (Bound.START_BY, datetime(2026, 2, 2, 8), {"latest_start": "2026-02-02"}, Matter.START_BEFORE),
    ],
)
def test_a_constraint_pushes_or_is_judged_by_and_is_told_where_it_is_not_the_same(
    bound: Bound, moment: datetime, said: dict[str, str], matter: Matter | None
) -> None:
    tree = tree_of(plan(Activity(id="a", name="", duration=8.0, bounds=((bound, moment),))))
    assert {key: tree.data["tasks"]["a"][key] for key in said} == said
    assert told(tree) == ({matter: ("a",)} if matter else {})
    keys = {"not_before", "finish_not_before", "due", "latest_start"}
    assert keys & set(tree.data["tasks"]["a"]) == set(said)


def test_what_has_begun_needs_no_date_to_begin() -> None:
    begun = Span(start=datetime(2026, 1, 5, 8))
    bounds = ((Bound.MUST_START_ON, datetime(2026, 1, 6)), (Bound.START_BY, datetime(2026, 1, 6)))
    tree = tree_of(plan(Activity(id="a", name="", actual=begun, bounds=bounds), data_date=datetime(2026, 1, 7)))
    assert not {"not_before", "latest_start"} & set(tree.data["tasks"]["a"])
    assert told(tree) == {}


def test_facts_lie_before_the_status_and_those_that_do_not_are_told() -> None:
    begun, ahead = datetime(2026, 1, 5, 8), datetime(2026, 1, 9, 17)
    tree = tree_of(
        plan(
            Activity(id="under way", name="", duration=80.0, remaining=20.0, actual=Span(start=begun)),
            Activity(id="done", name="", duration=8.0, actual=Span(start=begun, finish=ahead), spent=50.0, cost=50.0),
            Activity(id="reached", name="", sort=Sort.FINISH_MILESTONE, actual=Span(start=begun, finish=begun)),
            data_date=datetime(2026, 1, 7, 8),
        )
    )
    assert tree.data["as_of"] == "2026-01-07"
    under_way, done = tree.data["tasks"]["under way"], tree.data["tasks"]["done"]
    assert (under_way["actual"], under_way["remaining"]) == ({"start": "2026-01-05 08:00"}, "2.5")
    assert done["actual"] == {"start": "2026-01-05 08:00", "finish": "2026-01-06"}
    assert tree.data["milestones"]["reached"]["reached"] == "2026-01-05 08:00"
    assert tree.data["budget"] == {"spent": "50"}
    assert told(tree) == {Matter.FACT_AHEAD: ("done",)}


def test_without_a_day_of_the_status_it_is_that_after_the_last_fact_and_what_is_behind_it_is_told() -> None:
    done = Span(start=datetime(2026, 1, 5), finish=datetime(2026, 1, 9))
    tree = tree_of(
        plan(
            Activity(id="done", name="", duration=32.0, actual=done),
            Activity(id="behind", name="", duration=8.0, stored=Span(start=datetime(2026, 1, 8, 8))),
            Activity(id="ahead", name="", duration=8.0, stored=Span(start=datetime(2026, 1, 8, 17))),
            Activity(
                id="under way",
                name="",
                duration=80.0,
                remaining=20.0,
                actual=Span(start=datetime(2026, 1, 6)),
                resume=datetime(2026, 1, 7, 12),
            ),
        )
    )
    assert tree.data["as_of"] == "2026-01-09"
    assert tree.data["tasks"]["done"]["actual"]["finish"] == "2026-01-08"  # which ends at the midnight after it
    assert told(tree) == {Matter.BEHIND: ("behind", "under way")}


def test_a_program_that_knows_no_hours_plans_whole_days() -> None:
    days = {date(2026, 1, 10): Hours.parse("00:00-24:00"), date(2026, 1, 12): Hours()}
    week = (*ALWAYS.week[:5], Hours(), Hours())
    whole = ForeignCalendar(name="", week=week, days=days, day=24.0)
    made = tree_of(plan(Activity(id="a", name=""), calendar="one", calendars={"one": whole}, whole_days=True))
    assert made.data["calendar"] == {
        "workdays": "Mon, Tue, Wed, Thu, Fri",
        "holidays": ["2026-01-12"],
        "days": {"2026-01-10": "1"},
    }


@pytest.mark.parametrize(
    ("data_date", "as_of"),
    [
        (datetime(2026, 1, 5), None),  # all may begin with the plan
        (datetime(2026, 1, 8, 8), "2026-01-08"),
        (datetime(2026, 1, 8, 17), "2026-01-09"),  # when the day is over
        (datetime(2026, 1, 10, 12), "2026-01-10"),  # on which nobody works
    ],
)
def test_the_status_is_of_the_day_that_begins_next(data_date: datetime, as_of: str | None) -> None:
    assert tree_of(plan(Activity(id="a", name=""), data_date=data_date)).data.get("as_of") == as_of


def test_a_status_within_a_day_holds_up_what_waits_for_nothing_and_is_told() -> None:
    tree = tree_of(plan(Activity(id="a", name="", duration=8.0), data_date=datetime(2026, 1, 8, 12)))
    assert tree.data["as_of"] == "2026-01-08"
    assert tree.data["tasks"]["a"]["not_before"] == "2026-01-08 12:00"
    assert told(tree) == {Matter.STATUS_IN_DAY: ()}


@pytest.mark.parametrize(
    ("resume", "status", "left", "is_behind"),
    [
        (datetime(2026, 1, 8, 8), None, "2", False),  # the day after the last fact
        (datetime(2026, 1, 9, 8), None, "3", False),  # a day of no work, and then what is left
        (datetime(2026, 1, 7, 13), None, "1.5", False),  # that day, which is worked to its end by a status of our own
        (datetime(2026, 1, 7, 13), datetime(2026, 1, 7, 17), "2", True),  # but not by that of the file
        (datetime(2026, 1, 6, 17), datetime(2026, 1, 7), "2", False),
        (datetime(2026, 1, 6, 8), None, "2", True),
    ],
)
def test_what_is_left_is_that_of_the_day_of_the_status_and_what_is_behind_is_not_done(
    resume: datetime, status: datetime | None, left: str, *, is_behind: bool
) -> None:
    begun = Activity(id="a", name="", actual=Span(start=datetime(2026, 1, 5, 8)), remaining=16.0, resume=resume)
    done = Activity(id="b", name="", actual=Span(start=datetime(2026, 1, 7, 8), finish=datetime(2026, 1, 7, 12)))
    tree = tree_of(plan(begun, done, data_date=status))
    assert tree.data["tasks"]["a"]["remaining"] == left
    assert (Matter.BEHIND in told(tree)) == is_behind


def test_milestones_are_minor_but_for_the_last_and_those_with_a_date() -> None:
    bound = ((Bound.FINISH_BY, datetime(2026, 2, 2, 17)),)
    ends = {"a": datetime(2026, 1, 6), "last": datetime(2026, 3, 2), "b": datetime(2026, 1, 8)}
    sorts = {"a": Sort.START_MILESTONE, "last": Sort.FINISH_MILESTONE, "b": Sort.FINISH_MILESTONE}
    made = tree_of(
        plan(
            *(Activity(id=id, name="", sort=sorts[id], stored=Span(finish=end)) for id, end in ends.items()),
            Activity(id="held", name="", sort=Sort.FINISH_MILESTONE, bounds=bound),
            Activity(id="dead", name="", sort=Sort.FINISH_MILESTONE, deadline=datetime(2026, 3, 2)),
        )
    ).data["milestones"]
    assert {id: one.get("level", "major") for id, one in made.items()} == {
        "a": "minor",
        "last": "major",
        "b": "minor",
        "held": "major",
        "dead": "major",
    }
    assert made["a"]["at"] == MilestoneAt.START.value
    assert (made["held"]["due"], made["dead"]["due"]) == ("2026-02-02", "2026-03-01")


@pytest.mark.parametrize(("sort", "kind"), [(Sort.TASK, "tasks"), (Sort.FINISH_MILESTONE, "milestones")])
def test_what_a_plan_is_sorted_by_is_carried(sort: Sort, kind: str) -> None:
    one = Activity(id="a", name="", sort=sort, wbs="S.1.3", codes={"Trade": "CIV"}, fields={"Duration1": "5"})
    node = tree_of(plan(one)).data[kind]["a"]
    assert (node["wbs"], node["codes"], node["fields"]) == (one.wbs, one.codes, one.fields)


def test_a_slash_in_the_name_of_a_group_parts_nothing() -> None:
    tree = tree_of(plan(Activity(id="a", name="", group=("Civil", "Steel/Glass"))))
    assert tree.data["tasks"]["a"]["group"] == "Civil/Steel-Glass"
    assert told(tree) == {Matter.NAME_CHANGED: ("a",)}


MILESTONES = {
    "TASK": [task("A", 16), task("M", 0, task_type="TT_Mile"), task("N", 0, task_type="TT_FinMile")],
    "TASKPRED": [link("A", "N")],
}


@pytest.mark.parametrize(
    ("over", "level"),
    [
        ("tasks: {A: {owner: Ann}}", Level.MINOR),
        ("milestones: {M: {due: 2026-03-02}}", Level.MAJOR),
        ("milestones: {M: {}}", Level.MAJOR),
        ("milestones: {M: {due: 2026-03-02, level: minor}}", Level.MINOR),
    ],
)
def test_a_milestone_that_is_named_above_an_import_is_major(read: Read, over: str, level: Level) -> None:
    assert read(xer(MILESTONES), over).milestones["M"].level == level


def test_an_overlay_lies_over_an_import_as_over_any_plan(read: Read) -> None:
    scenario = read(xer(MILESTONES), "ranges: {rough: [0.8, 1, 2]}\napply: [{where: all, range: rough}]\n")
    assert scenario.tasks["A"].duration.mean == pytest.approx(2 * (0.8 + 4 + 2) / 6)


def test_a_project_is_named_above_a_file_that_holds_several(read: Read) -> None:
    rows = [
        *project()["PROJECT"],
        {"proj_id": "2", "proj_short_name": "ROAD", "clndr_id": "5", "plan_start_date": "2026-02-02"},
    ]
    content = xer({"PROJECT": rows, "TASK": [task("A"), task("B", proj_id="2")]})
    assert list(read(content, "project: ROAD\n").tasks) == ["B"]
    with pytest.raises(ScenarioError, match=r"plan.yaml:1:7: plan: .*with 2 projects, 'SITE', 'ROAD': name one"):
        read(content, "name: both\n")


def test_no_project_is_named_above_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text("start: 2026-01-05\ntasks: {a: {duration: 1}}\n")
    (tmp_path / "plan.yaml").write_text("plan: below.yaml\nproject: ROAD\n")
    with pytest.raises(ScenarioError, match=r"plan.yaml:2:10: project: .* is a scenario, and holds one project"):
        read_scenario(tmp_path / "plan.yaml")


def test_what_is_wrong_with_an_imported_plan_is_told_at_the_row_that_says_it(read: Read) -> None:
    content = xer({"TASK": [task("A"), task("B")], "TASKPRED": [link("A", "B"), link("B", "A")]})
    line = content.decode().split("\r\n").index("%T\tTASKPRED") + 3
    with pytest.raises(ScenarioError, match=rf"site.xer:({line}|{line + 1}):1: tasks.[AB].after: "):
        read(content)


def test_what_could_not_be_taken_is_kept_with_the_plan_worst_first(tmp_path: Path) -> None:
    broken = [{"clndr_id": "5", "clndr_name": "Odd", "day_hr_cnt": 8, "clndr_data": "("}]
    (tmp_path / "site.xer").write_bytes(xer({"CALENDAR": broken, "TASK": [task("A", cstr_type="CS_ALAP")]}, end=""))
    (tmp_path / "plan.yaml").write_text("plan: site.xer\n")
    found = import_review(Layers(tmp_path / "plan.yaml"))
    assert found is not None
    notices = found.notices
    matters = [Matter.CUT_SHORT, Matter.CALENDAR_UNREADABLE, Matter.ALAP, Matter.END_ADDED]
    assert [notice.matter for notice in notices] == matters
    assert notices[1].sentence == (
        "1 task worked by a calendar that cannot be read, for which Monday to Friday stands in (A: Odd)"
    )


def test_work_under_way_and_finished_is_where_the_file_has_it(read: Read) -> None:
    begun = {"act_start_date": "2026-01-05 08:00"}
    content = xer(
        {
            **project(last_recalc_date="2026-01-12 08:00"),
            "CALENDAR": [{"clndr_id": "5", "clndr_name": "Five", "day_hr_cnt": 8, "clndr_data": calendar()}],
            "TASK": [
                task("done", 24, remain_drtn_hr_cnt="", **begun, act_end_date="2026-01-08 12:00"),
                task("going", 80, remain_drtn_hr_cnt=16, **begun),
                task("next", 8),
            ],
            "TASKPRED": [link("done", "next"), link("going", "next")],
        }
    )
    scenario = read(content)
    assert scenario.tasks["done"].actual is not None
    assert scenario.tasks["done"].actual.finish == Moment(2026, 1, 8, minute=720)
    ahead = forecast(scenario)
    assert [ahead.days_of(id).date_of(ahead.dating.planned[id][1]) for id in ("done", "going", "next")] == [
        date(2026, 1, 8),
        date(2026, 1, 13),
        date(2026, 1, 14),
    ]


ODD = ["CIV 100", "CIV", "A1000.10", "CIV FS", "é/ü", "x"]
"""Ids as other programs have them: some begin others, and one ends as a link does."""


@pytest.fixture
def odd(read: Read) -> Callable[..., Scenario]:
    """Return what reads a plan with such ids, and a file over it."""
    links = [link("CIV 100", "A1000.10", "PR_SS", 8), link("CIV FS", "é/ü"), link("CIV", "x", "PR_FF")]
    return lambda over="": read(xer({"TASK": [task(id) for id in ODD], "TASKPRED": links}, encoding="utf-8"), over)


def test_ids_of_other_programs_may_be_any_text(odd: Callable[..., Scenario]) -> None:
    scenario = odd()
    assert list(scenario.tasks) == ODD
    after = {id: task.after for id, task in scenario.tasks.items() if task.after}
    assert after == {
        "A1000.10": (Link(predecessor="CIV 100", kind=LinkKind.START_TO_START, lag=1.0),),
        "é/ü": (Link(predecessor="CIV FS"),),
        "x": (Link(predecessor="CIV", kind=LinkKind.FINISH_TO_FINISH),),
    }


def test_they_are_written_in_overlays_as_they_are(odd: Callable[..., Scenario]) -> None:
    over = """
tasks:
  A1000.10: {after: {drop: [CIV 100], add: [CIV FS+2, "CIV FS FF-1", é/ü]}, only_if: rain}
  new one: {duration: 2, after: [A1000.10]}
risks: {rain: {probability: 0.5, exposes: [CIV 100, x], delay: 1}}
correlations: [{tasks: [CIV 100, é/ü], rho: 0.5}]
apply: [{ids: [CIV FS], owner: Ann}, {where: {id: "CIV*"}, owner: Bob}]
milestones: {end: {after: [new one SS]}}
"""
    scenario = odd(over)
    assert [(link.predecessor, link.kind, link.lag) for link in scenario.tasks["A1000.10"].after] == [
        ("CIV", LinkKind.FINISH_TO_START, 2.0),
        ("CIV FS", LinkKind.FINISH_TO_FINISH, -1.0),
        ("é/ü", LinkKind.FINISH_TO_START, 0.0),
    ]
    assert scenario.tasks["new one"].after == (Link(predecessor="A1000.10"),)
    assert [scenario.tasks[id].owner for id in ("CIV FS", "CIV 100")] == ["Ann", "Bob"]
    assert scenario.milestones["end"].after == (Link(predecessor="new one", kind=LinkKind.START_TO_START),)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ("tasks: {x: {after: [CIV 10]}}", "'CIV 10' is not a task or milestone"),
        ("risks: {r: {probability: 0.5, exposes: [CIV 1]}}", "'CIV 1' is not a task"),
        ('tasks: {"two  blanks": {duration: 1}}', "'two  blanks' is not an id"),
        ("ids: plain", "is not an id"),
    ],
)
def test_what_is_none_of_them_is_told(odd: Callable[..., Scenario], over: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        odd(over)


def test_a_plan_with_such_ids_is_recorded_as_one_that_can_be_read(odd: Callable[..., Scenario], tmp_path: Path) -> None:
    scenario = odd("name: again\nrisks: {rain: {probability: 0.5, exposes: [CIV 100], delay: 1}}\n")
    assert read_scenario(review(tmp_path / "plan.yaml").text) == scenario
    settings = [parse_setting('tasks."A1000.10".duration=7'), parse_setting('tasks."CIV 100"=null')]
    with pytest.raises(ScenarioError, match="'CIV 100' is taken out by"):
        read_scenario(tmp_path / "plan.yaml", settings)
    changed = read_scenario(tmp_path / "plan.yaml", settings[:1])
    assert changed.tasks["A1000.10"].duration == Constant(value=7.0)


def test_rules_count_more_than_the_file_and_less_than_any_scenario(read: Read) -> None:
    content = xer({"TASK": [task("A", 40), task("B", 40), task("C", 40)]})
    overlay = (
        "calendars: {site: {hours: 07:00-17:00}}\nranges: {rough: [0.5, 1, 3]}\n"
        "tasks: {B: {duration: 3, owner: Bob, calendar: every_day}, C: {duration: 7}}\n"
        "apply:\n  - {ids: [A, B], duration: 9, owner: Ann, calendar: site}\n"
        "  - {where: all, duration: 2, owner: Eve, range: rough}\n"
    )
    tasks = read(content, overlay).tasks
    assert [one.duration.mean for one in tasks.values()] == [pytest.approx(1.25 * days) for days in (9, 3, 7)]
    assert [one.owner for one in tasks.values()] == ["Ann", "Bob", "Eve"]
    assert [one.calendar for one in tasks.values()] == ["site", "every_day", None]


def test_durations_are_taken_from_fields_where_they_are_filled(read: Read) -> None:
    kinds = [{"udf_type_id": f"{number}", "udf_type_label": f"D{number}", "table_name": "TASK"} for number in (1, 2, 3)]
    values = [
        {"udf_type_id": f"{number}", "fk_id": f"{id}", "udf_text": text}
        for id, texts in ((1, ("2", "4 days", "3w")), (2, ("3", "", "8")), (3, ("1", "", "")))
        for number, text in enumerate(texts, 1)
        if text
    ]
    rows = [task(id, 40, task_id=str(number)) for number, id in enumerate("ABC", 1)]
    content = xer({"TASK": rows, "UDFTYPE": kinds, "UDFVALUE": values})
    rule = (
        "ranges: {rough: [0.5, 1, 3]}\napply: [{fields: {low: D1, likely: D2, high: D3}}, {where: all, range: rough}]\n"
    )
    tasks = read(content, rule).tasks
    assert tasks["A"].duration == Pert(low=2.0, mode=4.0, high=15.0)
    assert tasks["B"].duration == Pert(low=3.0, mode=5.0, high=8.0)
    assert tasks["C"].duration == Pert(low=2.5, mode=5.0, high=15.0)
    with pytest.raises(ScenarioError, match=r"no task that it is about has the fields 'D4' and 'D3'; there are 'D1'"):
        read(content, rule.replace("low: D1", "low: D4"))
    values[0]["udf_text"] = "soon"
    with pytest.raises(ScenarioError, match=r"site.xer:.*tasks.A.fields.D1: 'soon' is not a length in working days"):
        read(xer({"TASK": rows, "UDFTYPE": kinds, "UDFVALUE": values}), rule)


ESTIMATED = "apply: [{fields: {low: D1, likely: D2, high: D3}}]\n"


def estimated(*points: str, **changes: str) -> bytes:
    """Return a plan with a task of five days, and three points in its fields."""
    kinds = [{"udf_type_id": f"{number}", "udf_type_label": f"D{number}", "table_name": "TASK"} for number in (1, 2, 3)]
    values = [{"udf_type_id": f"{number}", "fk_id": "1", "udf_text": text} for number, text in enumerate(points, 1)]
    status = project(last_recalc_date="2026-01-12 08:00") if changes else {}
    return xer({"TASK": [task("A", 40, task_id="1", **changes)], "UDFTYPE": kinds, "UDFVALUE": values, **status})


def test_three_points_that_are_one_are_certain_and_noughts_are_not_filled(read: Read) -> None:
    assert read(estimated("4", "4d", "4.0"), ESTIMATED).tasks["A"].duration == Constant(value=4.0)
    with pytest.raises(ScenarioError, match="no task that it is about has the fields"):
        read(estimated("0", "0", "0"), ESTIMATED)


def test_three_points_out_of_order_are_told_at_their_task_unless_a_scenario_says_how_long_it_takes(read: Read) -> None:
    with pytest.raises(
        ScenarioError, match=r"site.xer:.*tasks.A.fields.D1: 8, 5, 9 are not the least, likely and most"
    ):
        read(estimated("8", "5", "9"), ESTIMATED)
    assert read(estimated("8", "5", "9"), f"tasks: {{A: {{duration: 3}}}}\n{ESTIMATED}").tasks["A"].duration.mean == 3.0


def test_three_points_make_what_is_left_of_work_under_way_uncertain_in_the_same_share(read: Read) -> None:
    begun = {"status_code": "TK_Active", "act_start_date": "2026-01-05 08:00", "remain_drtn_hr_cnt": "16"}
    plan = estimated("4", "8", "24", **begun)
    assert read(plan, ESTIMATED).tasks["A"].remaining == Pert(low=1.0, mode=2.0, high=6.0)
    assert read(plan, f"tasks: {{A: {{remaining: 3}}}}\n{ESTIMATED}").tasks["A"].remaining == Constant(value=3.0)


def test_what_is_kept_of_a_plan_says_the_same_without_its_file(read: Read, tmp_path: Path) -> None:
    """Rules count more than the file, and go by what that calls critical; the text that reviews keep has no file."""
    rows = [task("A", 8, total_float_hr_cnt="0"), task("B", 800, total_float_hr_cnt="40"), task("C", 8)]
    rules = (
        "ranges: {rough: [0.5, 1, 3]}\nrisks: {rain: {probability: 0.5, delay: 3}}\n"
        "apply:\n  - {where: {critical: true}, duration: [2, 3, 9], owner: Ann, exposed_to: [rain]}\n"
        "  - {where: {critical: false}, owner: Bob, calendar: every_day, range: rough, correlated: {rho: 0.3}}\n"
    )
    scenario = read(xer({"TASK": rows}), rules)
    assert [one.owner for one in scenario.tasks.values()] == ["Ann", "Bob", "Bob"]
    assert read_scenario(review(tmp_path / "plan.yaml").text) == scenario


def test_what_the_file_calls_critical_is(read: Read) -> None:
    rows = [task("A", 8, total_float_hr_cnt="0"), task("B", 800, total_float_hr_cnt="40"), task("C", 8)]
    tasks = read(xer({"TASK": rows}), "apply: [{where: {critical: true}, owner: Ann}]\n").tasks
    assert [id for id, one in tasks.items() if one.owner] == ["A"]


def test_a_range_multiplies_what_is_left_of_work_under_way(read: Read) -> None:
    begun = task("A", 80, status_code="TK_Active", act_start_date="2026-01-05 08:00", remain_drtn_hr_cnt="16")
    content = xer({"TASK": [begun], **project(last_recalc_date="2026-01-12 08:00")})
    (one,) = read(content, "ranges: {rough: [0.5, 1, 3]}\napply: [{where: all, range: rough}]\n").tasks.values()
    assert one.remaining == Pert(low=1.0, mode=2.0, high=6.0)


def test_what_is_left_and_cannot_be_read_is_told_where_a_rule_would_share_it_out(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "id,duration,start,actual start,remaining,Few,Many\na,5,2026-01-05,2026-01-05,soon,4,9\n", encoding="utf-8"
    )
    (tmp_path / "plan.yaml").write_text("plan: list.csv\napply: [{fields: {low: Few, high: Many}}]\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"tasks.a.remaining"):
        read_scenario(tmp_path / "plan.yaml")
