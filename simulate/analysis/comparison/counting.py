"""Counting: times of one plan in the working days of another."""

import numpy as np

from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.sections import Figures


def at_ends_of_days(figures: Figures, own: WorkingDays, days: WorkingDays) -> Figures:
    """Return times as another calendar counts the days of their dates, both included [working days]."""
    return np.array(
        [
            time if day is None else float(days.worked(days.due_offset(day)))
            for time, day in zip(figures.tolist(), own.dates_of(figures), strict=True)
        ]
    )
