"""Lists of tasks in CSV and workbooks are plans, however people and other programs write them."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.distributions import Constant, Pert
from milepost.models.file.import_review import import_review
from milepost.models.file.reader import review
from milepost.models.file.sheets import workbook as workbooks
from milepost.models.link import Link
from milepost.models.risk import Retirement

OURS = "id,name,duration,predecessors,start\n1,Dig,5,,2026-01-05\n2,Pour,3,1,2026-01-12\n"


def read(tmp_path: Path, text: str | bytes, name: str = "plan.csv", overlay: str = "") -> Scenario:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if overlay:
        above = tmp_path / "above.yaml"
        above.write_text(f"plan: {name}\n{overlay}")
        return read_scenario(above)
    return read_scenario(path)


def problems(tmp_path: Path, text: str | bytes, name: str = "plan.csv", overlay: str = "") -> list[str]:
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, text, name, overlay)
    return [str(problem).replace(f"{tmp_path}/", "") for problem in error.value.problems]


def workbook(**sheets: list[list[Any]]) -> bytes:
    """Write a workbook; dates are written as such."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    write = sheet.write_string if isinstance(cell, str) else sheet.write
                    write(at, column, cell)
    return content.getvalue()


def linked(*texts: str) -> tuple[Link, ...]:
    return tuple(map(Link.parse, texts))


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        OURS.replace(",", ";"),
        OURS.replace(",", "\t"),
        f"sep=;\n{OURS}".replace(",", ";"),
        f"Plan of the wall,,,,\n\n{OURS}",
        OURS.replace("\n", "\r\n"),
        "Nr.;Vorgangsname;Dauer;Vorgänger;Anfang\n1;Dig;5 Tage;;05.01.2026\n2;Pour;3t;1;12.01.2026\n",
        "ID,Task Name,Duration,Predecessors,Start\n1,Dig,1 wk,,Mon 1/5/26\n2,Pour,24 hrs?,1FS,Mon 1/12/26\n",
        "Activity ID,Activity Name,Original Duration(d),Predecessor Details,Start\n"
        "task_code,task_name,target_drtn_hr_cnt,pred_list,start\n1,Dig,5,,05-Jan-26\n2,Pour,3,1: FS,12-Jan-26 A\n",
        "Taaknummer;Taaknaam;Duur;Voorafgaande taken;Begindatum\n1;Dig;5 dagen;;5-1-2026\n2;Pour;3 dg;1EB;13-1-2026\n",
        "N°;Nom de la tâche;Durée;Prédécesseurs;Début\n1;Dig;5 jours;;05/01/26\n2;Pour;3 j;1FD;13/01/26\n",
    ],
)
def test_the_same_list_is_the_same_plan_in_every_dialect(tmp_path: Path, text: str) -> None:
    scenario = read(tmp_path, text)
    assert {id: (task.name, task.duration) for id, task in scenario.tasks.items()} == {
        "1": ("Dig", Constant(value=5.0)),
        "2": ("Pour", Constant(value=3.0)),
    }
    assert scenario.tasks["2"].after == linked("1")
    assert scenario.start == date(2026, 1, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts_are_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    scenario = read(tmp_path, OURS.replace("Dig", "Gräben für Ölé").encode(encoding))
    assert scenario.tasks["1"].name == "Gräben für Ölé"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1", ["1"]),
        ("1;3", ["1", "3"]),
        ('"1,3"', ["1", "3"]),
        ("1FS+3d;3SS", ["1 FS+3", "3 SS"]),
        ('"1FS+1,5 days,3FF-1 wk"', ["1 FS+1.5", "3 FF-5"]),
        ("3SS+50%", ["3 SS+50%"]),
        ("3FS+2 edays", ["3 FS+2ed"]),
        ("1EA+2 Tage;3AA", ["1 FS+2", "3 SS"]),
        ("3: SS 5", ["3 SS+5"]),
        ("Dig", ["1"]),
        ("Clean up SS+1d", ["3 SS+1"]),
    ],
)
def test_predecessors_are_read_as_programs_and_people_write_them(
    tmp_path: Path, cell: str, expected: list[str]
) -> None:
    text = f"{OURS}3,Clean up,1,,2026-01-05\n4,End,1,{cell},\n"
    assert read(tmp_path, text).tasks["4"].after == linked(*expected)


def test_three_points_make_a_distribution_and_the_duration_is_the_likely_one_where_it_is_missing(
    tmp_path: Path,
) -> None:
    text = (
        "id,duration,optimistic,most likely,pessimistic,start\na,,2,3,8,2026-01-05\nb,3 days,2 d,,1.6 wks,\nc,,,3,,\n"
    )
    scenario = read(tmp_path, text)
    assert scenario.tasks["a"].duration == scenario.tasks["b"].duration == Pert(low=2.0, mode=3.0, high=8.0)
    assert scenario.tasks["c"].duration == Constant(value=3.0)
    (problem,) = problems(tmp_path, text + "d,,2,,8,\n")
    assert problem.startswith("plan.csv:5:3: ")
    assert "the most likely of the three numbers is missing" in problem


