"""Comparison: what changes from one plan to another, each figure paired on the same iterations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.comparison.change import Change, Figure, Unit
from milepost.simulate.analysis.comparison.counting import at_ends_of_days
from milepost.simulate.analysis.comparison.played import Played
from milepost.simulate.analysis.risks.register import occurrences
from milepost.simulate.analysis.statistics.difference import Difference
from milepost.simulate.analysis.statistics.estimate import UNKNOWN
from milepost.simulate.analysis.statistics.sections import Figures, quantile_figures
from milepost.simulate.analysis.support.shift import Apart, shift

_LEVEL: Final = 0.95
_TAIL: Final = 0.025
_PERCENTILES: Final = {Figure.P10: 0.10, Figure.P50: 0.50, Figure.P90: 0.90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    What changes from one plan to another that was played on the same iterations.

    Parameters
    ----------
    changes
        By figure and id: of the milestones and the risks that both plans have, in the order of the plan after; then,
        with an empty id, of the plan as a whole. What either plan has no figure for is left out, and so are amounts
        where the two are in different currencies.
    """

    changes: Mapping[tuple[Figure, str], Change]

    @classmethod
    def of(cls, before: Played, after: Played) -> Self:
        """
        Compare two plans.

        A draw belongs to the id of what it is drawn for, and to the iteration, so that what both plans have falls out
        alike in both, and differences are known far better than the figures themselves.

        Raises
        ------
        ValueError
            When they were not played on the same iterations, or are to keep promises with different probabilities.
        """
        for what in ("seed", "iterations"):
            one, other = getattr(before.outcome, what), getattr(after.outcome, what)
            if one != other:
                raise ValueError(f"the two plans were played with {what} {one} and {other}: play both with the same")
        if before.confidence != after.confidence:
            raise ValueError(
                f"promises are kept with {before.confidence:g} and {after.confidence:g}: ask for the same of both plans"
            )
        changes = {
            (figure, id): change
            for id in after.scenario.milestones
            if id in before.scenario.milestones
            for figure, change in _of_milestone(id, before, after)
        }
        changes |= dict(_of_risks(before, after))
        changes |= {(figure, ""): change for figure, change in _of_plan(before, after)}
        if before.scenario.currency.split() != after.scenario.currency.split():
            changes = {key: change for key, change in changes.items() if key[0].unit is not Unit.MONEY}
        return cls(changes=changes)

    def change(self, figure: Figure, id: str = "") -> Change | None:
        """Return what changes in a figure, of a milestone, a risk or the plan; None where either plan has none."""
        return self.changes.get((figure, id))


def hit_change(id: str, before: Played, after: Played, *, level: float = _LEVEL) -> Change | None:
    """
    Return what changes in how probably a milestone of both is hit, alone; None where either plan has no due date.

    Parameters
    ----------
    id
        The milestone.
    before, after
        The plans, played on the same iterations.
    level
        Probability with which the interval is to hold [-].
    """
    return dict(_hits(id, before, after, _told_by(id, before, after), tail=_tail(level))).get(Figure.HIT)


def promise_change(id: str, before: Played, after: Played, *, level: float = _LEVEL) -> Change | None:
    """Return what changes in the promise date of a milestone likewise; None where no iteration tells of it."""
    n = _told_by(id, before, after)
    return _quantile(id, before.confidence, before, after, n, level=level) if n else None


def mean_cost_change(before: Played, after: Played, *, level: float = _LEVEL) -> Change | None:
    """Return what changes in the mean cost likewise; None where the two plans are in different currencies."""
    if before.scenario.currency.split() != after.scenario.currency.split():
        return None
    costs = before.outcome.expected_cost, after.outcome.expected_cost
    return dict(_means(Figure.COST_MEAN, *costs, tail=_tail(level)))[Figure.COST_MEAN]


def _tail(level: float) -> float:
    """Return how often an interval may miss to either side: of 0.95 a fortieth, to the last bit."""
    return round((1.0 - level) / 2.0, 12)


def _told_by(id: str, before: Played, after: Played) -> int:
    """Return how many iterations tell of a milestone of both: of a minor one perhaps only the detailed ones."""
    return min(before.outcome.finish[id].size, after.outcome.finish[id].size)


def _hits(id: str, before: Played, after: Played, n: int, *, tail: float = _TAIL) -> Iterator[tuple[Figure, Change]]:
    if n:
        yield from _shares(Figure.HIT, _first(before.hits(id), n), _first(after.hits(id), n), tail=tail)


def _of_milestone(id: str, before: Played, after: Played) -> Iterator[tuple[Figure, Change]]:
    """Yield what changes of a milestone."""
    n = _told_by(id, before, after)
    if n == 0:
        return
    times, times_after = before.outcome.finish[id][:n], after.outcome.finish[id][:n]
    hits, hits_after = before.hits(id), after.hits(id)
    yield from _hits(id, before, after, n)
    yield from _shares(Figure.REACHED, np.isfinite(times), np.isfinite(times_after))
    for figure, p in {Figure.PROMISE: before.confidence, **_PERCENTILES}.items():
        yield figure, _quantile(id, p, before, after, n)
    if before.scenario.days.counts_like(after.scenario.days):
        both = np.isfinite(times) & np.isfinite(times_after)
        if both.any():
            yield from _means(Figure.MEAN, times[both], times_after[both])
    if hits is not None and hits_after is not None and before.within is not None and after.within is not None:
        yield from _shares(Figure.BOTH, hits[:n] & before.within[:n], hits_after[:n] & after.within[:n])
    if id in before.gaps and id in after.gaps:
        n = min(before.gaps[id].size, after.gaps[id].size)
        yield from _means(Figure.GAP, before.gaps[id][:n], after.gaps[id][:n])


