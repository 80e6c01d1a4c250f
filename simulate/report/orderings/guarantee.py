"""Guarantees: what is certain of the selection of orders, and of the figures."""

from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.question import LEVEL
from milepost.simulate.analysis.support.support import Support
from milepost.simulate.report.media.words import percent
from milepost.simulate.report.orderings.footing_words import driver_words
from milepost.simulate.report.orderings.words import criterion_words, difference_words


def guarantee(orders: Orders, index: int) -> str:
    """Return what is certain of the selection by one criterion, and of the figures."""
    criterion = orders.criteria[index]
    figures = f"all intervals of differences and ranks hold together with {percent(LEVEL)} probability"
    method = orders.selection.method
    if method == Method.NAMED:
        return f"nothing was selected; {figures}"
    if method == Method.SEARCH:
        return f"a search proves nothing: better orders may exist; {figures}"
    if orders.selection.cut[index]:
        return f"the race was cut before it was decided, and the best order may be missing; {figures}"
    thin = orders.selection.thin[index]
    if thin is not None:
        return f"{_too_thin(orders, thin)}; {figures}"
    if not orders.guaranteed[index]:
        raced = criterion_words(orders.selection.raced_by[index], orders.scenario)
        return f"finalists were raced by {raced} instead, which guarantees nothing; {figures}"
    zone = difference_words(criterion, criterion.zone, orders.scenario)
    return (
        f"the best of all orders is a finalist with {percent(LEVEL)} probability if it is better than every other by "
        f"at least {zone}; {figures}"
    )


def _too_thin(orders: Orders, thin: Support) -> str:
    """Return on what the race hangs that its opening did not show, and what would."""
    return (
        f"the best order may be missing, for the difference between orders hangs on {driver_words(orders, thin)}, "
        f"which matters in too few cases: for a guarantee it takes {thin.needed:,} of each order before the first "
        f"is dropped, more than is played of {orders.selection.orders:,} orders"
    )