def test_summaries_are_groups_and_their_links_those_of_what_is_in_them(tmp_path: Path) -> None:
    rows = ["1,Civil,,1,", "2,Dig,5,2,", "3,Pour,3,2,2", "4,Steel,,1,1SS+2d", "5,Weld,4,2,", "6,Done,0,1,4;1"]
    by_level = "id,name,duration,outline level,predecessors\n" + "\n".join(rows) + "\n"
    names = [f"{'  ' * (level == '2')}{row}" for row in rows for level in [row.split(",")[3]]]
    by_blanks = "id,name,duration,predecessors\n" + "".join(
        f"{row.strip().split(',')[0]},{'   ' * (row.split(',')[3] == '2')}{row.split(',')[1]},"
        f"{row.split(',')[2]},{row.split(',')[4]}\n"
        for row in map(str.strip, names)
    )
    for text in (by_level, by_blanks):
        scenario = read(tmp_path, text, overlay="start: 2026-01-05\n")
        assert [*scenario.tasks] == ["2", "3", "5"]
        assert [*scenario.milestones] == ["6"]
        assert scenario.tasks["5"].after == linked("2 SS+2")
        assert {link.predecessor for link in scenario.milestones["6"].after} == {"3", "5"}
        assert scenario.tasks["3"].group == "Civil"


def test_dates_of_a_list_are_checked_and_hold_only_what_has_no_links(tmp_path: Path) -> None:
    text = (
        OURS.replace("start\n", "start,finish\n")
        .replace("-05\n", "-05,2026-01-09\n")
        .replace("-12\n", "-12,2026-01-14\n")
    )
    path = tmp_path / "plan.csv"
    path.write_text(text)
    check = import_review(review(path).layers)
    assert check is not None
    assert check.check is not None
    assert (check.check.agree, check.check.judged) == (2, 2)
    free = read(tmp_path, "name,start,finish\nDig,2026-01-05,2026-01-09\nPour,2026-01-19,2026-01-21\n")
    assert free.tasks["2"].not_before == date(2026, 1, 19)
    assert free.tasks["2"].duration == Constant(value=3.0)


def test_progress_makes_a_status(tmp_path: Path) -> None:
    text = (
        "id,duration,predecessors,start,finish,% complete\n"
        "1,5,,2026-01-05,2026-01-09,100%\n2,4,1,2026-01-12,2026-01-15,50%\n3,2,2,2026-01-16,2026-01-19,0%\n"
    )
    scenario = read(tmp_path, text)
    assert scenario.as_of == date(2026, 1, 13)
    assert scenario.tasks["1"].actual is not None
    assert scenario.tasks["1"].actual.finish == date(2026, 1, 9)
    assert scenario.tasks["2"].remaining == Constant(value=2.0)
    assert scenario.tasks["3"].actual is None


def test_dates_that_can_be_read_both_ways_are_refused_with_both(tmp_path: Path) -> None:
    text = "id,duration,start\na,1,03/04/2026\nb,1,05/06/2026\n"
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("plan.csv:2:3: ")
    assert "can be 2026-04-03 or 2026-03-04" in problem
    assert read(tmp_path, text.replace("05/06", "25/06")).start == date(2026, 4, 3)
    assert read(tmp_path, text.replace("05/06", "06/25")).start == date(2026, 3, 4)
    assert read(tmp_path, text.replace("03/04", "Fri 03/04")).start == date(2026, 4, 3)


def test_what_is_wrong_is_told_by_its_cell(tmp_path: Path) -> None:
    assert [one.partition(": ")[0] for one in problems(tmp_path, OURS.replace("Pour,3,1", "Pour,soon,9"))] == [
        "plan.csv:3:3",
        "plan.csv:3:4",
    ]
    assert any("is the id of row 2 already" in one for one in problems(tmp_path, OURS.replace("\n2,", "\n1,")))
    assert any("holds no list of tasks" in one for one in problems(tmp_path, "a,b,c\n1,2,3\n"))
    rows: list[list[Any]] = [["id", "name", "duration", "start"], ["a", "Dig", "soon", datetime(2026, 1, 5)]]
    (problem,) = problems(tmp_path, workbook(Tasks=rows), "plan.xlsx")
    assert problem.startswith("plan.xlsx:2:3: tasks.a.duration: Tasks!C2: 'soon' is not")


def test_columns_of_other_names_are_named_by_an_overlay(tmp_path: Path) -> None:
    text = OURS.replace("duration", "Est.").replace("predecessors", "Waits")
    scenario = read(tmp_path, text, overlay="columns: {duration: Est., predecessors: waits}\n")
    assert scenario.tasks["2"].after == linked("1")
    assert scenario.tasks["2"].duration == Constant(value=3.0)


