"""Advice on the calendar: a start on a free day, and public holidays that are not known or not all of them."""

from collections.abc import Iterator
from math import inf
from typing import Final

from milepost.models.calendar.public_holidays import regional_holidays
from milepost.models.problem import Remark
from milepost.models.scenario import Scenario

_REGIONS: Final = 12
"""Regions of a country that advice names."""


def advise_on_idle_start(scenario: Scenario) -> Iterator[Remark]:
    """Point at a start on a free day."""
    if scenario.days.start != scenario.start:
        message = f"{scenario.start} is a free day, so the plan starts on {scenario.days.start}: name that day"
        yield Remark(path=("start",), message=message)


def advise_on_unknown_holidays(scenario: Scenario) -> Iterator[Remark]:
    """Point at public holidays that are not known as far as the plan goes."""
    days, country, until = scenario.days, scenario.calendar.country, scenario.days.timetable.resolved_until
    if until is None:
        return
    times = scenario.dating.planned
    latest = days.iso(max((finish for _, finish in times.values() if finish < inf), default=0.0))
    last = max([latest, *(one.due.isoformat() for one in scenario.milestones.values() if one.due is not None)])
    if last > until.isoformat():
        missing = "of later ones some are missing" if days.timetable.thins_out else "no later one counts"
        message = f"public holidays of {country} are known until {until}, and the plan goes on until {last}"
        yield Remark(path=("calendar", "country"), message=f"{message}: {missing}, so list them under holidays")


def advise_on_regions(scenario: Scenario) -> Iterator[Remark]:
    """Point at a country without a region where public holidays differ by region: only those count that all have."""
    calendar, year = scenario.calendar, scenario.days.start.year
    if calendar.country is None or calendar.region is not None:
        return
    worked = {
        region: sum(calendar.week[day.weekday()] and day not in scenario.days.timetable.holidays for day in days)
        for region, days in regional_holidays(calendar.country, year).items()
    }
    more = {region: count for region, count in worked.items() if count}
    if more:
        least, most = min(more.values()), max(more.values())
        between = f"{most}" if least == most else f"{least} to {most}"
        named = ", ".join([*more][:_REGIONS]) + (", ..." if len(more) > _REGIONS else "")
        message = (
            f"only the public holidays that all of {calendar.country} has are free, and {len(more)} of its "
            f"{len(worked)} regions have more, {between} on working days of {year}: name yours under region ({named})"
        )
        yield Remark(path=("calendar", "country"), message=message)
