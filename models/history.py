"""History: what of a plan is a fact at the beginning of the day of its status."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.models.distributions import Distribution
from milepost.models.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """
    What has happened, in times of the plan.

    Parameters
    ----------
    now
        The beginning of the day of the status, t0; below 0 before the start [working days from the start].
    finished
        By the id of a finished task its start and finish, by that of a reached milestone twice when it was
        [working days from the start].
    begun
        By the id of a task under way, its start [working days from the start].
    holding
        By the id of a task under way that has its units, whatever the list says, for nothing holds it up: how many of
        each resource.
    idle
        Ids of the tasks that never run, for what could have brought them is finished and has not.
    rounds
        By the id of a task under way that is repeated, how many rounds are done.
    again
        By the id of such a task, what each further round takes; the task's duration is what is left of this one.
    rests
        Whether links that read the start of work under way read when the rest of it starts, and not the fact.
    """

    now: float
    finished: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    begun: Mapping[str, float] = field(default_factory=dict)
    holding: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()
    rounds: Mapping[str, int] = field(default_factory=dict)
    again: Mapping[str, Distribution] = field(default_factory=dict)
    rests: bool = False

    def reads_fact(self, link: Link) -> bool:
        """Return whether a link reads the start of work under way, which nothing holds up any more."""
        return not self.rests and link.kind.reads_start and link.predecessor in self.begun

    def reads_rest(self, link: Link) -> bool:
        """Return whether a link reads the rest of work under way, as if that were the work."""
        return self.rests and link.kind.reads_start and link.predecessor in self.begun
