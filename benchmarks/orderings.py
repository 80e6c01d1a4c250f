"""
What it takes to find the best of all orders of seven tasks, beside simulating every order in full.

Run `python benchmarks/orderings.py`; README.md beside it says what is measured and how.
"""

import argparse
import math
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import islice, permutations
from pathlib import Path

from stopwatch import interleaved

from milepost.models import Link, Scenario, Task, read_scenario
from milepost.models.distributions import Constant, Pert
from milepost.models.risk import Retirement
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.question import LEVEL
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import Play, play_each

_SCENARIO = Path(__file__).parent.parent / "scenarios" / "hr_app.yaml"
_CRITERIA = ("hit:launch", "net")
_SECONDS = 30.0
_SAMPLE = 40


def main() -> None:
    """Time the comparison of all orders by each criterion, and a sample of orders in full, in turns, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iterations", type=int, default=100_000, help="that figures are printed of (100,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender is timed; the best counts (3)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="all cores unless given")
    parser.add_argument("--quick", action="store_true", help="24 orders and 2,000 iterations, to see that all works")
    given = parser.parse_args()
    compare(
        plan(4 if given.quick else 7),
        iterations=2_000 if given.quick else given.iterations,
        rounds=0 if given.quick else given.rounds,
        threads=given.threads,
    )


def compare(scenario: Scenario, *, iterations: int, rounds: int, threads: int) -> None:
    """Print how fast orders are laid out and played, and how fast the best of all of them is found."""
    reordering = Reordering(scenario)
    assert scenario.orderings is not None
    orders = list(permutations(scenario.orderings.among))
    begin = time.perf_counter()
    for order in orders:
        reordering.program(order)
    laid_out = len(orders) / (time.perf_counter() - begin)

    found: dict[str, Orders] = {}
    sampled: list[int] = []

    def find(by: str) -> None:
        found[by] = compare_orders(scenario, by=[by], every=True, iterations=iterations, threads=threads)

    def sample() -> None:
        some = islice(orders, 0, None, max(1, len(orders) // _SAMPLE))
        programs = (Play(reordering.program(order), lambda sheets: sheets.cost.size) for order in some)
        sampled[:] = play_each(programs, iterations=iterations, threads=threads)

    finds = {by: partial(find, by) for by in _CRITERIA}
    seconds = {name: times[0] for name, times in interleaved({**finds, "sample": sample}, rounds).items()}
    rate = sum(sampled) / seconds["sample"]
    print(
        f"{len(orders):,} orders of {len(scenario.orderings.among)} tasks; {len(scenario.nodes)} tasks and milestones, "
        f"{len(scenario.risks)} risks; {threads} threads"
    )
    print(f"{'laid out':40}{laid_out:12,.0f} orders per second")
    print(f"{'played':40}{rate:12,.0f} iterations per second")
    for by, result in found.items():
        _print_found(result, by, seconds[by], in_full=len(orders) * iterations, rate=rate)


def plan(tasks: int) -> Scenario:
    """
    Return the plan of the HR app with so many tasks that need the crew, and no link between any two of them.

    Two more than the file has are short ones that retire some of what others retire too, so that many orders are
    nearly equal.
    """
    scenario = read_scenario(_SCENARIO)
    assert scenario.orderings is not None
    more = [
        _short("try_rivals", {"hr_demand": 0.2, "price_too_low": 0.3}),
        _short("try_old_laptops", {"browser_speed": 0.3, "peak_load": 0.3}),
    ]
    among = (*scenario.orderings.among, *(task.id for task in more))[:tasks]
    return replace(
        scenario,
        tasks={**scenario.tasks, **{task.id: task for task in more}},
        orderings=replace(scenario.orderings, among=among, order=among, compare=()),
    )


def _short(id: str, retires: Mapping[str, float]) -> Task:
    return Task(
        id=id,
        name=id,
        duration=Pert(low=4.0, mode=6.0, high=12.0),
        after=(Link(predecessor="kickoff"),),
        cost=Constant(value=3000.0),
        retires={risk: Retirement(probability=share) for risk, share in retires.items()},
    )


def _print_found(result: Orders, by: str, seconds: float, *, in_full: int, rate: float) -> None:
    tasks = result.in_force.order
    assert result.selection.orders == math.factorial(len(tasks)), "the links allow every order"
    played = 2 * len(result.contenders) + 1  # for the choice, for the figures, and the reference
    spent = result.selection.iterations + played * result.question.iterations
    promised = f"{LEVEL:.0%} correct selection" if result.guaranteed[0] else "race cut, nothing guaranteed"
    print(f"\nbest by {by}, {promised}")
    print(f"{'found in':40}{seconds:12.1f} s           to reach: {_SECONDS:g} s on two cores")
    print(f"{'orders per second':40}{result.selection.orders / seconds:12,.0f}")
    print(f"{'iterations, all in full / spent':40}{in_full / spent:12.1f}")
    print(f"{'time, all in full / spent':40}{in_full / rate / seconds:12.1f}")


if __name__ == "__main__":
    main()
