"""What is told of plans on the clock: the same as on the axis of one calendar, and right to the day by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.calendar import Calendar, ClockDays
from milepost.models.money import Budget, Invoice, LatePer, Value
from milepost.models.resource import Resource
from milepost.models.timing import EVERY_DAY_NAME
from milepost.simulate import Result, run
from milepost.simulate.analysis.money.invoices import arrivals
from milepost.simulate.analysis.money.measures import measure_table
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.schedule.resources import resource_table
from milepost.simulate.report.orderings.files import differences_table, orderings_table
from tests.plans import milestone, plan, task

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FAR = date(2190, 1, 1)
"""A Friday that no plan comes to."""

PLANS = ("battery", "gates", "hr_app", "hr_app_week_9")


def on_clock(scenario: Scenario) -> Scenario:
    """Return a plan of which every third task and milestone has a calendar that differs from the plan's in one day."""
    calendar = replace(scenario.calendar, holidays=(*scenario.calendar.holidays, FAR))
    of = dict.fromkeys([*scenario.tasks, *scenario.milestones][::3], "twin")
    moved = replace(
        scenario,
        calendars={"twin": calendar},
        tasks={id: replace(one, calendar=of.get(id)) for id, one in scenario.tasks.items()},
        milestones={id: replace(one, calendar=of.get(id)) for id, one in scenario.milestones.items()},
    )
    assert isinstance(moved.days, ClockDays)
    return moved


@cache
def played(name: str) -> tuple[Result, Result]:
    scenario = read_scenario(SCENARIOS / f"{name}.yaml")
    one, other = (run(plan, iterations=512, seed=3) for plan in (scenario, on_clock(scenario)))
    return one, other


def tables(result: Result) -> Iterator[pd.DataFrame]:
    """Yield all tables but those that are told along a grid of days."""
    yield from (result.milestones, result.tasks, result.risks, result.paths, result.stops)
    yield resource_table(result.resources.outlooks)
    if result.knock_on is not None:
        yield result.knock_on.table
    if result.gap is not None:
        yield result.gap.table[result.gap.table["at"] != "grid"]
    if result.earned_value is not None:
        yield measure_table(result.earned_value, result.scenario.days, "")[["measure", "value", "date"]]
    if result.calibration is not None:
        yield result.calibration.table


def along_days(result: Result) -> Iterator[pd.DataFrame]:
    """Yield the tables along a grid of days, by date and what they are of."""
    if result.gap is not None:
        yield result.gap.rows("grid").set_index("date")
    if result.cash is not None:
        yield result.cash.balance.set_index("date")
    if result.exposure is not None:
        yield result.exposure.table.set_index(["date", "of", "category", "sign"])


