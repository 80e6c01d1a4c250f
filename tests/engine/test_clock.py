"""Plans on the clock: as on the axis of one calendar where calendars are alike, and weeks worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pytest
from hypothesis import assume, given

from milepost.models.calendar import Calendar, ClockDays, Hours
from milepost.models.link import LagCalendar
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.plans import milestone, plan, task
from tests.strategies import lowest, scenarios

DAY_OF_ITS_OWN: Final = date(2190, 1, 4)
"""A Monday that none of these plans reaches."""

SHIFTS: Final = Hours.parse("07:00-12:00, 12:30-15:30")
SATURDAYS: Final = Calendar(workdays="Mon-Sat")


@given(scenario=scenarios())
def test_times_and_dates_on_the_clock_are_those_on_the_axis_of_one_calendar(scenario: Scenario) -> None:
    assume(scenario.tasks)
    by_clock, dated = on_the_clock(scenario), dated_for_sure(scenario)
    one, other = (simulate(both, iterations=300, seed=3) for both in (scenario, by_clock))
    days, clock = scenario.days, by_clock.days
    for id, times in one.moments.items():
        np.testing.assert_allclose(other.finish[id], times, rtol=0, atol=2e-9)
        if id in dated:
            np.testing.assert_array_equal(clock.dates(other.dated(id)), days.dates(one.dated(id)))
    for id in scenario.tasks:
        for both in ("task_start", "task_finish"):
            mine, theirs = (getattr(outcome, both)[id] for outcome in (one, other))
            np.testing.assert_allclose(clock.worked(theirs), mine, rtol=0, atol=2e-9)
        np.testing.assert_allclose(clock.worked(other.decided(id)), one.decided(id), rtol=0, atol=2e-9)
        for mine, theirs in zip(one.dated_task(id), other.dated_task(id), strict=True):
            if id in dated:
                np.testing.assert_array_equal(clock.dates(theirs), days.dates(mine))
    np.testing.assert_allclose(other.cost, one.cost, rtol=1e-9, atol=1e-6)


@given(scenario=scenarios())
def test_calendars_that_work_alike_are_one_and_leave_every_bit_as_it_is(scenario: Scenario) -> None:
    tasks = {id: replace(one, calendar="alike") for id, one in scenario.tasks.items()}
    named = replace(scenario, calendars={"alike": Calendar(workdays="Mon, Tue-Fri")}, tasks=tasks)
    one, other = (simulate(both, iterations=64, seed=3) for both in (scenario, named))
    assert not isinstance(named.days, ClockDays)
    for id, times in one.moments.items():
        np.testing.assert_array_equal(other.dated(id), one.dated(id))
        np.testing.assert_array_equal(other.moments[id], times)
    np.testing.assert_array_equal(other.cost, one.cost)


def test_a_task_whose_calendar_works_no_more_is_never_done_nor_is_what_waits_for_it() -> None:
    """Its calendar has the one day of the start, and it needs two."""
    hours, never = Hours.parse("08:00-16:00"), Hours()
    scenario = plan([task("a", 2, calendar="once"), task("b", 1, "a")], [milestone("end", "b")])
    once = Calendar(hours=(never,) * 7, days=((scenario.start, hours),))
    office = Calendar(hours=(*[hours] * 5, never, never))
    outcome = simulate(replace(scenario, calendar=office, calendars={"once": once}), iterations=8)
    assert np.isinf(outcome.moments["end"]).all()


def dated_for_sure(scenario: Scenario) -> set[str]:
    """
    Return the ids of what surely has the same dates: not of what needs units and may take no time, and what follows it.

    Units carry no mark of a beginning: what takes no time and waits for units that something else of that kind gives
    back on a Monday morning has the date of the end before it, which is a Friday on the axis of one calendar and a
    Sunday on the clock. It may be Monday there for many a reason: a date of its own or of what it waits for, or that
    what it begins with begins then. And it may take no time by itself, as it does not run, or as risks save all of it.
    """
    network = scenario.network
    fleeting = {id for id in network.needs if may_take_no_time(scenario, scenario.tasks[id])}
    return {id for id in (*scenario.tasks, *scenario.milestones) if not fleeting & {id, *network.ancestors([id])}}


def may_take_no_time(scenario: Scenario, task: Task) -> bool:
    least, saved = lowest(task.duration), 0.0
    for risk in scenario.risks.values():
        if task.id in risk.exposes:
            least *= min(lowest(risk.stretch), 1.0)
            saved -= min(lowest(risk.delay), 0.0)
    return task.only_if is not None or least <= saved


def on_the_clock(scenario: Scenario) -> Scenario:
    """Let every other task have a calendar that differs from the plan's on a day that is never reached."""
    holidays = (*scenario.calendar.holidays, DAY_OF_ITS_OWN)
    tasks = {
        id: replace(task, calendar="far") if place % 2 == 0 else task
        for place, (id, task) in enumerate(scenario.tasks.items())
    }
    return replace(scenario, calendars={"far": replace(scenario.calendar, holidays=holidays)}, tasks=tasks)


