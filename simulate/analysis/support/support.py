"""Support: on how many iterations a mean rests, known from the plan and not from the sample."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from milepost.simulate.analysis.statistics.groups import whole_groups

ENOUGH: Final = 50
"""Effective iterations below which no interval of a mean is trusted."""


class Impact(StrEnum):
    """How a driver changes a figure."""

    COST = "cost"
    TASK_COST = "cost of a task"
    DAILY = "daily cost"
    DELAY = "delay"
    STRETCH = "stretch"
    STOP = "stop"
    RESPONSE = "response"
    DURATION = "duration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """
    What a mean rests on: the thinnest of all that reaches it.

    An amount x that falls with probability p adds p E[x] to a mean. The n iterations tell that part as well as
    n p (E x)^2 / E[x^2] iterations with one and the same amount would: that many are effective. Where they are few, the
    sample often has none of those that matter, and then its own spread says nothing of them.

    Parameters
    ----------
    share
        Effective iterations for each that is played [-].
    driver
        Id of the risk or task.
    what
        Which of its impacts.
    """

    share: float
    driver: str
    what: Impact

    def size(self, iterations: float) -> float:
        """Return how many of a number of iterations are effective."""
        return iterations * self.share

    @property
    def needed(self) -> int:
        """Return after how many iterations, in whole groups of 256, fifty are effective."""
        return whole_groups(ENOUGH / self.share)
