"""Axes: where values and dates lie between two ends, and what is written at them."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from milepost.simulate.report.media.positions import day_at, day_position
from milepost.simulate.report.media.words import amount

_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000)
"""How far ticks may be apart."""

DATES: Final = "date"
"""The unit of an axis of dates that stands upright: values are read off it as days that begin there."""

_LARGE: Final = 10_000.0
"""From which amount on thousands are written."""

_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """
    A place on an axis with what is written there.

    Parameters
    ----------
    at
        Where it is [percent of the axis].
    text, below
        What is written, and on a second line.
    """

    at: float
    text: str
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """
    From where to where something is drawn.

    Parameters
    ----------
    low, high
        Its ends, in the unit of what is drawn; apart from each other.
    ticks
        Where something is written.
    unit
        What it is in, where figures alone do not say it.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]
    unit: str = ""

    def place(self, value: float) -> float:
        """Return where a value is [percent of the axis], at its ends at most; NaN where it is not known."""
        return math.nan if math.isnan(value) else _percent(min(max(value, self.low), self.high), self.low, self.high)


def date_axis(low: float, high: float, *, most: int = 6, unit: str = "") -> Axis:
    """Return an axis of dates between two positions [days], with at most so many ticks."""
    high = max(high, low + 1.0)
    days = next(found for found in _candidates(low, high) if len(found) <= most)
    months = all(day.day == 1 for day in days)
    years = all(day.month == day.day == 1 for day in days)
    ticks, shown = [], ""
    for day in days:
        text = str(day.year) if years else _NAMES[day.month - 1] if months else str(day.day)
        below = "" if years else str(day.year) if months else f"{_NAMES[day.month - 1]} {day.year}"
        ticks.append(Tick(at=_percent(day_position(day), low, high), text=text, below="" if below == shown else below))
        shown = below
    return Axis(low=low, high=high, ticks=tuple(ticks), unit=unit)


def number_axis(low: float, high: float, write: Callable[[float], str], *, most: int = 5, unit: str = "") -> Axis:
    """
    Return an axis of numbers that takes in both ends, with ticks at round ones.

    Parameters
    ----------
    low, high
        The ends.
    write
        Write a number at a tick.
    most
        How many ticks there are, or one more.
    unit
        What the numbers are in.
    """
    high = high if high > low else low + 1.0
    step = _round_step((high - low) / most)
    values = [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
    ticks = tuple(Tick(at=_percent(value, low, high), text=write(value)) for value in values)
    return Axis(low=low, high=high, ticks=ticks, unit=unit)


def share_axis(low: float, high: float, *, most: int = 5) -> Axis:
    """Return an axis of shares, written in percent."""
    return number_axis(low, high, lambda share: f"{100 * share:z.10g}%", most=most, unit="%")


def amount_axis(low: float, high: float, *, most: int = 5, unit: str = "") -> Axis:
    """Return an axis of amounts: of large ones thousands are written, so that they have room on a narrow page."""
    if max(abs(low), abs(high)) < _LARGE:
        return number_axis(low, high, lambda value: amount(value, ""), most=most, unit=unit)
    return number_axis(low, high, lambda value: f"{value / 1e3:,.10g}k" if value else "0", most=most, unit=unit)


def _percent(value: float, low: float, high: float) -> float:
    return round(100 * (value - low) / (high - low), 2)


def _round_step(least: float) -> float:
    unit = 10.0 ** math.floor(math.log10(least))
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= least * (1 - 1e-9))


def _candidates(low: float, high: float) -> Iterator[list[date]]:
    """Yield what days ticks may be at, ever fewer: none in the end."""
    first, last = day_at(low), day_at(high)
    for step in _DAYS:
        if (last - first).days / step <= 100:
            days = [first + timedelta(days=k) for k in range(0, (last - first).days + 1, step)]
            yield [day for day in days if day_position(day) >= low]
    for step in _MONTHS:
        yield [day for day in _months(first, last, step) if day_position(day) >= low]
    yield []


def _months(first: date, last: date, step: int) -> list[date]:
    begin = 12 * first.year // step * step if step > 12 else 12 * first.year
    months = range(max(begin, 12), 12 * last.year + last.month, step)
    return [date(month // 12, month % 12 + 1, 1) for month in months if month // 12 >= 1]
