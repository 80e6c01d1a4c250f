"""Books: what is at stake at each time of a grid, and where what was at stake before has gone."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.simulate.analysis.risks.falls import Fall, Why
from milepost.simulate.analysis.risks.harm import Sign
from milepost.simulate.analysis.risks.stakes import Measure, Unit
from milepost.simulate.analysis.statistics.course import described
from milepost.simulate.analysis.statistics.sample import SLACK

Grid = NDArray[np.float64]
LEVELS: Final = {Unit.DAYS: "working_days", Unit.MONEY: "money"}
"""What the columns of each unit are called."""


class Books:
    """
    What some risks may still do at each time, and why it fell.

    A fall at x counts from the first time of the grid on that is not before x. In each iteration the falls are laid
    out on the grid and summed from its end, so that nothing is left over when all has fallen.

    Parameters
    ----------
    grid
        float64[g]: whole days in ascending order; all falls lie before its end [working days from start].
    iterations
        How many there are, n.
    """

    def __init__(self, grid: Grid, iterations: int) -> None:
        self._grid, self._iterations = grid, iterations
        self._fallen: defaultdict[Measure, NDArray[np.float64]] = defaultdict(self._blank)
        self._booked: defaultdict[tuple[Why, Measure], NDArray[np.float64]] = defaultdict(lambda: np.zeros(grid.size))
        self._safe: NDArray[np.float64] | None = None

    def add(self, fall: Fall, measures: tuple[Measure, ...]) -> None:
        """Enter a fall of one risk."""
        row, lane = self._place(fall)
        for measure, amounts in zip(measures, fall.amounts[:, lane], strict=True):
            self._fallen[measure].reshape(-1)[row * self._iterations + lane] += amounts
            sums = np.bincount(row, amounts, minlength=self._grid.size)
            self._booked[fall.why, measure] += sums / self._iterations

    def add_stop(self, falls: Iterator[Fall]) -> None:
        """Enter the probability that one risk stops the project: those of several are as if they were independent."""
        fallen = self._blank()
        for fall in falls:
            row, lane = self._place(fall)
            fallen[row, lane] += fall.amounts[0, lane]
        _sum_from_end(fallen)
        self._keep_safe(1.0 - fallen[1:])

    def join(self, other: "Books") -> None:
        """Enter all of other books on the same grid, whose tables have not been made yet."""
        for measure, fallen in other._fallen.items():
            self._fallen[measure] += fallen
        for key, booked in other._booked.items():
            self._booked[key] += booked
        if other._safe is not None:
            self._keep_safe(other._safe.copy())

    def tables(self) -> Iterator[pd.DataFrame]:
        """Yield the columns that tell of threats, then of opportunities, by time; with that the books close."""
        for sign in Sign:
            stop = self._safe if sign is Sign.THREAT else None
            if stop is None and not any(one is sign for one, _ in self._fallen):
                continue
            columns: dict[str, Grid | float | str] = {"days": self._grid, "sign": str(sign)}
            for unit in Unit:
                columns |= self._course(sign, unit)
            columns["stop"] = np.nan if stop is None else 1.0 - stop.mean(axis=1)
            yield pd.DataFrame(columns)

    def _course(self, sign: Sign, unit: Unit) -> dict[str, Grid]:
        """Return the columns of a unit: what is at stake, and what went before."""
        name, nothing = LEVELS[unit], np.zeros(self._grid.size)
        courses = dict.fromkeys(("mean", "p10", "p90"), nothing)
        if (sign, unit) in self._fallen:
            fallen = self._fallen.pop((sign, unit))
            _sum_from_end(fallen)
            courses = described(fallen[1:])
        booked = {f"{why}_{unit}": np.cumsum(self._booked.get((why, (sign, unit)), nothing)) for why in Why}
        return {name: courses["mean"], f"{name}_p10": courses["p10"], f"{name}_p90": courses["p90"], **booked}

    def _place(self, fall: Fall) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return from which time of the grid on a fall counts, and in which iterations, where it comes."""
        row = np.searchsorted(self._grid, fall.time - SLACK)
        lane = np.flatnonzero(row < self._grid.size)
        return row[lane], lane

    def _keep_safe(self, safe: NDArray[np.float64]) -> None:
        self._safe = safe if self._safe is None else np.multiply(self._safe, safe, out=self._safe)

    def _blank(self) -> NDArray[np.float64]:
        return np.zeros((self._grid.size + 1, self._iterations))


def _sum_from_end(fallen: NDArray[np.float64]) -> None:
    """Turn what falls at each time into what falls then or later."""
    for row in range(len(fallen) - 2, -1, -1):  # a quarter of the time that cumsum takes
        fallen[row] += fallen[row + 1]
