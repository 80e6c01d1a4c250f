"""The table of milestones in a terminal."""

import os
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.report.words import one_line, percent, short_date
from milepost.simulate.result import Result

_EXPLANATION = "Hit: by the due date, ± its 95% interval. P50: the date kept in half of the iterations."
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

    def on_broken_pipe(self) -> None:
        """Leave it to the program what a closed pipe means."""
        raise


def print_milestones(result: Result, console: Console) -> None:
    """Print how likely each milestone is to be hit, what could be promised and where it may fall; majors first."""
    outcome = result.outcome
    heading = Text(one_line(result.scenario.name), style="bold")
    heading.append(f"  {outcome.iterations:,} iterations, seed {outcome.seed}", style="not bold dim")
    console.print(heading)
    console.print()
    table = result.milestones
    if table.empty:
        console.print("No milestones to judge; tasks.csv says when each task starts and finishes.")
        return
    console.print(_table(table, result.confidence, width=console.width))
    console.print()
    console.print(Text(_EXPLANATION, style="dim"))


def _table(milestones: pd.DataFrame, confidence: float, *, width: int) -> Table:
    """Lay the table out; in a narrow terminal the names are wrapped first and then percentiles go."""
    percentiles = ("p10", "p50", "p90") if width >= 76 else ("p50",) if width >= 54 else ()
    table = Table(box=None, padding=(0, 2 if width >= 92 else 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Milestone", overflow="fold")
    for heading in ("Due", "Hit", f"{percent(confidence)} by", *map(str.upper, percentiles)):
        table.add_column(heading, justify="right", no_wrap=True)
    major = milestones["level"] == "major"
    for row in milestones[major].to_dict("records"):
        table.add_row(*_cells(row, percentiles), style="bold")
    if major.any() and not major.all():
        table.add_row()
    for row in milestones[~major].to_dict("records"):
        table.add_row(*_cells(row, percentiles), style="dim" if major.any() else "")
    return table


def _cells(row: dict[Any, Any], percentiles: tuple[str, ...]) -> list[Text]:
    hit = Proportion(share=row["hit"], low=row["hit_low"], high=row["hit_high"])
    return [
        Text(one_line(row["name"])),
        Text(short_date(row["due"]) if row["due"] else "-"),
        Text(str(hit) if row["due"] else "-"),
        *(Text(short_date(row[name])) for name in ("promise", *percentiles)),
    ]
