"""Variants: a plan as it could be, played on common random numbers, each kept only as what a function makes of it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol, TypeVar

import numpy as np

from milepost.models import Scenario
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.followed import followed, followed_rows
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records, outcome_of
from milepost.simulate.engine.run import play_each, simulate

Kept = TypeVar("Kept")


class Progress(Protocol):
    """Who wants to know how far the playing has come."""

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""

    def advance(self, iterations: int) -> None:
        """Report that so many have been played, in one thread at a time, which need not be the main one."""


class Variants:
    """
    Plays variants of a plan on common random numbers.

    A draw belongs to the id of what it is drawn for, and to the iteration. So two variants differ in an iteration only
    by what sets them apart, and what is kept of them pairs off iteration by iteration, as a `Family` compares it.

    Parameters
    ----------
    scenario
        The plan.
    seed, threads
        As for a run; what is kept depends on the threads only as far as the functions do.
    progress
        Told of every stage, and of the iterations just played.
    also
        Ids of milestones to follow through all iterations, besides those that the plan itself asks for.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int = 0,
        threads: int | None = None,
        progress: Progress | None = None,
        also: Collection[str] = (),
    ) -> None:
        self.scenario = scenario
        self._seed, self._threads, self._progress = seed, threads, progress
        self._followed = followed(scenario, also)

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""
        if self._progress:
            self._progress.begin(what, iterations)

    def kept(
        self,
        variants: Iterable[Scenario | Program],
        make: Callable[[Outcome], Kept],
        iterations: range,
        *,
        dates: Iterable[float] = (),
    ) -> list[Kept]:
        """
        Play variants, and keep of each what a function makes of its outcome.

        Parameters
        ----------
        variants
            Each a plan, or a program that differs from the plan's own by the sequence alone. They are taken as threads
            become free, so that many need never exist at once.
        make
            Called in a thread with the outcome of one variant, which has no detailed iterations.
        iterations
            Which to play, the first a multiple of 256.
        dates
            Times by which the outcome is to know what is spent [working days].

        Returns
        -------
        list
            What the function gave, by variant.
        """
        noted = sorted(set(dates))
        return play_each(
            (self._prepared(variant, make, noted) for variant in variants),
            iterations=len(iterations),
            seed=self._seed,
            first=iterations.start,
            threads=self._threads,
            progress=self._advance,
        )

    def outcome(self, variant: Scenario, iterations: range) -> Outcome:
        """Play one variant by all threads, and keep its outcome, the first iterations in detail."""
        return simulate(
            variant,
            iterations=len(iterations),
            seed=self._seed,
            first=iterations.start,
            also=self._followed,
            threads=self._threads,
            progress=self._advance,
        )

    @property
    def _advance(self) -> Callable[[int], None] | None:
        return None if self._progress is None else self._progress.advance

    def _prepared(
        self, variant: Scenario | Program, make: Callable[[Outcome], Kept], dates: Sequence[float]
    ) -> tuple[Program, Callable[[Records], Kept]]:
        """Return the program to play, and what to do with its records."""
        plan, program = (variant, build_program(variant)) if isinstance(variant, Scenario) else (self.scenario, variant)
        rows = followed_rows(plan, self._followed)
        return (
            program._replace(dates=np.array(dates), followed=rows),
            lambda records: make(outcome_of(plan, records, self._seed, dates)),
        )
