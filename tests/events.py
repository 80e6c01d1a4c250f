"""
A slow simulation of one life of a plan, event by event, in which units of resources go from task to task.

A unit that is free goes to the first task of the list that still lacks one of its resource, and stays with it. A task
is decided once its links let it and it has all its units, runs for a duration that is then known, and gives its units
back when it finishes; or when it is decided, if it does not run. No time is known before it has come, save that of a
link that holds a finish: what it pushes a start to is taken from the life before, until two lives are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from milepost.models.scenario import Scenario
from tests.oracle import capacities, units_needed

NEVER = float("inf")


@dataclass(kw_only=True)
class Life:
    """
    One life of a plan of certain durations, whose risks occur or do not.

    Parameters
    ----------
    scenario
        The plan; no risk of it is retired.
    listed
        The tasks that need units, in the order of the list.
    """

    scenario: Scenario
    listed: Sequence[str]
    decided: dict[str, float] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)
    finish: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        before: dict[str, float] = {}
        for _ in range(len(self.scenario.nodes) + 1):
            self._live(before)
            if self.finish == before:
                return
            before = dict(self.finish)
        raise AssertionError("lives do not come to rest")

    def _live(self, known: Mapping[str, float]) -> None:
        """Live once, with starts pushed by the finishes that are known of the life before."""
        self.decided, self.start, self.finish = {}, {}, {}
        self.pushing, self.starting = known, {id: known.get(id, 0.0) - self._lasts(id) for id in self.scenario.nodes}
        needs = units_needed(self.scenario)
        lacking = {id: dict(needs[id]) for id in self.listed}
        spare = dict(capacities(self.scenario))
        held = {id: dict(needs[id]) for id in self.listed}
        now = 0.0
        while len(self.decided) < len(self.scenario.nodes):
            moved = True
            while moved:
                moved = False
                for id, units in list(held.items()):
                    if id in self.decided and self._released(id) <= now:
                        for resource, count in units.items():
                            spare[resource] += count
                        del held[id]
                        moved = True
                for id in self.listed:
                    for resource, count in lacking[id].items():
                        taken = min(count, spare[resource])
                        spare[resource] -= taken
                        lacking[id][resource] -= taken
                for id in self.scenario.nodes:
                    if id not in self.decided and self._asked(id) <= now and not any(lacking.get(id, {}).values()):
                        self._decide(id, now)
                        moved = True
            times = [self._asked(id) for id in self.scenario.nodes if id not in self.decided]
            times += [self._released(id) for id in held if id in self.decided]
            now = min((time for time in times if time > now), default=NEVER)
            if now == NEVER:
                return

    def _asked(self, id: str) -> float:
        """Return when the links of a node let it be decided; never as far as that is not known."""
        day = self.scenario.nodes[id].not_before
        time = 0.0 if day is None else self.scenario.days.begin_offset(day)
        for link in self.scenario.nodes[id].after:
            if not link.kind.holds_finish:
                ends = self.start if link.kind.reads_start else self.finish
                time = max(time, ends.get(link.predecessor, NEVER) + link.lag)
        return time

    def _decide(self, id: str, now: float) -> None:
        lasts = self._lasts(id)
        pushes, day = [now], self.scenario.nodes[id].finish_not_before
        if day is not None:
            pushes.append(self.scenario.days.due_offset(day) - lasts)
        for link in self.scenario.nodes[id].after:
            if link.kind.holds_finish:
                ends = self.starting if link.kind.reads_start else self.pushing
                pushes.append(ends.get(link.predecessor, 0.0) + link.lag - lasts)
        self.decided[id], self.start[id] = now, max(pushes)
        self.finish[id] = self.start[id] + lasts

    def _released(self, id: str) -> float:
        return self.finish[id] if self._runs(id) else self.decided[id]

    def _runs(self, id: str) -> bool:
        task = self.scenario.tasks.get(id)
        return task is None or task.only_if is None or self.scenario.risks[task.only_if].probability == 1.0

    def _lasts(self, id: str) -> float:
        if id in self.scenario.milestones or not self._runs(id):
            return 0.0
        risks = self.scenario.risks.values()
        delays = [risk.delay.mean for risk in risks if id in risk.exposes and risk.probability == 1.0]
        return self.scenario.tasks[id].duration.mean + sum(delays)
