"""The risk register: what becomes of each, and when."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.dating import BEGINNING
from milepost.simulate.analysis.risks.retirement import retired_to
from milepost.simulate.analysis.risks.stopping import Cause, causes
from milepost.simulate.analysis.statistics.columns import ENDS, days_columns, interval_columns
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK, Sample
from milepost.simulate.engine.outcome import Outcome

Times = NDArray[np.float64]

FATES = ("occurs", "retired", "stops")
"""What can become of a risk."""

RISK_COLUMNS = (
    *("risk", "name", "category", "owner", "probability"),
    *(f"{fate}{part}" for fate in FATES for part in ("", "_low", "_high", *(f"_median{end}_days" for end in ENDS))),
    *(f"stops_{how}{part}" for how in ("alone", "together") for part in ("", "_low", "_high")),
    *(f"{fate}_median" for fate in FATES),
)


def risk_table(scenario: Scenario, outcome: Outcome) -> pd.DataFrame:
    """
    Tabulate how often and when each risk, in file order, occurs, is retired in time and stops the project.

    It occurs where an exposed task is decided before the stop with the risk still open. It is retired where it would
    occur if nothing were done about it, and what is done finishes before it occurs and before the stop. Where several
    risks would each stop the project at one moment, each of them does. All is counted over the detailed iterations, so
    that what becomes of a risk adds up.
    """
    rows = []
    stopping = causes(outcome, outcome.detail)
    for id, risk in scenario.risks.items():
        times = _times(id, scenario, outcome)
        never = Proportion.of(0, outcome.detail)
        cause = stopping.get(id, Cause(either=never, alone=never, together=never))
        samples = {fate: Sample.of(times[fate]) for fate in FATES}
        medians = {fate: Sample(ordered=sample.came).estimate(0.5) for fate, sample in samples.items()}
        dated = {
            "occurs": medians["occurs"].value + BEGINNING,  # it is met where work begins
            "retired": Sample(ordered=Sample.of(times["retired_dated"]).came).quantile(0.5),
            "stops": medians["stops"].value,
        }
        rows.append(
            {
                "risk": id,
                "name": risk.name,
                "category": risk.category,
                "owner": risk.owner,
                "probability": risk.probability,
                **{
                    key: value for fate in FATES for key, value in interval_columns(fate, _share(samples[fate])).items()
                },
                **{key: time for fate in FATES for key, time in days_columns(f"{fate}_median", medians[fate]).items()},
                **interval_columns("stops_alone", cause.alone),
                **interval_columns("stops_together", cause.together),
                **{f"{fate}_median": scenario.days.iso(median) for fate, median in dated.items()},
            }
        )
    return pd.DataFrame(rows, columns=list(RISK_COLUMNS))


def _times(id: str, scenario: Scenario, outcome: Outcome) -> Mapping[str, Times]:
    stop = outcome.stop[: outcome.detail]
    stopped = outcome.stopped_by.get(id, np.zeros(outcome.iterations, np.bool_))[: outcome.detail]
    occurs = _before(stop, outcome.risk_time[id])
    latent = outcome.risk_latent[id]
    averted = np.isinf(occurs) & (latent < scenario.risks[id].probability) & ~stopped
    keeping = {
        task.id: 1.0 - task.retires[id].probability
        for task in scenario.tasks.values()
        if id in task.retires and task.retires[id].probability > 0
    }
    retired, retired_dated = retired_to(latent, keeping, outcome, whole=scenario.risks[id].probability)
    return {
        "occurs": occurs,
        "retired": np.where(averted, _before(stop, retired), np.inf),
        "retired_dated": np.where(averted & (retired < stop - SLACK), retired_dated, np.inf),
        "stops": np.where(stopped, stop, np.inf),
    }


def _before(stop: Times, times: Times) -> Times:
    return np.where(times < stop - SLACK, times, np.inf)


def _share(sample: Sample) -> Proportion:
    return Proportion.of(sample.came.size, sample.ordered.size)
