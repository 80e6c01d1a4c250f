"""Playing: many contenders over the same iterations, each kept only as what the criteria make of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from milepost.models import Scenario
from milepost.simulate.analysis.contenders import Contender
from milepost.simulate.analysis.criteria import Criterion, Values
from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.engine.layout import build_program
from milepost.simulate.engine.outcome import Outcome, Sheets
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import outcome_of, play_each

Kept = TypeVar("Kept")


class Progress(Protocol):
    """Who wants to know how far a comparison has come."""

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""

    def advance(self, iterations: int) -> None:
        """Say that so many have been played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """
    What came of one contender.

    Parameters
    ----------
    values
        By criterion: float64[N].
    stops
        How often it was stopped.
    cost
        What it cost on average [currency].
    """

    values: tuple[Values, ...]
    stops: Proportion
    cost: float


class Player:
    """
    Plays contenders on common random numbers.

    Parameters
    ----------
    scenario
        The plan that they are alternatives to.
    seed, threads
        As for a run.
    progress
        Told of every stage, and of the iterations just played.
    """

    def __init__(self, scenario: Scenario, *, seed: int, threads: int | None, progress: Progress | None) -> None:
        self.scenario, self.threads = scenario, threads
        self._seed, self._progress = seed, progress
        self._reordering = Reordering(scenario)
        self._built: dict[str, Program] = {}

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage of the comparison."""
        if self._progress:
            self._progress.begin(what, iterations)

    def judged(self, contenders: Iterable[Contender]) -> tuple[list[Contender], list[Contender]]:
        """Tell those that can be judged from those that cannot, since something must be known before itself."""
        judged, unjudged = list[Contender](), list[Contender]()
        for one in contenders:
            try:
                self._program(one)
            except ValueError:
                unjudged.append(one)
            else:
                judged.append(one)
        return judged, unjudged

    def values(self, contenders: Sequence[Contender], criterion: Criterion, first: int, iterations: int) -> Values:
        """Give what contenders came to by one criterion: float64[k, iterations]."""
        return np.array(
            self._each(
                map(self._program, contenders),
                lambda sheets: criterion.values(self.scenario, self._outcome(sheets)),
                first,
                iterations,
            )
        )

    def play(self, programs: Iterable[Program], criteria: Sequence[Criterion], first: int, n: int) -> list[Played]:
        """Play programs over n iterations from the first on."""

        def reduce(sheets: Sheets) -> Played:
            outcome = self._outcome(sheets)
            return Played(
                values=tuple(one.values(self.scenario, outcome) for one in criteria),
                stops=Proportion.of(int(np.isfinite(outcome.stop).sum()), n),
                cost=float(outcome.cost.mean()),
            )

        return self._each(programs, reduce, first, n)

    def programs(self, contenders: Iterable[Contender]) -> Iterator[Program]:
        """Give the programs of contenders."""
        return map(self._program, contenders)

    def _each(self, programs: Iterable[Program], reduce: Callable[[Sheets], Kept], first: int, n: int) -> list[Kept]:
        return play_each(
            programs,
            reduce,
            iterations=n,
            seed=self._seed,
            first=first,
            threads=self.threads,
            progress=self._progress.advance if self._progress else None,
        )

    def _program(self, contender: Contender) -> Program:
        if contender.only_reorders:
            return self._reordering.program(contender.order)
        if contender.name not in self._built:
            self._built[contender.name] = build_program(contender.apply(self.scenario))
        return self._built[contender.name]

    def _outcome(self, sheets: Sheets) -> Outcome:
        return outcome_of(self.scenario, sheets, self._seed)
