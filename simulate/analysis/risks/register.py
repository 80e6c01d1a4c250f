"""The risk register: what becomes of each, and when."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.dating import BEGINNING
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
    retired, retired_dated = _retired(id, latent, scenario, outcome)
    return {
        "occurs": occurs,
        "retired": np.where(averted, _before(stop, retired), np.inf),
        "retired_dated": np.where(averted & (retired < stop - SLACK), retired_dated, np.inf),
        "stops": np.where(stopped, stop, np.inf),
    }


def _retired(id: str, latent: Times, scenario: Scenario, outcome: Outcome) -> tuple[Times, Times]:
    """
    Return when what is left of the risk falls to its latent uniform or below, if nothing stopped the project.

    The second are the times that have the dates of that.
    """
    retiring = {
        task.id: 1.0 - task.retires[id].probability
        for task in scenario.tasks.values()
        if id in task.retires and task.retires[id].probability > 0
    }
    if not retiring:
        never = np.full(outcome.detail, np.inf)
        return never, never
    finish, order = finishes_in_order(list(retiring), outcome)
    kept = np.array(list(retiring.values()))[order]
    gone = scenario.risks[id].probability * np.cumprod(kept, axis=0) <= latent
    first, first_dated = (np.where(gone, times, np.inf).min(axis=0) for times in finish)
    return first, first_dated


def finishes_in_order(ids: Sequence[str], outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """
    Return when tasks finish and have their effect, the earliest first.

    Returns
    -------
    tuple
        float64[2, k, n]: the times, infinity where a task has no effect, and the times that have their dates [working
        days from start]; and int64[k, n], the places of the tasks among the ids.
    """
    always = np.ones(outcome.detail)
    acts = np.array([outcome.task_effect.get(id, always) > 0 for id in ids])
    both = np.array([[outcome.task_finish[id] for id in ids], [outcome.dated_task(id)[1] for id in ids]])
    finish = np.where(acts, both, np.inf)
    order = np.argsort(finish[0], axis=0, kind="stable")
    return np.array([np.take_along_axis(times, order, axis=0) for times in finish]), order


def _before(stop: Times, times: Times) -> Times:
    return np.where(times < stop - SLACK, times, np.inf)


def _share(sample: Sample) -> Proportion:
    return Proportion.of(sample.came.size, sample.ordered.size)
