"""Foreign plan: what the file of another program says, in one shape for all of them and in no words of a scenario."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Final

from milepost.models.calendar import LATEST, Hours
from milepost.models.imports.findings import NOWHERE, Place
from milepost.models.imports.notice import Notice
from milepost.models.link import LagCalendar, LinkKind

_SLACK: Final = 1e-6
"""By how much sums of hours may be wrong [minutes]."""


class Sort(StrEnum):
    """What an activity is."""

    TASK = "task"
    START_MILESTONE = "start milestone"
    FINISH_MILESTONE = "finish milestone"

    @property
    def is_milestone(self) -> bool:
        """Return whether it takes no time by what it is."""
        return self is not Sort.TASK


class Bound(StrEnum):
    """What a date asks of an activity."""

    START_ON = "start on"
    START_NOT_BEFORE = "start not before"
    START_BY = "start by"
    MUST_START_ON = "must start on"
    FINISH_ON = "finish on"
    MUST_FINISH_ON = "must finish on"
    FINISH_NOT_BEFORE = "finish not before"
    FINISH_BY = "finish by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    When something begins and ends, as the file has it.

    Parameters
    ----------
    start, finish
        None where it is not said.
    """

    start: datetime | None = None
    finish: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCalendar:
    """
    When is worked.

    Parameters
    ----------
    name
        What it is called.
    week
        The hours of each day of the week, from Monday on.
    days
        Those of dates that have others; none on a free day.
    day
        How long a day is by which durations are shown [hours].
    place
        Where it stands.
    """

    name: str
    week: tuple[Hours, ...]
    days: Mapping[date, Hours] = field(default_factory=dict)
    day: float
    place: Place = NOWHERE
    _dates: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _sums: tuple[tuple[float, ...], tuple[float, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Add up the week, and how much more is worked on dates that have hours of their own than on others."""
        dates = sorted(self.days)
        more = (self.days[day].minutes - self.week[day.weekday()].minutes for day in dates)
        upto = accumulate((hours.minutes for hours in self.week), initial=0.0)
        object.__setattr__(self, "_dates", tuple(day.toordinal() for day in dates))
        object.__setattr__(self, "_sums", (tuple(upto), tuple(accumulate(more, initial=0.0))))

    def hours(self, day: date) -> Hours:
        """Return when a date is worked."""
        return self.days.get(day, self.week[day.weekday()])

    def work(self, begin: datetime, end: datetime) -> float:
        """Return how much is worked from one moment to another [hours]; negative where the second comes first."""
        return (self._worked(end) - self._worked(begin)) / 60.0

    def after(self, begin: datetime, hours: float) -> datetime:
        """Return when so much is worked from a moment on, at the latest where calendars end."""
        ahead = self._worked(begin) + 60.0 * hours
        first, last = begin.toordinal(), LATEST.toordinal()
        while first < last:
            middle = (first + last) // 2
            if self._before(middle + 1) < ahead - _SLACK:
                first = middle + 1
            else:
                last = middle
        left = ahead - self._before(first)
        midnight = datetime.combine(date.fromordinal(first), time())
        for open, close in self.hours(midnight.date()).shifts:
            if left <= close - open + _SLACK:
                return max(begin, midnight + timedelta(minutes=open + left))
            left -= close - open
        return max(begin, midnight)

    def _worked(self, moment: datetime) -> float:
        """Return how much is worked up to a moment, from the first day of all [minutes]."""
        until = 60 * moment.hour + moment.minute
        shifts = self.hours(moment.date()).shifts
        return self._before(moment.toordinal()) + sum(max(0.0, min(close, until) - open) for open, close in shifts)

    def _before(self, day: int) -> float:
        """Return how much is worked before a day by its number, from the first day of all, a Monday [minutes]."""
        weeks, days = divmod(day - 1, 7)
        upto, more = self._sums
        return weeks * upto[7] + upto[days] + more[bisect_left(self._dates, day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """
    Work, or an event.

    Parameters
    ----------
    id
        By which planners know it; unique.
    name
        What it is called.
    sort
        What it is.
    calendar
        Key of the calendar by which it is worked; that of the plan unless given.
    duration
        How long the work takes in all [hours of its calendar]; of what has not begun, all that is ahead.
    remaining
        What is left of it [hours of its calendar].
    actual
        When it was begun, and finished if it was.
    resume
        When the rest of it goes on that is under way, where the file says so.
    bounds
        The dates that ask something of it.
    late
        Whether it is to be as late as possible.
    deadline
        By when it should be finished; it holds nothing.
    group
        The names of the levels that it belongs to, from the top.
    wbs
        The code of the level that it belongs to.
    codes, fields
        By the name of a code, or of a field of the user, what it says.
    cost, spent
        What it costs in all, and what of that is spent [currency].
    owner, notes
        For people.
    stored
        When the file has it; of what has begun, from there to the end of what is left.
    critical
        Whether the file says that it is; none where it says nothing.
    place
        Where it stands.
    """

    id: str
    name: str
    sort: Sort = Sort.TASK
    calendar: str | None = None
    duration: float = 0.0
    remaining: float = 0.0
    actual: Span = Span()
    resume: datetime | None = None
    bounds: tuple[tuple[Bound, datetime], ...] = ()
    late: bool = False
    deadline: datetime | None = None
    group: tuple[str, ...] = ()
    wbs: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0
    spent: float = 0.0
    owner: str = ""
    notes: str = ""
    stored: Span = Span()
    critical: bool | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """
    One precedence relation.

    Parameters
    ----------
    predecessor, successor
        Ids of activities.
    kind
        Which ends are tied.
    lag
        How much lies between them [hours of the calendar by which lags of the plan are counted].
    elapsed
        How much lies between them by the clock [days].
    share
        How much of the predecessor's duration lies between them [-].
    place
        Where it stands.
    """

    predecessor: str
    successor: str
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: float = 0.0
    elapsed: float = 0.0
    share: float = 0.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignResource:
    """
    People or machines of one kind.

    Parameters
    ----------
    id, name
        Unique, and for people.
    units
        How many there are; 1 is one whole person or machine [-].
    place
        Where it stands.
    """

    id: str
    name: str
    units: float = 1.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """
    What an activity needs of a resource.

    Parameters
    ----------
    activity, resource
        Their ids.
    units
        How much of it; 1 is one whole person or machine [-].
    """

    activity: str
    resource: str
    units: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignPlan:
    """
    A plan of another program.

    Parameters
    ----------
    name
        What it is called.
    start
        When it begins.
    data_date
        When what is known of it was known; none where nothing has happened.
    currency
        What money is in; empty where that is not said.
    calendar
        Key of the plan's own calendar.
    calendars
        All by which something is worked, by key.
    lags
        By which calendar lags are counted.
    override
        Whether work under way waits for nothing; by retained logic it does.
    whole_days
        Whether days are worked as a whole, by a program that knows no hours.
    lag_of_rest
        Whether lags from the start of work under way run from the start of the rest of it.
    activities, relations
        In the order of the file.
    resources, assignments
        In the order of the file.
    notices
        What could not be taken as it is, worst first.
    """

    name: str
    start: datetime
    data_date: datetime | None = None
    currency: str = ""
    calendar: str
    calendars: Mapping[str, ForeignCalendar]
    lags: LagCalendar = LagCalendar.PROJECT
    override: bool = False
    lag_of_rest: bool = False
    whole_days: bool = False
    activities: tuple[Activity, ...]
    relations: tuple[Relation, ...] = ()
    resources: tuple[ForeignResource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    notices: tuple[Notice, ...] = ()
