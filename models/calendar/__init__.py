"""When is worked: calendars, and the working days that they make of a plan's time."""

from milepost.models.calendar.calendar import (
    EARLIEST,
    EVERY_DAY,
    LATEST,
    LONGEST_DAY,
    SHORTEST_DAY,
    Calendar,
    check_country,
    check_day,
    check_region,
)
from milepost.models.calendar.hours import ALL_DAY, Hours
from milepost.models.calendar.moment import Moment, without_time
from milepost.models.calendar.timetable import Timetable
from milepost.models.calendar.week import days_named, usual_workdays, week_of
from milepost.models.calendar.working_days import FARTHEST, ClockDays, WorkingDays, iso_text
from milepost.models.calendar.worktime import Worktime, on_one_axis

__all__ = [
    "ALL_DAY",
    "EARLIEST",
    "EVERY_DAY",
    "FARTHEST",
    "LATEST",
    "LONGEST_DAY",
    "SHORTEST_DAY",
    "Calendar",
    "ClockDays",
    "Hours",
    "Moment",
    "Timetable",
    "WorkingDays",
    "Worktime",
    "check_country",
    "check_day",
    "check_region",
    "days_named",
    "iso_text",
    "on_one_axis",
    "usual_workdays",
    "week_of",
    "without_time",
]
