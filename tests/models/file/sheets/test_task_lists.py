"""What planners write in their own way in a list of tasks is read as they meant it, or refused."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.imported import Imported
from milepost.models.file.opened import opened
from milepost.models.imports import Matter


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return path


def tasks_of(path: Path) -> dict[str, Any]:
    data: Any = opened(path).data
    return dict(data["tasks"])


def refusal(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return str(caught.value).replace(str(path), path.name)


def test_an_iso_date_beside_it_does_not_tell_how_another_is_meant(tmp_path: Path) -> None:
    """It has digits in it that look like a day, a month and a year: 2026-01-05."""
    said = refusal(listed(tmp_path, "id,duration,start,due\na,3,2026-01-05,5/6/2026\n"))
    assert "plan.csv:2:4: '5/6/2026' can be 2026-06-05 or 2026-05-06" in said


@pytest.mark.parametrize("absurd", ["0/0/2026", "2/0/2026", "45/45/2026", "2026-13-01", "soon", "1/2/3/4"])
@pytest.mark.parametrize("column", ["start", "finish", "due", "not before", "actual start"])
def test_what_is_not_a_date_is_refused_with_its_cell(tmp_path: Path, column: str, absurd: str) -> None:
    said = refusal(listed(tmp_path, f"id,duration,calendar,{column}\na,3,,{absurd}\nb,3,,2026-01-05\n"))
    assert re.search(rf"plan\.csv:2:4: .*{re.escape(absurd)}'? is not a date: ", said)


@pytest.mark.parametrize("none", ["NA", "N/A", "NV", "-", ""])
def test_where_there_is_no_date_programs_write_so(tmp_path: Path, none: str) -> None:
    path = listed(tmp_path, f"id,duration,start,finish\na,3,2026-01-05,2026-01-07\nb,3,{none},{none}\n")
    assert list(read_scenario(path).tasks) == ["a", "b"]


@pytest.mark.parametrize("total", ["Summe;;18;;", ";Total:;18;;"])
def test_a_total_is_no_task_whichever_column_says_so(tmp_path: Path, total: str) -> None:
    path = listed(tmp_path, f"Nr.;Vorgangsname;Dauer;Anfang;Vorgänger\n1;Dach;3;05.01.2026;\n{total}\n")
    assert list(tasks_of(path)) == ["1"]


def test_what_others_wait_for_is_a_task_also_where_it_is_called_total(tmp_path: Path) -> None:
    path = listed(tmp_path, "id,name,duration,start,predecessors\na,A,3,2026-01-05,\nb,Total,3,,a\n")
    assert list(tasks_of(path)) == ["a", "b"]


@pytest.mark.parametrize(("cell", "days"), [("3 edays", "3"), ("2 ewks", "14"), ("12 ehrs", "0.5"), ("1.5 ed", "1.5")])
def test_a_duration_by_the_clock_runs_every_day_of_the_week(tmp_path: Path, cell: str, days: str) -> None:
    """A weekend does not stop it: 3 elapsed days from a Friday on are over on Sunday."""
    task = tasks_of(listed(tmp_path, f"id;duration;start\na;{cell};2026-01-09\n"))["a"]
    assert (task["duration"], task["calendar"]) == (days, "every_day")


def test_what_is_inactive_is_left_out_with_its_links_which_is_told(tmp_path: Path) -> None:
    path = listed(tmp_path, 'id,duration,active,start,predecessors\na,3,Yes,2026-01-05,\nb,3,No,,a\nc,3,Yes,,"a,b"\n')
    assert {id: [str(link.predecessor) for link in task.after] for id, task in read_scenario(path).tasks.items()} == {
        "a": [],
        "c": ["a"],
    }
    found = opened(path)
    assert isinstance(found, Imported)
    told = {one.matter: one.ids for one in found.notices}
    assert (told[Matter.INACTIVE], told[Matter.LINK_DROPPED]) == (("b",), ("c",))


def test_a_list_without_a_date_says_how_to_give_it_one(tmp_path: Path) -> None:
    said = refusal(listed(tmp_path, "id,duration\na,3\n"))
    assert "no task has a date to begin from: add a column start, put start and the day in a row above" in said


def test_the_start_may_stand_above_the_headings(tmp_path: Path) -> None:
    assert read_scenario(listed(tmp_path, "start,2026-01-05\nid,duration\na,3\n")).start == date(2026, 1, 5)


def test_a_misspelt_heading_of_durations_is_named_where_these_are_missed(tmp_path: Path) -> None:
    said = refusal(listed(tmp_path, "id,name,durration,start\na,Dig,3,2026-01-05\n"))
    assert "no column is known for durations, and not known are: durration; did you mean 'duration'?" in said
