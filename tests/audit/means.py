"""Means of money and of times, with what they rest on."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import exp

from milepost.models import Scenario
from milepost.models.distributions import Distribution, Exponential, Lognormal
from milepost.models.money import Invoice, Value
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, exponential_by, exponential_until, result_of
from tests.plans import risk, task


def of_money(iterations: int, seed: int) -> Iterator[Said]:
    """Let an exponential task of 10 days cost 100 a day, with a budget, a value, an invoice and a due date."""
    work = task("work", Exponential(mean=10), daily=100)
    scenario = due_plan([work], {"m": ("work", 10)}, total=2_000)
    milestone = replace(
        scenario.milestones["m"], invoice=Invoice(amount=1), value=Value(amount=5_000, per_day_late=200)
    )
    result = result_of(replace(scenario, milestones={"m": milestone}), iterations, seed)
    assert result.money.net is not None
    assert result.cash is not None
    assert result.gap is not None
    due = result.gap.rows("due").to_dict("records")[0]
    cost, net, peak = result.money.cost, result.money.net, result.cash.peak
    excess = 100 * exponential_until(10, 10) / 2_000 - exponential_by(10, 10) - due["plan_gap"]
    row = result.milestones.to_dict("records")[0]
    yield said("mean time of a milestone", row["mean_low_days"], row["mean_high_days"], 10)
    yield said("mean cost", cost.mean.low, cost.mean.high, 1_000)
    yield said("mean net", net.mean.low, net.mean.high, 5_000 - 200 * 10 * exp(-1) - 1_000)
    yield said("mean of the peak funding need", peak.mean.low, peak.mean.high, 1_000)
    yield said("mean excess of the gap", due["excess_mean_low"], due["excess_mean_high"], excess)


def of_stops(iterations: int, seed: int) -> Iterator[Said]:
    """Let three in ten be stopped after an exponential task of 10 days at 100 a day, and spare an equal one."""
    tasks = [
        task("work", Exponential(mean=10), daily=100),
        task("rest", Exponential(mean=10), "work", daily=100),
    ]
    scenario = due_plan(tasks, {"m": ("rest", None)}, [risk("s", 0.3, exposes=("work",), stop=True)])
    stopped = result_of(scenario, iterations, seed).stopped
    assert stopped is not None
    for figure, mean, truth in (
        ("mean cost by the stop, where stopped", stopped.spent, 1_000),
        ("mean cost by the stop, over all", stopped.spent_over_all, 300),
        ("mean of what stopping saves, where stopped", stopped.saved, 1_000),
        ("mean of what stopping saves, over all", stopped.saved_over_all, 300),
    ):
        yield said(figure, mean.low, mean.high, truth)


def of_charge(probability: float, iterations: int, seed: int) -> Iterator[Said]:
    """Let a risk cost 10,000 at once: its charge counts at its expectation."""
    scenario = due_plan(
        [task("work", Exponential(mean=10), daily=1)],
        {"m": ("work", None)},
        [risk("r", probability, exposes=("work",), cost=10_000)],
    )
    yield from _cost(scenario, iterations, seed, 10 + 10_000 * probability)


def of_delay(probability: float, iterations: int, seed: int) -> Iterator[Said]:
    """Let a risk cost 10,000 by a delay of 100 days at 100: that counts as it falls."""
    scenario = due_plan(
        [task("work", 1, daily=100)], {"m": ("work", None)}, [risk("r", probability, exposes=("work",), delay=100)]
    )
    yield from _cost(scenario, iterations, seed, 100 + 10_000 * probability)


def of_duration(duration: Distribution, mean: float, iterations: int, seed: int) -> Iterator[Said]:
    """Let a task cost 100 a day."""
    yield from _cost(due_plan([task("work", duration, daily=100)], {"m": ("work", None)}), iterations, seed, 100 * mean)


def _cost(scenario: Scenario, iterations: int, seed: int, truth: float) -> Iterator[Said]:
    cost = result_of(scenario, iterations, seed).money.cost
    yield said("mean cost", cost.mean.low, cost.mean.high, truth)


RARE = ((0.001, 256), (0.001, 2_000), (0.001, 100_000), (3e-5, 100_000))
"""A probability, and the iterations of a run."""


def lognormal(sigma: float, iterations: int) -> Study:
    """Let the logarithm of a duration have a standard deviation of `sigma`."""
    read = partial(of_duration, Lognormal(mu=0.0, sigma=sigma), exp(sigma**2 / 2), iterations)
    return Study(plan=f"a task of lognormal duration, sd of the log {sigma:g}", iterations=iterations, read=read)


STUDIES = (
    *(
        Study(plan="a task of exponential duration and cost", iterations=n, read=partial(of_money, n))
        for n in (256, 2_000)
    ),
    Study(plan="three in ten are stopped", iterations=2_000, read=partial(of_stops, 2_000)),
    lognormal(0.7, 256),
    *(lognormal(sigma, 2_000) for sigma in (1.0, 1.8, 2.4)),
    lognormal(2.4, 100_000),
    *(Study(plan=f"a risk of {p:g}, charged", iterations=n, read=partial(of_charge, p, n)) for p, n in RARE),
    *(
        Study(plan=f"a risk of {p:g}, a delay paid by the day", iterations=n, read=partial(of_delay, p, n))
        for p, n in RARE
    ),
)
