"""
What risks, money and correlation cost, beside the bare kernel: nanoseconds per task and iteration.

Run `python benchmarks/risks.py`; README.md beside it says what is measured and how.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from bare import BareKernel
from network import network
from plan import as_scenario
from stopwatch import asked, interleaved

from milepost.models import Scenario
from milepost.models.correlation import Correlation
from milepost.models.distributions import Constant, Pert
from milepost.models.money import Budget
from milepost.models.risk import Retirement, Risk
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.memory import details_kept
from milepost.simulate.engine.run import play_program, simulate

_EVERYTHING_RATIO = 4.0
_CORRELATED_NS = 3.0
_EXPOSED = 5  # tasks a risk; there are two risks a task, so two risks for every five tasks
_WINDOW = 30


def main() -> None:
    """Time a plan bare, with all that can happen to it, and correlated, and print the figures beside the targets."""
    iterations, rounds, sizes = asked(__doc__)
    for n_tasks in sizes:
        for threads in dict.fromkeys((os.cpu_count() or 1, 1)):
            compare(n_tasks, iterations, rounds, threads)


def compare(n_tasks: int, iterations: int, rounds: int, threads: int) -> None:
    """Time all contenders on one plan, without the building of programs, and print a line for each."""
    plan = network(n_tasks)
    plain = as_scenario(plan)
    scenarios = {
        "plain": plain,
        "risks": with_risks(plain),
        "money": with_money(plain),
        "uncertain money": with_uncertain_costs(with_money(plain)),
        "risks and money": with_money(with_risks(plain)),
        "correlated": with_correlation(plain),
    }
    contenders: dict[str, Callable[[], object]] = {"bare": partial(BareKernel(plan).run, iterations, 1, threads)}
    for name, scenario in scenarios.items():
        program, detail = build_program(scenario), details_kept(scenario, iterations)
        contenders[name] = partial(play_program, program, iterations=iterations, seed=1, threads=threads, detail=detail)
    seconds = {name: times[0] for name, times in interleaved(contenders, rounds).items()}
    bare = seconds["bare"]
    per_task = 1e9 / (n_tasks * iterations)
    stopped = float(np.isfinite(simulate(scenarios["risks"], iterations=10_000).stop).mean())
    print(f"\n{n_tasks:,} tasks, {threads} threads; {100 * stopped:.0f}% of the iterations are stopped")
    print(f"{'':20}{'ns':>8}{'/ bare':>8}{'more ns':>9}   to reach")
    print(f"{'bare kernel':20}{bare * per_task:8.2f}{1:8.2f}")
    targets = {"risks and money": f"{_EVERYTHING_RATIO:g} times bare", "correlated": f"{_CORRELATED_NS:g} ns more"}
    for name in scenarios:
        taken = seconds[name]
        more = (taken - seconds["plain"]) * per_task
        print(f"{name:20}{taken * per_task:8.2f}{taken / bare:8.2f}{more:9.2f}   {targets.get(name, '')}")


def with_risks(plan: Scenario, seed: int = 0) -> Scenario:
    """
    Expose every task to two risks, and let two tasks retire each risk.

    One risk of a task delays it, the other delays it and can stop the project; tasks that are near each other share
    their risks. What retires a risk is taken from the thirty tasks before the first that is exposed to it.
    """
    rng = np.random.default_rng(seed)
    ids = list(plan.tasks)
    tasks = dict(plan.tasks)
    risks: dict[str, Risk] = {}
    for stops in (False, True):
        for first in range(0, len(ids), _EXPOSED):
            id = f"{'stop' if stops else 'delay'}{first}"
            risks[id] = Risk(
                id=id,
                name=id,
                category="technology",
                probability=0.5 * _EXPOSED / len(ids) if stops else 0.3,
                exposes=tuple(ids[first : first + _EXPOSED]),
                delay=Pert(low=1, mode=2 + first % 7, high=20),
                stop=stops,
            )
            before = ids[max(0, first - _WINDOW) : first]
            for retiring in rng.choice(before, size=min(2, len(before)), replace=False):
                task = tasks[str(retiring)]
                tasks[task.id] = replace(task, retires={**task.retires, id: Retirement(probability=0.4)})
    return replace(plan, tasks=tasks, risks=risks)


def with_money(plan: Scenario) -> Scenario:
    """Let every task cost something, in all and for each day, and a team stand by."""
    tasks = {
        id: replace(task, cost=Constant(value=1000.0), daily=Constant(value=100.0)) for id, task in plan.tasks.items()
    }
    return replace(plan, tasks=tasks, budget=Budget(total=1e6, burn=500.0))


def with_uncertain_costs(plan: Scenario) -> Scenario:
    """Draw what every task costs in all."""
    tasks = {id: replace(task, cost=Pert(low=700, mode=1000, high=1700)) for id, task in plan.tasks.items()}
    return replace(plan, tasks=tasks)


def with_correlation(plan: Scenario) -> Scenario:
    """Put all tasks into one group."""
    return replace(plan, correlations=(Correlation(tasks=tuple(plan.tasks), rho=0.3),))


if __name__ == "__main__":
    main()
