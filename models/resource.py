"""Resources: people or machines of one kind, of which tasks need whole units from start to finish."""

from dataclasses import dataclass
from typing import Final

MOST_UNITS: Final = 1_000
"""Number of units of a resource beyond which a plan is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """
    People or machines of one kind; they have no calendar of their own, and are as many all the time.

    Parameters
    ----------
    id
        Unique among resources.
    name
        For people; the id where the file gives none.
    capacity
        How many units there are.
    """

    id: str
    name: str
    capacity: int

    def __post_init__(self) -> None:
        if self.capacity < 1:
            raise ValueError(f"capacity: {self.capacity} is not above 0")
