"""Import trial: which one change of what holds a task would give it the dates that its file has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from milepost.models.imports import Activity, Bound, ForeignCalendar, ForeignPlan, Relation
from milepost.models.link import LagCalendar

_MOST_DAYS: Final = 20_000
"""Days after which nobody looks for more work [calendar days]."""
_MOST_TRIED: Final = 50
"""Changes of a task beyond which no other is tried."""
_ON_FINISH: Final = (Bound.FINISH_NOT_BEFORE, Bound.FINISH_ON, Bound.MUST_FINISH_ON)
_ON_START: Final = (Bound.START_NOT_BEFORE, Bound.START_ON, Bound.MUST_START_ON)

Times: TypeAlias = tuple[datetime, datetime]
"""When something begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """
    What holds a task.

    Parameters
    ----------
    one
        The task.
    calendar
        By which it is worked.
    links
        To what comes before.
    lags
        By which calendar lags are counted.
    """

    one: Activity
    calendar: ForeignCalendar
    links: tuple[Relation, ...]
    lags: LagCalendar


@dataclass(frozen=True, slots=True)
class ImportTrial:
    """
    Plays tasks by themselves, behind what the file says of all that comes before.

    Parameters
    ----------
    plan
        The plan of another program.
    """

    plan: ForeignPlan
    _by_id: dict[str, Activity] = field(init=False)
    _links: dict[str, list[Relation]] = field(init=False)

    def __post_init__(self) -> None:
        links: dict[str, list[Relation]] = {}
        for link in self.plan.relations:
            links.setdefault(link.successor, []).append(link)
        object.__setattr__(self, "_by_id", {one.id: one for one in self.plan.activities})
        object.__setattr__(self, "_links", links)

    def reason(self, one: Activity, agrees: Callable[[Times], bool]) -> str:
        """
        Return what alone would have to be otherwise for a task to have the dates of its file; empty where nothing does.

        Parameters
        ----------
        one
            The task.
        agrees
            Whether times are those of the file.
        """
        own = self.plan.calendars[one.calendar or self.plan.calendar]
        held = _Held(one=one, calendar=own, links=tuple(self._links.get(one.id, ())), lags=self.plan.lags)
        for number, (said, changed) in enumerate(self._changes(held)):
            times = self._times(changed)
            if times is not None and agrees(times):
                return said
            if number >= _MOST_TRIED:
                break
        return self._length(held, agrees)

    def _changes(self, held: _Held) -> Iterator[tuple[str, _Held]]:
        """Yield what is changed in words, and what holds the task then."""
        for bound, moment in held.one.bounds:
            others = tuple(pair for pair in held.one.bounds if pair != (bound, moment))
            yield f"as without: {bound} {moment:%Y-%m-%d}", replace(held, one=replace(held.one, bounds=others))
        for link in held.links:
            rest = tuple(other for other in held.links if other is not link)
            if link.lag or link.elapsed or link.share:
                bare = replace(link, lag=0.0, elapsed=0.0, share=0.0)
                yield f"as without the lag from {link.predecessor}", replace(held, links=(*rest, bare))
            yield f"as without the link from {link.predecessor}", replace(held, links=rest)
        for lags in LagCalendar if any(link.lag for link in held.links) else ():
            if lags is not held.lags:
                yield f"as with lags by the calendar {lags.value}", replace(held, lags=lags)
        for calendar in self.plan.calendars.values():
            if calendar is not held.calendar:
                yield f"as by the calendar {calendar.name}", replace(held, calendar=calendar)

    def _times(self, held: _Held) -> Times | None:
        """Return when a task is by itself; None where that cannot be known."""
        one, floor = held.one, max(self.plan.start, self.plan.data_date or self.plan.start)
        starts = [moment for bound, moment in one.bounds if bound in _ON_START and one.actual.start is None]
        ends = [moment for bound, moment in one.bounds if bound in _ON_FINISH]
        for link in held.links:
            asked = self._asked(link, held)
            if asked is None:
                return None
            (ends if link.kind.holds_finish else starts).append(asked)
        begin = _later(held.calendar, max(floor, one.resume or floor, *starts), 0.0)
        length = one.duration if one.actual.start is None else one.remaining
        end = None if begin is None else (_later(held.calendar, begin, length) if length else begin)
        if begin is None or end is None:
            return None
        if ends and max(ends) > end:
            end = max(ends)
            begin = _earlier(held.calendar, end, length) or begin
        return begin, end

    def _asked(self, link: Relation, held: _Held) -> datetime | None:
        """Return what a link asks for, by the dates that the file has of what comes before."""
        before = self._by_id[link.predecessor]
        span = (before.actual.start or before.stored.start), (before.actual.finish or before.stored.finish)
        time = span[0] if link.kind.reads_start else span[1]
        own = self.plan.calendars[before.calendar or self.plan.calendar]
        if time is None:
            return None
        time += timedelta(days=link.elapsed)
        for calendar, lag in ((own, link.share * before.duration), (self._lag_calendar(own, held), link.lag)):
            if lag and time is not None:
                clock = timedelta(hours=lag)
                time = time + clock if calendar is None else _shifted(calendar, time, lag)
        return time

    def _lag_calendar(self, before: ForeignCalendar, held: _Held) -> ForeignCalendar | None:
        """Return by what a lag is counted; None by the clock."""
        match held.lags:
            case LagCalendar.PREDECESSOR:
                return before
            case LagCalendar.SUCCESSOR:
                return held.calendar
            case LagCalendar.PROJECT:
                return self.plan.calendars[self.plan.calendar]
            case LagCalendar.EVERY_DAY:
                return None

    def _length(self, held: _Held, agrees: Callable[[Times], bool]) -> str:
        """Return how long the work would have to be, where it begins as in the file and ends otherwise."""
        one, start, finish = held.one, held.one.stored.start, held.one.stored.finish
        times = self._times(held)
        if start is None or finish is None or times is None or times[0].date() != start.date() or agrees(times):
            return ""
        length = one.duration if one.actual.start is None else one.remaining
        there = held.calendar.work(start, finish)
        if not length or abs(there - length) < 1e-9:
            return ""
        return f"{there:.10g} hours of its calendar lie between its dates, and its work takes {length:.10g}"


