"""The waterfalls add up as they are read, and are drawn for any plan."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import Scenario
from milepost.models.calendar import Calendar
from milepost.models.distributions import Uniform
from milepost.models.money import Budget
from milepost.simulate import run
from milepost.simulate.report.drivers.waterfall import waterfalls_png
from milepost.simulate.report.drivers.waterfall_document import waterfall_document
from milepost.simulate.report.drivers.waterfall_rows import MINUS, Row, date_rows, hit_rows, money_rows
from milepost.simulate.report.drivers.whole_parts import whole_parts
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.run.files import report_files
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task

RANGE = Uniform(low=5, high=15)
LONG = "certification by authorities of a good many countries"


def board(milestones: int = 1, *, categories: int = 3, stop: bool = True, due: bool = True) -> Scenario:
    """Write a plan with threats, and an opportunity where there are two categories or more."""
    risks = [
        risk(
            f"r{k}",
            0.5,
            category=f"{LONG} {k}",
            exposes=("work",),
            **({"stretch": 0.6} if k == 1 else {"delay": 2 + k}),
        )
        for k in range(categories)
    ]
    if stop:
        risks.append(risk("halt", 0.2, category="market", exposes=("work",), stop=True))
    ends = [milestone(f"m{k}", "work", name=f"Milestone {k}") for k in range(milestones)]
    scenario = plan(
        [task("work", RANGE, daily=1_000), task("rest", RANGE, "work", daily=700)],
        ends,
        risks,
        budget=Budget(total=9e3),
    )
    at = scenario.start + timedelta(days=20) if due else None
    return replace(scenario, milestones={id: replace(one, due=at) for id, one in scenario.milestones.items()})


def played(scenario: Scenario, iterations: int = 1_024) -> Result:
    return run(scenario, iterations=iterations, drivers=True)


def numbers(rows: list[Row]) -> list[int]:
    """Read the first number that is written at each row."""
    found = []
    for row in rows:
        number = re.search(rf"([+{MINUS}]?)([\d,]+)(?!.*\d{{2}},)", row.words)
        assert number is not None
        found.append(int(number[2].replace(",", "")) * (-1 if number[1] == MINUS else 1))
    return found


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=15), st.floats(-0.999, 0.999))
def test_whole_parts_sum_to_the_total_and_each_is_next_to_its_part(parts: list[float], off: float) -> None:
    total = round(math.fsum(parts) + off * 0.49)
    whole = whole_parts(parts, total)
    assert sum(whole) == total
    assert all(abs(one - part) <= 1 for one, part in zip(whole, parts, strict=True))


def test_whole_parts_leave_nothing_as_nothing() -> None:
    assert whole_parts([0.0, 2.5, 0.0, 1.5], 4) == [0, 3, 0, 1]


def test_days_percentages_and_amounts_add_up_as_they_are_written() -> None:
    result = played(board())
    assert result.drivers is not None
    found = result.drivers.categories
    one = found.milestones["m0"]
    assert one.hit is not None
    days = date_rows(result, one, [])
    *changes, total = [int(row.words.split()[-2].replace(MINUS, "-")) for row in days[1:]]
    assert sum(changes) == total
    assert one.plan_date is not None
    assert one.promise_date is not None
    assert total == result.scenario.days.due_offset(one.promise_date) - result.scenario.days.due_offset(one.plan_date)
    for rows in (hit_rows(one.hit, []), money_rows(found.cost)):
        start, *changes, unstopped, stops, end = numbers(rows)
        assert start + sum(changes) == unstopped
        assert unstopped + stops == end
    assert any(change < 0 for change in changes) != all(change < 0 for change in changes)


def test_bars_join_each_other() -> None:
    result = played(board())
    assert result.drivers is not None
    for rows in (
        date_rows(result, result.drivers.categories.milestones["m0"], []),
        money_rows(result.drivers.categories.cost),
    ):
        for before, row in pairwise(rows):
            assert row.begins == pytest.approx(before.ends)


@pytest.mark.parametrize(
    ("scenario", "iterations"),
    [
        pytest.param(board(5), 1_024, marks=pytest.mark.slow),
        (board(6), 1_024),  # the last alone
        pytest.param(board(categories=12), 1_024, marks=pytest.mark.slow),  # as many rows, and sampled permutations
        (board(categories=1, stop=False), 1_024),
        (board(categories=0, stop=False, due=False), 1_024),  # no risks, and no hits
        (replace(board(), budget=Budget()), 1_024),
        (plan([task("work", 3)], {"done": ["work"]}), 1_024),  # nothing is uncertain, and nothing costs
        (board(), 1),  # no intervals
    ],
)
def test_any_plan_is_drawn(scenario: Scenario, iterations: int) -> None:
    result = played(scenario, iterations)
    assert result.drivers is not None
    assert waterfalls_png(result, result.drivers.categories).startswith(b"\x89PNG")


def test_a_plan_without_due_dates_has_its_waterfall_in_the_folder() -> None:
    assert "waterfall.png" in report_files(played(plan([task("work", 3)], {"done": ["work"]}), 256))


def test_the_document_has_the_figures_and_nothing_for_what_is_not_known() -> None:
    result = played(board(), 1)
    assert result.drivers is not None
    document = waterfall_document(result.drivers.categories)
    hit = document["milestones"]["m0"]["hit"]
    assert [bar["step"] for bar in hit["bars"]] == ["estimates", *4 * ["category"], "stops"]
    assert hit["plan"] + sum(bar["change"] for bar in hit["bars"]) == pytest.approx(hit["total"])
    assert {bar["change_low"] for bar in hit["bars"]} == {None}


def test_a_date_on_a_day_off_lies_in_its_day() -> None:
    """The work of a day ends on Sunday the 11th, when no working day has passed since the Friday."""
    tasks = [task("work", 1, calendar="sunday")]
    sunday = Calendar(workdays="Sun")
    scenario = plan(tasks, {"end": ["work"]}, [risk("late", delay=1, exposes=("work",))], calendars={"sunday": sunday})
    result = played(scenario, 64)
    assert result.drivers is not None
    one = result.drivers.categories.milestones["end"]
    first, *_, last = date_rows(result, one, [])
    assert (one.plan_date, one.promise_date) == (date(2026, 1, 11), date(2026, 1, 18))
    assert 0.0 <= first.begins - day_position(date(2026, 1, 11)) <= 1.0
    assert 0.0 <= last.ends - day_position(date(2026, 1, 18)) <= 1.0


def test_risks_without_a_category_are_called_so() -> None:
    late = risk("late", category="", delay=1, exposes=("work",))
    result = played(plan([task("work", 5)], {"end": ["work"]}, [late]), 64)
    assert result.drivers is not None
    assert [row.name for row in date_rows(result, result.drivers.categories.milestones["end"], [])][2] == "no category"
