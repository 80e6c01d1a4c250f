"""Calendar: which days are worked, and when of each."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from milepost.models.bounds import check_share
from milepost.models.calendar.hours import ALL_DAY, DAY, Hours
from milepost.models.calendar.public_holidays import country_near, regions_of
from milepost.models.calendar.week import usual_workdays, week_of
from milepost.models.spelling import Spelling

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""The dates that a scenario may name."""
SHORTEST_DAY: Final = 1.0
LONGEST_DAY: Final = 24.0
"""How long a working day may be [hours]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    Which days are worked, and when of each.

    Parameters
    ----------
    workdays
        Days of the week and ranges of them, which may wrap: `Mon-Fri`, `Sun-Thu`, `Mon, Wed, Fri-Sun`; unless given the
        country's own, and without a country Monday to Friday. Where there are hours, those count.
    country
        ISO 3166 code of the country whose public holidays are free, as `NL`; none for no public holidays.
    region
        Code of the region, where a country's holidays differ, as `BY` in `DE`.
    holidays
        Other free days.
    days
        Dates with hours of their own, or a share of those that they have else, 1 for an ordinary day [-]; a day of the
        week without hours then has the usual ones. They count before everything else.
    hours
        When is worked, by day of the week from Monday on; none where whole days are.
    day
        How long a working day is [hours]; that of most days of the week unless given, the longest of several.
    """

    workdays: str | None = None
    country: str | None = None
    region: str | None = None
    holidays: tuple[date, ...] = ()
    days: tuple[tuple[date, float | Hours], ...] = ()
    hours: tuple[Hours, ...] | None = field(default=None, metadata={"sequence": True})
    day: float | None = None

    def __post_init__(self) -> None:
        if self.workdays is not None:
            week_of(self.workdays)
        for _, said in self.days:
            if isinstance(said, float | int):
                check_share("part of a day", said)
        if self.country is not None:
            check_country(self.country)
        if self.region is not None:
            check_region(self.country, self.region)
        if self.hours is not None and len(self.hours) != 7:
            raise ValueError(f"hours of {len(self.hours)} days: give those of the 7 days of the week")
        if self.day is not None:
            check_day(self.day)
        if not any(self.week) and not any(self.hours_on(day, said).shifts for day, said in self.days):
            raise ValueError("a calendar that never works: give at least one day of the week hours")

    @property
    def week(self) -> tuple[bool, ...]:
        """The days of the week that are worked, from Monday on."""
        if self.hours is not None:
            return tuple(bool(hours.shifts) for hours in self.hours)
        return week_of(usual_workdays(self.country) if self.workdays is None else self.workdays)

    @property
    def week_hours(self) -> tuple[Hours, ...]:
        """When each day of the week is worked, from Monday on."""
        return tuple(ALL_DAY if worked else Hours() for worked in self.week) if self.hours is None else self.hours

    @property
    def usual_hours(self) -> Hours:
        """The hours of most days of the week, the longest of several; all day where whole days are worked."""
        worked = [hours for hours in self.week_hours if hours.shifts]
        count = Counter(hours.minutes for hours in worked)
        return max(worked, key=lambda hours: (count[hours.minutes], hours.minutes), default=ALL_DAY)

    @property
    def day_minutes(self) -> float:
        """How long a working day is [minutes]."""
        if self.hours is None:
            return DAY
        return self.usual_hours.minutes if self.day is None else 60.0 * self.day

    def hours_on(self, day: date, said: float | Hours) -> Hours:
        """Return when a date is worked of which the calendar says its hours, or a share of them."""
        if isinstance(said, Hours):
            return said
        return (self.week_hours[day.weekday()] if self.week[day.weekday()] else self.usual_hours).part(said)


EVERY_DAY: Final = Calendar(workdays="Mon-Sun")
"""Seven days a week, all day."""


def check_day(hours: float) -> None:
    """Refuse a length of a working day that no day has [hours]."""
    if not SHORTEST_DAY <= hours <= LONGEST_DAY:
        raise ValueError(f"a working day of {hours:g} hours: give from {SHORTEST_DAY:g} to {LONGEST_DAY:g}")


def check_country(country: str) -> None:
    """Refuse a country whose public holidays nobody has listed."""
    if regions_of(country) is None:
        meant = country_near(country)
        hint = f"; did you mean {meant!r}? Give" if meant else "; give"
        raise ValueError(
            f"no public holidays are known for country {country[:60]!r}{hint} an ISO 3166 code, as `NL` or `DE`, or "
            "leave country out and list the free days in holidays"
        )


def check_region(country: str | None, region: str) -> None:
    """Refuse a region that is not among those of its country, a country that is known."""
    if country is None:
        raise ValueError(f"region {region[:60]!r} stands without a country: add the country it lies in")
    regions = regions_of(country) or ()
    if region not in regions:
        hint = Spelling(regions).hint(region) or ";"
        known = f"{hint} its regions are {', '.join(regions)}" if regions else "; it has no regions, leave region out"
        raise ValueError(f"region {region[:60]!r} of country {country[:60]!r} is not known{known}")
