"""Our dates of a plan of another program are held against those of its file, and where they first differ is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.models import read_scenario
from milepost.models.file.imported import Imported
from milepost.models.file.opened import opened
from milepost.models.imports import Matter
from milepost.models.rules.import_check import Dates, ImportCheck, import_check
from tests.xer_files import Tables, link, project, task, xer


def checked(tmp_path: Path, changes: Tables) -> ImportCheck:
    path = tmp_path / "site.xer"
    path.write_bytes(xer(changes))
    imported = opened(path)
    assert isinstance(imported, Imported)
    return import_check(read_scenario(path), imported.plan, imported.notices)


def stored(id: str, start: str, finish: str, hours: float = 8, **fields: object) -> dict[str, object]:
    """Return an activity with the dates that P6 has given it, in January 2026."""
    return task(id, hours, early_start_date=f"2026-01-{start}", early_end_date=f"2026-01-{finish}", **fields)


@pytest.mark.parametrize(
    ("start", "finish", "same"),
    [
        ("05 08:00", "06 16:00", True),
        ("05 09:00", "06 10:00", True),  # to the day
        ("05 08:00", "07 08:00", True),  # no work lies between the end of Tuesday and that
        ("05 08:00", "07 00:00", True),  # a midnight ends the day before
        ("05 08:00", "07 09:00", False),
        ("06 08:00", "06 16:00", False),
    ],
)
def test_dates_are_the_same_to_the_day_or_where_no_work_lies_between(
    tmp_path: Path, start: str, finish: str, *, same: bool
) -> None:
    found = checked(tmp_path, {"TASK": [stored("A", start, finish, 16)]})
    assert (found.judged, found.agree) == (1, int(same))


def test_of_a_path_the_first_is_told_with_the_worst_that_was_not_taken_as_it_is(tmp_path: Path) -> None:
    late: dict[str, Any] = {"cstr_type": "CS_ALAP"}
    found = checked(
        tmp_path,
        {
            "TASK": [
                stored("A", "12 08:00", "12 16:00", **late),
                stored("B", "13 08:00", "13 16:00", task_type="TT_Rsrc"),
                stored("C", "05 08:00", "05 16:00"),
                task("unscheduled"),
                stored("D", "08 08:00", "08 16:00"),
            ],
            "TASKPRED": [link("A", "B"), link("C", "D")],
        },
    )
    assert (found.judged, found.agree) == (4, 1)
    first, second = found.first
    assert (first.id, second.id) == ("A", "D")
    assert first.ours == Dates(start=date(2026, 1, 5), finish=date(2026, 1, 5))
    assert first.stored == Dates(start=date(2026, 1, 12), finish=date(2026, 1, 12))
    assert first.notice is not None
    assert first.notice.matter is Matter.ALAP
    assert second.notice is None


def test_a_milestone_has_one_date_and_one_that_begins_the_day_is_of_that_day(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        {
            "TASK": [
                stored("A", "05 08:00", "05 16:00"),
                stored("S", "06 08:00", "06 08:00", 0, task_type="TT_Mile"),
                stored("F", "05 16:00", "05 16:00", 0, task_type="TT_FinMile"),
            ],
            "TASKPRED": [link("A", "S"), link("A", "F")],
        },
    )
    assert (found.judged, found.agree) == (3, 3)


def test_what_has_happened_is_not_judged(tmp_path: Path) -> None:
    """The finish of what is under way is; of facts after the status our dates are others, which is told elsewhere."""
    begun: dict[str, Any] = {"act_start_date": "2026-01-13 08:00", "remain_drtn_hr_cnt": 16}
    found = checked(
        tmp_path,
        {
            **project(last_recalc_date="2026-01-12 08:00"),
            "TASK": [
                stored(
                    "done", "13 08:00", "14 16:00", act_start_date="2026-01-13 08:00", act_end_date="2026-01-14 16:00"
                ),
                stored("right", "12 08:00", "13 16:00", **begun),
                stored("wrong", "12 08:00", "16 16:00", **begun),
            ],
        },
    )
    assert (found.judged, found.agree) == (3, 2)
    assert [one.id for one in found.first] == ["wrong"]
    assert found.first[0].notice is not None
    assert found.first[0].notice.matter is Matter.FACT_AHEAD


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"TASK": [stored("A", "05 08:00", "05 16:00")]}, None),
        # the file has it a day before what its link asks for
        (
            {
                "TASK": [stored("A", "05 08:00", "06 16:00", 16), stored("B", "05 08:00", "05 16:00")],
                "TASKPRED": [link("A", "B")],
            },
            "as without the link from A",
        ),
        (
            {
                "TASK": [stored("A", "05 08:00", "05 16:00"), stored("B", "06 08:00", "06 16:00")],
                "TASKPRED": [link("A", "B", hours=16)],
            },
            "as without the lag from A",
        ),
        (
            {"TASK": [stored("A", "05 08:00", "05 16:00", cstr_type="CS_MSOA", cstr_date="2026-01-08 08:00")]},
            "as without: start not before 2026-01-08",
        ),
        (
            {"TASK": [stored("A", "05 08:00", "07 16:00", 16)]},
            "24 hours of its calendar lie between its dates, and its work takes 16",
        ),
        ({"TASK": [stored("A", "08 08:00", "08 16:00")]}, ""),  # later than all that the file asks
    ],
)
def test_where_nothing_that_was_told_explains_a_date_it_is_said_what_alone_would_have_to_be_otherwise(
    tmp_path: Path, changes: Tables, why: str | None
) -> None:
    found = checked(tmp_path, changes)
    assert [one.why for one in found.first] == ([] if why is None else [why])
