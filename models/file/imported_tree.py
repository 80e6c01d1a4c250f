"""Imported tree: from a foreign plan to plain data as a scenario file holds it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from milepost.models.file.imported_calendar import calendar_data, names_of
from milepost.models.file.reading import IDS, IdRule
from milepost.models.file.source import Plain
from milepost.models.group import BETWEEN, MOST_LEVELS
from milepost.models.imports import (
    Activity,
    Bound,
    Findings,
    ForeignCalendar,
    ForeignPlan,
    Matter,
    Notice,
    Place,
    Relation,
    Sort,
)
from milepost.models.link import ID, LagCalendar, LinkKind
from milepost.models.milestone import Level, MilestoneAt
from milepost.models.problem import KeyPath
from milepost.models.progress import ProgressLogic, StartLag

_START_BOUNDS: Final = (Bound.START_NOT_BEFORE, Bound.START_ON, Bound.MUST_START_ON)
_FINISH_BOUNDS: Final = (Bound.FINISH_NOT_BEFORE, Bound.FINISH_ON, Bound.MUST_FINISH_ON)
_TOLD_OF_BOUNDS: Final = {
    Bound.START_ON: Matter.START_ON,
    Bound.FINISH_ON: Matter.FINISH_ON,
    Bound.MUST_START_ON: Matter.MANDATORY,
    Bound.MUST_FINISH_ON: Matter.MANDATORY,
    Bound.START_BY: Matter.START_BEFORE,
    Bound.FINISH_BY: Matter.FINISH_BEFORE,
}
_ONE_DAY: Final = timedelta(days=1)
_HOURS: Final = 24.0
"""Of a day on which is worked all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """
    What is made of a foreign plan.

    Parameters
    ----------
    data
        Plain data, as a scenario file holds it.
    places
        By the path to a part, where it stands in the file.
    notices
        What could not be taken as it is, worst first.
    """

    data: dict[str, Any]
    places: Mapping[KeyPath, Place]
    notices: tuple[Notice, ...]


def tree_of(plan: ForeignPlan) -> Tree:
    """Make plain data of a foreign plan."""
    return _Maker(plan).tree()


