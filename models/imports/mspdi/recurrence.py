"""Recurrence: the dates of an exception of Microsoft Project that comes back."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from milepost.models.imports.markup import Element

MOST_DATES: Final = 10_000
"""Dates of one exception beyond which the rest is left out."""

_DAILY, _YEARLY, _YEARLY_PLACE, _MONTHLY, _MONTHLY_PLACE, _WEEKLY = "1", "2", "3", "4", "5", "6"
_ANY, _WEEKDAYS, _WEEKENDS = 0, 1, 2
"""What is counted in a month, where it is not one day of the week."""


def dates_of(exception: Element, first: date, last: date) -> Iterator[date]:
    """
    Yield the dates of an exception, from its first to its last day.

    Parameters
    ----------
    exception
        As the file has it; one of no kind is of all days.
    first, last
        Days between which it lies.
    """
    every = max(1, int(exception.number("Period", 1.0)))
    found: Iterator[date]
    match exception.key("Type"):
        case kind if kind == _WEEKLY:
            mask = int(exception.number("DaysOfWeek"))
            found = (day for day in _from(first, last) if _weeks(first, day) % every == 0 and mask >> _place(day) & 1)
        case kind if kind in (_MONTHLY, _MONTHLY_PLACE):
            found = _by_month(exception, first, last, every, kind)
        case kind if kind in (_YEARLY, _YEARLY_PLACE):
            found = _by_month(exception, first, last, 12, kind)
        case _:
            found = (first + timedelta(days=number) for number in range(0, (last - first).days + 1, every))
    for number, day in enumerate(found):
        if number < MOST_DATES:
            yield day


def _by_month(exception: Element, first: date, last: date, every: int, kind: str) -> Iterator[date]:
    """Yield one date of each month that counts; a year's is in the month that it names."""
    by_place = kind in (_YEARLY_PLACE, _MONTHLY_PLACE)
    begin = 12 * first.year + first.month - 1
    if every == 12 and kind in (_YEARLY, _YEARLY_PLACE):
        begin = 12 * first.year + int(exception.number("Month"))
    for month in range(begin, 12 * last.year + last.month, every):
        year, number = divmod(month, 12)
        if not date.min.year <= year <= date.max.year:
            continue
        if by_place:
            day = _by_place(
                year, number + 1, int(exception.number("MonthItem")), int(exception.number("MonthPosition"))
            )
        else:
            said = int(exception.number("MonthDay", 1.0))
            day = date(year, number + 1, said) if 1 <= said <= monthrange(year, number + 1)[1] else None
        if day is not None and first <= day <= last:
            yield day


def _by_place(year: int, month: int, item: int, position: int) -> date | None:
    """Return the first, second, third, fourth or last day of a kind in a month."""
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    if item == _WEEKDAYS:
        days = [day for day in days if day.weekday() < 5]
    elif item == _WEEKENDS:
        days = [day for day in days if day.weekday() >= 5]
    elif item != _ANY:
        days = [day for day in days if _place(day) == item - 3]
    if not days:
        return None
    return days[-1] if position >= 4 else days[min(position, len(days) - 1)]


def _from(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _weeks(first: date, day: date) -> int:
    """Return how many weeks, from Sunday on, lie between two days."""
    return ((day - first).days + _place(first)) // 7


def _place(day: date) -> int:
    """Return the place of a day in a week that begins on Sunday, from 0."""
    return (day.weekday() + 1) % 7
