"""
What waiting for units of resources costs: nanoseconds per task and iteration on top of a plan in which nothing waits.

Run `python benchmarks/units.py`; README.md beside it says what is measured and how.
"""

from dataclasses import replace
from functools import partial
from typing import Final

from network import network
from plan import as_scenario
from stopwatch import asked, interleaved

from milepost.models import Scenario
from milepost.models.resource import Resource
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.run import play_program

_AT_MOST: Final = {1: 2.0, 10: 4.0, 30: 10.0}
"""By the number of units, what they may cost [ns per task and iteration]."""


def main() -> None:
    """Time a plan with none of its tasks, and with all of them, in need of one resource of few and of many units."""
    iterations, rounds, sizes = asked(__doc__)
    for n_tasks in sizes:
        compare(n_tasks, iterations, rounds)


def compare(n_tasks: int, iterations: int, rounds: int) -> None:
    """Time all contenders on one plan and one thread, without the building of programs, and print a line for each."""
    plain = as_scenario(network(n_tasks))
    programs = {0: build_program(plain)} | {units: build_program(with_units(plain, units)) for units in _AT_MOST}
    contenders = {
        str(units): partial(play_program, program, iterations=iterations, seed=1, threads=1)
        for units, program in programs.items()
    }
    seconds = {int(units): times[0] for units, times in interleaved(contenders, rounds).items()}
    per_task = 1e9 / (n_tasks * iterations)
    print(f"\n{n_tasks:,} tasks, one thread")
    print(f"{'units':10}{'ns':>8}{'more ns':>9}   at most")
    for units, taken in seconds.items():
        more = f"{(taken - seconds[0]) * per_task:9.2f}" if units else f"{'':9}"
        print(f"{units or 'none':<10}{taken * per_task:8.2f}{more}   {_AT_MOST.get(units, '')}")


def with_units(plan: Scenario, units: int) -> Scenario:
    """Let every task need one unit of one resource."""
    tasks = {id: replace(task, needs={"crew": 1}) for id, task in plan.tasks.items()}
    return replace(plan, tasks=tasks, resources={"crew": Resource(id="crew", name="crew", capacity=units)})


if __name__ == "__main__":
    main()
