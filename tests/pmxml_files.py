"""Primavera P6 plans in XML for tests, written from what a test says of them."""

from typing import Final

from tests.mspdi_files import HEAD, element

WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def times(*shifts: tuple[str, str]) -> str:
    """Return the hours of a day; a free one has none."""
    return (
        "".join(element("WorkTime", Start=begin, Finish=end) for begin, end in shifts) or '<WorkTime xsi:nil="true"/>'
    )


def calendar(*exceptions: str, uid: int = 5, **cells: object) -> str:
    """Return a calendar of Monday to Friday, eight hours: up to 15:59 is up to 16:00."""
    days = [
        element("StandardWorkHours", times(*([("08:00:00", "15:59:00")] if place < 5 else [])), DayOfWeek=name)
        for place, name in enumerate(WEEK)
    ]
    parts = element("StandardWorkWeek", *days), element("HolidayOrExceptions", *exceptions)
    return element("Calendar", *parts, **{"ObjectId": uid, "Name": "Five days", "HoursPerDay": 8, **cells})


def exception(day: str, *shifts: tuple[str, str]) -> str:
    """Return a date with hours of its own."""
    return element("HolidayOrException", times(*shifts), Date=f"{day}T00:00:00")


def activity(id: str, hours: float = 8, *parts: str, **cells: object) -> str:
    """Return an activity that has not begun; its key is its id with a letter before it."""
    given = {
        "CalendarObjectId": 5,
        "Type": "Task Dependent",
        "PlannedDuration": hours,
        "RemainingDuration": hours,
        "Name": f"Work {id}",
        **cells,
    }
    return element("Activity", *parts, ObjectId=f"t{id}", Id=id, **given)


def link(predecessor: str, successor: str, kind: str = "Finish to Start", hours: float = 0) -> str:
    """Return a link."""
    ends = {"PredecessorActivityObjectId": f"t{predecessor}", "SuccessorActivityObjectId": f"t{successor}"}
    return element("Relationship", Type=kind, Lag=hours, **ends)


def project(*parts: str, uid: int = 1, **cells: object) -> str:
    """Return a project on Monday, 5 January 2026."""
    given = {"Id": "SITE", "Name": "The site", "PlannedStartDate": "2026-01-05T00:00:00", **cells}
    return element("Project", *parts, ObjectId=uid, ActivityDefaultCalendarObjectId=5, **given)


def pmxml(*parts: str) -> bytes:
    """Return a file of calendars, projects and what else stands beside them."""
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    body = "".join(parts) if any("<Calendar>" in part for part in parts) else calendar() + "".join(parts)
    return f'{HEAD}<APIBusinessObjects xmlns="http://xmlns.oracle.com/P6" {xsi}>{body}</APIBusinessObjects>'.encode()
