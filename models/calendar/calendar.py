"""Calendar: which days are worked."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from milepost.models.bounds import check_share
from milepost.models.calendar.public_holidays import country_near, regions_of
from milepost.models.calendar.week import usual_workdays, week_of
from milepost.models.spelling import Spelling

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""The dates that a scenario may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    Which days are worked.

    Parameters
    ----------
    workdays
        Days of the week and ranges of them, which may wrap: `Mon-Fri`, `Sun-Thu`, `Mon, Wed, Fri-Sun`; unless given the
        country's own, and without a country Monday to Friday.
    country
        ISO 3166 code of the country whose public holidays are free, as `NL`; none for no public holidays.
    region
        Code of the region, where a country's holidays differ, as `BY` in `DE`.
    holidays
        Other free days.
    days
        Dates that are worked in part, or though they would be free: how much of a working day each is [-]. They count
        before everything else.
    """

    workdays: str | None = None
    country: str | None = None
    region: str | None = None
    holidays: tuple[date, ...] = ()
    days: tuple[tuple[date, float], ...] = ()

    def __post_init__(self) -> None:
        if self.workdays is not None:
            week_of(self.workdays)
        for _, part in self.days:
            check_share("part of a day", part)
        if self.country is not None:
            check_country(self.country)
        if self.region is not None:
            check_region(self.country, self.region)

    @property
    def week(self) -> tuple[bool, ...]:
        """The days of the week that are worked, from Monday on."""
        return week_of(usual_workdays(self.country) if self.workdays is None else self.workdays)


def check_country(country: str) -> None:
    """Refuse a country whose public holidays nobody has listed."""
    if regions_of(country) is None:
        meant = country_near(country)
        hint = (
            f"; did you mean {meant!r}? Give an ISO 3166 code" if meant else "; give an ISO 3166 code, as `NL` or `DE`"
        )
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