def test_work_on_saturdays_begins_on_one() -> None:
    """From Monday 5 January: five days to Friday's end, then a task that has Saturdays, and one that has not."""
    outcome = played(task("a", 5), task("b", 2, "a", calendar="six"), task("c", 1, "b"))
    assert dates(outcome, "b") == ("2026-01-10", "2026-01-12")
    assert dates(outcome, "c") == ("2026-01-13", "2026-01-13")


def test_what_cures_over_a_weekend_ends_on_a_sunday() -> None:
    outcome = played(task("pour", 4.5), task("cure", 2.5, "pour", calendar="every_day"), task("strip", 1, "cure"))
    assert dates(outcome, "cure") == ("2026-01-09", "2026-01-11")
    assert dates(outcome, "strip") == ("2026-01-12", "2026-01-12")
    assert outcome.task_finish["cure"][0] == 7.0


def test_what_is_pushed_to_a_sunday_finishes_on_it_and_works_up_to_the_friday_before() -> None:
    outcome = played(task("cure", 7, calendar="every_day"), task("watch", 2, "cure FF"))
    assert outcome.task_finish["watch"][0] == 7.0
    assert dates(outcome, "watch") == ("2026-01-08", "2026-01-11")


def test_hours_end_at_noon_and_go_on_after_it() -> None:
    """Five eighths of a day of two shifts end at 12:00; what follows begins at 12:30 and has three hours left."""
    shifts = Calendar(hours=(SHIFTS,) * 5 + (Hours(),) * 2)
    tasks = [task("a", 0.625), task("b", 0.5, "a"), task("noon", 0.25, "a", calendar="every_day")]
    outcome = simulate(replace(plan(tasks), calendar=shifts), iterations=1)
    assert outcome.task_finish["a"][0] == pytest.approx(12 / 24)
    assert outcome.task_start["b"][0] == pytest.approx(12.5 / 24)
    assert outcome.task_finish["b"][0] == pytest.approx(1 + 8 / 24)
    assert outcome.task_finish["noon"][0] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("lags", "link", "begins"),
    [
        (LagCalendar.PROJECT, "a FS+2", "2026-01-14"),  # Monday and Tuesday
        (LagCalendar.SUCCESSOR, "a FS+2", "2026-01-13"),  # Saturday and Monday
        (LagCalendar.EVERY_DAY, "a FS+2", "2026-01-12"),  # Saturday and Sunday
        (LagCalendar.PROJECT, "a FS-1", "2026-01-09"),  # all of Friday
    ],
)
def test_lags_are_counted_by_the_calendar_that_the_plan_names(lags: LagCalendar, link: str, begins: str) -> None:
    outcome = played(task("a", 5), task("b", 1, link, calendar="six"), lags=lags)
    assert dates(outcome, "b")[0] == begins


def test_a_milestone_has_the_date_of_what_it_ends_though_saturdays_are_worked() -> None:
    outcome = played(task("a", 5), task("b", 1, "a", calendar="six"), reached=("a", "b"))
    assert dates_reached(outcome) == ["2026-01-09", "2026-01-10"]


def test_a_task_is_paid_by_its_own_days_and_the_team_by_those_of_the_plan() -> None:
    tasks = [task("a", 5, daily=100), task("b", 2, "a", calendar="every_day", daily=10)]
    scenario = plan(tasks, {"end": ["b"]})
    burning = replace(scenario, budget=replace(scenario.budget, burn=1.0))
    outcome = simulate(burning, iterations=1)
    assert outcome.cost[0] == pytest.approx(5 * 100 + 2 * 10 + 5)


def played(*tasks: Task, reached: tuple[str, ...] = (), lags: LagCalendar = LagCalendar.PROJECT) -> Outcome:
    milestones = [milestone(f"after_{id}", id) for id in reached]
    return simulate(plan(tasks, milestones, calendars={"six": SATURDAYS}, lags=lags), iterations=1)


def dates(outcome: Outcome, id: str) -> tuple[str, ...]:
    assert outcome.days is not None
    return tuple(str(outcome.days.dates(times)[0]) for times in outcome.dated_task(id))


def dates_reached(outcome: Outcome) -> list[str]:
    assert outcome.days is not None
    return [str(outcome.days.dates(outcome.dated(id))[0]) for id in outcome.moments]
