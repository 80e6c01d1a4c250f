from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from milepost.models import Level, Scenario
from milepost.models.baseline import PlannedSpending, planned_progress
from milepost.models.distributions import Uniform
from milepost.models.money import Budget
from milepost.models.tolerance import Tolerance
from milepost.simulate import run
from milepost.simulate.analysis.money.abandonment import Stopped
from milepost.simulate.analysis.money.gap import GAP_COLUMNS
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.run import simulate
from milepost.simulate.result import Result
from tests.gap_oracle import progress_by, spent_by
from tests.oracle import play_plainly
from tests.plans import everything, plan, risk, task
from tests.strategies import scenarios

DAY_10 = date(2026, 1, 16)
"""The tenth working day."""


def dated(scenario: Scenario, **more: Any) -> Scenario:
    """Let every milestone be due on day 10."""
    return replace(
        scenario, milestones={id: replace(one, due=DAY_10, **more) for id, one in scenario.milestones.items()}
    )


def one_task(*risks: Any, tolerance: float | None = 0.25, **budget: float) -> Scenario:
    """Ten days of work that cost 100 and end in a milestone on day 10."""
    scenario = plan(
        [task("work", 10, cost=100)],
        {"end": ["work"]},
        risks,
        budget=Budget(total=100, **budget),
        tolerance=Tolerance(gap=tolerance),
    )
    return dated(scenario)


def result_of(scenario: Scenario, iterations: int = 256) -> Result:
    return run(scenario, iterations=iterations)


def row_of(result: Result, at: str) -> dict[Any, Any]:
    assert result.gap is not None
    (row,) = result.gap.rows(at).to_dict("records")
    return row


@pytest.mark.parametrize("burn", [0.0, 3.0])
def test_a_plan_that_goes_to_plan_is_nowhere_ahead_of_it_and_never_outside_its_tolerance(burn: float) -> None:
    scenario = one_task(tolerance=1e-9, burn=burn)
    result = result_of(scenario)
    assert result.gap is not None
    grid = result.gap.rows("grid")
    for name in ("mean", "p10", "p50", "p90"):
        np.testing.assert_allclose(grid[f"excess_{name}"], 0.0, atol=1e-12)
    assert row_of(result, "due")["beyond"] == 0
    assert row_of(result, "reached")["over_plan_mean"] == pytest.approx(0, abs=1e-12)
    assert result.gap.worst is None


def test_a_charge_met_on_monday_morning_is_not_in_the_books_of_the_friday_on_which_a_milestone_is_due() -> None:
    """On Friday 100 for the work and 20 for the team, as planned; 60 on Monday, when the next work begins."""
    scenario = plan(
        [task("work", 10, cost=100), task("more", 5, "work")],
        {"half": ["work"], "end": ["more"]},
        [risk("breakage", exposes=("more",), cost=60)],
        budget=Budget(total=200, burn=2),
    )
    half = replace(scenario.milestones["half"], due=DAY_10)
    gap = result_of(replace(scenario, milestones={**scenario.milestones, "half": half})).gap
    assert gap is not None
    (due,) = gap.rows("due").to_dict("records")
    assert [due[name] for name in ("burn_mean", "plan_burn", "excess_mean")] == pytest.approx([0.6, 0.6, 0.0])
    burn = gap.rows("grid").set_index("date")["burn_mean"]
    assert list(burn[["2026-01-16", "2026-01-19"]]) == pytest.approx([120 / 200, (120 + 60 + 2) / 200])
    assert list(gap.rows("reached")["burn_mean"]) == pytest.approx([120 / 200, (120 + 60 + 10) / 200])


def test_a_late_milestone_leaves_the_money_ahead_on_its_due_date() -> None:
    """Ten days become fifteen: on day 10 two thirds of the money are gone and nothing is reached; the plan had all."""
    result = result_of(one_task(risk("late", exposes=("work",), delay=5)))
    due = row_of(result, "due")
    assert (due["days"], due["date"], due["milestone"]) == (10, "2026-01-16", "end")
    assert [due[f"{what}_mean"] for what in ("burn", "progress", "gap", "excess")] == pytest.approx(
        [2 / 3, 0, 2 / 3, 2 / 3]
    )
    assert (due["plan_burn"], due["plan_progress"], due["plan_gap"]) == (1, 1, 0)
    assert due["beyond"] == 1
    assert result.gap is not None
    assert result.gap.worst == "end"


