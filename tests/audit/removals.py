"""Removals: what a plan has other than without a risk, or with a task shorter, where both can be worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from scipy.optimize import brentq

from milepost.models import Scenario
from milepost.models.distributions import Exponential
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.engine.run import simulate
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, exponential_by
from tests.plans import risk, task

MEAN, DUE, DAILY = 10.0, 20, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """
    A task of 10 days, exponential, at 100 a day, due on day 20, that a risk may delay.

    Parameters
    ----------
    probability, delay
        Of the risk [-], [working days].
    """

    probability: float
    delay: float

    def scenario(self) -> Scenario:
        """Write the plan."""
        late = risk("late", self.probability, exposes=("work",), delay=self.delay)
        return due_plan([task("work", Exponential(mean=MEAN), daily=DAILY)], {"end": ("work", DUE)}, [late])

    def within(self, days: float, mean: float, probability: float) -> float:
        """Return the probability that the task is over by then [-]."""
        return (1 - probability) * exponential_by(days, mean) + probability * exponential_by(days - self.delay, mean)

    def promise(self, mean: float, probability: float) -> float:
        """Return the promise date [working days]."""
        return float(brentq(lambda days: self.within(days, mean, probability) - 0.8, 0, 1_000, xtol=1e-12))


def of_delayed(plan: Delayed, iterations: int, seed: int) -> Iterator[Said]:
    """Let a risk delay a task, on one thread, since others are playing too."""
    scenario, p = plan.scenario(), plan.probability
    outcome = simulate(scenario, iterations=iterations, seed=seed, threads=1)
    drivers = Drivers.of(scenario, outcome, confidence=0.8, threads=1)
    promise, hit = plan.promise(MEAN, p), plan.within(DUE, MEAN, p)
    without, effect = drivers.risks["late"], drivers.risks["late"].milestones["end"]
    days, points = promise - plan.promise(MEAN, 0), 100 * (hit - plan.within(DUE, MEAN, 0))
    yield said("promise date: a risk", effect.promise.low, effect.promise.high, days)
    yield said("hits: a risk", effect.hit.low, effect.hit.high, points)
    yield said("mean date: a risk", effect.mean.low, effect.mean.high, p * plan.delay)
    yield said("mean cost: a risk", without.cost.low, without.cost.high, p * plan.delay * DAILY)
    tenth = drivers.tasks["work"].tenth.milestones["end"]
    days, points = promise - plan.promise(0.9 * MEAN, p), 100 * (hit - plan.within(DUE, 0.9 * MEAN, p))
    yield said("promise date: a tenth less of a task", tenth.promise.low, tenth.promise.high, days)
    yield said("hits: a tenth less of a task", tenth.hit.low, tenth.hit.high, points)
    wider = next(one for one in drivers.estimates if one.category is not None and one.factor > 1).change
    days = plan.promise(MEAN, 1.5 * p) - promise
    promised = wider.milestones["end"].promise
    yield said("promise date: risks more probable by half", promised.low, promised.high, days)


def study(words: str, probability: float, delay: float, iterations: int) -> Study:
    """Let a risk have some probability and delay."""
    plan = Delayed(probability=probability, delay=delay)
    return Study(plan=words, iterations=iterations, read=partial(of_delayed, plan, iterations))


STUDIES = (
    *(study("a task, delayed with probability 0.3", 0.3, 6.0, n) for n in (1_000, 20_000)),
    *(study("a task, delayed with probability 0.02", 0.02, 20.0, n) for n in (1_000, 40_000)),
)
