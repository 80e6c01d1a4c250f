"""The runs of a batch in a terminal, the best first, and what was wrong with those that failed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.support.support import ENOUGH
from milepost.simulate.batch.report.rank import BY, Ranking
from milepost.simulate.batch.report.unit import currency_of, with_unit
from milepost.simulate.batch.row import RunMoney, RunRow
from milepost.simulate.report.media.words import (
    counted,
    currency_words,
    label,
    one_line,
    percent,
    short_date,
    shortened,
    too_narrow_for,
)

_MOST_ROWS: Final = 20
_MOST_ERRORS: Final = 3
_LONGEST_CELL: Final = 48


def print_batch(rows: Iterable[RunRow], record: Mapping[str, Any], console: Console) -> None:
    """Print the best runs: what each sets, how likely its milestone is, which date could be promised, and the money."""
    ranking = Ranking.of(rows, record["swept"], most=_MOST_ROWS)
    runs = f"{counted(record['runs'], 'run')} of {counted(record['iterations'], 'case')}"
    console.print(Text(f"{runs}, seed {record['seed']}", style="bold"))
    if not ranking.rows:
        return
    console.print()
    table, narrow = _table(ranking, record["confidence"], width=console.width)
    console.print(table)
    console.print()
    for sentence in _explanation(ranking, record["runs"] - record["failed"] - len(ranking.rows)):
        console.print(Text(sentence, style="dim"))
    if narrow:
        console.print(Text(f"{too_narrow_for(narrow)}; runs.csv has all.", style="dim"))


def errors(rows: Iterable[RunRow], failed: int) -> Iterator[str]:
    """Yield what was wrong with the first runs that failed."""
    said: dict[str, None] = {}
    for row in rows:
        if row.error and len(said) < _MOST_ERRORS:
            said[row.error] = None
    yield from said
    if failed > len(said):
        yield f"{failed - len(said):,} more failed."


def _table(ranking: Ranking, confidence: float, *, width: int) -> tuple[Table, list[str]]:
    """
    Lay the table out, and name the figures that it has no room for.

    Where it is too wide, the figures furthest to the right go, never what runs are judged by.
    """
    table = Table(box=None, padding=(0, 2 if width >= 80 else 1, 0, 0), pad_edge=False, header_style="bold")
    cells = [[shortened(one_line(cell), _LONGEST_CELL) for cell in ranking.cells(row)] for row in ranking.rows]
    headings = [shortened(one_line(heading), _LONGEST_CELL) for heading in ranking.headings]
    for index, heading in enumerate(headings):
        numbers = all(_is_number(row[index]) for row in cells)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold", min_width=6)
    every = dict(_figures(ranking, confidence))
    figures = dict(every)
    names = [max(len(heading), *(len(row[k]) for row in cells)) for k, heading in enumerate(headings)]
    needed = sum(min(one, 16) + 2 for one in names)
    judged = {"net": "Net", "hit": "Hit", "date": percent(confidence)}[ranking.by]
    for heading in [one for one in reversed(figures) if not one.startswith(judged)]:
        if needed + sum(max(len(heading), *map(len, column)) + 2 for heading, column in figures.items()) > width:
            del figures[heading]
    for heading in figures:
        table.add_column(heading, justify="right", no_wrap=True)
    for row, texts in zip(cells, zip(*figures.values(), strict=True), strict=True):
        table.add_row(*map(Text, (*row, *texts)))
    return table, [heading for heading in every if heading not in figures]


def _figures(ranking: Ranking, confidence: float) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns of figures that there is anything to say in, the one that runs are judged by first."""
    rows = ranking.rows
    judged = [row.judged for row in rows]
    if any(one and one.hit for one in judged):
        yield "Hit", [_written(one.hit if one else None) for one in judged]
    yield f"{percent(confidence)} by", [short_date(one.promise_date) if one else "-" for one in judged]
    if any(row.stopped for row in rows):
        yield "Stopped", [_written(row.stopped) for row in rows]
    money = currency_words(currency_of(rows))
    if any(row.cost and row.cost.mean.value for row in rows):
        yield with_unit("Cost, mean", money), [_mean(row.cost) for row in rows]
    if any(row.net for row in rows):
        yield with_unit("Net, mean", money), [_mean(row.net) for row in rows]


def _explanation(ranking: Ranking, left_out: int) -> Iterator[str]:
    hit = f" Hit: of {label(ranking.judged)}, ± its 95% interval." if ranking.by != "date" else ""
    of = f" of {label(ranking.judged)}" if ranking.by == "date" else ""
    if len(ranking.rows) == 1 and not left_out:
        yield hit.strip()
        yield from _unsupported(ranking.rows)
        return
    yield f"The best by {BY[ranking.by]}{of} first.{hit}"
    yield "The best of many owes something to chance: run it again with another --seed."
    yield from _unsupported(ranking.rows)
    if left_out > 0:
        yield f"{left_out:,} more {'is' if left_out == 1 else 'are'} in runs.csv."


def _unsupported(rows: Iterable[RunRow]) -> Iterator[str]:
    """Yield where means that are shown rest on too few iterations for an interval, and how many would do."""
    every = list(rows)
    for what, money in (("net", [row.net for row in every]), ("cost", [row.cost for row in every])):
        needed = [one.mean.needed for one in money if one and one.mean.effective < ENOUGH]
        if needed:
            yield (
                f"The mean {what} of {len(needed):,} of these runs rests on fewer than {ENOUGH} effective cases "
                f"and says little; {max(needed):,.0f} cases would do."
            )


def _written(share: Proportion | None) -> str:
    """Write a share with its interval, or a dash where a run has none."""
    return str(share or "-")


def _mean(money: RunMoney | None) -> str:
    return f"{money.mean.value:z,.0f}" if money else "-"


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()
