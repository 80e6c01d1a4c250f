"""Rules of calendars: what must hold between the calendars of a plan."""

from collections.abc import Iterator

from milepost.models.calendar import Calendar
from milepost.models.problem import KeyPath, Remark
from milepost.models.scenario import Scenario


def check_hours(scenario: Scenario) -> Iterator[Remark]:
    """Refuse calendars without hours beside one that has some."""
    calendars = dict(calendars_of(scenario))
    timed = next((path for path, one in calendars.items() if one.hours is not None), None)
    for path, one in calendars.items():
        if timed is not None and one.hours is None:
            there, here = (".".join(map(str, of)) for of in (timed, path))
            message = f"{there} has hours, as '{calendars[timed].usual_hours}', and {here} has none"
            yield Remark(path=path, message=f"{message}: give it hours too, or take them out of {there}", on_key=True)


def calendars_of(scenario: Scenario) -> Iterator[tuple[KeyPath, Calendar]]:
    """Yield the calendars that a file defines, that of the plan first, each with its path."""
    yield ("calendar",), scenario.calendar
    for name, calendar in scenario.calendars.items():
        yield ("calendars", name), calendar
