"""Together: the calendar of a task that people work on who have calendars of their own."""

from collections.abc import Sequence

from milepost.models.calendar import Hours
from milepost.models.imports.plan import ForeignCalendar
from milepost.models.imports.shifts import joined


def together(of_people: Sequence[ForeignCalendar], of_task: ForeignCalendar | None) -> ForeignCalendar:
    """
    Return when anybody works on a task.

    Parameters
    ----------
    of_people
        Those by which each of them works; one or more.
    of_task
        That of the task itself, in whose hours alone they do, if it has one; where they never do, it counts alone.
    """
    every = [*of_people, *([of_task] if of_task else [])]
    name = " + ".join(one.name for one in of_people) + (f" in {of_task.name}" if of_task else "")
    week = tuple(
        _shared([one.week[number] for one in of_people], of_task.week[number] if of_task else None)
        for number in range(7)
    )
    days = {
        day: _shared([one.hours(day) for one in of_people], of_task.hours(day) if of_task else None)
        for calendar in every
        for day in calendar.days
    }
    if of_task and not any(hours.shifts for hours in (*week, *days.values())):
        return of_task
    return ForeignCalendar(name=name, week=week, days=days, day=every[-1].day)


def _shared(of_people: Sequence[Hours], of_task: Hours | None) -> Hours:
    """Return the hours in which anybody works, of those of the task if it has any."""
    anybody = joined(shift for hours in of_people for shift in hours.shifts)
    if of_task is None:
        return anybody
    pairs = ((one, other) for one in anybody.shifts for other in of_task.shifts)
    both = ((max(one[0], other[0]), min(one[1], other[1])) for one, other in pairs)
    return Hours(shifts=tuple((begin, end) for begin, end in both if begin < end))
