"""Overlay: the gap over time under many orders, beside the plan's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.money.gap import gap_on, planned_gap
from milepost.simulate.analysis.money.past import Past
from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.statistics.course import described
from milepost.simulate.engine.outcome import Outcome

_ITERATIONS: Final = 10_240
_POINTS: Final = 120
_MOST: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOverlay:
    """
    How far the money runs ahead of the milestones under each of k orders.

    Parameters
    ----------
    times
        float64[g], whole days in ascending order, the due dates among them [days of the axis].
    planned
        float64[g], the gap of the plan as it is in the file [-].
    mean, p10, p90
        float64[k, g], the gap under each order [-].
    """

    times: NDArray[np.float64]
    planned: NDArray[np.float64]
    mean: NDArray[np.float64]
    p10: NDArray[np.float64]
    p90: NDArray[np.float64]

    @classmethod
    def of(cls, player: Player, contenders: Sequence[Contender], usual: Outcome) -> Self | None:
        """
        Follow the gap of each; none without a budget, or without milestones that add to the progress.

        Parameters
        ----------
        player
            Plays them.
        contenders
            The orders.
        usual
            Some iterations of the order in force, which say how far to look.
        """
        scenario = player.scenario
        if scenario.budget.total is None or not sum(scenario.weights.values()):
            return None
        dues = [days for days in scenario.due_days.values() if 0.0 < days < inf]
        events = [row for row in (*usual.moments.values(), usual.stop) if row.size == usual.iterations]
        ends = np.max([np.where(np.isfinite(row), row, 0.0) for row in events], axis=0)
        last = max(float(np.quantile(ends, _MOST)), *dues, 1.0)
        eves = [max(0.0, due - 1.0) for due in dues]  # the plan's own falls from there to the due date
        times = np.union1d(np.ceil(np.linspace(0.0, last, _POINTS)), [*dues, *eves])

        past = Past.of(scenario)
        before = {} if past is None else {time: past.by(time) for time in times.tolist() if time < past.until}

        def follow(outcome: Outcome) -> dict[str, NDArray[np.float64]]:
            known = {time: np.full(outcome.iterations, spent) for time, spent in before.items()}
            fallen, expected = (
                np.array([gap_on(scenario, outcome, time, spent[time]) for time in times.tolist()])
                for spent in ({**outcome.spent_by, **known}, {**outcome.expected_by, **known})
            )
            return described(fallen, expected.mean(axis=1))

        player.begin(f"Following the gap of {len(contenders):,} orders", len(contenders) * _ITERATIONS)
        courses = player.kept(player.variants(contenders), follow, range(_ITERATIONS), dates=times.tolist())
        mean, p10, p90 = (np.array([course[name] for course in courses]) for name in ("mean", "p10", "p90"))
        return cls(times=times, planned=planned_gap(scenario, times), mean=mean, p10=p10, p90=p90)
