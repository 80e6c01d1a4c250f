"""What `import` writes can be run as it is, and whatever in it waits to be put to use can be put to use."""

import re
from pathlib import Path

import pytest

from milepost.models import read_scenario
from milepost.models.file.imported import Imported
from milepost.models.file.opened import opened
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import review
from milepost.models.file.starting_overlay import starting_overlay, whole_plan
from milepost.models.scenario import Scenario
from tests.mspdi_files import mspdi
from tests.mspdi_files import task as work
from tests.xer_files import PLAN, Tables, link, task, xer

DEPOT = Path(__file__).parents[3] / "scenarios" / "depot.xer"
HOSTILE = "a\u2028b # c: {d} [e] 'f' \"g\" %h !i &j *k |l >m `n @o \\ - ? , ~ null: \u202e\u200d é"


def plan_of(path: Path, project: str = "") -> Imported:
    found = opened(path, project)
    assert isinstance(found, Imported)
    return found


def written(path: Path, project: str = "") -> str:
    return starting_overlay(plan_of(path, project), plan=path.name, name="n", schema="s.json", project=project)


def read(folder: Path, text: str) -> Scenario:
    return read_scenario(PlanText(file=str(folder / "site.yaml"), text=text))


def milestone(id: str, day: int, **fields: object) -> dict[str, object]:
    date = f"2026-02-{day:02} 17:00"
    said = {"task_type": "TT_FinMile", "early_start_date": date, "early_end_date": date}
    return task(id, 0, **said, **fields)


def site(folder: Path, changes: Tables) -> Path:
    path = folder / "site.xer"
    path.write_bytes(xer({**PLAN, **changes}, encoding="utf-8-sig"))
    return path


def test_all_that_waits_in_it_can_be_put_to_use() -> None:
    text = written(DEPOT)
    waits = "  - {where|    correlated|budget|risks|  late_permit|    (?:name|category|probability|exposes|delay)"
    in_use, count = re.subn(f"^# ({waits}):", r"\1:", text, flags=re.MULTILINE)
    assert count == len(waits.split("|"))
    scenario = read(DEPOT.parent, in_use)
    assert scenario.risks["late_permit"].exposes
    assert scenario.budget.total is not None
    assert scenario.correlations
    plain = read(DEPOT.parent, text)
    assert plain.budget.total is None
    assert any(plain.tasks[id].duration != task.duration for id, task in scenario.tasks.items())


def test_names_from_the_file_stay_names(tmp_path: Path) -> None:
    """Whatever they hold, nothing in them is read as a key, a comment or the end of one."""
    path = site(
        tmp_path,
        {
            "PROJWBS": [
                {"wbs_id": "10", "proj_id": "1", "proj_node_flag": "Y", "wbs_short_name": HOSTILE, "wbs_name": HOSTILE},
                {"wbs_id": "11", "proj_id": "1", "wbs_short_name": "#x: {", "wbs_name": HOSTILE, "parent_wbs_id": "10"},
            ],
            "TASK": [
                task("A: #1", 8, task_name=HOSTILE, wbs_id="11"),
                task("null", 80, task_name="x" * 900),
                task("- [x]", 0, task_type="TT_FinMile", task_name=HOSTILE, early_end_date="2026-02-02 17:00"),
            ],
            "TASKPRED": [link("null", "- [x]"), link("A: #1", "null")],
            "UDFTYPE": [{"udf_type_id": "1", "table_name": "TASK", "udf_type_label": HOSTILE}],
            "UDFVALUE": [{"udf_type_id": "1", "fk_id": "tnull", "udf_text": HOSTILE}],
            "ACTVTYPE": [{"actv_code_type_id": "1", "actv_code_type": HOSTILE}],
            "ACTVCODE": [{"actv_code_id": "1", "actv_code_type_id": "1", "short_name": HOSTILE}],
            "TASKACTV": [{"task_id": "tnull", "actv_code_id": "1"}],
        },
    )
    text = written(path)
    scenario = read(tmp_path, text)
    assert scenario.milestones["- [x]"].level == "major"
    assert set(re.findall(r"^([^\s#].*?):", text, re.MULTILINE)) == {
        "name", "plan", "ranges", "apply", "milestones", "tolerance", "plan_ids",
    }  # fmt: skip
    assert all(line.isprintable() and len(line) <= 500 for line in text.splitlines() if line.startswith("#"))
    assert read(tmp_path, whole_plan(plan_of(path), name="n", schema="s")) == read_scenario(path)


