"""The risk register: what becomes of each, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Risk, Scenario
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.risks.retirement import probability_kept, retired_to
from milepost.simulate.analysis.risks.stopping import Cause, causes
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.rows import Row, with_texts
from milepost.simulate.analysis.statistics.sample import SLACK, DatedSample
from milepost.simulate.engine.outcome import Outcome

Times = NDArray[np.float64]

FATES: Final = ("occurs", "retired", "stops")
"""What can become of a risk."""

RISK_COLUMNS: Final = (
    *("risk", "name", "category", "owner", "probability"),
    *(column for fate in FATES for column in (*columns(fate), *columns(f"{fate}_median", "_days"))),
    *(column for how in ("alone", "together") for column in columns(f"stops_{how}")),
    *(f"{fate}_median" for fate in FATES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """
    One of the things that can become of a risk.

    Parameters
    ----------
    probability
        That it does [-].
    median
        When, over the iterations in which it does.
    """

    probability: Proportion
    median: DatedQuantile


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskOutlook:
    """
    What is to be expected of a risk, over the detailed iterations, so that what becomes of it adds up.

    Parameters
    ----------
    risk
        The risk: its id, name, category, owner and probability as given.
    occurs
        It occurs where an exposed task is decided before the stop with the risk still open.
    retired
        It is retired where it would occur if nothing were done about it, and what is done finishes before it occurs and
        before the stop.
    stops
        It stops the project. Where several risks would each stop it at one moment, each of them does.
    alone, together
        Probability that it stops the project and no other risk would have at that moment; that others would have too.
    """

    risk: Risk
    occurs: Fate
    retired: Fate
    stops: Fate
    alone: Proportion
    together: Proportion


def risk_outlooks(scenario: Scenario, outcome: Outcome) -> Mapping[str, RiskOutlook]:
    """Count how often and when each risk, in file order, occurs, is retired in time and stops the project."""
    stopping = causes(outcome, outcome.detail)
    found = {}
    for id, risk in scenario.risks.items():
        never = Proportion.of(0, outcome.detail)
        cause = stopping.get(id, Cause(either=never, alone=never, together=never))
        fates = {fate: _fate(sample, scenario) for fate, sample in _samples(id, scenario, outcome).items()}
        found[id] = RiskOutlook(risk=risk, **fates, alone=cause.alone, together=cause.together)
    return found


def occurrences(id: str, outcome: Outcome) -> Times:
    """Return, float64[n], when a risk occurs before the stop [working days]; infinity where it does not."""
    return _before(outcome.stop[: outcome.detail], outcome.risk_time[id])


def risk_table(outlooks: Iterable[RiskOutlook]) -> pd.DataFrame:
    """Tabulate risks: the columns of risks.csv."""
    return pd.DataFrame([with_texts(risk_row(one)) for one in outlooks], columns=list(RISK_COLUMNS))


def risk_row(outlook: RiskOutlook) -> Row:
    """Return the row of a risk."""
    risk = outlook.risk
    row: Row = {
        "risk": risk.id,
        "name": risk.name,
        "category": risk.category,
        "owner": risk.owner,
        "probability": risk.probability,
        **outlook.alone.columns("stops_alone"),
        **outlook.together.columns("stops_together"),
    }
    for name in FATES:
        fate: Fate = getattr(outlook, name)
        row |= fate.probability.columns(name) | fate.median.columns(f"{name}_median", "_days")
    dates: Row = {f"{name}_median": getattr(outlook, name).median.date for name in FATES}
    return {column: (row | dates)[column] for column in RISK_COLUMNS}


def _fate(sample: DatedSample, scenario: Scenario) -> Fate:
    came = sample.came
    return Fate(
        probability=Proportion.of(came.times.size, sample.times.size),
        median=came.estimate(0.5, scenario.days),
    )


def _samples(id: str, scenario: Scenario, outcome: Outcome) -> Mapping[str, DatedSample]:
    """Return when each of the fates befalls a risk; it is met where work begins."""
    stop = outcome.stop[: outcome.detail]
    stopped = outcome.stopped_by.get(id, np.zeros(outcome.iterations, np.bool_))[: outcome.detail]
    occurs = occurrences(id, outcome)
    latent = outcome.risk_latent[id]
    averted = np.isinf(occurs) & (latent < scenario.risks[id].probability) & ~stopped
    keeping = probability_kept(scenario).get(id, {})
    retired, retired_dated = retired_to(latent, keeping, outcome, whole=scenario.risks[id].probability)
    in_time = averted & (retired < stop - SLACK)
    stops = np.where(stopped, stop, np.inf)
    return {
        "occurs": DatedSample.of(occurs, occurs + BEGINNING),
        "retired": DatedSample.of(*(np.where(in_time, times, np.inf) for times in (retired, retired_dated))),
        "stops": DatedSample.of(stops, stops),
    }


def _before(stop: Times, times: Times) -> Times:
    return np.where(times < stop - SLACK, times, np.inf)
