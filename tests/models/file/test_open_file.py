import random
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.models.file.open_file import OpenFile
from milepost.models.file.overlay_of import overlay_of
from milepost.models.file.reader import read_scenario
from milepost.models.file.reading import PartsRead
from milepost.models.file.source import Plain
from milepost.models.file.writer import text_of
from milepost.models.problem import ScenarioError
from milepost.scenarios import TEMPLATES, template

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_an_open_file_is_the_plan_that_the_file_is(file: Path) -> None:
    opened = OpenFile.of(file)
    assert opened.read(opened.data).digest == read_scenario(file).digest
    assert opened.text.encode() == file.read_bytes()
    assert opened.written(opened.data) == opened.text
    assert opened.changed() == ()


@pytest.mark.parametrize("file", ["hr_app_week_9.yaml", "clinics.yaml", "depot.yaml"])
def test_reading_again_leaves_nothing_behind_in_what_lies_below(file: str, tmp_path: Path) -> None:
    """The overlay is read, then with a change, then as it was: the same plan and the same advice."""
    path = SCENARIOS / file
    if not path.exists():
        path = tmp_path / file
        plan = next(one for one in SCENARIOS.iterdir() if one.stem == path.stem and one.suffix != ".yaml")
        opened = OpenFile.over(plan, path)
    else:
        opened = OpenFile.of(path)
    assert opened.below is not None
    before = deepcopy(opened.below)
    first = opened.review(opened.data)
    task = next(iter(opened.below["tasks"]))
    changed = {**opened.data, "tasks": {**(opened.data.get("tasks") or {}), task: {"owner": Plain("Somebody")}}}
    assert opened.read(changed).tasks[task].owner == "Somebody"
    again = opened.review(opened.data)
    assert again.scenario.digest == first.scenario.digest
    assert again.advice == first.advice
    assert opened.below == before


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_what_is_read_after_other_data_is_what_is_read_alone(file: Path) -> None:
    """Each task in turn is renamed or takes its neighbour's data, and ids may be any text or not."""
    opened = OpenFile.of(file)
    tasks: dict[str, Any] = opened.data.get("tasks") or {}
    named = [{**tasks, id: {**(part or {}), "name": Plain("Other")}} for id, part in [*tasks.items()][:4]]
    swapped = [{**tasks, id: tasks[other]} for id, other in [*zip(tasks, [*tasks][1:], strict=False)][:4]]
    for changed in (*named, *swapped, tasks):
        for more in ({"ids": Plain("printable")}, {}):
            data = {**opened.data, **more, "tasks": changed}
            assert said(opened, data) == said(OpenFile.of(file), data)


def said(opened: OpenFile, data: Mapping[str, Any]) -> object:
    """Return the digest of a plan, or what is wrong with it."""
    try:
        return opened.read(data).digest
    except ScenarioError as error:
        return error.problems


def test_data_that_stand_in_two_places_are_read_as_what_each_place_takes() -> None:
    parts, data = PartsRead(), {"name": "One"}
    for _ in range(2):
        begun = parts.begun(None)
        assert [begun.once(of, data, of) for of in (tuple, frozenset)] == [("name",), {"name"}]
        parts.ended(begun)


def test_what_is_wrong_has_its_path_and_the_rest_stays() -> None:
    opened = OpenFile.of(SCENARIOS / "hr_app.yaml")
    tasks = {**opened.data["tasks"], "interviews": {**opened.data["tasks"]["interviews"], "duration": Plain("soon")}}
    with pytest.raises(ScenarioError) as caught:
        opened.read({**opened.data, "tasks": tasks})
    assert [problem.path for problem in caught.value.problems] == [("tasks", "interviews", "duration")]


def test_what_is_taken_out_and_still_named_has_no_line_before_it_is_written() -> None:
    opened = OpenFile.of(SCENARIOS / "hr_app_week_9.yaml")
    with pytest.raises(ScenarioError) as caught:
        opened.read({**opened.data, "risks": {**opened.data["risks"], "hr_demand": None}})
    said = [problem.message for problem in caught.value.problems if "still named" in problem.message]
    assert said
    assert all("hr_app_week_9.yaml, and is still named" in one for one in said)


def test_what_the_plan_lies_over_cannot_be_changed() -> None:
    opened = OpenFile.of(SCENARIOS / "hr_app.yaml")
    with pytest.raises(ScenarioError, match="cannot be changed while it is open"):
        opened.read({**opened.data, "plan": Plain("../other.yaml")})


