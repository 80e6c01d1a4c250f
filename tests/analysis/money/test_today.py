"""How a plan stands on the day of its status, against the plan as agreed, and that every figure after it adds up."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given

from milepost.models.actual import Actual
from milepost.models.money import Budget
from milepost.models.scenario import Scenario
from milepost.simulate import run
from milepost.simulate.analysis.money.today import Today
from milepost.simulate.report.run.sentences import today_sentence
from tests.plans import milestone, plan, task
from tests.strategies import START, scenarios, statuses

WEEK = START + timedelta(days=7)
KNOWN = plan(
    [
        task("first", 4, cost=200, actual=Actual(start=START, finish=START + timedelta(days=4))),
        task("second", 10, "first", cost=300),
    ],
    [
        milestone("half", "first", due=date(2026, 1, 8), reached=date(2026, 1, 9)),
        milestone("soon", "first", due=date(2026, 1, 9)),
        milestone("end", "second", due=date(2026, 1, 30)),
    ],
    budget=Budget(total=1_000, spent=520),
    as_of=WEEK,
)


def test_it_is_told_what_is_spent_and_reached_and_what_the_plan_had() -> None:
    """By the evening of Friday the plan has paid the first task and a day of ten of the second."""
    today = Today.of(KNOWN)
    assert today is not None
    assert (today.burn, today.planned_burn) == (0.52, 0.23)
    assert (today.reached, today.planned, today.counted) == (1, 2, 3)
    assert today_sentence(today, "EUR") == (
        "At the beginning of 12 Jan 26: 52% of the money spent, 1 of 3 major milestones reached; "
        "the plan had 23% and 2 by now."
    )


def test_a_plan_without_a_status_stands_nowhere() -> None:
    assert Today.of(replace(KNOWN, as_of=None)) is None


def test_the_baseline_is_the_plan_without_its_status() -> None:
    told, untold = run(KNOWN, iterations=256), run(KNOWN.agreed, iterations=256)
    assert told.gap is not None
    assert untold.gap is not None
    ours, theirs = (one.gap.rows("due")["plan_gap"].to_list() for one in (told, untold) if one.gap)
    assert ours == theirs
    assert told.contingency.plan == untold.contingency.plan


def test_a_milestone_that_is_reached_has_the_date_that_is_given_and_is_a_hit_or_none() -> None:
    """A Saturday before the start, on which nothing is worked."""
    day = date(2025, 12, 20)
    for due, hit in ((day, 1.0), (day - timedelta(days=1), 0.0)):
        known = replace(KNOWN.milestones["half"], reached=day, due=due)
        found = run(replace(KNOWN, milestones={"half": known}), iterations=256).milestone["half"]
        assert (found.p10.date, found.p90.date) == (day, day)
        assert found.hit is not None
        assert found.hit.value == hit


@given(scenario=statuses(scenarios()))
def test_all_that_is_reported_of_a_plan_with_a_status_adds_up(scenario: Scenario) -> None:
    result = run(replace(scenario, budget=replace(scenario.budget, total=1_000.0)), iterations=64)
    spending = result.spending
    assert spending is not None
    np.testing.assert_allclose(spending.spent[-1], result.cost, rtol=1e-9, atol=1e-6)
    assert len(result.tasks) == len(scenario.tasks)
    assert len(result.risks) == len(scenario.risks)
    assert not result.paths["share"].isna().any()
    _ = result.gap, result.cash, result.knock_on, result.exposure, result.stops
