"""Imported calendar: a calendar of another program as plain data of a scenario, and what it is called there."""

import re
from collections.abc import Mapping
from typing import Any, Final
from unicodedata import normalize

from milepost.models.file.source import Plain
from milepost.models.imports import ForeignCalendar, ForeignPlan
from milepost.models.timing import EVERY_DAY_NAME

_WEEK: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONGEST: Final = 60
"""Length of a name that is made [characters]."""


def calendar_data(calendar: ForeignCalendar, *, whole_days: bool = False) -> dict[str, Any]:
    """
    Return a calendar as a scenario file holds it.

    Parameters
    ----------
    calendar
        The calendar.
    whole_days
        Whether its days are worked as a whole, without hours.
    """
    free = [day for day, hours in calendar.days.items() if not hours.shifts]
    special = {day: hours for day, hours in calendar.days.items() if hours.shifts}
    week = {name: str(hours) for name, hours in zip(_WEEK, calendar.week, strict=True) if hours.shifts}
    said = {
        **({"workdays": ", ".join(week)} if whole_days else {"hours": week, "day": Plain(f"{calendar.day:g}")}),
        "holidays": [Plain(day) for day in sorted(free)],
        "days": {str(day): Plain(1) if whole_days else str(special[day]) for day in sorted(special)},
    }
    return {key: value for key, value in said.items() if value}


def names_of(plan: ForeignPlan) -> Mapping[str, str]:
    """Return by the key of a calendar what it is called in a scenario; nothing of the plan's own."""
    names: dict[str, str] = {plan.calendar: ""}
    taken = {EVERY_DAY_NAME, ""}
    for key, calendar in plan.calendars.items():
        if key not in names:
            names[key] = _free_name(_id_of(calendar.name), taken)
            taken.add(names[key])
    return names


def _id_of(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9_]+", "_", plain).strip("_")[:_LONGEST] or "calendar"


def _free_name(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, len(taken) + 2) if f"{name}_{number}" not in taken)
