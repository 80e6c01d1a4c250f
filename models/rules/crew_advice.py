"""Crew advice: crews that wait for work which is not ready while other work is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapreplace
from itertools import islice

from milepost.models.bounds import SLACK
from milepost.models.problem import KeyPath, Remark
from milepost.models.scenario import Scenario

MOST_WAITS = 3
"""Waits of crews that are told, the longest ones."""
_MOST_TRIED = 20
"""Waits that are looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """
    A crew that waits for a task while another is ready.

    Parameters
    ----------
    index
        Position of the task in the list.
    other
        Position of the one that could be done meanwhile.
    since
        When the crew is free and the other ready [working days from the start].
    until
        When the task is ready, or the other begins with another crew [working days from the start].
    ready
        When the task is ready [working days from the start].
    """

    index: int
    other: int
    since: float
    until: float
    ready: float


def advise_on_idle_crews(scenario: Scenario) -> Iterator[Remark]:
    """Point at crews that wait though there is work that fits in, or that would end the plan sooner if done first."""
    listed = scenario.network.listed
    if not listed:
        return
    times = scenario.network.planned_times
    waits = sorted(_waits(scenario, listed, times), key=lambda wait: (wait.since - wait.until, wait.index))
    found = (remark for wait in waits[:_MOST_TRIED] for remark in _advise(scenario, listed, times, wait))
    yield from islice(found, MOST_WAITS)


def _advise(
    scenario: Scenario, listed: Sequence[str], times: Mapping[str, tuple[float, float]], wait: _Wait
) -> Iterator[Remark]:
    id, other = listed[wait.index], listed[wait.other]
    turned = [*listed[: wait.index], other, *(one for one in listed[wait.index :] if one != other)]
    try:
        sooner = _end(scenario, times) - _end(scenario, scenario.network.times(turned))
    except ValueError:
        return  # the other comes after what stands between the two
    fits = wait.since + times[other][1] - times[other][0] <= wait.ready + SLACK
    if sooner <= SLACK and not fits:
        return
    message = (
        f"at the most likely durations a crew waits {wait.until - wait.since:.3g} working days for {id!r}, which is "
        f"ready on day {wait.ready:g}, while {other!r} is on day {wait.since:g}: put {other!r} before it"
    )
    if sooner > SLACK:
        message += f", which ends the plan {sooner:.3g} working days sooner"
    order = scenario.orderings.order if scenario.orderings else None
    path: KeyPath = ("orderings", "order" if order else "among")
    path = (*path, order.index(id)) if order and id in order else path
    yield Remark(path=path, message=message)


def _waits(scenario: Scenario, listed: Sequence[str], times: Mapping[str, tuple[float, float]]) -> Iterator[_Wait]:
    """Yield the waits of crews, each with the first task that is ready before the one that is waited for."""
    ready = [scenario.network.decided_by_links(id, times) for id in listed]
    crews = [0.0] * min(scenario.orderings.crews if scenario.orderings else 1, len(listed))
    for index, id in enumerate(listed):
        free = crews[0]
        if ready[index] > free + SLACK:
            waiting = [
                one
                for one in range(index + 1, len(listed))
                if times[listed[one]][0] > max(free, ready[one]) + SLACK and scenario.tasks[listed[one]].only_if is None
            ]
            other = min(waiting, key=lambda one: (ready[one], one), default=None)
            if other is not None and max(free, ready[other]) < ready[index] - SLACK:
                since, until = max(free, ready[other]), min(ready[index], times[listed[other]][0])
                yield _Wait(index=index, other=other, since=since, until=until, ready=ready[index])
        responds = scenario.tasks[id].only_if is not None
        heapreplace(crews, max(free, ready[index]) if responds else times[id][1])


def _end(scenario: Scenario, times: Mapping[str, tuple[float, float]]) -> float:
    """Return the time of the last milestone, or where there is none of the last task."""
    return max(times[id][1] for id in scenario.milestones or scenario.tasks)
