"""Footing in words: on how few iterations a mean, or a difference of means, hangs."""

from milepost.simulate.analysis.orderings.footing import Footing
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.support.support import ENOUGH, Support
from milepost.simulate.report.media.words import one_line


def hangs_on(footing: Footing) -> str:
    """Return by ids on what a mean hangs that too few iterations tell, as `cost of hr_demand`."""
    return f"{footing.support.what} of {footing.support.driver}" if footing.support else "iterations that differ"


def few_words(orders: Orders, footing: Footing) -> str:
    """Return on how few iterations a mean rests, and how many would do."""
    if footing.support is None:
        what = f"only {footing.effective:.0f} of {orders.question.iterations:,} cases differ"
    else:
        what = (
            f"it hangs on {driver_words(orders, footing.support)}, for which {orders.question.iterations:,} cases "
            f"count as {footing.effective:.2g} of the {ENOUGH} that it takes"
        )
    return f"{what}; {footing.needed:,} cases would do"


def driver_words(orders: Orders, support: Support) -> str:
    """Name an impact of a risk, or the duration of a task, that a mean hangs on."""
    scenario = orders.scenario
    node = scenario.risks[support.driver] if support.driver in scenario.risks else scenario.tasks[support.driver]
    return f"the {support.what} of '{one_line(node.name)}'"