class _Maker:
    """
    Makes plain data of a foreign plan.

    Parameters
    ----------
    plan
        The plan.
    """

    def __init__(self, plan: ForeignPlan) -> None:
        self._plan = plan
        self._findings = Findings("", plan.notices)
        self._names = names_of(plan)
        self._places: dict[KeyPath, Place] = {}
        self._by_id = {one.id: one for one in plan.activities}
        self._links: defaultdict[str, list[Relation]] = defaultdict(list)
        for relation in plan.relations:
            self._links[relation.successor].append(relation)
        self._as_of = self._status_day()
        self._last = self._last_milestone()

    def tree(self) -> Tree:
        """Return the whole of it."""
        plan = self._plan
        own, others = plan.calendars[plan.calendar], {key: name for key, name in self._names.items() if name}
        nodes = {one.id: self._node(one) for one in plan.activities}
        milestones = {one.id: nodes[one.id] for one in plan.activities if one.sort.is_milestone}
        spent = sum(one.spent for one in plan.activities)
        data = {
            "name": plan.name,
            IDS: None if all(re.fullmatch(ID, id) for id in nodes) else IdRule.PRINTABLE.value,
            "start": Plain(plan.start.date()),
            "as_of": Plain(self._as_of) if self._as_of else None,
            "progress": self._progress() if self._as_of else None,
            "calendar": calendar_data(own, whole_days=plan.whole_days),
            "calendars": {
                name: calendar_data(plan.calendars[key], whole_days=plan.whole_days) for key, name in others.items()
            },
            "lags": plan.lags.value if any(link.lag for link in plan.relations) else None,
            "currency": plan.currency,
            "budget": {"spent": _number(spent)} if spent and self._as_of else None,
            "milestones": milestones,
            "tasks": {id: node for id, node in nodes.items() if id not in milestones},
        }
        self._places["calendar",] = own.place
        self._places.update({("calendars", name): plan.calendars[key].place for key, name in others.items()})
        if plan.assignments:
            self._tell_all(Matter.RESOURCES, dict.fromkeys(one.activity for one in plan.assignments))
        return Tree(
            data={key: part for key, part in data.items() if part}, places=self._places, notices=self._findings.notices
        )

    def _progress(self) -> dict[str, Any]:
        """Return how the plan goes on, where it does not as plans do here."""
        return {
            **({"logic": ProgressLogic.OVERRIDE.value} if self._plan.override else {}),
            **({"ss_lag": StartLag.REST.value} if self._plan.lag_of_rest else {}),
        }

    def _node(self, one: Activity) -> dict[str, Any]:
        """Return a task or a milestone."""
        self._places[_kind(one), one.id] = one.place
        actual = self._actual(one)
        after = [*self._after(one)]
        if actual.get("finish") is None:
            self._tell_bounds(one)
        said = {
            "name": one.name,
            "after": after,
            **self._bounds(one, begun=bool(actual)),
            "calendar": self._names.get(one.calendar or "", ""),
            "owner": one.owner,
            "notes": one.notes,
            "group": self._group(one),
            "codes": dict(one.codes),
            "wbs": one.wbs,
            "fields": dict(one.fields),
            **(self._milestone(one, actual) if one.sort.is_milestone else self._task(one, actual)),
        }
        return {key: value for key, value in said.items() if value}

    def _task(self, one: Activity, actual: dict[str, Any]) -> dict[str, Any]:
        day = self._day(one)
        under_way = bool(actual) and "finish" not in actual
        return {
            "duration": _number(one.duration / day),
            "cost": _number(one.cost) if one.cost else None,
            "actual": actual,
            "remaining": _number(self._left(one) / day) if under_way else None,
        }

    def _left(self, one: Activity) -> float:
        """Return what is left of work under way on the day of the status, with what is done after it [hours]."""
        if one.resume is None:
            return one.remaining
        waits = -self._missed(one, one.resume)
        return max(0.0, one.remaining + (waits if self._is_of_last_day(one.resume) else max(0.0, waits)))

    def _is_of_last_day(self, moment: datetime) -> bool:
        """Return whether a moment is of the day of the last fact, which is worked to its end by our own status."""
        return self._plan.data_date is None and self._as_of is not None and moment.date() >= self._as_of - _ONE_DAY

    def _missed(self, one: Activity, moment: datetime) -> float:
        """Return how much work lies between a moment and the day of the status, if there is one [hours]."""
        return self._calendar(one).work(moment, datetime.combine(self._as_of, time())) if self._as_of else 0.0

    def _milestone(self, one: Activity, actual: dict[str, Any]) -> dict[str, Any]:
        counts = one.id == self._last or one.deadline or one.bounds
        return {
            "level": None if counts else Level.MINOR.value,
            "at": MilestoneAt.START.value if one.sort is Sort.START_MILESTONE else None,
            "reached": actual.get("finish") or actual.get("start"),
        }

    def _actual(self, one: Activity) -> dict[str, Any]:
        """Return what has happened; what lies ahead of the status has happened just before it."""
        found = {}
        for key, moment, write in (("start", one.actual.start, _moment), ("finish", one.actual.finish, _end)):
            if moment is not None and self._as_of is not None:
                if (_last_day(moment) if write is _end else moment.date()) >= self._as_of:
                    self._findings.tell(Matter.FACT_AHEAD, one.id, moment.date())
                    found[key] = Plain(self._as_of - _ONE_DAY)
                else:
                    found[key] = write(moment)
        if self._is_behind(one):
            self._findings.tell(Matter.BEHIND, one.id)
        return found

    def _is_behind(self, one: Activity) -> bool:
        """Return whether the file has something that is not done before the day of the status."""
        next_work = one.resume if one.actual.start else one.stored.start
        if one.actual.finish or next_work is None or (one.actual.start and self._is_of_last_day(next_work)):
            return False
        return self._missed(one, next_work) > 0.0

    def _after(self, one: Activity) -> Iterator[str]:
        """Yield the links to what comes before; of two of the same kind the one that holds longest."""
        kept: dict[tuple[str, LinkKind], Relation] = {}
        for link in self._links[one.id]:
            tie = link.predecessor, link.kind
            if tie in kept:
                self._findings.tell(Matter.LINK_DOUBLE, one.id, link.predecessor)
            if tie not in kept or _holds(link) > _holds(kept[tie]):
                kept[tie] = link
        for place, link in enumerate(kept.values()):
            self._places[_kind(one), one.id, "after", place] = link.place
            yield self._link(link, one)

    def _link(self, link: Relation, successor: Activity) -> str:
        if link.share:
            lag, unit = 100.0 * link.share, "%"
        elif link.elapsed:
            lag, unit = link.elapsed, "ed"
        else:
            lag, unit = link.lag / self._lag_day(link, successor), ""
        if not lag:
            return link.predecessor if link.kind is LinkKind.FINISH_TO_START else f"{link.predecessor} {link.kind}"
        return f"{link.predecessor} {link.kind}{'+' if lag > 0 else '-'}{_decimal(abs(lag))}{unit}"

    def _lag_day(self, link: Relation, successor: Activity) -> float:
        """Return how long a day of a lag is [hours]."""
        match self._plan.lags:
            case LagCalendar.PREDECESSOR:
                return self._day(self._by_id[link.predecessor])
            case LagCalendar.SUCCESSOR:
                return self._day(successor)
            case LagCalendar.PROJECT:
                return self._plan.calendars[self._plan.calendar].day
            case LagCalendar.EVERY_DAY:
                return _HOURS

    def _bounds(self, one: Activity, *, begun: bool) -> dict[str, Any]:
        """Return what its dates ask for; what has begun needs no date to begin."""
        by_bound: defaultdict[Bound, list[datetime]] = defaultdict(list)
        for bound, moment in one.bounds:
            by_bound[bound].append(moment)
        starts = [moment for bound in _START_BOUNDS for moment in by_bound[bound]]
        finishes = [moment for bound in _FINISH_BOUNDS for moment in by_bound[bound]]
        dues = [*by_bound[Bound.FINISH_BY], *([one.deadline] if one.deadline else [])]
        starting = by_bound[Bound.START_BY]
        if one.sort.is_milestone:
            dues, starting = [*dues, *starting], []
        if not begun:
            starts += self._opening(one)
        return {
            "not_before": _moment(max(starts)) if starts and not begun else None,
            "finish_not_before": _end(max(finishes)) if finishes and not one.actual.finish else None,
            "due": Plain(_last_day(min(dues))) if dues else None,
            "latest_start": Plain(min(starting).date()) if starting and not begun else None,
        }

    def _opening(self, one: Activity) -> list[datetime]:
        """Return when it can begin that waits for nothing, where the plan or its status begins within a day."""
        floor = max(self._plan.start, self._plan.data_date or self._plan.start)
        waits = any(not self._by_id[link.predecessor].actual.finish for link in self._links[one.id])
        hours = self._calendar(one).hours(floor.date()).shifts
        within = bool(hours) and 60 * floor.hour + floor.minute > hours[0][0]
        return [floor] if within and not waits else []

    def _tell_bounds(self, one: Activity) -> None:
        for bound, moment in one.bounds:
            if bound in _TOLD_OF_BOUNDS and not (one.actual.start and bound in (*_START_BOUNDS, Bound.START_BY)):
                self._findings.tell(_TOLD_OF_BOUNDS[bound], one.id, moment.date())
        if one.late and not one.actual.start:
            self._findings.tell(Matter.ALAP, one.id)

    def _group(self, one: Activity) -> str:
        if any(BETWEEN in name for name in one.group):
            self._findings.tell(Matter.NAME_CHANGED, one.id, next(name for name in one.group if BETWEEN in name))
        return BETWEEN.join(name.replace(BETWEEN, "-") for name in one.group[:MOST_LEVELS])

    def _day(self, one: Activity) -> float:
        """Return how long a day of an activity is [hours]."""
        return self._calendar(one).day

    def _calendar(self, one: Activity) -> ForeignCalendar:
        return self._plan.calendars[one.calendar or self._plan.calendar]

    def _status_day(self) -> date | None:
        """Return the day of the status: none where nothing has happened, and all may begin with the plan."""
        plan = self._plan
        facts = [one.actual.start.date() for one in plan.activities if one.actual.start]
        facts += [_last_day(one.actual.finish) for one in plan.activities if one.actual.finish]
        if plan.data_date is None:
            return max(facts) + _ONE_DAY if facts else None
        day, minute = plan.data_date.date(), 60 * plan.data_date.hour + plan.data_date.minute
        shifts = plan.calendars[plan.calendar].hours(day).shifts
        if shifts and minute >= shifts[-1][1]:
            day += _ONE_DAY
        elif shifts and minute > shifts[0][0]:
            self._findings.tell(Matter.STATUS_IN_DAY, None, _moment(plan.data_date))
        return day if facts or day > plan.start.date() else None

    def _last_milestone(self) -> str:
        """Return the id of the milestone that the plan ends with; empty where it has none."""
        found = [one for one in self._plan.activities if one.sort.is_milestone]
        key = [(one.stored.finish or one.stored.start or datetime.min, place) for place, one in enumerate(found)]
        return found[max(key)[1]].id if found else ""

    def _tell_all(self, matter: Matter, ids: Mapping[str, None]) -> None:
        for id in ids:
            self._findings.tell(matter, id)


def _holds(link: Relation) -> tuple[float, float, float]:
    """Return how long a link holds, to tell which of two does so longer."""
    return link.lag, link.elapsed, link.share


def _kind(one: Activity) -> str:
    return "milestones" if one.sort.is_milestone else "tasks"


def _number(value: float) -> Plain:
    return Plain(_decimal(value))


def _decimal(value: float) -> str:
    """Write a number of 0 or more without an exponent."""
    return f"{value:.12f}".rstrip("0").rstrip(".")


def _moment(moment: datetime) -> Plain:
    """Write a time at which something begins: the day alone at midnight."""
    return Plain(f"{moment:%Y-%m-%d}" if moment.hour == moment.minute == 0 else f"{moment:%Y-%m-%d %H:%M}")


def _end(moment: datetime) -> Plain:
    """Write a time at which something ends: at midnight the day that ends with it."""
    return Plain(_last_day(moment)) if moment.hour == moment.minute == 0 else _moment(moment)


def _last_day(moment: datetime) -> date:
    """Return the last day that is over by a time, in part."""
    return (moment - timedelta(minutes=1)).date()
