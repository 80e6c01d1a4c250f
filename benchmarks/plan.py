"""The same plan as a scenario."""

from datetime import date

from network import Network

from milepost.models import Calendar, Link, Milestone, Scenario, Task
from milepost.models.distributions import Pert


def as_scenario(plan: Network) -> Scenario:
    """Tell a plan in Milepost's own terms; every milestone gets the same due date, which costs the engine nothing."""
    tasks = {
        f"t{number}": Task(
            id=f"t{number}",
            name=f"t{number}",
            duration=Pert(low=float(low), mode=float(mode), high=float(high)),
            after=_links(links),
        )
        for number, (links, low, mode, high) in enumerate(zip(plan.after, plan.low, plan.mode, plan.high, strict=True))
    }
    milestones = {
        f"m{number}": Milestone(id=f"m{number}", name=f"m{number}", due=date(2030, 1, 7), after=_links(links))
        for number, links in enumerate(plan.milestones)
    }
    return Scenario(name="benchmark", start=date(2026, 1, 5), calendar=Calendar(), tasks=tasks, milestones=milestones)


def _links(earlier: tuple[int, ...]) -> tuple[Link, ...]:
    return tuple(Link(predecessor=f"t{number}") for number in earlier)
