"""Spending and progress of plans that go as planned, worked by hand."""

from dataclasses import replace
from datetime import date
from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import (
    Budget,
    Level,
    Milestone,
    Orderings,
    PlannedSpending,
    Rounds,
    Scenario,
    planned_progress,
    read_scenario,
)
from milepost.models.distributions import Pert
from tests.plans import FAULTS, milestone, plan, risk, task
from tests.strategies import scenarios


def spent(scenario: Scenario, *times: float) -> list[float]:
    return list(PlannedSpending(scenario).spent(times))


def judged_by(*milestones: Milestone) -> Scenario:
    """Plan two tasks, which end after 4 and 10 days; a milestone may come after them."""
    work = plan([task("a", 4), task("b", 6, "a")])
    return replace(work, milestones={milestone.id: milestone for milestone in milestones})


def test_a_cost_is_spent_evenly_while_the_task_is_under_way() -> None:
    """60 over the days 0 to 10, then 4 x 30 over the days 10 to 14."""
    work = plan([task("a", 10, cost=60.0), task("b", 4, "a", daily=30.0)])
    assert spent(work, 0, 5, 10, 12, 14, 99, inf) == [0, 30, 60, 120, 180, 180, 180]


def test_a_cost_in_all_and_a_daily_cost_add_up() -> None:
    assert spent(plan([task("a", 10, cost=60.0, daily=5.0)]), 2, 10) == [22, 110]


def test_waiting_times_are_planned_at_their_medians() -> None:
    """Fifteen days on average, of which the most likely is 0 and the median 15 ln 2; the team costs 100 a day."""
    median, planned = 15 * log(2), PlannedSpending(read_scenario(FAULTS / "expo.yaml"))
    assert [planned.reached(id) for id in ("asked", "done")] == pytest.approx([median, 2 * median])
    exact = [0, 3000 + 50 * median, 6000 + 100 * median, 14000 + 200 * median]
    assert list(planned.spent([0, median / 2, median, inf])) == pytest.approx(exact)


def test_a_task_of_no_duration_is_paid_at_once() -> None:
    """A licence bought when the work ends, on day 5; its daily cost is for no day."""
    work = plan([task("a", 5), task("licence", 0, "a", cost=70.0, daily=9.0)])
    assert spent(work, 0, 4.999, 5 - 1e-10, 5, 6) == [0, 0, 70, 70, 70]


def test_the_standing_team_is_paid_until_the_last_milestone() -> None:
    """That is on day 8, though work without a milestone goes on until day 20."""
    work = plan([task("a", 8), task("b", 20)], {"m": ["a"], "first": []}, budget=Budget(burn=10.0))
    assert spent(work, -1, 0, 3, 8, 20, inf) == [0, 0, 30, 80, 80, 80]


def test_without_milestones_the_standing_team_is_not_paid() -> None:
    assert spent(plan([task("a", 8, cost=5.0)], budget=Budget(burn=10.0)), inf) == [5]


def test_a_duration_is_the_most_likely_one() -> None:
    """Not the mean, which is 7."""
    assert spent(plan([task("a", Pert(low=2, mode=6, high=16), daily=1.0)]), 3, inf) == [3, 6]


@pytest.mark.parametrize(
    ("rounds", "amounts"),
    [
        (Rounds(probability=0.6, at_most=4), [30, 60, 60, 60]),  # the first most likely passes
        (
            Rounds(probability=0.3, at_most=4),
            [30, 60, 120, 240],
        ),  # the last is the most likely: four times all
    ],
)
def test_rounds_are_paid_at_their_most_likely_number(rounds: Rounds, amounts: list[float]) -> None:
    """A round takes 5 days and costs 50 + 5 x 2."""
    assert spent(plan([task("a", 5, cost=50.0, daily=2.0, rounds=rounds)]), 2.5, 5, 10, inf) == amounts


def test_what_a_risk_brings_is_not_in_the_plan() -> None:
    """Neither the response, at its time or of its cost, nor the risk's own cost and delay, however likely."""
    work = plan(
        [task("a", 4, cost=40.0), task("rescue", 3, "a", cost=7.0, daily=1.0, only_if="r"), task("b", 2, "rescue")],
        {"m": ["b"]},
        [risk("r", 0.99, exposes=("a",), delay=5, cost=900)],
        budget=Budget(burn=1.0),
    )
    assert spent(work, 2, 4, inf) == [22, 44, 46]


def test_a_response_of_no_duration_costs_nothing_either() -> None:
    assert spent(plan([task("fine", 0, cost=7.0, only_if="r")], risks=[risk("r", exposes=("fine",))]), inf) == [0]


