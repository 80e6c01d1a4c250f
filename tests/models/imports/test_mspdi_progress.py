"""What a Microsoft Project plan says of work under way, split, delayed or held from outside is taken or told."""

from datetime import datetime
from typing import Any

import pytest

from milepost.models.imports import Activity, Bound, ForeignPlan, Matter
from milepost.models.imports.mspdi import read_mspdi
from tests.mspdi_files import calendar, element, exception, link, mspdi, task


def read(*tasks: str, **given: Any) -> ForeignPlan:
    return read_mspdi("site.xml", mspdi(*tasks, **given))


def matters(plan: ForeignPlan) -> dict[Matter, tuple[str, ...]]:
    return {notice.matter: notice.ids for notice in plan.notices}


def moment(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute)


def stamp(day: int, hour: int = 8, minute: int = 0) -> str:
    return f"{moment(day, hour, minute):%Y-%m-%dT%H:%M:%S}"


def under_way(done: str, left: str, **cells: Any) -> str:
    """Return a task of 16 hours that was begun on Monday, 5 January."""
    said: dict[str, Any] = {
        "ActualStart": stamp(5),
        "Start": stamp(5),
        "ActualDuration": done,
        "RemainingDuration": left,
    }
    return task(1, 16, **said, **cells)


@pytest.mark.parametrize(
    ("hours", "finish", "is_split"),
    [
        (16, stamp(6, 17), False),
        (16, stamp(8, 17), True),  # two days between its parts
        (16, stamp(6, 16), False),  # less than its work takes is no gap
        (32, stamp(8, 17), False),
        (24, stamp(8, 17), True),
    ],
)
def test_a_task_is_split_whose_dates_have_more_work_between_them_than_it_is_long(
    hours: float, finish: str, *, is_split: bool
) -> None:
    plan = read(task(1, hours, Start=stamp(5), Finish=finish))
    assert matters(plan) == ({Matter.SPLIT: ("1",)} if is_split else {})


def test_days_off_split_nothing_nor_do_dates_of_what_is_done_or_scheduled_by_hand() -> None:
    days_off = calendar("1", element("Exceptions", exception("2026-01-06", "2026-01-07")))
    wide: dict[str, Any] = {"Start": stamp(5), "Finish": stamp(8, 17)}
    done: dict[str, Any] = {"ActualStart": stamp(5), "ActualFinish": stamp(8, 17)}
    plan = read(task(1, 16, **wide), task(2, 8, **wide, **done), task(3, 8, Manual=1, **wide), calendars=[days_off])
    assert matters(plan) == {Matter.MANUAL: ("3",)}


@pytest.mark.parametrize(
    ("done", "cells", "resumed"),
    [
        ("PT4H0M0S", {}, moment(5, 12)),
        ("PT4H0M0S", {"Resume": stamp(5, 13)}, moment(5, 13)),
        ("PT12H0M0S", {"Resume": stamp(5, 9)}, moment(6, 12)),  # of the first of several who work on it
        ("PT8H0M0S", {"Resume": stamp(8)}, moment(8)),  # after a pause
        ("PT0H0M0S", {}, moment(5, 8)),
    ],
)
def test_the_rest_goes_on_after_what_is_done(done: str, cells: dict[str, Any], resumed: datetime) -> None:
    assert read(under_way(done, "PT8H0M0S", **cells)).activities[0].resume == resumed


def only(*tasks: str, **given: Any) -> Activity:
    return read(*tasks, **given).activities[0]


def test_the_delay_of_levelling_pushes_the_start_of_what_has_not_begun() -> None:
    delayed: dict[str, Any] = {
        "LevelingDelay": 9600,
        "LevelingDelayFormat": 8,
        "Start": stamp(7),
        "Finish": stamp(7, 17),
    }
    plan = read(task(1, 8, **delayed), task(2, 8, **delayed, ActualStart=stamp(7)))
    assert [one.bounds for one in plan.activities] == [((Bound.START_NOT_BEFORE, moment(7)),), ()]
    assert matters(plan) == {Matter.LEVELLED: ("1",)}


@pytest.mark.parametrize(
    ("kind", "lag", "bound"),
    [
        (1, 0, (Bound.START_NOT_BEFORE, moment(8, 17))),
        (1, 4800, (Bound.START_NOT_BEFORE, moment(9, 17))),  # a day of work
        (0, 0, (Bound.FINISH_NOT_BEFORE, moment(8, 17))),
        (3, 0, (Bound.START_NOT_BEFORE, moment(7))),
    ],
)
def test_a_task_of_another_project_holds_by_the_dates_that_the_plan_has_of_it(
    kind: int, lag: float, bound: tuple[Bound, datetime]
) -> None:
    outside = task(3, 16, ExternalTask=1, Start=stamp(7), Finish=stamp(8, 17))
    plan = read(task(1, 8, link(3, kind, lag)), outside)
    assert [one.id for one in plan.activities] == ["1"]
    assert plan.activities[0].bounds == (bound,)
    assert matters(plan) == {Matter.EXTERNAL_DATE: ("1",)}


def test_a_lag_back_from_a_task_of_another_project_is_left_out_with_its_link() -> None:
    outside = task(3, 16, ExternalTask=1, Start=stamp(7), Finish=stamp(8, 17))
    plan = read(task(1, 8, link(3, 1, -4800)), outside)
    assert plan.activities[0].bounds == ()
    assert matters(plan) == {Matter.LINK_OUTSIDE: ("1",)}


@pytest.mark.parametrize(
    ("kind", "by_effort", "is_told"),
    [(2, 0, True), (0, 1, True), (0, 0, False), (1, 1, False)],  # fixed work, fixed units, fixed duration
)
def test_a_duration_that_work_makes_is_told(kind: int, by_effort: int, *, is_told: bool) -> None:
    person = element("Resources", element("Resource", UID=1, Name="Ann", Type=1))
    need = element("Assignments", element("Assignment", TaskUID=1, ResourceUID=1, Units=1))
    plan = read(task(1, 8, Type=kind, EffortDriven=by_effort), task(2, 8, Type=2), parts=[person, need])
    assert matters(plan) == ({Matter.WORK_DRIVEN: ("1",)} if is_told else {})


def test_what_comes_back_is_told_with_its_tasks() -> None:
    series = task(1, 0, level=1, Recurring=1), task(2, 1, level=2, Recurring=1), task(3, 1, level=2, Recurring=1)
    assert matters(read(*series)) == {Matter.RECURRING: ("2", "3")}


def test_notes_are_those_of_the_task() -> None:
    assert only(task(1, Notes="Ask the\nharbour")).notes == "Ask the harbour"
