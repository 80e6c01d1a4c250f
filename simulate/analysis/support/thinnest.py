"""The thinnest support: that by which it is judged whether a mean is known."""

from collections.abc import Iterable
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.support.drivers import Driver, drivers_of
from milepost.simulate.analysis.support.reach import Influence
from milepost.simulate.analysis.support.support import Support

_LITTLE: Final = 0.01
"""Share of a figure's variance that drivers may have and yet be passed over [-]."""


def support_of(
    scenario: Scenario,
    figure: str,
    *,
    difference: bool = False,
    sd: float = 0.0,
    influence: Influence | None = None,
) -> Support | None:
    """
    Find the thinnest support of a mean, among all impacts and quantities of the plan that reach it.

    A risk's charge reaches money, unless it counts at its expectation, as it may in the means of cost, net and gap; in
    these an uncertain cost of a task always does.
    Delays, stretches and durations reach it through what is paid by the day, the burn until the last milestone and the
    lateness of milestones that have a value, and through what hangs on times: whether a risk is retired in time, what a
    stop still lets be spent, and in the gap and the funding need what falls before a date. A stop reaches all money. A
    response reaches what its tasks cost and delay. Exposure is reached by what comes before exposed and retiring tasks,
    and by stops. The mean time of a milestone is reached by what comes before it; it is one over the iterations in
    which the milestone is reached, so that stops only make these fewer. What is certain, a risk of probability 1 with a
    single amount or a duration that is a number, limits nothing.

    A driver may be rare and so small that the figure does not feel it, and should then not silence it. Its standard
    deviation is bounded from the plan. Thinnest first, drivers are passed over while the bounds of their variances add
    up to no more than 1% of `sd`'s square. They then move the mean by a tenth of its standard error: a 95% interval
    that knows nothing of them keeps 94.5%, however few or many iterations they fall in. Nothing bounds a stop, a
    response, or times on which a stop or a retirement hangs; these are never passed over.

    Parameters
    ----------
    scenario
        The plan.
    figure
        "cost", "net", "spent_at_stop", "gap", "peak" (of the funding need), "exposure" (the area under its burn-down),
        or "days:ID" for the mean time of a milestone.
    difference
        Whether it is the difference between two orders: then a risk that the list may retire counts with p times the
        largest share that a task takes away, and what is the same under both orders does not count.
    sd
        Standard deviation of the figure in one iteration, as measured [the figure's unit]; without it no driver is too
        small to count.
    influence
        That of the plan, where several figures are asked for; computed where it is not given.

    Returns
    -------
    Support | None
        None where nothing that reaches the figure is uncertain.
    """
    return thinnest(drivers_of(scenario, figure, difference=difference, influence=influence), sd)


def thinnest(drivers: Iterable[Driver], sd: float) -> Support | None:
    """Return the thinnest support of a figure with this standard deviation, as `support_of` does, of drivers found."""
    left = _LITTLE * sd * sd
    for driver in drivers:
        left -= driver.spread * driver.spread
        if not left >= 0:  # what nothing bounds may come to NaN
            return driver.support
    return None
