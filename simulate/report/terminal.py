"""The table of milestones in a terminal, and below it what stops the project and what it costs."""

import os
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pandas as pd
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.analysis.quantile import Ends
from milepost.simulate.analysis.stopping import Cause
from milepost.simulate.report.interval_words import (
    amount_words,
    date_words,
    day_words,
    promise_quantile,
    promise_sentence,
    reached_at_all,
    too_few_words,
    with_reach,
)
from milepost.simulate.report.sentences import money_sentences, standing_sentences
from milepost.simulate.report.words import amount, label, percent, printable, short_date
from milepost.simulate.result import Result

_EXPLANATION = (
    "Hit: by the due date. P50: the date kept in half of the iterations. ±: 95% interval, of a date in working days."
)
_REACHED = "Reached: at all, before the project is stopped."
_CAUSES = 2
"""Risks that are named as stopping the project; of more the most frequent."""

_MOST_STANDINGS = 5
"""Due dates of which it is said how things stand; of more the last."""

_MOST_PROMISES = 5
"""Milestones of which it is said why their promise date is open."""

_ROOMY = 100
"""From which width on a promise date stands on one line, whatever is to be said of it."""

_UNBOUNDED = 1_000


class Terminal(Console):
    """
    Where people read: plain and as wide as need be when it is a pipe or a file, plain when NO_COLOR asks for it.

    Parameters
    ----------
    stderr
        Whether it is the error stream.
    quiet
        Whether nothing is to be shown.
    """

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        super().__init__(
            stderr=stderr, quiet=quiet, color_system=None if os.environ.get("NO_COLOR") else "auto", highlight=False
        )
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = _UNBOUNDED

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Render what is to be shown, with nothing from outside in it that steers the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=_shown(segment.text))


def _shown(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))


def print_milestones(result: Result, console: Console) -> None:
    """Print how likely each milestone is to be hit, what could be promised and where it may fall, then the money."""
    outcome = result.outcome
    heading = Text(label(result.scenario.name), style="bold")
    heading.append(f"  {outcome.iterations:,} iterations, seed {outcome.seed}", style="not bold dim")
    console.print(heading)
    console.print()
    table = result.milestones
    if table.empty:
        console.print("No milestones to judge; tasks.csv says when each task starts and finishes.")
    else:
        console.print(_table(table, result, width=console.width))
        console.print()
        console.print(Text(_explanation(table, result.confidence), style="dim"))
    sentences = [*_promises(result), *_stopping(result), *_money(result), *money_sentences(result), *_standings(result)]
    if sentences:
        console.print()
    for sentence in sentences:
        console.print(Text(sentence))


def _table(milestones: pd.DataFrame, result: Result, *, width: int) -> Table:
    """Lay the table out; in a narrow terminal the names are wrapped first and then percentiles go."""
    reached = _uncertain(milestones)
    room = width - (12 if reached else 0)
    percentiles = ("p10", "p50", "p90") if room >= 80 else ("p50",) if room >= 58 else ()
    between = " " if width >= _ROOMY else "\n"
    table = Table(box=None, padding=(0, 2 if room >= 92 else 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Milestone", overflow="fold")
    headings = ("Due", "Hit", *(("Reached",) if reached else ()), f"{percent(result.confidence)} by")
    for heading in (*headings, *map(str.upper, percentiles)):
        table.add_column(heading, justify="right", no_wrap=True)
    major = milestones["level"] == "major"
    for row in milestones[major].to_dict("records"):
        table.add_row(*_cells(row, percentiles, result.scenario.days, reached=reached, between=between), style="bold")
    if major.any() and not major.all():
        table.add_row()
    for row in milestones[~major].to_dict("records"):
        table.add_row(
            *_cells(row, percentiles, result.scenario.days, reached=reached, between=between),
            style="dim" if major.any() else "",
        )
    return table


def _cells(
    row: dict[Any, Any], percentiles: tuple[str, ...], days: WorkingDays, *, reached: bool, between: str
) -> list[Text]:
    hit = Proportion(share=row["hit"], low=row["hit_low"], high=row["hit_high"])
    return [
        Text(label(row["name"])),
        Text(short_date(row["due"]) if row["due"] else "-"),
        Text(str(hit) if row["due"] else "-"),
        *([Text(str(reached_at_all(row)))] if reached else []),
        Text(date_words(promise_quantile(row), days, between=between)),
        *(Text(day_words(row[f"{name}_days"], days)) for name in percentiles),
    ]


def _explanation(milestones: pd.DataFrame, confidence: float) -> str:
    """Say what the columns and marks of the table mean."""
    too_few = (milestones["promise_state"] == Ends.TOO_FEW_ITERATIONS.value).any()
    said = (_EXPLANATION, _REACHED if _uncertain(milestones) else "", too_few_words(confidence) if too_few else "")
    return " ".join(filter(None, said))


def _promises(result: Result) -> Iterator[str]:
    """Say why promise dates are open, of major milestones, or of all if none is major."""
    table = result.milestones
    major = table["level"] == "major"
    rows = (table[major] if major.any() else table).to_dict("records")
    said = (promise_sentence(row, result.scenario.days, result.confidence) for row in rows)
    yield from islice(filter(None, said), _MOST_PROMISES)


def _uncertain(milestones: pd.DataFrame) -> bool:
    """Tell whether there is a milestone that is not always reached."""
    return bool((milestones["reached"] < 1).any())


def _standings(result: Result) -> Iterator[str]:
    """Say how money and milestones stand on the last due dates of major milestones, or of all if none is major."""
    said, table = standing_sentences(result), result.milestones
    majors = [id for id in table["milestone"][table["level"] == "major"] if id in said]
    dues = {id: table["due_days"][place] for place, id in enumerate(table["milestone"])}
    for id in sorted(majors or said, key=dues.__getitem__)[-_MOST_STANDINGS:]:
        yield said[id]


def _stopping(result: Result) -> Iterator[str]:
    """Say how often the project is stopped, and by what."""
    if result.stopping is None:
        return
    stopping, risks = result.stopping, result.scenario.risks
    named = [(label(risks[id].name), _how_often(cause)) for id, cause in stopping.by.items()]
    by = ""
    if len(named) == 1:
        by = f", each time by: {named[0][0]}"
    elif named:
        by = f", mostly by: {'; '.join(f'{name} ({share})' for name, share in named[:_CAUSES])}"
    yield f"The project is stopped in {stopping.probability} of cases{by}."


def _how_often(cause: Cause) -> str:
    """Write how often a risk stops the project; what it shares with risks that would have at the same moment apart."""
    return f"{cause.alone} alone, {cause.together} together with others" if cause.together.share else str(cause.alone)


def _money(result: Result) -> Iterator[str]:
    """Say what the plan costs and, where milestones have a value, what is left of it."""
    money, currency, total = result.money, result.scenario.currency, result.scenario.budget.total
    if total is not None or result.cost.any():
        budget = "" if total is None else f"; within the budget of {amount(total, currency)}: {money.within}"
        p50, p80 = (amount_words(one, currency) for one in (money.cost.p50, money.cost.p80))
        yield f"Cost: P50 {p50}, P80 {p80}{budget}."
    if money.net is not None:
        net = money.net
        mean = with_reach(net.mean, max(net.mean_high - net.mean, net.mean - net.mean_low), currency)
        p10, p90 = amount_words(net.p10, currency), amount_words(net.p90, currency)
        yield f"Net of the value of milestones: {mean} on average, P10 {p10}, P90 {p90}."
