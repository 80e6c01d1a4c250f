"""Shorter: what the milestones gain if a task takes a day, or a tenth, less."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from milepost.models import Scenario
from milepost.simulate.analysis.drivers.effect import Effects, Reference
from milepost.simulate.analysis.drivers.study import Study
from milepost.simulate.analysis.schedule.driving import Driving
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.patch import Patch, Reshaped

MOST: Final = 30
"""Tasks that are played shorter."""

ITERATIONS: Final = 20_000

_TENTH: Final = 0.1
_RESHAPED: Final = (Reshaped(shift=-1.0), Reshaped(scale=1.0 - _TENTH))

SHORTER_COLUMNS: Final = (
    *columns("saved_by_day", "_days"),
    *columns("saved_by_tenth", "_days"),
    *columns("saved_per_day"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorter:
    """
    What the plan has other than with one task shorter, in each of its rounds: the milestones' days are those saved.

    Parameters
    ----------
    day
        Than with a day less, or none of it where it takes no day.
    tenth
        Than with a tenth less.
    duration
        Mean of the task's duration, of one round [working days].
    """

    day: Effects
    tenth: Effects
    duration: float

    def per_day(self, milestone: str) -> Estimate:
        """Return what a day less in every round saves at a milestone's promise date, at the rate of the tenth [-]."""
        saved, taken = self.tenth.milestones[milestone].promise, _TENTH * self.duration
        return Estimate(value=saved.value / taken, low=saved.low / taken, high=saved.high / taken)

    def columns(self, milestone: str) -> dict[str, float]:
        """Return what stands of a milestone in a table, by the names of the columns."""
        return {
            **self.day.milestones[milestone].promise.columns("saved_by_day", "_days"),
            **self.tenth.milestones[milestone].promise.columns("saved_by_tenth", "_days"),
            **self.per_day(milestone).columns("saved_per_day"),
        }


def shorter(
    variants: Variants, outcome: Outcome, ids: Sequence[str], *, confidence: float
) -> Study[Effects, Mapping[str, Shorter]]:
    """
    Ask what it is worth to shorten each of some tasks, by its id.

    They were chosen by the detailed iterations of an outcome, the first of which is 0, and are played on others, so
    that no task looks good for having been chosen where it happened to matter. The plan itself is played on these here.
    """
    scenario, first = variants.scenario, whole_groups(outcome.detail)
    [usual] = variants.kept([scenario], lambda played: played, range(first, first + ITERATIONS))
    reference = Reference(scenario, usual, confidence=confidence, first=first)
    patches = [Patch(duration={id: reshaped}) for id in ids for reshaped in _RESHAPED]
    return Study(
        patches=patches,
        iterations=reference.iterations,
        keeps=[reference.effects] * len(patches),
        conclude=lambda kept: {
            id: Shorter(day=day, tenth=tenth, duration=scenario.tasks[id].duration.mean)
            for id, day, tenth in zip(ids, kept[::2], kept[1::2], strict=True)
        },
    )


def shorter_work(ids: Sequence[str]) -> int:
    """Return how many iterations `shorter` and its study play in all."""
    return (1 + len(_RESHAPED) * len(ids)) * ITERATIONS


def most_critical(scenario: Scenario, driving: Mapping[str, Driving]) -> list[str]:
    """
    Return the tasks that most often drive any major milestone, or any if none is major.

    Of those that do so equally often the first is what drives the last of these milestones most often, then what comes
    first in the file. Work that no milestone hangs on, that takes no time or is finished, is not among them.
    """
    shares = {
        milestone: {
            id: measured.criticality.value
            for id, measured in one.tasks.items()
            if id in scenario.ahead and scenario.tasks[id].duration.mean > 0.0
        }
        for milestone, one in driving.items()
        if one.tasks
    }
    last = max(shares, key=lambda id: scenario.network.planned_times[id][1], default="")
    known = [id for id in scenario.tasks if any(id in share for share in shares.values())]

    def rank(id: str) -> tuple[float, float]:
        return -max(share.get(id, 0.0) for share in shares.values()), -shares[last].get(id, 0.0)

    return sorted(known, key=rank)[:MOST]


def shorter_table(found: Mapping[str, Shorter], tasks: Iterable[str], milestones: Collection[str]) -> pd.DataFrame:
    """Tabulate what is saved: a row for each task, columns for each milestone, empty where it was not played."""
    rows = {task: row for row, task in enumerate(tasks)}
    table = np.full((len(rows), len(milestones) * len(SHORTER_COLUMNS)), np.nan)
    for task, one in found.items():
        table[rows[task]] = [value for id in milestones for value in one.columns(id).values()]
    return pd.DataFrame(table, columns=[f"{id}.{column}" for id in milestones for column in SHORTER_COLUMNS])
