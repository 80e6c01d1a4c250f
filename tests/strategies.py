"""Random scenarios for hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from milepost.models.calendar import Calendar
from milepost.models.distributions import (
    Constant,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Uniform,
    Weibull,
)
from milepost.models.link import Link, LinkKind
from milepost.models.milestone import Milestone
from milepost.models.scenario import Scenario
from milepost.models.task import Task

START = date(2026, 1, 5)

DURATIONS: list[Distribution] = [
    Constant(value=0),
    Constant(value=7.5),
    Pert(low=2, mode=4, high=12),
    Pert(low=1, mode=1, high=3, weight=8),
    Triangular(low=0, mode=3, high=10),
    Uniform(low=1, high=4),
    Normal(centre=5, spread=4),
    Lognormal(mu=1.0, sigma=0.5),
    Weibull(shape=1.5, scale=6),
    Exponential(mean=3),
    Discrete(values=(1, 5, 9), weights=(3, 2, 1)),
    Empirical(observations=(2, 3, 3, 8)),
]
"""One of every family, with a duration of nothing and one without uncertainty."""

lags = st.integers(-8, 8).map(float) | st.floats(-8, 8)
days = st.none() | st.integers(0, 40).map(lambda day: START + timedelta(days=day))


@st.composite
def scenarios(draw: st.DrawFn, most: int = 12) -> Scenario:
    """Draw a network of up to `most` tasks and milestones with links of every kind, in an order of its own."""
    ids = draw(st.permutations([f"n{place}" for place in range(draw(st.integers(1, most)))]))
    nodes: dict[str, Task | Milestone] = {}
    for place, id in enumerate(ids):
        after = tuple(
            Link(predecessor=predecessor, kind=draw(st.sampled_from(LinkKind)), lag=draw(lags))
            for predecessor in draw(st.lists(st.sampled_from(ids[:place]), max_size=4) if place else st.just([]))
        )
        if draw(st.integers(0, 3)):
            duration = draw(st.sampled_from(DURATIONS))
            nodes[id] = Task(id=id, name=id, duration=duration, after=after, not_before=draw(days))
        else:
            nodes[id] = Milestone(id=id, name=id, after=after, not_before=draw(days))
    written = {id: nodes[id] for id in draw(st.permutations(ids))}
    return Scenario(
        name="random",
        start=START,
        calendar=Calendar(),
        tasks={id: node for id, node in written.items() if isinstance(node, Task)},
        milestones={id: node for id, node in written.items() if isinstance(node, Milestone)},
    )
