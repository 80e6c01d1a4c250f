"""GanttProject plans for tests, written from what a test says of them."""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import quoteattr

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
WEEK: Final = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


def element(tag: str, /, *parts: str, **cells: object) -> str:
    """Return an element with others in it; an underscore in the name of what it says is a dash."""
    said = "".join(f" {key.replace('_', '-')}={quoteattr(str(value))}" for key, value in cells.items())
    return f"<{tag}{said}>{''.join(parts)}</{tag}>\n"


def task(id: object, days: int = 5, *parts: str, start: object = "2026-01-05", **cells: object) -> str:
    """Return a task of which nothing is done, or a summary of those that are parts of it."""
    return element("task", *parts, id=id, name=f"Work {id}", start=start, duration=days, **cells)


def milestone(id: object, *parts: str, **cells: object) -> str:
    """Return a milestone."""
    return task(id, 0, *parts, **{"meeting": "true", **cells})


def depend(successor: object, kind: int = 2, lag: int = 0, hardness: str = "Strong") -> str:
    """Return a link to what comes after."""
    return element("depend", id=successor, type=kind, difference=lag, hardness=hardness)


def event(year: object, month: int, day: int, kind: str = "HOLIDAY") -> str:
    """Return a date that is free, or worked; of every year where none is named."""
    return element("date", year=year, month=month, date=day, type=kind)


def calendars(*events: str, free: Iterable[str] = ("sat", "sun"), only_shown: bool = False) -> str:
    """Return the calendar."""
    week = {day: int(day in free) for day in WEEK}
    shown = element("only-show-weekends", value=str(only_shown).lower())
    return element("calendars", element("day-types", element("default-week", **week), shown), *events)


def gan(*tasks: str, calendar: str = "", parts: Iterable[str] = (), properties: str = "", **cells: object) -> bytes:
    """Return a plan."""
    said = {"name": "Site", "gantt-divider-location": 300, **cells}
    inside = [calendar or calendars(), element("tasks", properties, *tasks, empty_milestones="true"), *parts]
    return (HEAD + element("project", *inside, **said)).encode()
