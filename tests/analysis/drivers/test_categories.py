"""The promise date, the hits and the money of a plan are what its estimates and categories of risks make of it."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, permutations

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.models.distributions import Uniform
from milepost.models.money import Budget
from milepost.models.variant import without_risks
from milepost.simulate import run
from milepost.simulate.analysis.drivers.categories import Categories, categories
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.waterfall import Step, Waterfall
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.patch import Patching
from milepost.simulate.engine.run import simulate
from tests.plans import everything, plan, risk, task

ITERATIONS = 2_048
NOTHING = Estimate(value=0.0, low=0.0, high=0.0)
RANGE = Uniform(low=5, high=15)


def categories_of(scenario: Scenario, iterations: int = ITERATIONS, *, confidence: float = 0.8) -> Categories:
    outcome = simulate(scenario, iterations=iterations, threads=1)
    study = categories(Reference(scenario, outcome, confidence=confidence))
    return study.answer(Variants(scenario), Patching(scenario))


def dated(scenario: Scenario, days: int = 70) -> Scenario:
    """Give each milestone a due date."""
    due = scenario.start + timedelta(days=days)
    return replace(scenario, milestones={id: replace(one, due=due) for id, one in scenario.milestones.items()})


def of_kinds(count: int, **more: float | bool) -> Scenario:
    """Write a task exposed to a risk of each of so many categories, half as probable as the one before."""
    risks = [
        risk(f"r{k}", 0.5 / 2**k, category=f"kind {k}", exposes=("work",), delay=4 + k, **more) for k in range(count)
    ]
    return dated(plan([task("work", RANGE, daily=10)], {"done": ["work"]}, risks), days=18)


def all_of(found: Categories) -> list[Waterfall]:
    hits = [one.hit for one in found.milestones.values() if one.hit is not None]
    return [*(one.promise for one in found.milestones.values()), *hits, found.cost]


def test_categories_have_the_averages_over_all_orders_of_plans_built_anew() -> None:
    whole = dated(everything())
    market = {"demand", "launch"}
    risks = {id: replace(one, category="market" if id in market else id) for id, one in whole.risks.items()}
    scenario = replace(whole, risks=risks)
    kinds = list(dict.fromkeys(one.category for one in scenario.risks.values()))
    unstopped = replace(scenario, risks={id: replace(one, stop=False) for id, one in scenario.risks.items()})
    found = categories_of(scenario)

    def came(kept: frozenset[str]) -> dict[str, float]:
        away = [id for id, one in scenario.risks.items() if one.category not in kept]
        outcome = simulate(without_risks(unstopped, away), iterations=ITERATIONS)
        promise = {id: Sample.of(times).quantile(0.8) for id, times in outcome.finish.items()}
        hits = {
            f"hit {id}": 100 * np.mean(outcome.dated(id) <= scenario.due_days[id] + 1e-9) for id in scenario.milestones
        }
        return {**promise, **hits, "cost": outcome.expected_cost.mean()}

    worth = {
        frozenset(some): came(frozenset(some)) for size in range(len(kinds) + 1) for some in combinations(kinds, size)
    }
    orders = list(permutations(kinds))
    for kind in kinds:
        befores = [frozenset(order[: order.index(kind)]) for order in orders]
        expected = {
            key: np.mean([worth[before | {kind}][key] - worth[before][key] for before in befores])
            for key in worth[frozenset()]
        }
        for id, one in found.milestones.items():
            assert one.hit is not None
            assert one.promise.categories[kind].value == pytest.approx(expected[id], rel=1e-12, abs=1e-9)
            assert one.hit.categories[kind].value == pytest.approx(expected[f"hit {id}"], rel=1e-12, abs=1e-9)
        assert found.cost.categories[kind].value == pytest.approx(expected["cost"], rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    "scenario",
    [
        dated(everything()),
        of_kinds(1),
        of_kinds(7),  # sampled permutations
        of_kinds(0),  # no risks at all
        of_kinds(2, stop=True),
        replace(of_kinds(2), budget=Budget(total=1_000, burn=20)),
    ],
)
def test_bars_sum_from_the_plan_to_what_comes_of_it(scenario: Scenario) -> None:
    found, result = categories_of(scenario), run(scenario, iterations=ITERATIONS)
    for one in all_of(found):
        assert one.plan + sum(bar.change.value for bar in one.bars) == pytest.approx(one.total.value)
    for id, built in found.milestones.items():
        outlook = result.milestone[id]
        assert outlook.hit is not None
        assert built.hit is not None
        assert built.promise.plan == scenario.network.planned_times[id][1]
        assert built.hit.total.value == pytest.approx(100 * outlook.hit.value)
        if not any(risk.stop for risk in scenario.risks.values()):
            assert (built.promise.total.value, built.promise_date) == (outlook.promise.value, outlook.promise.date)
    assert found.cost.plan == PlannedSpending(scenario).spent(np.inf)
    assert found.cost.total.value == pytest.approx(result.outcome.expected_cost.mean())


def test_stops_are_the_last_bar_of_hits_and_money_and_none_of_dates() -> None:
    """Half of the iterations stop at the end of the first task, and spare the second one of 100."""
    scenario = dated(
        plan(
            [task("first", 10, cost=7), task("second", 10, "first", cost=100)],
            {"done": ["second"]},
            [risk("halt", 0.5, exposes=("first",), stop=True)],
        )
    )
    found = categories_of(scenario)
    one, stopped = found.milestones["done"], np.isfinite(simulate(scenario, iterations=ITERATIONS).stop).mean()
    assert one.hit is not None
    assert [bar.step for bar in one.promise.bars] == [Step.ESTIMATES, Step.CATEGORY]
    assert one.promise.total == Estimate(value=20.0, low=20.0, high=20.0)
    assert [bar.step for bar in one.hit.bars] == [Step.ESTIMATES, Step.CATEGORY, Step.STOPS]
    assert one.hit.bars[-1].change.value == pytest.approx(-100 * stopped)
    assert found.cost.bars[-1].change.value == pytest.approx(-100 * stopped)
    assert {bar.change.value for bar in (*one.hit.bars[:-1], *found.cost.bars[:-1])} == {0.0}


def test_a_milestone_that_a_stop_never_lets_come_has_a_date_as_if_nothing_did() -> None:
    scenario = dated(plan([task("work", 10)], {"done": ["work"]}, [risk("halt", 1.0, exposes=("work",), stop=True)]))
    one = categories_of(scenario).milestones["done"]
    assert one.hit is not None
    assert (one.promise.total.value, one.hit.plan, one.hit.total.value) == (10.0, 100.0, 0.0)


def test_estimates_bring_the_merge_bias() -> None:
    """Of two tasks alike the later one counts: sqrt(0.8) of the range in 80% of cases, and 1/2 of it in the plan."""
    scenario = plan([task("one", RANGE), task("other", RANGE)], {"done": ["one", "other"]})
    bar = categories_of(scenario, 65_536).milestones["done"].promise.bars[0]
    assert bar.step == Step.ESTIMATES
    assert bar.change.low < 10 * (0.8**0.5 - 0.5) < bar.change.high
    assert bar.change.reach < 0.1


def test_a_category_that_cannot_occur_adds_nothing_to_the_last_bit() -> None:
    for whole in (of_kinds(3), of_kinds(8)):
        never = replace(whole.risks["r0"], id="never", category="never", probability=0.0)
        found = categories_of(replace(whole, risks={**whole.risks, "never": never}))
        assert {one.categories["never"] == NOTHING for one in all_of(found)} == {True}
        assert not any("never" in pair for one in all_of(found) for pair in one.tied)


def test_an_opportunity_takes_away() -> None:
    scenario = of_kinds(1)
    chance = risk("chance", 0.5, category="luck", exposes=("work",), stretch=0.7)
    found = categories_of(replace(scenario, risks={**scenario.risks, "chance": chance}))
    one = found.milestones["done"]
    assert one.hit is not None
    assert one.promise.categories["luck"].high < 0 < one.hit.categories["luck"].low
    assert found.cost.categories["luck"].high < 0


def test_of_the_first_three_categories_those_that_are_alike_are_tied() -> None:
    """One delay of 9 days is told from two that are alike; a fourth category is not among the first three."""
    kinds = {"large": (0.5, 9.0), "one": (0.3, 4.0), "other": (0.3, 4.0), "small": (0.05, 1.0)}
    risks = [risk(k, p, category=k, exposes=("work",), delay=days) for k, (p, days) in kinds.items()]
    found = categories_of(plan([task("work", RANGE)], {"done": ["work"]}, risks), 16_384)
    assert [set(pair) for pair in found.milestones["done"].promise.tied] == [{"one", "other"}]


def test_without_a_due_date_there_is_no_waterfall_of_hits() -> None:
    scenario = plan([task("work", RANGE)], {"done": ["work"]}, [risk("late", 0.5, exposes=("work",), delay=3)])
    one = categories_of(scenario).milestones["done"]
    assert one.hit is None
    assert one.promise.categories["technology"].low > 0


def test_a_plan_without_milestones_has_a_waterfall_of_money_alone() -> None:
    scenario = plan([task("work", RANGE, daily=10)], {}, [risk("late", 0.5, exposes=("work",), cost=3)])
    found = categories_of(scenario)
    assert found.milestones == {}
    assert found.cost.categories["technology"].value == pytest.approx(1.5)


def test_one_iteration_tells_values_and_no_intervals() -> None:
    for one in all_of(categories_of(of_kinds(2, stop=True), 1)):
        assert one.plan + sum(bar.change.value for bar in one.bars) == pytest.approx(one.total.value)
        assert all(np.isnan([bar.change.low, bar.change.high]).all() for bar in one.bars)
