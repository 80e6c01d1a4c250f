"""Proportions: how often something came true, and how well that is known."""

import math
from dataclasses import dataclass
from typing import Self

from scipy.special import ndtri

_GROUP = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """
    A share of the iterations with its interval.

    Parameters
    ----------
    share
        Estimate of the probability [-].
    low, high
        Ends of its interval [-].
    """

    share: float
    low: float
    high: float

    @classmethod
    def of(cls, count: int, total: int, *, level: float = 0.95) -> Self:
        """
        Estimate a probability from `count` of `total` with Wilson's score interval [1]_.

        References
        ----------
        .. [1] Wilson (1927), Journal of the American Statistical Association 22(158), 209-212.
        """
        share = count / total
        z = float(ndtri((1 + level) / 2))
        shrink = 1 + z * z / total
        centre = (share + z * z / (2 * total)) / shrink
        reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / shrink
        low = 0.0 if count == 0 else centre - reach
        high = 1.0 if count == total else centre + reach
        return cls(share=share, low=low, high=high)

    def __str__(self) -> str:
        """
        Say it in as many digits as are known.

        Examples
        --------
        >>> print(Proportion.of(620, 1000))
        62% ±4
        >>> print(Proportion.of(1000, 1000))
        >99.6%
        """
        reach = 100 * max(self.high - self.share, self.share - self.low)
        decimals = min(max(math.ceil(-math.log10(reach)), 0), 1)
        share = f"{100 * self.share:.{decimals}f}"
        if float(share) >= 100:
            return f">{_floor_to_tenth(100 * min(self.low, 0.9999)):.1f}%"
        if float(share) <= 0:
            return f"<{100 - _floor_to_tenth(100 * min(1 - self.high, 0.9999)):.1f}%"
        return f"{share}% ±{math.ceil(reach * 10**decimals) / 10**decimals:.{decimals}f}"


def iterations_for(half_width: float, *, level: float = 0.95) -> int:
    """
    Give the iterations after which no probability's interval is wider than `half_width` [-] to either side.

    The worst case is a probability of one half: n = (z / 2h)^2, rounded up to whole groups of 256.
    """
    needed = (float(ndtri((1 + level) / 2)) / (2 * half_width)) ** 2
    return math.ceil(needed / _GROUP) * _GROUP


def _floor_to_tenth(value: float) -> float:
    return math.floor(value * 10) / 10
