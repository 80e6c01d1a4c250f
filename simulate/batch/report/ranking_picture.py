"""The picture of the best runs of a batch."""

import math
from collections.abc import Iterable
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.batch.report.labels import Labels, Names, no_names
from milepost.simulate.batch.report.rank import BY, Ranking
from milepost.simulate.batch.report.unit import currency_of, plan_names, unit_of, with_unit
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.canvas import drawable, drawing, drawn, fitted, png, text_width, write_title
from milepost.simulate.report.media.colours import TASK
from milepost.simulate.report.media.words import short_date

HIT: Final = "Hit: reached by the due date"
_LONGEST_CELL: Final = 44
_WIDEST: Final = 3.4
"""Of a column of names [inches]."""
_ROW: Final = 0.26


def ranking_png(ranking: Ranking, *, runs: int, names: Names = no_names) -> bytes:
    """Draw the best runs, each with its interval: its own, so that it is too wide to compare two runs by."""
    labels = Labels(plans=plan_names(ranking.rows), names=names, currency=currency_of(ranking.rows))
    with drawing():
        headings = [[fitted(line, _WIDEST, bold=True) for line in lines] for lines in _headings(ranking, labels)]
        table = [[fitted(cell, _WIDEST) for cell in _drawn(ranking, row, labels)] for row in ranking.rows]
        columns = [
            0.3 + max(*(text_width(line, bold=True) for line in lines), *(text_width(row[k]) for row in table))
            for k, lines in enumerate(headings)
        ]
        left, tall, above = 0.2 + sum(columns), _ROW * len(ranking.rows), 0.18 * max(map(len, headings))
        width, height = left + 6.4, tall + above + 1.5
        figure = Figure(figsize=(width, height))
        ax = figure.add_axes((left / width, 0.65 / height, 5.3 / width, tall / height))
        plot_ranking(ranking, ax=ax)
        for k, lines in enumerate(headings):
            x = (0.2 + sum(columns[:k])) / width
            figure.text(x, (0.72 + tall) / height, "\n".join(lines), va="bottom", fontweight="bold")
            for line, texts in enumerate(table):
                figure.text(x, (0.65 + tall - _ROW * (line + 0.5)) / height, texts[k], va="center")
        some = f"The {len(ranking.rows)} best of {runs:,} runs" if runs > len(ranking.rows) else f"{runs:,} runs"
        judged = "" if ranking.by == "net" else f" of {_judged(ranking, labels)}"
        known = [one for one in map(ranking.judgement, ranking.rows) if one is not None]
        few = ", none where too few cases tell" if any(math.isnan(one.low) for one in known) else ""
        below = f"The best first. Each with its own 95% interval{few}; runs share their random numbers"
        write_title(figure, f"{some} by {BY[ranking.by]}{judged}", below)
        return png(figure)


def plot_ranking(ranking: Ranking, *, ax: Axes) -> Axes:
    """Draw a dot, an interval and a figure for each run, the best at the top."""
    for y, row in enumerate(ranking.rows):
        judgement = ranking.judgement(row)
        if judgement is not None:
            ax.plot([judgement.low, judgement.high], [y, y], color=TASK, linewidth=1.5)
            ax.plot(judgement.value, y, "o", color=TASK, markersize=5)
            ax.annotate(
                _figure(row, judgement),
                (1.0, y),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
            )
    ax.set_yticks([])
    ax.set_ylim(len(ranking.rows) - 0.5, -0.5)
    ax.grid(axis="x")
    if ranking.by == "hit":
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
        ax.set_xlabel(HIT)
        return ax
    ax.xaxis.set_major_formatter(lambda value, _position: f"{value:,.10g}")
    ax.xaxis.set_major_locator(MaxNLocator(4))
    if ranking.by == "net":
        ax.set_xlabel(with_unit("Net: value of milestones less lateness and cost, mean", _money(ranking.rows)))
    else:
        ax.set_xlabel(with_unit("Date that could be promised, from the start", "working days"))
    return ax


def _headings(ranking: Ranking, labels: Labels) -> list[list[str]]:
    """Return what stands above each column, in lines."""
    swept = dict(zip(ranking.swept_headings, ranking.swept, strict=True))
    lines = []
    for heading in ranking.headings:
        if heading not in swept:
            lines.append(["Plan" if heading == "File" else drawn(heading)])
            continue
        path = swept[heading]
        name, colon, rest = labels.parameter(path).partition(": ")
        lines.append([name + colon.strip(), *([with_unit(rest, unit_of(path, labels.currency))] if rest else [])])
    return lines


def _drawn(ranking: Ranking, row: RunRow, labels: Labels) -> list[str]:
    pairs = zip(ranking.headings, ranking.cells(row), ranking.stand_ins(row), strict=True)
    return [
        labels.plan(row.file) if heading == "File" else drawable(cell, instead=instead, most=_LONGEST_CELL)
        for heading, cell, instead in pairs
    ]


def _judged(ranking: Ranking, labels: Labels) -> str:
    """Name the milestones that hits and dates are of."""
    ids = {row.judged_by for row in ranking.rows if row.judged_by}
    names = dict.fromkeys(labels.milestone(row.judged_by, row.file) for row in ranking.rows if row.judged_by)
    return ", ".join(names) if 0 < len(ids) <= 3 and len(names) <= 3 else ranking.judged


def _figure(row: RunRow, judgement: Estimate) -> str:
    """Write what a run is ranked by."""
    match judgement:
        case Proportion():
            return str(judgement)
        case Quantile():
            return short_date(None if row.judged is None else row.judged.promise_date)
        case _:
            return f"{judgement.value:,.0f}" if abs(judgement.value) >= 100 else f"{judgement.value:.3g}"


def _money(rows: Iterable[RunRow]) -> str:
    return drawable(currency_of(rows), instead="") or "money"
