"""Calendars: those of a Primavera P6 export by which something is worked."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from milepost.models.calendar import LONGEST_DAY, SHORTEST_DAY, Hours
from milepost.models.imports.findings import NOWHERE, Findings
from milepost.models.imports.notice import Matter
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.plan import ForeignCalendar
from milepost.models.imports.row import Row

MOST_BASES: Final = 20
"""Calendars that rest on one another beyond which they are refused."""

_WEEK: Final = (*[Hours.parse("08:00-16:00")] * 5, Hours(), Hours())
"""What stands in for hours that cannot be read, and the length of a day with them."""
_DAY: Final = 8.0
_STAND_IN: Final = "stand-in"


class Calendars:
    """
    The calendars of a Primavera P6 export, read when something asks for them.

    Parameters
    ----------
    tables
        Of the export.
    findings
        Where what is wrong is taken down.
    project
        Key of the calendar of the project; empty where it has none.

    Attributes
    ----------
    project
        Key of the calendar of the project, or of what stands in for it.
    used
        Those that were asked for, by key.
    """

    def __init__(self, tables: Tables, findings: Findings, project: str) -> None:
        self._findings, self._read = findings, tables.worked
        self._rows = tables.by_key("CALENDAR", "clndr_id")
        for row in self._rows.values():
            row.name = row.text("clndr_name") or row.key("clndr_id")
        self.used: dict[str, ForeignCalendar] = {}
        default = next((key for key, row in self._rows.items() if row.flag("default_flag")), "")
        self.project = self.key(project if project in self._rows else default, "")

    def key(self, key: str, activity: str) -> str:
        """
        Return by which calendar an activity is worked; tell of it where that cannot be read.

        Parameters
        ----------
        key
            What the activity says.
        activity
            Its id; empty of the project itself.
        """
        key = key if key in self._rows else _STAND_IN
        if key not in self.used:
            self.used[key] = self._calendar(key)
        if activity and self.used[key].week is _WEEK:
            self._findings.tell(Matter.CALENDAR_UNREADABLE, activity, self.used[key].name)
        return key

    def _calendar(self, key: str) -> ForeignCalendar:
        row = self._rows.get(key)
        if row is None:
            return ForeignCalendar(name=_STAND_IN, week=_WEEK, day=_DAY, place=NOWHERE)
        week, days = self._worked(row)
        said = row.number("day_hr_cnt")
        if not SHORTEST_DAY <= said <= LONGEST_DAY:
            self._findings.tell(Matter.DAY_LENGTH, None, row.name)
            said = min(max(_usual(week), SHORTEST_DAY), LONGEST_DAY)
        return ForeignCalendar(name=row.name, week=week, days=days, day=said, place=row.place)

    def _worked(self, row: Row) -> tuple[tuple[Hours, ...], Mapping[date, Hours]]:
        """Return when is worked; what a calendar does not say the one says that it rests on."""
        week: tuple[Hours, ...] | None = None
        days: dict[date, Hours] = {}
        for one in self._bases(row):
            try:
                own, special = self._read(one)
            except ValueError:
                return _WEEK, {}
            week = week or own
            days = {**special, **days}
        if week is None or not any(hours.shifts for hours in (*week, *days.values())):
            return _WEEK, {}
        return week, days

    def _bases(self, row: Row) -> list[Row]:
        """Return a calendar and those that it rests on."""
        found = [row]
        while (base := self._rows.get(found[-1].key("base_clndr_id"))) is not None:
            if base in found or len(found) > MOST_BASES:
                message = "it rests on itself" if base in found else f"more than {MOST_BASES} rest on one another"
                row.refuse(f"{message}: give it another base, and export the plan again", "base_clndr_id")
                break
            found.append(base)
        return found


def _usual(week: tuple[Hours, ...]) -> float:
    """Return how long most days of a week are, the longest of several [hours]."""
    count = Counter(hours.minutes for hours in week if hours.shifts)
    return max(count, key=lambda minutes: (count[minutes], minutes), default=60.0 * _DAY) / 60.0
