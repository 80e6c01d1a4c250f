"""The overlay shows the gap that the same iterations have in a run, on whole days that the due dates are among."""

from dataclasses import replace
from datetime import date

import numpy as np

from milepost.models import Budget, Link, Orderings, Scenario
from milepost.simulate.analysis.money.gap import planned_gap
from milepost.simulate.analysis.orderings.contenders import named_contenders
from milepost.simulate.analysis.orderings.criterion import Cost
from milepost.simulate.analysis.orderings.gap_overlay import GapOverlay
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.engine.run import simulate
from tests.plans import plan, task

DUE = date(2026, 1, 16)
"""The end of the tenth working day."""


def certain(**more: object) -> Scenario:
    """Write two tasks that share a crew: the dear one, of 80 in 8 days, reaches the milestone that is due."""
    scenario = plan(
        [task("cheap", 4, daily=1.0), task("dear", 8, daily=10.0)],
        {"built": ["dear"]},
        budget=Budget(total=100.0),
        orderings=Orderings(among=("cheap", "dear"), order=("cheap", "dear")),
    )
    due = {"built": replace(scenario.milestones["built"], due=DUE)}
    return replace(scenario, milestones=due, **more)  # type: ignore[arg-type]  # fields of the plan


def overlay(scenario: Scenario) -> GapOverlay | None:
    question = Question(scenario=scenario, criteria=(Cost(zone=1.0),), iterations=1_000, seed=0, confidence=0.8)
    contenders, _ = named_contenders(scenario)
    usual = simulate(scenario, iterations=1_024, detail=1)
    return GapOverlay.of(Player(question), contenders, usual)


def test_the_gap_of_a_certain_plan_is_what_is_spent_less_what_is_reached() -> None:
    found = overlay(certain())
    assert found is not None
    np.testing.assert_allclose(found.mean[0], found.p10[0], atol=1e-9)
    days = found.times
    spent = np.clip(days, 0, 4) * 0.01 + np.clip(days - 4, 0, 8) * 0.1
    np.testing.assert_allclose(found.mean[0], spent - (days >= 12), atol=1e-9)


def test_due_dates_and_their_eves_are_among_the_whole_days_that_are_shown() -> None:
    """Of 1,200 days there is room for one in ten."""
    scenario = certain()
    milestones = {**scenario.milestones, "late": replace(scenario.milestones["built"], id="late", due=None)}
    late = {**milestones, "late": replace(milestones["late"], after=(Link.parse("built FS+1188"),))}
    scenario = replace(scenario, milestones=late)
    found = overlay(scenario)
    assert found is not None
    assert {9.0, 10.0} <= set(found.times.tolist())
    assert found.times.size < 130 < found.times[-1]
    assert np.array_equal(found.times, np.round(found.times))
    np.testing.assert_array_equal(found.planned, planned_gap(scenario, found.times))


def test_another_order_has_a_gap_of_its_own() -> None:
    scenario = certain()
    assert scenario.orderings is not None
    other = replace(scenario, orderings=replace(scenario.orderings, order=("dear", "cheap")))
    mine, theirs = overlay(scenario), overlay(other)
    assert mine is not None
    assert theirs is not None
    both = np.isin(mine.times, theirs.times)  # the dear task is done on day 8, and nothing after it reaches anything
    np.testing.assert_array_equal(mine.mean[0, both], theirs.mean[1])  # cheapest first, by the file and by the rule
    assert (theirs.mean[0] - theirs.mean[1]).max() > 0.2


def test_without_a_budget_or_progress_there_is_nothing_to_show() -> None:
    assert overlay(certain(budget=Budget())) is None
    unweighted = {"built": replace(certain().milestones["built"], weight=0.0)}
    assert overlay(replace(certain(), milestones=unweighted)) is None
