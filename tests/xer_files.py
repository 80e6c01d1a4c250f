"""Primavera P6 exports for tests, written from what a test says of their tables."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

Tables: TypeAlias = Mapping[str, Iterable[Mapping[str, object]]]

WEEK: Final = "".join(f"(0||{day}()({'(0||0(s|08:00|f|16:00)())' if 2 <= day <= 6 else ''}))" for day in range(1, 8))
"""Monday to Friday, eight hours, as P6 writes it; its weeks begin on Sunday."""
NEVER: Final = "(0||CalendarData()((0||DaysOfWeek()())))"


def calendar(week: str = WEEK, exceptions: str = "") -> str:
    """Return the text of a calendar."""
    return f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||Exceptions()({exceptions}))))"


def shift(begin: str, end: str) -> str:
    """Return one shift."""
    return f"(0||0(s|{begin}|f|{end})())"


def exception(number: int, *shifts: str) -> str:
    """Return a date, by its number, with hours of its own."""
    return f"(0||0(d|{number})({''.join(shifts)}))"


def task(id: str, hours: float = 8, **fields: object) -> dict[str, object]:
    """Return an activity that has not begun; its key is its id with a letter before it."""
    return {
        "task_id": f"t{id}",
        "proj_id": "1",
        "wbs_id": "10",
        "clndr_id": "5",
        "task_type": "TT_Task",
        "task_code": id,
        "task_name": f"Work {id}",
        "target_drtn_hr_cnt": hours,
        "remain_drtn_hr_cnt": hours,
        **fields,
    }


def link(predecessor: str, successor: str, kind: str = "PR_FS", hours: float = 0) -> dict[str, object]:
    """Return a link."""
    return {
        "task_id": f"t{successor}",
        "pred_task_id": f"t{predecessor}",
        "proj_id": "1",
        "pred_proj_id": "1",
        "pred_type": kind,
        "lag_hr_cnt": hours,
    }


PLAN: Final[Tables] = {
    "PROJECT": [
        {
            "proj_id": "1",
            "proj_short_name": "SITE",
            "clndr_id": "5",
            "plan_start_date": "2026-01-05 00:00",
            "last_recalc_date": "2026-01-05 00:00",
            "export_flag": "Y",
        }
    ],
    "CALENDAR": [{"clndr_id": "5", "clndr_name": "Five days", "day_hr_cnt": 8, "clndr_data": calendar()}],
    "PROJWBS": [
        {"wbs_id": "10", "proj_id": "1", "proj_node_flag": "Y", "wbs_short_name": "SITE", "wbs_name": "The site"}
    ],
    "TASK": [task("A")],
}
"""A plan of one activity, on Monday, 5 January 2026."""


def xer(changes: Tables | None = None, *, encoding: str = "cp1252", end: str = "%E\r\n") -> bytes:
    """Return an export of the plan with some of its tables replaced."""
    lines = ["ERMHDR\t19.12\t2026-01-05\tProject\tadmin\tadmin\tdb\tProject Management\tEUR"]
    for table, given in {**PLAN, **(changes or {})}.items():
        rows = list(given)
        fields = list(dict.fromkeys(field for row in rows for field in row))
        lines += [f"%T\t{table}", "\t".join(["%F", *fields])]
        lines += ["\t".join(["%R", *(str(row.get(field, "")) for field in fields)]) for row in rows]
    return ("\r\n".join(lines) + "\r\n" + end).encode(encoding)


def project(**fields: object) -> Tables:
    """Return the project with some of its fields changed."""
    return {"PROJECT": [{**next(iter(PLAN["PROJECT"])), **fields}]}
