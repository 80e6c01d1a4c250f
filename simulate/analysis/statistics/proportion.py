"""Proportions: how often something came true, and how well that is known."""

import math
from dataclasses import dataclass
from typing import Self

from scipy.special import betainccinv, betaincinv, ndtri

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.groups import whole_groups

_FEW = 24
"""Events, or non-events, below which the exact interval is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion(Estimate):
    """A share of the iterations with its interval: an estimate of a probability [-]."""

    @classmethod
    def of(cls, count: float, total: float, *, level: float = 0.95) -> Self:
        """
        Estimate a probability from `count` of `total`, whole numbers unless some count in part.

        With fewer than 24 events, or non-events, the interval is the exact one of Clopper and Pearson [1]_, else
        Wilson's score interval [2]_. So at 95% it covers every probability at least 93.5% of the time, whatever
        `total` is. Wilson's alone falls to 84% for rare events, and with a switch at fewer events than 24 there are
        probabilities that are covered less than 93.5% of the time.

        References
        ----------
        .. [1] Clopper, Pearson (1934), Biometrika 26(4), 404-413.
        .. [2] Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.
        """
        tail = (1 - level) / 2
        few = min(count, total - count) < _FEW
        low, high = _clopper_pearson(count, total, tail) if few else _wilson(count, total, tail)
        return cls(value=count / total, low=low, high=high)

    @classmethod
    def sure(cls, is_true: bool) -> Self:
        """Return that of a fact."""
        return cls(value=float(is_true), low=float(is_true), high=float(is_true))

    def __str__(self) -> str:
        """
        Return it as text, in as many digits as are known.

        Examples
        --------
        >>> print(Proportion.of(620, 1000))
        62% ±4
        >>> print(Proportion.of(1000, 1000))
        >99.6%
        >>> print(Proportion.sure(True))
        100%
        """
        reach = 100 * self.reach
        if reach == 0:
            return f"{100 * self.value:.0f}%"
        decimals = min(max(math.ceil(-math.log10(reach)), 0), 1)
        share = f"{100 * self.value:.{decimals}f}"
        if float(share) >= 100:
            return f">{_floor_to_tenth(100 * min(self.low, 0.9999)):.1f}%"
        if float(share) <= 0:
            return f"<{100 - _floor_to_tenth(100 * min(1 - self.high, 0.9999)):.1f}%"
        return f"{share}% ±{math.ceil(reach * 10**decimals) / 10**decimals:.{decimals}f}"

    @property
    def complement(self) -> Self:
        """Return the estimate of the probability that it does not come true."""
        return type(self)(value=1 - self.value, low=1 - self.high, high=1 - self.low)


def iterations_for(half_width: float, *, level: float = 0.95) -> int:
    """
    Return the iterations after which no probability's interval is wider than `half_width` [-] to either side.

    The worst case is a probability of one half: n = (z / 2h)^2, rounded up to whole groups of 256.
    """
    return whole_groups((float(ndtri((1 + level) / 2)) / (2 * half_width)) ** 2)


def _clopper_pearson(count: float, total: float, tail: float) -> tuple[float, float]:
    """Return the probabilities at which so many or more, and so few or fewer, come with probability `tail`."""
    low = float(betaincinv(count, total - count + 1, tail)) if count else 0.0
    high = float(betainccinv(count + 1, total - count, tail)) if count < total else 1.0
    return low, high


def _wilson(count: float, total: float, tail: float) -> tuple[float, float]:
    share, z = count / total, -float(ndtri(tail))
    shrink = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / shrink
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / shrink
    return centre - reach, centre + reach


def _floor_to_tenth(value: float) -> float:
    return math.floor(value * 10) / 10
