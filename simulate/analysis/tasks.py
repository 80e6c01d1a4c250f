"""The table of tasks: when each starts and finishes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.dates import iso_dates
from milepost.simulate.analysis.sample import Sample
from milepost.simulate.engine.outcome import Outcome

PERCENTILES = {"p10": 0.10, "p50": 0.50, "p90": 0.90}


def task_table(scenario: Scenario, outcome: Outcome) -> pd.DataFrame:
    """Describe the start and the finish of every task, in file order, over the detailed iterations."""
    described = pd.DataFrame(
        {
            "task": list(scenario.tasks),
            "name": [task.name for task in scenario.tasks.values()],
            "owner": [task.owner for task in scenario.tasks.values()],
            **_described("start", outcome.task_start),
            **_described("finish", outcome.task_finish),
        }
    )
    dates = {
        f"{end}_{name}": iso_dates(scenario.days, described[f"{end}_{name}_days"])
        for end in ("start", "finish")
        for name in PERCENTILES
    }
    return described.assign(**dates)


def _described(end: str, times: Mapping[str, NDArray[np.float64]]) -> dict[str, list[float]]:
    samples = [Sample.of(values) for values in times.values()]
    return {
        f"{end}_mean_days": [sample.mean for sample in samples],
        f"{end}_sd_days": [sample.sd for sample in samples],
        **{f"{end}_{name}_days": [sample.quantile(p) for sample in samples] for name, p in PERCENTILES.items()},
    }
