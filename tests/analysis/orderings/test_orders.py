"""Comparisons of orders: right where the answer is known, the same on any number of threads, honest where it is not."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models import Budget, Correlation, Orderings, Retirement, Scenario, Value, read_scenario
from milepost.models.distributions import Pert, Uniform
from milepost.models.orderings import Alternative
from milepost.models.rounds import Rounds
from milepost.simulate import run
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.contenders import MOST_FOR_SEARCH
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.risks.exposure_area import ExposureArea
from milepost.simulate.analysis.statistics.racing import OPENING
from milepost.simulate.engine.memory import OutOfMemoryError
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.orderings.guarantee import guarantee
from milepost.simulate.result import Result
from tests.plans import everything, plan, risk, task

ROOT = Path(__file__).parents[3]
FAULTS = ROOT / "tests" / "cases" / "faults"
CASES: dict[str, Any] = {
    case["case"][:2]: case for case in json.loads((ROOT / "tests" / "cases" / "exact.json").read_text(encoding="utf-8"))
}


def go_no_go(case: str) -> Scenario:
    """Write each test of a case as a task that reveals a risk which ends the project unless the test is passed."""
    inputs = CASES[case]["inputs"]
    pairs = list(zip(inputs["cost"], inputs["pass_prob"], strict=True))
    names = [f"test{k}" for k, _ in enumerate(pairs, 1)]
    return plan(
        [task(name, 1, cost=cost, reveals=(f"fails_{name}",)) for name, (cost, _) in zip(names, pairs, strict=True)],
        {"passed": names},
        [
            risk(f"fails_{name}", 1 - chance, exposes=(), stop=True)
            for name, (_, chance) in zip(names, pairs, strict=True)
        ],
        orderings=Orderings(among=tuple(names), order=tuple(names)),
    )


def exact_cost(case: str, order: tuple[str, ...]) -> float:
    inputs = CASES[case]["inputs"]
    cost, going_on = 0.0, 1.0
    for name in order:
        k = int(name.removeprefix("test")) - 1
        cost += going_on * inputs["cost"][k]
        going_on *= inputs["pass_prob"][k]
    return cost


def cycle() -> Scenario:
    """Write a plan in which a must not come before b: what b retires acts on x, and what x retires on a."""
    return plan(
        [
            task("a", Pert(low=2, mode=3, high=6), retires={"later": Retirement(probability=0.5)}),
            task("b", Pert(low=2, mode=3, high=6), retires={"early": Retirement(probability=0.5)}),
            task("c", Pert(low=2, mode=3, high=6)),
            task("x", Pert(low=4, mode=5, high=9), retires={"between": Retirement(probability=0.5)}),
            task("y", Pert(low=4, mode=5, high=9), "c"),
        ],
        {"end": ["a", "b", "y"]},
        [
            risk("early", 0.5, exposes=("x",), delay=4),
            risk("between", 0.5, exposes=("a",), delay=4),
            risk("later", 0.5, exposes=("y",), delay=4),
        ],
        orderings=Orderings(
            among=("a", "b", "c"), order=("b", "a", "c"), compare=(Alternative(name="a first", order=("a", "b", "c")),)
        ),
    )


def gated(**more: Any) -> Scenario:
    """Write a plan in which all that is exposed waits for one gate behind both reductions."""
    scenario = plan(
        [
            task("probe", Pert(low=2, mode=3, high=6), retires={"trouble": Retirement(probability=0.5)}),
            task("test", Pert(low=3, mode=5, high=9), retires={"trouble": Retirement(probability=0.5)}),
            task("build", Pert(low=10, mode=15, high=30), "gate"),
        ],
        {"gate": ["probe", "test"], "end": ["build"]},
        [risk("trouble", 0.5, exposes=("build",), delay=10)],
        orderings=Orderings(among=("probe", "test"), **more),
    )
    return scenario


def same(first: Orders, second: Orders) -> bool:
    """Return whether two comparisons agree to the last bit."""
    arrays = ("estimate", "low", "high", "difference", "difference_low", "difference_high")
    return (
        [one.names for one in first.contenders] == [one.names for one in second.contenders]
        and all(
            np.array_equal(getattr(a, name), getattr(b, name))
            for a, b in zip(first.families, second.families, strict=True)
            for name in arrays
        )
        and repr(first.contrast) == repr(second.contrast)
        and first.reference == second.reference
        and first.selection == second.selection
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", ["C1", "C3", "C4"])
def test_every_order_raced_by_cost_finds_an_exact_optimum(case: str) -> None:
    scenario = go_no_go(case)
    optimum = CASES[case]["answers"]["optimal_cost"]
    zone = 0.01 * optimum
    orders = compare_orders(scenario, by=["cost"], zones={"cost": zone}, every=True, iterations=50_000, seed=11)
    assert orders.selection.orders == CASES[case]["answers"]["n_permutations"]
    may_be_best = [orders.contender(name).order for name in orders.rankings[0].may_be_best]
    assert min(exact_cost(case, order) for order in may_be_best) == pytest.approx(optimum)
    assert exact_cost(case, orders.best.order) <= optimum + zone


@pytest.mark.parametrize("case", ["C1", "C3", "C4"])
def test_cost_over_chance_of_stopping_is_an_exact_optimum(case: str) -> None:
    orders = compare_orders(go_no_go(case), by=["cost"], iterations=1_000)
    rule = next(one for one in orders.contenders if "cost over chance of stopping" in one.names)
    assert exact_cost(case, rule.order) == pytest.approx(CASES[case]["answers"]["optimal_cost"])


def test_the_figures_are_right_where_they_are_known() -> None:
    """C3: the order in force costs 156.365, and stops in all but 0.089775 of the iterations."""
    orders = compare_orders(go_no_go("C3"), by=["cost", "spent_at_stop"], iterations=200_000, seed=5)
    answers = CASES["C3"]["answers"]
    family = orders.families[0]
    error = (family.high[0] - family.low[0]) / (2 * 1.96)
    assert abs(family.estimate[0] - answers["input_order_cost"]) < 4 * error
    passes = answers["P(all pass)"]
    assert abs(orders.stops[0].value - (1 - passes)) < 4 * (passes * (1 - passes) / 200_000) ** 0.5
    whole = sum(CASES["C3"]["inputs"]["cost"])
    error = (orders.families[1].high[0] - orders.families[1].low[0]) / (2 * 1.96)
    assert abs(orders.families[1].estimate[0] - (answers["input_order_cost"] - passes * whole)) < 4 * error


@pytest.mark.slow
def test_the_number_of_threads_never_shows() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    asked: dict[str, Any] = {"by": ["net", "promise:launch"], "every": True, "iterations": 1_500, "seed": 3}
    alone = compare_orders(scenario, **asked, threads=1)
    for threads in (2, 5):
        assert same(alone, compare_orders(scenario, **asked, threads=threads)), threads


@pytest.mark.slow
def test_a_search_finds_the_best_of_few_orders_and_the_threads_do_not_show() -> None:
    orders = compare_orders(go_no_go("C3"), by=["cost"], search=True, iterations=20_000, threads=1)
    assert orders.selection.method == "search"
    assert not any(orders.guaranteed)
    assert exact_cost("C3", orders.best.order) <= 1.01 * CASES["C3"]["answers"]["optimal_cost"]
    assert same(orders, compare_orders(go_no_go("C3"), by=["cost"], search=True, iterations=20_000, threads=3))


def test_figures_come_from_iterations_that_the_selection_has_not_seen() -> None:
    orders = compare_orders(go_no_go("C4"), by=["cost"], zones={"cost": 0.5}, every=True, iterations=1_000)
    assert orders.seen.stop >= orders.seen.start + 1_024
    assert orders.seen.start >= orders.choice.stop > orders.choice.start >= 1_000
    without = compare_orders(go_no_go("C4"), by=["cost"], iterations=1_000)
    assert not without.seen
    assert without.selection.method == "named"


@pytest.mark.slow
def test_the_order_in_force_has_the_figures_of_a_run_with_the_same_seed() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    by = ["cost", "net", "hit:launch"]
    orders = compare_orders(scenario, by=by, every=True, iterations=2_000, seed=7)
    result = run(scenario, iterations=2_000, seed=7)
    hit = result.milestones.set_index("milestone")["hit"]["launch"]
    assert orders.selection.method == "all"
    assert result.money.net is not None
    assert [family.estimate[0] for family in orders.families] == pytest.approx(
        [result.money.cost.mean.value, result.money.net.mean.value, hit]
    )


def test_at_most_twenty_are_left_with_the_named_ones_among_them() -> None:
    orders = compare_orders(go_no_go("C4"), by=["cost"], every=True, iterations=1_000, zones={"cost": 0.2})
    assert len(orders.contenders) <= 20
    names = [name for one in orders.contenders for name in one.names]
    assert {"in force", "cheapest first", "cost over chance of stopping"} <= set(names)
    assert orders.in_force.names[0] == "in force"


def test_an_order_with_a_knowledge_cycle_says_so_and_the_rest_run() -> None:
    orders = compare_orders(cycle(), by=["promise:end"], every=True, iterations=1_000)
    assert "a first" in {one.name for one in orders.unjudged}
    why = next(one.why for one in orders.unjudged if one.name == "a first")
    assert "b retires early" in why
    assert "->" in why
    judged = {one.order for one in orders.contenders}
    assert judged
    assert all(order.index("b") < order.index("a") for order in judged)
    assert orders.unjudged_in_all == 3  # b does not come before a
    assert orders.selection.orders == 3


@pytest.mark.parametrize(
    ("more", "reason", "gate"),
    [
        ({}, "gate", "gate"),  # the last reduction comes before all that is exposed
        ({"crews": 2}, "no_conflict", ""),  # nothing waits
    ],
)
def test_a_plan_whose_order_does_not_matter_says_why(more: dict[str, Any], reason: str, gate: str) -> None:
    orders = compare_orders(gated(**more), by=["promise:end"], every=True, iterations=2_000)
    assert len(orders.contenders) == 2
    assert orders.no_difference is not None
    assert (orders.no_difference.reason, orders.no_difference.gate) == (reason, gate)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "by", "better"),
    [
        ("tie", "promise:launch", 0.05),  # 0.95 against 0.90: of two risks of 0.1 and 0.05 one is retired in time
        ("tie_late", "hit:launch", 0.0),  # every date is kept
        ("tiegap", "gap", 0.3),  # the risk of 0.3 is retired in time, or not
    ],
)
def test_orders_whose_figures_tie_are_not_idle_and_differ_by_the_hit_as_is_known(
    name: str, by: str, better: float
) -> None:
    scenario = read_scenario(FAULTS / f"{name}.yaml")
    orders = compare_orders(scenario, by=[by, "hit:launch"], iterations=20_000)
    assert orders.no_difference is None
    assert orders.families[0].difference[1, 0] == 0
    apart = {"tiegap": 0.3}.get(name, 0.1 * 0.95 + 0.05 * 0.9)
    assert abs(orders.apart[1] - apart) < 4 * (apart * (1 - apart) / 20_000) ** 0.5
    hit = orders.families[-1]
    error = float(hit.spread[1, 0]) / 20_000**0.5
    assert abs(hit.difference[1, 0] - better) <= 4 * error
    assert hit.tie[1, 0] == (better == 0)
    assert "tie" not in {one.verdict for one in orders.rankings[0].comparisons} or name == "tie_late"


@pytest.mark.slow
def test_two_dates_that_are_both_never_are_no_tie_and_the_hits_are_told_apart() -> None:
    orders = compare_orders(read_scenario(FAULTS / "tie2.yaml"), by=["promise:launch", "hit:launch"], iterations=20_000)
    assert orders.no_difference is None
    assert np.isinf(orders.families[0].estimate).all()
    assert not orders.families[0].tie[1, 0]
    assert orders.families[1].difference_low[1, 0] > 0


def test_the_best_is_chosen_on_iterations_that_no_figure_comes_from() -> None:
    orders = compare_orders(go_no_go("C4"), by=["cost"], iterations=1_000)
    assert orders.choice == range(1_024, 2_024)
    assert compare_orders(go_no_go("C4"), by=["cost"], iterations=2_000).choice == range(2_048, 4_048)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rare", "rare_delay"])
@pytest.mark.parametrize("by", ["cost", "net"])
def test_an_order_that_a_rare_dear_risk_makes_best_is_among_the_finalists(name: str, by: str) -> None:
    """Best is whatever begins with A; in 5 seeds of 5, where the race that merged what was alike lost it in 3."""
    scenario = read_scenario(FAULTS / f"{name}.yaml")
    worth = {"m": replace(scenario.milestones["m"], value=Value(amount=100.0))}
    for seed in range(5):
        orders = compare_orders(replace(scenario, milestones=worth), by=[by], every=True, iterations=1_000, seed=seed)
        assert orders.guaranteed == (True,)
        assert any(one.order[0] == "A" for one in orders.contenders)
        assert not any(one.order[0] == "A" for one in orders.contenders if one.named), "it had to win the race"
        assert orders.no_difference is None


def test_where_so_long_an_opening_cannot_be_afforded_nothing_is_guaranteed_and_it_is_said_what_would() -> None:
    scenario = read_scenario(FAULTS / "rare_delay.yaml")
    rarer = replace(scenario.risks["r"], probability=0.00005)
    orders = compare_orders(
        replace(scenario, risks={**scenario.risks, "r": rarer}), by=["cost"], every=True, iterations=1_000
    )
    assert orders.guaranteed == (False,)
    assert orders.selection.openings == (OPENING,)
    said = guarantee(orders, 0)
    assert "95% probability if" not in said
    assert "the delay of 'r'" in said
    assert f"{math.ceil(50 / 0.00005 / 256) * 256:,} of each order" in said


def test_orders_that_one_program_plays_race_once() -> None:
    """Crews enough for all, and nothing to retire: 24 orders are one, under the names of those that have one."""
    tasks = [task(f"t{k}", Pert(low=1, mode=2, high=5), cost=float(k)) for k in range(4)]
    scenario = plan(
        tasks, {"end": [one.id for one in tasks]}, orderings=Orderings(among=tuple(one.id for one in tasks), crews=4)
    )
    orders = compare_orders(scenario, by=["cost"], every=True, iterations=1_000)
    assert orders.selection.orders == 24
    assert orders.selection.iterations <= 3 * OPENING
    assert sum(orders.selection.alike) + len(orders.contenders) == 24
    assert orders.no_difference is not None
    assert orders.no_difference.reason == "no_conflict"


def test_a_plan_whose_order_matters_is_not_idle() -> None:
    orders = compare_orders(everything(), by=["cost"], every=True, iterations=2_000)
    assert orders.no_difference is None


def test_a_task_may_be_left_undone_that_reveals_a_stop_or_is_done_in_rounds() -> None:
    """The shorter plan has fewer uncertain tasks, and nothing that can stop it."""
    scenario = plan(
        [
            task("test", 5, cost=100, reveals=("fails",)),
            task("prototype", 3, cost=50, rounds=Rounds(probability=0.5, at_most=3)),
            task("build", 10, "test", "prototype", cost=1000),
        ],
        {"built": ["build"]},
        [risk("fails", 0.5, exposes=(), stop=True)],
        orderings=Orderings(
            among=("test", "prototype"),
            compare=(
                Alternative(name="no test", without=("test",)),
                Alternative(name="no prototype", without=("prototype",)),
            ),
        ),
    )
    orders = compare_orders(scenario, by=["cost"], iterations=1_000)
    found = {one.name: place for place, one in enumerate(orders.contenders)}
    rounds = 1 + 0.5 + 0.25  # on average; their number has a standard deviation of 0.83
    assert orders.cost[found["no test"]] == pytest.approx(1000 + 50 * rounds, abs=4 * 50 * 0.83 / math.sqrt(1_000))
    assert orders.stops[found["no test"]].value == 0.0
    assert orders.cost[found["no prototype"]] == pytest.approx(100 + 0.5 * 1000, abs=4 * 500 / math.sqrt(1_000))


def test_the_plan_without_the_crew_limit_is_a_reference_and_has_no_rank() -> None:
    orders = compare_orders(gated(), by=["promise:end"], iterations=5_000)
    assert orders.reference.difference[0].high < 0
    assert all("limit" not in row.name for row in orders.rankings[0].rows)


def test_the_best_is_set_against_the_order_in_force_and_that_against_the_next_best() -> None:
    case = go_no_go("C1")
    best = ("test2", "test3", "test1")
    worse = compare_orders(case, by=["cost"], every=True, iterations=5_000, zones={"cost": 0.5})
    assert worse.contrast is not None
    assert worse.contrast.second == "in force"
    assert worse.best.order == best
    optimal = replace(case, orderings=Orderings(among=best, order=best))
    kept = compare_orders(optimal, by=["cost"], every=True, iterations=5_000, zones={"cost": 0.5})
    assert kept.contrast is not None
    assert kept.contrast.first == "in force"
    assert kept.best is kept.in_force


def test_the_largest_excess_of_the_gap_is_that_of_a_run() -> None:
    """Of the order in force, by two paths: at dates in the kernel, and laid out over a grid from every task's times."""
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    orders = compare_orders(scenario, by=["gap"], iterations=4_096)
    gap = Result(scenario=scenario, outcome=simulate(scenario, iterations=4_096, detail=4_096)).gap
    assert gap is not None
    due = gap.rows("due").set_index("milestone")
    weights = scenario.weights
    largest = due["excess_mean"][[weights[id] > 0 for id in due.index]].max()
    assert orders.families[0].estimate[0] == pytest.approx(largest, abs=1e-8)
    assert orders.gaps is not None
    where = int(np.searchsorted(orders.gaps.times, due["days"]["launch"]))
    assert orders.gaps.planned[where] == pytest.approx(due["plan_gap"]["launch"])
    assert abs(orders.gaps.mean[0, where] - due["gap_mean"]["launch"]) < 4 * 0.3 / 4_096**0.5


