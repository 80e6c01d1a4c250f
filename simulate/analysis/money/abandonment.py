"""Abandonment: what had been spent by the time the project was stopped, and what stopping saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.payments import planned_payments
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import SPENT_AT_STOP, Influence
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """
    The money of the iterations that one risk stops, alone or together with others.

    Parameters
    ----------
    spent_mean, spent_p50
        What they have cost by the stop: mean and median; NaN where there are none [currency].
    saved_mean
        What going on to the end would have cost on top, on average over the detailed ones among them; NaN where there
        are none [currency].
    """

    spent_mean: Mean
    spent_p50: Quantile
    saved_mean: Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """
    The money of the iterations that are stopped.

    Parameters
    ----------
    spent
        What they have cost by the stop, on average over them [currency].
    spent_over_all
        The same on average over all iterations: 0 counts for each that is not stopped [currency].
    saved
        What going on to the end would have cost on top, on average over those detailed iterations that are stopped;
        NaN where none of these is [currency].
    saved_over_all
        The same on average over all detailed iterations [currency].
    by
        By the id of each risk that can stop the project, in file order, the same of the iterations in which it does.
    """

    spent: Mean
    spent_over_all: Mean
    saved: Mean
    saved_over_all: Mean
    by: Mapping[str, Toll]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self | None:
        """Average over the iterations that are stopped; none where none is."""
        stopped = np.isfinite(outcome.stop)
        if not stopped.any():
            return None
        cost = np.where(stopped, outcome.cost, 0.0)
        here = stopped[: outcome.detail]
        whole = np.full(outcome.detail, scenario.budget.spent or 0.0)
        for payment in planned_payments(scenario, outcome):
            whole += payment.amount
        saved = np.where(here, whole - outcome.cost[: outcome.detail], 0.0)
        mean = partial(supported_mean, scenario, SPENT_AT_STOP, influence=Influence(scenario=scenario))
        return cls(
            spent=mean(cost[stopped], played=outcome.iterations),
            spent_over_all=mean(cost),
            saved=mean(saved[here], played=outcome.detail),
            saved_over_all=mean(saved),
            by={id: _toll(where, cost, saved, mean) for id, where in outcome.stopped_by.items()},
        )


def _toll(
    where: NDArray[np.bool_], cost: NDArray[np.float64], saved: NDArray[np.float64], mean: Callable[..., Mean]
) -> Toll:
    """Describe the iterations that are true in bool[N], given cost float64[N] and what is saved float64[n]."""
    spent = cost[where]
    return Toll(
        spent_mean=mean(spent, played=cost.size),
        spent_p50=Sample.of(spent).estimate(0.50),
        saved_mean=mean(saved[where[: saved.size]], played=saved.size),
    )
