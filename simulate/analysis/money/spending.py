"""Spending: how much money is gone by when, in each detailed iteration."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.models.timing import Timing
from milepost.simulate.analysis.money.invoices import arrivals
from milepost.simulate.analysis.money.past import Past
from milepost.simulate.analysis.money.payments import Accrual, Payment, payments, savings
from milepost.simulate.analysis.statistics.course import grid_over
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.outcome import Outcome

_USUAL_POINTS: Final = 160
"""Times of the grid up to the day by which 99 of 100 iterations are over."""

_TAIL_POINTS: Final = 40
"""Times of the grid from there to the end of the slowest iteration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """
    The money spent by each time of a grid, and by the events of each iteration.

    The grid has 200 times and the due dates, and there are 10,000 detailed iterations unless asked otherwise, so that
    a row for each time takes 16 MB or a little more.

    Parameters
    ----------
    times
        float64[g], the grid: ends of days in ascending order, the due dates among them, the last one at or after the
        end of every iteration [days of the axis].
    spent
        float64[g, n], the money spent by each of them; it falls only by what a risk saves [currency].
    expected
        float64[g, n], the same with costs and charges at their expectation, for means [currency].
    at_milestone
        By the id of each milestone of which every iteration is kept: float64[n], the money spent by the time it is
        reached; NaN where it is not [currency].
    at_arrival
        By the id of each milestone with an invoice: float64[n], the money spent before it is paid, and not at that very
        moment; NaN where it is not [currency].
    at_saving
        By the id of each risk that may save money: float64[n], the money spent before it does; NaN where it does not
        [currency].
    last, last_dated
        float64[n], when the last money is spent, and the time that has the date of that [days of the axis].
    """

    times: NDArray[np.float64]
    spent: NDArray[np.float64]
    expected: NDArray[np.float64]
    at_milestone: Mapping[str, NDArray[np.float64]]
    at_arrival: Mapping[str, NDArray[np.float64]]
    at_saving: Mapping[str, NDArray[np.float64]]
    last: NDArray[np.float64]
    last_dated: NDArray[np.float64]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self:
        """Add up all payments in one pass, one at a time."""
        reached = {id: outcome.dated(id)[: outcome.detail] for id in outcome.moments}
        paid, judged = arrivals(scenario, outcome), followed(scenario)
        timing = scenario.timing
        at_milestone = {id: _Event(times, timing) for id, times in reached.items() if id in judged}
        at_arrival = {id: _Event(arrival.time, timing) for id, arrival in paid.items()}
        at_saving = {id: _Event(times, timing) for id, times in savings(outcome).items()}
        before = [*at_arrival.values(), *at_saving.values()]
        events_dated = [*reached.values(), *(arrival.dated for arrival in paid.values())]
        table = _Table(_grid(scenario, outcome, events_dated), outcome.detail, timing)
        drawn = _Drawn(table.times, outcome, timing)
        past = Past.of(scenario)
        last, last_dated = np.full((2, outcome.detail), 0.0 if past is None else past.until)
        for payment in payments(scenario, outcome):
            table.add(payment)
            drawn.add(payment)
            for latest, end in (last, payment.end), (last_dated, payment.dated_end):
                np.maximum(latest, np.where(payment.amount != 0.0, end, 0.0), out=latest)
            for accrual, events in (payment.accrual(), at_milestone.values()), (payment.accrual_before(), before):
                for event in events:
                    event.count(accrual)
        spent = table.total()
        if past is not None:
            spent += past.by(table.times)[:, None]
            for events, shift in (at_milestone.values(), 0.0), (before, -SLACK):
                for event in events:
                    event.count_past(past, shift)
        return cls(
            times=table.times,
            spent=spent,
            expected=drawn.at_means(_at_expectation(outcome, table.times, spent)),
            at_milestone={id: event.total() for id, event in at_milestone.items()},
            at_arrival={id: event.total() for id, event in at_arrival.items()},
            at_saving={id: event.total() for id, event in at_saving.items()},
            last=last,
            last_dated=last_dated,
        )

    def index_of(self, time: float) -> int:
        """Return the row of a time of the grid."""
        return int(np.searchsorted(self.times, time - SLACK))