@pytest.mark.slow
def test_by_the_gap_every_order_is_raced_by_the_excess_that_decides_and_nothing_is_guaranteed() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    orders = compare_orders(scenario, by=["gap"], every=True, iterations=5_000, seed=3, threads=1)
    assert orders.selection.raced_by[0].text == "gap:launch"
    assert orders.guaranteed == (False,)
    assert same(orders, compare_orders(scenario, by=["gap"], every=True, iterations=5_000, seed=3, threads=3))


def test_by_exposure_the_figure_is_the_area_of_a_run_and_early_reduction_is_best_whatever_the_threads() -> None:
    """
    The trial takes the trouble away; it is open until then, or until the build is decided at 20.

    The talks take 4 days each and retire nothing: with the trial first 0.5 x 30 are open for 4 days, last for 16.
    """
    talks = ["t0", "t1", "t2"]
    scenario = plan(
        [
            *(task(id, 4) for id in talks),
            task("trial", 4, retires={"trouble": 1.0}),
            task("wait", 20),
            task("build", Uniform(low=5, high=9), "wait"),
        ],
        {"launch": [*talks, "build"]},
        [risk("trouble", 0.5, exposes=("build",), delay=30), risk("ban", 0.1, exposes=("t2",), stop=True)],
        orderings=Orderings(among=(*talks, "trial"), order=(*talks, "trial")),
    )
    orders = compare_orders(scenario, by=["exposure"], every=True, iterations=2_000, threads=1)
    horizon = orders.criteria[0].limit
    assert horizon == math.ceil(horizon)
    first = next(k for k, one in enumerate(orders.contenders) if one is orders.best)
    assert orders.best.order[0] == "trial"
    assert orders.families[0].estimate[first] == pytest.approx(4 * 15)
    outcome = simulate(scenario, iterations=2_000)
    stopped = np.isfinite(outcome.stop)
    area = np.where(stopped, 15 * horizon, 15 * 16)  # the last talk ends it at 12, before the trial
    assert orders.families[0].estimate[0] == pytest.approx(area.mean())
    assert orders.guaranteed == (True,)
    assert same(orders, compare_orders(scenario, by=["exposure"], every=True, iterations=2_000, threads=3))


