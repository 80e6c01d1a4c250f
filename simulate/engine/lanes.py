"""
Lane loops: what the kernel does to whole rows.

A loop over lanes becomes vector instructions only where it is alone in its function. A row is float64[n_lanes]; one
that says yes or no holds 1 and 0.
"""

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.engine.block import Block
from milepost.simulate.engine.cache import jit

Row = NDArray[np.float64]

SLACK = 1e-9
"""How far apart two times may be and still be the same [working days]."""

BEGINNING = 2.0**-20
"""What dates a beginning, as in `milepost.models.timing` [working days]; kernels import nothing from there."""

TIME, MOMENT, END = 0, 1, 2
"""What the dated time of what takes no time reads: what a link asks for, when something begins, or when it ends."""

_WORDS = 2.0**-32


@jit
def fill(value: float, row: Row) -> None:
    """Write one value into every lane."""
    for k in range(row.size):
        row[k] = value


@jit
def put(row: Row, out: Row) -> None:
    """Copy a row."""
    for k in range(out.size):
        out[k] = row[k]


@jit
def add(one: Row, other: Row, total: Row) -> None:
    """Write a sum."""
    for k in range(total.size):
        total[k] = one[k] + other[k]


@jit
def reshape(scale: float, shift: float, duration: Row) -> None:
    """Multiply a duration and add to it, down to 0."""
    for k in range(duration.size):
        duration[k] = max(0.0, shift + scale * duration[k])


@jit
def add_unless(already: Row, more: Row, total: Row) -> None:
    """Add where something is not so yet."""
    for k in range(total.size):
        total[k] += (1.0 - already[k]) * more[k]


@jit
def multiply(factor: Row, product: Row) -> None:
    """Multiply; of two rows that say yes or no, say where both do."""
    for k in range(product.size):
        product[k] *= factor[k]


@jit
def raise_to(row: Row, largest: Row) -> None:
    """Keep the larger; of two rows that say yes or no, say where either does."""
    for k in range(largest.size):
        largest[k] = max(largest[k], row[k])


@jit
def uniforms(words: NDArray[np.uint32], u: Row) -> None:
    """Turn words into numbers between 0 and 1."""
    for k in range(u.size):
        u[k] = (np.float64(words[k]) + 0.5) * _WORDS


@jit
def below(u: Row, limit: Row, answer: Row) -> None:
    """Mark the lanes in which one row is below another."""
    for k in range(answer.size):
        answer[k] = 1.0 if u[k] < limit[k] else 0.0


@jit
def wait(row: Row, lag: float, start: Row) -> None:
    """Raise the start to what a link waits for."""
    for k in range(start.size):
        start[k] = max(start[k], row[k] + lag)


@jit
def push(row: Row, lag: float, duration: Row, start: Row) -> None:
    """Raise the start until the finish is where a link holds it."""
    for k in range(start.size):
        start[k] = max(start[k], row[k] + lag - duration[k])


@jit
def push_to(time: float, duration: Row, start: Row) -> None:
    """Raise the start until the finish is no earlier than a time."""
    for k in range(start.size):
        start[k] = max(start[k], time - duration[k])


@jit
def add_share(begin: Row, end: Row, share: float, row: Row, asked: Row) -> None:
    """Write by a share of how long what a link waits for lasts later than what it reads."""
    for k in range(asked.size):
        asked[k] = row[k] + share * (end[k] - begin[k])


@jit
def only_without_lag(row: Row, lag: float, asked: Row) -> None:
    """Ask for nothing where that is later than what a link reads: a lag that has run is an end."""
    for k in range(asked.size):
        asked[k] = asked[k] if asked[k] + lag <= row[k] else -np.inf


@jit
def date_as(asked: Row, mark: Row, lag: float, dated: Row) -> None:
    """Raise a dated time to that of what a link waits for."""
    for k in range(dated.size):
        dated[k] = max(dated[k], asked[k] + mark[k] + lag)


