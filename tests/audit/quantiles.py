"""Quantiles: promise dates, percentiles of dates and of money, medians."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import inf, log
from typing import Any

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Discrete, Exponential
from milepost.models.money import Invoice
from milepost.simulate.analysis.statistics.quantile import Quantile
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, result_of
from tests.plans import FAULTS, risk, task

PERCENTILES = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}


def quantile(p: float, mean: float) -> float:
    """Return that of an exponential."""
    return -mean * log(1 - p) if p < 1 else inf


def of_a_cliff(stops: float, iterations: int, seed: int) -> Iterator[Said]:
    """Let a task of 10 days, exponential, be stopped at its end with a probability near which promises end."""
    scenario = read_scenario(FAULTS / "cliff.yaml")
    scenario = replace(scenario, risks={"s": replace(scenario.risks["s"], probability=stops)})
    result = result_of(scenario, iterations, seed)
    row, one = result.milestones.to_dict("records")[0], result.risks.to_dict("records")[0]
    reached = {name: quantile(min(p / (1 - stops), 1), 10) for name, p in {"promise": 0.8, **PERCENTILES}.items()}
    for name, truth in reached.items():
        words = "promise date" if name == "promise" else f"{name.upper()} of a date"
        yield _days(words, row, name, truth)
    yield _days("P80 of a date where it is reached", row, "p80_if_reached", quantile(0.8, 10))
    yield _days("median of when a risk stops the project", one, "stops_median", quantile(0.5, 10))


def of_steps(iterations: int, seed: int) -> Iterator[Said]:
    """Let a date fall on one of three days, so that many percentiles are the same."""
    scenario = due_plan([task("work", Discrete(values=(1, 5, 9), weights=(0.3, 0.5, 0.2)))], {"m": ("work", None)})
    row = result_of(scenario, iterations, seed).milestones.to_dict("records")[0]
    for name, truth in {"p10": 1.0, "p50": 5.0, "p80": 5.0, "p90": 9.0}.items():
        yield _days(f"{name.upper()} of a date", row, name, truth)


def of_money(iterations: int, seed: int) -> Iterator[Said]:
    """Let what is spent be exponential, of mean 1,000, and invoiced at the end."""
    work = task("work", Exponential(mean=10), daily=100)
    scenario = _invoiced(due_plan([work], {"m": ("work", None)}, [risk("r", 1.0, exposes=("work",))], total=2_000))
    result = result_of(scenario, iterations, seed)
    assert result.cash is not None
    for name, p in PERCENTILES.items():
        yield _amount(f"{name.upper()} of the cost", getattr(result.money.cost, name), quantile(p, 1_000))
        yield _amount(f"{name.upper()} of the peak funding need", getattr(result.cash.peak, name), quantile(p, 1_000))
    contingency = result.contingency
    yield _amount("contingency: needed", contingency.needed, quantile(0.8, 1_000))
    yield _amount("contingency: over the plan", contingency.over_plan, quantile(0.8, 1_000) - contingency.plan)
    over = quantile(0.8, 1_000) - quantile(0.5, 1_000)
    yield _amount("contingency: over the median", contingency.over_median, over)
    times = result.tasks.to_dict("records")[0]
    for name in ("p10", "p50", "p90"):
        yield _days(f"{name.upper()} of a task's finish", times, f"finish_{name}", quantile(PERCENTILES[name], 10))


def _invoiced(scenario: Scenario) -> Scenario:
    milestone = replace(scenario.milestones["m"], invoice=Invoice(amount=1))
    return replace(scenario, milestones={"m": milestone})


def _days(figure: str, row: dict[Any, Any], name: str, truth: float) -> Said:
    return said(figure, row[f"{name}_low_days"], row[f"{name}_high_days"], truth)


def _amount(figure: str, found: Quantile, truth: float) -> Said:
    return said(figure, found.low, found.high, truth)


STUDIES = (
    *(
        Study(
            plan=f"a task of exponential duration, stopped in {stops:.1%}",
            iterations=1_000,
            read=partial(of_a_cliff, stops, 1_000),
        )
        for stops in (0.05, 0.199, 0.201)
    ),
    Study(plan="a task of 1, 5 or 9 days", iterations=1_000, read=partial(of_steps, 1_000)),
    *(
        Study(plan="a task of exponential duration and cost", iterations=n, read=partial(of_money, n))
        for n in (256, 1_000)
    ),
)
