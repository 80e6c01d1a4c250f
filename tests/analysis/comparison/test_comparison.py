import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t as student

from milepost.models import Scenario, read_scenario
from milepost.models.file.setting import parse_setting
from milepost.simulate import Result, run
from milepost.simulate.analysis.comparison.change import Change, Figure, Unit
from milepost.simulate.analysis.comparison.table import difference_table
from tests.plans import milestone, plan, risk, task
from tests.results import result_of

PLAN = """\
name: Plan
start: 2026-01-05
budget: {total: 3000, burn: 60}
tolerance: {gap: 0.2}
tasks:
  probe: {duration: [2, 4, 9], cost: 100, retires: {bug: 0.5}, reveals: [dead]}
  build: {duration: [10, 14, 40], daily: 20, after: [probe]}
  tell: {duration: 3, after: [build]}
milestones:
  probed: {level: minor, after: [probe]}
  built: {due: 2026-02-10, after: [build], invoice: {amount: 700, terms: 30}}
  launch: {due: 2026-02-13, after: [tell], value: {amount: 5000, per_day_late: 50}}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [2, 5, 9], cost: 300}
  dead: {probability: 0.1, exposes: [build], stop: true}
"""
ITERATIONS = 4096


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def played(path: Path, *settings: str, iterations: int = ITERATIONS, seed: int = 0) -> Result:
    return run(read_scenario(path, map(parse_setting, settings)), iterations=iterations, seed=seed)


@pytest.fixture(scope="module")
def before(path: Path) -> Result:
    return played(path)


@pytest.fixture(scope="module")
def after(path: Path) -> Result:
    return played(path, "tasks.build.duration*=1.2", "budget.total+=500", "risks.bug.probability=0.3")


def changes(before: Result, after: Result) -> dict[tuple[Figure, str], Change]:
    return dict(after.compared_with(before).changes)


def figures(result: Result) -> dict[tuple[Figure, str], float]:
    """Return what a run by itself says of each figure."""
    found: dict[tuple[Figure, str], float] = {}
    for id, one in result.milestone.items():
        found[Figure.REACHED, id] = one.reached.value
        quantiles = {Figure.PROMISE: one.promise, Figure.P10: one.p10, Figure.P50: one.p50, Figure.P90: one.p90}
        found |= {(figure, id): quantile.value for figure, quantile in quantiles.items()}
        if one.hit is not None:
            found[Figure.HIT, id] = one.hit.value
    assert result.gap is not None
    assert result.stopping is not None
    assert result.money.within is not None
    assert result.money.net is not None
    found |= {(Figure.GAP, id): due.gap for id, due in result.gap.due.items()}
    found |= {(Figure.OCCURS, id): one.occurs.probability.value for id, one in result.risk.items()}
    found |= {(Figure.BOTH, joint.milestone): joint.both.value for joint in result.joint}
    assert result.cash is not None
    cost, net, peak = result.money.cost, result.money.net, result.cash.peak
    return found | {
        (Figure.CONTINGENCY, ""): result.contingency.over_plan.value,
        (Figure.PEAK_MEAN, ""): peak.mean.value,
        (Figure.PEAK_P50, ""): peak.p50.value,
        (Figure.PEAK_P90, ""): peak.p90.value,
        (Figure.STOPPED, ""): result.stopping.probability.value,
        (Figure.WITHIN, ""): result.money.within.value,
        (Figure.COST_MEAN, ""): cost.mean.value,
        (Figure.COST_P50, ""): cost.p50.value,
        (Figure.COST_P80, ""): cost.p80.value,
        (Figure.NET_MEAN, ""): net.mean.value,
        (Figure.NET_P10, ""): net.p10.value,
        (Figure.NET_P90, ""): net.p90.value,
    }


def test_a_difference_is_that_of_what_two_runs_say_by_themselves(before: Result, after: Result) -> None:
    found, usual, changed = changes(before, after), figures(before), figures(after)
    for key, change in found.items():
        if key in usual:
            assert change.before == pytest.approx(usual[key], rel=1e-9, abs=1e-12), key
            assert change.after == pytest.approx(changed[key], rel=1e-9, abs=1e-12), key
        if key[0] is not Figure.MEAN and math.isfinite(change.before) and math.isfinite(change.after):
            assert change.difference.value == pytest.approx(change.after - change.before, rel=1e-9, abs=1e-9), key
            assert change.difference.low <= change.difference.value <= change.difference.high, key
    own = {key for key in found if key[0] in (Figure.MEAN, Figure.BOTH)}
    assert found.keys() | own == usual.keys() | own
    assert {figure for figure, _ in found} == set(Figure)


def test_dates_are_those_of_the_two_runs(before: Result, after: Result) -> None:
    change = changes(before, after)[Figure.PROMISE, "built"]
    assert change.before_date == before.milestone["built"].promise.date
    assert change.after_date == after.milestone["built"].promise.date