def test_by_exposure_alternatives_that_hold_or_leave_out_are_measured_as_plans_of_their_own() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    orders = compare_orders(scenario, by=["exposure"], iterations=3_000)
    area = orders.criteria[0]
    for number, one in enumerate(orders.contenders):
        played = one.apply(scenario)
        outcome = simulate(played, iterations=3_000, detail=3_000)
        measured = ExposureArea.of(played, area.limit).measured(outcome)
        assert orders.families[0].estimate[number] == pytest.approx(measured.mean(), rel=1e-6), one.name


def test_a_plan_without_a_budget_has_no_gap_to_overlay() -> None:
    assert compare_orders(go_no_go("C3"), by=["cost"], iterations=1_000).gaps is None


def test_several_criteria_give_the_front_of_what_is_beaten_by_no_other() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    orders = compare_orders(scenario, by=["net", "cost"], iterations=5_000)
    net, cost = (family.estimate for family in orders.families)
    for place in range(len(orders.contenders)):
        beaten = ((net >= net[place]) & (cost <= cost[place]) & ((net > net[place]) | (cost < cost[place]))).any()
        assert (place in orders.front) != beaten


@pytest.mark.parametrize(("count", "asked"), [(9, {"every": True}), (21, {"search": True})])
def test_too_many_tasks_are_refused_with_their_number_and_what_to_do(count: int, asked: dict[str, Any]) -> None:
    tasks = [task(f"t{k}", 1) for k in range(count)]
    scenario = plan(tasks, {"end": [one.id for one in tasks]}, orderings=Orderings(among=tuple(t.id for t in tasks)))
    with pytest.raises(CannotCompareError, match=f"{count} tasks .*--search .*{MOST_FOR_SEARCH}"):
        compare_orders(scenario, iterations=1_000, **asked)


def test_a_plan_without_orderings_is_told_how_to_add_them() -> None:
    with pytest.raises(CannotCompareError, match="among: "):
        compare_orders(plan([task("a", 1)]), iterations=1_000)


def test_more_than_memory_holds_is_refused_before_anything_is_played() -> None:
    with pytest.raises(OutOfMemoryError, match="ask for at most"):
        compare_orders(go_no_go("C1"), iterations=10**10)


def test_money_and_groups_do_not_disturb_the_order_in_force() -> None:
    """Merged under one name: where a rule of thumb gives the order in force, it is that order under two names."""
    scenario = plan(
        [task("a", 1, cost=1.0), task("b", 1, cost=2.0), task("c", 4)],
        {"end": ["a", "b", "c"]},
        budget=Budget(total=100.0),
        correlations=(Correlation(tasks=("b", "c"), rho=0.5),),
        orderings=Orderings(among=("a", "b"), order=("a", "b")),
    )
    orders = compare_orders(scenario, by=["cost"], iterations=1_000)
    assert orders.in_force.names == ("in force", "cheapest first", "most exposure retired per day first")
    assert len(orders.contenders) == 1
    assert orders.contrast is None
