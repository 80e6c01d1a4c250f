"""Criticality: how often a task drives a milestone, and how much the milestone's time hangs on it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from milepost.models import Scenario
from milepost.simulate.analysis.schedule.walk import Walk
from milepost.simulate.analysis.statistics.correlation import RankCorrelation, unit_ranks
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate, columns
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.outcome import Outcome, Times, Truths

CRITICALITY_COLUMNS: Final = (*columns("criticality"), *columns("cruciality"), *columns("ssi"))

_DIGITS: Final = 9
"""To how many digits durations are told apart [working days]: a certain one comes back from its ends with noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticality:
    """
    What a task's duration is to a milestone, over the detailed iterations in which that is reached.

    Parameters
    ----------
    criticality
        How often a driving path to the milestone passes from the task's start to its finish [-].
    cruciality
        Spearman's correlation of its duration with the milestone's time [-]; NaN where either is always the same.
    ssi
        Schedule sensitivity index: criticality times the standard deviation of the duration by that of the milestone's
        time [-]; NaN where the latter is 0.
    """

    criticality: Proportion
    cruciality: RankCorrelation
    ssi: Estimate

    def columns(self) -> dict[str, float]:
        """Return what stands of it in a table, by the names of the columns."""
        return {
            **self.criticality.columns("criticality"),
            **self.cruciality.columns("cruciality"),
            **self.ssi.columns("ssi"),
        }


def criticalities(scenario: Scenario, outcome: Outcome, walk: Walk) -> Mapping[str, Mapping[str, Criticality]]:
    """
    Judge tasks by milestones, by the ids of both, as far as a milestone hangs on a task.

    It does so where it waits for the task, directly or through others, by links, in the list of those that need a crew,
    or by a risk that the task retires. Of a milestone that is never reached nothing is known.
    """
    found: dict[str, dict[str, Criticality]] = {id: {} for id in walk.milestones}
    times = {
        id: _Spread.of(scenario.days.worked(outcome.unstopped(id)), walk.reached[id])
        for id in walk.milestones
        if walk.reached[id].any()
    }
    hanging = {id: scenario.network.hangs_on(id) for id in times}
    for task in scenario.tasks:
        duration = scenario.timing.lasts(task, outcome.task_start[task], outcome.task_finish[task])
        durations: dict[bytes, _Spread] = {}
        for id, time in times.items():
            if task not in hanging[id]:
                continue
            if time.key not in durations:
                durations[time.key] = _Spread.of(duration, time.reached)
            found[id][task] = _judged(walk.drives(task, id), durations[time.key], time)
    return found


@dataclass(frozen=True, kw_only=True)
class _Spread:
    """
    How a quantity varies over the iterations in which a milestone is reached.

    Parameters
    ----------
    values
        float64[m], those of these iterations.
    reached
        bool[n], which they are.
    key
        Something that is the same for the same iterations.
    """

    values: Times
    reached: Truths
    key: bytes

    @classmethod
    def of(cls, values: Times, reached: Truths) -> Self:
        return cls(values=np.round(values[reached], _DIGITS), reached=reached, key=reached.tobytes())

    @cached_property
    def ranks(self) -> NDArray[np.float64]:
        return unit_ranks(self.values)

    @cached_property
    def sd(self) -> float:
        return float(self.values.std()) if np.ptp(self.values) else 0.0

    @cached_property
    def pull(self) -> NDArray[np.float64]:
        """By how much each iteration pulls the logarithm of the standard deviation, n-fold."""
        score = (self.values - self.values.mean()) / self.sd
        pull: NDArray[np.float64] = (score * score - 1.0) / 2.0
        return pull


def _judged(drives: Truths, duration: _Spread, time: _Spread) -> Criticality:
    share = Proportion.of(int(np.count_nonzero(drives)), drives.size)
    return Criticality(
        criticality=share,
        cruciality=RankCorrelation.of(duration.ranks, time.ranks),
        ssi=_sensitivity(drives, share, duration, time),
    )


def _sensitivity(drives: Truths, share: Proportion, duration: _Spread, time: _Spread) -> Estimate:
    """
    Estimate the schedule sensitivity index.

    Its interval is that of its logarithm, by the delta method: to first order that is a mean over the iterations of
    what each adds to the share and to the two deviations. Where the task never drives, the high end is that of the
    share.
    """
    if not time.sd:
        return UNKNOWN
    ratio = duration.sd / time.sd
    value = share.value * ratio
    if not value:
        return Estimate(value=0.0, low=0.0, high=share.high * ratio)
    each = drives / share.value + duration.pull - time.pull
    reach = float(ndtri(0.975)) * float(each.std()) / math.sqrt(drives.size)
    return Estimate(value=value, low=value * math.exp(-reach), high=value * math.exp(reach))
