"""Advice on calendars: a start on a free day, one that nothing has, and public holidays that are not all known."""

from collections.abc import Iterator
from math import inf
from typing import Final

from milepost.models.calendar import Timetable
from milepost.models.calendar.public_holidays import regional_holidays
from milepost.models.problem import KeyPath, Remark
from milepost.models.scenario import Scenario
from milepost.models.timing import PROJECT

_REGIONS: Final = 12
"""Regions of a country that advice names."""


def advise_on_idle_start(scenario: Scenario) -> Iterator[Remark]:
    """Point at a start on a free day."""
    if scenario.days.start != scenario.start:
        message = f"{scenario.start} is a free day, so the plan starts on {scenario.days.start}: name that day"
        yield Remark(path=("start",), message=message)


def advise_on_idle_calendars(scenario: Scenario) -> Iterator[Remark]:
    """Point at calendars that nothing has."""
    for name in scenario.calendars:
        if name not in scenario.timetables:
            message = f"no task or milestone has the calendar {name!r}, so it changes no answer: say which do, or take"
            yield Remark(path=("calendars", name), message=f"{message} it out", on_key=True)


def advise_on_unknown_holidays(scenario: Scenario) -> Iterator[Remark]:
    """Point at public holidays that are not known as far as the plan goes."""
    timetables = {name: one for name, one in scenario.timetables.items() if one.resolved_until is not None}
    if not timetables:
        return
    times = scenario.dating.planned
    latest = scenario.days.iso(max((finish for _, finish in times.values() if finish < inf), default=0.0))
    last = max([latest, *(one.due.isoformat() for one in scenario.milestones.values() if one.due is not None)])
    for name, timetable in timetables.items():
        until, country = timetable.resolved_until, timetable.calendar.country
        if until is not None and last > until.isoformat():
            missing = "of later ones some are missing" if timetable.thins_out else "no later one counts"
            message = f"public holidays of {country} are known until {until}, and the plan goes on until {last}"
            yield Remark(path=_country_of(name), message=f"{message}: {missing}, so list them under holidays")


def advise_on_regions(scenario: Scenario) -> Iterator[Remark]:
    """Point at a country without a region where public holidays differ by region: only those count that all have."""
    for name, timetable in scenario.timetables.items():
        if timetable.calendar.country is not None and timetable.calendar.region is None:
            yield from _regions_apart(name, timetable, timetable.calendar.country, scenario.days.start.year)


def _regions_apart(name: str, timetable: Timetable, country: str, year: int) -> Iterator[Remark]:
    """Yield how many public holidays of a country the whole country does not have."""
    worked = {
        region: sum(timetable.calendar.week[day.weekday()] and day not in timetable.holidays for day in days)
        for region, days in regional_holidays(country, year).items()
    }
    more = {region: count for region, count in worked.items() if count}
    if more:
        least, most = min(more.values()), max(more.values())
        between = f"{most}" if least == most else f"{least} to {most}"
        named = ", ".join([*more][:_REGIONS]) + (", ..." if len(more) > _REGIONS else "")
        message = (
            f"only the public holidays that all of {country} has are free, and {len(more)} of its "
            f"{len(worked)} regions have more, {between} on working days of {year}: name yours under region ({named})"
        )
        yield Remark(path=_country_of(name), message=message)


def _country_of(name: str) -> KeyPath:
    """Return the path to the country of a calendar."""
    return ("calendar", "country") if name == PROJECT else ("calendars", name, "country")
