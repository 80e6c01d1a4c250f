"""Compared orders in a terminal: the verdict, the table, why, and what to paste back."""

import math
from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contrast import Contrast
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.ranking import Rank
from milepost.simulate.analysis.orderings.shift import Shift
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import amount, label, rough_percent, short_date, too_narrow_for
from milepost.simulate.report.orderings.remarks import remarks
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.report.orderings.words import (
    NOT_KNOWN,
    WORDS,
    Unit,
    between_words,
    criterion_words,
    order_key,
    order_letters,
    ranks_words,
    rows_in_sequence,
    signed,
    value_words,
    without_limit,
    yaml_order,
)

_MOST_SHIFTS = 3
_MOST_SPARED = 4
_SELDOM = 0.001
"""What changes less often is not worth a line [-]."""
_SOON = 0.05
"""And what comes earlier or later by less [working days]."""
_LITTLE = 1e-6
"""And what costs less: that comes of adding in another sequence [currency]."""

_ORDER, _TASKS, _STOPS = "Order", "Tasks", "Stops"
_NAME_ROOM = 12
"""Width that the name of an order has at least [characters]."""


def print_orders(orders: Orders, console: Console) -> None:
    """Print which order to take and how sure that is, a table for each criterion, why, and the order as YAML."""
    heading = Text(label(orders.scenario.name), style="bold")
    heading.append(f"  {orders.question.iterations:,} cases, seed {orders.question.seed}", style="not bold dim")
    console.print(heading)
    console.print()
    console.print(Text(" ".join(verdict(orders)), style="bold"))
    narrow: dict[str, None] = {}
    for index in range(len(orders.criteria)):
        table, left_out = _table(orders, index, width=console.width)
        narrow |= dict.fromkeys(left_out)
        console.print()
        console.print(table)
    console.print()
    console.print(Text(order_key(orders), style="dim"))
    console.print(Text(f"{_EXPLANATION} {rows_in_sequence(orders)}".strip(), style="dim"))
    if narrow:
        console.print(Text(f"{too_narrow_for([*narrow])}; orderings.csv has all.", style="dim"))
    if orders.contrast is not None and orders.no_difference is None:
        console.print()
        for line in _why(orders, orders.contrast):
            console.print(Text(line))
    console.print()
    said = remarks(orders)
    for remark in said:
        console.print(Text(f"{remark}."))
    if said:
        console.print()
    console.print(Text(yaml_order(orders.best)), end="", soft_wrap=True)


_EXPLANATION = (
    "Brackets: what holds for all differences at once with 95% probability; rank: the places an order may have. "
    "The plan without the limit is a reference and has no rank."
)


def _table(orders: Orders, index: int, *, width: int) -> tuple[Table, list[str]]:
    """Lay the table for a criterion out, and name the columns that there is no room for."""
    headings, rows = _headings(orders, index), [*_rows(orders, index)]
    texts = {heading: [heading, *(cells[k] for cells, _ in rows)] for k, heading in enumerate(headings)}
    # Figures are broken at blanks alone, and where there is room for them not at all.
    unbroken = NOT_KNOWN.replace(" ", "_")
    words = {
        heading: [word for text in column for word in text.replace(NOT_KNOWN, unbroken).split()]
        for heading, column in texts.items()
    }
    room = {heading: max(map(cell_len, column)) for heading, column in words.items()}
    whole = {heading: max(map(cell_len, column)) for heading, column in texts.items()}
    room |= {_ORDER: min(_NAME_ROOM, whole[_ORDER]), _TASKS: whole[_TASKS]}
    left_out = []
    for heading in (_STOPS, _TASKS):
        if heading in room and sum(one + 1 for one in room.values()) > width:
            del room[heading]
            left_out.append(heading)
    for heading in (headings[2], headings[3], _ORDER):
        more = whole[heading] - room[heading]
        spare = max(0, width - sum(one + 1 for one in room.values()))
        room[heading] += min(more, spare) if heading == _ORDER or more <= spare else 0
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading, characters in room.items():
        justify: Literal["left", "right"] = "left" if heading in (_ORDER, _TASKS) else "right"
        table.add_column(Text(heading), justify=justify, overflow="fold", width=characters)
    for cells, style in rows:
        shown = (cell for heading, cell in zip(headings, cells, strict=True) if heading in room)
        table.add_row(*map(Text, shown), style=style)
    return table, left_out


