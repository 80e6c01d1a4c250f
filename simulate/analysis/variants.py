"""Variants: a plan as it could be, played on common random numbers, each kept only as what a function makes of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.followed import followed, followed_rows
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records, outcome_of
from milepost.simulate.engine.run import Play, play_each, simulate

Kept = TypeVar("Kept")

Note: TypeAlias = Callable[[Scenario], Callable[[Outcome], NDArray[np.float64]]]
"""Makes of a plan what makes of an outcome, all of whose iterations are detailed, a number for each of them."""

Variant: TypeAlias = Scenario | Program | tuple[Scenario, Program]
"""A plan; a program that differs from the plan's own by the sequence alone; or a plan with the program built of it."""

NO_NOTES: Final[Mapping[str, Note]] = MappingProxyType({})


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
        variants: Iterable[Variant],
        make: Callable[[Outcome], Kept],
        iterations: range,
        *,
        dates: Iterable[float] = (),
        notes: Mapping[str, Note] = NO_NOTES,
    ) -> list[Kept]:
        """
        Play variants, and keep of each what a function makes of its outcome.

        Parameters
        ----------
        variants
            They are taken as threads become free, so that many need never exist at once.
        make
            Called in a thread with the outcome of one variant, which has no detailed iterations.
        iterations
            Which to play, the first a multiple of 256.
        dates
            Times by which the outcome is to know what is spent [working days].
        notes
            By a name, what the outcome is to have noted of every iteration while it is there in detail.

        Returns
        -------
        list
            What the function gave, by variant.
        """
        return self.kept_each(((variant, make) for variant in variants), iterations, dates=dates, notes=notes)

    def kept_each(
        self,
        variants: Iterable[tuple[Variant, Callable[[Outcome], Kept]]],
        iterations: range,
        *,
        dates: Iterable[float] = (),
        notes: Mapping[str, Note] = NO_NOTES,
    ) -> list[Kept]:
        """Play variants, and keep of each what a function of its own makes of its outcome; all else is as in `kept`."""
        by = sorted(set(dates))
        return play_each(
            (self._prepared(variant, make, by, notes) for variant, make in variants),
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
        self, variant: Variant, make: Callable[[Outcome], Kept], dates: Sequence[float], notes: Mapping[str, Note]
    ) -> Play[Kept]:
        """Return the program to play, and what to do with its records."""
        if isinstance(variant, Scenario):
            plan, program = variant, build_program(variant)
        elif isinstance(variant, Program):
            plan, program = self.scenario, variant
        else:
            plan, program = variant
        noting = {name: note(plan) for name, note in notes.items()}
        parts: list[dict[str, NDArray[np.float64]]] = []

        def outcome(records: Records) -> Outcome:
            return outcome_of(plan, records, self._seed, dates)

        def note(records: Records) -> None:
            played = outcome(records)
            parts.append({name: made(played) for name, made in noting.items()})

        def reduce(records: Records) -> Kept:
            noted = {name: np.concatenate([part[name] for part in parts]) for name in noting}
            return make(replace(outcome(records), noted=noted))

        rows = followed_rows(plan, self._followed)
        return Play(program._replace(dates=np.array(dates), followed=rows), reduce, note if noting else None)
