"""Kinds of criteria: what orders can be compared by, as `--by` names it."""

from enum import StrEnum


class Kind(StrEnum):
    """What orders can be compared by."""

    HIT = "hit"
    PROMISE = "promise"
    NET = "net"
    COST = "cost"
    SPENT_AT_STOP = "spent_at_stop"
    GAP = "gap"
    EXPOSURE = "exposure"

    @property
    def of_milestone(self) -> bool:
        """Return whether it is of one milestone, and not of the whole plan."""
        return self in (Kind.HIT, Kind.PROMISE)

    @property
    def is_share(self) -> bool:
        """Return whether its figures are shares [-]."""
        return self in (Kind.HIT, Kind.GAP)
