"""Small plans with risks and money, and one with every feature."""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from milepost.models.calendar import Calendar
from milepost.models.correlation import Correlation
from milepost.models.distributions import Constant, Distribution, Pert, Triangular, Uniform
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.money import Budget
from milepost.models.orderings import Orderings
from milepost.models.risk import Retirement, Risk
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.run import simulate
from tests.strategies import START

FAULTS: Final = Path(__file__).parent / "cases" / "faults"
"""Small plans that are easy to answer wrongly."""


_NO_IMPACTS: Final = ("stop", "acceptable")
_PRICES: Final = ("cost", "daily")


def task(id: str = "build", duration: float | Distribution = 1.0, *after: str, **more: Any) -> Task:
    """Write a task; a number is a certain duration or cost, or a share retired, and links are as in a file."""
    quantity = Constant(value=duration) if isinstance(duration, int | float) else duration
    retires = {
        risk: Retirement(probability=share) if isinstance(share, int | float) else share
        for risk, share in more.pop("retires", {}).items()
    }
    links = tuple(map(Link.parse, after))
    certain = {key: Constant(value=x) for key, x in more.items() if key in _PRICES and isinstance(x, int | float)}
    return Task(**{"id": id, "name": id, "duration": quantity, "after": links, "retires": retires, **more, **certain})


def milestone(id: str = "launch", *after: str, **more: Any) -> Milestone:
    """Write a milestone; links are as in a file."""
    return Milestone(**{"id": id, "name": id, "after": tuple(map(Link.parse, after)), **more})


def risk(id: str = "demand", probability: float = 1.0, **more: Any) -> Risk:
    """Write a risk, certain unless a probability is given; a number is a certain impact."""
    certain = {
        key: Constant(value=x) for key, x in more.items() if key not in _NO_IMPACTS and isinstance(x, int | float)
    }
    return Risk(**{"id": id, "name": id, "category": "technology", "probability": probability, **more, **certain})


def plan(
    tasks: Sequence[Task],
    milestones: Mapping[str, Iterable[str]] | Sequence[Milestone] = (),
    risks: Sequence[Risk] = (),
    **more: Any,
) -> Scenario:
    """Put a plan together; milestones may be given by their links."""
    if isinstance(milestones, Mapping):
        milestones = [milestone(id, *after) for id, after in milestones.items()]
    return Scenario(
        name="plan",
        start=START,
        calendar=Calendar(),
        tasks={task.id: task for task in tasks},
        milestones={milestone.id: milestone for milestone in milestones},
        risks={risk.id: risk for risk in risks},
        **more,
    )


def everything() -> Scenario:
    """Write a plan in which every feature has an effect in some iterations and none in others."""
    return plan(
        [
            task("kickoff", 1, cost=500.25),
            task(
                "interviews",
                Pert(low=8, mode=12, high=25),
                "kickoff",
                daily=100.1,
                retires={"demand": Retirement(probability=0.5)},
            ),
            task(
                "prototype",
                Triangular(low=3, mode=5, high=12),
                "kickoff",
                cost=2_000,
                rounds=Rounds(probability=0.6, at_most=3),
                retires={"demand": Retirement(probability=0.6), "engine": Retirement(impact=0.3)},
                reveals=("forbidden",),
            ),
            task(
                "spike",
                Uniform(low=2, high=15),
                "kickoff SS+1",
                cost=999.99,
                retires={"engine": Retirement(probability=0.7, impact=0.5), "forbidden": Retirement(probability=0.3)},
            ),
            task(
                "partner",
                Pert(low=5, mode=10, high=40),
                "kickoff",
                daily=12.5,
                retires={"launch": Retirement(probability=0.9)},
            ),
            task("build", Pert(low=30, mode=40, high=80), "spike", "prototype SS+4", cost=40_000, daily=700),
            task("rescue", Uniform(low=5, high=9), "build", cost=8_000, only_if="engine"),
            task("campaign", Pert(low=4, mode=6, high=9), "partner", cost=3_000, only_if="demand"),
            task("train", Triangular(low=2, mode=4, high=9), "build FF+3", "campaign SF+2", daily=33.33),
        ],
        {"concept": ["interviews", "spike"], "ready": ["build", "rescue"], "live": ["ready", "train", "campaign"]},
        [
            risk(
                "demand",
                0.45,
                exposes=("build", "train"),
                delay=Pert(low=5, mode=10, high=30),
                cost=Uniform(low=1e3, high=9e3),
            ),
            risk(
                "engine", 0.5, exposes=("build", "prototype"), stretch=Triangular(low=1.1, mode=1.3, high=2), cost=7e3
            ),
            risk("forbidden", 0.2, exposes=("train",), cost=150, stop=True),
            risk("launch", 0.3, exposes=("train", "campaign"), delay=8, cost=Pert(low=10, mode=20, high=90)),
        ],
        budget=Budget(total=120_000, burn=240.4),
        correlations=(
            Correlation(tasks=("interviews", "build", "partner"), rho=0.5),
            Correlation(tasks=("build", "train"), rho=0.25),
            Correlation(risks=("demand", "engine"), rho=0.6),
        ),
        orderings=Orderings(among=("prototype", "interviews", "partner", "spike"), crews=2),
    )


def assert_mean(sample: NDArray[Any], exact: float) -> None:
    """Allow four standard errors."""
    assert abs(sample.mean() - exact) <= 4 * sample.std() / sqrt(sample.size)


def finishes(scenario: Scenario) -> dict[str, float]:
    """Return the finish of every task of a plan without uncertainty."""
    outcome = simulate(scenario, iterations=2)
    assert all(times[0] == times[1] for times in outcome.task_finish.values())
    return {id: float(times[0]) for id, times in outcome.task_finish.items()}