@jit
def date_as_begun(asked: Row, lag: float, start: Row, finish: Row, dated: Row) -> None:
    """Raise a dated time to the beginning that a link waits for, where that is of work that takes time."""
    for k in range(dated.size):
        begun = asked[k] + lag + BEGINNING
        dated[k] = max(dated[k], begun) if finish[k] > start[k] else dated[k]


@jit
def mark(duration: Row, time: Row, dated: Row) -> None:
    """Turn a dated time into by how much it is later than the time; what takes time is dated as it is."""
    for k in range(dated.size):
        later = min(max(dated[k] - time[k], 0.0), BEGINNING)
        dated[k] = 0.0 if duration[k] > 0.0 else later


@jit
def take(less: Row, amount: Row, left: Row) -> None:
    """Write a difference."""
    for k in range(left.size):
        left[k] = amount[k] - less[k]


@jit
def take_no_time(at: Row, duration: Row, start: Row, finish: Row) -> None:
    """Let start and finish where it can be decided what takes no time."""
    for k in range(finish.size):
        lasts = duration[k] > 0.0
        start[k] = start[k] if lasts else at[k]
        finish[k] = finish[k] if lasts else at[k]


@jit
def share_of(share: float, begin: Row, end: Row, work: Row) -> None:
    """Write a share of what lies between two rows."""
    for k in range(work.size):
        work[k] = share * (end[k] - begin[k])


@jit
def choose_lasting(begin: Row, end: Row, lasting: Row, out: Row) -> None:
    """Copy a row where something takes time."""
    for k in range(out.size):
        out[k] = lasting[k] if end[k] > begin[k] else out[k]


@jit
def choose_beyond(limit: Row, row: Row, out: Row) -> None:
    """Copy a row over what is beyond a limit."""
    for k in range(out.size):
        out[k] = row[k] if out[k] > limit[k] + SLACK else out[k]


@jit
def read_dated(reads: int, begin: Row, end: Row, dates: Row, asked: Row) -> None:
    """Write the moment of a beginning that a link waits for, or else the end that it does."""
    for k in range(asked.size):
        moment = begin[k] if end[k] > begin[k] else dates[k] - BEGINNING
        asked[k] = moment if reads == MOMENT else dates[k]


@jit
def only_where(
    reads: int, reads_start: bool, begin: Row, end: Row, dates: Row, fixed: float, shares: Row, asked: Row
) -> None:
    """Ask for nothing where something else is to be read; and for a beginning where that is it."""
    for k in range(asked.size):
        begins = reads_start if end[k] > begin[k] else dates[k] > end[k] + SLACK
        which = TIME if fixed + shares[k] > 0.0 else MOMENT if begins else END
        asked[k] = asked[k] + (BEGINNING if reads == MOMENT else 0.0) if which == reads else -np.inf


@jit
def date_as_end(duration: Row, finish: Row, dated: Row) -> None:
    """Date what takes time as its finish, and as the beginning there what always is one."""
    for k in range(dated.size):
        fleeting = finish[k] + BEGINNING if dated[k] == np.inf else dated[k]
        dated[k] = finish[k] if duration[k] > 0.0 else fleeting


@jit
def choose(where: Row, row: Row, out: Row) -> None:
    """Copy a row where something is so."""
    for k in range(out.size):
        out[k] = row[k] if where[k] > 0.0 else out[k]


@jit
def move_up(later: Row, released: Row, free: Row) -> None:
    """Let a unit be free when the next one to be so is, or the one that is given back, whichever is first."""
    for k in range(free.size):
        free[k] = max(free[k], min(later[k], released[k]))


@jit
def retire(finish: Row, decided: Row, keep: float, left: Row) -> None:
    """Take a share away where what retires it is finished by the time of decision."""
    for k in range(left.size):
        left[k] *= keep if finish[k] <= decided[k] + SLACK else 1.0


@jit
def retire_if(effect: Row, finish: Row, decided: Row, keep: float, left: Row) -> None:
    """Take a share away where what retires it had its effect by the time of decision."""
    for k in range(left.size):
        acts = (finish[k] <= decided[k] + SLACK) & (effect[k] > 0.0)
        left[k] *= keep if acts else 1.0


