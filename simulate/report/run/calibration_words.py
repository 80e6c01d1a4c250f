"""How finished tasks compare with their estimates, in words."""

import math
from collections.abc import Iterator
from itertools import islice
from typing import Final

from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.schedule.calibration import SHARES, WITHIN, Bias, Calibration
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.interval_words import date_or_never, share_words
from milepost.simulate.report.media.words import counted, label, percent
from milepost.simulate.result import Result

_MOST_MILESTONES: Final = 5
"""Milestones of which it is told what the ends of the ratio's interval would come to."""


def estimate_sentences(result: Result) -> Iterator[str]:
    """Yield how estimates have done, and what it comes to if the others do so too, or how that is found out."""
    carried = None if result.what_if is None else result.what_if.carried
    cure = "; --calibrated carries this forward" if carried is None else ""
    yield from calibration_sentences(result.calibration, cure=cure)
    if carried is not None:
        at_ends = [*islice(_at_ends(carried, result), _MOST_MILESTONES)]
        ends = _ends(carried) if at_ends else "."
        yield f"Here durations ahead are {carried.ratio.value:.2f} times as long as estimated{ends}"
        yield from at_ends


def calibration_sentences(calibration: Calibration | None, *, cure: str = "") -> Iterator[str]:
    """
    Yield how long finished tasks took beside their estimates, and what that says of these; nothing of too few.

    Parameters
    ----------
    calibration
        The tasks and their estimates.
    cure
        What to say of a bias, behind it.
    """
    if calibration is None:
        return
    ratio = calibration.ratio
    took = f"{tasks_words(calibration)} took {ratio.value:.2f} times their median estimate ({interval_words(ratio)})"
    if calibration.bias is None:
        yield f"{took}, which does not speak against the estimates."
    else:
        wrong = "short" if calibration.bias == Bias.TOO_SHORT else "long"
        yield f"{took}: estimates have been too {wrong}{cure}."
    yield f"{shares_words(calibration)}."
    if calibration.is_narrow:
        times = "" if calibration.bias is None else f", both times {ratio.value:.2f},"
        share = _share(calibration.within)
        yield f"{share} of them lay between P10 and P90{times} and not {WITHIN:.0%}: ranges have been too narrow."


def tasks_words(calibration: Calibration) -> str:
    """Return how many tasks there are to compare, and how many of them are not finished."""
    under_way = len(calibration.tasks) - calibration.finished
    more = f" and {under_way:,} under way for longer than that" if under_way else ""
    return f"{counted(calibration.finished, 'finished task')}{more}"


def interval_words(ratio: Estimate) -> str:
    """
    Return the ends of a ratio's interval.

    Examples
    --------
    >>> interval_words(Estimate(value=1.24, low=1.08, high=1.5))
    '1.08 to 1.50'
    >>> interval_words(Estimate(value=1.24, low=1.08, high=math.inf))
    '1.08 or more'
    """
    return f"{ratio.low:.2f} or more" if math.isinf(ratio.high) else f"{ratio.low:.2f} to {ratio.high:.2f}"


def shares_words(calibration: Calibration) -> str:
    """Return which shares of the tasks took less than their P10, P50 and P90, and which should."""
    first, *found = (f"{calibration.below[p].value:.0%}" for p in SHARES)
    *between, most = (f"{share} less than P{100 * p:.0f}" for p, share in zip(SHARES[1:], found, strict=True))
    *sought, last = (f"{p:.0%}" for p in SHARES)
    return (
        f"{first} of them took less than P{100 * SHARES[0]:.0f}, {', '.join(between)} and {most}; "
        f"{', '.join(sought)} and {last} should"
    )


def _ends(carried: Carried) -> str:
    """Return which ends of the ratio's interval are known, before what would come of them."""
    ends = " and ".join(f"{end:.2f}" for end in carried.ends)
    which = "the ends of the interval" if len(carried.ends) > 1 else "the only end of the interval that is known"
    return f"; at {ends} times, {which}:"


def _at_ends(carried: Carried, result: Result) -> Iterator[str]:
    """Yield what is to be expected of each milestone that is told first and not reached yet, at the ends."""
    for one in result.scenario.headline if carried.ends else ():
        if one.reached is None:
            outlooks = [end[one.id] for end in carried.ends.values()]
            hits = " and ".join(share_words(outlook.hit) for outlook in outlooks if outlook.hit is not None)
            dates = " and ".join(date_or_never(outlook.promise.date, outlook.promise.value) for outlook in outlooks)
            judged = f"hit in {hits} of cases, " if hits else ""
            yield f"  {label(one.name)}: {judged}{percent(result.confidence)} by {dates}"


def _share(share: Proportion) -> str:
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
