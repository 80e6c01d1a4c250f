"""Floats and critical paths: against published plans, by hand, and by delaying work in random plans."""

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milepost.models import Level, Link, Orderings, Scenario, Task
from milepost.models.clock_timing import ClockTiming
from milepost.models.distributions import Constant
from milepost.models.network import Times
from milepost.models.timing import EVERY_DAY_NAME
from tests.plans import milestone, plan, task
from tests.strategies import on_calendars, scenarios

PUBLISHED = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "cases" / "published.json").read_text(encoding="utf-8"))
}
TINY = 1e-9
"""What rounding may do to a time [days of the axis]."""
PLANS = st.one_of(scenarios(), on_calendars(scenarios()))


def late(scenario: Scenario, id: str) -> tuple[float, float]:
    start, finish = scenario.network.planned_times[id]
    by = scenario.schedule.total_float[id]
    return start + by, finish + by


def test_floats_are_those_of_the_published_network_with_all_four_kinds_of_links() -> None:
    """Of activity 6 a start is printed, 2.0, at which it cannot run on to its printed finish, and so a slack of 2."""
    case = PUBLISHED["rjournal_pm10_det"]
    inputs, published = case["inputs"], case["published"]
    after: dict[int, list[str]] = {k: [] for k in range(1, 11)}
    for kind in ("FS", "SS", "FF", "SF"):
        for before, then in inputs[kind]:
            after[then].append(f"{before} {kind}")
    tasks = [task(str(k), inputs["durations"][k - 1], *after[k]) for k in after]
    scenario = plan(tasks, {"end": [str(k) for k in after]})
    starts, finishes = zip(*(late(scenario, str(k)) for k in after), strict=True)
    assert list(starts) == published["LS"]
    assert list(finishes) == published["LF"]
    slack = [scenario.schedule.total_float[str(k)] for k in after]
    assert slack == [*published["slack"][:5], 0.0, *published["slack"][6:]]
    assert scenario.schedule.critical_path("end") == ("2", "8", "6", "10", "end")


def test_floats_and_the_critical_path_are_those_of_the_published_network_of_critpath() -> None:
    case = PUBLISHED["critpath_cpm"]
    published = case["published"]
    arcs = [text.split() for text in case["inputs"]["arcs"].split(", ")]
    ends = {name[0]: arc.split("-") for arc, name in arcs}
    tasks = [
        task(name[0], float(name[1:]), *(other for other, (_, head) in ends.items() if head == ends[name[0]][0]))
        for _, name in arcs
    ]
    scenario = plan(tasks, {"end": list(ends)})
    schedule = scenario.schedule
    assert [late(scenario, id)[0] for id in ends] == published["LS"]
    assert [late(scenario, id)[1] for id in ends] == published["LF"]
    assert [schedule.total_float[id] for id in ends] == published["TF"]
    assert [schedule.free_float[id] for id in ends] == published["free float"]
    assert schedule.critical_path("end") == (*published["critical"], "end")
    assert [id for id in ends if schedule.critical_to[id]] == published["critical"]


@pytest.mark.parametrize(
    ("link", "total", "free"),
    [
        ("a", 11.0, 0.0),  # b runs from 6 to 9
        ("a FS+2", 9.0, 0.0),
        ("a FS-3", 14.0, 0.0),
        ("a FS-30", 14.0, 14.0),  # b starts with the plan whatever a does, and a ends with the plan
        ("a SS", 14.0, 0.0),
        ("a SS+5", 12.0, 0.0),
        ("a FF+1", 13.0, 0.0),  # b is pushed to 4
        ("a SF", 14.0, 3.0),  # b, which finishes on 3, must not before a starts
        ("a SF+12", 8.0, 0.0),
    ],
)
def test_each_kind_of_link_hands_float_back_from_the_ends_that_it_ties(link: str, total: float, free: float) -> None:
    """Task a takes 6 days and b, behind it, 3; beside them c takes 20, until the last milestone."""
    schedule = plan([task("a", 6), task("b", 3, link), task("c", 20)], {"end": ["b", "c"]}).schedule
    assert (schedule.total_float["a"], schedule.free_float["a"]) == (total, free)


def test_a_crew_hands_float_back_and_leads_the_critical_path() -> None:
    """The second task takes the crew of the first on day 3, though it could start on day 1."""
    tasks = [task("first", 3), task("call", 1), task("second", 4, "call"), task("third", 1, "call FS+8")]
    order = ("first", "second", "third")
    schedule = plan(tasks, {"end": ["second", "third"]}, orderings=Orderings(among=order, order=order)).schedule
    assert schedule.critical_path("end") == ("call", "third", "end")
    assert [schedule.total_float[id] for id in (*order, "call")] == [2.0, 2.0, 0.0, 0.0]
    assert [schedule.free_float[id] for id in order] == [0.0, 2.0, 0.0]
    early = plan(tasks, {"end": ["second"]}, orderings=Orderings(among=order, order=order)).schedule
    assert early.critical_path("end") == ("first", "second", "end")


def test_a_task_may_not_be_so_late_that_a_later_one_loses_the_crew_that_it_counts_on() -> None:
    """
    Crews are free on days 3 and 4; j takes the first until day 5, k the second until day 10, the end.

    By its links a could be 5 days late, as j can. But one day late it already takes the crew of k from it.
    """
    order = ("a", "b", "j", "k")
    tasks = [task("a", 3), task("b", 4), task("j", 2), task("k", 6)]
    schedule = plan(tasks, {"end": ["j", "k"]}, orderings=Orderings(among=order, order=order, crews=2)).schedule
    assert [schedule.total_float[id] for id in order] == [1.0, 0.0, 5.0, 0.0]
    assert schedule.critical_path("end") == ("b", "k", "end")


