"""Playing: many contenders over the same iterations, each kept only as what the criteria make of it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.criterion import Criterion, Values
from milepost.simulate.analysis.orderings.differences import iterations_apart
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.followed import followed_rows
from milepost.simulate.engine.layout import build_program
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import play_each, simulate
from milepost.simulate.engine.sheets import outcome_of

Kept = TypeVar("Kept")


class Progress(Protocol):
    """Who wants to know how far a comparison has come."""

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage that plays so many iterations, or nobody knows how many."""

    def advance(self, iterations: int) -> None:
        """Report that so many have been played, in one thread at a time, which need not be the main one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """
    What came of one contender.

    Parameters
    ----------
    values
        By criterion.
    stops
        How often it was stopped.
    cost
        What it cost on average [currency].
    apart
        In how many iterations it fares otherwise than the plan that it was played beside.
    """

    values: tuple[Values, ...]
    stops: Proportion
    cost: float
    apart: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """
    A contender that was played with every task's times.

    Parameters
    ----------
    name
        Its name.
    plan
        The plan that it makes of the scenario.
    outcome
        What came of that, the first iterations in detail.
    """

    name: str
    plan: Scenario
    outcome: Outcome


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
    also
        Ids of milestones that are to be followed through all iterations besides those that always are.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        threads: int | None,
        progress: Progress | None,
        also: Collection[str] = (),
    ) -> None:
        self.scenario, self.threads = scenario, threads
        self._seed, self._progress, self._also = seed, progress, also
        self._advance = None if progress is None else progress.advance
        self._followed = followed_rows(scenario, also)
        self._reordering = Reordering(scenario)
        self._built: dict[str, Program] = {}

    def plan_key(self, contender: Contender) -> Hashable:
        """
        Return a key that contenders share only if their programs are equal, so that they fare the same always.

        Two orders differ in the sequence in which tasks take crews, in what can act on what, and in whose charges count
        at their expectation. The sequence of the
        nodes, and which judgement of a risk is the first to draw it, follow from these. Where every task has a crew to
        itself the sequence is of no consequence either.
        """
        assert self.scenario.orderings is not None
        if not contender.only_reorders:
            return contender.name
        if self.scenario.orderings.crews < len(self.scenario.orderings.among):
            return contender.order
        program = self._program(contender)
        return program.retirements.tobytes(), program.risks.tobytes()

    def begin(self, what: str, iterations: int | None) -> None:
        """Begin a stage of the comparison."""
        if self._progress:
            self._progress.begin(what, iterations)

    def judged(self, contenders: Iterable[Contender]) -> tuple[list[Contender], list[Contender]]:
        """Split off those that cannot be judged, since something must be known before itself."""
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
        """Return what contenders came to by one criterion, stacked along a first axis."""
        return np.array(
            self.reduced(
                self.programs(contenders),
                lambda outcome: criterion.values(self.scenario, outcome),
                criterion.dates,
                first,
                iterations,
            )
        )

    def play(
        self, programs: Iterable[Program], criteria: Sequence[Criterion], first: int, n: int, *, beside: Outcome
    ) -> list[Played]:
        """Play programs over n iterations from the first on, the same that another outcome is of."""

        def reduce(outcome: Outcome) -> Played:
            return Played(
                values=tuple(one.values(self.scenario, outcome) for one in criteria),
                stops=Proportion.of(int(np.isfinite(outcome.stop).sum()), n),
                cost=float(outcome.expected_cost.mean()),
                apart=int(np.count_nonzero(iterations_apart(outcome, beside))),
            )

        return self.reduced(programs, reduce, _dates(criteria), first, n)

    def estimates(
        self, contenders: Sequence[Contender], criteria: Sequence[Criterion], first: int, n: int, *, confidence: float
    ) -> NDArray[np.float64]:
        """Return what contenders come to over n iterations from the first on, float64[criteria, k]."""

        def reduce(outcome: Outcome) -> list[float]:
            return [
                float(one.rough(one.values(self.scenario, outcome)[None], confidence=confidence).max())
                for one in criteria
            ]

        return np.array(self.reduced(self.programs(contenders), reduce, _dates(criteria), first, n)).T

    def watch(self, contender: Contender, first: int, n: int) -> Watched:
        """Play a contender over n iterations from the first on, and keep every task's times in some of them."""
        plan = contender.apply(self.scenario)
        return Watched(name=contender.name, plan=plan, outcome=self.outcome(plan, first, n))

    def outcome(self, plan: Scenario, first: int, n: int) -> Outcome:
        """Play a plan over n iterations from the first on, some of them in detail."""
        return simulate(
            plan,
            iterations=n,
            seed=self._seed,
            first=first,
            also=self._also,
            threads=self.threads,
            progress=self._advance,
        )

    def programs(self, contenders: Iterable[Contender]) -> Iterator[Program]:
        """Return the programs of contenders."""
        return map(self._program, contenders)

    def reduced(
        self,
        programs: Iterable[Program],
        reduce: Callable[[Outcome], Kept],
        dates: Iterable[float],
        first: int,
        n: int,
    ) -> list[Kept]:
        """
        Play programs over n iterations from the first on, and keep of each what `reduce` makes of its outcome.

        The outcome tells what is spent by each of the dates [working days].
        """
        noted = sorted(set(dates))
        return play_each(
            (program._replace(dates=np.array(noted), followed=self._followed) for program in programs),
            lambda sheets: reduce(outcome_of(self.scenario, sheets, self._seed, noted)),
            iterations=n,
            seed=self._seed,
            first=first,
            threads=self.threads,
            progress=self._advance,
        )

    def _program(self, contender: Contender) -> Program:
        if contender.only_reorders:
            return self._reordering.program(contender.order)
        if contender.name not in self._built:
            self._built[contender.name] = build_program(contender.apply(self.scenario))
        return self._built[contender.name]


def _dates(criteria: Sequence[Criterion]) -> list[float]:
    return [date for one in criteria for date in one.dates]
