"""The runs of a batch in a terminal, the best first."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.report.batch_rank import Ranking, judged_by
from milepost.simulate.report.words import one_line, percent, rough_percent, short_date, shortened

_MOST_ROWS: Final = 20


def print_batch(rows: Iterable[Mapping[str, Any]], record: Mapping[str, Any], console: Console) -> None:
    """Print the best runs: what each sets, how likely its milestone is, which date could be promised, and the money."""
    ranking = Ranking.of(rows, record["swept"], most=_MOST_ROWS)
    console.print(
        Text(f"{record['runs']:,} runs of {record['iterations']:,} iterations, seed {record['seed']}", style="bold")
    )
    if not ranking.rows:
        return
    console.print()
    net = any(row.get("net_mean") is not None for row in ranking.rows)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Run", overflow="fold")
    for heading in (
        "Hit",
        f"{percent(record['confidence'])} by",
        "Stopped",
        "Cost, mean",
        *(("Net, mean",) if net else ()),
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in ranking.rows:
        id = judged_by(row)
        hit = row.get(f"{id}.hit")
        table.add_row(
            Text(shortened(one_line(ranking.label(row)), 70)),
            Text("-" if hit is None else str(_proportion(row, f"{id}.hit"))),
            Text("-" if id is None else short_date(row[f"{id}.promise"])),
            Text("-" if row.get("stopped") is None else rough_percent(row["stopped"])),
            Text(f"{row['cost_mean']:,.0f}"),
            *([Text("-" if row.get("net_mean") is None else f"{row['net_mean']:,.0f}")] if net else []),
        )
    console.print(table)
    console.print()
    console.print(Text(f"The best by {ranking.by} first. Hit: of {ranking.judged}, ± its 95% interval.", style="dim"))
    left_out = record["runs"] - record["failed"] - len(ranking.rows)
    if left_out > 0:
        console.print(Text(f"{left_out:,} more are in runs.csv.", style="dim"))


def _proportion(row: Mapping[str, Any], key: str) -> Proportion:
    return Proportion(share=row[key], low=row[f"{key}_low"], high=row[f"{key}_high"])
