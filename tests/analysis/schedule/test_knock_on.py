"""What a missed milestone means for those due later, by plans that are worked out by hand."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

from milepost.models import Level
from milepost.models.distributions import Discrete
from milepost.simulate import run
from milepost.simulate.analysis.schedule.knock_on import Consequence, KnockOn
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.result import Result
from tests.plans import everything, milestone, plan, risk, task
from tests.results import result_of

FIRST, SECOND = date(2026, 1, 9), date(2026, 1, 16)
"""The ends of days 5 and 10."""


def knock_on(result: Result) -> KnockOn:
    assert result.knock_on is not None
    return result.knock_on


def only(result: Result) -> Consequence:
    (one,) = knock_on(result).pairs.values()
    return one


def either(short: float, long: float) -> Discrete:
    return Discrete(values=(short, long), weights=(0.5, 0.5))


def test_a_day_that_float_takes_up_is_not_passed_on() -> None:
    """
    Work takes 5 or 11 days, what follows it 2, beside 10 days of other work.

    So the end comes on day 10 or 13: of the 6 days 3 are passed on, wherever the end is due.
    """
    tasks = [task("work", either(5, 11)), task("test", 2, "worked"), task("other", 10)]
    for due, if_hit in ((SECOND, 0.0), (FIRST, 1.0)):
        events = [milestone("worked", "work", due=FIRST), milestone("end", "test", "other", due=due)]
        result = run(plan(tasks, events), iterations=1000)
        one, late = only(result), int((result.finish["worked"] > 5).sum())
        assert one.slip.value == pytest.approx(3, abs=1e-9)
        assert one.slip.reach == pytest.approx(0, abs=1e-9)
        assert one.if_miss == Proportion.of(late, late)
        assert one.if_hit == Proportion.of((1000 - late) * int(if_hit), 1000 - late)
        assert one.hangs_on


def test_what_only_shares_a_risk_hangs_on_nothing_and_is_missed_with_it_all_the_same() -> None:
    tasks = [task("sell", 4), task("build", 8)]
    events = [milestone("sold", "sell", due=FIRST), milestone("built", "build", due=SECOND)]
    strike = risk("strike", 0.4, exposes=("sell", "build"), delay=4)
    one = only(run(plan(tasks, events, [strike]), iterations=1000))
    assert (one.slip.value, one.hangs_on) == (4, False)
    assert one.if_miss is not None
    assert one.if_hit is not None
    assert (one.if_miss.value, one.if_hit.value) == (1, 0)


def test_what_a_milestone_is_retired_after_hangs_on_it() -> None:
    tasks = [task("probe", either(4, 6)), task("ask", 1, "probed", retires={"doubt": 1.0}), task("prepare", 6)]
    tasks.append(task("build", 2, "prepare"))
    events = [milestone("probed", "probe", due=FIRST), milestone("built", "build", due=SECOND)]
    doubt = risk("doubt", 1.0, exposes=("build",), delay=9)
    one = only(run(plan(tasks, events, [doubt]), iterations=1000))
    assert (one.slip.value, one.hangs_on) == (9, True)


def test_every_figure_is_a_direct_count_over_the_iterations() -> None:
    scenario = everything()
    events = [
        replace(one, due=scenario.days.date_of(days))
        for one, days in zip(scenario.milestones.values(), (20, 75, 80), strict=True)
    ]
    scenario = replace(scenario, milestones={one.id: one for one in events})
    result = run(scenario, iterations=5_000)
    assert result.stopping is not None
    for earlier, later in combinations(scenario.milestones, 2):
        one = knock_on(result).pairs[earlier, later]
        first, second = (
            np.array([not time <= scenario.due_days[id] + 1e-9 for time in result.outcome.dated(id)])
            for id in (earlier, later)
        )
        assert 0 < first.sum() < 5_000
        times = result.reached[later]
        assert one.if_miss == Proportion.of(int((first & second).sum()), int(first.sum()))
        assert one.if_hit == Proportion.of(int((~first & second).sum()), int((~first).sum()))
        missed, hit = times[first].compressed(), times[~first].compressed()
        assert one.slip.value == pytest.approx(missed.mean() - hit.mean(), rel=1e-12)


@pytest.mark.parametrize(
    ("times", "if_miss", "if_hit"),
    [
        ([4.0, 4.0, 4.0, 4.0], None, Proportion.of(1, 4)),  # never missed
        ([6.0, math.inf, 6.0, 6.0], Proportion.of(1, 4), None),  # never hit: what is never reached is missed
        ([4.0, 4.0, 4.0, math.inf], Proportion.of(1, 1), Proportion.of(0, 3)),
    ],
)
def test_what_cannot_be_compared_is_not_known(
    times: list[float], if_miss: Proportion | None, if_hit: Proportion | None
) -> None:
    result = result_of(
        {milestone("first", due=FIRST): times, milestone("then", due=SECOND): [8.0, 8.0, 8.0, math.inf]},
        [(task(), [0.0] * 4, [1.0] * 4)],
    )
    one = only(result)
    assert (one.if_miss, one.if_hit) == (if_miss, if_hit)
    assert math.isnan(one.slip.value)
    row = knock_on(result).table.iloc[0]
    assert math.isnan(row["miss_if_miss"]) == (if_miss is None)
    assert math.isnan(row["miss_if_hit_low"]) == (if_hit is None)


def test_one_iteration_is_enough() -> None:
    events = {milestone("first", due=FIRST): [6.0], milestone("then", due=SECOND): [7.0]}
    assert only(result_of(events)).if_miss == Proportion.of(0, 1)


def test_milestones_stand_in_the_order_of_their_due_dates_and_on_one_day_in_that_of_the_network() -> None:
    events = [
        milestone("a", "z", due=FIRST),
        milestone("b", "work", due=SECOND),
        milestone("undated", "work"),
        milestone("z", "work", due=FIRST),
        milestone("early", "a", due=FIRST - timedelta(days=2)),
    ]
    found = knock_on(run(plan([task("work")], events), iterations=1))
    assert found.milestones == ("early", "z", "a", "b")
    assert [*found.table["milestone"]] == ["early"] * 3 + ["z"] * 2 + ["a"]
    assert [*found.table["then"]] == ["z", "a", "b", "a", "b", "b"]


@pytest.mark.parametrize("dues", [0, 1])
def test_there_is_nothing_to_tell_of_fewer_than_two_due_dates(dues: int) -> None:
    events = [milestone("first", due=FIRST if dues else None), milestone("then")]
    assert result_of({one: [1.0] for one in events}).knock_on is None


def test_of_more_than_thirty_the_major_ones_are_judged_first() -> None:
    events = {
        milestone(f"m{k}", level=Level.MAJOR if k % 2 else Level.MINOR, due=FIRST + timedelta(days=k)): [1.0]
        for k in range(40)
    }
    found = knock_on(result_of(events))
    assert (len(found.milestones), found.in_all) == (30, 40)
    assert {f"m{k}" for k in range(1, 40, 2)} < set(found.milestones)


def test_a_difference_of_two_means_has_the_interval_of_welch_where_nothing_is_skewed() -> None:
    """Of two symmetric samples of 400 each Student's quantiles are as good as the same, and the ends add in squares."""
    first, second = (np.random.default_rng(seed).normal(mean, 3.0, 400) for seed, mean in ((1, 10.0), (2, 4.0)))
    first, second = np.concatenate([first, 20 - first]), np.concatenate([second, 8 - second])
    found = Mean.of(first).less(Mean.of(second))
    error = math.sqrt(first.var(ddof=1) / first.size + second.var(ddof=1) / second.size)
    assert found.value == pytest.approx(6)
    assert found.high - found.value == pytest.approx(1.963 * error, rel=1e-3)
    assert found.value - found.low == pytest.approx(1.963 * error, rel=1e-3)
