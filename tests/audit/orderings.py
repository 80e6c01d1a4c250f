"""Comparisons of orders: differences, leads, ranks and reasons, over orders that are worth what can be worked out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Constant, Exponential
from milepost.models.orderings import Alternative, Orderings
from milepost.models.risk import Retirement
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.criterion import LargestExcess
from milepost.simulate.analysis.orderings.orders import Orders
from tests.audit.study import Said, Study, said
from tests.audit.writing import due_plan, exponential_by, exponential_until
from tests.plans import FAULTS, risk, task

TOTAL = 5_000.0
BEGIN, DUE, LATER = 5, 25, 35
CRITERIA = ("hit:end", "promise:end", "cost", "gap")
FIGURES = {"hit": "hits", "promise": "promise dates", "cost": "mean costs", "gap": "largest mean excesses"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """
    A plan in which each of several tasks retires a risk of its own, and only the first does so in time.

    What suffers begins after five days, takes 10, exponential, at 100 a day, and 10 more for each risk that occurs. It
    is due on day 25; what comes 10 days after it on day 35.

    Parameters
    ----------
    probabilities
        Of the risks.
    """

    probabilities: tuple[float, ...]

    def scenario(self) -> Scenario:
        """Write the plan."""
        ids = tuple(f"a{k}" for k in range(len(self.probabilities)))
        others = [(id, *(one for one in ids if one != id)) for id in ids[1:]]
        tasks = [task(id, BEGIN, retires={f"r_{id}": Retirement(probability=1.0)}) for id in ids]
        return due_plan(
            [*tasks, task("wait", BEGIN), task("work", Exponential(mean=10), "wait", daily=100)],
            {"end": ("work", DUE), "after": ("work FS+10", LATER)},
            [risk(f"r_{id}", p, exposes=("work",), delay=10) for id, p in zip(ids, self.probabilities, strict=True)],
            total=TOTAL,
            orderings=Orderings(
                among=ids,
                order=ids,
                compare=tuple(Alternative(name=f"{order[0]} first", order=order) for order in others),
            ),
        )

    def lives(self, retired: set[int]) -> Mapping[int, float]:
        """Return the probability of each number of risks that occur, when some are retired in time."""
        left = [p for k, p in enumerate(self.probabilities) if k not in retired]
        found: dict[int, float] = {}
        for occur in product((0, 1), repeat=len(left)):
            weight = prod(p if one else 1 - p for p, one in zip(left, occur, strict=True))
            found[sum(occur)] = found.get(sum(occur), 0.0) + weight
        return found

    def truth(self, retired: set[int]) -> dict[str, float]:
        """Return what an order comes to by each criterion; of the gap the largest mean on a due date."""
        lives = self.lives(retired)

        def by(time: float) -> float:
            return sum(weight * exponential_by(time - BEGIN - 10 * n, 10) for n, weight in lives.items())

        def spent(time: float) -> float:
            left = time - BEGIN
            return 100 * sum(
                weight * min(left, 10 * n + exponential_until(max(left - 10 * n, 0), 10)) for n, weight in lives.items()
            )

        return {
            "hit": by(DUE),
            "promise": float(brentq(lambda time: by(time) - 0.8, BEGIN, 200)),
            "cost": 100 * sum(weight * (10 + 10 * n) for n, weight in lives.items()),
            f"gap {DUE}": spent(DUE) / TOTAL - by(DUE) / 2,
            f"gap {LATER}": spent(LATER) / TOTAL - by(LATER) / 2 - by(LATER - 10) / 2,
        }


def of_orders(race: Race, iterations: int, seed: int) -> Iterator[Said]:
    """Judge all that is said of the orders that have a name."""
    orders = compare_orders(race.scenario(), by=CRITERIA, iterations=iterations, seed=seed, threads=1)
    truths = [race.truth({int(one.order[0].removeprefix("a"))}) for one in orders.contenders]
    for place, kind in enumerate(FIGURES):
        exact = _exact(orders, kind, truths)
        yield from _of_family(orders, place, FIGURES[kind], exact)
    yield from _of_reasons(orders, truths)
    free = race.truth(set(range(len(race.probabilities))))
    reference = orders.reference
    yield said("hit without the limit of crews", reference.estimate[0].low, reference.estimate[0].high, free["hit"])
    gained = reference.difference[0]
    yield said("what the limit of crews costs", gained.low, gained.high, free["hit"] - truths[0]["hit"])


def _exact(orders: Orders, kind: str, truths: Sequence[dict[str, float]]) -> NDArray[np.float64]:
    if kind != "gap":
        return np.array([one[kind] for one in truths])
    (criterion,) = (one for one in orders.criteria if isinstance(one, LargestExcess))
    planned = {one.limit: one.planned for one in criterion.excesses}
    return np.array([max(one[f"gap {limit:g}"] - gap for limit, gap in planned.items()) for one in truths])


def _of_family(orders: Orders, place: int, words: str, exact: NDArray[np.float64]) -> Iterator[Said]:
    family, ranking = orders.families[place], orders.rankings[place]
    names = [one.name for one in orders.contenders]
    pairs = np.triu_indices(len(names), 1)
    apart = exact[:, None] - exact
    yield said(
        f"differences of {words}, all of them",
        family.difference_low[pairs],
        family.difference_high[pairs],
        apart[pairs],
    )
    own = np.array([(row.estimate.low, row.estimate.high) for row in ranking.rows if row.name == ranking.best.name])[0]
    yield said(f"the figure of the best by {words}", own[0], own[1], exact[names.index(ranking.best.name)])
    gain = apart if orders.criteria[place].larger_is_better else -apart
    ahead = [np.delete(row, k).min() for k, row in enumerate(gain)]
    better = (gain < -1e-12).sum(axis=1)
    rows = [(row, names.index(row.name)) for row in ranking.rows]
    yield said(
        f"leads and ranks by {words}, all of them",
        [end for row, _ in rows for end in (row.ahead.low, row.rank_low)],
        [end for row, _ in rows for end in (row.ahead.high, row.rank_high)],
        [end for _, k in rows for end in (ahead[k], better[k] + 1)],
    )


def _of_reasons(orders: Orders, truths: Sequence[dict[str, float]]) -> Iterator[Said]:
    """Judge why the best is better: by risk alone, since work waits for no order."""
    why = orders.contrast
    assert why is not None
    names = [one.name for one in orders.contenders]
    first, second = (truths[names.index(name)]["hit"] for name in (why.first, why.second))
    for words, part in (("in all", why.total), ("by risk", why.risk)):
        yield said(f"why the best is better: {words}", part.low, part.high, first - second)


def of_a_rare_risk(delayed: bool, iterations: int, seed: int) -> Iterator[Said]:
    """Let one order retire a risk of 1 in 1,000 that costs 50,000, another a sure one of 40: it is 10 dearer."""
    scenario = read_scenario(FAULTS / "rareone.yaml")
    orders = compare_orders(_delayed(scenario) if delayed else scenario, by=["cost"], iterations=iterations, seed=seed)
    other = next(k for k, one in enumerate(orders.contenders) if one.order == ("B", "A"))
    family = orders.families[0]
    yield said("difference of mean costs", family.difference_low[other, 0], family.difference_high[other, 0], 10)


def _delayed(scenario: Scenario) -> Scenario:
    """Let risks cost what they do by delays that are paid at 100 a day: that counts as it falls."""
    nothing = Constant(value=0.0)
    risks = {
        id: replace(one, cost=nothing, delay=Constant(value=one.cost.mean / 100)) for id, one in scenario.risks.items()
    }
    exposed = {id for one in risks.values() for id in one.exposes}
    tasks = {
        id: replace(one, daily=Constant(value=100.0)) if id in exposed else one for id, one in scenario.tasks.items()
    }
    return replace(scenario, tasks=tasks, risks=risks)


def plan_words(race: Race) -> str:
    """Return what the orders of a plan are like."""
    return f"orders that retire a risk of {', '.join(f'{p:g}' for p in race.probabilities)}"


STUDIES = (
    *(
        Study(plan=plan_words(race), iterations=n, read=partial(of_orders, race, n))
        for race, n in (
            (Race(probabilities=(0.3, 0.2)), 2_000),
            (Race(probabilities=(0.3, 0.2, 0.1, 0.05)), 2_000),
            (Race(probabilities=(0.2, 0.2, 0.2, 0.2)), 1_000),
        )
    ),
    *(
        Study(
            plan=f"orders that retire a risk of 0.001, {what}", iterations=n, read=partial(of_a_rare_risk, delayed, n)
        )
        for what, delayed in (("charged", False), ("a delay paid by the day", True))
        for n in (256, 2_000)
    ),
)
