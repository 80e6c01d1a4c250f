"""Dates of many offsets at once."""

from datetime import date

from numpy.typing import ArrayLike

from milepost.models.calendar import WorkingDays


def iso_dates(days: WorkingDays, offsets: ArrayLike) -> list[str]:
    """Write the date of each offset [working days] as ISO text, empty for never, NaN and beyond the year 9999."""
    return [day.isoformat() if isinstance(day, date) else "" for day in days.dates(offsets).tolist()]
