"""Task table: a list of tasks, of our own sheets or of other programs, as tasks and milestones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final

from milepost.models.calendar import EARLIEST, LATEST
from milepost.models.file.shape import fields_at
from milepost.models.file.sheets.columns import ID, MILESTONES, TASKS, Column
from milepost.models.file.sheets.dates import Dates
from milepost.models.file.sheets.entry import elapsed_of, id_of, truth_of, words_of
from milepost.models.file.sheets.headings import (
    ACTIVE,
    CONSTRAINT,
    CONSTRAINT_DATE,
    CRITICAL,
    FINISH,
    LEVEL,
    MILESTONE,
    PERCENT,
    START,
    SUCCESSORS,
    UNIQUE,
    UNIQUE_PREDECESSORS,
    plain,
)
from milepost.models.file.sheets.outline import Outline
from milepost.models.file.sheets.part import Parts
from milepost.models.file.sheets.rows import Entry, Row, Rows
from milepost.models.file.sheets.task_links import TaskLinks
from milepost.models.file.source import Plain
from milepost.models.group import BETWEEN, MOST_LEVELS
from milepost.models.imports import Activity, Findings, Matter, Place, Sort, Span
from milepost.models.link import LinkKind, head_of
from milepost.models.milestone import Level, MilestoneAt
from milepost.models.problem import KeyPath, cut
from milepost.models.timing import EVERY_DAY_NAME

_COLUMNS: Final = {one.heading: one for one in TASKS.columns}
_NAME, _AFTER, _DURATION = _COLUMNS["name"], _COLUMNS["predecessors"], _COLUMNS["duration"]
_IS_MILESTONE: Final = re.compile("milestone|meilenstein|mijlpaal|jalon|hito|milepael", re.IGNORECASE)
_BOUNDS: Final[tuple[tuple[str, str, Matter | None], ...]] = (
    ("start no earlier|snet|start on or after|anfang nicht fruher", "not_before", None),
    ("finish no earlier|fnet|finish on or after|ende nicht fruher", "finish_not_before", None),
    ("start no later|snlt|start on or before|anfang nicht spater", "latest_start", Matter.START_BEFORE),
    ("finish no later|fnlt|finish on or before|ende nicht spater", "due", Matter.FINISH_BEFORE),
    ("must start|mandatory start|start on|mso|muss anfangen", "not_before", Matter.MANDATORY),
    ("must finish|mandatory finish|finish on|mfo|muss enden", "finish_not_before", Matter.MANDATORY),
)
_LATE: Final = re.compile("as late as|alap|spat wie moglich")
MOST_LINKS: Final = 1_000_000
"""Links beyond which a list is refused, with those that summaries make of theirs."""
_NO_DATE: Final = frozenset({"", "na", "n/a", "nv", "n.v.", "nb", "nd", "-", "--", "tbd", "none"})
"""What stands where there is no date."""
_HOURS: Final = 8.0
"""Of a day, where a plan is in whole days."""
_DONE: Final = 1.0
_DAY_OVER: Final = time(23, 59)
"""When a day has ended of which no time is said."""


class TaskTable:
    """
    A list of tasks.

    Parameters
    ----------
    rows
        What stands in it.
    parts
        Makes plain data of rows.
    findings
        Where is told what is wrong, or not taken as it is.
    milestones_apart
        Whether milestones have a sheet of their own, so that only what says so is one here.
    others
        Ids of other sheets, which count more than names here.

    Attributes
    ----------
    tasks, milestones
        Plain data by id.
    places
        By the path to a part, where it stands.
    activities
        The same for the import check.
    """

    def __init__(
        self, rows: Rows, parts: Parts, findings: Findings, *, milestones_apart: bool, others: Iterable[str] = ()
    ) -> None:
        self._rows, self._parts, self._findings, self._others = rows, parts, findings, (*others,)
        self._dates: Dates = parts.dates
        self._outline = Outline(rows, by_code=not milestones_apart)  # a whole plan has groups, and no summaries
        self._ids = [self._id(row) for row in rows.rows]
        self._apart = milestones_apart
        self._told: set[Place] = set()
        self._links = TaskLinks(self._names())
        self._after = self._linked()
        self.tasks: dict[str, Any] = {}
        self.milestones: dict[str, Any] = {}
        self.places: dict[KeyPath, Place] = {}
        self.activities: list[Activity] = []
        self._starts: list[datetime] = []
        self._refuse_twice()
        for at, row in enumerate(rows.rows):
            if at not in self._outline.within and self._is_taken(at, row):
                self._take(at, row)
        self._name_major()

    @property
    def earliest(self) -> date | None:
        """Return the first day on which something starts by the dates of the list; none where it has none."""
        return min(self._starts).date() if self._starts else None

    @property
    def last_fact(self) -> date | None:
        """Return the last day on which something has happened; none where nothing has."""
        facts = [moment for one in self.activities for moment in (one.actual.start, one.actual.finish) if moment]
        return max(facts).date() if facts else None

    def _id(self, row: Row) -> str:
        said = row.cell(UNIQUE) if row.cell(UNIQUE) is not None else row.cell(_COLUMNS[ID])
        return id_of(said) if said is not None else str(row.number)

    def _refuse_twice(self) -> None:
        seen: dict[str, Row] = {}
        for id, row in zip(self._ids, self._rows.rows, strict=True):
            if id in seen:
                message = f"{cut(id)!r} is the id of row {seen[id].place.line} already: give each task an id of its own"
                self._findings.refuse(row.place, message)
            seen.setdefault(id, row)

    def _names(self) -> dict[str, str]:
        """Return by what the list may call a task its id: its id there, its row, its name where only it has that."""
        named: dict[str, str] = {}
        names = [str(row.cell(_NAME) or "").strip() for row in self._rows.rows]
        counts = Counter(names)
        for name, id in zip(names, self._ids, strict=True):
            if name and counts[name] == 1:
                named.update({name: id, name.casefold(): id})
        named.update({id: id for id in self._others})
        said = [row.cell(_COLUMNS[ID]) for row in self._rows.rows]
        rows = zip(self._ids, self._rows.rows, said, strict=True)
        named.update({id: id for id, row, own in rows if row.cell(UNIQUE) is None or own is None})
        named.update({id_of(own): id for id, own in zip(self._ids, said, strict=True) if own is not None})
        return named

    def _linked(self) -> dict[str, list[str]]:
        """Return by the id of a task its links, those of summaries at what is in them."""
        found: dict[str, list[str]] = {id: [] for id in self._ids}
        unique = TaskLinks({id: id for id in self._ids})
        for id, row in zip(self._ids, self._rows.rows, strict=True):
            if row.cell(_AFTER) is not None:
                found[id] += self._links.read(words_of(row.cell(_AFTER)))
            elif row.cell(UNIQUE_PREDECESSORS) is not None:
                found[id] += unique.read(words_of(row.cell(UNIQUE_PREDECESSORS)))
        if not self._rows.has(_AFTER) and not self._rows.has(UNIQUE_PREDECESSORS):
            for id, row in zip(self._ids, self._rows.rows, strict=True):
                for link in self._links.read(words_of(row.cell(SUCCESSORS))):
                    head = head_of(link)
                    if head in found:
                        found[head].append(id + link[len(head) :])
        inactive = {
            id for id, row in zip(self._ids, self._rows.rows, strict=True) if truth_of(row.cell(ACTIVE)) is False
        }
        for id, links in found.items() if inactive else ():
            kept = [link for link in links if head_of(link) not in inactive]
            if len(kept) < len(links) and id not in inactive:
                self._findings.tell(Matter.LINK_DROPPED, id)
            found[id] = kept
        return self._without_summaries(found) if self._outline.within else found

    def _without_summaries(self, found: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Put the links of summaries at what is in them: at its beginnings, and from its ends."""
        place = {id: at for at, id in enumerate(self._ids)}
        within = self._outline.within
        linked = {head_of(link) for links in found.values() for link in links}
        made: dict[str, list[str]] = {id: [] for id in found}
        count = 0
        for id, links in found.items():
            spread = [one for link in links for one in self._from_ends(link, place, found)]
            count += len(spread) * len(within.get(place[id], [place[id]]))
            if count > MOST_LINKS:
                message = f"the links of summaries come to more than {MOST_LINKS:,}: link a milestone at their ends"
                self._findings.fail(self._rows.rows[place[id]].place, message)
            if place[id] not in within:
                made[id] += spread
                continue
            if links or id in linked:
                self._findings.tell(Matter.LINK_OF_SUMMARY, id)
            inner = {self._ids[at] for at in within[place[id]]}
            for leaf in within[place[id]]:
                if links and not any(head_of(link) in inner for link in found[self._ids[leaf]]):
                    made[self._ids[leaf]] += spread
        return {id: [*dict.fromkeys(links)] for id, links in made.items()}

    def _from_ends(self, link: str, place: Mapping[str, int], found: Mapping[str, list[str]]) -> Iterator[str]:
        head = head_of(link)
        at = place.get(head, -1)
        if at not in self._outline.within:
            yield link
            return
        inner = [self._ids[leaf] for leaf in self._outline.within[at]]
        begins = f" {LinkKind.START_TO_START}" in link or f" {LinkKind.START_TO_FINISH}" in link
        followed = {head_of(one) for leaf in inner for one in found[leaf]}
        for leaf in inner:
            is_end = leaf not in followed
            is_beginning = not any(head_of(one) in inner for one in found[leaf])
            if is_beginning if begins else is_end:
                yield leaf + link[len(head) :]

    def _is_taken(self, at: int, row: Row) -> bool:
        if truth_of(row.cell(ACTIVE)) is False:
            self._findings.tell(Matter.INACTIVE, self._ids[at], str(row.cell(_NAME) or ""))
            return False
        return True

    def _take(self, at: int, row: Row) -> None:
        """Make a task or a milestone of a row."""
        id = self._ids[at]
        part, places = self._parts.part(row, TASKS)
        part.pop("after", None)
        if self._after[id]:
            part["after"] = [Plain(link) for link in self._after[id]]
        if "group" not in part and self._outline.above[at]:
            names = [str(self._rows.rows[one].cell(_NAME) or self._ids[one]) for one in self._outline.above[at]]
            part["group"] = BETWEEN.join(" ".join(name.replace(BETWEEN, "-").split()) for name in names[:MOST_LEVELS])
        if "name" in part:
            part["name"] = part["name"].strip()
        if (elapsed := elapsed_of(row.cell(_DURATION))) and "calendar" not in part:
            part.update(duration=Plain(elapsed), calendar=EVERY_DAY_NAME)
        others = {heading: words_of(entry.cell).strip() for heading, entry in row.others.items()}
        if others:
            part["fields"] = {**part.get("fields", {}), **others}
        span = Span(start=self._moment(row, START), finish=self._moment(row, FINISH, _DAY_OVER))
        if span.start:
            self._starts.append(span.start)
        self._bind(id, row, part, span)
        days = self._length(row, part, span)
        actual = self._progress(id, row, part, span, days)
        sort = self._sort(row, part, days)
        kind = "milestones" if sort.is_milestone else "tasks"
        if sort.is_milestone:
            part = self._milestone(part, row, sort, actual)
        holder = self.milestones if sort.is_milestone else self.tasks
        holder[id] = part
        self.places[kind, id] = row.place
        self.places.update({(kind, id, *path): place for path, place in places.items()})
        self.activities.append(
            Activity(
                id=id,
                name=part.get("name", ""),
                sort=sort,
                duration=_HOURS * days,
                actual=actual,
                stored=span if span.start and span.finish else Span(),
                critical=truth_of(row.cell(CRITICAL)),
                wbs=part.get("wbs", ""),
                codes=_texts(part.get("codes")),
                fields=_texts(part.get("fields")),
                place=row.place,
            )
        )

    def _moment(self, row: Row, column: Column, unless_said: time = time()) -> datetime | None:
        """Return the moment that a cell says, of a day alone at a time of it."""
        cell = row.cell(column)
        found = self._dates.read(cell)
        if found is not None and not _is_allowed(found):
            message = f"{found} is outside the years {EARLIEST.year} to {LATEST.year}: correct the year"
            self._findings.refuse(row.entries[column.path].place, message)
            return None
        if found is None and isinstance(cell, str) and cell.strip().casefold() not in _NO_DATE:
            self._refuse_no_date(cell, row.entries[column.path])
        return found if found is None or isinstance(found, datetime) else datetime.combine(found, unless_said)

    def _refuse_no_date(self, cell: str, entry: Entry) -> None:
        """Refuse once what is no date; one that can be read in two ways is told of already."""
        if not self._dates.is_read_both_ways(cell) and entry.place not in self._told:
            self._told.add(entry.place)
            message = f"{cut(cell)!r} is not a date: give year-month-day, as 2026-03-31, or empty the cell"
            self._findings.refuse(entry.place, message, entry.heading.text)

    def _bind(self, id: str, row: Row, part: dict[str, Any], span: Span) -> None:
        """Put what the dates of a row ask for where a task says it."""
        said = plain(words_of(row.cell(CONSTRAINT)))
        moment = self._moment(row, CONSTRAINT_DATE)
        if said and _LATE.search(said):
            self._findings.tell(Matter.ALAP, id)
        elif said and moment:
            for words, key, matter in _BOUNDS:
                if re.search(words, said):
                    part.setdefault(key, Plain(moment.date()))
                    if matter:
                        self._findings.tell(matter, id, moment.date())
                    break
        if span.start and not self._has_links and "not_before" not in part:
            part["not_before"] = Plain(span.start.date())
            self._findings.tell(Matter.DATES_FOR_LINKS, id)

    @cached_property
    def _has_links(self) -> bool:
        return any(self._after.values())

    def _length(self, row: Row, part: dict[str, Any], span: Span) -> float:
        """Return how long a row takes [days]; where it says nothing, from its dates."""
        if "duration" not in part and span.start and span.finish:
            days = sum(
                (span.start.date() + timedelta(days=number)).weekday() < _WEEKEND
                for number in range(max(0, (span.finish.date() - span.start.date()).days + 1))
            )
            part["duration"] = Plain(days)
            self._findings.tell(Matter.DURATION_BY_DATES, self._id(row))
        try:
            return float(part["duration"]) if isinstance(part.get("duration"), Plain) else 1.0
        except ValueError:
            return 1.0

    def _progress(self, id: str, row: Row, part: dict[str, Any], span: Span, days: float) -> Span:
        """Put what has happened where a task says it, and return it; of a whole plan what it says is all."""
        actual = part.get("actual") or {}
        said = (self._dates.read(str(actual[key])) if key in actual else None for key in ("start", "finish"))
        begun, done = (day if day is not None and _is_allowed(day) else None for day in said)
        if self._apart and row.cell(PERCENT) is None:
            return Span(start=_moment_of(begun) if begun else None, finish=_moment_of(done) if done else None)
        share = self._share(row)
        if share >= _DONE and done is None:
            done = span.finish
        if share > 0 and begun is None:
            begun = span.start or done
        if share > 0 and begun is None:
            self._findings.tell(Matter.PROGRESS_WITHOUT_DATES, id)
        if done is not None and begun is None:
            begun = done
        if begun is None:
            return Span()
        part["actual"] = {**actual, "start": Plain(_day(begun))}
        if done is not None:
            part["actual"]["finish"] = Plain(_day(done))
            part.pop("remaining", None)
        elif "remaining" not in part:
            part["remaining"] = Plain(f"{max(0.0, days * (1.0 - share)):.6g}")
        return Span(start=_moment_of(begun), finish=_moment_of(done) if done else None)

    def _share(self, row: Row) -> float:
        """Return how much of a row is done, as a share of 1; numbers above 1 are percent."""
        number = _percent(row)
        return number / 100.0 if self._are_percent or "%" in words_of(row.cell(PERCENT)) else number

    @cached_property
    def _are_percent(self) -> bool:
        """Return whether a row says more than 1, so that 1 is not all of it."""
        return any(_percent(row) > 1 for row in self._rows.rows)

    def _sort(self, row: Row, part: Mapping[str, Any], days: float) -> Sort:
        said = words_of(row.cell(MILESTONE))
        if _IS_MILESTONE.search(said):
            return Sort.START_MILESTONE if "start" in said.casefold() else Sort.FINISH_MILESTONE
        flag = truth_of(row.cell(MILESTONE))
        if flag and not (days and "duration" in part):
            return Sort.FINISH_MILESTONE
        is_nought = flag is None and "duration" in part and not days and not self._apart
        return Sort.FINISH_MILESTONE if is_nought else Sort.TASK

    def _milestone(self, part: Mapping[str, Any], row: Row, sort: Sort, actual: Span) -> dict[str, Any]:
        """Return what a milestone can say of what a row says."""
        known = fields_at((MILESTONES.key, ""))
        kept = {key: value for key, value in part.items() if key in known}
        level = words_of(row.cell(LEVEL)).strip().casefold()
        if level:
            kept["level"] = level
        elif "due" not in kept:
            kept["level"] = Level.MINOR.value
        if sort is Sort.START_MILESTONE:
            kept["at"] = MilestoneAt.START.value
        if moment := actual.finish or actual.start:
            kept["reached"] = Plain(moment.date())
        return kept

    def _name_major(self) -> None:
        """Make the last milestone major: a plan is judged by its end."""
        if self._apart or not self.milestones:
            return
        stored = {one.id: (one.stored.finish or datetime.min, at) for at, one in enumerate(self.activities)}
        last = max(self.milestones, key=lambda id: stored[id])
        if not any("level" not in part or part["level"] == Level.MAJOR.value for part in self.milestones.values()):
            self.milestones[last].pop("level", None)


_WEEKEND: Final = 5


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _is_allowed(day: date) -> bool:
    """Return whether a date is one that a plan may name."""
    return EARLIEST.year <= day.year <= LATEST.year


def _moment_of(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _percent(row: Row) -> float:
    """Return the number that says how much of a row is done; 0 where it says none."""
    try:
        return float(words_of(row.cell(PERCENT)).strip().rstrip("% ").replace(",", "."))
    except ValueError:
        return 0.0


def _texts(part: Any) -> dict[str, str]:
    """Return what codes or fields say, by their names."""
    return {key: str(said) for key, said in part.items()} if isinstance(part, dict) else {}