@jit
def delay(occurs: Row, impact: Row, days: Row, total: Row) -> None:
    """Add a delay where its risk occurs."""
    for k in range(total.size):
        total[k] += occurs[k] * impact[k] * days[k]


@jit
def delay_alike(occurs: Row, impact: float, days: Row, total: Row) -> None:
    """Add a delay where its risk occurs, when the same share of it is left in every lane."""
    for k in range(total.size):
        total[k] += occurs[k] * impact * days[k]


@jit
def stretch(occurs: Row, impact: Row, factor: Row, product: Row) -> None:
    """Multiply by a stretch where its risk occurs."""
    for k in range(product.size):
        product[k] *= 1.0 + occurs[k] * impact[k] * (factor[k] - 1.0)


@jit
def harm(stretched: Row, delayed: Row, duration: Row) -> None:
    """Let stretches and delays have their effect on a duration, down to 0."""
    for k in range(duration.size):
        duration[k] = max(0.0, duration[k] * stretched[k] + delayed[k])


@jit
def charge(occurs: Row, impact: Row, cost: Row, decided: Row, first: Row, charged: Row) -> None:
    """Charge a cost at the earliest decision at which its risk occurs, the larger charge among ties."""
    for k in range(charged.size):
        amount = impact[k] * cost[k]
        before = charged[k]
        later = before if (decided[k] > first[k] + SLACK) | (abs(amount) < abs(before)) else amount
        now = amount if decided[k] < first[k] - SLACK else later
        charged[k] = now if occurs[k] > 0.0 else before


@jit
def expect(ran: Row, probability: Row, impact: Row, cost: float, decided: Row, first: Row, expected: Row) -> None:
    """Keep what a charge comes to on average at the first decision, the larger among ties; what did not run is none."""
    for k in range(expected.size):
        amount = probability[k] * impact[k] * cost
        before, when = expected[k], first[k]
        later = before if (decided[k] > when + SLACK) | (abs(amount) < abs(before)) else amount
        now = amount if decided[k] < when - SLACK else later
        expected[k] = now if ran[k] > 0.0 else before
        first[k] = min(when, decided[k]) if ran[k] > 0.0 else when


@jit
def note_first(occurs: Row, times: Row, first: Row) -> None:
    """Keep the earliest of the times at which a risk does something."""
    for k in range(first.size):
        first[k] = min(first[k], times[k]) if occurs[k] > 0.0 else first[k]


@jit
def lower_to(row: Row, smallest: Row) -> None:
    """Keep the smaller."""
    for k in range(smallest.size):
        smallest[k] = min(smallest[k], row[k])


@jit
def void_after_stop(tau: Row, reached: Row) -> None:
    """Take back what would be reached only after the project is stopped."""
    for k in range(reached.size):
        reached[k] = reached[k] if reached[k] < tau[k] - SLACK else np.inf


@jit
def part(
    began: Row,
    start: Row,
    finish: Row,
    since: Row,
    until: Row,
    tau: Row,
    date: float,
    payments: Row,
    worked: Row,
    paid: Row,
) -> None:
    """Write how much of a task is worked from one time until another, and paid; all but the first is work by then."""
    for k in range(paid.size):
        length = finish[k] - start[k]
        gone = min(max(since[k] - start[k], 0.0), length)
        share = (min(max(until[k] - start[k], 0.0), length) - gone) / length if length > 0.0 else 1.0
        share = share if began[k] < min(tau[k] - SLACK, date + SLACK) else 0.0
        worked[k], paid[k] = share * length, share * payments[k]


@jit
def pay(start: Row, finish: Row, payments: Row, cost: float, daily: float, total: Row, rest: Row) -> None:
    """Book what a task costs in all."""
    for k in range(total.size):
        total[k], rest[k] = added(cost * payments[k] + daily * (finish[k] - start[k]), total[k], rest[k])


