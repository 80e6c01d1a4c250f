"""Kinds of columns: what a column of a table holds, as its name tells."""

import re
from collections.abc import Container
from enum import Enum, auto
from typing import Final


class ColumnKind(Enum):
    """What the cells of a column are, where they are not texts."""

    DATE = auto()
    DAYS = auto()
    SHARE = auto()
    POINTS = auto()
    AMOUNT = auto()
    """Money, counts and whatever else has no unit of its own."""


def column_kind(name: str, beside: Container[str]) -> ColumnKind:
    """
    Tell what a column holds.

    Parameters
    ----------
    name
        Its name, as docs/outputs.md explains it; what stands before the last point is an id.
    beside
        The names of all columns of its table: beside a time in days stands its date.

    Examples
    --------
    >>> column_kind("promise", {"promise", "promise_days"}).name, column_kind("launch.hit_low_points", ()).name
    ('DATE', 'POINTS')
    >>> column_kind("launch.criticality_low", ()).name, column_kind("cost", ()).name
    ('SHARE', 'AMOUNT')
    """
    own = name.rpartition(".")[2]
    if own == "due" or own.endswith("date") or f"{name}_days" in beside:
        return ColumnKind.DATE
    if own.endswith("days") or own.startswith("working_days"):
        return ColumnKind.DAYS
    if own.endswith("_points"):
        return ColumnKind.POINTS
    return ColumnKind.SHARE if _FIGURE.sub("", own) in _SHARES else ColumnKind.AMOUNT


def is_interval(name: str) -> bool:
    """Return whether a column is about how sure the one before it is."""
    return _INTERVAL.search(name) is not None


_FIGURE: Final = re.compile(r"(_(mean|p\d\d))?(_(low|high))?$")
_INTERVAL: Final = re.compile(r"_(low|high)(_days|_points)?$|_(effective|needed)$")
_SHARES: Final = frozenset(
    {
        *("hit", "plan_hit", "reached", "runs", "criticality", "share", "place", "miss_if_miss", "miss_if_hit"),
        *("probability", "acceptable", "accepted", "in_time", "passed", "occurs", "retired", "waits", "used"),
        *("stop", "stopped", "stops", "stops_alone", "stops_together", "alone", "together"),
        *("burn", "progress", "gap", "excess", "beyond", "over_plan", "plan_burn", "plan_progress", "plan_gap"),
    }
)
