"""The table of milestones in a terminal, and below it the plan's own schedule, what stops it and what it costs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.models import Level
from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.quantile import Ends
from milepost.simulate.report.comparison.words import CHANGE, change_words, changed_by, risk_sentence
from milepost.simulate.report.drivers.sentences import driver_sentences
from milepost.simulate.report.media.interval_words import (
    at_end_of_day,
    date_or_never,
    date_words,
    promise_sentence,
    too_few_words,
)
from milepost.simulate.report.media.words import counted, label, percent, short_date, too_narrow_for
from milepost.simulate.report.run.calibration_words import estimate_sentences
from milepost.simulate.report.run.earned_value_words import earned_value_sentences
from milepost.simulate.report.run.resource_words import resource_sentences
from milepost.simulate.report.run.sentences import (
    cost_sentences,
    money_sentences,
    schedule_sentences,
    standing_sentence,
    stopping_sentences,
    today_sentence,
)
from milepost.simulate.result import Result

_HIT = "Hit: by the due date."
_P50 = "P50: the date kept in half of the cases."
_INTERVAL = "±: 95% interval, of a date in working days."
_REACHED = "Reached: at all, before the project is stopped."
_CHANGE = (
    f"{CHANGE}: from the plan as written, on the same cases, with its own 95% interval; of shares in points, of "
    "dates in working days."
)
_CHANGE_WIDTH = 14
"""What a column of changes takes [characters]."""

_MOST_STANDINGS = 5
"""Due dates of which it is said how things stand; of more the last."""

_MOST_PROMISES = 5
"""Milestones of which it is said why their promise date is open."""

_ROOMY = 100
"""From which width on a promise date stands on one line, whatever is to be said of it."""


def print_milestones(result: Result, console: Console) -> None:
    """Print how likely each milestone is to be hit and where it may fall, the plan's own schedule, then the money."""
    outcome = result.outcome
    heading = Text(label(result.scenario.name), style="bold")
    heading.append(f"  {counted(outcome.iterations, 'case')}, seed {outcome.seed}", style="not bold dim")
    console.print(heading)
    if result.today is not None:
        console.print(Text(today_sentence(result.today, result.scenario.currency)))
    for sentence in earned_value_sentences(result):
        console.print(Text(sentence))
    console.print()
    every = [one for one in result.milestone.values() if result.shows(one.milestone)]
    outlooks = chosen_milestones(every)
    if not outlooks:
        where = "" if result.group is None else f" in group {label(result.group)}"
        console.print(Text(f"No milestones to judge{where}; tasks.csv says when each task starts and finishes."))
    else:
        shown = _shown_columns(outlooks, width=console.width, changes=result.what_if is not None)
        console.print(_table(outlooks, result, shown, width=console.width))
        console.print()
        console.print(Text(_explanation(outlooks, result, shown), style="dim"))
        for said in _left_out(len(outlooks), every, result):
            console.print(Text(said, style="dim"))
    sentences = [
        *schedule_sentences(result),
        *([] if result.drivers is None else driver_sentences(result.scenario, result.drivers)),
        *resource_sentences(result),
        *estimate_sentences(result),
        *_promises(result),
        *filter(None, [risk_sentence(result.changes, result.scenario.risks)]),
        *stopping_sentences(result),
        *cost_sentences(result),
        *money_sentences(result),
        *_standings(result),
    ]
    if sentences:
        console.print()
    for sentence in sentences:
        console.print(Text(sentence))


def _all_columns(outlooks: Sequence[MilestoneOutlook]) -> tuple[str, ...]:
    """Return the headings of what a terminal can do without, in sequence."""
    return "Due", *(("Reached",) if _uncertain(outlooks) else ()), "P10", "P50", "P90"


def _shown_columns(outlooks: Sequence[MilestoneOutlook], *, width: int, changes: bool) -> tuple[str, ...]:
    """Choose those that there is room for: outer percentiles go first, then P50, due dates and how often reached."""
    one_change = _CHANGE_WIDTH if changes else 0
    room = width - (12 + one_change if _uncertain(outlooks) else 0)
    needed = {"P10": (80, 5), "P90": (80, 5), "P50": (58, 3), "Due": (44, 2), "Reached": (34, 2)}
    return tuple(one for one in _all_columns(outlooks) if room >= needed[one][0] + one_change * needed[one][1])


