"""Sections: parts of a report, worked out for a state that is shown, each as a page that another takes in."""

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final, TypeAlias

from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.report.media.words import counted
from milepost.simulate.report.orderings.files import orderings_document
from milepost.simulate.report.page.page import section_page
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.page.sections.decisions import decisions
from milepost.simulate.report.page.sections.drivers import drivers
from milepost.simulate.report.page.sections.knock_on import knock_on
from milepost.simulate.report.page.sections.money import money
from milepost.simulate.report.page.sections.orderings import orderings
from milepost.simulate.report.page.sections.resources import resources
from milepost.simulate.report.page.sections.risks import risks
from milepost.simulate.report.page.sections.today import today
from milepost.simulate.result import Result
from milepost.simulate.web.background import Check
from milepost.simulate.web.plays import Plays
from milepost.simulate.web.question import Question
from milepost.simulate.web.stages import Stages

Tell: TypeAlias = Callable[[Question, dict[str, Any]], None]

DRIVERS: Final = "drivers"
ORDERINGS: Final = "orderings"

SECTIONS: Final[Mapping[str, Callable[[Result], Section | None]]] = {
    "today": today,
    "money": money,
    "risks": risks,
    "resources": resources,
    "knock_on": knock_on,
    "decisions": decisions,
    DRIVERS: drivers,
}
"""By name, how each is made of a result, those first that take least; orderings are played for themselves."""

_NOTHING: Final[Mapping[str, tuple[str, str]]] = {
    "today": ("Today", "The plan has no status: give it a day, as `as_of: 2026-03-02`, and what has happened by then."),
    "money": ("Money", "Nothing costs anything: give tasks a cost, or the plan a budget."),
    "risks": ("Risks", "The plan has no risks: add those that could cost a date."),
    "resources": ("Resources", "Nothing waits for units of a resource: give tasks needs, and the plan resources."),
    "knock_on": ("Knock-on", "Fewer than two milestones have a due date: give them one."),
    "decisions": ("Decisions", "No decisions stand in the plan."),
    DRIVERS: ("Drivers", "The plan has no milestones: add one, and what drives it is shown here."),
    ORDERINGS: ("Orderings", "The plan asks for no order: name the tasks that take a crew under orderings.among."),
}
"""What is said where the plan has nothing for a section, and what would give it something."""

_MOST: Final = 32
"""Parts that are kept to be fetched, the newest."""
_ROUGHLY: Final = 8_192
"""Iterations of which drivers are told first, where there are more than twice as many."""
_FEWEST: Final = 1_000
"""Iterations with which orders can be compared."""


class Sections:
    """
    Works out parts of a report, and keeps them until they are fetched.

    Parameters
    ----------
    tell
        Called with the question and with a message: how far a part has come, or that it is ready.
    plays
        Plays states, of which drivers of few iterations are told first.
    threads
        How many to play variants with.
    """

    def __init__(self, tell: Tell, plays: Plays, *, threads: int | None) -> None:
        self._tell, self._plays, self._threads = tell, plays, threads
        self._number = count(1)
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._of: Result | None = None
        self._driven: Result | None = None
        self._ready: dict[str, str] = {}

    def page(self, key: str) -> bytes | None:
        """Return a part that is ready; none under a key that is not known any more."""
        return self._pages.get(key)

    def work_out(self, question: Question, result: Result, names: Collection[str], check: Check) -> None:
        """
        Work out the parts that are not ready yet of a state, and tell of each.

        Parameters
        ----------
        question, result
            The state, and what came of it.
        names
            Which parts are wanted.
        check
            Called now and then, and raises Superseded where nobody wants them any more.
        """
        if self._of is not result:
            self._of, self._driven, self._ready = result, None, {}
        for name in [one for one in (*SECTIONS, ORDERINGS) if one in names]:
            check()
            if self._ready.get(name) not in self._pages:
                if name == DRIVERS and self._driven is None and result.outcome.iterations > 2 * _ROUGHLY:
                    self._say(name, question, self._rough_drivers(question, check))
                self._ready[name] = self._keep(self._section(name, question, result, check))
            self._tell_ready(name, question, self._ready[name])

    def driven(self, question: Question, result: Result, stages: Stages) -> Result:
        """Return a result with what its milestones hang on, by runs of variants of the plan; it is kept of the last."""
        if self._of is not result:
            return result.driven(threads=self._threads, progress=stages)
        if self._driven is None:
            self._driven = result.driven(threads=self._threads, progress=stages)
        return self._driven

    def _rough_drivers(self, question: Question, check: Check) -> Section:
        """Return what the milestones hang on as far as few iterations tell, until all do."""
        result = self._plays.result(question, _ROUGHLY, check=check)
        found = drivers(result.driven(threads=self._threads, progress=self._stages(DRIVERS, question, check)))
        if found is None:
            return _nothing(DRIVERS)
        said = f"Of the first {counted(_ROUGHLY, 'case')}, until all are played."
        return replace(found, sentences=[said, *found.sentences])

    def _section(self, name: str, question: Question, result: Result, check: Check) -> Section:
        if name == ORDERINGS:
            found = self._orderings(question, result, check)
        else:
            stages = self._stages(name, question, check)
            found = SECTIONS[name](self.driven(question, result, stages) if name == DRIVERS else result)
        return found or _nothing(name)

    def _orderings(self, question: Question, result: Result, check: Check) -> Section | None:
        """Return what comparing the orders of the plan comes to; none where it asks for no order."""
        if result.scenario.orderings is None:
            return None
        outcome = result.outcome
        try:
            orders = compare_orders(
                result.scenario,
                iterations=max(_FEWEST, outcome.iterations),
                seed=outcome.seed,
                threads=self._threads,
                confidence=result.confidence,
                progress=self._stages(ORDERINGS, question, check),
            )
        except CannotCompareError as error:
            return Section(id="orderings", heading=_NOTHING[ORDERINGS][0], sentences=[str(error)])
        return orderings(result, json.loads(orderings_document(orders, files=())))

    def _stages(self, name: str, question: Question, check: Check) -> Stages:
        def tell(done: float | None) -> None:
            self._tell(question, {"t": "progress", "rev": question.rev, "section": name, "done": done})

        return Stages(tell, check)

    def _say(self, name: str, question: Question, section: Section) -> None:
        self._tell_ready(name, question, self._keep(section))

    def _tell_ready(self, name: str, question: Question, key: str) -> None:
        self._tell(question, {"t": "section", "rev": question.rev, "name": name, "key": key})

    def _keep(self, section: Section) -> str:
        key = f"{next(self._number):x}"
        self._pages[key] = section_page(section)
        while len(self._pages) > _MOST:
            self._pages.popitem(last=False)
        return key


def _nothing(name: str) -> Section:
    """Return what is said where the plan has nothing for a section."""
    heading, sentence = _NOTHING[name]
    return Section(id=name.replace("_", "-"), heading=heading, sentences=[sentence])
