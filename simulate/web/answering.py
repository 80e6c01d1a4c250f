"""Answering: one thread that plays the newest state of a plan, and tells what comes of it and what that changes."""

import gc
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Any, Final, TypeAlias

from milepost.models import ScenarioError
from milepost.simulate.result import Result
from milepost.simulate.web.background import Check
from milepost.simulate.web.exporting import Kind
from milepost.simulate.web.faults import fault_text
from milepost.simulate.web.figures import curves, figures_message
from milepost.simulate.web.later import Export, Later
from milepost.simulate.web.pace import Pace
from milepost.simulate.web.plays import Plays, Superseded
from milepost.simulate.web.problems import problems_message
from milepost.simulate.web.question import Question

Tell: TypeAlias = Callable[[Question, dict[str, Any]], None]

_SAVED: Final = "saved"
_STEP: Final = "step"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """
    What was answered.

    Parameters
    ----------
    question
        The question.
    result, base
        What came of it, and of the plan as saved on the same iterations; none where there is none.
    watched, figures
        The milestones whose curves were told, and the figures with them.
    """

    question: Question
    result: Result
    base: Result | None
    watched: frozenset[str]
    figures: dict[str, Any]


class Answering:
    """
    Answers what comes of the states of a document.

    One question waits for each who asks, and a newer one takes its place. A first answer, once it is begun, is told;
    where all iterations would take too long it is of fewer, and then the whole one follows, unless something newer is
    asked before it is there. What can wait longer still is left to the background.

    Parameters
    ----------
    tell
        Called with a question and a message for whoever asked it, in threads of this object.
    iterations, seed, confidence, threads
        As for a run.
    """

    def __init__(
        self,
        tell: Tell,
        *,
        iterations: int = 100_000,
        seed: int = 0,
        confidence: float = 0.8,
        threads: int | None = None,
    ) -> None:
        self._tell = tell
        self._iterations = iterations
        self._plays = Plays(seed=seed, confidence=confidence, threads=threads, iterations=iterations)
        self._pace = Pace(iterations)
        self._wake = Condition()
        self._waiting: dict[str, Question] = {}
        self._unfinished: dict[str, Question] = {}
        self._base: Question | None = None
        self._answers: dict[str, _Answer] = {}
        self._watched: frozenset[str] = frozenset()
        self._is_over = False
        self._thread = Thread(target=self._run, name="milepost-answering", daemon=True)
        self._later = Later(tell, self._plays, iterations=iterations, threads=threads)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        self._later.start()

    def ask(self, question: Question) -> None:
        """Have a state answered, in place of the last that the same one asks about and that waits."""
        self._put(_slot(question), question)

    def saved(self, question: Question) -> None:
        """Take a state as the plan as saved, which is told, and then what the last step changes of it."""
        self._put(_SAVED, question)

    def watch(self, milestones: Collection[str]) -> None:
        """Tell the curves of these milestones with figures from now on."""
        self._watched = frozenset(milestones)

    def curve(self, milestones: Collection[str], tab: str | None = None) -> dict[str, Any] | None:
        """Return the message of some curves, of the last answer to a tab; none before there is one."""
        found = self._answers.get(f"tab {tab}") or self._answers.get(_STEP)
        if found is None:
            return None
        base = {} if found.base is None else curves(found.base, milestones)
        return {"t": "curve", "rev": found.question.rev, "curves": curves(found.result, milestones), "base": base}

    def show(self, sections: Collection[str]) -> None:
        """Work out these sections of the last step, and of those to come, whenever there is time."""
        self._later.show(sections)

    def section(self, key: str) -> bytes | None:
        """Return a section that was told to be ready, as HTML; none under a key that is not known any more."""
        return self._later.section(key)

    def compare(self, states: Sequence[tuple[str, Question]]) -> None:
        """Tell states side by side, the others against the first, by their names; nothing with fewer than two."""
        self._later.compare(dict(states))

    def export(
        self, kind: str, question: Question, *, done: Callable[[str, bytes], None], failed: Callable[[str], None]
    ) -> None:
        """
        Make a file of a state.

        Parameters
        ----------
        kind
            `report.html`, `png`, `csv` or `xlsx`.
        question
            The state.
        done
            Called with the name and the content of the file.
        failed
            Called with why there is none.
        """
        try:
            wanted = Export(kind=Kind(kind), question=question, done=done, failed=failed)
        except ValueError:
            failed(f"{kind[:40]!r} is no kind of file: ask for one of {', '.join(Kind)}")
        else:
            self._later.export(wanted)

    def stop(self) -> None:
        """End what is under way as soon as it can be, and the threads."""
        with self._wake:
            self._is_over = True
            self._wake.notify()
        self._later.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _put(self, slot: str, question: Question) -> None:
        self._later.asked(is_step=slot != _SAVED and not question.draft)
        with self._wake:
            self._waiting[slot] = question
            self._wake.notify()

    def _run(self) -> None:
        while (found := self._next()) is not None:
            slot, question, is_first = found
            try:
                with _uncollected():
                    self._answer(slot, question, is_first=is_first)
            except Superseded:
                with self._wake:
                    self._unfinished.setdefault(slot, question)
            except ScenarioError as error:
                self._tell(question, problems_message(question, error.problems, more=error.more))
            except Exception as error:  # whatever it is, the next question is answered all the same
                self._fault(question, error)

    def _next(self) -> tuple[str, Question, bool] | None:
        """Wait for what is to be done next: the plan as saved, then who has waited longest, then what is unfinished."""
        with self._wake:
            while not self._is_over:
                for of, is_first in (self._waiting, True), (self._unfinished, False):
                    if of:
                        slot = _SAVED if _SAVED in of else next(iter(of))
                        if is_first:
                            self._unfinished.pop(slot, None)
                        return slot, of.pop(slot), is_first
                self._wake.wait()
            return None

    def _answer(self, slot: str, question: Question, *, is_first: bool) -> None:
        """Answer a question: first as often as there is time for, then in full unless something newer is asked."""
        begun = time.perf_counter()
        scenario = self._plays.scenario(question)
        read = time.perf_counter()
        whole = not is_first or self._plays.has(question, self._iterations)
        n = self._iterations if whole else self._pace.first(scenario)
        check = None if is_first else self._check
        known = self._plays.has(question, n)
        result = self._plays.result(question, n, check=check)
        played = time.perf_counter()
        if slot == _SAVED:
            self._base = question
        base = None if slot == _SAVED else self._base_result(n, check)
        told = time.perf_counter()
        watched = self._watched
        figures = self._figures(result, base, watched)
        done = time.perf_counter()
        if not known:
            self._pace.measured(scenario, n, played - read + done - told)
        spent = {"read": read - begun, "play": told - read, "figures": done - told, "total": done - begun}
        self._keep(slot, _Answer(question=question, result=result, base=base, watched=watched, figures=figures))
        self._tell(
            question,
            {
                "t": "base" if slot == _SAVED else "figures",
                "rev": question.rev,
                "draft": question.draft,
                "whole": n == self._iterations,
                "ms": {name: round(1000.0 * seconds, 1) for name, seconds in spent.items()},
                **figures,
            },
        )
        self._go_on(slot, question, is_first=is_first, is_whole=n == self._iterations)

    def _figures(self, result: Result, base: Result | None, watched: frozenset[str]) -> dict[str, Any]:
        """Return figures; those of an answer that was of the same, as of what is entered after it was tried."""
        for one in self._answers.values():
            if one.result is result and one.base is base and one.watched == watched:
                return one.figures
        return figures_message(result, base, watched)

    def _keep(self, slot: str, answer: _Answer) -> None:
        """Keep an answer, from which curves are told; a step ends all drafts."""
        kept = {of: one for of, one in self._answers.items() if slot != _STEP or of == _SAVED}
        self._answers = {**kept, slot: answer}

    def _go_on(self, slot: str, question: Question, *, is_first: bool, is_whole: bool) -> None:
        """See to what follows an answer: the full one, the last step beside a new plan as saved, and advice."""
        with self._wake:
            if not is_whole:
                self._unfinished[slot] = question
            if slot == _SAVED:
                last = self._answers.get(_STEP)
                if last is not None:
                    self._waiting.setdefault(_STEP, last.question)
        if slot == _SAVED:
            return
        if is_first:
            self._later.advise(question)
        if is_whole and not question.draft:
            self._later.answered(question, self._answers[slot].result)

    def _base_result(self, iterations: int, check: Check | None) -> Result | None:
        """Return what comes of the plan as saved on the same iterations; none where it is not valid."""
        if self._base is None:
            return None
        try:
            return self._plays.result(self._base, iterations, check=check)
        except ScenarioError:
            return None

    def _check(self) -> None:
        if self._waiting or self._is_over:
            raise Superseded

    def _fault(self, question: Question, error: Exception) -> None:
        self._tell(question, {"t": "told", "kind": "warn", "text": fault_text(error)})


def _slot(question: Question) -> str:
    return _STEP if question.tab is None else f"tab {question.tab}"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out: it would stop an answer for as long as that takes, and finds next to nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