def test_a_mean_has_the_interval_of_what_the_plans_differ_by_in_each_iteration(before: Result, after: Result) -> None:
    """Student's, nearly, since the differences are hardly skewed; that of two plans apart is many times as wide."""
    times, times_after = before.finish["built"], after.finish["built"]
    both = np.isfinite(times) & np.isfinite(times_after)
    apart = times_after[both] - times[both]
    reach = float(student.ppf(0.975, apart.size - 1) * apart.std(ddof=1) / math.sqrt(apart.size))
    found = changes(before, after)[Figure.MEAN, "built"].difference
    assert found.value == pytest.approx(apart.mean())
    assert (found.high - found.low) / 2 == pytest.approx(reach, rel=0.02)
    assert reach < before.milestone["built"].mean.reach


def test_a_hit_hangs_on_the_iterations_in_which_only_one_plan_has_it(before: Result, after: Result) -> None:
    """McNemar: the variance of a difference of paired shares is that of the discordant ones."""
    found = changes(before, after)[Figure.HIT, "launch"].difference
    due = before.scenario.days.limit(date(2026, 2, 13))
    hit, hit_after = (one.outcome.dated("launch") <= due + 1e-9 for one in (before, after))
    won, lost = (int((one & ~other).sum()) / ITERATIONS for one, other in ((hit_after, hit), (hit, hit_after)))
    assert found.value == pytest.approx(won - lost)
    reach = 1.96 * math.sqrt((won + lost - (won - lost) ** 2) / ITERATIONS)
    assert (found.high - found.low) / 2 == pytest.approx(reach, rel=0.02)


@pytest.mark.slow
def test_of_many_risks_none_is_told_apart_by_chance() -> None:
    """
    Twenty risks that differ by luck alone, in 100 pairs of plans: in five of them one may be told apart.

    With an interval for each by itself it would be 64, the largest of twenty differences being picked out.
    """
    draws, told_apart = np.random.default_rng(3), 0
    for _ in range(100):
        before, after = (
            result_of({}, risks=[(risk(f"r{k}"), times, np.ones(600)) for k, times in enumerate(plan)])
            for plan in np.where(draws.random((2, 20, 600)) < 0.3, 1.0, math.inf)
        )
        occur = [one.difference for (figure, _), one in changes(before, after).items() if figure is Figure.OCCURS]
        assert len(occur) == 20
        told_apart += any(abs(one.value) > one.reach for one in occur)
    assert told_apart <= 5 + 4 * math.sqrt(100 * 0.05 * 0.95)


def test_intervals_of_quantiles_hold_the_difference_that_many_more_iterations_show(path: Path) -> None:
    """Of 60 seeds at least 51 do: 57 are to be expected, with a standard deviation of 1.7, and allowed are 3.5."""
    setting = "tasks.build.duration*=1.2"
    truth = changes(played(path, iterations=1_000_000, seed=99), played(path, setting, iterations=1_000_000, seed=99))
    held = dict.fromkeys([(Figure.P50, "launch"), (Figure.PROMISE, "launch"), (Figure.COST_P80, "")], 0)
    for seed in range(60):
        found = changes(*(played(path, *one, iterations=2048, seed=seed) for one in ((), (setting,))))
        for key in held:
            difference = found[key].difference
            held[key] += difference.low <= truth[key].difference.value <= difference.high
    assert min(held.values()) >= 51, held


def test_a_plan_that_is_the_same_has_no_differences(path: Path, before: Result) -> None:
    same = played(path, "tasks.build.duration*=1", "budget.burn+=0", "milestones.launch.due+=0")
    for key, change in changes(before, same).items():
        if math.isinf(change.before):
            assert math.isnan(change.difference.value), key
        else:
            assert change.difference.value == 0, key
            assert change.difference.reach <= (4 / ITERATIONS if key[0].unit is Unit.SHARE else 0), key


def test_what_is_later_in_every_iteration_is_later_by_just_that() -> None:
    """The last task is longer by 5: hits are those of a due date 5 days earlier."""
    tasks = [task("a", 4.0), task("b", 3.0, "a")]
    one = plan(tasks, [milestone("end", "b", due=date(2026, 1, 13))])
    other = replace(one, tasks={**one.tasks, "b": task("b", 8.0, "a")})
    found = changes(run(one, iterations=1024), run(other, iterations=1024))
    for figure in (Figure.PROMISE, Figure.MEAN, Figure.P10, Figure.P50, Figure.P90):
        difference = found[figure, "end"].difference
        assert (difference.value, difference.low, difference.high) == (5, 5, 5)
    assert (found[Figure.HIT, "end"].before, found[Figure.HIT, "end"].after) == (1, 0)
    assert found[Figure.HIT, "end"].difference.value == -1


