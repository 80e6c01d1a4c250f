"""What the rows of a waterfall are: bars from where the ones before end, and sums, with what is written at them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.drivers.categories import BuildUp
from milepost.simulate.analysis.drivers.waterfall import Bar, Step, Waterfall
from milepost.simulate.report.drivers.whole_parts import whole_parts
from milepost.simulate.report.media.canvas import category_words
from milepost.simulate.report.media.colours import INK, PROMISE, TASK, category_colour
from milepost.simulate.report.media.positions import day_position, positions
from milepost.simulate.report.media.words import amount, short_date
from milepost.simulate.result import Result

MINUS: Final = "\N{MINUS SIGN}"
_NAME_LENGTH: Final = 34
_UNSTOPPED, _AS_IT_IS = "as if nothing stopped", "as it is"

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    A row of a waterfall.

    Parameters
    ----------
    name
        What is written beside it.
    colour
        Of its bar.
    begins, ends
        From where to where it reaches; both the same for a sum.
    low, high
        Between which its end is known to lie.
    words
        What is written at its end.
    """

    name: str
    colour: str
    begins: float
    ends: float
    low: float
    high: float
    words: str

    @property
    def is_sum(self) -> bool:
        """Return whether it is where the plan stands, or what comes of it, and not a change."""
        return math.isnan(self.low) and self.colour == PROMISE


def date_rows(result: Result, found: BuildUp, idle: Sequence[str]) -> list[Row]:
    """Return the rows of a promise date, without those of idle categories; at positions on a date axis [days]."""
    days, plan, promise = result.scenario.days, found.plan_date, found.promise_date
    moved = round(found.promise.total.value - found.promise.plan)
    if plan is not None and promise is not None:
        planned, promised = days.worked([days.due_offset(plan), days.due_offset(promise)]).tolist()
        moved = round(promised - planned)
    rows = _rows(
        found.promise,
        idle,
        lambda count: f"{signed(count)} d",
        [short_date(plan), "", f"{short_date(promise)}, {signed(moved)} d"],
        total=moved,
        end=_UNSTOPPED if any(risk.stop for risk in result.scenario.risks.values()) else _AS_IT_IS,
        at=lambda offsets: positions(days, days.worked_by(offsets)),
    )
    return _within(rows, plan, promise)


def _within(rows: Sequence[Row], plan: date | None, promise: date | None) -> list[Row]:
    """Move the plan and what comes of it into their dates: what ends on a day off has done its work before that."""
    begin, end = rows[0].begins, rows[-1].begins
    moved = {round(begin, 6): _in_day(begin, plan), round(end, 6): _in_day(end, promise)}

    def at(place: float) -> float:
        return moved.get(round(place, 6), place)

    return [replace(row, begins=at(row.begins), ends=at(row.ends)) for row in rows]


def _in_day(place: float, day: date | None) -> float:
    return place if day is None else min(max(place, day_position(day)), day_position(day) + 1.0)


def hit_rows(waterfall: Waterfall, idle: Sequence[str]) -> list[Row]:
    """Return the rows of a hit, without those of idle categories [percentage points]."""
    return _rows(waterfall, idle, signed, *_sums(waterfall, 1.0, lambda count: f"{count}%"))


def money_rows(waterfall: Waterfall) -> list[Row]:
    """Return the rows of the money, in units of which the largest sum has three digits; none where there is none."""
    most = max(abs(value) for value in (waterfall.plan, waterfall.total.value, *_changes(waterfall)))
    if not most:
        return []
    unit = 10.0 ** (math.floor(math.log10(most)) - 2)
    idle = [name for name, change in waterfall.categories.items() if not change.value]
    sums, total = _sums(waterfall, unit, lambda count: amount(count * unit, ""))
    return _rows(waterfall, idle, lambda count: _sign(count) + amount(abs(count) * unit, ""), sums, total, unit=unit)


def signed(count: int) -> str:
    """Write a change by a whole number."""
    return f"{_sign(count)}{abs(count):,}"


def _sign(count: int) -> str:
    return "+" if count > 0 else MINUS if count < 0 else ""


def _changes(waterfall: Waterfall) -> list[float]:
    return [bar.change.value for bar in waterfall.bars]


def _sums(waterfall: Waterfall, unit: float, words: Callable[[int], str]) -> tuple[list[str], int]:
    """Return what stands at the plan, before a stop and at the end, and by how many units the end is off the plan."""
    plan, end = round(waterfall.plan / unit), round(waterfall.total.value / unit)
    last = whole_parts([change / unit for change in _changes(waterfall)], end - plan)[-1]
    return [words(plan), words(end - last), words(end)], end - plan


def _rows(
    waterfall: Waterfall,
    idle: Sequence[str],
    words: Callable[[int], str],
    sums: Sequence[str],
    total: int,
    *,
    unit: float = 1.0,
    end: str = _AS_IT_IS,
    at: Callable[[Places], Places] = lambda places: places,
) -> list[Row]:
    """
    Lay out a waterfall.

    Parameters
    ----------
    waterfall
        What is drawn.
    idle
        Categories without effect, which have no row.
    words
        Write a change, of so many units.
    sums
        What stands at the plan, before a stop, and at the end.
    total
        How many units the changes are together.
    unit
        In which changes are written.
    end
        What the end is called.
    at
        Where values are on the axis.
    """
    bars = [bar for bar in waterfall.bars if bar.step != Step.CATEGORY or bar.name not in idle]
    written = whole_parts([bar.change.value / unit for bar in bars], total)
    rows = [_sum("plan, at most likely values", waterfall.plan, sums[0], at)]
    begins = waterfall.plan
    for bar, count in zip(bars, written, strict=True):
        if bar.step == Step.STOPS:
            rows.append(_sum(_UNSTOPPED, begins, sums[1], at))
        moved = bar.change.value
        places = at(begins + np.array([0.0, moved, bar.change.low, bar.change.high])).tolist()
        place = dict(zip(("begins", "ends", "low", "high"), places, strict=True))
        rows.append(Row(name=_name(bar), colour=_colour(bar), words=words(count), **place))
        begins += moved
    return [*rows, _sum(end, waterfall.total.value, sums[2], at)]


def _sum(name: str, value: float, words: str, at: Callable[[Places], Places]) -> Row:
    (place,) = at(np.array([value])).tolist()
    return Row(name=name, colour=PROMISE, begins=place, ends=place, low=math.nan, high=math.nan, words=words)


def _name(bar: Bar) -> str:
    if bar.step == Step.CATEGORY:
        return category_words(bar.name, most=_NAME_LENGTH)
    return "estimates and merging paths" if bar.step == Step.ESTIMATES else "stops"


def _colour(bar: Bar) -> str:
    return {Step.ESTIMATES: TASK, Step.STOPS: INK}.get(bar.step) or category_colour(bar.name)
