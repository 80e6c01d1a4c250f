"""The table of tasks: whether each runs, when it starts and when it finishes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.dates import iso_dates
from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.analysis.sample import SLACK, Sample
from milepost.simulate.engine.outcome import Outcome

PERCENTILES = {"p10": 0.10, "p50": 0.50, "p90": 0.90}


def task_table(scenario: Scenario, outcome: Outcome) -> pd.DataFrame:
    """Describe the start and the finish of every task, in file order, over the detailed iterations."""
    starts = {id: task_starts(id, scenario, outcome) for id in scenario.tasks}
    finishes = {id: task_finishes(id, scenario, outcome) for id in scenario.tasks}
    described = pd.DataFrame(
        {
            "task": list(scenario.tasks),
            "name": [task.name for task in scenario.tasks.values()],
            "owner": [task.owner for task in scenario.tasks.values()],
            **_runs_columns(starts),
            **_described("start", starts),
            **_described("finish", finishes),
        }
    )
    dates = {
        f"{end}_{name}": iso_dates(scenario.days, described[f"{end}_{name}_days"])
        for end in ("start", "finish")
        for name in PERCENTILES
    }
    return described.assign(**dates)


def task_starts(id: str, scenario: Scenario, outcome: Outcome) -> NDArray[np.float64]:
    """Give, float64[n], when a task starts [working days]; infinity where it does not run or the stop comes first."""
    start = outcome.task_start[id]
    return np.where(_runs(id, scenario, outcome) & (start < _stop(outcome) - SLACK), start, np.inf)


def task_finishes(id: str, scenario: Scenario, outcome: Outcome) -> NDArray[np.float64]:
    """Give, float64[n], when a task finishes [working days]; infinity where it does not run or the stop cuts it."""
    finish = outcome.task_finish[id]
    started = np.isfinite(task_starts(id, scenario, outcome))
    return np.where(started & (finish <= _stop(outcome) + SLACK), finish, np.inf)


def _runs(id: str, scenario: Scenario, outcome: Outcome) -> NDArray[np.bool_]:
    """Tell where a task runs; one that fails all its rounds has no effect, but takes its time."""
    if scenario.tasks[id].only_if is None:
        return np.ones(outcome.detail, dtype=np.bool_)
    return (outcome.task_effect[id] > 0) | (outcome.task_finish[id] > outcome.task_start[id])


def _stop(outcome: Outcome) -> NDArray[np.float64]:
    return outcome.stop[: outcome.detail]


def _described(end: str, times: Mapping[str, NDArray[np.float64]]) -> dict[str, list[float]]:
    samples = [Sample.of(values) for values in times.values()]
    columns = {
        f"{end}_mean_days": [sample.mean for sample in samples],
        f"{end}_sd_days": [sample.sd for sample in samples],
    }
    for name, p in PERCENTILES.items():
        found = [sample.estimate(p) for sample in samples]
        columns |= {
            f"{end}_{name}_days": [one.value for one in found],
            f"{end}_{name}_low_days": [one.low for one in found],
            f"{end}_{name}_high_days": [one.high for one in found],
        }
    return columns


def _runs_columns(starts: Mapping[str, NDArray[np.float64]]) -> dict[str, list[float]]:
    found = [Proportion.of(int(np.count_nonzero(np.isfinite(times))), times.size) for times in starts.values()]
    return {
        "runs": [one.share for one in found],
        "runs_low": [one.low for one in found],
        "runs_high": [one.high for one in found],
    }
