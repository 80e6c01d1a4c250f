"""Moment: a date with a time of the day."""

from datetime import date
from typing import Self

from milepost.models.calendar.hours import DAY, clock_text


class Moment(date):
    """
    A date of which the time of the day is known; whoever asks for no time has the date.

    Parameters
    ----------
    year, month, day
        Of the date.
    minute
        The time of the day [minutes from midnight].

    Examples
    --------
    >>> noon = Moment(2026, 3, 2, minute=720)
    >>> str(noon), noon > date(2026, 3, 1), noon == date(2026, 3, 2)
    ('2026-03-02 12:00', True, False)
    """

    minute: int

    def __new__(cls, year: int, month: int, day: int, minute: int = 0) -> Self:
        """Make a moment; a date cannot be changed once it is made."""
        made = super().__new__(cls, year, month, day)
        made.minute = minute
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[int, int, int, int]]:
        return type(self), (self.year, self.month, self.day, self.minute)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Moment) and other.minute == self.minute
        return same and super().__eq__(other)

    def __hash__(self) -> int:
        return hash((self.toordinal(), self.minute))

    def __str__(self) -> str:
        return f"{self.isoformat()} {clock_text(self.minute)}"


def share_gone(day: date, otherwise: float) -> float:
    """Return how much of a day has gone by the clock at a moment of it [days]; otherwise what is said of one."""
    return day.minute / DAY if isinstance(day, Moment) else otherwise


def without_time(day: date) -> date:
    """Return the date alone."""
    return date(day.year, day.month, day.day)
