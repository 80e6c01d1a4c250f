"""What if: what changes from the plan as it is written."""

from collections.abc import Iterable, Iterator
from typing import Final

from milepost.simulate.analysis.comparison.change import Change, Figure
from milepost.simulate.analysis.comparison.what_if import WhatIf
from milepost.simulate.report.comparison.words import change_words, risk_sentence
from milepost.simulate.report.media.words import label, one_line, percent
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.result import Result

_PLAN: Final = {
    Figure.STOPPED: "The project is stopped, in points",
    Figure.WITHIN: "Within the budget, in points",
    Figure.COST_MEAN: "Cost on average",
    Figure.NET_MEAN: "Net on average",
}


def what_if(result: Result) -> Section | None:
    """Return what changes by what was set; nothing in a plan as it is written."""
    found = result.what_if
    if found is None:
        return None
    settings = [f"Set in the plan: {', '.join(map(one_line, found.settings))}."] if found.settings else []
    risks = risk_sentence(found.comparison, result.scenario.risks)
    tables = [_milestones(result, found), Table.of(["Of the plan", "Change"], _plan(found))]
    return Section(
        id="what-if",
        heading="What if",
        sentences=[*settings, *filter(None, [risks])],
        parts=[one for one in tables if one.rows],
    )


def _milestones(result: Result, found: WhatIf) -> Table:
    figures = {
        Figure.HIT: "Hit [points]",
        Figure.PROMISE: f"{percent(result.confidence)} date [working days]",
        Figure.P50: "P50 [working days]",
    }
    return Table.of(
        ["Milestone", *figures.values()],
        ([label(one.milestone.name), *_cells(found, figures, one.milestone.id)] for one in result.headline),
        caption="Changes from the plan as written, on the same cases, each with its own 95% interval",
    )


def _cells(found: WhatIf, figures: Iterable[Figure], id: str) -> Iterator[Cell]:
    yield from (_cell(figure, found.comparison.change(figure, id)) for figure in figures)


def _plan(found: WhatIf) -> Iterator[list[str | Cell]]:
    for figure, name in _PLAN.items():
        change = found.comparison.change(figure, "")
        if change is not None:
            yield [name, _cell(figure, change)]


def _cell(figure: Figure, change: Change | None) -> Cell:
    return Cell(text=change_words(figure, change), value=None if change is None else change.difference.value)
