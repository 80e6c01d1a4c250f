"""Studies: a plan whose answers are known, run over many seeds, and how often what is printed holds them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

PROMISED = 0.935
"""Share of the seeds in which a 95% interval of a run is to hold the truth, at the least [-]."""

_ROUNDING = 1e-9
"""Share of the truth by which sums in another order may miss it [-]."""


class Said(NamedTuple):
    """What a run said of a figure: whether that holds the truth, or None where it gives no verdict."""

    figure: str
    holds: bool | None


def said(figure: str, low: ArrayLike, high: ArrayLike, truth: ArrayLike) -> Said:
    """Judge an interval, or several that are to hold together; without ends, or with both infinite, it says nothing."""
    low, high, truth = np.atleast_1d(low, high, truth)
    silent = np.isnan(low) | np.isnan(high) | (np.isneginf(low) & np.isposinf(high))
    slack = _ROUNDING * np.where(np.isfinite(truth), np.abs(truth), 0.0)
    holds = (low <= truth + slack) & (truth - slack <= high)
    return Said(figure, None if silent.all() else bool(np.all(holds | silent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """
    A plan, and how to read what is printed of it.

    Parameters
    ----------
    plan
        What it is, in words.
    iterations
        Of each run.
    read
        Runs it with a seed, and judges every figure by what is known of it.
    """

    plan: str
    iterations: int
    read: Callable[[int], Iterable[Said]]


@dataclass(slots=True, kw_only=True)
class Coverage:
    """
    How often a figure's interval held the truth.

    Parameters
    ----------
    figure, plan, iterations
        Of what, and of which runs.
    held, missed, silent
        In how many seeds it held, did not, and in how many no verdict was given.
    """

    figure: str
    plan: str
    iterations: int
    held: int = 0
    missed: int = 0
    silent: int = 0

    def count(self, holds: bool | None) -> None:
        """Count one seed."""
        self.held += holds is True
        self.missed += holds is False
        self.silent += holds is None

    @property
    def verdicts(self) -> int:
        """Return in how many seeds a verdict was given."""
        return self.held + self.missed

    @property
    def share(self) -> float:
        """Return the share of verdicts that held [-]."""
        return self.held / self.verdicts if self.verdicts else float("nan")

    @property
    def error(self) -> float:
        """Return the standard error of the share [-]."""
        return sqrt(self.share * (1 - self.share) / self.verdicts) if self.verdicts else float("nan")

    @property
    def broken(self) -> bool:
        """Return whether it held too seldom for chance: by four standard errors of what is promised."""
        allowed = 4 * sqrt(PROMISED * (1 - PROMISED) / max(self.verdicts, 1))
        return bool(self.verdicts) and self.share < PROMISED - allowed


def cover(study: Study, seeds: Iterable[int]) -> Iterator[Coverage]:
    """Run a study with each of some seeds, and count."""
    found: dict[str, Coverage] = {}
    for seed in seeds:
        for figure, holds in study.read(seed):
            if figure not in found:
                found[figure] = Coverage(figure=figure, plan=study.plan, iterations=study.iterations)
            found[figure].count(holds)
    yield from found.values()
