"""The balance of invoices paid and money spent over time."""

from collections.abc import Mapping
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
    lowest, lowest_at
        The lowest point of the median balance [currency], a position on a date axis [days].
    needs
        By what is kept in as many cases, `P50` and `P90`: the peak funding need of each case by itself [currency].
    """

    dates: NDArray[np.float64]
    balance: Fan
    lowest: float
    lowest_at: float
    needs: Mapping[str, float]


def cash_curve(scenario: Scenario, cash: Cash) -> CashCurve:
    """Return the balance of a plan with invoices, until nothing much happens any more."""
    table, need, days = cash.balance, cash.peak.p50.value, scenario.days
    mean = table["balance_mean"].to_numpy()
    last = int((np.abs(mean - mean[-1]) > _SETTLED * max(need, 1.0)).nonzero()[0].max(initial=0))
    shown = slice(last + 3)
    table = table.iloc[shown]
    low, middle, high = (table[f"balance_{name}"].to_numpy() for name in ("p10", "p50", "p90"))
    dates = positions(days, cash.times[shown])
    lowest = int(middle.argmin())
    return CashCurve(
        dates=dates,
        balance=Fan(low=low, middle=middle, high=high),
        lowest=float(middle[lowest]),
        lowest_at=float(dates[lowest]),
        needs={"P50": need, "P90": cash.peak.p90.value},
    )
