"""Public holidays: what is known of those of a country, and until when."""

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median
from typing import Final

from milepost.models.spelling import Spelling

_USUAL: Final = range(2015, 2025)
"""Years of which all countries are known; what is usual is seen in them."""
_FEW: Final = 0.75
"""Share of the usual number of days off below which some must be missing [-]."""
_FEWER: Final = 0.85
"""Share of the usual number that days off on weekdays do not fall below by the run of the weekends alone [-]."""
_WINDOW: Final = 3
"""Years that are looked at together, since a number may be low in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHolidays:
    """
    The public holidays of a country or region in some years.

    Parameters
    ----------
    days
        All that are known.
    made_up
        Days of weekends that are worked for them.
    last_year
        The last year of which they are known; perhaps one before those asked for.
    thins_out
        Whether some are known after that year yet.
    """

    days: frozenset[date]
    made_up: frozenset[date]
    last_year: int
    thins_out: bool


@cache
def public_holidays(country: str, region: str | None, first: int, last: int) -> PublicHolidays:
    """
    Look up the public holidays of the years from `first` to `last`, and how far they are known.

    They are known until the last year of which there are tables, or the one before the number of days off falls below
    three quarters of the usual one: for many countries the dates of some feasts are fixed a few years ahead. Those on
    weekdays count alone too, as long as the others fall with them.

    Parameters
    ----------
    country
        ISO 3166 code of a country that is known.
    region
        Code of one of its regions, or None for the whole country.
    first, last
        The years.
    """
    from holidays import country_holidays  # here, since most plans name no country, and `check` must be quick

    with _quietly():
        until: int = country_holidays(country).end_year
        found, made_up = _days(country, region, range(min(first, _USUAL[0]), last + _WINDOW))
    last_known = next((year - 1 for year in range(_USUAL[-1] + 1, last + 1) if _lacks(found, year)), last)
    return PublicHolidays(
        days=frozenset(day for day in found if first <= day.year <= last),
        made_up=frozenset(day for day in made_up if first <= day.year <= last),
        last_year=min(last_known, until),
        thins_out=last_known < min(until, last),
    )


@cache
def regions_of(country: str) -> tuple[str, ...] | None:
    """Return a country's regions, or None where no country of that name is known."""
    from holidays import country_holidays, list_supported_countries

    if country not in list_supported_countries():
        return None
    with _quietly():
        return country_holidays(country).subdivisions


def country_near(word: str) -> str | None:
    """Return the code of the country whose name or code a word is, or nearly so; None where there is none."""
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    name = word.strip().casefold().replace(" ", "_").replace("-", "_")
    return COUNTRIES[name][1] if name in COUNTRIES else Spelling(list_supported_countries()).near(word.strip())


@cache
def regional_holidays(country: str, year: int) -> Mapping[str, frozenset[date]]:
    """Return what each region of a country has of public holidays in a year, beside those that all have in common."""
    with _quietly():
        common, _ = _days(country, None, [year])
        return {region: _days(country, region, [year])[0] - common for region in regions_of(country) or ()}


@cache
def week_of_country(country: str) -> tuple[bool, ...]:
    """Return the days of the week that are worked in a country, from Monday on."""
    from holidays import country_holidays

    with _quietly():
        free = country_holidays(country).weekend
    return tuple(day not in free for day in range(7))


def _days(country: str, region: str | None, years: Sequence[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Look up the public holidays of some years, and the days of weekends that are worked for them."""
    from holidays import country_holidays

    found = country_holidays(country, subdiv=region, years=years)
    return frozenset(found), frozenset(found.weekend_workdays)


def _lacks(days: frozenset[date], year: int) -> bool:
    """Return whether from a year on fewer days are off than usual."""
    usual_in_all, usual_on_weekdays = (median(number[one] for one in _USUAL) for number in _numbers(days))
    in_all, on_weekdays = _numbers(days)
    years = range(year, year + _WINDOW)
    mean = sum(in_all[one] for one in years) / _WINDOW
    on_weekdays_mean = sum(on_weekdays[one] for one in years) / _WINDOW
    if max(in_all[year], mean) < _FEW * usual_in_all:
        return True
    return max(on_weekdays[year], on_weekdays_mean) < _FEW * usual_on_weekdays and mean < _FEWER * usual_in_all


@cache
def _numbers(days: frozenset[date]) -> tuple[Counter[int], Counter[int]]:
    """Count the days of each year, and those from Monday to Friday among them."""
    return Counter(day.year for day in days), Counter(day.year for day in days if day.weekday() < 5)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the library's warnings from people: what is not known is told by what reads `last_year`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
