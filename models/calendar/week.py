"""Week: which of its days are worked."""

from collections.abc import Sequence
from typing import Final

from milepost.models.calendar.public_holidays import week_of_country

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def week_of(workdays: str, where: str = "workdays") -> tuple[bool, ...]:
    """
    Read the days of the week that are worked, from Monday on.

    Parameters
    ----------
    workdays
        Days and ranges of days, with commas between.
    where
        What the text is, in messages.

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
        ends = [_day_of(name, workdays, where) for name in part.split("-")]
        if len(ends) > 2:
            named = "-".join(map(_short, (ends[0], ends[-1])))
            cure = workdays.replace(part.strip(), named)[:60]
            raise ValueError(f"{part.strip()[:60]!r} in {where} {workdays[:60]!r} is not a range: write `{cure}`")
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
    return days_named(week_of("Mon-Fri") if country is None else week_of_country(country))


def days_named(week: Sequence[bool]) -> str:
    """Write the days of a week that are worked, as a scenario file has them."""
    first = [day for day in range(7) if week[day] and not week[day - 1]] or [0]
    runs = [(day, next(k for k in range(7) if k == 6 or not week[(day + k + 1) % 7])) for day in first]
    return ", ".join("-".join(_short(one) for one in dict.fromkeys((day, (day + more) % 7))) for day, more in runs)


def _short(day: int) -> str:
    return _DAYS[day][:3].capitalize()


def _day_of(name: str, workdays: str, where: str) -> int:
    word = name.strip().lower()
    found = [number for number, day in enumerate(_DAYS) if len(word) >= 3 and day.startswith(word)]
    if not found:
        what = repr(name.strip()[:60]) if word else "an empty place"
        said = f"{what} in {where} {workdays[:60]!r}"
        raise ValueError(f"{said} is not a day of the week: name at least one day, as in `Mon-Fri`")
    return found[0]