@pytest.mark.parametrize(
    ("crews", "amounts", "reached"),
    [
        (1, [10, 20, 40, 60, 70, 80], 12),  # one after the other: 5, 10 and 5 a day
        (2, [30, 60, 70, 80, 80, 80], 8),  # b beside a, and c when both end: 15 and 5 a day
    ],
)
def test_spending_waits_for_crews(crews: int, amounts: list[float], reached: float) -> None:
    work = plan(
        [task("a", 4, cost=20.0), task("b", 4, cost=40.0), task("c", 4, cost=20.0)],
        {"m": ["a", "b", "c"]},
        orderings=Orderings(among=("a", "b", "c"), crews=crews, order=("a", "b", "c")),
    )
    assert spent(work, 2, 4, 6, 8, 10, 12) == amounts
    assert PlannedSpending(work).reached("m") == reached


def test_work_pushed_by_its_end_is_paid_from_its_later_start() -> None:
    """B takes 2 days and ends 1 day after a does: from day 9 to day 11."""
    assert spent(plan([task("a", 10), task("b", 2, "a FF+1", cost=8.0)]), 9, 10, 11) == [0, 4, 8]


def test_spending_has_the_shape_of_the_times() -> None:
    planned = PlannedSpending(plan([task("a", 4, cost=8.0)]))
    assert planned.spent(2).shape == ()
    assert planned.spent([[0, 1, 2], [3, 4, 5]]).tolist() == [[0, 2, 4], [6, 8, 8]]
    assert planned.spent(np.arange(3)).dtype == np.float64


@given(scenario=scenarios(), times=st.lists(st.floats(0, 300), min_size=2, max_size=30))
def test_spending_never_falls_and_ends(scenario: Scenario, times: list[float]) -> None:
    amounts = PlannedSpending(scenario).spent([*sorted(times), 1e9, inf])
    assert amounts[0] >= 0.0
    assert (np.diff(amounts) >= 0.0).all()
    assert amounts[-1] == amounts[-2]


@pytest.mark.parametrize(
    ("milestones", "weights"),
    [
        ([milestone("a1"), milestone("a2")], [1, 1]),  # major unless said otherwise
        ([milestone("a1"), milestone("a2", level=Level.MINOR)], [1, 0]),  # a minor one counts beside no major one
        ([milestone("a1", level=Level.MINOR), milestone("a2", level=Level.MINOR)], [1, 1]),  # none is major
        ([milestone("a1", weight=3.0), milestone("a2", level=Level.MINOR, weight=0.5)], [3, 0.5]),  # as given
        ([milestone("a1", weight=0.0), milestone("a2")], [0, 1]),  # 0 is a weight as well
        ([milestone("a1", level=Level.MINOR, weight=2.0), milestone("a2", level=Level.MINOR)], [2, 1]),  # one is given
        ([milestone("a1"), milestone("a2", level=Level.MINOR, weight=2.0)], [1, 2]),
        ([], []),
    ],
)
def test_weights_are_as_given_or_by_level(milestones: list[Milestone], weights: list[float]) -> None:
    scenario = judged_by(*milestones)
    assert list(scenario.weights.items()) == list(zip(scenario.milestones, weights, strict=True))


def test_planned_progress_steps_up_on_the_due_dates() -> None:
    """
    Due on the 5th and 10th working day, with weights 1 and 3; that the first is reached on day 4 counts for nothing.

    A day is over at its end: the 5th at time 5.
    """
    work = judged_by(
        milestone("a1", "a", due=date(2026, 1, 9), weight=1.0), milestone("b1", "b", due=date(2026, 1, 16), weight=3.0)
    )
    progress = planned_progress(work, [0, 4, 4.999, 5, 5 - 1e-10, 9.9, 10, inf])
    assert progress.tolist() == [0, 0, 0, 0.25, 0.25, 0.25, 1, 1]


def test_a_milestone_without_due_date_is_planned_for_when_it_is_reached() -> None:
    assert planned_progress(judged_by(milestone("a1", "a"), milestone("b1", "b")), [3, 4, 10]).tolist() == [0, 0.5, 1]


def test_a_due_date_on_a_free_day_is_the_working_day_before() -> None:
    """Sunday the 11th: five working days from Monday the 5th."""
    assert planned_progress(judged_by(milestone("a1", "a", due=date(2026, 1, 11))), [4, 5]).tolist() == [0, 1]


def test_without_milestones_there_is_no_progress() -> None:
    assert planned_progress(judged_by(), [0, inf]).tolist() == [0, 0]
