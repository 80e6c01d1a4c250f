"""The first screen: the milestones that matter, what is off plan, and what it means in three sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, Self

from milepost.models.tolerance import USUAL_HIT
from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.report.drivers.sentences import driver_sentences
from milepost.simulate.report.media.interval_words import at_end_of_day, date_words
from milepost.simulate.report.media.words import counted, label, percent, short_date
from milepost.simulate.report.page.charts.axis import share_axis
from milepost.simulate.report.page.charts.bars import Bar, Bars, Row, Sign
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.exceptions import Status, exception_sentences, statuses
from milepost.simulate.report.run.sentences import (
    cost_sentences,
    schedule_sentences,
    stopping_sentences,
    today_sentence,
)
from milepost.simulate.result import Result

_MOST: Final = 10
"""Milestones of the first screen."""

_JUDGED: Final = "Judged are milestones with a due date, of minor ones those with a tolerance of their own."

_SENTENCES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    A milestone of the first screen.

    Parameters
    ----------
    name, owner, deliverables
        Of the milestone.
    due, hit, promise, reached
        When it is due, how probably it is hit, and by when it is reached with the confidence of the run.
    status
        How it stands against what is tolerated.
    bar
        Its hit as it is drawn.
    is_major
        Whether it is a major one.
    """

    name: str
    owner: str
    deliverables: str
    due: Cell
    hit: Cell
    promise: Cell
    status: Status
    bar: Row
    is_major: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """
    The first screen.

    Parameters
    ----------
    played
        What was played.
    sentences
        What it means.
    exceptions
        What is off plan.
    lines
        The milestones.
    bars
        The axis on which their hits are drawn.
    promise
        What heads the dates that could be promised.
    notes
        Which milestones are judged, and how many more there are.
    """

    played: str
    sentences: Sequence[str]
    exceptions: Sequence[str]
    lines: Sequence[Line]
    bars: Bars
    promise: str
    notes: str

    @classmethod
    def of(cls, result: Result) -> Self:
        """Choose what a run is told with first."""
        chosen = chosen_milestones(result.milestone.values(), most=_MOST)
        bars = Bars(
            title="How probably each milestone is hit",
            alternative="A bar for each milestone",
            table=Table(columns=(), rows=()),
            axis=share_axis(0.0, 1.0, most=2),
            columns=(),
            rows=(),
            keys=(
                Key(text="probability of being hit by the due date, with its 95% interval", token="task"),
                Key(text="the least that is tolerated", token="ink", mark="tick"),
            ),
        )
        more, judged = len(result.milestone) - len(chosen), statuses(result)
        return cls(
            played=_played(result),
            sentences=[*islice(_sentences(result), _SENTENCES)],
            exceptions=[*exception_sentences(result)],
            lines=[_line(result, one, judged[one.milestone.id]) for one in chosen],
            bars=bars,
            promise=f"{percent(result.confidence)} by",
            notes=" ".join(filter(None, [_JUDGED if Status.NOT_JUDGED in judged.values() else "", _more(more)])),
        )


def _more(number: int) -> str:
    return f"{counted(number, 'more milestone')} below." if number else ""


def _played(result: Result) -> str:
    scenario, outcome = result.scenario, result.outcome
    played = f"{counted(outcome.iterations, 'case')} played out, seed {outcome.seed}"
    return played if scenario.as_of is None else f"As of {short_date(scenario.as_of)}; {played}"


def _sentences(result: Result) -> Iterator[str]:
    """Yield a sentence on each of these: today, the last milestone, what drives it, stops, money."""
    drivers = [] if result.drivers is None else driver_sentences(result.scenario, result.drivers)
    subjects = [
        iter([] if result.today is None else [today_sentence(result.today, result.scenario.currency)]),
        schedule_sentences(result),
        iter(drivers),
        stopping_sentences(result),
        cost_sentences(result),
    ]
    yield from chain.from_iterable(islice(one, 1) for one in subjects)


def _line(result: Result, outlook: MilestoneOutlook, status: Status) -> Line:
    milestone, days = outlook.milestone, result.scenario.days_of(outlook.milestone.id)
    promise = at_end_of_day(outlook.promise, days)
    promised = date_words(promise, days) if milestone.reached is None else short_date(milestone.reached)
    bars: list[Bar] = []
    signs: list[Sign] = []
    if outlook.hit is not None:
        colour = "due" if status is Status.FAIL else "task"
        bars = [
            Bar(begins=0.0, ends=outlook.hit.value, token=colour),
            Bar(begins=outlook.hit.low, ends=outlook.hit.high, token="ink", kind="interval"),
        ]
    if status is not Status.NOT_JUDGED:
        least = result.scenario.tolerance_of(milestone.id).hit
        signs = [Sign(at=USUAL_HIT if least is None else least, token="ink", kind="tick")]
    return Line(
        name=label(milestone.name),
        owner=label(milestone.owner),
        deliverables=", ".join(map(label, milestone.deliverables)),
        due=Cell(text=short_date(outlook.due), value=outlook.due.toordinal()) if outlook.due else Cell(text="-"),
        hit=Cell(text=str(outlook.hit), value=outlook.hit.value) if outlook.hit else Cell(text="-"),
        promise=Cell(text=promised, value=promise.value),
        status=status,
        bar=Row(name=label(milestone.name), bars=bars, signs=signs),
        is_major=milestone in result.scenario.headline,
    )