def test_columns_that_are_not_known_are_fields_of_tasks(tmp_path: Path) -> None:
    text = OURS.replace("start\n", "start,Discipline,Durations\n").replace("-05\n", "-05,CIV,x\n")
    path = tmp_path / "plan.csv"
    path.write_text(text)
    found = review(path)
    assert found.scenario.tasks["1"].fields == {"Discipline": "CIV", "Durations": "x"}
    imported = import_review(found.layers)
    assert imported is not None
    assert "Discipline, Durations; did you mean 'duration'?" in imported.notices[-1].sentence


WHOLE: dict[str, list[list[Any]]] = {
    "Read me": [["Fill in the sheets"]],
    "Settings": [["setting", "value"], ["name", "HR: the app"], ["start", datetime(2026, 1, 5)], ["budget.total", 9e5]],
    "Tasks": [
        ["ID", "Name", "Optimistic", "Most likely", "Pessimistic", "Predecessors", "Range"],
        ["a", "Interview", 8, 12, 25, None, None],
        ["b", "=Build", 20, "30d", "9 weeks", None, None],
        [10, "Test", None, 2, None, "b; a SS+5", "rough"],
        [None, "Total", 28, 42, 70, None, None],
    ],
    "Milestones": [["id", "name", "level", "due", "after"], ["done", "Done", "major", datetime(2026, 4, 1), 10]],
    "Risks": [
        ["id", "category", "probability", "exposes", "delay low", "delay likely", "delay high", "stop"],
        ["demand", "market", "40%", "b", 5, 10, 20, "no"],
    ],
    "Retirements": [["task", "risk", "share"], ["a", "demand", 0.5]],
    "Orderings": [["name", "sequence"], ["in force", "a; b"], ["build first", "b; a"]],
    "Ranges": [["range", "low", "likely", "high"], ["rough", 0.8, 1, 2]],
    "Holidays": [["date", "to", "name"], [datetime(2026, 1, 12), datetime(2026, 1, 14), "Fair"]],
    "Correlations": [["tasks", "rho"], ["a; b", 0.5]],
}


def test_a_workbook_is_a_whole_scenario(tmp_path: Path) -> None:
    scenario = read(tmp_path, workbook(**WHOLE), "plan.xlsx")
    assert scenario.name == "HR: the app"
    assert scenario.budget.total == 900_000
    assert scenario.tasks["b"].name == "=Build"
    assert scenario.tasks["b"].duration == Pert(low=20.0, mode=30.0, high=45.0)
    assert scenario.risks["demand"].probability == 0.4
    assert [*scenario.tasks] == ["a", "b", "10"]
    assert scenario.orderings is not None
    assert scenario.orderings.among == ("a", "b")
    assert scenario.tasks["a"].retires == {"demand": Retirement(probability=0.5)}
    assert date(2026, 1, 13) in scenario.calendar.holidays
    assert scenario.correlations


def test_rules_and_risks_lie_over_a_list(tmp_path: Path) -> None:
    overlay = "ranges: {rough: [0.8, 1, 2]}\napply: [{where: {name: '*ig'}, range: rough}]\n"
    scenario = read(tmp_path, OURS, overlay=overlay)
    assert not isinstance(scenario.tasks["1"].duration, Constant)


def test_of_several_lists_one_is_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "name", "duration", "start"], ["a", "Dig", 5, datetime(2026, 1, 5)]]
    content = workbook(North=rows, South=[*rows, ["b", "Pour", 3, None]])
    (problem,) = problems(tmp_path, content, "plan.xlsx")
    assert "several sheets are lists of tasks ('North', 'South'): name one" in problem
    assert [*read(tmp_path, content, "plan.xlsx", "project: South\n").tasks] == ["a", "b"]
    (problem,) = problems(tmp_path, content, "plan.xlsx", "project: Sout\n")
    assert "did you mean 'South'?" in problem


def test_what_is_packed_to_do_harm_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST", 1_000_000)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 2_000_000)
    (problem,) = problems(tmp_path, content.getvalue(), "plan.xlsx")
    assert "unpacks to more than" in problem
    (problem,) = problems(tmp_path, workbook(Tasks=[["id"]])[:600], "plan.xlsx")
    assert "cannot be read" in problem
    assert problems(tmp_path, "id,name,duration\n" + "1,x,1\n" * 200_001) == [
        "plan.csv:200002:1: more than 200,000 rows: leave out what is not of the plan"
    ]
    (problem,) = problems(tmp_path, 'id,name,duration,start\n1,"' + "x" * 200_000 + '",1,2026-01-05\n')
    assert "cannot be read" in problem
