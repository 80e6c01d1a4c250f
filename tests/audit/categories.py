"""Categories: how promise dates, hits and money build up, where it can be worked out what each category adds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import permutations, product
from math import prod

from scipy.optimize import brentq

from milepost.models import Scenario
from milepost.models.distributions import Exponential
from milepost.simulate.analysis.drivers.categories import Categories, categories
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.waterfall import Waterfall
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.patch import Patching
from milepost.simulate.engine.run import simulate
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, exponential_by
from tests.plans import risk, task

MEAN, DUE, STOP = 10.0, 20, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """
    A plan in which risks, each of a category of its own, lengthen a task of 10 days, exponential, at 100 a day.

    It is due on day 20. One more risk stops the project at its end, which spares an equal task after it.

    Parameters
    ----------
    risks
        The probability of each [-], and its delay [working days].
    """

    risks: tuple[tuple[float, float], ...]

    def scenario(self) -> Scenario:
        """Write the plan."""
        delays = [
            risk(name, p, category=name, exposes=("work",), delay=days)
            for name, (p, days) in zip(self.names, self.risks, strict=True)
        ]
        return due_plan(
            [task("work", Exponential(mean=MEAN), daily=100), task("rest", Exponential(mean=MEAN), "work", daily=100)],
            {"end": ("work", DUE)},
            [*delays, risk("halt", STOP, category="halt", exposes=("work",), stop=True)],
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the risks and of their categories."""
        return tuple(f"r{k}" for k in range(len(self.risks)))

    def within(self, days: float, kept: frozenset[str]) -> float:
        """Return the probability that the task is over by then if only some categories can occur [-]."""
        some = [one for name, one in zip(self.names, self.risks, strict=True) if name in kept]
        return sum(
            prod(p if occurs else 1 - p for occurs, (p, _) in zip(occur, some, strict=True))
            * exponential_by(days - sum(delay for occurs, (_, delay) in zip(occur, some, strict=True) if occurs), MEAN)
            for occur in product((False, True), repeat=len(some))
        )

    def promise(self, kept: frozenset[str]) -> float:
        """Return the promise date [working days]."""
        return float(brentq(lambda days: self.within(days, kept) - 0.8, 0, 1_000, xtol=1e-12))

    def hit(self, kept: frozenset[str]) -> float:
        """Return the probability of a hit [%]."""
        return 100 * self.within(DUE, kept)


@cache
def truths(kinds: Kinds) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return what each category adds to the promise date and to the hits: the averages over all permutations."""
    found = []
    for worth in (cache(kinds.promise), cache(kinds.hit)):
        added = dict.fromkeys(kinds.names, 0.0)
        orders = list(permutations(kinds.names))
        for order in orders:
            for place, name in enumerate(order):
                before = frozenset(order[:place])
                added[name] += (worth(before | {name}) - worth(before)) / len(orders)
        found.append(added)
    return found[0], found[1]


def of_kinds(kinds: Kinds, iterations: int, seed: int) -> Iterator[Said]:
    """Let categories delay a task, each by a risk."""
    found = categories_of(kinds.scenario(), iterations, seed)
    one, (days, points) = found.milestones["end"], truths(kinds)
    assert one.hit is not None
    every = frozenset(kinds.names)
    promise, hit = kinds.promise(frozenset()), kinds.hit(frozenset())
    yield _first("promise date: estimates", one.promise, promise - one.promise.plan)
    yield _of("promise date: a category", one.promise, days)
    yield _total("promise date as if nothing stopped", one.promise, kinds.promise(every))
    yield _first("hits: estimates", one.hit, hit - one.hit.plan)
    yield _of("hits: a category", one.hit, points)
    yield _last("hits: stops", one.hit, -STOP * kinds.hit(every))
    yield _first("mean cost: estimates", found.cost, 200 * MEAN - found.cost.plan)
    yield _of(
        "mean cost: a category",
        found.cost,
        {name: 100 * p * delay for name, (p, delay) in zip(kinds.names, kinds.risks, strict=True)},
    )
    yield _last("mean cost: stops", found.cost, -STOP * 100 * MEAN)
    if len(set(kinds.risks)) == 1:
        yield Said("none of the first three, all alike, is told from another", len(one.promise.tied) == 3)


def categories_of(scenario: Scenario, iterations: int, seed: int) -> Categories:
    """Play on one thread, since others are playing too."""
    outcome = simulate(scenario, iterations=iterations, seed=seed, threads=1)
    study = categories(Reference(scenario, outcome, confidence=0.8))
    return study.answer(Variants(scenario, seed=seed, threads=1), Patching(scenario))


def _first(figure: str, waterfall: Waterfall, truth: float) -> Said:
    change = waterfall.bars[0].change
    return said(figure, change.low, change.high, truth)


def _last(figure: str, waterfall: Waterfall, truth: float) -> Said:
    change = waterfall.bars[-1].change
    return said(figure, change.low, change.high, truth)


def _of(figure: str, waterfall: Waterfall, truth: Mapping[str, float]) -> Said:
    """Judge the last of the categories of risks that delay."""
    name = list(truth)[-1]
    change = waterfall.categories[name]
    return said(figure, change.low, change.high, truth[name])


def _total(figure: str, waterfall: Waterfall, truth: float) -> Said:
    return said(figure, waterfall.total.low, waterfall.total.high, truth)


def study(words: str, risks: tuple[tuple[float, float], ...], iterations: int) -> Study:
    """Let risks have some probabilities and delays."""
    return Study(plan=words, iterations=iterations, read=partial(of_kinds, Kinds(risks=risks), iterations))


THREE = ((0.4, 4.0), (0.2, 10.0), (0.3, 8.0))
RARE = ((0.4, 4.0), (0.01, 10.0))
EIGHT = tuple((0.05 * (k + 1), 2.0 + k) for k in range(8))

STUDIES = (
    *(study("four categories, the last of 0.3", THREE, n) for n in (1_000, 20_000, 100_000)),
    *(study("three categories, the last of 0.01", RARE, n) for n in (1_000, 5_000, 20_000, 100_000)),
    *(study("three categories alike", ((0.2, 10.0),) * 3, n) for n in (1_000, 20_000)),
    study("nine categories, sampled permutations", EIGHT, 2_000),
)
