"""Races: many alternatives simulated only for as long as each may still be the best."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.groups import GROUP

Simulate = Callable[[NDArray[np.intp], int, int], NDArray[np.float64]]
"""Of these alternatives, from this iteration on, so many: float64[alternatives, iterations], the larger the better."""

OPENING = 1024
"""Iterations of all alternatives before the first is dropped."""

_LEADERS = 64
_VALUES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """
    Who is left of many alternatives.

    Parameters
    ----------
    finalists
        Those left, the leader first, then the named ones that were dropped.
    stands_for
        intp[k], itself; or, for one that came to the same as another in every iteration that it was simulated in, and
        was left out for that, the other.
    iterations
        int64[k], how many iterations each was simulated in.
    cut
        Whether the race had to end before it was decided; then nothing is guaranteed.
    """

    finalists: tuple[int, ...]
    stands_for: NDArray[np.intp]
    iterations: NDArray[np.int64]
    cut: bool

    @property
    def reached(self) -> int:
        """Return the iterations that the selection has used up: figures to print come from later ones."""
        return int(self.iterations.max())

    @property
    def simulated(self) -> int:
        """Return the iterations of all alternatives together."""
        return int(self.iterations.sum())


def race(
    simulate: Simulate,
    alternatives: int,
    *,
    zone: float,
    limit: int,
    budget: int,
    finalists: int = 20,
    named: tuple[int, ...] = (),
    jump: float = 0.0,
    level: float = 0.95,
    opening: int = OPENING,
) -> Race:
    """
    Drop alternatives, on common random numbers, until at most `finalists` are left.

    This is the procedure KN of Kim and Nelson [1]_ with c = 1. An opening of n0 iterations gives the variance S_ij^2 of
    each pair's difference; at r iterations i is dropped for j when the sum of their differences is below
    -max(0, zone / 2 (h^2 S_ij^2 / zone^2 - r)), with h^2 = 2 eta (n0 - 1).

    Their eta, [(2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1] / 2, rests on every pair being compared at times fixed
    beforehand; here it has alpha for 2 alpha. The sum for the best against a rival has a drift of `zone` or more and a
    variance of sigma^2 per iteration. It ever falls below the line r zone / 2 - h^2 S^2 / (2 zone) with probability at
    most E exp(-h^2 S^2 / (2 sigma^2)) = (1 + 2 eta)^(-(n0 - 1) / 2) = alpha / (k - 1), whenever one looks. So one may
    look when one likes, and compare only with the leaders, whoever they are: no k x k variances are kept. It costs
    log 2 / log((k - 1) / (2 alpha)) more iterations, 6% among 5,040.

    With probability `level` the best is among the finalists if it is better than every other by at least `zone`. As in
    [1]_ this takes the values as normal. Sums of a thousand and more are nearly so, but where two differ in only a
    handful of the opening iterations S_ij^2 is poorly known: with `jump` it is raised as if one iteration more had
    differed by as much to either side, which is the adjustment of Bonett and Price [2]_; without, such pairs are not
    covered.

    Alternatives that came to the same in every iteration so far race on together, and are told apart as soon as they
    differ. Once the line of such a pair has come down to zero, at h^2 2 `jump`^2 / ((n0 - 1) zone^2) iterations, either
    of it may be dropped for the other as the procedure has it; then no more of them are kept than there are places. If
    the budget does not last until then the race counts as cut.

    Parameters
    ----------
    simulate
        Gives the values of some alternatives in some iterations.
    alternatives
        How many there are, k; they are called 0 to k - 1.
    zone
        Indifference zone: the least difference in the mean that matters, above 0.
    limit
        Iterations of one alternative after which the race is cut.
    budget
        Iterations of all alternatives together that it is cut before it exceeds; the opening is never cut.
    finalists
        How many may be left, the named ones among them.
    named
        Alternatives that are finalists whatever happens; they race like the others.
    jump
        The largest difference that two alternatives can have in one iteration: 1 for hits; 0 where there is no bound.
    level
        Probability of correct selection [-].
    opening
        Iterations before the first look, n0.

    Raises
    ------
    ValueError
        If there is no zone, fewer places than named ones, an opening too short or a value without a mean.

    References
    ----------
    .. [1] Kim, Nelson (2001), ACM Transactions on Modeling and Computer Simulation 11(3), 251-273.
    .. [2] Bonett, Price (2012), Journal of Educational and Behavioral Statistics 37(4), 479-488.
    """
    if zone <= 0:
        raise ValueError(
            f"an indifference zone of {zone} would have equals race for ever; give the least difference that matters"
        )
    if len(set(named)) > finalists:
        raise ValueError(f"{len(set(named))} named alternatives do not fit in {finalists} finalists; name fewer")
    if not 1000 <= opening <= limit:
        raise ValueError(f"an opening of {opening} iterations must be at least 1000 and at most the limit, {limit}")

    field = _Field(simulate, alternatives, opening, jump)
    boundary = _boundary(alternatives, opening, level)
    equals_told_by = boundary * 2 * jump**2 / (opening - 1) / zone**2
    running, always = np.arange(alternatives), np.unique(np.array(named, dtype=np.intp))
    iterations = np.full(alternatives, opening)
    stands_for = np.arange(alternatives)
    reached, crowded = opening, False
    while True:
        running = running[field.survive(running, boundary, zone, reached)]
        more = min(max(reached // 8 // GROUP, 1) * GROUP, limit - reached)
        told = reached >= equals_told_by
        if told or iterations.sum() + more * running.size > budget:
            fewer = _thinned(running, field.alike, always, finalists)
            crowded = crowded or (not told and fewer.size < running.size)
            running = _without(running, fewer, field.alike, stands_for)
        cut = _different(running, field.alike, always) > finalists
        if not cut and (told or crowded or np.union1d(running, always).size <= finalists):
            break
        if more <= 0 or iterations.sum() + more * running.size > budget:
            cut = True
            break
        field.extend(running, reached, more)
        reached += more
        iterations[running] = reached
    chosen = _chosen(field.leading(running), field.alike, named, finalists)
    _without(running, running[np.isin(running, chosen)], field.alike, stands_for)
    while (nearer := stands_for[stands_for]).tolist() != stands_for.tolist():
        stands_for = nearer  # one that stood for others may have been left out later
    return Race(finalists=chosen, stands_for=stands_for, iterations=iterations, cut=cut or crowded)


class _Field:
    """The alternatives of a race: their sums so far, and the opening from which the variances come."""

    def __init__(self, simulate: Simulate, alternatives: int, opening: int, jump: float) -> None:
        self._simulate = simulate
        self._added = 2 * jump**2
        self._sums = np.zeros(alternatives)
        # Without what the first has, which no difference needs, single precision is enough, and 8! openings fit.
        self._opening = np.empty((alternatives, opening), dtype=np.float32)
        self._squares = np.empty(alternatives)
        self.alike = np.zeros(alternatives, dtype=np.intp)
        """intp[k], the first of those that came to the same as each in every iteration so far."""
        reference = np.empty(0)
        seen: dict[tuple[int, bytes], int] = {}
        for some, values in self._simulated(np.arange(alternatives), 0, opening):
            reference = reference if reference.size else values[0].copy()
            self._sums[some] = values.sum(axis=1)
            differences = values - reference
            self._opening[some] = differences - differences.mean(axis=1, keepdims=True)
            self._squares[some] = np.square(self._opening[some], dtype=np.float64).sum(axis=1)
            self._tell_apart(some, values, seen)

    def extend(self, running: NDArray[np.intp], first: int, count: int) -> None:
        """Add the next iterations to the sums of those still running, and tell those apart that differ in them."""
        seen: dict[tuple[int, bytes], int] = {}
        for some, values in self._simulated(running, first, count):
            self._sums[some] += values.sum(axis=1)
            self._tell_apart(some, values, seen)

    def leading(self, running: NDArray[np.intp]) -> NDArray[np.intp]:
        """Put those running in order, the leader first."""
        return running[np.argsort(-self._sums[running], kind="stable")]

    def survive(self, running: NDArray[np.intp], boundary: float, zone: float, reached: int) -> NDArray[np.bool_]:
        """Return which of those that run no leader has beaten."""
        leading = self.leading(running)
        leaders = leading[np.sort(np.unique(self.alike[leading], return_index=True)[1])[:_LEADERS]]
        theirs = self._opening[leaders].astype(np.float64).T
        opening = len(theirs)
        survives = np.empty(running.size, dtype=np.bool_)
        at_once = max(_VALUES // opening, 1)
        for start in range(0, running.size, at_once):
            block = slice(start, start + at_once)
            some = running[block]
            product = self._opening[some].astype(np.float64) @ theirs
            squares = np.maximum(self._squares[some, None] + self._squares[leaders] - 2 * product, 0)
            variance = (squares + self._added) / (opening - 1)
            allowance = np.maximum(boundary * variance / zone - zone * reached, 0) / 2
            behind = self._sums[leaders] - self._sums[some, None]
            survives[block] = (behind <= allowance).all(axis=1)
        return survives

    def _tell_apart(
        self, some: NDArray[np.intp], values: NDArray[np.float64], seen: dict[tuple[int, bytes], int]
    ) -> None:
        for one, row in zip(some.tolist(), values + 0.0, strict=True):
            key = int(self.alike[one]), blake2b(row.tobytes(), digest_size=16).digest()
            self.alike[one] = seen.setdefault(key, one)

    def _simulated(
        self, indices: NDArray[np.intp], first: int, count: int
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
        at_once = max(_VALUES // count, 1)
        for start in range(0, indices.size, at_once):
            some = indices[start : start + at_once]
            values = self._simulate(some, first, count)
            if not np.isfinite(values).all():
                raise ValueError("a race needs a finite value in every iteration; race by hits instead of by dates")
            yield some, values


def _boundary(alternatives: int, opening: int, level: float) -> float:
    """Return h^2 of the procedure."""
    error = (1 - level) / max(alternatives - 1, 1)
    return float(error ** (-2 / (opening - 1)) - 1) * (opening - 1)


def _different(running: NDArray[np.intp], alike: NDArray[np.intp], named: NDArray[np.intp]) -> int:
    """Count the places that are needed for the named and one of each of the others that are not alike."""
    others = np.setdiff1d(alike[running], alike[np.intersect1d(running, named)])
    return named.size + others.size


def _thinned(
    running: NDArray[np.intp], alike: NDArray[np.intp], named: NDArray[np.intp], most: int
) -> NDArray[np.intp]:
    """Keep of those that are alike as many as there are places, the named among them."""
    kept: dict[int, int] = {}
    fewer = []
    for one in [*np.intersect1d(running, named).tolist(), *np.setdiff1d(running, named).tolist()]:
        kept[alike[one]] = kept.get(alike[one], 0) + 1
        if kept[alike[one]] <= most:
            fewer.append(one)
    return np.array(sorted(fewer), dtype=np.intp)


def _without(
    running: NDArray[np.intp], kept: NDArray[np.intp], alike: NDArray[np.intp], stands_for: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Leave out all but those kept, and note which of these stands for each that it is like."""
    first = {int(alike[one]): int(one) for one in reversed(kept)}
    for one in np.setdiff1d(running, kept).tolist():
        stands_for[one] = first.get(int(alike[one]), one)
    return kept


def _chosen(
    leading: NDArray[np.intp], alike: NDArray[np.intp], named: tuple[int, ...], finalists: int
) -> tuple[int, ...]:
    """Return the places to the leading ones, first to one of those that are alike, as many as needed to the named."""
    seen = {int(alike[one]) for one in leading.tolist() if one in named}
    firsts, more = list[int](), list[int]()
    for one in leading.tolist():
        if one not in named:
            (more if int(alike[one]) in seen else firsts).append(one)
            seen.add(int(alike[one]))
    others = [*firsts, *more][: finalists - len(set(named))]
    left = [one for one in leading.tolist() if one in named or one in others]
    return (*left, *(one for one in dict.fromkeys(named) if one not in left))
