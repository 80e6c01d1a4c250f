"""Burn-downs: how the harm that threatens the plan falls under the best order, the one in force and the worst."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.harm import Sign

_ITERATIONS: Final = range(10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDown:
    """
    The burn-down under one order.

    Parameters
    ----------
    name
        Of the order.
    times
        float64[g], whole days in ascending order, from the start to the horizon [days of the axis].
    mean
        float64[g], the harm that is open then, as a stop leaves it [working days].
    """

    name: str
    times: NDArray[np.float64]
    mean: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDowns:
    """
    The burn-downs of three orders, some of which may be the same one.

    Parameters
    ----------
    courses
        One for each, that of the order in force first.
    best, worst
        The names of the best and the worst by the first criterion.
    """

    courses: tuple[BurnDown, ...]
    best: str
    worst: str

    @classmethod
    def of(
        cls, player: Player, in_force: Contender, best: Contender, worst: Contender, *, horizon: float
    ) -> Self | None:
        """
        Follow the exposure to threats under three orders, up to a horizon; none where no risk takes time.

        Parameters
        ----------
        player
            Plays them.
        in_force, best, worst
            The orders.
        horizon
            Up to when [days of the axis].
        """
        chosen = {one.name: one for one in (in_force, best, worst)}
        player.begin(f"Following the exposure of {len(chosen)} orders", len(chosen) * len(_ITERATIONS))
        courses = tuple(_course(player, one, horizon) for one in chosen.values())
        if not any(one.mean.any() for one in courses):
            return None
        return cls(courses=courses, best=best.name, worst=worst.name)


def _course(player: Player, contender: Contender, horizon: float) -> BurnDown:
    """Follow one order; what a stop leaves open stays that up to the horizon."""
    plan = player.plan(contender)
    exposure = Exposure.of(plan, player.outcome(plan, _ITERATIONS))
    rows = None if exposure is None else exposure.rows(Sign.THREAT)
    if exposure is None or rows is None or rows.empty:
        return BurnDown(name=contender.name, times=np.array([0.0, horizon]), mean=np.zeros(2))
    grid = exposure.times
    times = np.append(grid[grid < horizon], horizon)
    mean = np.interp(times, grid, (rows["working_days"] + rows["stopped_days"]).to_numpy(np.float64))
    return BurnDown(name=contender.name, times=times, mean=mean)
