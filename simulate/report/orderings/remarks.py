"""Remarks: what a reader of the verdict on compared orders must know beside it."""

from collections.abc import Iterable, Iterator
from typing import Final

from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.ranking import Comparison, Verdict
from milepost.simulate.analysis.orderings.search import SEARCHED_ON
from milepost.simulate.analysis.orderings.selection import MOST_FINALISTS
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import label, one_line, short_date
from milepost.simulate.report.orderings.footing_words import few_words
from milepost.simulate.report.orderings.guarantee import guarantee
from milepost.simulate.report.orderings.words import criterion_words, enough_words, quoted, rival, same_words


def remarks(orders: Orders) -> list[str]:
    """Return what a reader of the verdict must know: stops, the front, the selection, and what could not be judged."""
    more = orders.unjudged_in_all > len(orders.unjudged)
    return [
        *_open(orders),
        *_unknown(orders),
        *_apart(orders),
        *_stops(orders),
        *_horizon(orders),
        *_front(orders),
        *_selection(orders),
        *_alike(orders),
        *(f"'{label(one.name)}' cannot be judged: {one_line(one.why)}" for one in orders.unjudged),
        *([f"Of all orders {orders.unjudged_in_all:,} cannot be judged"] if more else []),
    ]


def _open(orders: Orders) -> Iterator[str]:
    """Yield what would tell each that may be as good as the best from it."""
    if orders.no_difference is not None:
        return
    ranking, best = orders.rankings[0], orders.best.name
    undecided = (Verdict.TIE, Verdict.CLOSE, Verdict.OPEN)
    for one in ranking.comparisons:
        other = one.second if one.first == best else one.first
        if best in (one.first, one.second) and other in ranking.may_be_best and one.verdict in undecided:
            yield f"{quoted(other, orders)} may be as good as the best: {_told(one, orders)}"


_TOLD: Final = {Verdict.TIE: "identical in every case", Verdict.CLOSE: "closer than you care about"}


def _told(one: Comparison, orders: Orders) -> str:
    """Return what a comparison of two that may both be the best tells."""
    if one.verdict == Verdict.OPEN:
        return "not told apart" + (f"; {enough_words(one.iterations, orders)}" if one.iterations else "")
    return _TOLD[one.verdict]


def _unknown(orders: Orders) -> Iterator[str]:
    """State by each criterion which differences are not known, and whether the figures themselves are."""
    for criterion, ranking, footing in zip(orders.criteria, orders.rankings, orders.footings, strict=True):
        what = criterion_words(criterion, orders.scenario)
        if footing is not None:
            yield f"The {what} of each order is hardly known: {few_words(orders, footing)}"
        few = [one.footing for one in ranking.comparisons if one.footing is not None]
        if few:
            pairs = f"{len(few):,} of {len(ranking.comparisons):,} differences"
            worst = max(few, key=lambda one: one.needed)
            yield f"By {what} there is no verdict on {pairs}: {few_words(orders, worst)}"


def _apart(orders: Orders) -> Iterator[str]:
    """Yield how those with the figure of the order in force differ from it, save the one that the verdict is about."""
    family = orders.families[0]
    compared = None if orders.contrast is None else rival(orders)
    for index, one in enumerate(orders.contenders):
        same = family.difference_low[index, 0] == family.difference_high[index, 0] == 0
        if index and one is not compared and same and orders.apart[index]:
            yield same_words(orders, index)


def _stops(orders: Orders) -> Iterator[str]:
    """State that the cheaper order stops more often, where they are compared by nothing but cost."""
    why = orders.contrast
    if [one.kind for one in orders.criteria] != [Kind.COST] or why is None:
        return
    names = [one.name for one in orders.contenders]
    first, second = (orders.stops[names.index(name)] for name in (why.first, why.second))
    if first.value == second.value:
        return
    more = "stops the project more often" if first.value > second.value else "does not stop the project more often"
    yield (
        "By cost alone the plan that is killed first looks best. "
        f"{quoted(why.first, orders)}, the cheaper, {more}: in {share_words(first)} of cases, "
        f"{quoted(why.second, orders)} in {share_words(second)}; give a milestone a value to compare by net"
    )


def _horizon(orders: Orders) -> Iterator[str]:
    """State up to when exposure is measured, and what an area of it comes to by the day."""
    until = next((one.limit for one in orders.criteria if one.kind == Kind.EXPOSURE), 0.0)
    days, last = float(orders.scenario.days.worked(until)), short_date(orders.scenario.days.date_of(until))
    if days:
        stops = any(risk.stop for risk in orders.scenario.risks.values())
        left = "; a stopped project counts with what it leaves open until then" if stops else ""
        yield (
            f"Exposure is measured over {days:,.0f} working days, to {last}: "
            f"{days:,.0f} days² are one working day of harm open all that time{left}"
        )


def _front(orders: Orders) -> Iterator[str]:
    if len(orders.criteria) > 1:
        names = [quoted(orders.contenders[index].name, orders) for index in orders.front]
        yield f"By the estimates no other is as good by every criterion as {_listed(names)}: the Pareto front"


def _selection(orders: Orders) -> Iterator[str]:
    selection = orders.selection
    if selection.method == Method.ALL:
        yield (
            f"{selection.orders:,} orders raced, {selection.iterations:,} cases in all, for at most "
            f"{MOST_FINALISTS} places; {guarantee(orders, 0)}"
        )
    elif selection.method == Method.SEARCH:
        yield (
            f"Iterated local search over insertions tried {selection.tried:,} orders on {len(SEARCHED_ON):,} cases; "
            "that proves nothing: better orders may exist"
        )


def _alike(orders: Orders) -> Iterator[str]:
    """State that other orders came to the same as the best, as far as they raced."""
    alike = orders.selection.alike[orders.contenders.index(orders.best)]
    if alike and orders.no_difference is None:
        yield (
            f"{alike:,} more {'order' if alike == 1 else 'orders'} came to the same as "
            f"{quoted(orders.best.name, orders)} in each case of the race"
        )


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
