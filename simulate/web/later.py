"""Later: what a page wants besides figures, worked out in the background for the last state that was answered."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Final, TypeAlias

from milepost.models import Problem, ScenarioError
from milepost.simulate.result import Result
from milepost.simulate.web.background import Background, Check
from milepost.simulate.web.comparing import compared_message
from milepost.simulate.web.critical import critical_message
from milepost.simulate.web.exporting import Kind, exported
from milepost.simulate.web.faults import fault_text
from milepost.simulate.web.plays import Plays, Superseded
from milepost.simulate.web.problems import problems_message
from milepost.simulate.web.question import Question
from milepost.simulate.web.sections import Sections
from milepost.simulate.web.stages import Stages

Tell: TypeAlias = Callable[[Question, dict[str, Any]], None]

_SECTIONS: Final = "sections"
_CRITICAL: Final = "critical"
_COMPARE: Final = "compare"
_EXPORT: Final = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """
    A file that is wanted.

    Parameters
    ----------
    kind
        What it is to be.
    question
        Of which state.
    done
        Called with the name and the content of the file.
    failed
        Called with why there is none.
    """

    kind: Kind
    question: Question
    done: Callable[[str, bytes], None]
    failed: Callable[[str], None]


class Later:
    """
    Sees to critical tasks, sections, comparisons, exports and advice.

    Parameters
    ----------
    tell
        Called with a question and a message, in a thread of this object.
    plays
        Plays states.
    iterations, threads
        As for a run.
    """

    def __init__(self, tell: Tell, plays: Plays, *, iterations: int, threads: int | None) -> None:
        self._tell, self._plays, self._iterations, self._threads = tell, plays, iterations, threads
        self._sections = Sections(tell, plays, threads=threads)
        self._shown: frozenset[str] = frozenset()
        self._last: tuple[Question, Result] | None = None
        self._numbers = count()
        self._background = Background(self._fault)

    def start(self) -> None:
        """Begin to work."""
        self._background.start()

    def stop(self) -> None:
        """End what is under way as soon as it can be, and the thread."""
        self._background.stop()

    def asked(self, *, is_step: bool) -> None:
        """Give way to a question; what was begun for an older step is dropped."""
        if is_step:
            self._background.drop(_CRITICAL, _SECTIONS)
        self._background.asked()

    def answered(self, question: Question, result: Result) -> None:
        """Go on with the critical tasks and the sections of a step that was answered in full."""
        self._last = question, result
        self._background.put(_CRITICAL, partial(self._critical, question, result))
        self._work_out()

    def show(self, sections: Collection[str]) -> None:
        """Work out these sections from now on."""
        self._shown = frozenset(sections)
        self._work_out()

    def section(self, key: str) -> bytes | None:
        """Return a section that is ready."""
        return self._sections.page(key)

    def advise(self, question: Question) -> None:
        """Tell the advice there is on a state."""
        if question.advise is not None:
            self._background.put(f"advice {question.tab}", partial(self._advise, question))

    def compare(self, states: Mapping[str, Question]) -> None:
        """Tell states side by side, in place of those before; with fewer than two nothing is told."""
        if len(states) < 2:
            self._background.drop(_COMPARE)
        else:
            self._background.put(_COMPARE, partial(self._compare, dict(states)), at_once=True)

    def export(self, wanted: Export) -> None:
        """Make a file."""
        self._background.put(f"{_EXPORT} {next(self._numbers)}", partial(self._export, wanted), at_once=True)

    def _work_out(self) -> None:
        if self._last is not None and self._shown:
            question, result = self._last
            self._background.put(_SECTIONS, partial(self._sections.work_out, question, result, self._shown))

    def _critical(self, question: Question, result: Result, check: Check) -> None:
        message = critical_message(result)
        check()
        self._tell(question, {"t": "critical", "rev": question.rev, **message})

    def _advise(self, question: Question, check: Check) -> None:
        assert question.advise is not None
        advice: Collection[Problem] = ()
        try:
            advice = question.advise()
        except ScenarioError:
            return
        check()
        self._tell(question, problems_message(question, (), advice=advice))

    def _compare(self, states: Mapping[str, Question], check: Check) -> None:
        last = [*states.values()][-1]
        stages = self._stages(_COMPARE, last, check)
        found = {name: self._plays.result(one, self._iterations, check=check) for name, one in states.items()}
        check()
        self._tell(last, {"t": "compared", **compared_message(found, progress=stages, threads=self._threads)})

    def _export(self, wanted: Export, check: Check) -> None:
        question = wanted.question
        try:
            result = self._plays.result(question, self._iterations, check=check)
            driven = self._sections.driven(question, result, self._stages(_EXPORT, question, check))
            content = exported(wanted.kind, question, driven)
        except Superseded:
            raise
        except Exception as error:  # whoever asked for it is told, and nobody else
            wanted.failed(fault_text(error))
        else:
            wanted.done(wanted.kind.file, content)

    def _stages(self, name: str, question: Question, check: Check) -> Stages:
        def tell(done: float | None) -> None:
            self._tell(question, {"t": "progress", "rev": question.rev, "section": name, "done": done})

        return Stages(tell, check)

    def _fault(self, _: str, error: Exception) -> None:
        if self._last is not None:
            self._tell(self._last[0], {"t": "told", "kind": "warn", "text": fault_text(error)})
