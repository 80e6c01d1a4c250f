"""Rounds: work that is repeated until it passes."""

import math
from dataclasses import dataclass
from typing import Final

from milepost.models.bounds import check_count, check_share

MOST_ROUNDS: Final = 1_000
"""Number of rounds beyond which a task is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """
    Work that is repeated until a round passes or the last allowed one ends.

    Parameters
    ----------
    probability
        That a round passes [-].
    at_most
        How many rounds are allowed.
    """

    probability: float
    at_most: int

    def __post_init__(self) -> None:
        check_pass_probability(self.probability)
        check_count("rounds", self.at_most, 1, MOST_ROUNDS)

    @property
    def mode(self) -> int:
        """Return the most likely number of rounds: the first passes, or none does."""
        return self.at_most if (1.0 - self.probability) ** (self.at_most - 1) > self.probability else 1

    @property
    def mean(self) -> float:
        """Return the expected number of rounds: the sum over k of the probability that a k-th is needed."""
        return sum(self._needed)

    @property
    def sd(self) -> float:
        """Return the standard deviation of the number of rounds."""
        square = sum((2 * k + 1) * needed for k, needed in enumerate(self._needed))
        return math.sqrt(max(square - self.mean**2, 0.0))

    @property
    def _needed(self) -> list[float]:
        return [(1.0 - self.probability) ** k for k in range(self.at_most)]


def check_pass_probability(probability: float) -> None:
    """Refuse a probability with which no round ever passes."""
    check_share("probability", probability)
    if probability == 0.0:
        raise ValueError("at 0 the rounds never pass: give a number above 0 and at most 1")
