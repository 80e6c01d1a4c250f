"""Resources of another program's plan hold work up once a scenario over it says how much of them there is."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.file.import_review import import_review
from milepost.models.file.imported_resources import staffing
from milepost.models.file.layers import Layers
from milepost.models.file.reader import review
from milepost.models.imports import Activity, Assignment, ForeignPlan, ForeignResource, Matter, Sort, Span
from milepost.simulate import run
from tests import mspdi_files
from tests.models.file.test_imported import FIVE
from tests.xer_files import task, xer

Read = Callable[[str], Scenario]

CONTENT = xer(
    {
        "TASK": [
            task("A", 40, task_id="1", early_start_date="2026-01-12 08:00"),
            task("B", 40, task_id="2", early_start_date="2026-01-05 08:00"),
            task("C", 40, task_id="3"),
        ],
        "RSRC": [
            {"rsrc_id": "7", "rsrc_short_name": "CRN", "rsrc_name": "Tower crane", "rsrc_type": "RT_Equip"},
            {"rsrc_id": "8", "rsrc_short_name": "WLD", "rsrc_name": "Welders", "rsrc_type": "RT_Labor"},
            {"rsrc_id": "9", "rsrc_short_name": "STL", "rsrc_name": "Steel", "rsrc_type": "RT_Mat"},
        ],
        "TASKRSRC": [
            {"taskrsrc_id": "1", "task_id": "1", "rsrc_id": "7", "target_qty_per_hr": "1"},
            {"taskrsrc_id": "2", "task_id": "2", "rsrc_id": "7", "target_qty_per_hr": "1"},
            {"taskrsrc_id": "3", "task_id": "2", "rsrc_id": "8", "target_qty_per_hr": "0.5"},
            {"taskrsrc_id": "4", "task_id": "3", "rsrc_id": "8", "target_qty_per_hr": "2"},
            {"taskrsrc_id": "5", "task_id": "3", "rsrc_id": "9", "target_qty_per_hr": "12"},
        ],
    }
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what reads a file that lies over the plan."""

    def read_over(over: str) -> Scenario:
        (tmp_path / "site.xer").write_bytes(CONTENT)
        (tmp_path / "plan.yaml").write_text(f"plan: site.xer\n{over}", encoding="utf-8")
        return read_scenario(tmp_path / "plan.yaml")

    return read_over


def needs(scenario: Scenario) -> dict[str, dict[str, int]]:
    return {id: dict(one.needs) for id, one in scenario.tasks.items()}


def test_nothing_is_needed_until_there_is_a_capacity(read: Read) -> None:
    assert needs(read("owner: Ann\n")) == {"A": {}, "B": {}, "C": {}}


@pytest.mark.parametrize("id", ["CRN", "crn", "Tower_crane", "tower-crane"])
def test_a_resource_goes_by_its_id_or_its_name(read: Read, id: str) -> None:
    scenario = read(f"resources: {{{id}: {{capacity: 1}}}}\n")
    assert needs(scenario) == {"A": {id: 1}, "B": {id: 1}, "C": {}}
    finishes = sorted(run(scenario, iterations=1).outcome.task_finish[one][0] for one in "AB")
    assert finishes == [5.0, 10.0]  # one waits for the other


def test_parts_of_a_unit_are_counted(read: Read) -> None:
    scenario = read("resources: {WLD: {capacity: 3}}\n")
    assert needs(scenario) == {"A": {}, "B": {"WLD": 1}, "C": {"WLD": 4}}
    assert scenario.resources["WLD"].capacity == 6


def test_what_a_scenario_says_that_a_task_needs_counts(read: Read) -> None:
    over = (
        "resources: {CRN: {capacity: 2}, gang: {capacity: 1}}\ntasks: {A: {needs: {CRN: 2}}, C: {needs: {gang: 1}}}\n"
    )
    assert needs(read(over)) == {"A": {"CRN": 2}, "B": {"CRN": 1}, "C": {"gang": 1}}


def test_what_a_scenario_says_is_counted_in_parts_as_the_file_is(read: Read) -> None:
    scenario = read("resources: {WLD: {capacity: 3}}\ntasks: {A: {needs: {WLD: 2}}, C: {needs: {WLD: 1}}}\n")
    assert needs(scenario) == {"A": {"WLD": 4}, "B": {"WLD": 1}, "C": {"WLD": 2}}
    assert scenario.resources["WLD"].capacity == 6


