"""Actuals: what has happened to a task so far."""

from dataclasses import dataclass
from datetime import date

from milepost.models.bounds import check_count
from milepost.models.rounds import MOST_ROUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """
    When a task was begun, and when it was finished if it was.

    Parameters
    ----------
    start
        The day on which the work was begun.
    finish
        The last day of it; none while it is under way.
    rounds
        How many rounds are done, of work that is repeated; of finished work 1 unless given, else none.
    passed
        Whether a finished task passed; nothing else takes risks away.
    """

    start: date
    finish: date | None = None
    rounds: int | None = None
    passed: bool = True

    def __post_init__(self) -> None:
        if self.rounds is not None:
            check_count("rounds", self.rounds, 0, MOST_ROUNDS)

    @property
    def rounds_done(self) -> int:
        """Return how many rounds are done."""
        return int(self.finish is not None) if self.rounds is None else self.rounds
