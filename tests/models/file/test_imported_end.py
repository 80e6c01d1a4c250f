"""The plan of another program ends with a milestone, be it that of the file or one that is added."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.file.imported_end import added_end
from milepost.models.imports import Activity, ForeignCalendar, ForeignPlan, Relation, Sort, Span
from milepost.models.link import LinkKind
from milepost.models.milestone import Level
from tests.xer_files import link, task, xer

WEEK = ForeignCalendar(name="Five days", week=(), day=8.0)


def plan(*activities: Activity, links: tuple[Relation, ...] = ()) -> ForeignPlan:
    return ForeignPlan(
        name="Site",
        start=datetime(2026, 1, 5, 8),
        calendar="five",
        calendars={"five": WEEK},
        activities=activities,
        relations=links,
    )


def work(id: str, day: int = 0) -> Activity:
    """Return work that the file lets end on a day of January 2026."""
    return Activity(id=id, name="", stored=Span(finish=datetime(2026, 1, day, 16)) if day else Span())


def milestone(id: str, day: int = 0, sort: Sort = Sort.FINISH_MILESTONE) -> Activity:
    moment = datetime(2026, 1, day, 16) if day else None
    return Activity(id=id, name="", sort=sort, stored=Span(start=moment, finish=moment))


@pytest.mark.parametrize(
    ("made", "added"),
    [
        (plan(work("a", 6), milestone("m", 6)), False),
        (plan(work("a", 7), milestone("m", 6)), True),  # work goes on behind it
        (plan(work("a", 7)), True),
        (plan(work("a"), milestone("m"), links=(Relation(predecessor="a", successor="m"),)), False),  # no dates
        (plan(work("a"), milestone("m"), links=(Relation(predecessor="m", successor="a"),)), True),
        (plan(milestone("m")), False),  # nothing ends
    ],
)
def test_a_milestone_is_added_where_work_ends_behind_the_last(made: ForeignPlan, *, added: bool) -> None:
    assert (added_end(made) is not None) == added


def test_it_waits_for_all_whose_finish_nothing_waits_for() -> None:
    """Also for what is overtaken: a lead, and what waits for a start, may be over before."""
    links = (
        Relation(predecessor="a", successor="b"),
        Relation(predecessor="b", successor="c", lag=-8.0),
        Relation(predecessor="c", successor="d", kind=LinkKind.START_TO_START),
        Relation(predecessor="d", successor="e", kind=LinkKind.FINISH_TO_FINISH, lag=8.0),
    )
    found = added_end(plan(*map(work, "abcde"), links=links))
    assert found is not None
    assert found.data["after"] == ["b", "c", "e"]


def test_it_takes_no_id_of_the_file() -> None:
    found = added_end(plan(work("end"), work("end_2")))
    assert found is not None
    assert found.id == "end_3"
    assert "end_3" in found.notice.sentence


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Scenario]:
    """Return what reads a file that lies over a plan without a milestone."""

    def read_over(over: str) -> Scenario:
        (tmp_path / "site.xer").write_bytes(xer({"TASK": [task("A"), task("B 1")], "TASKPRED": [link("A", "B 1")]}))
        (tmp_path / "plan.yaml").write_text(f"plan: site.xer\n{over}", encoding="utf-8")
        return read_scenario(tmp_path / "plan.yaml")

    return read_over


def test_a_scenario_over_the_plan_may_date_it_or_take_it_out(read: Callable[[str], Scenario]) -> None:
    dated = read("milestones: {end: {due: 2026-02-02}}").milestones["end"]
    assert (dated.level, [one.predecessor for one in dated.after], str(dated.due)) == (
        Level.MAJOR,
        ["B 1"],
        "2026-02-02",
    )
    assert not read("milestones: {end: null}").milestones
