"""Means: what something came to on average, and how well that is known."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from milepost.simulate.analysis.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean(Estimate):
    """
    A mean over the iterations with its interval.

    Parameters
    ----------
    value
        The sample's mean [the values' unit]; NaN without values.
    low, high
        Ends of its interval [the values' unit]; NaN for fewer than two values, or where it rests on too few iterations.
    sd
        Standard deviation of one value [the values' unit]; NaN for fewer than two.
    effective
        How many effective iterations tell of all that it rests on; infinity where nothing is known to limit them, NaN
        where nobody has looked.
    needed
        After how many iterations they would be enough; 0 where nothing is known to limit them, NaN where nobody has
        looked.
    """

    sd: float
    effective: float = math.inf
    needed: float = 0

    @classmethod
    def of(cls, values: NDArray[np.float64], *, tail: float = 0.025) -> Self:
        """
        Estimate a mean from values float64[n] with the interval of Johnson's modified t statistic [1]_.

        With T = sqrt(n) (mean - mu) / s and g the sample's skewness, T + g / (6 sqrt n) + g T^2 / (3 sqrt n) is close
        to Student's t with n - 1 degrees of freedom. The ends are the mu at which it is t and -t: of the two roots that
        next to 0, and where there is none T = -3 sqrt(n) / (2 g), at which the statistic turns. Without skewness it is
        Student's interval. Shifting Student's interval, which is what is often made of the paper, leaves the coverage
        of skewed means where it was.

        Parameters
        ----------
        values
            One an iteration; a single value in all of them has an interval without width.
        tail
            Probability that the interval misses to either side [-].

        References
        ----------
        .. [1] Johnson (1978), Journal of the American Statistical Association 73(363), 536-544.
        """
        n = values.size
        if n == 0:
            return cls(value=math.nan, low=math.nan, high=math.nan, sd=math.nan)
        least, most = float(values.min()), float(values.max())
        if n == 1 or least == most:
            end, sd = (least, 0.0) if n > 1 else (math.nan, math.nan)
            return cls(value=least, low=end, high=end, sd=sd)
        mean = min(max(float(values.mean()), least), most)
        away = values - mean
        scale = max(mean - least, most - mean)  # the largest amounts have no squares, the smallest no cubes
        away = away / scale
        squares = away * away
        sum_of_squares = float(squares.sum())
        spread = math.sqrt(sum_of_squares / (n - 1))
        skewness = float((squares * away).mean()) / (sum_of_squares / n) ** 1.5
        t = -float(stdtrit(n - 1, tail))
        reach = spread * scale / math.sqrt(n)
        low, high = (mean - reach * _johnson_root(end, skewness / math.sqrt(n)) for end in (t, -t))
        return cls(value=mean, low=min(low, mean), high=max(high, mean), sd=spread * scale)

    def less(self, other: Self) -> Estimate:
        """
        Return by how much it exceeds the mean of other iterations.

        Each end of the interval lies as far off as the hypotenuse of how far the two ends lie that it comes from [1]_.

        References
        ----------
        .. [1] EnvStats, source of `ci.lnorm.2.zou`, https://rdrr.io/cran/EnvStats/src/R/ci.lnorm.2.zou.R
        """
        value = self.value - other.value
        return Estimate(
            value=value,
            low=value - math.hypot(self.value - self.low, other.high - other.value),
            high=value + math.hypot(self.high - self.value, other.value - other.low),
        )

    def columns(self, name: str, unit: str = "") -> dict[str, float]:
        """Return what stands of it in a table: of what it rests on as well."""
        known = Estimate.columns(self, name, unit)
        return {**known, f"{name}_effective": self.effective, f"{name}_needed": self.needed}


def _johnson_root(t: float, skewness: float) -> float:
    """
    Return the T next to 0 at which Johnson's statistic is t.

    Parameters
    ----------
    t
        Student's quantile [-].
    skewness
        That of the sample over the square root of its size [-].
    """
    sought = t - skewness / 6
    discriminant = 1 + 4 * skewness / 3 * sought
    return 2 * sought / (1 + math.sqrt(discriminant)) if discriminant > 0 else -1.5 / skewness