def _of_risks(before: Played, after: Played) -> Iterator[tuple[tuple[Figure, str], Change]]:
    """Yield what changes of each risk that both have, over the iterations in detail; all intervals hold together."""
    n = min(before.outcome.detail, after.outcome.detail)
    common = [id for id in after.scenario.risks if id in before.scenario.risks] if n else []
    for id in common:
        occurs = (np.isfinite(occurrences(id, one.outcome)[:n]) for one in (before, after))
        for figure, change in _shares(Figure.OCCURS, *occurs, tail=_TAIL / len(common)):
            yield (figure, id), change


def _of_plan(before: Played, after: Played) -> Iterator[tuple[Figure, Change]]:
    stopped, stopped_after = before.stopped, after.stopped
    if stopped is not None or stopped_after is not None:
        never = np.zeros(before.outcome.iterations, dtype=np.bool_)
        stops = (never if one is None else one for one in (stopped, stopped_after))
        yield from _shares(Figure.STOPPED, *stops)
    yield from _shares(Figure.WITHIN, before.within, after.within)
    yield from _means(Figure.COST_MEAN, before.outcome.expected_cost, after.outcome.expected_cost)
    for figure, p in {Figure.COST_P50: 0.50, Figure.COST_P80: 0.80}.items():
        yield figure, _between(before.outcome.cost, after.outcome.cost, p)
    confidence, plans = before.confidence, (before.planned_cost, after.planned_cost)
    yield Figure.CONTINGENCY, _between(before.outcome.cost - plans[0], after.outcome.cost - plans[1], confidence)
    if before.peak is not None and after.peak is not None:
        n = min(before.peak.size, after.peak.size)
        yield from _means(Figure.PEAK_MEAN, before.peak[:n], after.peak[:n])
        for figure, p in {Figure.PEAK_P50: 0.50, Figure.PEAK_P90: 0.90}.items():
            yield figure, _between(before.peak[:n], after.peak[:n], p)
    yield from _means(Figure.NET_MEAN, before.expected_net, after.expected_net)
    if before.net is not None and after.net is not None:
        for figure, p in {Figure.NET_P10: 0.10, Figure.NET_P90: 0.90}.items():
            yield figure, _between(before.net, after.net, p)


def _shares(
    figure: Figure, before: NDArray[np.bool_] | None, after: NDArray[np.bool_] | None, *, tail: float = _TAIL
) -> Iterator[tuple[Figure, Change]]:
    if before is not None and after is not None:
        difference = Difference.of_hits(after, before, tail)
        yield figure, Change(before=_share(before), after=_share(after), difference=difference.alone)


def _share(hits: NDArray[np.bool_]) -> float:
    return int(np.count_nonzero(hits)) / hits.size


def _means(
    figure: Figure, before: NDArray[np.float64] | None, after: NDArray[np.float64] | None, *, tail: float = _TAIL
) -> Iterator[tuple[Figure, Change]]:
    if before is not None and after is not None:
        difference = Difference.of_means(after - before, tail)
        yield figure, Change(before=float(before.mean()), after=float(after.mean()), difference=difference.alone)


def _between(before: NDArray[np.float64], after: NDArray[np.float64], p: float, *, level: float = _LEVEL) -> Change:
    """Compare quantiles of the times or amounts of iterations that pair off."""
    return _moved(quantile_figures(before, p), quantile_figures(after, p), Apart.of(before, after), p, level)


def _moved(before: Figures, after: Figures, apart: Apart, p: float, level: float = _LEVEL) -> Change:
    """Compare quantiles; of what is never in both, though not perhaps in all parts, there is no difference to tell."""
    never = np.isinf(before[0]) and np.isinf(after[0])
    difference = UNKNOWN if never else shift(before, after, apart=apart, p=p, level=level)
    return Change(before=float(before[0]), after=float(after[0]), difference=difference)


def _quantile(id: str, p: float, before: Played, after: Played, n: int, *, level: float = _LEVEL) -> Change:
    """Compare a quantile of a milestone's times; where days count differently in the two, whole days by their dates."""
    days, days_after = before.scenario.days_of(id), after.scenario.days_of(id)
    if days.counts_like(days_after):
        apart = after.apart(id, n, before)
        change = _moved(before.quantile_figures(id, p, n), after.quantile_figures(id, p, n, before), apart, p, level)
    else:
        change = _moved(
            at_ends_of_days(before.dated_figures(id, p, n), days, days),
            at_ends_of_days(after.dated_figures(id, p, n, before), days_after, days),
            Apart.of(before.outcome.dated(id)[:n], after.outcome.dated(id)[:n]),
            p,
            level,
        )
    return Change(
        before=change.before,
        after=change.after,
        difference=change.difference,
        before_date=before.quantile_date(id, p, n),
        after_date=after.quantile_date(id, p, n, before),
    )


def _first(values: NDArray[np.bool_] | None, n: int) -> NDArray[np.bool_] | None:
    return None if values is None else values[:n]
