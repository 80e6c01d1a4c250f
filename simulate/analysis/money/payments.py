"""Payments: what is paid in each detailed iteration, and between which times."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario, Task
from milepost.models.clock_timing import ClockTiming
from milepost.models.timing import BEGINNING, EVERY_DAY_NAME, PROJECT
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


class Payment(NamedTuple):
    """
    An amount that is spent evenly with the work between two times, or at once where there is none.

    Parameters
    ----------
    begin, end
        float64[n] [days of the axis].
    amount
        float64[n], 0 where nothing is paid; of a saving below 0, and nowhere above [currency].
    opens
        Whether, or bool[n] where, it falls on a moment at which something begins, as the charge of a risk does: at the
        end of a day it then stands in the books of the next.
    expected
        float64[n], the amount with what is drawn of it at its mean; None where nothing is [currency].
    calendar
        The name of the calendar whose work that is.
    worked
        float64[n] each, what is done by then [its working days]; None where that is the times.
    """

    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    amount: NDArray[np.float64]
    opens: NDArray[np.bool_] | bool = False
    expected: NDArray[np.float64] | None = None
    calendar: str = EVERY_DAY_NAME
    worked: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @property
    def work(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return, float64[n] each, the work done by its beginning and by its end [working days]."""
        return (self.begin, self.end) if self.worked is None else self.worked

    @property
    def shift(self) -> NDArray[np.float64]:
        """Return by how much the first time that counts it, where it is paid at once, is later [days of the axis]."""
        return np.where(np.broadcast_to(self.opens, self.begin.shape), SLACK, -SLACK)

    @property
    def dated_end(self) -> NDArray[np.float64]:
        """Return, float64[n], the time that has the date of its end [days of the axis]."""
        return np.where(self.opens, self.end + BEGINNING, self.end)

    def only(self, where: NDArray[np.bool_]) -> "Payment":
        """Return the part of it that falls in the iterations in which, bool[n], something is true."""
        expected = None if self.expected is None else np.where(where, self.expected, 0.0)
        return self._replace(amount=np.where(where, self.amount, 0.0), expected=expected)

    def accrual(self) -> "Accrual":
        """Prepare to ask for what is spent by many times."""
        return self._accrual(self.shift)

    def accrual_before(self) -> "Accrual":
        """Prepare to ask for what is spent before many times, without what is paid at once at these very times."""
        return self._accrual(np.array(SLACK))

    def _accrual(self, shift: NDArray[np.float64]) -> "Accrual":
        begin, lasts = _accruing(self.begin, self.end, shift)
        first, last = begin.min(initial=np.inf), (begin + lasts).max(initial=-np.inf)
        if self.worked is not None:
            begin, lasts = _accruing(*self.worked, shift)
        saves = bool(self.amount.min(initial=0.0) < 0.0)
        return Accrual(begin, self.amount / lasts, self.amount, float(first), float(last), saves, self.calendar)


