"""Calibration: how the work that is done compares with its estimates."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario, Task
from milepost.models.risk import RiskState
from milepost.simulate.analysis.schedule.taken import Taken, times_taken
from milepost.simulate.analysis.statistics.bracketed import Bracketed
from milepost.simulate.analysis.statistics.estimate import Estimate, columns
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import iterations_for_quantile

FEWEST: Final = iterations_for_quantile(0.5)
"""Tasks below which the interval of a median has an open end: of so few nothing can be said, and nothing is."""

SHARES: Final = (0.1, 0.5, 0.9)
"""Quantiles of an estimate below which it is counted how many tasks fell [-]."""

WITHIN: Final = 0.8
"""The share of tasks that should fall between the outer two of them [-]."""

MOST: Final = 500
"""
Tasks that are looked at, of more those begun last.

By so many a share is known to a twentieth; and the later the estimates are tried, the more they are those of today.
"""

_POINTS: Final = 60
"""Equally likely values that stand for an estimate; a multiple of 10, so that its P10, P50 and P90 are between two."""

_PLANNED: Final = ("p10_days", "p50_days", "p90_days")
COLUMNS: Final = ("task", "name", "finished", *_PLANNED, *columns("actual", "_days"), *columns("ratio"), "place")


class Bias(StrEnum):
    """Which way estimates have been wrong."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """
    The tasks that should be done, beside their estimates.

    If estimates are right, a tenth of all tasks takes less than its P10, half less than its P50 and nine tenths less
    than its P90, which is what calibration means of probabilities [1]_. If they are all too short or too long by a
    common factor, as they are where what makes them wrong is common to the project [2]_, half of the tasks take less
    than that factor times their P50. So the factor is found by a sign test, which asks nothing of the shapes: it is
    the median ratio of the time taken to the P50. Carried forward it makes a
    reference class forecast [3]_, with the project itself as the class.

    A task counts once its P50 has gone by since it was begun, whether it is finished or not: of the tasks that
    happen to be finished those that went fast are too many. One that is still under way is known to take more than it
    has. What counts besides: an estimate with a range, and a time that is the task's own. So left out are tasks that
    are repeated, that a risk has struck, whose finish waits for another's, and on which no working day was spent. Of
    very many the last are enough.

    Parameters
    ----------
    tasks
        The tasks that count, with their estimates, in file order.
    taken
        By their ids, how long they have taken.
    bracketed
        The same as numbers.
    independent
        How many independent tasks they are worth: those of a correlated group tell less than as many others [-].

    References
    ----------
    .. [1] Murphy, Winkler (1977), Reliability of subjective probability forecasts of precipitation and temperature,
       Journal of the Royal Statistical Society C 26(1), 41-47.
    .. [2] Trietsch, Mazmanyan, Gevorgyan, Baker (2012), Modeling activity times by the Parkinson distribution with a
       lognormal core: theory and validation, European Journal of Operational Research 216(2), 386-396.
    .. [3] Flyvbjerg (2006), From Nobel Prize to project management: getting risks right, Project Management Journal
       37(3), 5-15.
    """

    tasks: tuple[Task, ...]
    taken: Mapping[str, Taken]
    bracketed: Bracketed
    independent: float

    @classmethod
    def of(cls, scenario: Scenario) -> Self | None:
        """Look at a plan with a status; none where too few tasks count for anything to be said."""
        plan = scenario.written or scenario
        if plan.as_of is None:
            return None
        found = cls._found(plan)
        return found if found.is_enough else None

    @classmethod
    def to_carry_forward(cls, plan: Scenario) -> Self:
        """
        Look at a plan whose estimates ahead are to be multiplied by the median ratio.

        Raises
        ------
        ValueError
            When it has no status, or too few tasks count.
        """
        if plan.as_of is None:
            raise ValueError("the plan has no status: add as_of, and under actual what has been done by then")
        found = cls._found(plan)
        if not found.is_enough:
            count, worth = len(found.tasks), math.floor(found.independent)
            late, alike = count - found.finished, f", worth {worth} since some are correlated" if worth < count else ""
            raise ValueError(
                f"{found.finished} finished tasks with a range, and {late} under way for longer than their P50{alike}, "
                f"are not enough: it takes {FEWEST}, most of them finished; enter actual of more tasks, or multiply "
                "durations with --set"
            )
        return found

    @classmethod
    def _found(cls, plan: Scenario) -> Self:
        """Look at the tasks of a plan with a status that count, be they ever so few."""
        taken = times_taken(plan)
        tasks = _latest(
            [task for task in _with_own_time(plan, taken) if taken[task.id].since >= float(task.duration.ppf(0.5))],
            taken,
        )
        points = (np.arange(_POINTS) + 0.5) / _POINTS
        return cls(
            tasks=tuple(tasks),
            taken=taken,
            bracketed=Bracketed(
                expected=np.array([task.duration.ppf(points) for task in tasks]).reshape(-1, _POINTS),
                low=np.array([taken[task.id].least for task in tasks]),
                high=np.array([taken[task.id].most for task in tasks]),
            ),
            independent=_independent(plan, {task.id for task in tasks}),
        )

    @property
    def is_enough(self) -> bool:
        """Return whether so many tasks count, and so many of them are finished, that there is a ratio to tell."""
        return math.floor(self.independent) >= FEWEST and math.isfinite(self.ratio.value)

    @property
    def finished(self) -> int:
        """Return how many of the tasks are finished."""
        return int(np.isfinite(self.bracketed.high).sum())

    @cached_property
    def ratio(self) -> Estimate:
        """Return how long the tasks took beside their P50: the median ratio with its 95% interval [-]."""
        return self.bracketed.ratio(independent=self.independent)

    @property
    def bias(self) -> Bias | None:
        """Return which way estimates have been wrong; none where that they were right cannot be ruled out."""
        if self.ratio.low > 1.0:
            return Bias.TOO_SHORT
        return Bias.TOO_LONG if self.ratio.high < 1.0 else None

    @cached_property
    def below(self) -> Mapping[float, Proportion]:
        """Return which share of the tasks took less than their P10, P50 and P90, by the quantile."""
        return {p: self._share(self.bracketed.below(p)) for p in SHARES}

    @property
    def factor(self) -> float:
        """Return the median ratio where estimates have been biased, and else 1 [-]."""
        return 1.0 if self.bias is None else self.ratio.value

    @cached_property
    def within(self) -> Proportion:
        """Return which share of the tasks fell between P10 and P90, both times the factor that takes a bias away."""
        lowest, _, highest = (self.bracketed.below(p, self.factor) for p in SHARES)
        return self._share(highest - lowest)

    @property
    def is_narrow(self) -> bool:
        """Return whether ranges have been too narrow, whatever the bias."""
        return self.within.high < WITHIN

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return a row for each task that counts, in file order: the columns of calibration.csv."""
        low, high = self.bracketed.places()
        return pd.DataFrame(map(self._row, self.tasks, 0.5 * (low + high)), columns=list(COLUMNS))

    def _share(self, counted: NDArray[np.float64]) -> Proportion:
        return Proportion.of(float(counted.mean()) * self.independent, self.independent)

    def _row(self, task: Task, place: float) -> dict[str, object]:
        taken, quantiles = self.taken[task.id], [float(task.duration.ppf(p)) for p in SHARES]
        finished = math.isfinite(taken.most)
        actual = Estimate(
            value=0.5 * (taken.least + taken.most) if finished else math.nan, low=taken.least, high=taken.most
        )
        return {
            "task": task.id,
            "name": task.name,
            "finished": finished,
            **dict(zip(_PLANNED, quantiles, strict=True)),
            **actual.columns("actual", "_days"),
            **actual.times(1.0 / quantiles[1]).columns("ratio"),
            "place": place,
        }


