"""Changes: what += and *= make of a number, a quantity or a date in a scenario file, before it is checked."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError

from milepost.models.bounds import SLACK
from milepost.models.calendar import EARLIEST, LATEST, WorkingDays, without_time
from milepost.models.file.fields import Factor, Price, Quantity
from milepost.models.file.parts.plan import CalendarPart
from milepost.models.file.quantity import SHAPES
from milepost.models.file.scalar import decimal_of, moment_of, shown
from milepost.models.file.shape import shape_at
from milepost.models.file.source import Plain
from milepost.models.problem import KeyPath

_EXACT: Final = Context(prec=1000)
"""Sums and products have all their digits, so that adding 0 or multiplying by 1 changes nothing."""
_MOVED: Final[Mapping[str, Collection[str | int]]] = {
    "normal": (0,),
    "discrete": ("values",),
    **dict.fromkeys(("lognormal", "weibull", "exponential"), ()),
}
"""By distribution, which of its parameters rise with what is added; of the others all; nothing where none does."""
_SCALED: Final[Mapping[str, Collection[str | int]]] = {"weibull": ("scale",), "discrete": ("values",)}
"""By distribution, which of its parameters are multiplied; of the others all."""
_BEGIN: Final = frozenset({"start", "not_before"})
"""Keys of the dates at whose beginning something happens."""
_LONGEST_MOVE: Final = 5_000
"""By how much a date may be moved at the most, some twenty years [working days]."""
_DAYS: Final = range(EARLIEST.toordinal(), LATEST.toordinal() + 1)
"""The dates that a file may name, counted from the first day of the year 1."""


class Operator(StrEnum):
    """What a setting does with what stands in the file."""

    PUT = "="
    ADD = "+="
    SCALE = "*="


def changed(there: Any, operator: Operator, number: Decimal, path: KeyPath, plan: Mapping[str, Any]) -> Any:
    """
    Return what stands in a file with a number added or multiplied.

    Parameters
    ----------
    there
        What stands there, as a `Source` gives it.
    operator
        Which of the two.
    number
        The number.
    path
        The keys that lead there.
    plan
        All of the plan, which has the calendar that dates are moved by.

    Raises
    ------
    ValueError
        When that cannot be done with what stands there.
    """

    def change(number_there: Any) -> Plain:
        value = decimal_of(number_there)
        by = _EXACT.add if operator is Operator.ADD else _EXACT.multiply
        return Plain(f"{_EXACT.normalize(by(value, number)):f}")

    if isinstance(there, list | dict) and _is_quantity(path):
        return _quantity(there, operator, change)
    day = _day(there)
    if day is not None and operator is Operator.ADD:
        moved = _moved(without_time(day), number, plan, begins=path[-1] in _BEGIN).isoformat()
        return Plain(moved + str(day).removeprefix(day.isoformat()))
    try:
        return change(there)
    except ValueError:
        what = "a date, which can only be moved, by +=" if day else "neither a number, a quantity nor a date"
        raise ValueError(f"{shown(there)} is {what}: give another value behind =") from None


def _is_quantity(path: KeyPath) -> bool:
    try:
        return shape_at(path) in (Quantity, Factor, Price)
    except LookupError:
        return False


def _quantity(there: list[Any] | dict[str, Any], operator: Operator, change: Callable[[Any], Plain]) -> Any:
    """Change the parameters of a quantity; what is not one is left for those who say what is wrong with it."""
    if isinstance(there, list):
        return [change(one) for one in there]
    parts = {}
    for name, body in there.items():
        keys = (_MOVED if operator is Operator.ADD else _SCALED).get(name)
        if name in SHAPES and keys is not None and not keys:
            raise ValueError(f"nothing can be added to {name}: scale it by *=, or give another distribution behind =")
        parts[name] = _each(body, change, keys) if name in SHAPES else body
    return parts


def _each(body: Any, change: Callable[[Any], Plain], keys: Collection[str | int] | None) -> Any:
    """Change all numbers in the body of a distribution, or those below some of its keys."""
    if isinstance(body, list):
        return [_each(one, change, None) if keys is None or k in keys else one for k, one in enumerate(body)]
    if isinstance(body, dict):
        return {k: _each(one, change, None) if keys is None or k in keys else one for k, one in body.items()}
    return change(body)


def _day(there: Any) -> date | None:
    try:
        return moment_of(there)
    except ValueError:
        return None


def _moved(day: date, number: Decimal, plan: Mapping[str, Any], *, begins: bool) -> date:
    """Move a day by working days; a day off stands for the last day worked before it or, for a beginning, after it."""
    if number != int(number) or abs(number) > _LONGEST_MOVE:
        most = f"{_LONGEST_MOVE:,}"
        raise ValueError(f"{number:f} is not a whole number of working days: give one, from -{most} to {most}")
    try:
        calendar = CalendarPart.model_validate(plan.get("calendar")).calendar()
    except ValidationError:
        return day  # what is wrong with the calendar will be told
    by = int(number)
    if by == 0:
        return day
    days = WorkingDays(calendar, day - timedelta(days=2 * max(-by, 0)))  # of some years from then on holidays are known
    if begins:
        after = days.due_offset(day - timedelta(days=1)) + by
        found = bisect_right(_DAYS, after + SLACK, key=lambda one: days.due_offset(date.fromordinal(one)))
    else:
        until = days.due_offset(day) + by
        found = bisect_left(_DAYS, until - SLACK, key=lambda one: days.due_offset(date.fromordinal(one)))
    if not 0 < found < len(_DAYS):
        raise ValueError(f"{day} moved by {by:,} working days is outside the years {EARLIEST.year} to {LATEST.year}")
    return date.fromordinal(_DAYS[found])
