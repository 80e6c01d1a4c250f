"""Calendar: which days are worked, and the dates of working days."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.bounds import SLACK, check_share
from milepost.models.public_holidays import country_near, public_holidays, regions_of, week_of_country
from milepost.models.spelling import Spelling

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""The dates that a scenario may name."""
YEARS_RESOLVED: Final = 30
"""How long after the start public holidays are looked up."""
FARTHEST: Final = 1e12
"""An offset beyond which no date is computed [working days]; numpy's dates end later."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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


class WorkingDays:
    """
    A calendar's working days from a start: between dates and offsets from the start.

    An offset is the work done since the start: a day that is worked in part counts its part, and is worked from its
    beginning until that is done.

    Parameters
    ----------
    calendar
        Which days are worked.
    start
        Day at whose beginning time is 0, if it is a working day.

    Attributes
    ----------
    start
        The first working day on or after the start given.
    resolved_until
        Day until which public holidays are known; none where there are none to know.
    thins_out
        Whether some are known of later days.
    holidays
        Every free day, public and own, in ascending order.
    parts
        Days that count otherwise than their day of the week does, in ascending order: made-up days, and days that are
        worked in part [working days].
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        self._made_of = calendar, start
        first, last = start.year - 1, start.year + YEARS_RESOLVED
        public, made_up = frozenset[date](), frozenset[date]()
        self.resolved_until: date | None = None
        self.thins_out = False
        if calendar.country is not None:
            known = public_holidays(calendar.country, calendar.region, first, last)
            public, made_up, self.thins_out = known.days, known.made_up, known.thins_out
            self.resolved_until = date(known.last_year, 12, 31)
        own = dict(calendar.days)
        self.holidays = tuple(sorted({*public, *calendar.holidays, *(day for day in own if not own[day])} - _some(own)))
        parts = {**dict.fromkeys(made_up.difference(public, calendar.holidays), 1.0), **own}
        self.parts = {day: parts[day] for day in sorted(parts) if parts[day]}
        free = np.array(self.holidays, dtype="datetime64[D]")
        self._week = np.busdaycalendar(weekmask=calendar.week, holidays=free)
        self._special = np.array(list(self.parts), dtype="datetime64[D]")
        usual = np.is_busday(self._special, busdaycal=self._week)
        self._more = np.concatenate(([0.0], np.cumsum(np.array(list(self.parts.values())) - usual)))
        self._start = np.busday_offset(np.datetime64(start), 0, roll="forward", busdaycal=self._week)
        self._start = min([self._start, *self._special[self._special >= np.datetime64(start)][:1]])
        self.start = start + timedelta(days=int((self._start - np.datetime64(start)).astype(int)))

    def __reduce__(self) -> tuple[type["WorkingDays"], tuple[Calendar, date]]:
        return type(self), self._made_of

    def counts_like(self, other: "WorkingDays") -> bool:
        """Return whether another counts from the same day, by the same calendar."""
        return (self.start, self._made_of[0]) == (other.start, other._made_of[0])

    def due_offset(self, day: date) -> float:
        """Count the working days from the start to a day, both included; of a day before it, minus those in between."""
        return float(self._done(np.datetime64(day)))

    def limit(self, day: date) -> float:
        """
        Return the latest time at which something still is reached by a day [working days from the start].

        Nothing is reached by a day before the start: there the limit is -infinity.
        """
        return float(self.due_offset(day)) if day >= self.start else -math.inf

    def begin_offset(self, day: date) -> float:
        """Count the working days from the start to a day, the day itself left out: the beginning of that day."""
        return max(float(self._done(np.datetime64(day) - 1)), 0.0)

    def opening(self, day: date) -> float:
        """Count the same for a fact, which may lie before the start: there it is below 0."""
        return float(self._done(np.datetime64(day) - 1))

    def before(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Count the working days from the start to each of some days, these left out; below 0 for days before it."""
        return self._done(day - np.timedelta64(1, "D"))

    def gone(self, offsets: NDArray[np.float64], day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return how much of each day has gone at an offset in it [working days]."""
        return offsets - self.before(day)

    def part(self, day: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return how much of each of some days is worked [working days]."""
        return self._done(day) - self._done(day - np.timedelta64(1, "D"))

    def dates(self, offsets: ArrayLike) -> NDArray[np.datetime64]:
        """
        Return the dates of offsets: each falls on the first day by whose end so much is done, within 1e-9.

        Before the start, where only facts lie, that reaches back for a generation.

        Parameters
        ----------
        offsets
            Times [working days from the start]; infinity and NaN have no date.
        """
        x = np.asarray(offsets, dtype=np.float64)
        known = np.abs(x) < FARTHEST
        work = np.where(known, x, 0.0) - SLACK
        table, done = self._table
        day = table[np.minimum(np.searchsorted(done, work), len(table) - 1)]
        if (x < -SLACK).any():
            early, done_early = self._past
            day = np.where(x < -SLACK, early[np.minimum(np.searchsorted(done_early, work), len(early) - 1)], day)
        beyond = work > done[-1]
        if beyond.any():
            number = np.where(beyond, np.ceil(work - done[-1]), 0.0).astype(np.int64)
            day = np.where(beyond, np.busday_offset(table[-1], number, roll="forward", busdaycal=self._week), day)
        return np.where(known, day, np.datetime64("NaT", "D"))

    def dates_of(self, offsets: ArrayLike) -> list[date | None]:
        """Return the date of each of some offsets; none for infinity and NaN, and beyond the year 9999."""
        days = np.atleast_1d(self.dates(offsets)).tolist()
        return [day if isinstance(day, date) else None for day in days]

    def date_of(self, offset: float) -> date | None:
        """Return the date of an offset; none for infinity and NaN, and beyond the year 9999."""
        return self.dates_of(offset)[0]

    def isos(self, offsets: ArrayLike) -> list[str]:
        """Return the ISO date of each of some offsets; nothing where there is none."""
        return [iso_text(day) for day in self.dates_of(offsets)]

    def iso(self, offset: float) -> str:
        """Return the ISO date of an offset; nothing where there is none."""
        return self.isos(offset)[0]

    def _done(self, day: NDArray[np.datetime64] | np.datetime64) -> NDArray[np.float64]:
        """Count the working days from the start to the end of each day; before it, minus those in between."""
        after = np.asarray(day + np.timedelta64(1, "D"))
        back = after < self._start
        first, last = np.where(back, after, self._start), np.where(back, self._start, after)
        usual = np.where(back, -1, 1) * np.busday_count(first, last, busdaycal=self._week)
        more, at_start = (self._more[np.searchsorted(self._special, one)] for one in (after, self._start))
        return np.asarray(usual + (more - at_start), dtype=np.float64)

    @cached_property
    def _table(self) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """Each day with work, for a generation and to beyond the last special one, and what is done by its end."""
        end = self._start + np.timedelta64(366 * YEARS_RESOLVED, "D")
        end = max([end, *(self._special[-1:] + np.timedelta64(1, "D"))])
        days = np.arange(self._start, end)
        days = np.append(days[self.part(days) > 0.0], np.busday_offset(end, 0, roll="forward", busdaycal=self._week))
        return days, self._done(days)

    @cached_property
    def _past(self) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
        """Each day with work for a generation before the start, and what is done by its end: less than nothing."""
        days = np.arange(self._start - np.timedelta64(366 * YEARS_RESOLVED, "D"), self._start)
        days = days[self.part(days) > 0.0]
        return days, self._done(days)


def _some(parts: Mapping[date, float]) -> set[date]:
    """Return the days of which a part is worked."""
    return {day for day, part in parts.items() if part}


def iso_text(day: date | None) -> str:
    """Write a date in ISO 8601; nothing where there is none."""
    return day.isoformat() if day else ""


def week_of(workdays: str) -> tuple[bool, ...]:
    """
    Read the days of the week that are worked, from Monday on.

    Raises
    ------
    ValueError
        When the text names no day, or something that is no day.

    Examples
    --------
    >>> week_of("Fri-Mon, Wed")
    (True, False, True, False, True, True, True)
    """
    worked: set[int] = set()
    for part in workdays.split(","):
        ends = [_day_of(name, workdays) for name in part.split("-")]
        if len(ends) > 2:
            named = "-".join(map(_short, (ends[0], ends[-1])))
            cure = workdays.replace(part.strip(), named)[:60]
            raise ValueError(f"{part.strip()[:60]!r} in workdays {workdays[:60]!r} is not a range: write `{cure}`")
        worked.update((ends[0] + k) % 7 for k in range((ends[-1] - ends[0]) % 7 + 1))
    return tuple(day in worked for day in range(7))


def usual_workdays(country: str | None) -> str:
    """
    Return the days of the week that are worked where a plan does not say.

    Examples
    --------
    >>> usual_workdays("IL"), usual_workdays(None)
    ('Sun-Thu', 'Mon-Fri')
    """
    week = week_of("Mon-Fri") if country is None else week_of_country(country)
    first = [day for day in range(7) if week[day] and not week[day - 1]] or [0]
    runs = [(day, next(k for k in range(7) if k == 6 or not week[(day + k + 1) % 7])) for day in first]
    return ", ".join("-".join(_short(one) for one in dict.fromkeys((day, (day + more) % 7))) for day, more in runs)


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


def _short(day: int) -> str:
    return _DAYS[day][:3].capitalize()


def _day_of(name: str, workdays: str) -> int:
    word = name.strip().lower()
    found = [number for number, day in enumerate(_DAYS) if len(word) >= 3 and day.startswith(word)]
    if not found:
        what = repr(name.strip()[:60]) if word else "an empty place"
        said = f"{what} in workdays {workdays[:60]!r}"
        raise ValueError(f"{said} is not a day of the week: name at least one day, as in `Mon-Fri`")
    return found[0]