def steps(times: NDArray[np.float64], grid: NDArray[np.float64], amount: float, onto: NDArray[np.float64]) -> None:
    """
    Add an amount from a time on in each iteration.

    Parameters
    ----------
    times
        float64[n] [days of the axis]; infinity where it never comes.
    grid
        float64[g], ascending; what comes after it is not added.
    amount
        What to add.
    onto
        float64[g, n]; what is added at each time of the grid, to be summed up along the first axis.
    """
    row = np.searchsorted(grid, times - SLACK)
    lane = np.flatnonzero(row < grid.size)
    _add(onto, row[lane], lane, np.full(lane.size, amount))


class _Event:
    """What is spent by the time of an event, in each iteration in which it comes."""

    def __init__(self, times: NDArray[np.float64], timing: Timing) -> None:
        self._came, self._timing = np.isfinite(times), timing
        self._times = np.where(self._came, times, 0.0)
        self._work = dict[str, NDArray[np.float64]]()
        self._first, self._last = self._times.min(initial=np.inf), self._times.max(initial=-np.inf)
        self._spent = np.zeros_like(times)

    def count(self, accrual: Accrual) -> None:
        """Add what of a payment is spent by then: of most nothing yet, or all of it, in every iteration."""
        if accrual.first >= self._last:
            return
        if accrual.last <= self._first:
            self._spent += accrual.amount
            return
        calendar = accrual.calendar
        if calendar not in self._work:
            self._work[calendar] = self._timing.work(calendar, self._times)
        self._spent += accrual.by(self._work[calendar])

    def count_past(self, past: Past, shift: float) -> None:
        """Add what was spent by then before a status; a little earlier, where what is paid at once does not count."""
        self._spent += past.by(self._times + shift)

    def total(self) -> NDArray[np.float64]:
        """Return the amounts, NaN where it never comes."""
        return np.where(self._came, self._spent, np.nan)


class _Table:
    """Payments laid out on a grid: each as a jump, a slope and a jump, which a running sum makes a line of."""

    def __init__(self, times: NDArray[np.float64], iterations: int, timing: Timing) -> None:
        self.times = times
        self._timing = timing
        self._jumps = np.zeros((times.size, iterations))
        self._slopes = dict[str, NDArray[np.float64]]()
        self._work = dict[str, NDArray[np.float64]]()

    def add(self, payment: Payment) -> None:
        """Lay a payment out: what of it falls before its first time, what between, and what after the last."""
        lane = np.flatnonzero(payment.amount)
        begin, end, amount, begun, done = (
            row[lane] for row in (payment.begin, payment.end, payment.amount, *payment.work)
        )
        work = self._work_by(payment.calendar)
        first, final = (np.searchsorted(self.times, row + payment.shift[lane]) for row in (begin, end))
        rate = amount / np.maximum(done - begun, SLACK)
        head = np.clip(rate * (work[first] - begun), 0.0, amount)
        head = np.where(final > first, head, amount)
        _add(self._jumps, first, lane, head)
        tail = np.clip(rate * (done - work[final - 1]), 0.0, amount - head)
        _add(self._jumps, final, lane, tail)
        lasts = final > first + 1
        first, final, lane, rate = first[lasts], final[lasts], lane[lasts], rate[lasts]
        if lane.size:
            if payment.calendar not in self._slopes:
                self._slopes[payment.calendar] = np.zeros_like(self._jumps)
            slopes = self._slopes[payment.calendar]
            _add(slopes, first + 1, lane, rate)
            _add(slopes, final, lane, -rate)

    def total(self) -> NDArray[np.float64]:
        """Sum up, in place, to what is spent by each time."""
        for calendar, slopes in self._slopes.items():
            np.cumsum(slopes, axis=0, out=slopes)
            slopes *= np.diff(self._work_by(calendar), prepend=0.0)[:, None]
            self._jumps += np.maximum(slopes, 0.0, out=slopes)
        total: NDArray[np.float64] = np.cumsum(self._jumps, axis=0, out=self._jumps)
        return total

    def _work_by(self, calendar: str) -> NDArray[np.float64]:
        """Return the work that a calendar does by each time of the grid [its working days]."""
        if calendar not in self._work:
            self._work[calendar] = self._timing.work(calendar, self.times)
        return self._work[calendar]


