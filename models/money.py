"""Money: what the plan may spend, and what its milestones bring."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models.bounds import SMALLEST_NUMBER, check_count, check_money

LONGEST_TERMS: Final = 3_650
"""Terms beyond which an invoice is refused [calendar days]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    What the plan may spend.

    Parameters
    ----------
    total
        The budget [currency]; none where nothing is said of it.
    burn
        Cost of the standing team until the last milestone [currency per working day].
    spent
        What is spent before the day of the status [currency]; what the plan's own costs come to unless given.
    """

    total: float | None = None
    burn: float = 0.0
    spent: float | None = None

    def __post_init__(self) -> None:
        if self.total is not None:
            check_total(self.total)
        check_money(self.burn)
        if self.spent is not None:
            check_money(self.spent)

    def share(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what share of the budget each of some amounts is [-]; NaN without a budget."""
        return amounts / (math.nan if self.total is None else self.total)


class LatePer(StrEnum):
    """
    Which days after its due date a milestone is late by.

    Working days count in parts, and calendar days whole: those from the due date to the date on which it is reached.
    """

    WORKING_DAY = "working day"
    CALENDAR_DAY = "calendar day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """
    What reaching a milestone is worth.

    Parameters
    ----------
    amount
        When it is reached by its due date [currency].
    per_day_late
        Taken off for each day after the due date [currency per day].
    at_most
        What all of these days take off at most [currency]; none where nothing limits it.
    per
        Which days they are.
    """

    amount: float
    per_day_late: float = 0.0
    at_most: float | None = None
    per: LatePer = LatePer.WORKING_DAY

    def __post_init__(self) -> None:
        check_money(self.amount)
        check_money(self.per_day_late)
        if self.at_most is not None:
            check_money(self.at_most)

    def when_late(self, days: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is left of it that many days after the due date, 0 if not late [currency]."""
        limit = math.inf if self.at_most is None else self.at_most
        return self.amount - np.minimum(self.per_day_late * days, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """
    A payment that a milestone brings.

    Parameters
    ----------
    amount
        What is paid [currency].
    terms
        When it is paid after the milestone [calendar days].
    """

    amount: float
    terms: int = 0

    def __post_init__(self) -> None:
        check_money(self.amount)
        check_count("days", self.terms, 0, LONGEST_TERMS)


def check_total(total: float) -> None:
    """Refuse a budget that nothing can be a share of."""
    check_money(total)
    if total < SMALLEST_NUMBER:
        raise ValueError(
            f"{total:g} is not a budget, since spending is shown as a share of it: give at least {SMALLEST_NUMBER:g}, "
            "or leave total out"
        )