class Accrual(NamedTuple):
    """
    A payment as it adds up; what is paid at once does so within a slack, before the first time that is to count it.

    Parameters
    ----------
    begin
        float64[n], the work done when it begins [working days].
    rate
        float64[n] [currency per working day].
    amount
        float64[n] [currency].
    first, last
        When it begins first and has ended last of all iterations [days of the axis].
    saves
        Whether its amounts are below 0, and not above.
    calendar
        The name of the calendar whose work that is.
    """

    begin: NDArray[np.float64]
    rate: NDArray[np.float64]
    amount: NDArray[np.float64]
    first: float
    last: float
    saves: bool
    calendar: str

    def by(self, work: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return, float64[n], what is spent when so much work is done in each iteration, a finite one [currency]."""
        spent = work - self.begin
        np.maximum(spent, 0.0, out=spent)
        spent *= self.rate
        bound = np.maximum if self.saves else np.minimum
        return np.asarray(bound(spent, self.amount, out=spent))


def payments(scenario: Scenario, outcome: Outcome) -> Iterator[Payment]:
    """
    Yield what is paid until the stop, one payment at a time: for each task, each risk and the standing team.

    Where nothing is paid, or the stop comes first, all rows hold 0.
    """
    stop = outcome.stop[: outcome.detail]
    stopped = dict[str, NDArray[np.float64]]()
    for one in planned_payments(scenario, outcome):
        begun, done = one.work
        if one.calendar not in stopped:
            stopped[one.calendar] = scenario.timing.work(one.calendar, stop)
        length = done - begun
        cut = np.minimum(done, stopped[one.calendar])
        share = np.divide(cut - begun, length, out=np.ones_like(length), where=length > 0.0)
        most = one.amount if one.expected is None else np.maximum(one.amount, one.expected)
        paid = (one.begin < stop - SLACK) & (most != 0.0)
        yield one._replace(
            begin=np.where(paid, one.begin, 0.0),
            end=np.where(paid, np.maximum(np.minimum(one.end, stop), one.begin), 0.0),
            amount=np.where(paid, share * one.amount, 0.0),
            expected=None if one.expected is None else np.where(paid, share * one.expected, 0.0),
            worked=one.worked and (np.where(paid, begun, 0.0), np.where(paid, np.maximum(cut, begun), 0.0)),
        )


def planned_payments(scenario: Scenario, outcome: Outcome) -> Iterator[Payment]:
    """
    Yield what would be paid if nothing stopped the project; a risk that does not occur has an amount of 0.

    Where a status says what is spent before it, what is paid from there on; `Past` has the rest.
    """
    for task in scenario.tasks.values():
        if task.is_paid:
            yield from _paid_for(task, scenario, outcome)
    for id in scenario.risks:
        time = outcome.risk_time[id]
        charge = np.where(np.isfinite(time), outcome.risk_charge[id], 0.0)
        for part in (np.maximum(charge, 0.0), np.minimum(charge, 0.0)):
            if part.any():
                when = np.where(part != 0.0, time, 0.0)
                yield Payment(when, when, part, opens=True)
    if scenario.budget.burn and scenario.milestones:
        last = np.maximum.reduce([outcome.unstopped(id) for id in scenario.milestones])
        begin = np.full_like(last, max(_since(scenario), 0.0))
        end = np.maximum(last, begin)
        worked = scenario.days.worked(begin), scenario.days.worked(end)
        amount = scenario.budget.burn * (worked[1] - worked[0])
        yield Payment(begin, end, amount, calendar=PROJECT, worked=_unless_times(scenario, worked))


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


def _since(scenario: Scenario) -> float:
    """Return from when on payments are told one by one [days of the axis]."""
    return -np.inf if scenario.budget.spent is None else scenario.network.history.now


def _paid_for(task: Task, scenario: Scenario, outcome: Outcome) -> Iterator[Payment]:
    """Yield what is paid for a task; on the clock apart from each other what is with its work, and what is at once."""
    timing, calendar = scenario.timing, (scenario.written or scenario).timing.calendar_of(task.id)
    start, finish = outcome.task_start[task.id], outcome.task_finish[task.id]
    begun, done = timing.work(calendar, start), timing.work(calendar, finish)
    times, is_drawn = _times_paid(task, outcome), task.id in outcome.task_cost
    length = timing.lasts(task.id, start, finish)
    expected = task.cost.mean * times + task.daily.mean * length
    amount = outcome.task_cost[task.id] * times + outcome.task_daily[task.id] * length if is_drawn else expected
    since = _since(scenario)
    if task.id in scenario.network.history.begun and since > -np.inf:
        worked = timing.work(calendar, since)
        ahead = np.divide(done - worked, length, out=np.ones_like(start), where=length > 0.0)
        amount, expected = amount * ahead, expected * ahead
        start, begun = np.maximum(start, since), np.maximum(begun, worked)
    opens = outcome.task_begins.get(task.id, False)
    payment = Payment(start, finish, amount, opens, expected if is_drawn else None, calendar=calendar)
    if not isinstance(timing, ClockTiming):
        yield payment
        return
    lasts = done - begun > SLACK
    if lasts.any():
        yield payment.only(lasts)._replace(worked=(begun, done))
    if not lasts.all():
        dated = outcome.dated_task(task.id)[1]
        yield payment.only(~lasts)._replace(begin=dated, end=dated, opens=False, calendar=EVERY_DAY_NAME)


def _accruing(
    begin: NDArray[np.float64], end: NDArray[np.float64], shift: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return from when and for how long a payment adds up; what is paid at once does so for half the slack."""
    length = end - begin
    # Half of it, or rounding leaves some unpaid at that time.
    return np.where(length > SLACK, begin, begin + shift), np.where(length > SLACK, length, SLACK / 2)


def _unless_times(
    scenario: Scenario, worked: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return what is worked by some times; None where that is the times."""
    return worked if isinstance(scenario.timing, ClockTiming) else None
