"""The page that compares readings of other plans finds what differs, and fails where dates do without a reason."""

import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.xer_files import calendar, link, project, task, xer

SCRIPT = Path(__file__).parents[1] / "docs" / "imports_table.py"
Page = Callable[..., tuple[str, int]]


def row(uid: int, id: str, hours: float, start: str, finish: str, **changes: Any) -> dict[str, Any]:
    """Return a task as the third program reads it."""
    length = {"value": hours, "units": "h"}
    nothing = dict.fromkeys(("actual_start", "actual_finish", "constraint", "constraint_date", "deadline", "cost"))
    flags = {"summary": False, "null_task": False, "milestone": False, "percent_complete": 0.0, "calendar": None}
    dates = {"start": start, "finish": finish, "duration": length, "remaining_duration": length}
    return {"uid": uid, "activity_id": id, "name": f"Work {id}", **nothing, **flags, **dates, **changes}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Page:
    """Return what makes the page of one plan of two tasks, with changes of how B is read and when it ends."""
    days = [("2026-01-05 08:00", "2026-01-05 16:00"), ("2026-01-06 08:00", "2026-01-06 16:00")]

    def made(finish: str = days[1][1], **changes: Any) -> tuple[str, int]:
        dates = [days[0], (days[1][0], finish)]
        stored = [{"early_start_date": start, "early_end_date": end} for start, end in dates]
        tasks = [task(id, 8, **said) for id, said in zip("AB", stored, strict=True)]
        file = tmp_path / "site.xer"
        file.write_bytes(xer({**project(), "CALENDAR": [CALENDAR], "TASK": tasks, "TASKPRED": [link("A", "B")]}))
        of_a, of_b = ((start.replace(" ", "T"), end.replace(" ", "T")) for start, end in dates)
        truth = {
            "file_type": "XER",
            "minutes_per_day": 480,
            "calendars": [{"name": "Five days", "n_exceptions": 0}],
            "tasks": [row(1, "A", 8, *of_a), row(2, "B", 8, *of_b, **changes)],
            "links": [{"pred_uid": 1, "succ_uid": 2, "type": "FS", "lag": {"value": 0.0, "units": "h"}}],
        }
        (tmp_path / "site.xer.truth.json").write_text(json.dumps(truth), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(SCRIPT), run_name="__main__")
        assert isinstance(ended.value.code, int)
        return capsys.readouterr().out, ended.value.code

    return made


CALENDAR = {"clndr_id": 5, "clndr_name": "Five days", "day_hr_cnt": 8, "clndr_data": calendar()}


def test_a_plan_that_is_read_as_it_is_agrees_in_all(page: Page) -> None:
    text, code = page()
    assert "| `site.xer` | XER | 2 | 1 | 1 | 1 | 2 | 2 of 2 |  |" in text
    assert code == 0


def test_what_differs_from_the_other_reading_is_counted_by_what_it_is(page: Page) -> None:
    text, _ = page(name="Other", remaining_duration={"value": 4.0, "units": "h"})
    assert "| `site.xer` | XER | 2 but 1 | 1 | 1 | 1 | 2 but 1 | 2 of 2 |  |" in text
    assert "| `site.xer` | tasks | name | 1 |" in text
    assert "| `site.xer` | progress | remaining | 1 |" in text


def test_a_date_that_differs_and_nobody_knows_why_fails(page: Page) -> None:
    text, code = page(finish="2026-01-09 16:00")
    assert "| 1 of 2 | 1 nobody knows |" in text
    assert code == 1
