"""Reviewed: the trend of a plan, and what moved its milestones between two of its reviews."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from milepost.models import read_scenario
from milepost.simulate.analysis.comparison.moves import Moves
from milepost.simulate.history.review import Review
from milepost.simulate.history.trend import Trend
from milepost.simulate.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """
    Two reviews, and what moved the milestones from one to the other.

    Parameters
    ----------
    before, after
        The reviews.
    moves
        What moved the milestones.
    seed, iterations
        How the plans of both were played for it.
    """

    before: Review
    after: Review
    moves: Moves
    seed: int
    iterations: int

    @classmethod
    def of(cls, before: Review, after: Review, play: Callable[..., Result], *, seed: int, iterations: int) -> Self:
        """
        Play what two reviews were of once more.

        Parameters
        ----------
        before, after
            The reviews.
        play
            Plays a plan with such a seed and iterations, with the confidence that it is given.
        seed, iterations
            How the plans are played.

        Raises
        ------
        ScenarioError
            When what was recorded is not a valid plan for this version.
        """
        was, now = (read_scenario(one.plan) for one in (before, after))
        playing = partial(play, seed=seed, iterations=iterations, confidence=after.confidence)
        moves = Moves.of(was, now, lambda plan: playing(plan).played)
        return cls(before=before, after=after, moves=moves, seed=seed, iterations=iterations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """
    What there is to tell of the reviews of a plan.

    Parameters
    ----------
    trend
        What they said.
    between
        What moved the milestones from one to another; none where nobody can tell.
    """

    trend: Trend
    between: Between | None
