"""Stops: which risk ends the project how often, when, and what had been spent by then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from milepost.models import Risk, Scenario
from milepost.simulate.analysis.money.abandonment import Stopped, Toll
from milepost.simulate.analysis.risks.stopping import Cause, causes, stop_times
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.rows import Row, with_texts
from milepost.simulate.engine.outcome import Outcome

_PERCENTILES: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
_MONEY: Final = (
    *(*columns("spent_mean"), "spent_mean_effective", "spent_mean_needed", *columns("spent_p50")),
    *(*columns("saved_mean"), "saved_mean_effective", "saved_mean_needed"),
)

STOP_COLUMNS: Final = (
    *("risk", "name", "category", "owner"),
    *(column for how in ("stops", "alone", "together") for column in columns(how)),
    *(column for name in _PERCENTILES for column in columns(name, "_days")),
    *_PERCENTILES,
    *_MONEY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """
    What is to be expected of a risk that can stop the project, as the one that does.

    Parameters
    ----------
    risk
        The risk: its id, name, category and owner.
    cause
        How often it stops the project.
    p10, p50, p90
        When, over the iterations in which it does.
    toll
        The money of these; none where no iteration is stopped.
    """

    risk: Risk
    cause: Cause
    p10: DatedQuantile
    p50: DatedQuantile
    p90: DatedQuantile
    toll: Toll | None


def stops_of(scenario: Scenario, outcome: Outcome, stopped: Stopped | None) -> Mapping[str, Stop]:
    """
    Judge every risk that can stop the project, by id in file order, over all iterations.

    Parameters
    ----------
    scenario, outcome
        The plan and what came of it.
    stopped
        The money of the iterations that are stopped.
    """
    found = {}
    for id, cause in causes(outcome, outcome.iterations).items():
        times = stop_times(outcome, outcome.stopped_by[id])
        found[id] = Stop(
            risk=scenario.risks[id],
            cause=cause,
            **{name: times.estimate(p, scenario.days) for name, p in _PERCENTILES.items()},
            toll=None if stopped is None else stopped.by[id],
        )
    return found


def stop_table(stops: Iterable[Stop]) -> pd.DataFrame:
    """Tabulate the stops: the columns of stops.csv."""
    return pd.DataFrame([with_texts(stop_row(one)) for one in stops], columns=list(STOP_COLUMNS))


def stop_row(stop: Stop) -> Row:
    """Return the row of a risk."""
    risk, cause, toll = stop.risk, stop.cause, stop.toll
    percentiles: dict[str, DatedQuantile] = {name: getattr(stop, name) for name in _PERCENTILES}
    return {
        "risk": risk.id,
        "name": risk.name,
        "category": risk.category,
        "owner": risk.owner,
        **cause.either.columns("stops"),
        **cause.alone.columns("alone"),
        **cause.together.columns("together"),
        **{column: time for name, one in percentiles.items() for column, time in one.columns(name, "_days").items()},
        **{name: one.date for name, one in percentiles.items()},
        **(dict.fromkeys(_MONEY, np.nan) if toll is None else _money(toll)),
    }


def _money(toll: Toll) -> Row:
    return {
        **toll.spent_mean.columns("spent_mean"),
        **toll.spent_p50.columns("spent_p50"),
        **toll.saved_mean.columns("saved_mean"),
    }
