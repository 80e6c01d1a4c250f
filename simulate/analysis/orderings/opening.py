"""Openings: how many iterations of every order are simulated before a race drops the first."""

import math
from dataclasses import dataclass
from typing import Final, Self

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.statistics.racing import OPENING
from milepost.simulate.analysis.support.drivers import drivers_of
from milepost.simulate.analysis.support.support import Support

_LONGEST: Final = 1 << 17
_IN_ALL: Final = 40_320 * OPENING
"""Iterations that the openings of all orders may come to, as those of all orders of eight tasks do."""
_LITTLE: Final = 0.1
"""Share of the least difference that matters below which a mean may be moved unseen [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """
    The opening of a race.

    Parameters
    ----------
    iterations
        How many of every order are simulated before the first is dropped.
    thin
        What too few of these tell, so that nothing is guaranteed; none where there is no such thing.
    """

    iterations: int
    thin: Support | None = None

    @classmethod
    def of(cls, scenario: Scenario, criterion: Criterion, orders: int) -> Self:
        """
        Find an opening that tells of all on which the difference of two orders rests, where it can be afforded.

        A rare event that the opening hardly meets is in no variance that it gives. So all on which the difference rests
        is to be met by fifty effective iterations, where so long an opening can be afforded; else the opening is the
        usual one. Hits need no such thing: what moves them by as much as matters is not rare. What cannot move the mean
        by more than a tenth of the least difference that matters, all such things together, is passed over.

        Parameters
        ----------
        scenario
            The plan.
        criterion
            What orders race by.
        orders
            How many there are.
        """
        if criterion.kind == Kind.HIT:
            return cls(iterations=OPENING)
        little = _LITTLE * criterion.zone
        for driver in drivers_of(scenario, criterion.kind, difference=True):
            little -= math.sqrt(driver.share) * driver.spread
            if little < 0:
                needed = driver.support.needed
                if needed > min(_LONGEST, max(_IN_ALL // orders, OPENING)):
                    return cls(iterations=OPENING, thin=driver.support)
                return cls(iterations=max(needed, OPENING))
        return cls(iterations=OPENING)
