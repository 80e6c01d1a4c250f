"""Races: how often the best of many orders is still there at the end, with and without a guarantee."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from milepost.models import read_scenario
from milepost.models.distributions import Constant
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.statistics.racing import race
from tests.plans import FAULTS
from tests.slippage import hits_in_slippage, hits_that_seldom_differ, normal_in_slippage


@dataclass(slots=True, kw_only=True)
class Kept:
    """
    How often races kept the best.

    Parameters
    ----------
    plan
        What raced.
    guaranteed, kept
        How many races printed the guarantee of 95%, and how many of these kept the best.
    silent, silent_kept
        The same of those that printed none.
    """

    plan: str
    guaranteed: int = 0
    kept: int = 0
    silent: int = 0
    silent_kept: int = 0

    def count(self, keeps: bool, guaranteed: bool) -> None:
        """Count one race."""
        self.guaranteed += guaranteed
        self.kept += guaranteed and keeps
        self.silent += not guaranteed
        self.silent_kept += not guaranteed and keeps

    @property
    def broken(self) -> bool:
        """Return whether the guarantee failed more often than chance lets it, by four standard errors."""
        return self.kept < 0.95 * self.guaranteed - 4 * sqrt(self.guaranteed * 0.95 * 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """
    Races of one kind.

    Parameters
    ----------
    plan
        What races.
    seeds
        How many of them an audit runs.
    run
        Runs one with a seed, and tells whether the best was kept and whether that was guaranteed.
    """

    plan: str
    seeds: int
    run: Callable[[int], tuple[bool, bool]]


def of_rare(probability: float, daily: float, seed: int) -> tuple[bool, bool]:
    """
    Race all 24 orders by cost, where only one task, if it is first, retires a rare dear risk.

    The risk costs 4M at once, or if its task is paid by the day, by a delay: that counts as it falls.
    """
    scenario = read_scenario(FAULTS / "rare.yaml")
    if daily:
        late = replace(
            scenario.risks["r"], probability=probability, cost=Constant(value=0.0), delay=Constant(value=_DELAY)
        )
        tasks = {**scenario.tasks, "X": replace(scenario.tasks["X"], daily=Constant(value=daily))}
        scenario = replace(scenario, tasks=tasks, risks={"r": late})
    orders = compare_orders(scenario, by=["cost"], every=True, iterations=1_024, seed=seed, threads=1)
    return any(one.order[0] == "A" for one in orders.contenders), orders.guaranteed[0]


def of_slippage(
    make: Callable[[np.random.Generator, float], NDArray[np.float64]], zone: float, jump: float, seed: int
) -> tuple[bool, bool]:
    """Race a best one against others that are worse by exactly the zone, down to one."""
    values = make(np.random.default_rng(seed), zone)
    found = race(
        lambda some, first, count: values[some, first : first + count].astype(np.float64),
        len(values),
        zone=zone,
        limit=values.shape[1],
        budget=10**12,
        finalists=1,
        jump=jump,
    )
    return found.finalists == (0,), not found.cut


_DELAY = 4_000.0
"""Of the risk that costs by a delay [working days]."""

COURSES = (
    Course(seeds=60, plan="24 orders, a risk of 0.0005 that costs 4M, charged", run=partial(of_rare, 0.0005, 0.0)),
    Course(seeds=60, plan="24 orders, a risk of 0.0005 that costs 4M by a delay", run=partial(of_rare, 0.0005, 1e3)),
    Course(
        seeds=60, plan="24 orders, a risk of 0.000005 that costs 2,000M by a delay", run=partial(of_rare, 0.000005, 5e5)
    ),
    Course(
        seeds=300, plan="10 normal ones, the best by the zone", run=partial(of_slippage, normal_in_slippage, 0.05, 0.0)
    ),
    Course(seeds=300, plan="10 of hits, the best by the zone", run=partial(of_slippage, hits_in_slippage, 0.01, 1.0)),
    Course(
        seeds=300,
        plan="10 of hits that seldom differ, the best by the zone",
        run=partial(of_slippage, hits_that_seldom_differ, 0.005, 1.0),
    ),
)


def run_races(course: Course, seeds: Iterable[int]) -> Iterator[Kept]:
    """Run races with some seeds, and count."""
    kept = Kept(plan=course.plan)
    for seed in seeds:
        kept.count(*course.run(seed))
    yield kept
