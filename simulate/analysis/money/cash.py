"""Cash: what invoices brought in, less what was spent, and how much must be found elsewhere."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.invoices import Arrival, arrivals
from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.money.payments import savings
from milepost.simulate.analysis.money.spending import Spending, steps
from milepost.simulate.analysis.statistics.course import described
from milepost.simulate.analysis.statistics.sample import SLACK, DatedSample
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import PEAK
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """
    The balance of a plan whose milestones bring invoices, over the detailed iterations.

    Parameters
    ----------
    balance
        A row for each time of the grid: days, date, and the balance's mean, p10, p50 and p90.
    times
        float64[g], the grid [days of the axis].
    peak
        The peak funding need: the largest amount by which spending is ahead of the invoices paid [currency].
    when
        When that is.
    """

    balance: pd.DataFrame
    times: NDArray[np.float64]
    peak: Spread
    when: DatedSample

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, spending: Spending | None) -> Self | None:
        """Set the invoices against the spending; none where there are no invoices."""
        paid = arrivals(scenario, outcome)
        if spending is None or not paid:
            return None
        amounts = _invoiced(scenario)
        times = {id: arrival.time for id, arrival in paid.items()}
        need, when, dated = peak_need(times, amounts, spending, savings(outcome))
        return cls(
            balance=_balance_table(scenario, paid, amounts, spending),
            times=spending.times,
            peak=Spread.of(need, supported_mean(scenario, PEAK, need)),
            when=DatedSample.of(when, dated),
        )


def funding_need(scenario: Scenario, outcome: Outcome, spending: Spending | None) -> NDArray[np.float64] | None:
    """Return, float64[n], the peak funding need [currency]; none without invoices."""
    paid = arrivals(scenario, outcome)
    if spending is None or not paid:
        return None
    times = {id: arrival.time for id, arrival in paid.items()}
    return peak_need(times, _invoiced(scenario), spending, savings(outcome))[0]


def peak_need(
    paid: dict[str, NDArray[np.float64]],
    amounts: dict[str, float],
    spending: Spending,
    saved: dict[str, NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """
    Return, float64[n] each, the peak funding need [currency], when it is reached first and what has the date of that.

    Spending falls only by what a risk saves, so the need is largest just before that, just before an invoice is paid,
    or when the last money is spent. What is spent at the very moment at which an invoice is paid is set against it.

    Parameters
    ----------
    paid
        By milestone id, when its invoice is paid [days of the axis]; infinity where never.
    amounts
        By the same ids, what is paid [currency].
    spending
        What is spent.
    saved
        By risk id, when it saves money [days of the axis]; infinity where never.
    """
    received = sum((np.where(np.isfinite(paid[id]), amounts[id], 0.0) for id in sorted(paid)), np.zeros(1))
    need = np.maximum(spending.spent[-1] - received, 0.0)
    when, dated = np.where(need > 0.0, spending.last, 0.0), np.where(need > 0.0, spending.last_dated, 0.0)
    moments = [(paid[id], spending.at_arrival[id]) for id in paid]
    moments += [(saved[id], spending.at_saving[id]) for id in saved]
    for times, spent in moments:
        earlier = sum((np.where(paid[one] < times - SLACK, amounts[one], 0.0) for one in sorted(paid)), np.zeros(1))
        before = np.where(np.isfinite(times), spent - earlier, 0.0)
        reached = np.minimum(times, spending.last)
        larger = (before > need) | ((before == need) & (reached < when))
        spent_before = np.where(spending.last < times - SLACK, spending.last_dated, reached)
        need, when, dated = (
            np.where(larger, new, old) for new, old in ((before, need), (reached, when), (spent_before, dated))
        )
    return need, when, dated


def _invoiced(scenario: Scenario) -> dict[str, float]:
    """Return what each milestone with an invoice brings, by id [currency]."""
    return {id: one.invoice.amount for id, one in scenario.milestones.items() if one.invoice is not None}


def _balance_table(
    scenario: Scenario, paid: dict[str, Arrival], amounts: dict[str, float], spending: Spending
) -> pd.DataFrame:
    balance = np.zeros_like(spending.spent)
    for id in sorted(paid):
        steps(paid[id].dated, spending.times, amounts[id], balance)
    np.cumsum(balance, axis=0, out=balance)
    expected = balance.mean(axis=1) - spending.expected.mean(axis=1)
    balance -= spending.spent
    return pd.DataFrame(
        {
            "days": scenario.days.worked(spending.times),
            "date": scenario.days.isos(spending.times),
            **{f"balance_{name}": values for name, values in described(balance, expected).items()},
        }
    )
