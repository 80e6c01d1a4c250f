"""The shipped scenarios with known answers come within four standard errors of them, and say them."""

import itertools
import math
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.models import Scenario, read_scenario
from milepost.simulate import run

FOLDER = Path(__file__).parents[2] / "scenarios"
ITERATIONS = 1_000_000

PRITSKER = {18: 0.08436242476805288, 20: 0.3762850743718044, 22: 0.7381866977322492, 25: 0.9704778863002745}
"""Exact P(T <= days), case B13 of tests/cases/exact.json."""

GATES = {
    "soil": (50_000, 0.7),
    "permit": (120_000, 0.3),
    "power": (30_000, 0.9),
    "price": (80_000, 0.5),
    "registry": (10_000, 0.95),
}
"""Cost and probability to pass, case C3 of tests/cases/exact.json, in thousands."""

BEST = ("price", "soil", "permit", "registry", "power")
ALL_PASS = 0.089775


def test_pritsker_comes_within_four_standard_errors_of_its_exact_answers() -> None:
    table = run(read_scenario(FOLDER / "pritsker.yaml"), iterations=ITERATIONS).milestones.set_index("milestone")
    assert len(table) == len(PRITSKER)
    for days, exact in PRITSKER.items():
        row = table.loc[f"within_{days}_days"]
        assert row["due_days"] == days
        assert row["hit"] == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / ITERATIONS))


def test_pritsker_says_the_exact_answers_that_it_is_tested_against() -> None:
    text = (FOLDER / "pritsker.yaml").read_text(encoding="utf-8")
    for days, exact in PRITSKER.items():
        assert f"P(all done within {days} days) = {exact:.5f}" in text
        assert f"Exact hit probability: {exact:.5f}" in text


def spent(order: tuple[str, ...]) -> tuple[float, float]:
    """Return mean and standard deviation of the money spent on checks in an order until the first does not pass."""
    outcomes, cost, reached = [], 0.0, 1.0
    for gate in order:
        price, passes = GATES[gate]
        cost += price
        outcomes.append((cost, reached if gate == order[-1] else reached * (1 - passes)))
        reached *= passes
    mean = sum(cost * chance for cost, chance in outcomes)
    return mean, math.sqrt(sum(chance * (cost - mean) ** 2 for cost, chance in outcomes))


def gates(order: tuple[str, ...]) -> Scenario:
    scenario = read_scenario(FOLDER / "gates.yaml")
    assert scenario.orderings is not None
    return replace(scenario, orderings=replace(scenario.orderings, order=order))


@pytest.mark.parametrize(
    ("order", "exact"),
    [
        (BEST, 151_042.5),  # the file's own, which is the best
        (tuple(GATES), 156_365.0),  # as the tasks are listed
        (tuple(sorted(GATES, key=lambda gate: GATES[gate][0])), 165_040.0),  # cheapest first
    ],
)
def test_gates_cost_what_go_or_no_go_tests_must(order: tuple[str, ...], exact: float) -> None:
    mean, sd = spent(order)
    assert mean == pytest.approx(exact)
    result = run(gates(order), iterations=ITERATIONS)
    assert result.cost.mean() == pytest.approx(exact, abs=4 * sd / math.sqrt(ITERATIONS))
    assert result.milestones["hit"][0] == pytest.approx(
        ALL_PASS, abs=4 * math.sqrt(ALL_PASS * (1 - ALL_PASS) / ITERATIONS)
    )


def test_gates_stand_in_the_cheapest_of_all_orders_and_say_so() -> None:
    scenario = read_scenario(FOLDER / "gates.yaml")
    assert scenario.orderings is not None
    assert scenario.orderings.order == BEST
    assert min(itertools.permutations(GATES), key=spent) == BEST
    text = (FOLDER / "gates.yaml").read_text(encoding="utf-8")
    for exact in (spent(BEST)[0], spent(tuple(GATES))[0]):
        assert f"{exact:,.2f}" in text
    assert str(ALL_PASS) in text