def test_each_major_milestone_has_its_own_critical_path_and_what_comes_after_the_last_has_no_float() -> None:
    tasks = [task("a", 2), task("b", 3), task("c", 4, "a"), task("after", 5, "c")]
    milestones = [milestone("early", "a", "b"), milestone("last", "c"), milestone("aside", "a", level=Level.MINOR)]
    schedule = plan(tasks, milestones).schedule
    assert schedule.last is not None
    assert schedule.last.id == "last"
    assert {id: schedule.critical_to[id] for id in ("a", "b", "c", "after")} == {
        "a": ("last",),
        "b": ("early",),
        "c": ("last",),
        "after": (),
    }
    assert [schedule.total_float[id] for id in ("a", "b", "c", "after")] == [0.0, 3.0, 0.0, inf]


def test_a_plan_without_milestones_ends_with_its_last_task() -> None:
    schedule = plan([task("a", 2), task("b", 3)]).schedule
    assert (schedule.last, schedule.end) == (None, 3.0)
    assert schedule.total_float == {"a": 1.0, "b": 0.0}


@given(scenario=scenarios())
def test_late_is_never_before_early_and_nothing_on_the_critical_path_can_be_late(scenario: Scenario) -> None:
    schedule = scenario.schedule
    for id in scenario.nodes:
        assert 0.0 <= schedule.free_float[id] <= schedule.total_float[id] + TINY
    if schedule.last is None:
        return
    last = schedule.last.id
    path = schedule.critical_path(last)
    critical = {id for id, to in schedule.critical_to.items() if last in to}
    assert critical.issuperset(path)
    assert all(schedule.total_float[id] == 0.0 for id in critical if not brought_by_a_risk(scenario, id))


@given(scenario=PLANS, data=st.data())
def test_what_is_late_by_its_float_delays_nothing_that_the_float_is_of(scenario: Scenario, data: st.DataObject) -> None:
    """By its total float nothing comes after the last milestone that did not, by its free float nothing else moves."""
    id = a_task(scenario, data)
    schedule, planned = scenario.schedule, scenario.network.planned_times
    times = delayed(scenario, id, just_within(schedule.total_float[id]))
    assert not past_the_end(scenario, times)
    times = delayed(scenario, id, just_within(schedule.free_float[id]))
    assert not past_the_end(scenario, times)
    assert all(abs(times[other][0] - planned[other][0]) <= TINY for other in planned if other != id)


@given(scenario=scenarios(), data=st.data())
def test_what_is_later_than_its_float_delays_what_the_float_is_of(scenario: Scenario, data: st.DataObject) -> None:
    """Where nothing needs units: there the places that units have to keep may ask for more than it takes."""
    free = {id: replace(task, needs={}) for id, task in scenario.tasks.items()}
    scenario = replace(scenario, tasks=free, resources={}, levelling=None, orderings=None)
    id = a_task(scenario, data)
    schedule, planned = scenario.schedule, scenario.network.planned_times
    assume(schedule.total_float[id] < inf)
    assert past_the_end(scenario, delayed(scenario, id, schedule.total_float[id] + 0.125))
    times = delayed(scenario, id, schedule.free_float[id] + 0.125)
    moved = any(times[other][0] > planned[other][0] + TINY for other in planned if other != id)
    assert moved or past_the_end(scenario, times)


def just_within(by: float) -> float:
    """Return a moment less than a float: at its very end a lead on the clock can jump to the next working day."""
    return max(min(by, 1e3) - 1e-6, 0.0)


def a_task(scenario: Scenario, data: st.DataObject) -> str:
    ids = [id for id in scenario.tasks if not brought_by_a_risk(scenario, id)]
    assume(ids)
    return data.draw(st.sampled_from(ids))


@given(PLANS)
def test_times_are_plain_numbers_on_either_axis(scenario: Scenario) -> None:
    """What is counted or compared of them goes into JSON, which holds no numbers of numpy."""
    assert {type(time) for placed in scenario.network.planned.values() for time in placed} == {float}


def brought_by_a_risk(scenario: Scenario, id: str) -> bool:
    return id in scenario.tasks and scenario.tasks[id].only_if is not None


def delayed(scenario: Scenario, id: str, by: float) -> Times:
    """Return the times of the plan, with its list as it is, where something more holds the start of a task."""
    listed, timing = scenario.network.listed, scenario.network.timing
    until = max(timing.ends(id, scenario.network.planned_times[id][0], by), 0.0)
    by_clock = EVERY_DAY_NAME if isinstance(timing, ClockTiming) else None
    hold = Task(id="hold", name="hold", duration=Constant(value=until), calendar=by_clock)
    held = replace(scenario.tasks[id], after=(*scenario.tasks[id].after, Link(predecessor="hold")))
    times = replace(scenario, tasks={**scenario.tasks, id: held, "hold": hold}).network.times(listed)
    return {other: both for other, both in times.items() if other != "hold"}


def past_the_end(scenario: Scenario, times: Times) -> bool:
    """Return whether something that was done by the last milestone, on a working day, comes after it."""
    end, planned, worked = scenario.schedule.end, scenario.network.planned_times, scenario.days.worked
    counted = [id for id in planned if worked(planned[id][1]) <= worked(end) + TINY]
    return any(times[id][1] > max(end, planned[id][1]) + TINY for id in counted)
