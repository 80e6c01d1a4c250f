"""Calibration, by plans that are right or wrong by a known factor, and by tasks that are worked out by hand."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.actual import Actual
from milepost.models.calendar import Calendar, WorkingDays
from milepost.models.correlation import Correlation
from milepost.models.distributions import Discrete, Distribution, Pert, Uniform
from milepost.models.orderings import Orderings
from milepost.models.risk import RiskState
from milepost.models.rounds import Rounds
from milepost.models.task import Task
from milepost.simulate import run
from milepost.simulate.analysis.schedule.calibration import FEWEST, MOST, Bias, Calibration
from milepost.simulate.analysis.schedule.taken import times_taken
from milepost.simulate.analysis.statistics.sample import Sample
from tests.plans import milestone, plan, risk, task
from tests.statuses import status_of
from tests.strategies import START

HR_APP = Path(__file__).parents[3] / "scenarios" / "hr_app.yaml"
DAYS = WorkingDays(Calendar(), START)
LONG = Uniform(low=5_000, high=15_000)
"""An estimate beside which a day is nothing: its P50 is 10,000 days."""

PLAYED = 400


def after(days: float) -> date:
    day = DAYS.date_of(days)
    assert day is not None
    return day


def done(id: str, first: int, last: int, duration: Distribution = LONG, *links: str, **more: object) -> Task:
    """Write a finished task by the numbers of its first and last day, from 1 on."""
    return task(id, duration, *links, actual=Actual(start=after(first), finish=after(last)), **more)


def took(*days: int, duration: Distribution = LONG) -> list[Task]:
    return [done(f"t{k}", 1, taken, duration) for k, taken in enumerate(days)]


def calibration(tasks: list[Task], day: int = 30_000, **more: Any) -> Calibration:
    found = Calibration.of(plan(tasks, as_of=after(day), **more))
    assert found is not None
    return found


def studied(scenario: Scenario, as_of: date, *, truth: float = 1.0) -> list[Calibration]:
    """Play a plan, enter each iteration as a status, and hold it against estimates that are shorter by a factor."""
    outcome = run(scenario, iterations=PLAYED, seed=7).outcome
    believed = {id: replace(one, duration=one.duration.scaled(1 / truth)) for id, one in scenario.tasks.items()}
    plans = (status_of(replace(scenario, tasks=believed), outcome, iteration, as_of) for iteration in range(PLAYED))
    return [found for found in map(Calibration.of, plans) if found is not None]


def side_by_side(duration: Distribution, *, rows: int, long: int) -> Scenario:
    """Write rows of tasks, each handed over to the next in whatever hour it is finished."""
    return plan(
        [task(f"t{r}_{k}", duration, *([f"t{r}_{k - 1}"] if k else [])) for r in range(rows) for k in range(long)]
    )


def alike(scenario: Scenario, *, rho: float) -> Scenario:
    """Let all tasks of a plan go well or badly together."""
    return replace(scenario, correlations=(Correlation(tasks=tuple(scenario.tasks), rho=rho),))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "as_of", "truth"),
    [
        (read_scenario(HR_APP), date(2026, 7, 1), 1.0),
        (read_scenario(HR_APP), date(2026, 10, 1), 1.3),
        # tasks that are handed over within a day, of hardly more than one: most of what is known is which day
        (side_by_side(Pert(low=1, mode=1.6, high=3.5), rows=3, long=6), date(2026, 3, 2), 1.0),
        # observed in whole days
        (side_by_side(Discrete(values=(5, 10, 20), weights=(5, 3, 2)), rows=4, long=4), date(2026, 3, 2), 1.0),
        # as bad as luck that all tasks share lets it look
        (alike(side_by_side(Pert(low=8, mode=12, high=25), rows=40, long=1), rho=0.05), date(2026, 3, 2), 1.0),
        # begun together and looked at when half of them are finished, the fast ones
        (side_by_side(Pert(low=8, mode=12, high=25), rows=12, long=1), date(2026, 1, 23), 1.0),
    ],
)
def test_intervals_hold_the_true_ratio_and_shares_are_right_whatever_the_dates_hide(
    scenario: Scenario, as_of: date, truth: float
) -> None:
    """
    Statuses made of iterations as a planner would date them; the standard error of a share p is sqrt(p (1 - p) / n).

    So at most 5% of plans that are right are warned of. Estimates are told from 60 values: a point in a share.
    """
    found = studied(scenario, as_of, truth=truth)
    assert len(found) > 0.95 * PLAYED
    missed = np.mean([not one.ratio.low <= truth <= one.ratio.high for one in found])
    assert missed <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / len(found))
    if truth == 1.0:
        assert np.mean([one.bias is not None for one in found]) == pytest.approx(missed)
        assert np.mean([one.is_narrow for one in found]) <= 0.025 + 4 * math.sqrt(0.025 * 0.975 / len(found))
        for p in (0.1, 0.5, 0.9):
            shares = np.array([one.below[p].value for one in found])
            assert shares.mean() == pytest.approx(p, abs=4 * shares.std() / math.sqrt(len(found)) + 0.01)
    else:
        assert np.mean([one.bias == Bias.TOO_SHORT for one in found]) > 0.8


def test_where_days_hide_nothing_the_ratio_is_the_median_with_its_order_statistics() -> None:
    days = (9_000, 10_500, 11_000, 11_500, 12_000, 12_500, 13_000, 13_500, 14_000)
    ratio, exact = calibration(took(*days)).ratio, Sample.of(np.array(days) / 10_000).estimate(0.5)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((exact.value, exact.low, exact.high), abs=0.02)
    assert calibration(took(*days)).bias == Bias.TOO_SHORT


def test_estimates_times_the_ratio_are_in_the_middle_and_the_shares_follow() -> None:
    days = (9_000, 10_500, 11_000, 11_500, 12_000, 12_500, 13_000, 13_500, 14_000)
    found = calibration(took(*days))
    again = calibration(took(*days, duration=LONG.scaled(found.ratio.value)))
    assert again.ratio.value == pytest.approx(1.0, abs=0.02)
    assert found.below[0.5].value == pytest.approx(1 / 9)
    assert again.bias is None


def test_ranges_are_too_narrow_where_most_fall_outside_whatever_the_bias() -> None:
    spread = [*[5_500] * 6, *[14_500] * 6]
    assert calibration(took(*spread)).is_narrow
    assert calibration(took(*spread)).bias is None
    assert not calibration(took(*[14_500] * 12)).is_narrow
    assert calibration(took(*[14_500] * 12)).bias == Bias.TOO_SHORT


def test_work_under_way_for_longer_than_its_p50_counts_and_what_has_had_no_time_to_be_late_does_not() -> None:
    fast = took(*[8_000] * 6)
    late = [task(f"late{k}", LONG, actual=Actual(start=START)) for k in range(6)]
    both = calibration([*fast, *late], day=16_000)
    assert (both.finished, len(both.tasks)) == (6, 12)
    assert both.ratio.low < 1.0 < both.ratio.high
    assert calibration(fast, day=16_000).bias == Bias.TOO_LONG
    assert Calibration.of(plan([*fast, *late], as_of=after(9_000))) is None


def test_only_a_time_that_is_the_tasks_own_counts_against_a_range() -> None:
    struck = risk("hit", 0.5, exposes=("struck",), delay=5, state=RiskState.OCCURRED)
    others = [
        done("struck", 1, 12_000),
        done("rounds", 1, 12_000, rounds=Rounds(probability=0.5, at_most=3)),
        done("held", 1, 12_000, LONG, "struck FF"),
        done("single", 1, 12_000, Pert(low=9_000, mode=9_000, high=9_000)),
    ]
    found = calibration([*took(*[10_000] * 6), *others], risks=[struck])
    assert [one.id for one in found.tasks] == [f"t{k}" for k in range(6)]


def test_too_few_say_nothing_and_tasks_that_go_well_or_badly_together_count_as_fewer() -> None:
    assert FEWEST == 6
    tasks = took(*[12_000] * 9)
    assert Calibration.of(plan(tasks[:5], as_of=after(30_000))) is None
    assert Calibration.of(plan(tasks)) is None
    alike = [Correlation(tasks=tuple(one.id for one in tasks), rho=rho) for rho in (0.02, 0.5)]
    assert FEWEST <= calibration(tasks, correlations=(alike[0],)).independent < 9
    assert Calibration.of(plan(tasks, as_of=after(30_000), correlations=(alike[1],))) is None


def test_a_time_is_known_to_the_day_and_a_handover_within_one_is_seen_from_the_dates() -> None:
    scenario = plan(
        [
            done("first", 1, 3),
            done("same_day", 3, 6, LONG, "first"),
            done("next_day", 4, 6, LONG, "first"),
            done("with_it", 5, 8, LONG, "same_day SS+2"),
            done("behind", 8, 9, LONG, "through"),
            task("under_way", LONG, actual=Actual(start=after(9))),
        ],
        [milestone("through", "with_it", reached=after(8))],
        as_of=after(11),
    )
    taken = times_taken(scenario)
    assert taken["first"][:2] == (2, 3)
    assert taken["same_day"][:2] == (2.5, 3.5)
    assert taken["next_day"][:2] == (2, 3)
    assert taken["with_it"][:2] == (2.5, 3.5)
    assert taken["behind"][:2] == (0.5, 1.5)
    assert taken["under_way"] == (2, math.inf, 2)


def test_a_crew_that_is_free_in_the_course_of_a_day_begins_then() -> None:
    scenario = plan(
        [done("one", 1, 3), done("two", 3, 5)],
        orderings=Orderings(among=("one", "two"), crews=1, order=("one", "two")),
        as_of=after(11),
    )
    assert times_taken(scenario)["two"][:2] == (1.5, 2.5)


def test_of_very_many_tasks_those_begun_last_are_looked_at() -> None:
    tasks = [done(f"t{k}", 1 + k, 10 + k, Pert(low=5, mode=9, high=20)) for k in range(MOST + 50)]
    assert [one.id for one in calibration(tasks).tasks] == [f"t{k}" for k in range(50, MOST + 50)]


def test_the_table_has_a_row_for_each_task_that_counts_by_its_p50() -> None:
    table = calibration(took(*[12_000] * 6)).table
    assert list(table["task"]) == [f"t{k}" for k in range(6)]
    assert table["ratio"].tolist() == pytest.approx([1.19995] * 6)
    assert table["place"].tolist() == pytest.approx([0.7] * 6, abs=0.02)