def test_on_a_due_date_before_the_start_nothing_is_spent_or_reached_and_the_plan_is_behind_by_all_it_expected() -> None:
    """Due a week before the start, between which lie four working days; a milestone at the start is not reached yet."""
    scenario = plan([task("work", 10, cost=100)], {"late": ["work"], "at_once": []}, budget=Budget(total=100))
    late = replace(scenario.milestones["late"], due=date(2025, 12, 29))
    at_once = replace(scenario.milestones["at_once"], due=date(2026, 1, 4))
    result = run(replace(scenario, milestones={"late": late, "at_once": at_once}), iterations=512)
    assert result.gap is not None
    first, second = result.gap.rows("due").to_dict("records")
    assert (first["days"], first["date"], second["days"], second["date"]) == (-4, "2025-12-29", 0, "2026-01-04")
    for row, expected in ((first, 0.5), (second, 1.0)):
        assert (row["burn_mean"], row["progress_mean"], row["plan_burn"]) == (0, 0, 0)
        assert row["plan_progress"] == row["excess_mean"] == expected
    assert [(one.reached, one.planned) for one in result.standings] == [(0, 1), (0, 2)]


def test_what_makes_work_dearer_shows_in_the_money_in_hand_when_its_milestone_is_reached() -> None:
    reached = row_of(result_of(one_task(risk("dear", exposes=("work",), cost=30))), "reached")
    assert [reached[f"over_plan_{name}"] for name in ("mean", "p10", "p50", "p90")] == pytest.approx([0.3] * 4)
    assert (reached["runs"], reached["burn_p50"], reached["days"]) == (1, pytest.approx(1.3), 10)


@pytest.mark.parametrize(
    ("tolerance", "beyond"),
    [
        (0.66, 1),
        (2 / 3, 0),  # outside only when more than that
        (0.67, 0),
    ],
)
def test_the_tolerance_is_judged_by_the_excess(tolerance: float, beyond: float) -> None:
    scenario = one_task(risk("late", exposes=("work",), delay=5), tolerance=tolerance)
    assert row_of(result_of(scenario), "due")["beyond"] == beyond


def test_without_a_tolerance_nothing_is_judged() -> None:
    assert np.isnan(row_of(result_of(one_task(tolerance=None)), "due")["beyond"])


def test_the_mean_excess_on_a_due_date_has_its_interval() -> None:
    """Ten days of work, or twenty, evenly often: on day 10 all is done, or half of the money gone for nothing."""
    scenario = one_task(risk("late", 0.5, exposes=("work",), delay=10), tolerance=None)
    row = row_of(result_of(scenario, iterations=4_096), "due")
    reach = 1.959964 * 0.25 / 4_096**0.5  # the excess is 0 or 1/2
    assert row["excess_mean_high"] - row["excess_mean"] == pytest.approx(reach, rel=1e-3)
    assert row["excess_mean"] - row["excess_mean_low"] == pytest.approx(reach, rel=1e-3)


def test_stopped_iterations_have_a_row_of_their_own() -> None:
    """Half are stopped on day 4: then 0.4 of the money is gone, as planned, and nothing is reached."""
    scenario = dated(
        plan(
            [task("probe", 4), task("work", 10, cost=100)],
            {"end": ["work"]},
            [risk("fatal", 0.5, exposes=("probe",), stop=True)],
            budget=Budget(total=100),
        )
    )
    result = result_of(scenario, 2_000)
    stopped = row_of(result, "stopped")
    share = float(np.isfinite(result.outcome.stop).mean())
    assert 0.4 < share < 0.6
    assert (stopped["runs"], stopped["days"], stopped["milestone"]) == (share, 4, "")
    assert [stopped[f"{what}_p50"] for what in ("burn", "progress", "gap", "excess")] == pytest.approx([0.4, 0, 0.4, 0])
    assert row_of(result, "reached")["runs"] == 1 - share


def test_what_a_stop_has_cost_and_what_it_saves_are_told_apart() -> None:
    """Stopped on day 4 of 10: 40 and 4 days of burn are spent, and 60 and the 6 days of burn that were left are not."""
    scenario = plan(
        [task("probe", 4), task("work", 10, cost=100)],
        {"end": ["work"]},
        [risk("fatal", 0.5, exposes=("probe",), stop=True)],
        budget=Budget(burn=5),
    )
    outcome = simulate(scenario, iterations=2_000)
    share = float(np.isfinite(outcome.stop).mean())
    stopped = Stopped.of(scenario, outcome)
    assert stopped is not None
    assert (stopped.spent.value, stopped.saved.value) == pytest.approx((60, 90))
    assert (stopped.spent_over_all.value, stopped.saved_over_all.value) == pytest.approx((60 * share, 90 * share))
    assert Stopped.of(one_task(), simulate(one_task(), iterations=1)) is None


