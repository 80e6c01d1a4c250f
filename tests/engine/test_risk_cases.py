"""Risks, stops and correlations whose answers are known exactly: see tests/cases/README.md."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models.correlation import Correlation
from milepost.models.distributions import Triangular
from milepost.models.orderings import Orderings
from milepost.models.scenario import Scenario
from milepost.simulate.engine.run import simulate
from tests.plans import assert_mean, plan, risk, task

ITERATIONS = 1_000_000
NEVER = float("inf")
CASES: dict[str, Any] = {
    case["case"]: case
    for case in json.loads((Path(__file__).parents[1] / "cases" / "exact.json").read_text(encoding="utf-8"))
}
SEQUENCES = [name for name in CASES if "go/no-go" in name]
COPULAS = [name for name in CASES if name.startswith("D1")]


def go_no_go(case: Mapping[str, Any], order: list[int]) -> Scenario:
    """Write each test as a task that reveals a risk which ends the project unless the test is passed."""
    numbers = range(1, len(order) + 1)
    costs, chances = case["inputs"]["cost"], case["inputs"]["pass_prob"]
    names = [f"test{number}" for number in numbers]
    tests = [
        task(name, 1, cost=cost, reveals=(f"fails{number}",))
        for name, number, cost in zip(names, numbers, costs, strict=True)
    ]
    return plan(
        tests,
        {"passed": names},
        [
            risk(f"fails{number}", 1 - chance, exposes=(), stop=True)
            for number, chance in zip(numbers, chances, strict=True)
        ],
        orderings=Orderings(among=tuple(names), order=tuple(f"test{number}" for number in order)),
    )


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("which", ["input_order_cost", "optimal_cost"])
def test_go_no_go_tests_in_sequence_cost_what_enumeration_says(name: str, which: str) -> None:
    case = CASES[name]
    answers = case["answers"]
    order = answers["optimal_order(1-based)"]
    outcome = simulate(
        go_no_go(case, order if which == "optimal_cost" else sorted(order)), iterations=ITERATIONS, seed=41
    )
    assert_mean(outcome.cost, answers[which])
    passed = np.isfinite(outcome.finish["passed"])
    assert_mean(passed, answers["P(all pass)"])
    assert np.array_equal(passed, outcome.stop == NEVER)


@pytest.mark.parametrize("name", COPULAS)
def test_two_correlated_tasks_have_the_exact_sum_and_maximum(name: str) -> None:
    inputs, answers = CASES[name]["inputs"], CASES[name]["answers"]
    x, y = (Triangular(low=low, mode=mode, high=high) for low, mode, high in (inputs["X"], inputs["Y"]))
    together = (Correlation(tasks=("x", "y"), rho=inputs["gaussian_copula_rho"]),)
    series = plan([task("x", x), task("y", y, "x")], {"end": ["y"]}, correlations=together)
    parallel = plan([task("x", x), task("y", y)], {"end": ["x", "y"]}, correlations=together)
    total = simulate(series, iterations=ITERATIONS, seed=42).finish["end"]
    assert_mean(total, answers["E[X+Y]"])
    assert_mean((total - answers["E[X+Y]"]) ** 2, answers["sd(X+Y)"] ** 2)
    for question, exact in answers.items():
        if match := re.fullmatch(r"P\(X\+Y<=(\d+)\)", question):
            assert_mean(total <= float(match[1]), exact)
    assert_mean(simulate(parallel, iterations=ITERATIONS, seed=43).finish["end"], answers["E[max(X,Y)]"])


def test_a_risk_with_a_delay_has_the_exact_mixture() -> None:
    answers = next(case["answers"] for name, case in CASES.items() if name.startswith("E1"))
    work = task("work", Triangular(low=10, mode=12, high=18))
    event = risk("event", 0.3, exposes=("work",), delay=Triangular(low=2, mode=5, high=10))
    times = simulate(plan([work], {"end": ["work"]}, [event]), iterations=ITERATIONS, seed=44).finish["end"]
    assert_mean(times, answers["mean"])
    assert_mean((times - answers["mean"]) ** 2, answers["var"])
    for t in (14, 16, 20):
        assert_mean(times <= t, answers[f"P(T<={t})"])
