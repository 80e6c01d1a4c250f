"""Shares of the iterations: hits, stops, budgets, risks."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import exp

from milepost.models import Scenario
from milepost.models.distributions import Exponential, Uniform
from milepost.models.tolerance import Tolerance
from milepost.simulate.analysis.statistics.proportion import Proportion
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, exponential_by, result_of
from tests.plans import risk, task

HITS = (0.002, 0.03, 0.5, 0.9, 0.998)
"""Probabilities of a hit: rare, few, even, likely, nearly sure."""


def of_hits(iterations: int, seed: int) -> Iterator[Said]:
    """Let milestones be due on day 5, each behind a task of 0 to 5 / p days."""
    scenario = due_plan(
        [task(f"t{k}", Uniform(low=0, high=5 / p)) for k, p in enumerate(HITS)],
        {f"m{k}": (f"t{k}", 5) for k in range(len(HITS))},
    )
    rows = result_of(scenario, iterations, seed).milestones.to_dict("records")
    for p, row in zip(HITS, rows, strict=True):
        yield said(f"hit of probability {p}", row["hit_low"], row["hit_high"], p)


def of_stops(iterations: int, seed: int) -> Iterator[Said]:
    """Let two risks stop the project at the end of one task, alone or at one moment."""
    work = task("work", Exponential(mean=10), daily=100)
    risks = [risk("a", 0.3, exposes=("work",), stop=True), risk("b", 0.2, exposes=("work",), stop=True)]
    result = result_of(due_plan([work, task("rest", 5, "work")], {"m": ("rest", None)}, risks), iterations, seed)
    assert result.stopping is not None
    row = result.milestones.to_dict("records")[0]
    stops, first = result.stopping.probability, result.risks.to_dict("records")[0]
    yield said("the project is stopped", stops.low, stops.high, 0.44)
    yield said("a milestone is reached", row["reached_low"], row["reached_high"], 0.56)
    yield said("a risk occurs", first["occurs_low"], first["occurs_high"], 0.3)
    yield said("a risk stops the project", first["stops_low"], first["stops_high"], 0.3)
    yield said("a risk stops it alone", first["stops_alone_low"], first["stops_alone_high"], 0.3 * 0.8)
    yield said("a risk stops it with another", first["stops_together_low"], first["stops_together_high"], 0.3 * 0.2)


def of_money(iterations: int, seed: int) -> Iterator[Said]:
    """Let the time to a date and a cost be one exponential: of 10 days, at 100 a day."""
    scenario = due_plan([task("work", Exponential(mean=10), daily=100)], {"m": ("work", 15)}, total=2_000)
    result = result_of(_tolerating(scenario), iterations, seed)
    assert result.money.within is not None
    assert result.gap is not None
    due = result.gap.rows("due").to_dict("records")[0]
    (joint,) = result.joint
    by_day = exponential_by(15, 10)
    yield _held("cost within the budget", result.money.within, exponential_by(20, 10))
    yield _held("date and money together", joint.both, by_day)
    yield said("excess of the gap beyond its tolerance", due["beyond_low"], due["beyond_high"], exp(-1.5))


def _tolerating(scenario: Scenario) -> Scenario:
    return replace(scenario, tolerance=Tolerance(gap=0.5))


def _held(figure: str, share: Proportion, truth: float) -> Said:
    return said(figure, share.low, share.high, truth)


STUDIES = (
    *(Study(plan="tasks of uniform durations", iterations=n, read=partial(of_hits, n)) for n in (256, 1_000, 10_000)),
    Study(plan="two risks that stop at one moment", iterations=1_000, read=partial(of_stops, 1_000)),
    Study(plan="a task of exponential duration and cost", iterations=1_000, read=partial(of_money, 1_000)),
)