def test_where_days_count_differently_dates_are_compared_in_days_of_the_plan_before(path: Path, before: Result) -> None:
    later = played(path, "start+=20")
    found = changes(before, later)
    for figure in (Figure.PROMISE, Figure.P10, Figure.P50):
        change = found[figure, "built"]
        assert change.before_date is not None
        assert change.after_date is not None
        assert change.difference.value == np.busday_count(change.before_date, change.after_date) == 20
    assert (Figure.MEAN, "built") not in found
    assert found[Figure.HIT, "built"].after < found[Figure.HIT, "built"].before


def test_each_plan_is_judged_by_its_own_due_date_and_budget(path: Path, before: Result) -> None:
    found = changes(before, played(path, "milestones.launch.due+=10", "budget.total=1e6"))
    assert found[Figure.PROMISE, "launch"].difference.value == 0
    assert found[Figure.HIT, "launch"].difference.low > 0
    assert found[Figure.WITHIN, ""].after == 1


def test_what_only_one_plan_has_is_left_out(path: Path, before: Result) -> None:
    changed = played(path, "milestones.built=null", "milestones.launch.value=null", "budget.total=null")
    found = changes(before, changed)
    assert {id for _, id in found} == {"probed", "launch", "bug", "dead", ""}
    assert {figure for figure, id in found if not id} == {
        Figure.STOPPED, Figure.COST_MEAN, Figure.COST_P50, Figure.COST_P80, Figure.CONTINGENCY,
    }  # fmt: skip
    assert not {Figure.GAP, Figure.BOTH} & {figure for figure, _ in found}


def stopped_in(probability: float) -> Scenario:
    return plan([task("a", 4.0)], {"end": ["a"]}, [risk("dead", probability, exposes=("a",), stop=True)])


@pytest.mark.parametrize(
    ("probability", "later", "difference"),
    [
        (0.1, 0.5, math.inf),  # a date is lost
        (0.5, 0.1, -math.inf),  # a date is won
        (0.5, 0.6, math.nan),  # never in both: there is nothing to tell
        (0.1, 0.1, 0.0),
    ],
)
def test_a_promise_that_is_lost_or_won_is_infinitely_later_or_earlier(
    probability: float, later: float, difference: float
) -> None:
    found = changes(*(run(stopped_in(one), iterations=1024) for one in (probability, later)))
    promise = found[Figure.PROMISE, "end"].difference
    assert promise.value == pytest.approx(difference, nan_ok=True)
    if not math.isfinite(difference):
        assert not math.isfinite(promise.reach)


@pytest.mark.parametrize(
    ("seed", "iterations", "confidence", "said"),
    [
        (1, ITERATIONS, 0.8, "seed 0 and 1: play both with the same"),
        (0, 2 * ITERATIONS, 0.8, "iterations 4096 and 8192: play both with the same"),
        (0, ITERATIONS, 0.9, "promises are kept with 0.8 and 0.9"),
    ],
)
def test_runs_that_are_not_paired_are_not_compared(
    before: Result, seed: int, iterations: int, confidence: float, said: str
) -> None:
    other = run(before.scenario, seed=seed, iterations=iterations, confidence=confidence)
    with pytest.raises(ValueError, match=said):
        other.compared_with(before)


@pytest.mark.parametrize("iterations", [1, 300])
def test_few_iterations_have_differences_without_intervals(path: Path, iterations: int) -> None:
    found = changes(played(path, iterations=iterations), played(path, "tasks.tell.duration=4", iterations=iterations))
    assert math.isnan(found[Figure.P50, "probed"].difference.reach)
    assert found[Figure.P50, "probed"].difference.value == 0


def test_the_table_has_a_row_for_each_change(before: Result, after: Result) -> None:
    comparison = after.compared_with(before)
    table = difference_table(comparison)
    assert len(table) == len(comparison.changes)
    row = table[(table["id"] == "built") & (table["figure"] == "promise")].iloc[0]
    change = comparison.changes[Figure.PROMISE, "built"]
    assert (row["unit"], row["before"], row["difference_low"]) == ("working days", change.before, change.difference.low)
    assert row["after_date"] == str(after.milestone["built"].promise.date)


def test_where_calendars_differ_promises_are_compared_in_the_plan_s_working_days(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    text = PLAN.replace("duration: 3,", "duration: 3, calendar: always,")
    calendar = "calendars: {always: {workdays: Mon-Sun}}\n"
    file.write_text(text + calendar, encoding="utf-8")
    before, after = played(file), played(file, "tasks.build.duration*=1.2")
    change = changes(before, after)[Figure.PROMISE, "launch"]
    finish = (one.finish["launch"] for one in (before, after))
    expected = [float(np.sort(times)[math.ceil(0.8 * ITERATIONS) - 1]) for times in finish]
    assert [change.before, change.after] == expected
    assert abs(change.difference.value - (expected[1] - expected[0])) < 1e-9
    assert change.difference.low <= change.difference.value <= change.difference.high
