"""When is worked: calendars, and the working days that they make of a plan's time."""

from milepost.models.calendar.calendar import EARLIEST, LATEST, Calendar, check_country, check_region
from milepost.models.calendar.week import usual_workdays, week_of
from milepost.models.calendar.working_days import FARTHEST, WorkingDays, iso_text

__all__ = [
    "EARLIEST",
    "FARTHEST",
    "LATEST",
    "Calendar",
    "WorkingDays",
    "check_country",
    "check_region",
    "iso_text",
    "usual_workdays",
    "week_of",
]