def _headings(orders: Orders, index: int) -> tuple[str, ...]:
    criterion, scenario = orders.criteria[index], orders.scenario
    unit = {Unit.SHARE: " [points]", Unit.DAYS: " [days]", Unit.AREA: " [days²]"}.get(WORDS[criterion.kind].unit, "")
    stops = (_STOPS,) if _can_stop(scenario) else ()
    return _ORDER, _TASKS, criterion_words(criterion, scenario), f"vs in force{unit}", "Rank", *stops


def _rows(orders: Orders, index: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the cells of each order, and its style; the plan without the limit of crews comes last."""
    criterion, scenario = orders.criteria[index], orders.scenario
    family, ranking = orders.families[index], orders.rankings[index]
    numbers = {one.name: k for k, one in enumerate(orders.contenders)}
    stops = _can_stop(scenario)
    for rank in ranking.rows:
        k = numbers[rank.name]
        one = orders.contenders[k]
        difference = family.between(k, 0)
        cells = (
            ", ".join(label(name) for name in one.names) if one.named else "",
            order_letters(one, scenario) + ("+" if one.alternative.hold else ""),
            _estimate(orders, index, rank),
            "-" if k == 0 else between_words(criterion, difference, scenario, same=bool(family.tie[k, 0])),
            ranks_words(rank.rank_low, rank.rank_high),
            *([share_words(orders.stops[k])] if stops else []),
        )
        yield cells, "bold" if rank.may_be_best else ""
    reference = orders.reference
    cells = (
        f"({without_limit(scenario)})",
        "",
        value_words(criterion, reference.estimate[index], scenario),
        between_words(criterion, reference.difference[index], scenario, same=reference.same[index]),
        "-",
        *([share_words(reference.stops)] if stops else []),
    )
    yield cells, "dim"


def _can_stop(scenario: Scenario) -> bool:
    return any(risk.stop for risk in scenario.risks.values())


def _estimate(orders: Orders, index: int, rank: Rank) -> str:
    criterion, scenario = orders.criteria[index], orders.scenario
    value = value_words(criterion, rank.estimate, scenario)
    reach = rank.estimate.reach
    bare = criterion.kind == Kind.PROMISE or (criterion.kind == Kind.HIT and rank.estimate.value in (0, 1))
    if bare or not math.isfinite(reach) or reach == 0 or orders.footings[index] is not None:
        return value
    return (
        f"{value} ±{100 * reach:.1f}"
        if criterion.kind == Kind.HIT
        else f"{value} ±{signed(criterion, reach, scenario)[1:]}"
    )


def _why(orders: Orders, why: Contrast) -> Iterator[str]:
    """Yield what the first of a contrast retires earlier, which tasks that spares, and its effect on days and money."""
    scenario = orders.scenario
    first, second = (
        "the order in force" if name == orders.in_force.name else label(name) for name in (why.first, why.second)
    )
    yield f"Why {first}, against {second}:"
    for shift in _ends(why.shifts):
        when = short_date(shift.first_date)
        then = short_date(shift.second_date)
        days = "" if math.isnan(shift.earlier_days) else f" {abs(shift.earlier_days):.1f} working days "
        days += "" if math.isnan(shift.earlier_days) else "earlier" if shift.earlier_days > 0 else "later"
        yield f"  {label(scenario.risks[shift.risk].name)} is retired{days} ({when}, not {then})"
    changed = [one for one in why.spared if abs(one.spared - one.struck) >= _SELDOM]
    for one in sorted(changed, key=lambda one: -abs(one.spared - one.struck))[:_MOST_SPARED]:
        risk, task = label(scenario.risks[one.risk].name), label(scenario.tasks[one.task].name)
        does = "misses" if one.spared > one.struck else "now hits"
        yield f"  {risk}: {does} {task} in {rough_percent(abs(one.spared - one.struck))} of cases"
    if math.isfinite(why.days.value) and abs(why.days.value) >= _SOON:
        milestone, later = label(scenario.milestones[why.milestone].name), why.days.value
        sooner = "earlier" if later < 0 else "later"
        yield f"  {milestone}: {abs(later):.1f} working days {sooner} on average, where it is reached"
    stop = why.stop_days.value
    if math.isfinite(stop) and abs(stop) >= _SOON:
        sooner = "earlier" if stop < 0 else "later"
        yield f"  Where the project is stopped, it is stopped {abs(stop):.1f} working days {sooner} on average"
    if abs(why.money.value) >= _LITTLE:
        less = "less" if why.money.value < 0 else "more"
        yield f"  Money: {amount(abs(why.money.value), scenario.currency)} {less} spent on average"


def _ends(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """Return the risks that gain most time and the one that loses most."""
    return shifts if len(shifts) <= _MOST_SHIFTS else (*shifts[: _MOST_SHIFTS - 1], shifts[-1])
