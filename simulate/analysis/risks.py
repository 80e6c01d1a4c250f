"""The table of risks: what becomes of each, and when."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.milestones import ENDS, days_columns
from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.analysis.sample import SLACK, Sample
from milepost.simulate.analysis.stopping import Cause, causes
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
    Say of every risk, in file order, how often and when it occurs, is retired in time and stops the project.

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
        rows.append(
            {
                "risk": id,
                "name": risk.name,
                "category": risk.category,
                "owner": risk.owner,
                "probability": risk.probability,
                **{key: value for fate in FATES for key, value in _interval(fate, _share(samples[fate])).items()},
                **{key: time for fate in FATES for key, time in days_columns(f"{fate}_median", medians[fate]).items()},
                **_interval("stops_alone", cause.alone),
                **_interval("stops_together", cause.together),
                **{f"{fate}_median": scenario.days.iso(median.value) for fate, median in medians.items()},
            }
        )
    return pd.DataFrame(rows, columns=list(RISK_COLUMNS))


def _times(id: str, scenario: Scenario, outcome: Outcome) -> Mapping[str, Times]:
    stop = outcome.stop[: outcome.detail]
    stopped = outcome.stopped_by.get(id, np.zeros(outcome.iterations, np.bool_))[: outcome.detail]
    occurs = _before(stop, outcome.risk_time[id])
    latent = outcome.risk_latent[id]
    averted = np.isinf(occurs) & (latent < scenario.risks[id].probability) & ~stopped
    return {
        "occurs": occurs,
        "retired": np.where(averted, _before(stop, _retired(id, latent, scenario, outcome)), np.inf),
        "stops": np.where(stopped, stop, np.inf),
    }


def _retired(id: str, latent: Times, scenario: Scenario, outcome: Outcome) -> Times:
    """Give, if nothing stopped the project, when what is left of the risk falls to its latent uniform or below."""
    retiring = {
        task.id: 1.0 - task.retires[id].probability
        for task in scenario.tasks.values()
        if id in task.retires and task.retires[id].probability > 0
    }
    if not retiring:
        return np.full(outcome.detail, np.inf)
    always = np.ones(outcome.detail)
    finish = np.array(
        [np.where(outcome.task_effect.get(one, always) > 0, outcome.task_finish[one], np.inf) for one in retiring]
    )
    order = np.argsort(finish, axis=0, kind="stable")
    kept = np.array(list(retiring.values()))[order]
    gone = scenario.risks[id].probability * np.cumprod(kept, axis=0) <= latent
    times = np.take_along_axis(finish, order, axis=0)
    first: Times = np.where(gone, times, np.inf).min(axis=0)
    return first


def _before(stop: Times, times: Times) -> Times:
    return np.where(times < stop - SLACK, times, np.inf)


def _share(sample: Sample) -> Proportion:
    return Proportion.of(sample.came.size, sample.ordered.size)


def _interval(name: str, share: Proportion) -> dict[str, float]:
    return {name: share.share, f"{name}_low": share.low, f"{name}_high": share.high}
