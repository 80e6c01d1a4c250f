"""Player: orders, and other ways of going about a plan, played on common random numbers."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.criterion import Criterion, Values
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.analysis.variants import Progress, Variant, Variants
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.reorder import Reordering


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


class Player(Variants):
    """
    Plays the contenders of a comparison: variants, of which those that only reorder share one program.

    Parameters
    ----------
    question
        What is asked of them.
    threads
        As for a run.
    progress
        Told of every stage, and of the iterations just played.
    """

    def __init__(self, question: Question, *, threads: int | None = None, progress: Progress | None = None) -> None:
        super().__init__(
            question.scenario, seed=question.seed, threads=threads, progress=progress, also=question.milestones
        )
        self.question = question
        self._reordering = Reordering(question.scenario)
        self._plans: dict[str, Scenario] = {}
        self._built: dict[str, Program] = {}

    def key(self, contender: Contender) -> Hashable:
        """
        Return a key that contenders share only if their programs are equal, so that they fare the same always.

        Two orders differ in the sequence in which tasks take units, in what can act on what, and in whose charges count
        at their expectation. The sequence of the nodes, and which judgement of a risk is the first to draw it, follow
        from these. Where there are units for all the sequence is of no consequence either.
        """
        assert self.scenario.orderings is not None
        if not contender.only_reorders:
            return contender.name
        if any(not pool.needs.keys().isdisjoint(contender.order) for pool in self.scenario.network.pools.values()):
            return contender.order
        program = self._program(contender)
        return program.retirements.tobytes(), program.risks.tobytes()

    def plan(self, contender: Contender) -> Scenario:
        """Return the plan that a contender makes of the scenario, made once: its network is worked out once as well."""
        if contender.name not in self._plans:
            self._plans[contender.name] = contender.apply(self.scenario)
        return self._plans[contender.name]

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

    def variants(self, contenders: Iterable[Contender]) -> Iterator[Variant]:
        """Return the programs of contenders, and of those that do more than reorder the plans."""
        for one in contenders:
            program = self._program(one)
            yield program if one.only_reorders else (self.plan(one), program)

    def values(self, contenders: Sequence[Contender], criterion: Criterion, iterations: range) -> Values:
        """Return what contenders came to by one criterion, stacked along a first axis."""
        return np.array(
            self.kept(
                self.variants(contenders),
                lambda outcome: criterion.values(self.scenario, outcome),
                iterations,
                dates=criterion.dates,
                notes=criterion.notes,
            )
        )

    def estimates(self, contenders: Sequence[Contender], iterations: range) -> NDArray[np.float64]:
        """Return what contenders come to by all criteria, float64[criteria, k]."""

        def estimated(outcome: Outcome) -> list[float]:
            return [
                float(one.rough(one.values(self.scenario, outcome)[None], confidence=self.question.confidence).max())
                for one in self.question.criteria
            ]

        dates, notes = self.question.dates, self.question.notes
        return np.array(self.kept(self.variants(contenders), estimated, iterations, dates=dates, notes=notes)).T

    def watch(self, contender: Contender) -> Watched:
        """Play a contender over the iterations of the figures, and keep every task's times in some of them."""
        plan = self.plan(contender)
        return Watched(name=contender.name, plan=plan, outcome=self.outcome(plan, self.question.figures))

    def _program(self, contender: Contender) -> Program:
        if contender.only_reorders:
            return self._reordering.program(contender.order)
        if contender.name not in self._built:
            self._built[contender.name] = build_program(self.plan(contender))
        return self._built[contender.name]
