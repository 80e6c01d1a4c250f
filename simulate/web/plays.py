"""Plays: what came of the states of a plan that were asked about last, each read and played once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from milepost.models import Scenario
from milepost.simulate.engine.rebuilding import Rebuilding
from milepost.simulate.engine.replaying import Replaying
from milepost.simulate.engine.run import simulate
from milepost.simulate.result import Result
from milepost.simulate.web.question import Question

_MOST: Final = 4
"""States of which what came of them is kept: 20 MB each of a plan with 18 milestones."""

_DETAILS: Final = 10_000
_FEW_DETAILS: Final = 512
"""Iterations that are detailed, and of a first answer where time is short: from its details only bars are drawn."""


class Superseded(Exception):
    """What is under way is not wanted any more."""


@dataclass(slots=True, kw_only=True)
class _Known:
    """A state that was read, and what came of it by the number of iterations."""

    scenario: Scenario
    results: dict[int, Result] = field(default_factory=dict)


class Plays:
    """
    Plays states, on the same random numbers each time, and keeps the last of them.

    Parameters
    ----------
    seed, confidence, threads, iterations
        As for a run; what is played less often is a first answer.
    """

    def __init__(self, *, seed: int, confidence: float, threads: int | None, iterations: int) -> None:
        self._seed, self._confidence, self._threads = seed, confidence, threads
        self._iterations = iterations
        self._known: OrderedDict[Hashable, _Known] = OrderedDict()
        self._rebuilding, self._replaying = Rebuilding(), Replaying()
        self._lock = Lock()

    def scenario(self, question: Question) -> Scenario:
        """
        Return what is to be played of a state.

        Raises
        ------
        ScenarioError
            When it is not a valid plan.
        """
        return self._read(question).scenario

    def result(self, question: Question, iterations: int, *, check: Callable[[], None] | None = None) -> Result:
        """
        Return what comes of a state.

        Parameters
        ----------
        question
            The state.
        iterations
            How often it is played.
        check
            Called now and then, and raises Superseded where nobody wants it any more.
        """
        known = self._read(question)
        if iterations not in known.results:
            progress = None if check is None else _checking(check)
            outcome = simulate(
                known.scenario,
                iterations=iterations,
                seed=self._seed,
                threads=self._threads,
                detail=_FEW_DETAILS if iterations < self._iterations else _DETAILS,
                progress=progress,
                build=self._rebuilding.program,
                play=self._replaying.play,
            )
            result = Result(scenario=known.scenario, outcome=outcome, confidence=self._confidence)
            known.results[iterations] = result
        return known.results[iterations]

    def has(self, question: Question, iterations: int) -> bool:
        """Return whether it is known what comes of a state."""
        known = self._known.get(_key_of(question))
        return known is not None and iterations in known.results

    def _read(self, question: Question) -> _Known:
        key = _key_of(question)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        known = _Known(scenario=question.scenario())
        with self._lock:
            self._known[key] = known
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return known


def _key_of(question: Question) -> Hashable:
    """Return what a state is kept under: one that is asked about once under the question itself."""
    return question if question.key is None else question.key


def _checking(check: Callable[[], None]) -> Callable[[int], None]:
    def progress(_: int) -> None:
        check()

    return progress
