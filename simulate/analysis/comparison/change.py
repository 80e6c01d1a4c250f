"""Changes: a figure of a plan beside the same figure of another, and by how much they differ."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from milepost.simulate.analysis.statistics.estimate import Estimate

_ROUNDING: Final = 1e-9
"""Which share of a figure rounding may be that is the same in both plans, or of one."""


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    DAYS = "working days"
    MONEY = "money"


class Kind(StrEnum):
    """What a figure is of."""

    MILESTONE = "milestone"
    RISK = "risk"
    PLAN = "plan"


class Figure(StrEnum):
    """What two plans are compared by: figures of a milestone, of a risk, then those of the plan as a whole."""

    HIT = "hit"
    REACHED = "reached"
    PROMISE = "promise"
    MEAN = "mean"
    P10 = "p10"
    P50 = "p50"
    P90 = "p90"
    BOTH = "both"
    """Reached by the due date, and the whole plan within its budget."""

    GAP = "gap"
    """Mean of burn less progress on the due date."""

    OCCURS = "occurs"
    STOPPED = "stopped"
    WITHIN = "within"
    COST_MEAN = "cost_mean"
    COST_P50 = "cost_p50"
    COST_P80 = "cost_p80"
    CONTINGENCY = "contingency"
    """On top of what the plan costs, so that the money will do with the chosen confidence."""

    PEAK_MEAN = "peak_mean"
    PEAK_P50 = "peak_p50"
    PEAK_P90 = "peak_p90"
    """Of the peak funding need: the largest amount by which spending is ahead of the invoices paid."""

    NET_MEAN = "net_mean"
    NET_P10 = "net_p10"
    NET_P90 = "net_p90"

    @property
    def kind(self) -> Kind:
        """Return what it is of."""
        if self is Figure.OCCURS:
            return Kind.RISK
        return Kind.PLAN if self in _OF_A_PLAN else Kind.MILESTONE

    @property
    def unit(self) -> Unit:
        """Return what it counts."""
        if self in _OF_MONEY:
            return Unit.MONEY
        return Unit.DAYS if self in _OF_TIMES else Unit.SHARE


_OF_TIMES: Final = frozenset({Figure.PROMISE, Figure.MEAN, Figure.P10, Figure.P50, Figure.P90})
_OF_MONEY: Final = frozenset(
    figure for figure in Figure if figure.startswith(("cost_", "contingency", "peak_", "net_"))
)
_OF_A_PLAN: Final = _OF_MONEY | {Figure.STOPPED, Figure.WITHIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    A figure before and after.

    Parameters
    ----------
    before, after
        What it is in either plan [what the figure counts, days from the start of the plan before]; infinite for never.
    difference
        What it is after less what it is before; infinite where one of them is never, and NaN where both are.
    before_date, after_date
        The dates of times; none for never, and of what is not a time.
    """

    before: float
    after: float
    difference: Estimate
    before_date: date | None = None
    after_date: date | None = None

    @property
    def is_clear(self) -> bool:
        """Return whether it is known to be one, and which way: that counts, and what is less may be none at all."""
        value = self.difference.value
        rounding = _ROUNDING * max(1.0, abs(self.before), abs(self.after))
        return math.isinf(value) or (abs(value) > rounding and self.difference.is_clear)
