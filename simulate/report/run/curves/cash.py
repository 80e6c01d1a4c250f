"""The balance of invoices paid and money spent over time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.run.curves.fan import Fan

_SETTLED = 0.002
"""What the mean still has to go where nothing much happens any more [shares of the peak need]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCurve:
    """
    The balance over time, and the most that must be found.

    Parameters
    ----------
    dates
        float64[n]: ascending positions on a date axis [days], NaN beyond the calendar.
    balance
        Over the iterations, at each date [currency].
    need, need_at
        Medians of the peak funding need [currency] and of its day, a position on a date axis [days].
    """

    dates: NDArray[np.float64]
    balance: Fan
    need: float
    need_at: float


def cash_curve(scenario: Scenario, cash: Cash) -> CashCurve:
    """Return the balance of a plan with invoices, until nothing much happens any more."""
    table, need, days = cash.balance, cash.peak.p50.value, scenario.days
    mean = table["balance_mean"].to_numpy()
    last = int((np.abs(mean - mean[-1]) > _SETTLED * max(need, 1.0)).nonzero()[0].max(initial=0))
    table = table.iloc[: last + 3]
    low, middle, high = (table[f"balance_{name}"].to_numpy() for name in ("p10", "p50", "p90"))
    return CashCurve(
        dates=positions(days, table["days"]),
        balance=Fan(low=low, middle=middle, high=high),
        need=need,
        need_at=float(positions(days, cash.when.dated.quantile(0.5))),
    )
