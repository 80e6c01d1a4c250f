"""How many units are at work, and how long tasks wait for them, worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from milepost.models import Scenario
from milepost.models.calendar import Calendar
from milepost.models.calendar.hours import Hours
from milepost.models.orderings import Orderings
from milepost.models.resource import Resource
from milepost.simulate import run
from milepost.simulate.analysis.schedule.resources import ResourceOutlook, Resources
from milepost.simulate.report.run.curves.resources import resource_words
from tests.plans import plan, risk, task


def yard(**more: Any) -> Scenario:
    """Two of three lifts go on at once, and the third waits from day 2 to day 4; the rig never is short."""
    tasks = [
        task("a", 4, needs={"crane": 1}),
        task("b", 6, needs={"crane": 1, "rig": 1}),
        task("talk", 2),
        task("c", 3, "talk", needs={"crane": 1}),
    ]
    supply = {id: Resource(id=id, name=id, capacity=2) for id in ("crane", "rig", "shed")}
    return plan(tasks, {"end": ["a", "b", "c"]}, resources=supply, **more)


def lifts() -> Scenario:
    """Two tasks that are worked at weekends alone need the only crane."""
    tasks = [task(id, 1, calendar="weekend", needs={"crane": 1}) for id in ("a", "b")]
    supply = {"crane": Resource(id="crane", name="crane", capacity=1)}
    calendars = {"weekend": Calendar(workdays="Sat-Sun")}
    return plan(tasks, {"end": ["a", "b"]}, resources=supply, calendars=calendars)


def looked_at(scenario: Scenario) -> Resources:
    return run(scenario, iterations=64).resources


def test_units_at_work_and_idle_add_up_to_those_that_are_there() -> None:
    found = looked_at(yard()).outlooks
    assert list(found) == ["crane", "rig"]  # nothing needs the shed
    assert busy(found["crane"]) == (4 + 6 + 3, 2 * 7 - 13)  # the last lift goes from day 4 to day 7
    assert busy(found["rig"]) == (6, 2 * 6 - 6)
    assert found["crane"].used == pytest.approx(13 / 14)


def busy(one: ResourceOutlook) -> tuple[float, float]:
    return one.busy.value, one.idle.value


def test_a_task_waits_from_when_its_links_let_it_begin_to_when_units_are_free() -> None:
    found = looked_at(yard())
    assert found.outlooks["crane"].waiting.value == 2.0
    assert found.outlooks["crane"].waits.value == 1.0
    assert found.outlooks["crane"].waits_most == "c"
    assert {id: one.days.value for id, one in found.waiting.items()} == {"a": 0.0, "b": 0.0, "c": 2.0}
    assert (found.outlooks["rig"].waiting.value, found.outlooks["rig"].waits_most) == (0.0, "")


def test_a_task_waits_for_a_crew_as_for_a_unit() -> None:
    tasks = [task("x", 3), task("y", 4)]
    found = looked_at(plan(tasks, {"end": ["x", "y"]}, orderings=Orderings(among=("x", "y"))))
    assert {id: one.days.value for id, one in found.waiting.items()} == {"x": 0.0, "y": 3.0}
    assert not found.outlooks


def test_the_units_at_work_over_time_are_those_of_the_middle_of_each_day() -> None:
    use = looked_at(yard()).outlooks["crane"].use
    assert use.times[:8].tolist() == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5]
    assert use.middle[:8].tolist() == [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0]


def test_no_more_units_are_at_work_than_there_are_and_all_of_the_time_is_one_or_the_other() -> None:
    found = looked_at(replace(yard(), risks={"late": risk("late", 0.5, exposes=("a", "b"), delay=3)})).outlooks["crane"]
    assert found.use.high.max() <= found.capacity
    assert 0.0 < found.used < 1.0


def test_what_comes_after_the_stop_neither_works_nor_waits() -> None:
    stop = risk("stop", exposes=("a",), stop=True)
    found = looked_at(yard(risks=[stop]))
    assert found.outlooks["crane"].busy.value == 4 + 4  # both lifts until day 4
    assert "c" not in found.waiting  # it would begin on day 4
    assert found.outlooks["crane"].waiting.value == 0.0


def test_waiting_on_days_off_is_waiting_though_it_takes_no_working_day() -> None:
    """The crane lifts on Saturday the 10th, and again on the Sunday; the plan works from Monday to Friday."""
    found = looked_at(lifts())
    crane, second = found.outlooks["crane"], found.waiting["b"]
    assert (crane.waits.value, crane.waiting.value) == (1.0, 0.0)
    assert (second.waits.value, second.days.value) == (1.0, 0.0)
    assert resource_words(crane).endswith("; tasks wait for it on days off of the plan alone")


def test_a_crane_that_lifts_by_night_alone_is_used_and_seen() -> None:
    """From Saturday 23:00 to Sunday 6:00, twice, a week apart: 14 of 175 hours, none of which the office works."""
    never, day = Hours(), Hours.parse("08:00-16:00")
    night = (*[never] * 5, Hours.parse("23:00-24:00"), Hours.parse("00:00-06:00"))
    office, railway = Calendar(hours=(*[day] * 5, never, never)), Calendar(hours=night, day=7.0)
    crane = looked_at(replace(lifts(), calendar=office, calendars={"weekend": railway})).outlooks["crane"]
    assert crane.used == pytest.approx(14 / 175)
    assert crane.use.times[crane.use.middle > 0.0].tolist() == [6.5, 13.5]  # Sunday the 11th and the 18th
    assert (crane.busy.value, crane.use.high.max()) == (0.0, 1.0)
