"""Networks whose answers are known exactly: see tests/cases/README.md."""

import json
import re
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.models.distributions import Distribution, Exponential, Normal, Pert, Triangular, Uniform
from milepost.models.scenario import Scenario
from milepost.simulate.engine.run import simulate
from tests.plans import plan, task

ITERATIONS = 1_000_000
CASES: dict[str, Any] = {
    case["case"].split()[0]: case
    for case in json.loads((Path(__file__).parents[1] / "cases" / "exact.json").read_text(encoding="utf-8"))
}

FIVE_IN_THREE_STEPS = {"A": [], "B": ["A"], "C": ["A"], "D": ["A"], "E": ["B", "C", "D"]}
FIVE = {"A": (3, 5, 8), "B": (4, 6, 12), "C": (5, 6, 9), "D": (2, 7, 10), "E": (1, 2, 4)}


def exponential(case: str) -> Scenario:
    """Take the activities as the case numbers them."""
    inputs = CASES[case]["inputs"]
    return network(
        {str(k): Exponential(mean=mean) for k, mean in enumerate(inputs["exp_means"])},
        {str(k): map(str, predecessors) for k, predecessors in enumerate(inputs["preds"])},
    )


def series(*durations: Distribution) -> Scenario:
    """One after the other."""
    return network(
        {str(k): duration for k, duration in enumerate(durations)},
        {str(k): [str(k - 1)] if k else [] for k in range(len(durations))},
    )


def parallel(*durations: Distribution) -> Scenario:
    """All at once, the milestone behind the last."""
    return network(
        {str(k): duration for k, duration in enumerate(durations)}, {str(k): [] for k in range(len(durations))}
    )


def arcs() -> Scenario:
    """Activities on arcs: each waits for those that end where it begins."""
    inputs = CASES["B13"]["inputs"]
    ends = {name: way.split("-") for name, way in (arc.split(":") for arc in inputs["arcs"].split())}
    return network(
        {name: triangular(*points) for name, points in inputs["acts(min,mode,max)"].items()},
        {name: [other for other in ends if ends[other][1] == ends[name][0]] for name in ends},
    )


def network(durations: Mapping[str, Distribution], after: Mapping[str, Iterable[str]]) -> Scenario:
    """One milestone behind everything."""
    return plan([task(id, durations[id], *after[id]) for id in durations], {"end": durations})


def triangular(low: float, mode: float, high: float) -> Triangular:
    return Triangular(low=low, mode=mode, high=high)


def pert(low: float, mode: float, high: float) -> Pert:
    return Pert(low=low, mode=mode, high=high)


NETWORKS = {
    "A1": exponential("A1"),  # Wheatstone bridge: paths that share activities
    "A3": exponential("A3"),  # thirteen arcs
    "A5": exponential("A5"),  # unequal means
    "A8": exponential("A8"),  # a sum: Erlang
    "B1": series(Uniform(low=2, high=4), Uniform(low=1, high=5)),
    "B3": series(triangular(2, 4, 8), triangular(2, 4, 8)),
    "B5": network({id: triangular(*points) for id, points in FIVE.items()}, FIVE_IN_THREE_STEPS),
    "B6": network({id: pert(*points) for id, points in FIVE.items()}, FIVE_IN_THREE_STEPS),
    "B8": parallel(*[triangular(6, 10, 20)] * 3),  # merge bias
    "B12": series(
        triangular(2, 3, 5),
        Normal(centre=8, spread=1.5),
        triangular(10, 14, 20),
        Normal(centre=4, spread=0.8),
        Uniform(low=1, high=3),
    ),
    "B17": series(*(triangular(*points) for points in CASES["B17"]["inputs"].values())),
    "B13": arcs(),  # nine activities, merging twice
    "E3": parallel(*[Normal(centre=100, spread=15)] * 3),
    "E4": series(*[Uniform(low=0, high=1)] * 10),  # Irwin-Hall
}


@pytest.mark.slow
@pytest.mark.parametrize("case", NETWORKS)
def test_the_probability_to_be_done_by_a_day_is_the_exact_one(case: str) -> None:
    times = simulate(NETWORKS[case], iterations=ITERATIONS, seed=2026).finish["end"]
    tested = 0
    for question, exact in CASES[case]["answers"].items():
        if match := re.fullmatch(r"P\((?:T|all)(<=|>)([\d.]+)\)", question):
            chance = np.mean(times <= float(match[2]))
            expected = exact if match[1] == "<=" else 1 - exact
            assert abs(chance - expected) <= 4 * sqrt(exact * (1 - exact) / ITERATIONS), question
            tested += 1
    assert tested


@pytest.mark.slow
@pytest.mark.parametrize("case", NETWORKS)
def test_the_mean_is_the_exact_one(case: str) -> None:
    times = simulate(NETWORKS[case], iterations=ITERATIONS, seed=2027).finish["end"]
    assert abs(times.mean() - CASES[case]["answers"]["mean"]) <= 4 * times.std() / sqrt(ITERATIONS)
