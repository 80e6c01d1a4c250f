"""How finished tasks compare with their estimates, in words."""

from collections.abc import Iterator

from milepost.simulate.analysis.schedule.calibration import SHARES, WITHIN, Bias, Calibration
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.words import counted


def calibration_sentences(calibration: Calibration | None) -> Iterator[str]:
    """Yield how long finished tasks took beside their estimates, and what that says of these; nothing of too few."""
    if calibration is None:
        return
    ratio = calibration.ratio
    took = f"{tasks_words(calibration)} took {ratio.value:.2f} times their median estimate ({interval_words(ratio)})"
    if calibration.bias is None:
        yield f"{took}, which does not speak against the estimates."
    else:
        wrong = "short" if calibration.bias == Bias.TOO_SHORT else "long"
        yield f"{took}: estimates have been too {wrong}."
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
    """
    return f"{ratio.low:.2f} to {ratio.high:.2f}"


def shares_words(calibration: Calibration) -> str:
    """Return which shares of the tasks took less than their P10, P50 and P90, and which should."""
    first, *found = (f"{calibration.below[p].value:.0%}" for p in SHARES)
    *between, most = (f"{share} less than P{100 * p:.0f}" for p, share in zip(SHARES[1:], found, strict=True))
    *sought, last = (f"{p:.0%}" for p in SHARES)
    return (
        f"{first} of them took less than P{100 * SHARES[0]:.0f}, {', '.join(between)} and {most}; "
        f"{', '.join(sought)} and {last} should"
    )


def _share(share: Proportion) -> str:
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
