"""Estimates: a value that a sample tells, and between which ends it is known to lie."""

import math
from dataclasses import dataclass, replace
from typing import Final, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """
    A value with its interval.

    Parameters
    ----------
    value
        The estimate, in the unit of what it is of.
    low, high
        Ends of its interval; NaN where nothing is known of them.
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    @property
    def reach(self) -> float:
        """Return how far the interval reaches to its longer side; infinity or NaN where an end is open."""
        return max(self.high - self.value, self.value - self.low)

    @property
    def is_clear(self) -> bool:
        """Return whether it is known on which side of 0 it is."""
        return self.low > 0.0 or self.high < 0.0

    def times(self, factor: float) -> Self:
        """Return what a multiple comes to; its ends change places below 0, and 0 stays 0 without a sign."""
        value, *ends = (factor * figure + 0.0 for figure in (self.value, self.low, self.high))
        low, high = sorted(ends)
        return replace(self, value=value, low=low, high=high)

    def columns(self, name: str, unit: str = "") -> dict[str, float]:
        """Return what stands of it in a table, by the names of the columns."""
        return dict(zip(columns(name, unit), (self.value, self.low, self.high), strict=True))


UNKNOWN: Final = Estimate(value=math.nan)
"""Of what nothing is known."""


def columns(name: str, unit: str = "") -> tuple[str, str, str]:
    """
    Name the columns of an estimate: the value, then the ends of its interval.

    Examples
    --------
    >>> columns("hit"), columns("promise", "_days")
    (('hit', 'hit_low', 'hit_high'), ('promise_days', 'promise_low_days', 'promise_high_days'))
    """
    return f"{name}{unit}", f"{name}_low{unit}", f"{name}_high{unit}"
