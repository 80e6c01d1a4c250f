"""Hours: when of a day is worked, in shifts."""

import re
from dataclasses import dataclass
from typing import Final, Self

DAY: Final = 1440
"""Minutes of a day."""

_SHIFT: Final = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})\s*")
_NEAR: Final = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?h?(?:-|\u2013|to|\.\.)([0-9]{1,2})(?:[:.h]([0-9]{2}))?h?")
_EXAMPLE: Final = '`"07:00-12:00, 12:30-15:30"`'


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """
    When of a day is worked.

    Parameters
    ----------
    shifts
        Beginning and end of each shift, in ascending order, none of which touches the next [minutes from midnight];
        none on a day off.
    """

    shifts: tuple[tuple[float, float], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read the shifts of a day; those that follow each other without a break are one.

        Raises
        ------
        ValueError
            When one is not a shift, goes on after midnight, or overlaps with another.

        Examples
        --------
        >>> str(Hours.parse("12:30-15:30, 7:00-12:00"))
        '07:00-12:00, 12:30-15:30'
        """
        joined: list[tuple[float, float]] = []
        for begin, end in sorted(_shift(part, text) for part in text.split(",")):
            if joined and begin < joined[-1][1]:
                whole = _written(joined[-1][0], max(end, joined[-1][1]))
                raise ValueError(f"two shifts of {text[:60]!r} overlap: write them as one, `{whole}`")
            touches = bool(joined) and begin == joined[-1][1]
            joined.append((joined.pop()[0] if touches else begin, end))
        return cls(shifts=tuple(joined))

    @property
    def minutes(self) -> float:
        """How long is worked in all [minutes]."""
        return sum(end - begin for begin, end in self.shifts)

    def part(self, share: float) -> Self:
        """Return a share of the hours, worked from their beginning until it is done."""
        left, shifts = share * self.minutes, []
        for begin, end in self.shifts:
            worked = min(end - begin, left)
            if worked > 0.0:
                shifts.append((begin, begin + worked))
            left -= worked
        return type(self)(shifts=tuple(shifts))

    def __str__(self) -> str:
        return ", ".join(_written(begin, end) for begin, end in self.shifts)


ALL_DAY: Final = Hours(shifts=((0, DAY),))
"""From midnight to midnight."""


def clock_text(minutes: float) -> str:
    """
    Write a time of the day.

    Examples
    --------
    >>> clock_text(750), clock_text(1440)
    ('12:30', '24:00')
    """
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _shift(part: str, text: str) -> tuple[int, int]:
    found = _SHIFT.fullmatch(part)
    if found is None:
        what = repr(part.strip()[:60]) if part.strip() else "an empty place"
        where = f" in {text[:60]!r}" if part != text else ""
        raise ValueError(f"{what}{where} is not a shift: write its two ends, as {_near(part)}")
    hour, minute, last_hour, last_minute = map(int, found.groups())
    begin, end = 60 * hour + minute, 60 * last_hour + last_minute
    if minute > 59 or last_minute > 59 or max(begin, end) > DAY:
        raise ValueError(f"{part.strip()!r} is not a shift: the hours of a day go from 00:00 to 24:00")
    if end == begin:
        raise ValueError(f"{part.strip()!r} ends when it begins: give a later end, or `00:00-24:00` for all day")
    if end < begin:
        halves = ", ".join(_written(*half) for half in ((0, end), (begin, DAY)) if half[0] < half[1])
        raise ValueError(f'{part.strip()!r} goes on after midnight: write its halves, `"{halves}"`')
    return begin, end


def _near(part: str) -> str:
    """Return what a text that is not a shift may mean; an example where that is not clear."""
    found = _NEAR.fullmatch("".join(part.lower().split()))
    hour, minute, last_hour, last_minute = (int(one or 0) for one in found.groups()) if found else (0, 0, 0, 0)
    begin, end = 60 * hour + minute, 60 * last_hour + last_minute
    known = begin < end <= DAY and max(minute, last_minute) < 60
    return f"`{_written(begin, end)}`" if known else _EXAMPLE


def _written(begin: float, end: float) -> str:
    return f"{clock_text(begin)}-{clock_text(end)}"