def _shifted(calendar: ForeignCalendar, moment: datetime, hours: float) -> datetime | None:
    return _later(calendar, moment, hours) if hours > 0.0 else _earlier(calendar, moment, -hours)


def _later(calendar: ForeignCalendar, moment: datetime, hours: float) -> datetime | None:
    """Return when so much is worked from a moment on; None where that is beyond all calendars."""
    if not _is_worked(calendar, moment, _MOST_DAYS):
        return None
    left, day, minute = 60.0 * hours, moment.date(), 60.0 * moment.hour + moment.minute
    for _ in range(_MOST_DAYS):
        for open, close in calendar.hours(day).shifts:
            begin = max(float(open), minute)
            if close > begin:
                if left <= close - begin:
                    return datetime(day.year, day.month, day.day) + timedelta(minutes=begin + left)
                left -= close - begin
        try:
            day, minute = day + timedelta(days=1), 0.0
        except OverflowError:
            return None
    return None


def _earlier(calendar: ForeignCalendar, moment: datetime, hours: float) -> datetime | None:
    """Return from when on so much is worked until a moment; None where that is before all calendars."""
    if not _is_worked(calendar, moment, -_MOST_DAYS):
        return None
    left, day, minute = 60.0 * hours, moment.date(), 60.0 * moment.hour + moment.minute
    for _ in range(_MOST_DAYS):
        for open, close in reversed(calendar.hours(day).shifts):
            end = min(float(close), minute)
            if end > open:
                if left <= end - open:
                    return datetime(day.year, day.month, day.day) + timedelta(minutes=end - left)
                left -= end - open
        try:
            day, minute = day - timedelta(days=1), 1440.0
        except OverflowError:
            return None
    return None


def _is_worked(calendar: ForeignCalendar, moment: datetime, days: int) -> bool:
    """Return whether anything is worked in so many days from a moment on, which spares going through them."""
    try:
        return calendar.work(moment, moment + timedelta(days=days)) != 0.0
    except OverflowError:
        return False
