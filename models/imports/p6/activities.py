"""Activities: the tasks and milestones of a Primavera P6 export."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from milepost.models.imports.findings import Findings
from milepost.models.imports.notice import Matter
from milepost.models.imports.p6.calendars import Calendars
from milepost.models.imports.p6.sorting import Level, codes, fields, levels, name_of_project
from milepost.models.imports.p6.tables import Tables
from milepost.models.imports.plan import Activity, Bound, Sort, Span
from milepost.models.imports.row import Row
from milepost.models.link import LONGEST_ID
from milepost.models.problem import cut

MOST_ACTIVITIES: Final = 200_000
"""Activities of a project beyond which it is refused."""

_SORTS: Final = {"TT_Mile": Sort.START_MILESTONE, "TT_FinMile": Sort.FINISH_MILESTONE}
_IDLE: Final = {"TT_LOE": Matter.LEVEL_OF_EFFORT, "TT_WBS": Matter.SUMMARY_WORK}
"""What is drawn from the dates of other activities, and drives none."""
_BOUNDS: Final = {
    "CS_MSO": Bound.START_ON,
    "CS_MSOA": Bound.START_NOT_BEFORE,
    "CS_MSOB": Bound.START_BY,
    "CS_MEO": Bound.FINISH_ON,
    "CS_MEOA": Bound.FINISH_NOT_BEFORE,
    "CS_MEOB": Bound.FINISH_BY,
    "CS_MANDSTART": Bound.MUST_START_ON,
    "CS_MANDFIN": Bound.MUST_FINISH_ON,
}
_LATE: Final = "CS_ALAP"
_DRIVEN_BY_WORK: Final = frozenset({"DT_FixedQty", "DT_FixedRate"})
"""Types of a duration that work and those who do it make."""


class Activities:
    """
    The activities of a project.

    Parameters
    ----------
    tables
        Of the export.
    findings
        Where what is wrong is taken down.
    project
        The project.
    calendars
        Those of the export.

    Attributes
    ----------
    all
        In the order of the file.
    ids
        By the key of its row, the id of each.
    idle
        Keys of the rows of what drives nothing, and is left out.
    project_name
        What the project is called; empty where that is not said.
    """

    def __init__(self, tables: Tables, findings: Findings, project: Row, calendars: Calendars) -> None:
        key = project.key("proj_id")
        self._findings, self._calendars = findings, calendars
        self._levels, self._codes, self._fields = levels(tables, key), codes(tables), fields(tables)
        self._costs, self._owners = _costs(tables), _names(tables)
        self._assigned = {row.key("task_id") for row in tables.rows("TASKRSRC")}
        self.project_name = name_of_project(tables, key)
        self.ids: dict[str, str] = {}
        self.idle: set[str] = set()
        self._taken: set[str] = set()
        rows = [(task, row) for task, row in tables.by_key("TASK", "task_id").items() if row.key("proj_id") == key]
        if not rows:
            findings.fail(project.place, "the project has no activities: export it with them")
        if len(rows) > MOST_ACTIVITIES:
            findings.fail(project.place, f"the project has more than {MOST_ACTIVITIES:,} activities: split it")
        self.all = tuple(self._activity(task, row) for task, row in rows if self._is_taken(task, row))
        if not self.all:
            findings.stop()
            findings.fail(project.place, "the project has no activities that take part: export it with its work")

    @property
    def earliest(self) -> datetime | None:
        """Return when the first begins by the file; none where none says it."""
        starts = (moment for one in self.all for moment in (one.actual.start, one.stored.start) if moment)
        return min(starts, default=None)

    def _is_taken(self, task: str, row: Row) -> bool:
        """Return whether an activity takes part in the plan, and take down its id."""
        id = row.name = row.text("task_code")
        matter = _IDLE.get(row.key("task_type"))
        if matter is not None:
            self._findings.tell(matter, id)
            self.idle.add(task)
            return False
        if not id or len(id) > LONGEST_ID:
            what = f"{cut(id)!r} has more than {LONGEST_ID} characters" if id else "nothing stands here"
            row.refuse(f"{what}, and an id is needed: correct it there, and export the plan again", "task_code")
        elif id in self._taken:
            row.refuse(f"{id!r} stands here again: give one of the two another Activity ID", "task_code")
        else:
            self._taken.add(id)
            self.ids[task] = id
            return True
        return False

    def _activity(self, task: str, row: Row) -> Activity:
        id, level = self.ids[task], self._levels.get(row.key("wbs_id"), Level())
        actual = _actual(row)
        whole = row.amount("target_drtn_hr_cnt")
        left = row.amount("remain_drtn_hr_cnt") if row.key("remain_drtn_hr_cnt") else whole
        spent, ahead = self._costs[task]
        self._tell(task, row, actual)
        return Activity(
            id=id,
            name=row.text("task_name"),
            sort=_SORTS.get(row.key("task_type"), Sort.TASK),
            calendar=self._calendars.key(row.key("clndr_id"), id),
            duration=whole if actual.start else left,
            remaining=0.0 if actual.finish else left,
            actual=actual,
            resume=row.moment("resume_date") if actual.start else None,
            bounds=tuple(_bounds(row)),
            late=_LATE in (row.key("cstr_type"), row.key("cstr_type2")),
            group=level.names,
            wbs=level.code,
            codes=self._codes.get(task, {}),
            fields=self._fields.get(task, {}),
            cost=max(0.0, spent + ahead),
            spent=max(0.0, spent),
            owner=self._owners.get(row.key("rsrc_id"), ""),
            stored=_stored(row, actual),
            critical=row.number("total_float_hr_cnt") <= 0.0 if row.key("total_float_hr_cnt") else None,
            place=row.place,
        )

    def _tell(self, task: str, row: Row, actual: Span) -> None:
        """Tell what of an activity is not taken as it is, of those that are not finished."""
        if actual.finish is not None:
            return
        id = self.ids[task]
        if row.key("task_type") == "TT_Rsrc":
            self._findings.tell(Matter.BY_RESOURCE, id)
        if row.key("expect_end_date"):
            self._findings.tell(Matter.EXPECTED_FINISH, id, row.key("expect_end_date"))
        if row.key("suspend_date"):
            self._findings.tell(Matter.SUSPENDED, id, row.key("suspend_date"))
        if row.key("duration_type") in _DRIVEN_BY_WORK and task in self._assigned:
            self._findings.tell(Matter.WORK_DRIVEN, id)
        if row.key("external_early_start_date"):
            self._findings.tell(Matter.EXTERNAL_DATE, id, row.key("external_early_start_date"))


def _actual(row: Row) -> Span:
    """Return when an activity was begun and finished; what is finished was begun."""
    start, finish = row.moment("act_start_date"), row.moment("act_end_date")
    return Span(start=start or finish, finish=finish)


def _bounds(row: Row) -> Iterator[tuple[Bound, datetime]]:
    """Yield the dates that ask something of an activity."""
    for kind, field in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
        bound, moment = _BOUNDS.get(row.key(kind)), row.moment(field)
        if bound is not None and moment is not None:
            yield bound, moment
    external = row.moment("external_early_start_date")
    if external is not None:
        yield Bound.START_NOT_BEFORE, external


def _stored(row: Row, actual: Span) -> Span:
    """Return when the file has an activity: as it happened, and ahead as P6 has scheduled it."""
    start = actual.start or row.moment("early_start_date") or row.moment("restart_date")
    return Span(start=start, finish=actual.finish or row.moment("early_end_date") or row.moment("reend_date"))


def _costs(tables: Tables) -> Mapping[str, tuple[float, float]]:
    """Return by the key of an activity what is spent on it, and what is still to be spent."""
    found: defaultdict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    parts = {"TASKRSRC": (("act_reg_cost", "act_ot_cost"), "remain_cost"), "PROJCOST": (("act_cost",), "remain_cost")}
    for table, (gone, left) in parts.items():
        for row in tables.rows(table):
            spent, ahead = found[row.key("task_id")]
            found[row.key("task_id")] = spent + sum(map(row.number, gone)), ahead + row.number(left)
    return found


def _names(tables: Tables) -> Mapping[str, str]:
    return {row.key("rsrc_id"): row.text("rsrc_name") for row in tables.rows("RSRC")}