def _latest(tasks: list[Task], taken: Mapping[str, Taken]) -> list[Task]:
    """Return the tasks that were begun last, in file order; all where they are not too many."""
    if len(tasks) <= MOST:
        return tasks
    kept = {task.id for task in sorted(tasks, key=lambda task: taken[task.id].since)[:MOST]}
    return [task for task in tasks if task.id in kept]


def _with_own_time(plan: Scenario, taken: Mapping[str, Taken]) -> Iterator[Task]:
    """Yield, as agreed, the tasks with a range that have taken a time which is their own."""
    struck = {id for risk in plan.risks.values() if risk.state == RiskState.OCCURRED for id in risk.exposes}
    for id in (id for id in taken if id not in struck):
        task = plan.agreed.tasks[id]
        waited = task.finish_not_before is not None or any(link.kind.holds_finish for link in task.after)
        if task.rounds is None and not waited and taken[id].most > 0.0 and task.duration.sd > 0.0:
            yield task


def _independent(plan: Scenario, ids: set[str]) -> float:
    """
    Return how many independent tasks are as telling, in a sign test, as some that go well or badly together [1]_.

    Two whose copula has the correlation r are both below their medians with probability 1/4 + asin(r) / 2 pi.

    References
    ----------
    .. [1] Sheppard (1899), On the application of the theory of error to cases of normal distribution and normal
       correlation, Philosophical Transactions of the Royal Society A 192, 101-167.
    """
    n, more = len(ids), 0.0
    for group in plan.correlations:
        k = len(ids.intersection(group.tasks))
        more += 0.5 * k * (k - 1) * math.asin(group.rho)
    return n * n / (n + 4.0 / math.pi * more) if n else 0.0
