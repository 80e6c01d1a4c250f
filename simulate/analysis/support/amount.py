"""Amounts: how steady the size of a random quantity is."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from milepost.models import Distribution, Rounds
from milepost.models.distributions import Shifted

_POINTS: Final = 4096
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """
    A random amount: the mean of its size, and its root mean square.

    Parameters
    ----------
    mean, rms
        Of |x| [the amount's unit].
    """

    mean: float
    rms: float

    @property
    def steadiness(self) -> float:
        """Return (E x)^2 / E[x^2] [-]: 1 for a number, the less the heavier its tail."""
        return (self.mean / self.rms) ** 2


@lru_cache(maxsize=_REMEMBERED)
def amount_of(quantity: Distribution) -> Amount:
    """Describe a quantity, which of either sign counts by its size."""
    mean = quantity.mean
    if isinstance(quantity, Shifted):
        mean = float(np.abs(quantity.ppf((np.arange(_POINTS) + 0.5) / _POINTS)).mean())
    return Amount(mean=mean, rms=math.hypot(quantity.mean, quantity.sd))


@lru_cache(maxsize=_REMEMBERED)
def stretched(stretch: Distribution) -> Amount:
    """Describe what a stretch adds to a duration, or takes from it: E|s - 1| = E s - 1 + 2 E max(1 - s, 0)."""
    more = stretch.mean - 1.0
    less = np.maximum(1.0 - stretch.ppf((np.arange(_POINTS) + 0.5) / _POINTS), 0.0).mean()
    return Amount(mean=more + 2.0 * float(less), rms=math.hypot(more, stretch.sd))


@lru_cache(maxsize=_REMEMBERED)
def work(duration: Distribution, rounds: Rounds | None) -> Amount:
    """Describe how long a task takes when nothing goes wrong, all its rounds together."""
    once = amount_of(duration)
    if rounds is None:
        return once
    mean = rounds.mean * once.mean
    return Amount(mean=mean, rms=math.hypot(mean, math.sqrt(rounds.mean) * duration.sd, rounds.sd * once.mean))
