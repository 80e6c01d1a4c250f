"""Positions: where offsets of a plan lie on an axis of dates."""

import math
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.calendar import WorkingDays
from milepost.models.timing import BEGINNING

_EPOCH: Final = date(1970, 1, 1).toordinal()
_LAST_DATE: Final = np.datetime64("9999-12-30")
LAST_POSITION: Final = float(_LAST_DATE.astype(np.int64)) + 1.0
"""The end of its last date: the calendar ends in 9999."""


def positions(days: WorkingDays, offsets: ArrayLike) -> NDArray[np.float64]:
    """Place offsets [working days] on a date axis [days]: a whole number at the end of a whole day, NaN where never."""
    given = np.asarray(offsets, dtype=np.float64)
    time = np.where(np.isfinite(given), given, np.nan)
    dates = days.dates(time)
    known = dates <= _LAST_DATE
    midnight = np.where(known, dates.astype("datetime64[D]").astype(np.float64), np.nan)
    position: NDArray[np.float64] = midnight + days.gone(time, np.where(known, dates, np.datetime64(days.start)))
    return position


def due_position(days: WorkingDays, due: date) -> float:
    """Place a due date on a date axis [days]: where its work ends, or before the start at the end of the day itself."""
    if due < days.start:
        return due.toordinal() - _EPOCH + 1.0
    return float(positions(days, days.due_offset(due)))


def day_position(day: date) -> float:
    """Place the beginning of a day on a date axis [days]."""
    return float(day.toordinal() - _EPOCH)


def known_span(dates: NDArray[np.float64]) -> tuple[float, float]:
    """Return the first and last of some positions that are known, a day apart or more: the calendar ends in 9999."""
    known = dates[np.isfinite(dates)]
    return float(known.min()), float(max(known.max(), known.min() + 1.0))


def day_at(position: float) -> date:
    """Return the day in which a position on a date axis lies."""
    return date.fromordinal(_EPOCH + math.floor(position))


def dated_day(position: float) -> date:
    """Return the date of what lies at a position: at a midnight of what ends there that of the day before."""
    return day_at(position - BEGINNING / 2)