def test_of_many_milestones_a_handful_is_major_and_the_others_wait(tmp_path: Path) -> None:
    marks = [milestone(f"M{number}", 1 + number) for number in range(20)]
    marks[3] |= {"cstr_type": "CS_MEOB", "cstr_date": "2026-03-02 17:00"}
    path = site(tmp_path, {"TASK": [task("A"), *marks]})
    text = written(path)
    scenario = read(tmp_path, text)
    assert [id for id, one in scenario.milestones.items() if one.level == "major"] == ["M3", "M19"]
    assert "# due in the file by 2026-03-02" in text
    assert text.count("{level: major}") == 18
    assert scenario.milestones["M19"].due is None


def test_of_more_major_milestones_than_a_handful_the_last_stay_so(tmp_path: Path) -> None:
    bound = {"cstr_type": "CS_MEOB", "cstr_date": "2026-03-02 17:00"}
    path = site(
        tmp_path, {"TASK": [task("A"), *(milestone(f"M{number}", 1 + number, **bound) for number in range(20))]}
    )
    scenario = read(tmp_path, written(path))
    assert [id for id, one in scenario.milestones.items() if one.level == "major"] == [f"M{n}" for n in range(12, 20)]


def test_where_nothing_is_promised_the_end_is_judged_by_the_date_that_it_has(tmp_path: Path) -> None:
    path = site(tmp_path, {"TASK": [task("A"), milestone("M1", 3), milestone("M2", 9)]})
    scenario = read(tmp_path, written(path))
    assert [str(one.due) for one in scenario.milestones.values()] == ["None", "2026-02-09"]


def test_the_end_that_is_added_to_a_plan_without_one_is_judged_by_the_last_date_in_the_file(tmp_path: Path) -> None:
    ended = task("A", early_start_date="2026-01-05 08:00", early_end_date="2026-01-07 00:00")
    path = site(tmp_path, {"TASK": [ended, task("B")]})
    assert {id: str(one.due) for id, one in read(tmp_path, written(path)).milestones.items()} == {"end": "2026-01-06"}


def test_a_project_is_named_where_the_file_holds_several(tmp_path: Path) -> None:
    head = next(iter(PLAN["PROJECT"]))
    others = [head, {**head, "proj_id": "2", "proj_short_name": "OTHER"}]
    path = site(tmp_path, {"PROJECT": others, "TASK": [task("A"), {**task("B"), "proj_id": "2"}]})
    assert [*read(tmp_path, written(path, "OTHER")).tasks] == ["B"]


@pytest.mark.parametrize(
    "content",
    [
        xer(),
        xer({"TASK": [milestone("M", 3)]}),  # nothing that takes time
        mspdi(work(1)),
        mspdi(work(1, PercentComplete=100, ActualStart="2026-01-05T08:00:00", ActualFinish="2026-01-05T17:00:00")),
    ],
)
def test_a_plan_of_little_gets_one_too(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / ("site.xml" if content.startswith(b"<") else "site.xer")
    path.write_bytes(content)
    scenario = read(tmp_path, written(path))
    assert {**scenario.tasks, **scenario.milestones}
    assert read(tmp_path, whole_plan(plan_of(path), name="n", schema="s")) == read_scenario(path)


def test_the_plan_as_one_scenario_is_what_reading_the_file_gives(tmp_path: Path) -> None:
    whole = tmp_path / "depot.yaml"
    whole.write_text(whole_plan(plan_of(DEPOT), name="n", schema="s"), encoding="utf-8")
    assert read_scenario(whole) == read_scenario(DEPOT)
    assert not review(whole).overlays


def test_a_plan_whose_tasks_have_ranges_of_their_own_gets_no_other(tmp_path: Path) -> None:
    path = tmp_path / "site.csv"
    path.write_text("id,name,optimistic,most likely,pessimistic,start\nA,Dig,1,2,5,2026-01-05\n", encoding="utf-8")
    text = written(path)
    assert "apply:" not in text
    assert read(tmp_path, text).tasks == read_scenario(path).tasks
