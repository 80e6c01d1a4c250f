"""Calendar: which days are worked, and the dates of working days."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milepost.models.publicholidays import country_near, public_holidays, regions_of
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
        Days of the week and ranges of them, which may wrap: `Mon-Fri`, `Sun-Thu`, `Mon, Wed, Fri-Sun`.
    country
        ISO 3166 code of the country whose public holidays are free, as `NL`; none for no public holidays.
    region
        Code of the region, where a country's holidays differ, as `BY` in `DE`.
    holidays
        Other free days.
    """

    workdays: str = "Mon-Fri"
    country: str | None = None
    region: str | None = None
    holidays: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        week_of(self.workdays)
        if self.country is not None:
            check_country(self.country)
        if self.region is not None:
            check_region(self.country, self.region)


class WorkingDays:
    """
    A calendar's working days from a start: between dates and offsets from the start.

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
    """

    def __init__(self, calendar: Calendar, start: date) -> None:
        self._made_of = calendar, start
        first, last = start.year - 1, start.year + YEARS_RESOLVED
        public: frozenset[date] = frozenset()
        self.resolved_until: date | None = None
        self.thins_out = False
        if calendar.country is not None:
            known = public_holidays(calendar.country, calendar.region, first, last)
            public, self.thins_out = known.days, known.thins_out
            self.resolved_until = date(known.last_year, 12, 31)
        self.holidays = tuple(sorted(public.union(calendar.holidays)))
        free = np.array(self.holidays, dtype="datetime64[D]")
        self._week = np.busdaycalendar(weekmask=week_of(calendar.workdays), holidays=free)
        self._start = np.busday_offset(np.datetime64(start), 0, roll="forward", busdaycal=self._week)
        self.start = start + timedelta(days=int((self._start - np.datetime64(start)).astype(int)))

    def __reduce__(self) -> tuple[type["WorkingDays"], tuple[Calendar, date]]:
        return type(self), self._made_of

    def due_offset(self, day: date) -> int:
        """Count the working days from the start to a day, both included; of a day before it, minus those in between."""
        after = np.datetime64(day) + 1
        if day < self.start:
            return -int(np.busday_count(after, self._start, busdaycal=self._week))
        return int(np.busday_count(self._start, after, busdaycal=self._week))

    def limit(self, day: date) -> float:
        """
        Return the latest time at which something still is reached by a day [working days from the start].

        Nothing is reached by a day before the start: there the limit is -infinity.
        """
        return float(self.due_offset(day)) if day >= self.start else -math.inf

    def begin_offset(self, day: date) -> int:
        """Count the working days from the start to a day, the day itself left out: the beginning of that day."""
        return max(int(np.busday_count(self._start, np.datetime64(day), busdaycal=self._week)), 0)

    def before(self, day: NDArray[np.datetime64]) -> NDArray[np.int64]:
        """Count the working days from the start to each of some days, the days themselves left out."""
        return np.maximum(np.busday_count(self._start, day, busdaycal=self._week), 0)

    def worked(self, day: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """Tell which of some days are worked."""
        return np.asarray(np.is_busday(day, busdaycal=self._week))

    def dates(self, offsets: ArrayLike) -> NDArray[np.datetime64]:
        """
        Give the dates of offsets: offset x > 0 falls on working day number ceil(x - 1e-9), and 0 on the start.

        Parameters
        ----------
        offsets
            Times [working days from the start]; infinity and NaN have no date.
        """
        x = np.asarray(offsets, dtype=np.float64)
        known = np.abs(x) < FARTHEST
        number = np.maximum(np.ceil(np.where(known, x, 0.0) - 1e-9).astype(np.int64) - 1, 0)
        table = self._table
        day = table[np.minimum(number, len(table) - 1)]
        beyond = number >= len(table)
        if beyond.any():
            far = np.busday_offset(table[-1], number - (len(table) - 1), roll="forward", busdaycal=self._week)
            day = np.where(beyond, far, day)
        return np.where(known, day, np.datetime64("NaT", "D"))

    def iso(self, offset: float) -> str:
        """Give the ISO date of an offset; nothing for infinity and NaN, and beyond the year 9999."""
        day = self.dates(offset).item()
        return day.isoformat() if isinstance(day, date) else ""

    @cached_property
    def _table(self) -> NDArray[np.datetime64]:
        """Every working day from the start to a generation after it."""
        days = np.arange(self._start, self._start + np.timedelta64(366 * YEARS_RESOLVED, "D"))
        return days[np.is_busday(days, busdaycal=self._week)]


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
            named = "-".join(_DAYS[day][:3].capitalize() for day in (ends[0], ends[-1]))
            cure = workdays.replace(part.strip(), named)[:60]
            raise ValueError(f"{part.strip()[:60]!r} in workdays {workdays[:60]!r} is no range: write `{cure}`")
        worked.update((ends[0] + k) % 7 for k in range((ends[-1] - ends[0]) % 7 + 1))
    return tuple(day in worked for day in range(7))


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


def _day_of(name: str, workdays: str) -> int:
    word = name.strip().lower()
    found = [number for number, day in enumerate(_DAYS) if len(word) >= 3 and day.startswith(word)]
    if not found:
        what = repr(name.strip()[:60]) if word else "an empty place"
        said = f"{what} in workdays {workdays[:60]!r}"
        raise ValueError(f"{said} is no day of the week: name at least one day, as in `Mon-Fri`")
    return found[0]
