"""Knock-on: what a milestone that is missed means for those that are due after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Self

import numpy as np
import pandas as pd

from milepost.models import Scenario
from milepost.simulate.analysis.schedule.chosen import chosen_milestones
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate, columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.analysis.support.means import mean_of_part
from milepost.simulate.engine.outcome import Outcome, Times, Truths

KNOCK_ON_COLUMNS: Final = (
    *("milestone", "then"),
    *(*columns("miss_if_miss"), *columns("miss_if_hit"), *columns("slip", "_days")),
    "hangs_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """
    What it means for a later milestone that an earlier one is missed.

    Parameters
    ----------
    if_miss, if_hit
        Probability that the later one is missed where the earlier is missed, and where it is hit [-]; none where the
        earlier one never is.
    slip
        By how much later the later one is reached, on average, where the earlier is missed than where it is hit
        [working days]; NaN where either never comes with it.
    hangs_on
        Whether the later one hangs on the earlier: by links or the list, or by a risk that is retired after it.
    """

    if_miss: Proportion | None
    if_hit: Proportion | None
    slip: Estimate
    hangs_on: bool

    def columns(self) -> dict[str, float]:
        """Return what stands of it in a table, by the names of the columns."""
        return {
            **(self.if_miss or UNKNOWN).columns("miss_if_miss"),
            **(self.if_hit or UNKNOWN).columns("miss_if_hit"),
            **self.slip.columns("slip", "_days"),
            "hangs_on": self.hangs_on,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockOn:
    """
    What each milestone with a due date that is missed means for those due after it.

    Parameters
    ----------
    milestones
        The ids of those that are judged, in the order of their due dates; of those due on one day first what comes
        first in the network.
    in_all
        How many have a due date.
    pairs
        By the ids of the earlier and the later.
    """

    milestones: tuple[str, ...]
    in_all: int
    pairs: Mapping[tuple[str, str], Consequence]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, outlooks: Mapping[str, MilestoneOutlook]) -> Self | None:
        """
        Judge each two milestones with due dates; none where there are fewer than two.

        Probabilities are over all iterations, means over the detailed ones. Of more than thirty milestones the major
        ones come in first, then those least likely to be hit.

        Parameters
        ----------
        scenario, outcome
            The plan and what came of it.
        outlooks
            What is to be expected of each milestone, by id.
        """
        days = scenario.days
        limits = {id: days.limit(one.due) for id, one in outlooks.items() if one.due is not None}
        if len(limits) < 2:
            return None
        sequence = {id: index for index, id in enumerate(scenario.network.processing_order)}
        chosen = (one.milestone.id for one in chosen_milestones(outlooks[id] for id in limits))
        ids = sorted(chosen, key=lambda id: (scenario.due_days[id], sequence[id]))
        missed = {id: outcome.dated(id) > limits[id] + SLACK for id in ids}
        pairs: dict[tuple[str, str], Consequence] = {}
        for index, id in enumerate(ids):
            later = _Later.of(id, missed[id], scenario, outcome, outlooks[id])
            pairs |= {(earlier, id): later.after(earlier, missed[earlier]) for earlier in ids[:index]}
        return cls(milestones=tuple(ids), in_all=len(limits), pairs=pairs)

    @property
    def table(self) -> pd.DataFrame:
        """Return a row for each two milestones, the earlier first: the columns of knock_on.csv."""
        rows = [
            {"milestone": earlier, "then": later, **self.pairs[earlier, later].columns()}
            for earlier, later in combinations(self.milestones, 2)
        ]
        return pd.DataFrame(rows, columns=list(KNOCK_ON_COLUMNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """
    A milestone as one that others come before.

    Parameters
    ----------
    missed
        bool[N], where it is missed.
    reached
        bool[n], where it is reached, of the detailed iterations.
    times
        float64[m], when it is in these [working days from start].
    outlook
        What is to be expected of it.
    hangs_on
        The ids of what it hangs on.
    """

    missed: Truths
    reached: Truths
    times: Times
    outlook: MilestoneOutlook
    hangs_on: frozenset[str]

    @classmethod
    def of(cls, id: str, missed: Truths, scenario: Scenario, outcome: Outcome, outlook: MilestoneOutlook) -> Self:
        times = outcome.finish[id][: outcome.detail]
        reached = np.isfinite(times)
        return cls(
            missed=missed,
            reached=reached,
            times=times[reached],
            outlook=outlook,
            hangs_on=scenario.network.hangs_on(id),
        )

    def after(self, id: str, missed: Truths) -> Consequence:
        """Judge it where another is missed, and where that is hit."""
        n, misses, both = missed.size, _count(missed), _count(missed & self.missed)
        here = missed[: self.reached.size][self.reached]
        late, otherwise = (self._mean(self.times[part]) for part in (here, ~here))
        return Consequence(
            if_miss=Proportion.of(both, misses) if misses else None,
            if_hit=Proportion.of(_count(self.missed) - both, n - misses) if misses < n else None,
            slip=late.less(otherwise),
            hangs_on=id in self.hangs_on,
        )

    def _mean(self, times: Times) -> Mean:
        whole = self.outlook
        return mean_of_part(times, whole.mean, of=whole.reached.value * whole.iterations)


def _count(truths: Truths) -> int:
    return int(np.count_nonzero(truths))
