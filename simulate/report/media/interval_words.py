"""Percentiles with their intervals, as people read them."""

import math
from datetime import date

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile, Ends, Quantile, iterations_for_quantile
from milepost.simulate.report.media.words import (
    amount,
    counted,
    currency_words,
    label,
    percent,
    rough_percent,
    short_date,
)

UNKNOWN = "±?"
"""What stands where there are too few iterations for an interval."""

_ROUNDING = 1e-9
_LEAST = 0.05
"""How far the interval around nothing may reach for it to be nothing [points], [working days]."""


def share_words(share: Proportion) -> str:
    """
    Write a probability without its interval, save where it came about always or never: then only a bound is known.

    Examples
    --------
    >>> [share_words(Proportion.of(count, 1000)) for count in (0, 123, 1000)]
    ['<0.4%', '12.3%', '>99.6%']
    """
    return str(share) if share.value in (0, 1) else rough_percent(share.value)


def at_end_of_day(quantile: DatedQuantile, days: WorkingDays) -> Quantile:
    """Return a quantile of times at the ends of the days that have its dates [days of the axis]."""
    value, low, high = (
        time if day is None else days.due_offset(day)
        for time, day in (
            (quantile.axis.value, quantile.date),
            (quantile.axis.low, quantile.low_date),
            (quantile.axis.high, quantile.high_date),
        )
    )
    return Quantile(value=value, low=low, high=high, ends=quantile.ends)


def date_words(quantile: Quantile, days: WorkingDays, *, between: str = " ") -> str:
    """
    Write a date with its interval: to its longer side in working days, and in words where an end is never.

    Parameters
    ----------
    quantile
        The time that has the date [days of the axis].
    days
        The axis of the plan.
    between
        What stands between the parts; a line break in a narrow table.
    """
    day = day_words(quantile.value, days)
    if quantile.ends == Ends.NEVER:
        return day
    if quantile.ends == Ends.TOO_FEW_ITERATIONS:
        return f"{day} {UNKNOWN}"
    if quantile.ends == Ends.PERHAPS_NEVER:
        if math.isinf(quantile.value):
            return f"never, or{between}from {day_words(quantile.low, days)}"
        return f"{day}{between}or never"
    return f"{day} ±{_reach_in_days(quantile, days)}"


def date_in_words(quantile: Quantile, days: WorkingDays) -> str:
    """Write a date with its interval, to its longer side, so that nobody needs a key to read it."""
    if quantile.ends == Ends.TOO_FEW_ITERATIONS:
        return f"{day_words(quantile.value, days)} (too few cases for an interval)"
    if quantile.ends != Ends.KNOWN:
        return date_words(quantile, days)
    reach, day = _reach_in_days(quantile, days), day_words(quantile.value, days)
    return f"{day}, give or take {counted(reach, 'working day')}" if reach else day


def day_words(time: float, days: WorkingDays) -> str:
    """Write the date of a time [days of the axis]."""
    return date_or_never(days.date_of(time), time)


def date_or_never(day: date | None, time: float) -> str:
    """Write the date of a time: never is not the same as a date that the calendar does not have."""
    return "beyond 9999" if day is None and math.isfinite(time) else short_date(day)


def promise_sentence(outlook: MilestoneOutlook, days: WorkingDays, confidence: float) -> str | None:
    """Return why the promise date of a milestone is open; nothing where it is known."""
    promise, name, kept = at_end_of_day(outlook.promise, days), label(outlook.milestone.name), percent(confidence)
    reached = outlook.reached
    if promise.ends == Ends.NEVER:
        return f"{name}: no date is kept in {kept} of cases, since only {reached} of them reach it."
    if promise.ends == Ends.PERHAPS_NEVER:
        first = day_words(promise.low, days)
        found = "none" if math.isinf(promise.value) else day_words(promise.value, days)
        return (
            f"{name}: the date kept in {kept} of cases is not before {first}, or there is none: "
            f"{reached} of them reach it at all. This run has {found}; more cases narrow it."
        )
    return None


def too_few_words(confidence: float) -> str:
    """Return how many iterations the interval of a promise date takes."""
    return f"{UNKNOWN}: an interval for {percent(confidence)} takes {iterations_for_quantile(confidence):,} cases."


def amount_words(estimate: Estimate, currency: str) -> str:
    """
    Write an amount with how far its interval reaches to the longer side.

    Examples
    --------
    >>> print(amount_words(Quantile(value=950e3, low=941e3, high=960.123e3, ends=Ends.KNOWN), "EUR"))
    950,000 ±11,000 EUR
    """
    return with_reach(estimate.value, estimate.reach, currency)


def with_reach(value: float, reach: float, currency: str) -> str:
    """Write an amount with the half-width of its interval, in two digits and rounded up."""
    known = f"±{amount(_rounded_up(reach), '')}" if math.isfinite(reach) else UNKNOWN
    return f"{amount(value, '')} {known} {currency_words(currency)}".rstrip()


def in_tenths(difference: Estimate) -> str:
    """
    Write a difference with how far its interval reaches: of points, or of working days.

    Examples
    --------
    >>> in_tenths(Estimate(value=-3.0, low=-3.2, high=-2.9)), in_tenths(Estimate(value=math.inf))
    ('-3.0 ±0.2', 'now never')
    """
    if math.isinf(difference.value):
        return "now never" if difference.value > 0 else "no longer never"
    if abs(difference.value) < _ROUNDING and difference.reach < _LEAST:
        return "0"
    value = f"{difference.value:+z.1f}"
    return f"{'0.0' if value == '+0.0' else value}{reach_in_tenths(difference.reach)}"


def reach_in_tenths(reach: float) -> str:
    """
    Return what to write behind a figure in tenths: how far its interval reaches, rounded up; nothing where it does not.

    Examples
    --------
    >>> reach_in_tenths(0.21), reach_in_tenths(0.0), reach_in_tenths(math.inf)
    (' ±0.3', '', ' ±?')
    """
    if not math.isfinite(reach):
        return f" {UNKNOWN}"
    return f" ±{math.ceil(10 * reach - _ROUNDING) / 10:.1f}" if reach > _ROUNDING else ""


def _reach_in_days(quantile: Quantile, days: WorkingDays) -> int:
    """Return how far the interval of a date reaches to its longer side [working days]."""
    times = days.worked([quantile.low, quantile.value, quantile.high])
    low, value, high = (math.ceil(float(time) - _ROUNDING) for time in times)
    return max(high - value, value - low)


def _rounded_up(reach: float) -> float:
    if reach <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / unit - _ROUNDING) * unit