def test_units_are_not_parted_beyond_the_most_there_can_be(read: Read) -> None:
    scenario = read("resources: {WLD: {capacity: 600}}\n")
    assert needs(scenario) == {"A": {}, "B": {"WLD": 1}, "C": {"WLD": 2}}
    assert scenario.resources["WLD"].capacity == 600


@pytest.mark.parametrize(("id", "meant"), [("WLDR", "WLD"), ("Tower_crne", "Tower crane")])
def test_a_resource_that_is_misspelt_is_told(read: Read, id: str, meant: str) -> None:
    over = f"resources: {{{id}: {{capacity: 2}}}}\n"
    with pytest.raises(ScenarioError) as error:
        read(over)
    (problem,) = error.value.problems
    assert (problem.path, problem.line) == (("resources", id), 2)
    assert f"did you mean {meant!r}?" in problem.message
    assert needs(read(f"{over}tasks: {{A: {{needs: {{{id}: 1}}}}}}\n"))["A"] == {id: 1}


def test_material_and_fees_of_microsoft_project_are_not_units(tmp_path: Path) -> None:
    people = [
        mspdi_files.element("Resource", UID=n, Name=name, Type=n % 3)
        for n, name in ((1, "Ann"), (2, "Fees"), (3, "Steel"))
    ]
    units = ((1, 1, 1), (2, 1, 0.5), (1, 2, 1), (2, 3, 12))
    work = [mspdi_files.element("Assignment", TaskUID=id, ResourceUID=who, Units=many) for id, who, many in units]
    parts = [mspdi_files.element("Resources", *people), mspdi_files.element("Assignments", *work)]
    (tmp_path / "site.xml").write_bytes(
        mspdi_files.mspdi(mspdi_files.task(1, 40), mspdi_files.task(2, 40), parts=parts)
    )
    (tmp_path / "plan.yaml").write_text(
        "plan: site.xml\nresources: {Ann: {capacity: 1}, Fees: {capacity: 1}, Steel: {capacity: 1}}\n", encoding="utf-8"
    )
    scenario = read_scenario(tmp_path / "plan.yaml")
    assert needs(scenario) == {"1": {"Ann": 2}, "2": {"Ann": 1}}  # in halves
    assert sorted(run(scenario, iterations=1).outcome.task_finish[one][0] for one in "12") == [5.0, 10.0]


def test_the_dates_of_the_file_level_where_that_is_asked_for(read: Read) -> None:
    over = "resources: {CRN: {capacity: 1}, WLD: {capacity: 2}}\nlevelling: {order: planned}\n"
    assert read(over).levelling == ("B", "A", "C")
    with pytest.raises(ScenarioError, match=r"did you mean 'planned'"):
        read(over.replace("planned", "plannd"))


def test_a_capacity_that_is_none_is_told_once(read: Read) -> None:
    with pytest.raises(ScenarioError) as error:
        read("resources: {CRN: {capacity: many}}\n")
    assert [problem.path for problem in error.value.problems] == [("resources", "CRN", "capacity")]


def test_what_still_holds_nothing_up_is_told(read: Read, tmp_path: Path) -> None:
    read("resources: {CRN: {capacity: 1}}\n")
    found = import_review(review(tmp_path / "plan.yaml").layers)
    assert found is not None
    assert [one.ids for one in found.notices if one.matter is Matter.RESOURCES] == [("B", "C")]
    assert Layers(tmp_path / "site.xer").data["tasks"]["A"].get("needs") is None


def test_finished_work_needs_nothing_and_fine_parts_are_rounded_up_to_quarters() -> None:
    done = Span(start=datetime(2026, 1, 5, 8), finish=datetime(2026, 1, 6, 17))
    plan = ForeignPlan(
        name="Site",
        start=datetime(2026, 1, 5, 8),
        calendar="five",
        calendars={"five": FIVE},
        activities=(
            Activity(id="A", name="A", duration=8.0),
            Activity(id="B", name="B", duration=8.0, actual=done),
            Activity(id="C", name="C", sort=Sort.FINISH_MILESTONE),
        ),
        resources=(ForeignResource(id="1", name="Ann"),),
        assignments=tuple(Assignment(activity=id, resource="1", units=0.37) for id in "ABC"),
    )
    found = staffing(plan, {"Ann": 3})
    assert (found.needs, found.parts, found.rounded) == ({"A": {"Ann": 2}}, {"Ann": 4}, ("A",))
    assert staffing(plan, {"Ann": 1}).needs == {"A": {"Ann": 37}}  # of a hundred
