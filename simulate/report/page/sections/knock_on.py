"""Knock-on: what a missed milestone means for those due later."""

import math
from typing import Final

from milepost.simulate.analysis.schedule.knock_on import Consequence, KnockOn
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import label, one_line, short_date, shortened
from milepost.simulate.report.page.charts.figure import Key
from milepost.simulate.report.page.charts.heat import Heat, HeatCell
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.section import Section
from milepost.simulate.report.run.curves.knock_on import CLASSES, heat_cells
from milepost.simulate.result import Result

_NAME_LENGTH: Final = 40


def knock_on(result: Result) -> Section | None:
    """Return what a missed milestone means for those due later; nothing with fewer than two due dates."""
    found = result.knock_on
    return None if found is None else Section(id="knock-on", heading="Knock-on", parts=[_heat(result, found)])


def _heat(result: Result, found: KnockOn) -> Heat:
    names = [shortened(one_line(result.milestone[id].milestone.name), _NAME_LENGTH) for id in found.milestones]
    cells: list[list[HeatCell | None]] = [[None] * (len(names) - 1) for _ in names[1:]]
    for cell in heat_cells(found):
        cells[cell.row][cell.column] = HeatCell(
            text=cell.often,
            below=[*filter(None, cell.otherwise)],
            token="grid" if cell.shade is None else f"heat-{cell.shade}",
            is_bold=cell.hangs_on,
        )
    shown = len(found.milestones)
    left_out = f" ({shown} of {found.in_all:,}, major ones first)" if shown < found.in_all else ""
    return Heat(
        title=_finding(result, found),
        alternative=f"What a missed milestone (row) means for those due later (columns){left_out}. "
        f"{_finding(result, found)}.",
        note=f"How often a milestone (column) is missed where one due before it (row) is{left_out}; else: where "
        "that is hit; +14 d: working days later than there, on average; bold: it hangs on the row's",
        table=_table(result, found),
        keys=(
            *(Key(text=said, token=f"heat-{k}") for k, said in enumerate(CLASSES)),
            Key(text="always missed, or never", token="grid"),
        ),
        columns=names[1:],
        rows=[
            (name, _known(result, id), row)
            for name, id, row in zip(names[:-1], found.milestones[:-1], cells, strict=True)
        ],
    )


def _known(result: Result, id: str) -> str:
    one = result.milestone[id]
    missed = "" if one.hit is None else f", missed in {share_words(one.hit.complement)}"
    return f"due {short_date(one.due)}{missed}"


def _finding(result: Result, found: KnockOn) -> str:
    """Name the two, of which the later hangs on the earlier, where a miss makes most of a difference."""
    hanging = [(_more(one), pair) for pair, one in found.pairs.items() if one.hangs_on and _more(one) > 0]
    if not hanging:
        return "No missed milestone makes another more likely to be missed that hangs on it"
    earlier, later = max(hanging)[1]
    one = found.pairs[earlier, later]
    assert one.if_miss is not None
    assert one.if_hit is not None
    names = [label(result.milestone[id].milestone.name) for id in (earlier, later)]
    return (
        f"Where {names[0]} is missed, {names[1]} is in {share_words(one.if_miss)} of cases, "
        f"else in {share_words(one.if_hit)}"
    )


def _more(one: Consequence) -> float:
    return 0.0 if one.if_miss is None or one.if_hit is None else one.if_miss.value - one.if_hit.value


def _table(result: Result, found: KnockOn) -> Table:
    rows = (
        [
            label(result.milestone[earlier].milestone.name),
            label(result.milestone[later].milestone.name),
            *(
                Cell(text="-" if share is None else str(share), value=math.nan if share is None else share.value)
                for share in (one.if_miss, one.if_hit)
            ),
            Cell(text="-" if math.isnan(one.slip.value) else f"{one.slip.value:+z.1f}", value=one.slip.value),
            "yes" if one.hangs_on else "no",
        ]
        for (earlier, later), one in found.pairs.items()
    )
    headings = ["Missed", "Then", "is missed in", "else in", "Working days later", "Hangs on it"]
    return Table.of(headings, rows)
