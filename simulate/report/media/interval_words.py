"""Percentiles with their intervals, as people read them."""

import math
from datetime import date
from typing import Any

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends, Quantile, iterations_for_quantile
from milepost.simulate.report.media.words import amount, currency_words, label, percent, rough_percent, short_date

UNKNOWN = "±?"
"""What stands where there are too few iterations for an interval."""

_ROUNDING = 1e-9


def share_words(share: Proportion) -> str:
    """
    Write a probability without its interval, save where it came about always or never: then only a bound is known.

    Examples
    --------
    >>> [share_words(Proportion.of(count, 1000)) for count in (0, 123, 1000)]
    ['<0.4%', '12.3%', '>99.6%']
    """
    return str(share) if share.share in (0, 1) else rough_percent(share.share)


def promise_quantile(row: dict[Any, Any], days: WorkingDays) -> Quantile:
    """Return the promise date of a row of the table of milestones, at the end of its day [working days]."""
    value, low, high = (
        float(days.due_offset(date.fromisoformat(row[f"promise{end}"])))
        if row[f"promise{end}"]
        else row[f"promise{end}_days"]
        for end in ("", "_low", "_high")
    )
    return Quantile(value=value, low=low, high=high, ends=Ends(row["promise_state"]))


def reached_at_all(row: dict[Any, Any]) -> Proportion:
    """Return how often the milestone of a row of the table of milestones is reached at all."""
    return Proportion(share=row["reached"], low=row["reached_low"], high=row["reached_high"])


def date_words(quantile: Quantile, days: WorkingDays, *, between: str = " ") -> str:
    """
    Write a date with its interval: to its longer side in working days, and in words where an end is never.

    Parameters
    ----------
    quantile
        The time that has the date [working days].
    days
        The calendar of the plan.
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
    low, value, high = (math.ceil(time - _ROUNDING) for time in (quantile.low, quantile.value, quantile.high))
    return f"{day} ±{max(high - value, value - low)}"


def day_words(time: float, days: WorkingDays) -> str:
    """Write the date of a time [working days]."""
    return date_or_never(days.iso(time), time)


def date_or_never(iso: str, time: float) -> str:
    """Write the date of a time, ISO text: never is not the same as a date that the calendar does not have."""
    return "beyond 9999" if not iso and math.isfinite(time) else short_date(iso)


def promise_sentence(row: dict[Any, Any], days: WorkingDays, confidence: float) -> str | None:
    """Return why the promise date in a row of the table of milestones is open; nothing where it is known."""
    promise, name, kept = promise_quantile(row, days), label(row["name"]), percent(confidence)
    reached = reached_at_all(row)
    if promise.ends == Ends.NEVER:
        return f"{name}: no date is kept in {kept} of cases, since only {reached} of them reach it."
    if promise.ends == Ends.PERHAPS_NEVER:
        first = day_words(promise.low, days)
        found = "none" if math.isinf(promise.value) else day_words(promise.value, days)
        return (
            f"{name}: the date kept in {kept} of cases is not before {first}, or there is none: "
            f"{reached} of them reach it at all. This run has {found}; more iterations narrow it."
        )
    return None


def too_few_words(confidence: float) -> str:
    """Return how many iterations the interval of a promise date takes."""
    return f"{UNKNOWN}: an interval for {percent(confidence)} takes {iterations_for_quantile(confidence):,} iterations."


def amount_words(quantile: Quantile, currency: str) -> str:
    """
    Write an amount with how far its interval reaches to the longer side.

    Examples
    --------
    >>> print(amount_words(Quantile(value=950e3, low=941e3, high=960.123e3, ends=Ends.KNOWN), "EUR"))
    950,000 ±11,000 EUR
    """
    return with_reach(quantile.value, quantile.reach, currency)


def mean_words(mean: Mean, currency: str) -> str:
    """Write a mean of money with how far its interval reaches to the longer side."""
    return with_reach(mean.estimate, max(mean.high - mean.estimate, mean.estimate - mean.low), currency)


def with_reach(value: float, reach: float, currency: str) -> str:
    """Write an amount with the half-width of its interval, in two digits and rounded up."""
    known = f"±{amount(_rounded_up(reach), '')}" if math.isfinite(reach) else UNKNOWN
    return f"{amount(value, '')} {known} {currency_words(currency)}".rstrip()


def _rounded_up(reach: float) -> float:
    if reach <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / unit - _ROUNDING) * unit
