"""Tasks: those of a Microsoft Project plan, with the links between them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from milepost.models.imports.findings import Findings
from milepost.models.imports.kind import Kind
from milepost.models.imports.markup import Element
from milepost.models.imports.mspdi.calendars import ELAPSED as ALL_DAY
from milepost.models.imports.mspdi.calendars import Calendars
from milepost.models.imports.mspdi.outline import Outline
from milepost.models.imports.mspdi.progress import is_split, resumption
from milepost.models.imports.mspdi.resources import workers
from milepost.models.imports.mspdi.sorting import Sorting
from milepost.models.imports.mspdi.units import ELAPSED, SHARES, hours_of
from milepost.models.imports.notice import Matter
from milepost.models.imports.plan import Activity, Bound, ForeignCalendar, Relation, Sort, Span
from milepost.models.imports.summaries import on_leaves
from milepost.models.link import LinkKind
from milepost.models.problem import cut

MOST_TASKS: Final = 200_000
"""Tasks of a plan beyond which it is refused."""

_KINDS: Final = (
    LinkKind.FINISH_TO_FINISH,
    LinkKind.FINISH_TO_START,
    LinkKind.START_TO_FINISH,
    LinkKind.START_TO_START,
)
"""By their number in the file."""
_BOUNDS: Final = {
    "2": Bound.MUST_START_ON,
    "3": Bound.MUST_FINISH_ON,
    "4": Bound.START_NOT_BEFORE,
    "5": Bound.START_BY,
    "6": Bound.FINISH_NOT_BEFORE,
    "7": Bound.FINISH_BY,
}
_LATE: Final = "1"
_FIXED_UNITS, _FIXED_WORK = "0", "2"
"""Types of a task by what of it stays as it is where others work on it."""
_OF_SUMMARY: Final = frozenset({Bound.START_NOT_BEFORE, Bound.FINISH_BY})
"""Bounds that what lies in a summary has from it."""
_TENTHS: Final = 600.0
"""Tenths of a minute of an hour."""
_CENTS: Final = 100.0


class Tasks:
    """
    The tasks of a plan.

    Parameters
    ----------
    plan
        The plan.
    findings
        Where what is wrong is taken down.
    calendars
        Those of the plan.

    Attributes
    ----------
    all
        Those that are no summaries, in the order of the file.
    taken
        Their keys, which are their ids.
    relations
        The links between them.
    """

    def __init__(self, plan: Element, findings: Findings, calendars: Calendars) -> None:
        self._findings, self._calendars = findings, calendars
        self._from_start = plan.key("ScheduleFromStart") != "0"
        self._of_several: set[str] = set()
        self._held: set[tuple[str, str]] = set()
        rows = self._rows(plan)
        self._outline = Outline(rows.values(), findings)
        self._by_key = rows
        self._workers = _assigned(plan)
        self._sorting = Sorting(plan, calendars.day, findings)
        self._ghosts = {key: row for key, row in rows.items() if row.flag("ExternalTask")}
        self._links = {key: [*self._links_of(key, row)] for key, row in rows.items()}
        leaves = {key: row for key, row in rows.items() if key not in self._outline.within and self._is_taken(key, row)}
        if not leaves:
            findings.stop()
            findings.fail(plan.place, f"is {Kind.MSPDI} without tasks that take part: save it with its work")
        self.taken = leaves.keys()
        self.all = tuple(self._activity(key, row) for key, row in leaves.items())
        self.relations = self._relations(leaves)

    @property
    def earliest(self) -> datetime | None:
        """Return when the first begins by the file; none where none says it."""
        return min((one.stored.start for one in self.all if one.stored.start), default=None)

    def _rows(self, plan: Element) -> dict[str, Element]:
        """Return the tasks by key, without blank lines."""
        found: dict[str, Element] = {}
        for row in plan.all("Tasks", "Task"):
            key = row.name = row.key("UID")
            if row.flag("IsNull"):
                continue
            if not key or key in found:
                row.refuse(f"{cut(key)!r} stands here again: export the plan again" if key else _NO_KEY, "UID")
            found[key] = row
        if len(found) > MOST_TASKS:
            self._findings.fail(plan.place, f"the plan has more than {MOST_TASKS:,} tasks: split it")
        return found

    def _is_taken(self, key: str, row: Element) -> bool:
        """Return whether a task takes part in the plan."""
        if row.key("Active") == "0":
            self._findings.tell(Matter.INACTIVE, key, row.text("Name"))
            return False
        return key not in self._ghosts

    def _activity(self, key: str, row: Element) -> Activity:
        elapsed = int(row.number("DurationFormat")) in ELAPSED
        duration = self._length(row, "Duration")
        actual = Span(start=row.moment("ActualStart") or row.moment("ActualFinish"), finish=row.moment("ActualFinish"))
        left = self._length(row, "RemainingDuration") if row.key("RemainingDuration") else duration
        above = [self._by_key[summary] for summary in self._outline.above[key]]
        owners = [worker.text("Name") for worker in self._workers.get(key, ())]
        named = self._calendars.key(ALL_DAY) if elapsed else self._calendar(key, row)
        calendar = self._calendars.used[named]
        done = self._length(row, "ActualDuration") if actual.start else 0.0
        resume = row.moment("Resume") if actual.start else None
        one = Activity(
            id=key,
            name=row.text("Name"),
            sort=Sort.FINISH_MILESTONE if row.flag("Milestone") and not duration else Sort.TASK,
            calendar=named,
            duration=duration,
            remaining=0.0 if actual.finish else left,
            actual=actual,
            resume=resumption(actual, done, resume, calendar),
            bounds=(*self._bounds(row, above), *self._from_outside(key, calendar)),
            late=row.key("ConstraintType") == _LATE or not self._from_start,
            deadline=row.moment("Deadline"),
            group=tuple(one.text("Name") or one.name for one in above),
            wbs=row.text("WBS"),
            codes=self._sorting.codes(row),
            fields=self._sorting.fields(row),
            cost=max(0.0, row.number("Cost")) / _CENTS,
            spent=max(0.0, row.number("ActualCost")) / _CENTS,
            owner=", ".join(dict.fromkeys(owners)),
            notes=row.text("Notes"),
            stored=Span(start=row.moment("Start"), finish=row.moment("Finish")),
            critical=row.flag("Critical") if row.key("Critical") else None,
            place=row.place,
        )
        if actual.finish is None:
            self._tell(row, one, calendar)
        return one

    def _calendar(self, key: str, row: Element) -> str:
        """Return by which calendar a task is worked: when those work who do it, within its own if it has one."""
        own, project = row.key("CalendarUID"), self._calendars.project
        named = own not in ("", "-1", "0")
        chosen = self._calendars.key(own) if named else project
        of_workers = {worker.key("CalendarUID") for worker in self._workers.get(key, ())}
        others = sorted(one for one in of_workers if one in self._calendars)
        if not others or (named and row.flag("IgnoreResourceCalendar")):
            return chosen
        first, several = others[0], [one for one in others if not self._calendars.same(others[0], one)]
        if several:
            self._findings.tell(Matter.BY_SEVERAL, key)
            self._of_several.add(key)
        worked = self._calendars.together([first, *several], chosen if named else "")
        alike = next((one for one in (chosen, first) if self._calendars.same(one, worked)), worked)
        return self._calendars.key(alike)

    def _bounds(self, row: Element, above: list[Element]) -> Iterator[tuple[Bound, datetime]]:
        """Yield the dates that ask something of a task, with those that it has from the summaries that it lies in."""
        manual = row.moment("ManualStart") or row.moment("Start")
        if row.flag("Manual") and manual is not None:
            yield Bound.START_NOT_BEFORE, manual
            return
        if _is_levelled(row) and manual is not None:
            yield Bound.START_NOT_BEFORE, manual
        for one in (row, *above):
            bound, moment = _BOUNDS.get(one.key("ConstraintType")), one.moment("ConstraintDate")
            if bound is not None and moment is not None and (one is row or bound in _OF_SUMMARY):
                yield bound, moment

    def _from_outside(self, key: str, calendar: ForeignCalendar) -> Iterator[tuple[Bound, datetime]]:
        """Yield the dates by which tasks of other projects hold a task, of which the plan has no more than these."""
        for link in self._links[key] if self._ghosts else ():
            ghost = self._ghosts.get(link.predecessor)
            moment = ghost.moment("Start" if link.kind.reads_start else "Finish") if ghost else None
            if moment is None or link.lag < 0.0 or link.elapsed or link.share:
                continue
            self._held.add((link.predecessor, key))
            self._findings.tell(Matter.EXTERNAL_DATE, key, moment)
            bound = Bound.FINISH_NOT_BEFORE if link.kind.holds_finish else Bound.START_NOT_BEFORE
            yield bound, calendar.after(moment, link.lag)

    def _tell(self, row: Element, one: Activity, calendar: ForeignCalendar) -> None:
        """Tell what of a task is not taken as it is that is not finished."""
        by_hand, alone = row.flag("Manual"), one.id not in self._of_several
        matters = {
            Matter.MANUAL: by_hand,
            Matter.LEVELLED: _is_levelled(row),
            Matter.SPLIT: not by_hand and alone and is_split(one, calendar),
            Matter.RECURRING: row.flag("Recurring"),
            Matter.WORK_DRIVEN: one.id in self._workers and _is_driven_by_work(row),
        }
        for matter, holds in matters.items():
            if holds:
                self._findings.tell(matter, one.id)

    def _relations(self, leaves: Mapping[str, Element]) -> tuple[Relation, ...]:
        """Return the links between tasks, those of summaries as links of what is in them."""
        within = {key: [one for one in ones if one in leaves] for key, ones in self._outline.within.items()}
        links = [link for found in self._links.values() for link in found]
        known = leaves.keys() | within.keys()
        there = [link for link in links if link.predecessor in known and link.successor in known]
        for link in links:
            if (
                link.successor in known
                and link.predecessor not in known
                and (link.predecessor, link.successor) not in self._held
            ):
                inside = link.predecessor in self._by_key and link.predecessor not in self._ghosts
                self._findings.tell(Matter.LINK_DROPPED if inside else Matter.LINK_OUTSIDE, link.successor)
        starts = {one.id: one.stored.start.timestamp() if one.stored.start else 0.0 for one in self.all}
        return on_leaves(there, within, starts, self._findings)

    def _links_of(self, key: str, row: Element) -> Iterator[Relation]:
        for one in row.all("PredecessorLink"):
            one.name = key
            number, form = one.number("Type", 1.0), int(one.number("LagFormat", 7.0))
            if number not in range(len(_KINDS)):
                one.refuse(f"{number:g} is not a kind of link: export the plan again", "Type")
                continue
            lag = one.number("LinkLag")
            predecessor = one.key("PredecessorUID")
            if one.flag("CrossProject") and predecessor not in self._ghosts:
                predecessor = ""
            yield Relation(
                predecessor=predecessor,
                successor=key,
                kind=_KINDS[int(number)],
                lag=0.0 if form in SHARES | ELAPSED else lag / _TENTHS,
                elapsed=lag / _TENTHS / 24.0 if form in ELAPSED - SHARES else 0.0,
                share=lag / 100.0 if form in SHARES else 0.0,
                place=one.place,
            )

    def _length(self, row: Element, field: str) -> float:
        text = row.key(field)
        hours = self._findings.attempt(hours_of, text, 0.0, row.place, field) if text else 0.0
        if hours < 0.0:
            row.refuse(f"{hours:g} hours are negative: correct it there, and export the plan again", field)
        return max(0.0, hours)


def _is_levelled(row: Element) -> bool:
    """Return whether a task waits for people or machines, by the levelling of Microsoft Project."""
    return not row.key("ActualStart") and row.number("LevelingDelay") > 0.0


def _is_driven_by_work(row: Element) -> bool:
    """Return whether a task takes longer where fewer do its work."""
    kind = row.key("Type")
    return kind == _FIXED_WORK or (kind == _FIXED_UNITS and row.flag("EffortDriven"))


_NO_KEY: Final = "nothing stands here, and it is needed: export the plan again"


def _assigned(plan: Element) -> Mapping[str, list[Element]]:
    """Return by the key of a task who works on it."""
    known = workers(plan)
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for row in plan.all("Assignments", "Assignment"):
        if row.key("ResourceUID") in known:
            found[row.key("TaskUID")].append(known[row.key("ResourceUID")])
    return found
