"""What a tornado shows: which risks and tasks have a bar, the largest first, and which are only counted."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from milepost.models import Risk, Task
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.result import Result

MOST_BARS: Final = 15
"""Bars of one milestone; the others are counted."""

_FIRST: Final = 3
"""Of how many bars it is said which are not told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """
    How much earlier a milestone's promise date would be.

    Parameters
    ----------
    of
        The risk, if it could not occur, or the task, if it took a tenth less time.
    days
        How much earlier [working days]; infinite where only one of the two has a promise date.
    """

    of: Risk | Task
    days: Estimate

    @property
    def size(self) -> float:
        """Return how much it is, to either side [working days]."""
        return abs(self.days.value)

    @property
    def at_most(self) -> float:
        """Return how much it is at most, to either side [working days]; infinite where nobody knows."""
        low, high = self.ends
        return math.inf if math.isnan(high) else max(-low, high)

    @property
    def is_clear(self) -> bool:
        """Return whether it is known on which side of 0 it is."""
        return self.days.is_clear

    @property
    def ends(self) -> tuple[float, float]:
        """Return the ends of the interval of its size; below 0 is to the other side [working days]."""
        low, high = self.days.low, self.days.high
        return (-high, -low) if self.days.value < 0.0 else (low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """
    What moves the promise date of a milestone.

    Parameters
    ----------
    bars
        What is drawn, the largest first.
    more
        What may move it, but has no bar.
    idle
        How many risks and tasks leave it where it is, in every part of the iterations.
    brings, takes
        Without which there would be a promise date where there is none, and none where there is one.
    decimals
        To how many decimals days are told: more where all are few.
    """

    bars: Sequence[Bar]
    more: Sequence[Bar]
    idle: int
    brings: Sequence[Bar]
    takes: Sequence[Bar]
    decimals: int

    @property
    def tied(self) -> Sequence[tuple[int, int]]:
        """
        Return which of the first three are not told apart, as pairs of ranks.

        Two are where their intervals do not meet: that holds in whatever way the two go together.
        """
        pairs = combinations(enumerate(self.bars[:_FIRST], start=1), 2)
        return [(rank, other) for (rank, bar), (other, less) in pairs if not bar.ends[0] > less.ends[1]]


def tornado(result: Result, drivers: Drivers, milestone: str) -> Tornado:
    """Return what moves the promise date of a milestone, by runs without a risk or with a shorter task."""
    every = list(_every(result, drivers, milestone))
    moving = [bar for bar in every if math.isfinite(bar.size) and bar.at_most > 0.0]
    moving.sort(key=lambda bar: bar.size, reverse=True)
    decimals = _decimals(moving[0].size if moving else 0.0)
    shown = [bar for bar in moving if round(bar.size, decimals)][:MOST_BARS]
    return Tornado(
        bars=shown,
        more=moving[len(shown) :],
        idle=sum(bar.at_most == 0.0 for bar in every),
        brings=[bar for bar in every if bar.days.value == math.inf],
        takes=[bar for bar in every if bar.days.value == -math.inf],
        decimals=decimals,
    )


def _every(result: Result, drivers: Drivers, milestone: str) -> Iterator[Bar]:
    for id, removal in drivers.risks.items():
        yield Bar(of=result.scenario.risks[id], days=removal.milestones[milestone].promise)
    for id, shorter in drivers.tasks.items():
        yield Bar(of=result.scenario.tasks[id], days=shorter.tenth.milestones[milestone].promise)


def _decimals(largest: float) -> int:
    return 1 if largest >= 1.0 else 2 if largest >= 0.1 else 3
