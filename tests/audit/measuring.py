"""Measuring: all studies, races and random plans over many seeds, in several processes."""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from typing import TypeVar

from tests.audit import categories, means, orderings, quantiles, removals, shares
from tests.audit.agreement import Agreement, agree
from tests.audit.races import COURSES, Kept, run_races
from tests.audit.study import Coverage, Study, cover

Found = TypeVar("Found")

STUDIES: tuple[Study, ...] = (
    *shares.STUDIES,
    *quantiles.STUDIES,
    *means.STUDIES,
    *orderings.STUDIES,
    *categories.STUDIES,
    *removals.STUDIES,
)
_CHUNK = 20
"""Seeds that a process is given at a time."""
_PARTS = 10
"""Into how many parts the random plans are cut; each begins with a seed of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """
    What an audit found.

    Parameters
    ----------
    coverages, races, agreement
        Of intervals, of races and of random plans.
    """

    coverages: list[Coverage]
    races: list[Kept]
    agreement: Agreement

    @property
    def broken(self) -> bool:
        """Return whether something held less often than is promised, by more than chance explains."""
        broken = [*(one.broken for one in self.coverages), *(one.broken for one in self.races), self.agreement.broken]
        return any(broken)


def measure(seeds: range, race_seeds: range, plans: int, workers: int) -> Measured:
    """Measure everything."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        coverages = _merged_coverages(_each(pool, _covered, range(len(STUDIES)), seeds))
        races = _merged_races(
            chain.from_iterable(
                _each(pool, _raced, [number], race_seeds[: course.seeds]) for number, course in enumerate(COURSES)
            )
        )
        agreement = Agreement()
        for found in pool.map(partial(agree, plans=plans // _PARTS), range(seeds.start, seeds.start + _PARTS)):
            agreement.add(found)
    return Measured(coverages=coverages, races=races, agreement=agreement)


def _covered(number: int, seeds: range) -> list[Coverage]:
    return list(cover(STUDIES[number], seeds))


def _raced(number: int, seeds: range) -> list[Kept]:
    return list(run_races(COURSES[number], seeds))


def _each(
    pool: ProcessPoolExecutor,
    task: Callable[[int, range], list[Found]],
    numbers: Iterable[int],
    seeds: range,
) -> Iterator[Found]:
    """Measure each of some things over all seeds, some seeds at a time, and tell on which one it is."""
    chunks = [(number, seeds[k : k + _CHUNK]) for number in numbers for k in range(0, len(seeds), _CHUNK)]
    found = pool.map(task, [number for number, _ in chunks], [some for _, some in chunks])
    for (number, some), one in zip(chunks, found, strict=True):
        if some.stop == seeds.stop:
            print(f"{task.__name__.lstrip('_')} {number + 1}", file=sys.stderr)
        yield from one


def _merged_coverages(found: Iterable[Coverage]) -> list[Coverage]:
    merged: dict[tuple[str, str, int], Coverage] = {}
    for one in found:
        total = merged.setdefault(
            (one.figure, one.plan, one.iterations),
            Coverage(figure=one.figure, plan=one.plan, iterations=one.iterations),
        )
        total.held += one.held
        total.missed += one.missed
        total.silent += one.silent
    return list(merged.values())


def _merged_races(found: Iterable[Kept]) -> list[Kept]:
    merged: dict[str, Kept] = {}
    for one in found:
        total = merged.setdefault(one.plan, Kept(plan=one.plan))
        total.guaranteed += one.guaranteed
        total.kept += one.kept
        total.silent += one.silent
        total.silent_kept += one.silent_kept
    return list(merged.values())
