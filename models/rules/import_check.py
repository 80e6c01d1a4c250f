"""Import check: whether our dates of a plan of another program are those that its file has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from milepost.models.forecast import forecast
from milepost.models.imports import Activity, ForeignCalendar, ForeignPlan, Matter, Notice, Sort
from milepost.models.rules.import_trial import ImportTrial, Times
from milepost.models.scenario import Scenario
from milepost.models.timing import BEGINNING

_MOST_TRIED: Final = 20
"""Disagreements of which it is tried what alone would end them: nobody looks at more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """
    When something begins and ends.

    Parameters
    ----------
    start, finish
        The days; of a milestone the same.
    """

    start: date | None
    finish: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """
    A task, or a milestone, of which our dates are not those of the file, and those of all that comes before it are.

    Parameters
    ----------
    id
        Of the task.
    ours, stored
        Its dates by our pass, and by the file.
    notice
        What of it was not taken as it is, the worst; none where nothing is known.
    trial
        What alone would have to be otherwise for it to have the dates of the file; empty where a notice of it says
        why, and where nothing does.
    """

    id: str
    ours: Dates
    stored: Dates
    notice: Notice | None
    trial: str = ""

    @property
    def why(self) -> str:
        """Return why its dates are others, in words; empty where nobody knows."""
        return self.trial or (self.notice.matter.value if self.notice is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCheck:
    """
    How far our dates are those of the file.

    Parameters
    ----------
    judged
        Of how many tasks and milestones the file has dates.
    agree
        Of how many of these ours are the same, to the day.
    first
        Those at which paths begin to differ, in the order of the plan.
    """

    judged: int
    agree: int
    first: tuple[Disagreement, ...]


def import_check(scenario: Scenario, plan: ForeignPlan, notices: Iterable[Notice]) -> ImportCheck:
    """
    Compare the dates of a plan by our deterministic pass with those that its file has.

    What has happened is not judged: of a task under way its finish is, of a finished one nothing. Dates are the same
    also where no work lies between them: other programs may end a task at the beginning of the day after.

    Parameters
    ----------
    scenario
        What the file says, with nothing laid over it.
    plan
        The same in no words of a scenario.
    notices
        What could not be taken as it is, worst first.
    """
    ahead = forecast(scenario)
    known = [one for one in plan.activities if one.stored.start is not None and one.stored.finish is not None]
    ours = {one.id: _ours(ahead, one) for one in known}
    differing = {one.id for one in known if not _is_same(one, ours[one.id], plan)}
    notices, trial = tuple(notices), ImportTrial(plan)
    first = [
        one
        for one in known
        if one.id in differing and not any(link.predecessor in differing for link in scenario.nodes[one.id].after)
    ]
    return ImportCheck(
        judged=len(known),
        agree=len(known) - len(differing),
        first=tuple(
            _disagreement(one, ours[one.id], plan, notices, trial if number < _MOST_TRIED else None)
            for number, one in enumerate(first)
        ),
    )


def _disagreement(
    one: Activity, ours: Dates, plan: ForeignPlan, notices: tuple[Notice, ...], trial: ImportTrial | None
) -> Disagreement:
    def agrees(times: Times) -> bool:
        begin, end = times
        return _is_same(one, Dates(start=begin.date(), finish=_day_of_end(end)), plan)

    notice = _worst(one.id, notices)
    tried = "" if trial is None or (notice is not None and notice.ids) else trial.reason(one, agrees)
    return Disagreement(id=one.id, ours=ours, stored=_stored(one), notice=notice, trial=tried)


def _ours(ahead: Scenario, one: Activity) -> Dates:
    start, finish = ahead.dating.planned[one.id]
    end = ahead.days_of(one.id).date_of(finish)
    begins = end if _takes_no_time(one) else ahead.days_of_start(one.id).date_of(start + BEGINNING)
    return Dates(start=begins, finish=end)


def _stored(one: Activity) -> Dates:
    """Return the days of the dates of a file; what ends at midnight ends with the day before."""
    start, finish = one.stored.start, one.stored.finish
    assert start is not None
    assert finish is not None
    if one.sort is Sort.START_MILESTONE:
        return Dates(start=start.date(), finish=start.date())
    end = _day_of_end(finish)
    return Dates(start=end if _takes_no_time(one) else start.date(), finish=end)


def _day_of_end(moment: datetime) -> date:
    return (moment - timedelta(minutes=1)).date() if moment.hour == moment.minute == 0 else moment.date()


def _is_same(one: Activity, ours: Dates, plan: ForeignPlan) -> bool:
    stored, calendar = _stored(one), plan.calendars[one.calendar or plan.calendar]
    begins = one.actual.start is not None or _takes_no_time(one) or ours.start == stored.start
    if one.actual.finish is not None or (one.sort.is_milestone and one.actual.start is not None):
        return True
    return begins and (ours.finish == stored.finish or _is_idle(calendar, ours.finish, one.stored.finish))


def _is_idle(calendar: ForeignCalendar, day: date | None, moment: datetime | None) -> bool:
    """Return whether nothing is worked from the end of a day to a moment after it."""
    if day is None or moment is None or day > moment.date():
        return False
    return calendar.work(datetime.combine(day + timedelta(days=1), time()), moment) <= 0.0


def _takes_no_time(one: Activity) -> bool:
    return one.sort.is_milestone or (one.actual.start is None and not one.duration)


def _worst(id: str, notices: tuple[Notice, ...]) -> Notice | None:
    """Return what was told of a task, else of the whole file."""
    by_id = (notice for notice in notices if id in notice.ids)
    of_file = (one for one in notices if not one.ids and one.matter is not Matter.END_ADDED)
    return next(by_id, None) or next(of_file, None)