def test_a_file_that_somebody_else_changes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes((SCENARIOS / "minimal.yaml").read_bytes())
    opened = OpenFile.of(path)
    text = opened.written({**opened.data, "name": Plain("Other")})
    path.write_bytes(text.encode())
    assert opened.changed() == (path,)
    saved = opened.saved(text)
    assert saved.changed() == ()
    assert saved.data["name"] == "Other"
    path.unlink()
    assert saved.changed() == (path,)


def test_a_byte_order_mark_and_ends_of_lines_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (SCENARIOS / "minimal.yaml").read_bytes().replace(b"\n", b"\r\n"))
    opened = OpenFile.of(path)
    assert opened.text.encode() == path.read_bytes()
    text = opened.written({**opened.data, "name": Plain("Other")}).encode()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\r\n") == text.count(b"\n")


@pytest.mark.parametrize("content", [b"name: caf\xe9\n", "name: x\n".encode("utf-16"), b"name: \x07\n", b"- a\n"])
def test_what_is_not_read_whole_is_not_opened(content: bytes, tmp_path: Path) -> None:
    """Else saving it would put other bytes in the place of those that nobody touched."""
    path = tmp_path / "plan.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError):
        OpenFile.of(path)


def test_an_overlay_says_nothing_of_what_is_nothing_in_both() -> None:
    """A null takes out what is below, and would be refused where there is nothing."""
    base = {"tasks": {"a": {"owner": None}}}
    data = {"tasks": {"a": {"owner": None, "notes": None}, "b": {"cost": None, "owner": Plain("B")}}, "risks": None}
    assert overlay_of(base, data, plan="base.yaml") == {"plan": "base.yaml", "tasks": {"b": {"owner": "B"}}}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_a_plan_that_is_not_there_yet(name: str, tmp_path: Path) -> None:
    opened = OpenFile.template(template(name), date(2027, 3, 1), tmp_path / "fair.yaml")
    assert opened.is_new
    assert opened.changed() == ()
    assert opened.read(opened.data).name == "fair"
    (tmp_path / "fair.yaml").touch()
    assert opened.changed() == (tmp_path / "fair.yaml",)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_plan_without_a_schema_beside_it_names_none(name: str, tmp_path: Path) -> None:
    opened = OpenFile.template(template(name), date(2027, 3, 1), tmp_path / "plan.yaml")
    assert "$schema" not in opened.text
    assert not opened.text.startswith("#\n")
    assert "$schema" not in OpenFile.over(SCENARIOS / "depot.xer", tmp_path / "depot.yaml").text


@pytest.mark.parametrize("file", [path for path in FILES if path.stem != "hr_app_week_9"], ids=lambda path: path.stem)
def test_an_overlay_over_a_file_says_the_difference(file: Path, tmp_path: Path) -> None:
    """Of forty random changes, those that leave a valid plan: base and overlay together are that plan."""
    opened = OpenFile.of(file)
    base = tmp_path / "base.yaml"
    base.write_text(opened.text, encoding="utf-8")
    draw, tried = random.Random(5), 0
    for _ in range(40):
        data = _edited(opened.data, draw)
        try:
            wanted = opened.read(data)
        except ScenarioError:
            continue
        overlay = tmp_path / "over.yaml"
        overlay.write_text(text_of(overlay_of(opened.data, data, plan="base.yaml")), encoding="utf-8")
        assert read_scenario(overlay).digest == wanted.digest
        tried += 1
    assert tried


def _edited(data: Any, draw: random.Random) -> dict[str, Any]:
    made = deepcopy(dict(data))
    for kind in draw.sample(["tasks", "risks", "milestones"], 2):
        parts = made.get(kind) or {}
        for id in draw.sample([*parts], min(len(parts), 2)):
            match draw.randrange(4):
                case 0:
                    parts[id] = {**parts[id], "name": Plain(f"Other {draw.random():.3f}")}
                case 1 if kind == "tasks":
                    parts[id] = {**parts[id], "duration": [Plain("2"), Plain("5"), Plain("11")]}
                case 2:
                    parts[id] = {key: one for key, one in parts[id].items() if key not in ("owner", "cost", "notes")}
                case _:
                    del parts[id]
    return made
