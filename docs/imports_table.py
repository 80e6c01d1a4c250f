"""
Print the page of how far plans of other programs are read as they are, docs/imports-agreement.md.

Run `python docs/imports_table.py FOLDER`: a folder of plans with what a third program reads of them, as the page says.
The page keeps its own words; the tables are made anew, and hold nothing of what stands in the plans but numbers.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.imported import Imported
from milepost.models.file.layers import Layers
from milepost.models.imports import Activity, Bound, ForeignCalendar, ForeignPlan, Kind, Relation, kind_of
from milepost.models.imports.findings import NOWHERE
from milepost.models.imports.notice import SENTENCES
from milepost.models.rules.import_check import ImportCheck, import_check

_PAGE: Final = Path(__file__).with_name("imports-agreement.md")
_HEADING: Final = "## Every file\n"
_TO_REACH: Final = 0.99
_FORMATS: Final[Mapping[Kind, str]] = {Kind.XER: "XER", Kind.PMXML: "PMXML", Kind.MSPDI: "MSPDI"}
_HOURS: Final = {"m": 1 / 60, "h": 1.0, "em": 1 / 60, "eh": 1.0, "ed": 24.0, "ew": 168.0, "emo": 720.0}
_DAYS: Final = {"d": 1.0, "w": 5.0, "mo": 20.0}
_BOUNDS: Final = {
    "START_NO_EARLIER_THAN": Bound.START_NOT_BEFORE,
    "START_NO_LATER_THAN": Bound.START_BY,
    "FINISH_NO_EARLIER_THAN": Bound.FINISH_NOT_BEFORE,
    "FINISH_NO_LATER_THAN": Bound.FINISH_BY,
}
_ROUNDED: Final = 0.02
"""By how much lengths may differ that two programs have rounded [hours]."""
_NOT_HERE, _ONLY_HERE, _OF_SUMMARY = "not here", "only here", "of a summary, "
_SUMMARY: Final = ""
"""Stands in a link for the id of what is not a task here."""
_PARTS: Final = ("tasks", "links", "lags", "calendars", "progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """
    A plan beside what a third program reads of the same file.

    Parameters
    ----------
    name, format
        Of the file.
    counts
        By part, how much of it was compared, and what of it differs.
    check
        How many dates come out; none where the file is refused.
    refused
        What is said where it is.
    """

    name: str
    format: str
    counts: Mapping[str, tuple[int, list[str]]] = field(default_factory=dict)
    check: ImportCheck | None = None
    refused: str = ""


def main() -> int:
    """Print the page; return 1 if fewer dates come out than should, or one differs without a reason."""
    found = [_compared(path) for path in sorted(_plans(Path(sys.argv[1])))]
    words, heading, _ = _PAGE.read_text(encoding="utf-8").partition(_HEADING)
    assert heading, f"{_PAGE.name} has lost its heading {_HEADING.strip()!r}"
    print(words + heading + "\n" + "\n".join(_tables(found)))
    checks = [one.check for one in found if one.check]
    reached = sum(check.agree for check in checks) >= _TO_REACH * sum(check.judged for check in checks)
    return int(not reached or any(first.notice is None for check in checks for first in check.first))


def _plans(folder: Path) -> Iterator[Path]:
    for truth in folder.rglob("*.truth.json"):
        yield truth.with_name(truth.name.removesuffix(".truth.json"))


def _compared(path: Path) -> Compared:
    kind = kind_of(path, path.read_bytes())
    name, form = path.name, _FORMATS.get(kind, kind.value) if kind else "none"
    try:
        imported = Layers(path).sources[-1]
        scenario = read_scenario(path)
    except ScenarioError as error:
        said = str(error).splitlines()[0].removeprefix(str(path))
        return Compared(name=name, format=form, refused=said.rpartition("Project: ")[2].partition(":")[0])
    assert isinstance(imported, Imported), f"{path} is not a plan of another program"
    plan, notices = imported.plan, imported.notices
    truth = json.loads(path.with_name(f"{name}.truth.json").read_text(encoding="utf-8"))
    hours = path.with_name(f"{name}.hours.json")
    worked = json.loads(hours.read_text(encoding="utf-8")) if hours.exists() else {}
    check = import_check(scenario, plan, notices)
    return Compared(name=name, format=form, counts=_Comparison(plan, truth, worked).counts(), check=check)


class _Comparison:
    """
    What of a plan is as a third program reads it.

    Parameters
    ----------
    plan
        As it is read here.
    truth
        What the third program reads.
    worked
        By the name of a calendar and by date, when that has people work [minutes from midnight].
    """

    def __init__(self, plan: ForeignPlan, truth: Mapping[str, Any], worked: Mapping[str, Any]) -> None:
        self._plan, self._truth, self._worked = plan, truth, worked
        self._day = truth["minutes_per_day"] / 60
        ours = {one.id: one for one in plan.activities}
        self._pairs: list[tuple[Mapping[str, Any], Activity]] = []
        self._only: list[str] = []
        self._ids: dict[int, str] = {}
        for row in truth["tasks"]:
            if not (row["summary"] or row["null_task"]):
                id = row["activity_id"] if row["activity_id"] in ours else str(row["uid"])
                self._ids[row["uid"]] = id
                if id in ours:
                    self._pairs.append((row, ours.pop(id)))
                else:
                    self._only.append(_NOT_HERE)
        self._only += [_ONLY_HERE] * len(ours)

    def counts(self) -> dict[str, tuple[int, list[str]]]:
        """Return by part how much was compared, and what differs."""
        links = self._links()
        return {
            "tasks": (len(self._pairs), [*self._only, *self._of_tasks(self._task)]),
            "links": (len(self._truth["links"]), links),
            "lags": self._lags(),
            "calendars": self._calendars(),
            "progress": (len(self._pairs), self._of_tasks(self._progress)),
        }

    def _of_tasks(self, differs: Callable[[Mapping[str, Any], Activity], Iterator[str]]) -> list[str]:
        return [", ".join(said) for row, one in self._pairs if (said := [*differs(row, one)])]

    def _task(self, row: Mapping[str, Any], one: Activity) -> Iterator[str]:
        """Yield what is not the same of a task but its progress."""
        calendar = self._plan.calendars[one.calendar or self._plan.calendar].name
        bound = _BOUNDS.get(row["constraint"] or "")
        same = {
            "name": one.name == " ".join((row["name"] or "").split()),
            "milestone": not row["milestone"] or not one.duration,
            "duration": one.actual.start or abs(self._hours(row["duration"]) - one.duration) <= _ROUNDED,
            "calendar": row["calendar"] in (None, calendar),
            "constraint": bound is None or (bound, _moment(row["constraint_date"])) in one.bounds,
            "deadline": _moment(row["deadline"]) == one.deadline,
            "cost": abs((row["cost"] or 0.0) - one.cost) <= 0.01,
            "start": _moment(row["start"]) == one.stored.start,
            "finish": _moment(row["finish"]) == one.stored.finish,
        }
        yield from (what for what, holds in same.items() if not holds)

    def _progress(self, row: Mapping[str, Any], one: Activity) -> Iterator[str]:
        """Yield what is not the same of the progress of a task; percent where it is of the duration."""
        percent = 100.0 * (1.0 - one.remaining / one.duration) if one.duration else 0.0
        of_duration = self._truth["file_type"] == "MSPDI" and one.duration > 0.0
        same = {
            "actual start": _moment(row["actual_start"]) == one.actual.start,
            "actual finish": _moment(row["actual_finish"]) == one.actual.finish,
            "remaining": abs(self._hours(row["remaining_duration"]) - one.remaining) <= _ROUNDED,
            "percent": not of_duration or abs((row["percent_complete"] or 0.0) - percent) <= 1.0,
        }
        yield from (what for what, holds in same.items() if not holds)

    def _tie(self, link: Mapping[str, Any]) -> tuple[str, str, str]:
        return self._ids.get(link["pred_uid"], _SUMMARY), self._ids.get(link["succ_uid"], _SUMMARY), link["type"]

    def _links(self) -> list[str]:
        want = Counter(map(self._tie, self._truth["links"]))
        have = Counter((one.predecessor, one.successor, str(one.kind)) for one in self._plan.relations)
        return [
            *(f"{_OF_SUMMARY if _SUMMARY in tie else ''}{_NOT_HERE}" for tie in (want - have).elements()),
            *(_ONLY_HERE for _ in (have - want).elements()),
        ]

    def _lags(self) -> tuple[int, list[str]]:
        ours: dict[tuple[str, str, str], list[Relation]] = {}
        for one in self._plan.relations:
            ours.setdefault((one.predecessor, one.successor, str(one.kind)), []).append(one)
        compared, differing = 0, []
        for link in self._truth["links"]:
            tie = self._tie(link)
            if tie in ours:
                compared += 1
                one = ours[tie].pop(0) if len(ours[tie]) > 1 else ours[tie][0]
                if not self._has_lag(one, link["lag"]):
                    differing.append("how long it is")
        return compared, differing

    def _has_lag(self, one: Relation, lag: Mapping[str, Any] | None) -> bool:
        unit, value = (lag["units"], lag["value"]) if lag else ("h", 0.0)
        if unit.endswith("%"):
            return abs(one.share - value / 100) <= 1e-6
        ours = 24.0 * one.elapsed if unit.startswith("e") else one.lag
        return abs(ours - self._hours({"units": unit, "value": value})) <= _ROUNDED

    def _calendars(self) -> tuple[int, list[str]]:
        """Compare by which hours is worked on each date that is known, else how many dates have hours of their own."""
        special = {one["name"]: one["n_exceptions"] for one in self._truth["calendars"]}
        compared, differing = 0, []
        for one in self._plan.calendars.values():
            if one.place != NOWHERE:
                by_date = self._worked.get(one.name, {})
                compared += max(1, len(by_date))
                differing += ["hours of a date" for day, shifts in by_date.items() if not _works(one, day, shifts)]
                if one.name not in special:
                    differing.append(_ONLY_HERE)
                elif not by_date and special[one.name] != len(one.days):
                    differing.append("how many dates have hours of their own")
        return compared, differing

    def _hours(self, length: Mapping[str, Any] | None) -> float:
        if length is None or length["value"] is None:
            return 0.0
        unit = length["units"]
        return float(length["value"] * (_HOURS[unit] if unit in _HOURS else _DAYS[unit] * self._day))


def _works(calendar: ForeignCalendar, day: str, shifts: list[list[int]]) -> bool:
    """Return whether a date has the hours that it should; shifts that touch are one."""
    joined: list[list[int]] = []
    for begin, end in shifts:
        if joined and joined[-1][1] == begin:
            joined[-1][1] = end
        else:
            joined.append([begin, end])
    return [[*shift] for shift in calendar.hours(date.fromisoformat(day)).shifts] == joined


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _tables(found: list[Compared]) -> Iterator[str]:
    """Yield the lines of the tables: every file, every format, and all that differs."""
    read = [one for one in found if one.check]
    yield f"| file | format | {' | '.join(_PARTS)} | dates | why not |"
    yield f"|---|---|{'---|' * (len(_PARTS) + 2)}"
    for one in found:
        yield f"| {_cell(one.name)} | {one.format} | {' | '.join(_row(one))} |"
    yield ""
    yield "## Every format\n"
    yield f"| format | files | {' | '.join(_PARTS)} | dates | |"
    yield f"|---|---|{'---|' * (len(_PARTS) + 2)}"
    for form in [*dict.fromkeys(one.format for one in read), ""]:
        of_form = [one for one in read if form in (one.format, "")]
        cells = [_sum(one.counts[part] for one in of_form) for part in _PARTS]
        agree = sum(one.check.agree for one in of_form if one.check)
        judged = sum(one.check.judged for one in of_form if one.check)
        yield f"| {form or 'all'} | {len(of_form)} | {' | '.join(cells)} | {agree} of {judged} | {agree / judged:.1%} |"
    yield f"\nTo reach: {_TO_REACH:.0%} of all dates together.\n"
    yield "## All that differs from the other program's reading\n"
    yield "| file | of | what | how many |"
    yield "|---|---|---|---|"
    for one in read:
        for part, (_, differing) in one.counts.items():
            for said, number in Counter(differing).items():
                yield f"| {_cell(one.name)} | {part} | {said} | {number} |"


def _row(one: Compared) -> list[str]:
    """Return the cells of a file."""
    if one.check is None:
        return ["-"] * (len(_PARTS) + 1) + [f"refused: {one.refused}"]
    reasons = Counter(SENTENCES[first.notice.matter] if first.notice else "nobody knows" for first in one.check.first)
    said = "; ".join(f"{number} {reason}" for reason, number in reasons.items())
    return [*(_sum([one.counts[part]]) for part in _PARTS), f"{one.check.agree} of {one.check.judged}", said]


def _sum(counts: Iterable[tuple[int, list[str]]]) -> str:
    """Return how much was compared, and how much of it differs if anything does."""
    compared, differing = 0, 0
    for number, wrong in counts:
        compared, differing = compared + number, differing + len(wrong)
    return f"{compared:,} but {differing}" if differing else f"{compared:,}" if compared else "none"


def _cell(text: str) -> str:
    """Return the name of a file as a cell of a table, in which nothing is markup."""
    return f"`{text.replace('`', ' ').replace('|', ' ')}`"


if __name__ == "__main__":
    sys.exit(main())
