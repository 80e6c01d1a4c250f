"""Microsoft Project plans in XML for tests, written from what a test says of them."""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHIFTS: Final = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def element(name: str, *parts: str, **cells: object) -> str:
    """Return an element with others and with texts in it."""
    texts = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in cells.items())
    return f"<{name}>{texts}{''.join(parts)}</{name}>\n"


def times(*shifts: tuple[str, str]) -> str:
    """Return the hours of a day, which is free where there are none."""
    inside = [element("WorkingTime", FromTime=begin, ToTime=end) for begin, end in shifts]
    return f"<DayWorking>{int(bool(shifts))}</DayWorking>{element('WorkingTimes', *inside) if inside else ''}"


def period(first: str, last: str) -> str:
    """Return a period of whole days."""
    return element("TimePeriod", FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")


def calendar(uid: str = "1", *parts: str, name: str = "Standard", base: str = "-1", own: bool = True) -> str:
    """Return a calendar, of Monday to Friday and eight hours where it has a week of its own."""
    days = [element("WeekDay", times(*(SHIFTS if 2 <= day <= 6 else ())), DayType=day) for day in range(1, 8)]
    week = [element("WeekDays", *days)] if own else []
    return element(
        "Calendar", *week, *parts, UID=uid, Name=name, IsBaseCalendar=int(base == "-1"), BaseCalendarUID=base
    )


def exception(first: str, last: str, *shifts: tuple[str, str], **cells: object) -> str:
    """Return dates with hours of their own."""
    return element("Exception", period(first, last), times(*shifts), **cells)


def task(uid: int, hours: float = 8, *parts: str, level: int = 1, **cells: object) -> str:
    """Return a task that has not begun."""
    given = {"Duration": f"PT{hours:g}H0M0S", "DurationFormat": 7, "CalendarUID": -1, **cells}
    return element("Task", *parts, UID=uid, Name=f"Work {uid}", OutlineLevel=level, **given)


def link(predecessor: int, kind: int = 1, lag: float = 0, form: int = 7, **cells: object) -> str:
    """Return a link to what comes before."""
    return element("PredecessorLink", PredecessorUID=predecessor, Type=kind, LinkLag=lag, LagFormat=form, **cells)


def mspdi(*tasks: str, calendars: Iterable[str] = (), parts: Iterable[str] = (), **cells: object) -> bytes:
    """Return a plan from Monday, 5 January 2026, on."""
    said = {"StartDate": "2026-01-05T08:00:00", "CalendarUID": 1, "MinutesPerDay": 480, "CurrencyCode": "EUR", **cells}
    inside = element(
        "Project",
        element("Calendars", *(tuple(calendars) or (calendar(),))),
        element("Tasks", *tasks),
        *parts,
        Name="site.xml",
        **said,
    )
    return (HEAD + inside.replace("<Project>", '<Project xmlns="http://schemas.microsoft.com/project">', 1)).encode()
