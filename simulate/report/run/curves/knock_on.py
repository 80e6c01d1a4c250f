"""What a missed milestone means for later ones: the cells of the heat map."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.simulate.analysis.schedule.knock_on import Consequence, KnockOn

CLASSES = {
    "less than 5 points more often": 0.05,
    "5 to 25": 0.25,
    "25 to 50": 0.5,
    "50 to 75": 0.75,
    "75 or more": math.inf,
}
"""By how much more often the later is missed than else, in the words of the key, and where each class ends [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """
    What is told of two milestones.

    Parameters
    ----------
    row, column
        Where it stands: the earlier's row from the top, the later's column from the left.
    often
        How often the later is missed where the earlier is.
    otherwise
        Below it, how often it is missed where the earlier is hit, and by how many days the two differ.
    shade
        Which of the classes it is in; none where one of the two is not known.
    hangs_on
        Whether the later hangs on the earlier.
    """

    row: int
    column: int
    often: str
    otherwise: tuple[str, str]
    shade: int | None
    hangs_on: bool


def heat_cells(knock_on: KnockOn) -> Iterator[HeatCell]:
    """Yield the cells; the first of the milestones has no column, and the last has no row."""
    place = {id: index for index, id in enumerate(knock_on.milestones)}
    for (earlier, later), one in knock_on.pairs.items():
        yield HeatCell(
            row=place[earlier],
            column=place[later] - 1,
            often="-" if one.if_miss is None else _share(one.if_miss.value),
            otherwise=(
                "never hit" if one.if_hit is None else f"else {_share(one.if_hit.value)}",
                _days(one.slip.value),
            ),
            shade=_shade(one),
            hangs_on=one.hangs_on,
        )


def _shade(one: Consequence) -> int | None:
    if one.if_miss is None or one.if_hit is None:
        return None
    more = one.if_miss.value - one.if_hit.value
    return next(index for index, end in enumerate(CLASSES.values()) if more < end)


def _share(share: float) -> str:
    """Write a share in whole percent, without rounding to never or always."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def _days(days: float) -> str:
    return "" if math.isnan(days) else f"{days:+z.0f} d"