def assert_alike(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert list(one.columns) == list(other.columns)
    assert len(one) == len(other) > 0 or not len(one)
    for column in one:
        if pd.api.types.is_numeric_dtype(one[column]):
            values, moved = (table[column].to_numpy(np.float64) for table in (one, other))
            np.testing.assert_allclose(values, moved, rtol=1e-6, atol=2e-6, err_msg=str(column))
        else:
            assert one[column].tolist() == other[column].tolist(), column


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_tables_are_the_same_on_either_axis(name: str) -> None:
    for table, moved in zip(*map(tables, played(name)), strict=True):
        assert_alike(table, moved)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_what_is_told_along_days_is_the_same_on_the_days_that_both_tell_of(name: str) -> None:
    for table, moved in zip(*map(along_days, played(name)), strict=True):
        common = table.index.intersection(moved.index)
        assert len(common) > 10
        assert_alike(table.loc[common].reset_index(), moved.loc[common].reset_index())


@pytest.mark.slow
def test_orders_compare_the_same_on_either_axis() -> None:
    scenario = read_scenario(SCENARIOS / "three_majors.yaml")
    by = ["promise:launch", "exposure", "gap"]
    both = [compare_orders(one, by=by, iterations=1024) for one in (scenario, on_clock(scenario))]
    for tabulate in (orderings_table, differences_table):
        assert_alike(*map(tabulate, both))


@cache
def saturday() -> Result:
    """
    Play a plan from Monday, the 5th of January 2026, whose crew works on Saturdays.

    The office works from Monday to Friday. The crew builds until Saturday, the 10th; from then on it cures for seven
    days, to Saturday, the 17th, and the crane that the crew needs comes free for the office, which goes on on Monday.
    """
    site = Calendar(workdays="Mon-Sat")
    milestones = [
        milestone("built", "build", due=date(2026, 1, 9), invoice=Invoice(amount=100, terms=7)),
        milestone("cured", "cure", due=date(2026, 1, 18)),
        milestone("late", "build", due=date(2026, 1, 9), value=Value(amount=50, per_day_late=1)),
        milestone(
            "later", "build", due=date(2026, 1, 9), value=Value(amount=50, per_day_late=1, per=LatePer.CALENDAR_DAY)
        ),
    ]
    scenario = plan(
        [
            task("build", 6.0, calendar="site", daily=100, needs={"crane": 1}),
            task("cure", 7.0, "build", calendar=EVERY_DAY_NAME),
            task("check", 1.0, daily=70, needs={"crane": 1}),
        ],
        milestones,
    )
    return run(
        replace(
            scenario,
            start=date(2026, 1, 5),
            calendars={"site": site},
            budget=Budget(total=10_000, burn=10),
            resources={"crane": Resource(id="crane", name="Crane", capacity=1)},
            levelling=("build", "check"),
        ),
        iterations=2,
    )


def test_what_ends_on_a_saturday_has_its_date_and_the_working_days_of_the_friday() -> None:
    result = saturday()
    rows = result.milestones.set_index("milestone")
    assert rows.loc[["built", "cured"], "p50"].tolist() == ["2026-01-10", "2026-01-17"]
    assert rows.loc[["built", "cured"], "p50_days"].tolist() == [5.0, 10.0]
    assert rows.loc[["built", "cured"], "due_days"].tolist() == [5.0, 10.0]
    assert rows.loc[["built", "cured"], "hit"].tolist() == [0.0, 1.0]
    tasks = result.tasks.set_index("task")
    assert tasks.loc[["build", "cure", "check"], "start_p50"].tolist() == ["2026-01-05", "2026-01-11", "2026-01-12"]
    assert tasks.loc[["build", "cure", "check"], "finish_p50"].tolist() == ["2026-01-10", "2026-01-17", "2026-01-12"]
    assert tasks.loc[["check"], ["start_p50_days", "waiting_days", "total_float_days"]].to_numpy().tolist() == [
        [5, 5, 4]
    ]


def test_costs_accrue_on_the_days_on_which_each_works() -> None:
    result = saturday()
    gap = result.gap
    assert gap is not None
    spent = (10_000 * gap.rows("grid").groupby("date")["burn_mean"].last()).round(6)
    days = ["2026-01-09", "2026-01-10", "2026-01-11", "2026-01-12", "2026-01-17"]
    assert spent[days].tolist() == [550.0, 650.0, 650.0, 730.0, 770.0]
    assert result.cost.tolist() == [770.0, 770.0]


def test_lateness_counts_working_days_of_the_plan_or_days_of_the_calendar() -> None:
    """From Friday to Saturday none goes by, or one; what nets is what both are worth, less that, less the cost."""
    net = saturday().net
    assert net is not None
    assert net.tolist() == [50.0 + 49.0 - 770.0] * 2


def test_an_invoice_due_on_a_day_off_is_paid_on_the_next_morning() -> None:
    """Seven days from Saturday is a Saturday, on which nobody in the office works."""
    result = saturday()
    arrival = arrivals(result.scenario, result.outcome)["built"]
    assert result.scenario.days.isos(arrival.dated) == ["2026-01-19"] * 2