def _table(outlooks: Sequence[MilestoneOutlook], result: Result, shown: tuple[str, ...], *, width: int) -> Table:
    """Lay the table out; in a narrow terminal names are wrapped."""
    between = " " if width >= _ROOMY else "\n"
    roomy = width - (12 if _uncertain(outlooks) else 0) >= 92
    table = Table(box=None, padding=(0, 2 if roomy else 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Milestone", overflow="fold")
    promise = f"{percent(result.confidence)} by"
    for heading in ("Due", "Hit", "Reached", promise, "P10", "P50", "P90"):
        if heading in shown or heading in ("Hit", promise):
            table.add_column(heading, justify="right", no_wrap=True)
            if result.what_if is not None and heading != "Due":
                table.add_column(CHANGE, justify="right", no_wrap=True)
    majors = [one for one in outlooks if one.milestone.level == Level.MAJOR]
    minors = [one for one in outlooks if one.milestone.level != Level.MAJOR]
    for one in majors:
        table.add_row(*_cells(one, result, shown, between=between), style="bold")
    if majors and minors:
        table.add_row()
    for one in minors:
        table.add_row(*_cells(one, result, shown, between=between), style="dim" if majors else "")
    return table


def _cells(outlook: MilestoneOutlook, result: Result, shown: tuple[str, ...], *, between: str) -> list[Text]:
    """Return the cells of a row, behind each figure its change where the plan is not as written."""
    days = result.scenario.days_of(outlook.milestone.id)
    figures: dict[Figure, str] = {Figure.HIT: str(outlook.hit or "-")}
    if "Reached" in shown:
        figures[Figure.REACHED] = str(outlook.reached)
    figures[Figure.PROMISE] = date_words(at_end_of_day(outlook.promise, days), days, between=between)
    for figure, one in {Figure.P10: outlook.p10, Figure.P50: outlook.p50, Figure.P90: outlook.p90}.items():
        if figure.upper() in shown:
            figures[figure] = date_or_never(one.date, one.value)
    cells = [label(outlook.milestone.name)]
    if "Due" in shown:
        cells.append(short_date(outlook.due) if outlook.due else "-")
    for figure, words in figures.items():
        cells.append(words)
        if result.what_if is not None:
            cells.append(change_words(figure, result.what_if.comparison.change(figure, outlook.milestone.id)))
    return [*map(Text, cells)]


def _explanation(outlooks: Sequence[MilestoneOutlook], result: Result, shown: tuple[str, ...]) -> str:
    """Return what the columns and marks of the table mean, and which columns there is no room for."""
    too_few = any(one.promise.ends == Ends.TOO_FEW_ITERATIONS for one in outlooks)
    left_out = [one for one in _all_columns(outlooks) if one not in shown]
    said = (
        _HIT,
        _P50 if "P50" in shown else "",
        _INTERVAL,
        _REACHED if "Reached" in shown else "",
        too_few_words(result.confidence) if too_few else "",
        _CHANGE if result.what_if is not None else "",
        f"{too_narrow_for(left_out)}; milestones.csv has all." if left_out else "",
    )
    return " ".join(filter(None, said))


def _left_out(shown: int, outlooks: Collection[MilestoneOutlook], result: Result) -> Iterator[str]:
    """Yield that there are more milestones than are shown, and where they are."""
    if result.group is not None:
        yield f"Shown is what is in group {label(result.group)}: milestones.csv has all."
    if shown == len(outlooks):
        return
    judged = sum(one.milestone.level == Level.MAJOR or one.due is not None for one in outlooks)
    few = ", of these the least likely to be hit" if judged > shown else ""
    yield (
        f"Shown are {shown} of {len(outlooks):,} milestones, major ones and those with a due date{few}: "
        "milestones.csv has all."
    )


def _promises(result: Result) -> Iterator[str]:
    """Yield why promise dates are open, of the milestones that are told first."""
    said = (promise_sentence(one, result.scenario.days, result.confidence) for one in result.headline)
    yield from islice(filter(None, said), _MOST_PROMISES)


def _uncertain(outlooks: Iterable[MilestoneOutlook]) -> bool:
    """Return whether there is a milestone that is not always reached."""
    return any(one.reached.value < 1 for one in outlooks)


def _standings(result: Result) -> Iterator[str]:
    """Yield how money and milestones stand on the last due dates of major milestones, or of all if none is due."""
    standings, days = result.standings, result.scenario.days
    majors = [one for one in standings if result.scenario.milestones[one.milestone].level == Level.MAJOR]
    for one in sorted(majors or standings, key=lambda one: days.due_offset(one.due))[-_MOST_STANDINGS:]:
        change = changed_by(result.changes, Figure.GAP, one.milestone)
        yield standing_sentence(one) + (f" The gap changes by {change}." if change else "")
