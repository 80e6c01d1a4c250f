"""Crew advice: crews, or units of a resource, that wait for work which is not ready while other work is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from milepost.models.bounds import SLACK
from milepost.models.problem import KeyPath, Remark
from milepost.models.scenario import Scenario
from milepost.models.timing import BEGINNING
from milepost.models.units import CREWS, UnitQueue

MOST_WAITS = 3
"""Waits of crews that are told, the longest ones."""
_MOST_TRIED = 20
"""Waits that are looked into."""
_FURTHEST = 100
"""Places of the list by which the other task may be behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """
    Units that wait for a task while another is ready.

    Parameters
    ----------
    index
        Position of the task in the list.
    other
        Position of the one that could be done meanwhile.
    resource
        What both need.
    since
        When the units are free and the other ready [days of the axis].
    until
        When the task is ready, or the other begins with other units [days of the axis].
    ready
        When the task is ready [days of the axis].
    """

    index: int
    other: int
    resource: str
    since: float
    until: float
    ready: float


def advise_on_idle_crews(scenario: Scenario) -> Iterator[Remark]:
    """Point at units that wait though there is work that fits in, or that would end the plan sooner if done first."""
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
    worked = scenario.network.worked
    turned = [*listed[: wait.index], other, *(one for one in listed[wait.index :] if one != other)]
    try:
        sooner = worked(_end(scenario, times)) - worked(_end(scenario, scenario.network.times(turned)))
    except ValueError:
        return  # the other comes after what stands between the two
    fits = wait.since + times[other][1] - times[other][0] <= wait.ready + SLACK
    if sooner <= SLACK and not fits:
        return
    idle = "a crew" if wait.resource == CREWS else repr(wait.resource)
    message = (
        f"at the most likely durations {idle} waits {worked(wait.until) - worked(wait.since):.3g} working days for "
        f"{id!r}, which is ready on {_begins(scenario, wait.ready)}, while {other!r} is on "
        f"{_begins(scenario, wait.since)}: put {other!r} before it"
    )
    if sooner > SLACK:
        message += f", which ends the plan {sooner:.3g} working days sooner"
    yield Remark(path=_path(scenario, id), message=message)


def _begins(scenario: Scenario, time: float) -> str:
    """Return the date of the beginning of work."""
    return scenario.days.iso(time + BEGINNING)


def _path(scenario: Scenario, id: str) -> KeyPath:
    """Return where the place of a task in the list is said."""
    if scenario.orderings and id in scenario.orderings.among:
        order = scenario.orderings.order or ()
        return ("orderings", "order", order.index(id)) if id in order else ("orderings", "order" if order else "among")
    if scenario.levelling and id in scenario.levelling:
        return ("levelling", "order", scenario.levelling.index(id))
    return ("tasks", id, "needs")


def _waits(scenario: Scenario, listed: Sequence[str], times: Mapping[str, tuple[float, float]]) -> Iterator[_Wait]:
    """Yield the waits of units, each with the first task that is ready before the one that is waited for."""
    ready, needs = [scenario.network.decided_by_links(id) for id in listed], scenario.network.needs
    queue = UnitQueue(scenario.network.pools)
    for index, id in enumerate(listed):
        free = queue.free_for(id)
        if ready[index] > free + SLACK:
            since = {
                one: max(queue.free_for(listed[one]), ready[one])
                for one in range(index + 1, min(index + 1 + _FURTHEST, len(listed)))
                if not needs[id].keys().isdisjoint(needs[listed[one]]) and scenario.tasks[listed[one]].only_if is None
            }
            waiting = [one for one, begin in since.items() if times[listed[one]][0] > begin + SLACK]
            other = min(waiting, key=lambda one: (ready[one], one), default=None)
            if other is not None and since[other] < ready[index] - SLACK:
                until = min(ready[index], times[listed[other]][0])
                resource = min(needs[id].keys() & needs[listed[other]])
                yield _Wait(
                    index=index, other=other, resource=resource, since=since[other], until=until, ready=ready[index]
                )
        responds = scenario.tasks[id].only_if is not None
        queue.hold(id, max(free, ready[index]) if responds else times[id][1])


def _end(scenario: Scenario, times: Mapping[str, tuple[float, float]]) -> float:
    """Return the time of the last milestone, or where there is none of the last task."""
    return max(times[id][1] for id in scenario.milestones or scenario.tasks)