@pytest.mark.parametrize(
    "scenario",
    [
        replace(one_task(), budget=Budget()),  # no budget
        plan([task("work", 10, cost=1)], budget=Budget(total=1)),  # no milestones
        dated(one_task(), weight=0.0),  # none that counts
    ],
)
def test_there_is_no_gap_where_nothing_can_be_set_against_the_money(scenario: Scenario) -> None:
    result = result_of(scenario)
    assert result.gap is None
    assert result.standings == ()


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios())
def test_the_gap_agrees_with_a_plain_pass(scenario: Scenario) -> None:
    scenario = replace(scenario, budget=replace(scenario.budget, total=70.0), tolerance=Tolerance(gap=0.3))
    result, plain = run(scenario, iterations=300, seed=4), play_plainly(scenario, 300, seed=4)
    if not scenario.milestones:
        assert result.gap is None
        return
    assert result.gap is not None
    assert list(result.gap.table.columns) == list(GAP_COLUMNS)
    weights, planned = dict(scenario.weights), PlannedSpending(scenario)
    charged = charged_at_expectation(scenario)
    for row in result.gap.table.to_dict("records"):
        if row["at"] not in ("grid", "due"):
            continue
        burn = spent_by(scenario, plain, row["days"]) / 70.0
        gap = burn - progress_by(plain, weights, row["days"])
        plan_gap = float(planned.spent(row["days"])) / 70.0 - float(planned_progress(scenario, row["days"]))
        expected = spent_by(scenario, plain, row["days"], charged) / 70.0
        ahead = expected - progress_by(plain, weights, row["days"])
        assert row["burn_mean"] == pytest.approx(expected.mean(), rel=1e-6, abs=1e-9)
        assert row["gap_mean"] == pytest.approx(ahead.mean(), rel=1e-6, abs=1e-9)
        assert row["excess_p90"] == pytest.approx(np.sort(gap)[269] - plan_gap, rel=1e-6, abs=1e-9)
        if row["at"] == "due":
            clear = np.abs(gap - plan_gap - 0.3) > 1e-6
            beyond = gap - plan_gap > 0.3
            assert beyond[clear].sum() <= round(300 * row["beyond"]) <= beyond[clear].sum() + (~clear).sum()


def test_a_sure_charge_of_an_uncertain_amount_counts_at_its_mean() -> None:
    """A charge that always falls, of U(20, 60), counts as 40 of 80 in each iteration."""
    sure = risk("sure", exposes=("work",), cost=Uniform(low=20, high=60))
    gap = run(dated(plan([task("work", 5)], {"end": ["work"]}, [sure], budget=Budget(total=80))), iterations=300).gap
    assert gap is not None
    assert gap.rows("grid")["burn_mean"].iloc[-1] == pytest.approx(0.5, rel=1e-12)


def test_standings_count_major_milestones_and_what_the_plan_expects() -> None:
    """Two majors due on day 10, one of them five days late in every run; a minor one does not count."""
    scenario = plan(
        [task("a", 4, cost=40), task("b", 10, cost=60)],
        {"early": ["a"], "end": ["b"], "aside": ["b"]},
        [risk("late", exposes=("b",), delay=5)],
        budget=Budget(total=100),
    )
    scenario = dated(scenario)
    milestones = {**scenario.milestones, "aside": replace(scenario.milestones["aside"], level=Level.MINOR)}
    first, *_ = result_of(replace(scenario, milestones=milestones)).standings
    assert (first.milestone, first.due, first.reached, first.counted, first.planned) == ("early", DAY_10, 1, 2, 2)
    assert first.share.value == 1
    assert (first.burn, first.burn_p10, first.burn_p90) == pytest.approx((0.8, 0.8, 0.8))
    assert first.major


def test_a_standing_of_some_milestones_counts_what_is_more_as_well() -> None:
    """One of two majors on time for sure, both in a quarter of the iterations: at least one is the sure thing."""
    scenario = plan(
        [task("a", 4, cost=40), task("b", 10, cost=60)],
        {"early": ["a"], "end": ["b"]},
        [risk("late", 0.75, exposes=("b",), delay=5)],
        budget=Budget(total=100),
    )
    result = run(dated(scenario), iterations=4_096)
    first, *_ = result.standings
    hit = result.milestones.set_index("milestone")["hit"]
    assert (first.reached, first.share.value) == (1, hit["early"])
    assert 0 < hit["end"] < first.share.value == 1


def test_every_feature_at_once_gives_a_whole_table() -> None:
    result = run(replace(everything(), budget=Budget(total=50_000, burn=100)), iterations=2_000)
    assert result.gap is not None
    assert set(result.gap.table["at"]) == {"grid", "reached", "stopped"}
