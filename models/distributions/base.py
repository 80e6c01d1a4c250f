"""What every distribution offers."""

from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Distribution(Protocol):
    """
    An uncertain quantity: uniforms in, quantiles out; nothing here draws a number.

    A distribution checks its own parameters when it is made and raises ValueError with value, rule and cure.
    Its unit is that of the quantity it stands for: working days, currency, or none for a factor.
    """

    def __hash__(self) -> int:
        """Return the same for equal distributions."""
        ...

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Return the quantiles at probabilities u, in [0, 1]; same shape as u."""
        ...

    @property
    def mean(self) -> float:
        """Return the expected value."""
        ...

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        ...

    @property
    def mode(self) -> float:
        """Return the most likely value, or the median where no single value is the most likely."""
        ...

    def scaled(self, factor: float) -> Self:
        """Return the distribution of `factor` times the quantity, `factor` > 0."""
        ...
