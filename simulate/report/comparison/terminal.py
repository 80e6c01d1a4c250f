"""What is told of two plans, in a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.simulate.report.comparison.told import DECISIONS, Told


def print_comparison(told: Told, console: Console) -> None:
    """Print what two plans say differently, then the milestones of both, then what else changes."""
    console.print(Text(told.heading, style="bold"))
    console.print()
    first, *lines = told.plan
    console.print(Text(first))
    for line in lines:
        console.print(Text(f"  {line}"))
    console.print()
    if told.decisions:
        console.print(Text(DECISIONS))
        for line in told.decisions:
            console.print(Text(f"  {line}"))
        console.print()
    if told.rows:
        console.print(_table(told))
        console.print()
        console.print(Text(told.explanation, style="dim"))
    if told.rows and told.sentences:
        console.print()
    for sentence in told.sentences:
        console.print(Text(sentence))


def _table(told: Told) -> Table:
    """Lay the table out; in a narrow terminal names are wrapped."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    first, *others = told.headings
    table.add_column(first, overflow="fold")
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    for row, bold in zip(told.rows, told.bold, strict=True):
        table.add_row(*map(Text, row), style="bold" if bold else "")
    return table
