"""Payments: what is paid in each detailed iteration, and between which times."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario, Task
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


class Payment(NamedTuple):
    """
    An amount that is spent evenly between two times, or at once where they are the same.

    Parameters
    ----------
    begin, end
        float64[n] [working days from start].
    amount
        float64[n], 0 where nothing is paid; of a saving below 0, and nowhere above [currency].
    opens
        Whether, or bool[n] where, it falls on a moment at which something begins, as the charge of a risk does: at the
        end of a day it then stands in the books of the next.
    expected
        float64[n], the amount with what is drawn of it at its mean; None where nothing is [currency].
    """

    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    amount: NDArray[np.float64]
    opens: NDArray[np.bool_] | bool = False
    expected: NDArray[np.float64] | None = None

    @property
    def shift(self) -> NDArray[np.float64]:
        """Return by how much the first time that counts it, where it is paid at once, is later [working days]."""
        return np.where(np.broadcast_to(self.opens, self.begin.shape), SLACK, -SLACK)

    @property
    def dated_end(self) -> NDArray[np.float64]:
        """Return, float64[n], the time that has the date of its end [working days from start]."""
        return np.where(self.opens, self.end + BEGINNING, self.end)

    def accrual(self) -> "Accrual":
        """Prepare to ask for what is spent by many times."""
        return self._accrual(self.shift)

    def accrual_before(self) -> "Accrual":
        """Prepare to ask for what is spent before many times, without what is paid at once at these very times."""
        return self._accrual(np.array(SLACK))

    def _accrual(self, shift: NDArray[np.float64]) -> "Accrual":
        length = self.end - self.begin
        begin = np.where(length > SLACK, self.begin, self.begin + shift)
        lasts = np.where(length > SLACK, length, SLACK / 2)  # half of it, or rounding leaves some unpaid at that time
        first, last = begin.min(initial=np.inf), (begin + lasts).max(initial=-np.inf)
        saves = bool(self.amount.min(initial=0.0) < 0.0)
        return Accrual(begin, self.amount / lasts, self.amount, float(first), float(last), saves)


class Accrual(NamedTuple):
    """
    A payment as it adds up; what is paid at once does so within a slack, before the first time that is to count it.

    Parameters
    ----------
    begin
        float64[n] [working days from start].
    rate
        float64[n] [currency per working day].
    amount
        float64[n] [currency].
    first, last
        When it begins first and has ended last of all iterations [working days].
    saves
        Whether its amounts are below 0, and not above.
    """

    begin: NDArray[np.float64]
    rate: NDArray[np.float64]
    amount: NDArray[np.float64]
    first: float
    last: float
    saves: bool

    def by(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return, float64[n], what is spent by a finite time in each iteration [currency]."""
        spent = times - self.begin
        np.maximum(spent, 0.0, out=spent)
        spent *= self.rate
        bound = np.maximum if self.saves else np.minimum
        return np.asarray(bound(spent, self.amount, out=spent))


def payments(scenario: Scenario, outcome: Outcome) -> Iterator[Payment]:
    """
    Yield what is paid until the stop, one payment at a time: for each task, each risk and the standing team.

    Where nothing is paid, or the stop comes first, all three rows hold 0.
    """
    stop = outcome.stop[: outcome.detail]
    for begin, end, amount, opens, expected in planned_payments(scenario, outcome):
        length = end - begin
        lasts = length > 0.0
        cut = np.minimum(end, stop)
        share = np.divide(cut - begin, length, out=np.ones_like(length), where=lasts)
        paid = (begin < stop - SLACK) & ((amount if expected is None else np.maximum(amount, expected)) != 0.0)
        rows = [np.where(paid, row, 0.0) for row in (begin, np.maximum(cut, begin), share * amount)]
        mean = None if expected is None else np.where(paid, share * expected, 0.0)
        yield Payment(rows[0], rows[1], rows[2], opens, mean)


def planned_payments(scenario: Scenario, outcome: Outcome) -> Iterator[Payment]:
    """
    Yield what would be paid if nothing stopped the project; a risk that does not occur has an amount of 0.

    Where a status says what is spent before it, what is paid from there on; `Past` has the rest.
    """
    history, spent = scenario.network.history, scenario.budget.spent
    begun, since = (history.begun, history.now) if spent is not None else ({}, -np.inf)
    for id, task in scenario.tasks.items():
        if task.is_paid:
            start, finish = outcome.task_start[id], outcome.task_finish[id]
            times, length, is_drawn = _times_paid(task, outcome), finish - start, id in outcome.task_cost
            expected = task.cost.mean * times + task.daily.mean * length
            amount = outcome.task_cost[id] * times + outcome.task_daily[id] * length if is_drawn else expected
            if id in begun:
                ahead = np.divide(finish - since, length, out=np.ones_like(start), where=length > 0.0)
                amount, expected = amount * ahead, expected * ahead
                start = np.maximum(start, since)
            opens = outcome.task_begins.get(id, False)
            yield Payment(start, finish, amount, opens, expected if is_drawn else None)
    for id in scenario.risks:
        time = outcome.risk_time[id]
        charge = np.where(np.isfinite(time), outcome.risk_charge[id], 0.0)
        for part in (np.maximum(charge, 0.0), np.minimum(charge, 0.0)):
            if part.any():
                when = np.where(part != 0.0, time, 0.0)
                yield Payment(when, when, part, opens=True)
    if scenario.budget.burn and scenario.milestones:
        last = np.maximum.reduce([outcome.unstopped(id) for id in scenario.milestones])
        begin = np.full_like(last, max(since, 0.0))
        yield Payment(begin, np.maximum(last, begin), scenario.budget.burn * np.maximum(last - begin, 0.0))


def savings(outcome: Outcome) -> dict[str, NDArray[np.float64]]:
    """Return, by the id of each risk that ever saves money, float64[n], when it does; infinity where it does not."""
    stop = outcome.stop[: outcome.detail]
    found = {
        id: np.where((outcome.risk_charge[id] < 0.0) & (time < stop - SLACK), time, np.inf)
        for id, time in outcome.risk_time.items()
    }
    return {id: time for id, time in found.items() if np.isfinite(time).any()}


def _times_paid(task: Task, outcome: Outcome) -> NDArray[np.float64] | float:
    """Return how often the task's cost is due in each iteration."""
    return outcome.task_payments.get(task.id, 1.0)
