"""Small plans written in a line."""

from collections.abc import Iterable, Mapping

from milepost.models.calendar import Calendar
from milepost.models.distributions import Distribution
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from tests.strategies import START


def scenario_of(
    tasks: Mapping[str, tuple[Distribution, Iterable[str]]], milestones: Mapping[str, Iterable[str]]
) -> Scenario:
    """Build a plan from durations and links as a file writes them; weekends are free and nothing else is."""
    return Scenario(
        name="network",
        start=START,
        calendar=Calendar(),
        tasks={
            id: Task(id=id, name=id, duration=duration, after=tuple(map(Link.parse, after)))
            for id, (duration, after) in tasks.items()
        },
        milestones={
            id: Milestone(id=id, name=id, after=tuple(map(Link.parse, after))) for id, after in milestones.items()
        },
    )
