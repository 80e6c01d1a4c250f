"""
What it takes to level the resources of a plan of 1,000 tasks, beside playing it.

Run `python benchmarks/levelling.py`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from network import network
from plan import as_scenario
from stopwatch import interleaved

from milepost.models import Scenario
from milepost.models.resource import Resource
from milepost.simulate import run

_ITERATIONS = 100_000


def main() -> None:
    """Time levelling and playing in turns, and print them and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=1_000, help="of the plan (1,000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is timed; the best counts (5)")
    given = parser.parse_args()
    scenario = with_needs(as_scenario(network(given.tasks)), capacities=(2, 6, 20))
    listed = scenario.network.listed
    seconds = interleaved(
        {
            "levelling": lambda: replace(scenario).network.listed,
            f"playing {_ITERATIONS:,} iterations": lambda: run(
                replace(scenario, levelling=listed), iterations=_ITERATIONS
            ),
        },
        given.rounds,
    )
    best = {name: times[0] for name, times in seconds.items()}
    print(f"{given.tasks:,} tasks, three resources")
    for name, time in best.items():
        print(f"{name:34}{time:8.2f} s")
    levelling, playing = best.values()
    print(f"{'levelling / playing':34}{levelling / playing:8.2f}")


def with_needs(scenario: Scenario, capacities: Sequence[int], seed: int = 0) -> Scenario:
    """Let two of three tasks need up to half of the units of a resource, or of two."""
    rng = np.random.default_rng(seed)
    names = [f"r{index}" for index in range(len(capacities))]
    tasks = {}
    for id, task in scenario.tasks.items():
        needed = rng.choice(len(capacities), size=int(rng.integers(0, 3)), replace=False)
        needs = {names[index]: int(rng.integers(1, capacities[index] // 2 + 1)) for index in sorted(needed)}
        tasks[id] = replace(task, needs=needs)
    resources = {
        name: Resource(id=name, name=name, capacity=units) for name, units in zip(names, capacities, strict=True)
    }
    return replace(scenario, tasks=tasks, resources=resources)


if __name__ == "__main__":
    main()
