"""A scenario that is written as a workbook, or as a list of tasks, reads back as the same, whatever stands in it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.import_review import import_review
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import review
from milepost.models.file.sheets.columns import SHEETS
from milepost.models.file.sheets.filled import filled, listed
from milepost.models.file.sheets.guide import USUAL, choices_of, note_of
from milepost.models.file.source import Plain, Source
from milepost.models.file.writer import text_of
from milepost.models.scenario import Scenario
from milepost.simulate import run
from milepost.simulate.report.media.plan_list import plan_list
from milepost.simulate.report.media.plan_workbook import plan_workbook
from tests.strategies import on_calendars, scenarios, statuses
from tests.written import written

SCENARIOS = sorted((Path(__file__).parents[4] / "scenarios").glob("*.yaml"))
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12),
    st.sampled_from(
        [
            *("=1+1", "+1", "-1", "@A1", "'=1", "''", "007", "1e3", "0.10", "true", "no", "null", "~", "2026-01-05"),
            *(
                "[a, b]",
                "{a: b}",
                "a; b",
                "a, b",
                "a: b",
                "a #b",
                " a",
                "a ",
                "a  b",
                "two\nlines",
                "\t",
                "'",
                '"',
                "&a",
            ),
            *("_x0041_", "<b>", "\x1b[31m", "a\rb"),
        ]
    ),
)


def through_a_workbook(data: dict[str, Any], folder: Path) -> Scenario:
    path = folder / "plan.xlsx"
    path.write_bytes(plan_workbook("Plan", filled(data, USUAL)))
    return read_scenario(path)


def through_a_list(data: dict[str, Any], folder: Path) -> Scenario:
    path = folder / "plan.csv"
    path.write_bytes(plan_list(*listed(data, USUAL)))
    return read_scenario(path)


WAYS = pytest.mark.parametrize("through", [through_a_workbook, through_a_list])
Way = Callable[[dict[str, Any], Path], Scenario]


@WAYS
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_reads_back_and_plays_the_same(path: Path, through: Way, tmp_path: Path) -> None:
    found = review(path)
    again = through(found.text.layers().data, tmp_path)
    assert again == found.scenario
    mine, other = (run(one, iterations=200) for one in (found.scenario, again))
    assert mine.milestones.equals(other.milestones)
    assert all((times == other.finish[id]).all() for id, times in mine.finish.items())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(plan=st.one_of(scenarios(), on_calendars(scenarios()), statuses(scenarios())))
def test_any_plan_reads_back(plan: Scenario, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = written(plan)
    try:
        scenario = read_scenario(PlanText(file="plan", text=text_of(data)))
    except ScenarioError:  # a random plan may be one that the reader refuses
        assume(False)
    folder = tmp_path_factory.mktemp("plan")
    assert through_a_workbook(data, folder) == scenario
    assert through_a_list(data, folder) == scenario


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(TEXTS.filter(lambda text: text.strip()), min_size=8, max_size=8))
def test_texts_come_back_as_they_are(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    name, owner, notes, group, code, item, what, alternative = texts
    data = {
        "name": name,
        "start": "2026-01-05",
        "owner": owner,
        "tasks": {
            "a": {"name": name, "duration": [*"123"], "owner": owner, "notes": notes, "codes": {"C": code}},
            "b": {"name": group, "duration": "2"},
        },
        "milestones": {"m": {"name": what, "after": ["a"], "deliverables": [item, code], "exit_criteria": [what]}},
        "orderings": {"among": ["a", "b"], "compare": {alternative: ["b", "a"]}},
        "decisions": [{"date": "2026-01-05", "what": what, "why": notes}],
    }
    text = text_of(_unquoted(data))
    try:
        found = PlanText(file="plan", text=text).layers()
        scenario = read_scenario(PlanText(file="plan", text=text))
    except ScenarioError:  # the name of an alternative may not be any text
        assume(False)
    folder = tmp_path_factory.mktemp("plan")
    assert through_a_workbook(found.data, folder) == scenario
    assert through_a_list(found.data, folder) == scenario


def test_moments_come_back_and_one_of_midnight_stays_one(tmp_path: Path) -> None:
    data: dict[str, Any] = (
        Source(
            Path("plan"),
            "{name: Plan, start: 2026-01-05, as_of: 2026-03-02, calendar: {hours: '08:00-12:00, 13:00-17:00'},"
            " milestones: {m: {after: [b], not_before: 2026-01-30 12:00}}, tasks: {"
            "a: {duration: 3, actual: {start: 2026-01-30 09:00, finish: 2026-02-03 00:00}},"
            "b: {duration: 9, after: [a SS+0.0625], actual: {start: 2026-02-02 00:00, finish: 2026-02-09 11:30}}}}",
        ).data
        or {}
    )
    scenario = read_scenario(PlanText(file="plan", text=text_of(data)))
    assert through_a_workbook(data, tmp_path) == scenario
    assert through_a_list(data, tmp_path) == scenario


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    data = {"name": "=1+1", "start": Plain("2026-01-05"), "tasks": {"a": {"name": "=A1", "duration": Plain("1")}}}
    through_a_workbook(data, tmp_path)
    with ZipFile(tmp_path / "plan.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 1 + len(USUAL)
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert through_a_list(data, tmp_path).tasks["a"].name == "=A1"
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig") as rows:
        assert not [cell for row in csv.reader(rows) for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_each_column_says_what_belongs_below_it_and_each_choice_is_one_that_a_file_takes() -> None:
    for sheet in SHEETS.values():
        if sheet.name not in ("settings", "retirements", "holidays"):
            assert all(note_of(sheet, column).endswith(".") for column in sheet.columns)
    filled_in = (sheet for sheet in SHEETS.values() if sheet.name not in ("settings", "retirements", "holidays"))
    chosen = {
        (sheet.name, column.heading): choices_of(sheet, column) for sheet in filled_in for column in sheet.columns
    }
    assert chosen["milestones", "level"] == ("major", "minor")
    assert chosen["risks", "state"] == ("open", "closed", "occurred")
    assert chosen["tasks", "duration"] == ()


def _unquoted(data: Any) -> Any:
    """Return data with its numbers and dates plain, which a file has without quotes."""
    if isinstance(data, dict):
        plain = {"start", "duration", "date", "after", "among"}
        return {key: _plain(value) if key in plain else _unquoted(value) for key, value in data.items()}
    return [*map(_unquoted, data)] if isinstance(data, list) else data


def _plain(value: Any) -> Any:
    return [*map(Plain, value)] if isinstance(value, list) else Plain(value)


@WAYS
def test_codes_of_a_breakdown_of_work_make_no_summaries_in_a_whole_plan(through: Way, tmp_path: Path) -> None:
    tasks = {id: {"duration": Plain("1"), "wbs": Plain(code)} for id, code in (("a", "1"), ("b", "1.1"), ("c", "2"))}
    milestones = {"m": {"after": [Plain(id) for id in tasks]}}
    read = through({"start": Plain("2026-01-05"), "tasks": tasks, "milestones": milestones}, tmp_path)
    assert {id: one.wbs for id, one in read.tasks.items()} == {"a": "1", "b": "1.1", "c": "2"}
    (written_here,) = tmp_path.iterdir()
    assert import_review(review(written_here).layers) is None  # no other program is to be told of
