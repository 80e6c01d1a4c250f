"""Driving: what the time of each major milestone hangs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from milepost.models import Scenario
from milepost.simulate.analysis.schedule.criticality import CRITICALITY_COLUMNS, Criticality, criticalities
from milepost.simulate.analysis.schedule.groups import group_criticality
from milepost.simulate.analysis.schedule.paths import DrivingPath, driving_paths
from milepost.simulate.analysis.schedule.walk import walks
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """
    What drives a milestone, over the detailed iterations in which it is reached.

    Parameters
    ----------
    tasks
        By the ids of the tasks that it hangs on, in file order.
    paths
        Those that drive it most often, the first of them first.
    groups
        By each group with a task on such a path, how often any task in it, or in one below, is on it [-].
    """

    tasks: Mapping[str, Criticality]
    paths: tuple[DrivingPath, ...]
    groups: Mapping[str, Proportion]


def driving_of(scenario: Scenario, outcome: Outcome) -> Mapping[str, Driving]:
    """Return what drives each major milestone, or each if none is major, by id in file order."""
    found = {}
    for walk in walks(scenario, outcome):
        groups = group_criticality(scenario, walk)
        for id, tasks in criticalities(scenario, outcome, walk).items():
            found[id] = Driving(tasks=tasks, paths=driving_paths(walk, id), groups=groups[id])
    return found


def driving_table(driving: Mapping[str, Driving], tasks: Iterable[str]) -> pd.DataFrame:
    """Tabulate criticality: a row for each task, columns for each milestone, empty where that does not hang on it."""
    rows = list(tasks)
    unknown = [np.nan] * len(CRITICALITY_COLUMNS)
    tables = [
        pd.DataFrame(
            [[*one.tasks[task].columns().values()] if task in one.tasks else unknown for task in rows],
            columns=[f"{id}.{column}" for column in CRITICALITY_COLUMNS],
            dtype=np.float64,
        )
        for id, one in driving.items()
    ]
    return pd.concat([pd.DataFrame(index=range(len(rows))), *tables], axis=1)
