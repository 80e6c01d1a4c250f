"""Curves: in how many iterations a milestone is dated on each calendar day, from which a page reads dates exactly."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.result import Result

MOST_DAYS: Final = 36_525
"""Calendar days of a curve, a century; what comes later is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """
    A milestone's dates over all iterations that tell of it.

    Parameters
    ----------
    first
        The first day of `counts`; nothing is dated earlier. None where nothing is ever dated.
    counts
        How many iterations are dated on each calendar day from then on.
    later
        How many are dated after all of these.
    n
        How many iterations tell of the milestone; in what is left of them it is never reached.
    """

    first: date | None
    counts: tuple[int, ...]
    later: int
    n: int

    @classmethod
    def of(cls, result: Result, milestone: str) -> Self:
        """Count the dates of a milestone."""
        fact = result.scenario.milestones[milestone].reached
        sample = result.samples[milestone].dated
        n, came = sample.size, sample.came_count
        if came == 0:
            return cls(first=None, counts=(), later=0, n=n)
        if fact is not None:
            return cls(first=fact, counts=(n,), later=0, n=n)
        days = result.scenario.days
        ends = sample.values.min(), sample.values.max(where=sample.values < np.inf, initial=0.0)
        first, last = (_day(days, float(time)) for time in ends)
        within = _within(days, sample, first, min(last - first + 1, MOST_DAYS))
        counts = np.diff(within, prepend=0)
        day = days.start + timedelta(days=first)
        return cls(first=day, counts=tuple(counts.tolist()), later=came - int(within[-1]), n=n)

    @property
    def message(self) -> dict[str, Any]:
        """Return it as the page takes it."""
        return {
            "from": None if self.first is None else self.first.isoformat(),
            "counts": self.counts,
            "before": 0,
            "later": self.later,
            "n": self.n,
        }


def _day(days: WorkingDays, time: float) -> int:
    """Return how many calendar days after the start a time is dated; never before it, as nothing but facts is."""
    found = days.dates(time)
    return MOST_DAYS if np.isnat(found) else int((found - np.datetime64(days.start)).astype(np.int64))


def _within(days: WorkingDays, sample: Sample, first: int, length: int) -> NDArray[np.int64]:
    """Return how many iterations are dated by the end of each of some days, as a due date on that day has it."""
    midnights = np.arange(first + 1, first + length + 1, dtype=np.float64)
    return sample.counts_within(np.asarray(days.worktime.work(midnights)))