class _Drawn:
    """What is spent on tasks whose costs are drawn, as they fall and at their means; nothing where none is."""

    def __init__(self, times: NDArray[np.float64], outcome: Outcome, timing: Timing) -> None:
        names = ("drawn", "means") if outcome.task_cost else ()
        self._tables = [_Table(times, outcome.detail, timing) for _ in names]

    def add(self, payment: Payment) -> None:
        """Lay out a payment that is drawn."""
        if payment.expected is not None:
            for table, amount in zip(self._tables, (payment.amount, payment.expected), strict=True):
                table.add(payment._replace(amount=amount))

    def at_means(self, spent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is spent with all that is drawn at its mean; the same array where nothing is."""
        if not self._tables:
            return spent
        drawn, means = (table.total() for table in self._tables)
        moved: NDArray[np.float64] = spent - drawn + means
        return moved


def _at_expectation(outcome: Outcome, grid: NDArray[np.float64], spent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count charges at their expectation in what is spent; the same array where none counts so."""
    counts = [
        id
        for id, due in outcome.risk_due.items()
        if not np.array_equal(due, outcome.risk_time[id])
        or not np.array_equal(outcome.risk_expected[id], outcome.risk_charge[id])
    ]
    if not counts:
        return spent
    stop, lanes = outcome.stop[: outcome.detail], np.arange(outcome.detail)
    moved = np.zeros_like(spent)
    for id in counts:
        for times, amounts in (
            (outcome.risk_time[id], -outcome.risk_charge[id]),
            (outcome.risk_due[id], outcome.risk_expected[id]),
        ):
            row = np.searchsorted(grid, times + SLACK, side="right")
            lane = lanes[(times < stop - SLACK) & (row < grid.size)]
            _add(moved, row[lane], lane, amounts[lane])
    np.cumsum(moved, axis=0, out=moved)
    moved += spent
    return moved


def _add(onto: NDArray[np.float64], row: NDArray[np.intp], lane: NDArray[np.intp], amount: NDArray[np.float64]) -> None:
    """Add an amount in a row of each of some lanes: by flat indices, which takes half the time of pairs."""
    flat = onto.reshape(-1)
    flat[row * onto.shape[1] + lane] += amount


def _grid(scenario: Scenario, outcome: Outcome, events: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Choose whole days that cover every iteration, the plan, its dates and its past; closest where most happens."""
    stop = outcome.stop[: outcome.detail]
    ends = np.zeros(outcome.detail)
    # A charge stands in the books of the day that begins with it.
    charged = (np.floor(times + SLACK) + 1.0 for times in (*outcome.risk_time.values(), *outcome.risk_due.values()))
    for times in (*(outcome.dated_task(id)[1] for id in outcome.task_finish), *charged):
        np.maximum(ends, np.minimum(np.where(np.isfinite(times), times, 0.0), stop), out=ends)
    for times in events:
        np.maximum(ends, np.where(np.isfinite(times), times, 0.0), out=ends)
    np.maximum(ends, np.where(np.isfinite(stop), stop, 0.0), out=ends)
    planned = PlannedSpending(scenario.agreed)
    dues = [days for days in scenario.due_days.values() if 0.0 < days < inf]
    also = [max(scenario.network.history.now, 0.0), *dues, *map(planned.dated, scenario.milestones)]
    days = grid_over(ends, usual_points=_USUAL_POINTS, tail_points=_TAIL_POINTS, also=also)
    return np.unique([*days, *dues])
