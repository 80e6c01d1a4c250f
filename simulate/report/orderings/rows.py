"""Rows of the picture of compared orders: what each order came to, and which of many orders are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.ranking import Rank
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.canvas import drawable
from milepost.simulate.report.orderings.words import (
    between_words,
    order_letters,
    ranks_words,
    value_words,
    without_limit,
)

_NAME_LENGTH: Final = 52
_MOST: Final = 12
"""So many orders are all shown."""
_TOP: Final = 5
"""Of more, so many of the first are, beside those that have a name."""


class Mark(StrEnum):
    """How an order stands to the others, which its mark in the picture shows."""

    BEST = "may be the best"
    OTHER = "surely not the best"
    IN_FORCE = "in force"
    REST = "the rest, from the worst to the best"
    REFERENCE = "without the limit: a reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """
    A row of the picture.

    Parameters
    ----------
    label, tasks
        The name, and the letters of the tasks.
    said
        What the order came to, by how much it is better than the one in force, and the ranks that it may have.
    mark
        How it stands to the others.
    gain
        By how much it is better than the order in force, with its interval; infinite or NaN where that is not known.
    is_named
        Whether the order has a name of its own.
    """

    label: str
    tasks: str
    said: tuple[str, str, str]
    mark: Mark
    gain: Estimate
    is_named: bool


def order_rows(orders: Orders, index: int) -> list[OrderRow]:
    """Return the rows for one criterion as they are ranked, and last the plan without the crew limit."""
    criterion, scenario, reference = orders.criteria[index], orders.scenario, orders.reference
    gain = _gain(orders, index, reference.difference[index])
    value = value_words(criterion, reference.estimate[index], scenario)
    better = between_words(criterion, gain, scenario, same=reference.same[index])
    last = OrderRow(
        label=without_limit(scenario),
        tasks="",
        said=(value, better, "-"),
        mark=Mark.REFERENCE,
        gain=gain,
        is_named=True,
    )
    return [*(_row(orders, index, rank) for rank in orders.rankings[index].rows), last]


def shown_rows(orders: Orders, index: int) -> list[OrderRow]:
    """Return the rows that are drawn: of many orders the first, the one in force and those named, the rest as one."""
    rows = order_rows(orders, index)
    ranks = orders.rankings[index].rows
    top = 0 if orders.no_difference is not None else _TOP
    left_out = [k for k, row in enumerate(rows) if k >= top and not row.is_named]
    if len(ranks) <= _MOST or len(left_out) < 2:
        return rows
    kept = [row for k, row in enumerate(rows) if k not in left_out]
    rest = _rest(orders, index, [rows[k] for k in left_out], [ranks[k] for k in left_out])
    return [*kept[:-1], rest, kept[-1]]


def label_of(one: Contender, number: int) -> str:
    """Return an order's names as they can be drawn; nothing where it has none but its letters."""
    return drawable(", ".join(one.names), instead=f"order {number}", most=_NAME_LENGTH) if one.named else ""


def _row(orders: Orders, index: int, rank: Rank) -> OrderRow:
    criterion, scenario, family = orders.criteria[index], orders.scenario, orders.families[index]
    number = orders.contenders.index(orders.contender(rank.name))
    one = orders.contenders[number]
    gain = _gain(orders, index, family.between(number, 0))
    same = bool(family.tie[number, 0])
    return OrderRow(
        label=label_of(one, number),
        tasks=order_letters(one, scenario) + ("+" if one.alternative.hold else ""),
        said=(
            value_words(criterion, rank.estimate, scenario),
            between_words(criterion, gain, scenario, same=same) if number else "-",
            ranks_words(rank.rank_low, rank.rank_high),
        ),
        mark=Mark.BEST if number and rank.may_be_best else Mark.OTHER if number else Mark.IN_FORCE,
        gain=gain,
        is_named=one.named,
    )


def _rest(orders: Orders, index: int, rows: Sequence[OrderRow], ranks: Sequence[Rank]) -> OrderRow:
    """Return a row for orders that have no rows of their own."""
    criterion, scenario = orders.criteria[index], orders.scenario
    gains = [row.gain.value for row in rows]
    ends = (ranks[gains.index(end)].estimate for end in (min(gains), max(gains)))
    worst, best = (value_words(criterion, end, scenario) for end in ends)
    reach = Estimate(value=float("nan"), low=min(gains), high=max(gains))
    return OrderRow(
        label=f"{len(rows):,} more, in orderings.csv",
        tasks="",
        said=(
            best if best == worst else f"{worst} to {best}",
            "",
            ranks_words(min(one.rank_low for one in ranks), max(one.rank_high for one in ranks)),
        ),
        mark=Mark.REST,
        gain=reach,
        is_named=False,
    )


def _gain(orders: Orders, index: int, difference: Estimate) -> Estimate:
    """Return by how much an order is better than the one in force, of how much more it comes to."""
    if orders.criteria[index].larger_is_better:
        return difference
    return Estimate(value=-difference.value, low=-difference.high, high=-difference.low)