@jit
def spend(
    start: Row,
    finish: Row,
    since: float,
    tau: Row,
    date: float,
    payments: Row,
    cost: float,
    daily: float,
    total: Row,
    rest: Row,
) -> None:
    """Book what a task costs from some time until the stop or a date; it accrues evenly between start and finish."""
    for k in range(total.size):
        amount = cost * payments[k] + daily * (finish[k] - start[k])
        total[k], rest[k] = added(share(start[k], finish[k], since, tau[k], date) * amount, total[k], rest[k])


@jit
def spend_drawn(
    start: Row,
    finish: Row,
    since: float,
    tau: Row,
    date: float,
    payments: Row,
    cost: Row,
    daily: Row,
    total: Row,
    rest: Row,
) -> None:
    """Book what a task costs as `spend` does, where that is drawn."""
    for k in range(total.size):
        amount = cost[k] * payments[k] + daily[k] * (finish[k] - start[k])
        total[k], rest[k] = added(share(start[k], finish[k], since, tau[k], date) * amount, total[k], rest[k])


@jit
def share(start: float, finish: float, since: float, tau: float, date: float) -> float:
    """Return which share of a task is worked from some time until the stop or a date; none of one not begun by then."""
    length = finish - start
    gone = min(max(since - start, 0.0), length)
    worked = (min(max(min(tau, date) - start, 0.0), length) - gone) / length if length > 0.0 else 1.0
    return worked if start < min(tau - SLACK, date + SLACK) else 0.0


@jit
def added(amount: float, total: float, rest: float) -> tuple[float, float]:
    """
    Add to a sum, and to the rest what rounding takes from the sum (Neumaier's summation).

    With twice the digits, rounded once at the end, a sum does not show in what order its parts came.
    """
    after = total + amount
    more = after - total
    return after, rest + ((total - (after - more)) + (amount - more))


@jit
def close_books(spent: float, known: NDArray[np.float64], varying: NDArray[np.float64], total: Row) -> None:
    """Write what was spent before, and two sums with what rounding has taken from them."""
    for k in range(total.size):
        total[k] = spent + ((known[0, k] + known[1, k]) + (varying[0, k] + varying[1, k]))


@jit
def pay_charges(first: Row, tau: Row, date: float, charged: Row, total: Row) -> None:
    """Add a risk's charge where it is met in time: at the end of a day it is in the next one's books."""
    for k in range(total.size):
        total[k] += charged[k] if first[k] < min(tau[k], date) - SLACK else 0.0


@jit
def burn(last: Row, since: float, tau: Row, date: float, rate: float, total: Row) -> None:
    """Add what the standing team cost from some time until the last milestone, the stop or a date."""
    begin = max(since, 0.0)
    for k in range(total.size):
        total[k] += rate * max(min(last[k], min(tau[k], date)) - begin, 0.0)


@jit
def burn_between(since: Row, until: Row, rate: float, total: Row) -> None:
    """Add what the standing team cost from one time until another, as work done by then."""
    for k in range(total.size):
        total[k] += rate * max(until[k] - since[k], 0.0)


@jit
def record(row: Row, block: Block, kept: NDArray[np.float64]) -> None:
    """Record the first lanes of a row at their place among the iterations, as far as they are kept."""
    out = kept[block.begin : block.begin + block.length]
    for k in range(out.size):
        out[k] = row[k]


@jit
def record_stopped(surfaces: Row, tau: Row, block: Block, kept: NDArray[np.bool_]) -> None:
    """Record where a risk surfaces at the moment at which the project stops."""
    out = kept[block.begin : block.begin + block.length]
    for k in range(out.size):
        out[k] = (surfaces[k] < np.inf) & (surfaces[k] <= tau[k] + SLACK)


@jit
def record_where(row: Row, block: Block, kept: NDArray[np.bool_]) -> None:
    """Record where a row is above 0."""
    out = kept[block.begin : block.begin + block.length]
    for k in range(out.size):
        out[k] = row[k] > SLACK
