from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from milepost.models import DifferenceKind, ScenarioError, read_pair
from milepost.models.file.setting import flow
from milepost.models.file.source import Source

PLAN = """\
name: Plan
start: 2026-01-05
ranges: {rough: [0.8, 1, 2]}
budget: {total: 3000}
tasks:
  probe: {duration: [2, 4, 9], cost: 100, retires: {bug: 0.5}}
  build: {duration: 20, range: rough, after: [probe]}
  tell: {duration: 3, after: [build, probe]}
  scout: {duration: 1, group: Field / North, codes: {Phase: 1}}
milestones:
  launch: {due: 2026-02-13, after: [tell]}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [2, 5, 9]}
correlations: [{tasks: [probe, build], rho: 0.5}]
orderings: {among: [probe, scout], compare: {late: [scout, probe]}}
"""


def found(folder: Path, before: str, after: str) -> list[tuple[str, str, str | None, str | None]]:
    for name, text in (("a", before), ("b", after)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    pair = read_pair(folder / "a.yaml", folder / "b.yaml")
    return [(one.kind.value, ".".join(one.path), one.before, one.after) for one in pair.differences]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("total: 3000", "total: 3.5e3", ("changed", "budget.total", "3000", "3.5e3")),
        ("cost: 100, ", "", ("changed", "tasks.probe.cost", "100", None)),
        ("bug: 0.5}}", "bug: {impact: 1}}}", ("changed", "tasks.probe.retires", "{bug: 0.5}", "{bug: {impact: 1}}")),
        ("due: 2026-02-13, ", "", ("changed", "milestones.launch.due", "2026-02-13", None)),
        ("[build, probe]", "[build SS+2]", ("changed", "tasks.tell.after", "[build, probe]", "[build SS+2]")),
        ("Field / North", "Field/South", ("changed", "tasks.scout.group", "Field / North", "Field/South")),
        ("{Phase: 1}", "{Phase: 2}", ("changed", "tasks.scout.codes", "{Phase: 1}", "{Phase: 2}")),
        ("tasks:\n", "calendars: {c: {workdays: Sat}}\ntasks:\n", ("new", "calendars.c", None, "{workdays: Sat}")),
        ("duration: 3,", "duration: 3, calendar: every_day,", ("changed", "tasks.tell.calendar", None, "every_day")),
        ("budget:", "lags: successor\nbudget:", ("changed", "lags", None, "successor")),
        ("[build, probe]", "[build FS+7ed]", ("changed", "tasks.tell.after", "[build, probe]", "[build FS+7ed]")),
        ("rho: 0.5", "rho: 0.25", ("changed", "correlations.build, probe", "0.5", "0.25")),
        ("correlations: [{tasks: [probe, build], rho: 0.5}]", "",
         ("taken out", "correlations.build, probe", "0.5", None)),
        ("[scout, probe]}}", "[scout, probe], bare: {without: [scout]}}}",
         ("new", "orderings.compare.bare", None, "{without: [scout]}")),
        (
            "[0.8, 1, 2]",
            "[0.8, 1, 3]",
            ("changed", "tasks.build.duration", "20 with range rough [0.8, 1, 2]", "20 with range rough [0.8, 1, 3]"),
        ),
        ("risks:\n", "risks:\n  ice: {probability: 0.1}\n", ("new", "risks.ice", None, "{probability: 0.1}")),
    ],
)  # fmt: skip
def test_a_change_is_told_once_in_the_words_of_the_files_and_turned_around_the_other_way(
    old: str, new: str, difference: tuple[str, str, str | None, str | None], tmp_path: Path
) -> None:
    other = PLAN.replace(old, new)
    kind, path, before, after = difference
    assert found(tmp_path, PLAN, other) == [difference]
    turned = {DifferenceKind.NEW: DifferenceKind.TAKEN_OUT, DifferenceKind.TAKEN_OUT: DifferenceKind.NEW}
    assert found(tmp_path, other, PLAN) == [(turned.get(DifferenceKind(kind), kind), path, after, before)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[2, 4, 9]", "{pert: [2, 4, 9.0]}"),  # another way to write it
        ("[build, probe]", "[probe, build]"),
        ("tasks: [probe, build]", "tasks: [build, probe]"),
        ("  tell: {duration: 3, after: [build, probe]}\n", ""),
        ("cost: 100", "cost: 100, daily: 0"),
        ("# no", "# comment"),
    ],
)
def test_another_way_to_write_a_plan_is_no_change(old: str, new: str, tmp_path: Path) -> None:
    other = PLAN.replace(old, new)
    if new == "":  # at another place of the file
        other = other.replace("tasks:\n", f"tasks:\n{old}", 1)
    assert found(tmp_path, PLAN, other) == []


def test_a_part_with_another_id_is_one_that_is_new_and_one_that_is_taken_out(tmp_path: Path) -> None:
    kinds = {path: kind for kind, path, *_ in found(tmp_path, PLAN, PLAN.replace("bug", "fault"))}
    assert kinds == {"risks.fault": "new", "risks.bug": "taken out", "tasks.probe.retires": "changed"}


def test_an_overlay_is_compared_by_what_comes_of_it(tmp_path: Path) -> None:
    over = "plan: a.yaml\ntasks: {tell: {after: {drop: [probe]}}}\nbudget: null\n"
    assert found(tmp_path, PLAN, over) == [
        ("changed", "budget.total", "3000", None),
        ("changed", "tasks.tell.after", "[build, probe]", "[build]"),
    ]


def test_whatever_can_be_taken_out_is_told_if_it_says_anything(tmp_path: Path) -> None:
    source = Path(__file__).parents[3] / "scenarios" / "battery.yaml"
    data, (a, b) = Source(source).data, (tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert data is not None
    a.write_text(flow(data), encoding="utf-8")
    assert not read_pair(source, a).differences
    told = 0
    for kind, id, key in leaves(data):
        part = {name: value for name, value in data[kind][id].items() if name != key}
        b.write_text(flow({**data, kind: {**data[kind], id: part}}), encoding="utf-8")
        with suppress(ScenarioError):  # it is needed
            pair = read_pair(a, b)
            assert [one.path for one in pair.differences] == [(kind, id, key)]
            told += 1
    assert told > 20


def leaves(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return the paths to a few keys of each kind of part."""
    for kind in ("milestones", "tasks", "risks"):
        for id in list(data[kind])[:4]:
            yield from ((kind, id, key) for key in data[kind][id] if key != "range")


def test_orderings_that_are_new_are_told_field_by_field(tmp_path: Path) -> None:
    without = "\n".join(line for line in PLAN.split("\n") if not line.startswith("orderings"))
    assert [path for _, path, *_ in found(tmp_path, without, PLAN)] == ["orderings.among", "orderings.compare.late"]
    assert found(tmp_path, without, without) == []


def test_decisions_that_are_new_are_told_by_date_and_those_that_are_gone_as_taken_out(tmp_path: Path) -> None:
    waiting, telling = "{date: 2026-03-02, what: Wait, touches: [bug, tell]}", "{date: 2025-01-02, what: Tell}"
    texts = [PLAN, f"{PLAN}decisions: [{waiting}]\n", f"{PLAN}decisions: [{waiting}, {telling}]\n"]
    assert found(tmp_path, texts[0], texts[2]) == []
    assert [one.what for one in read_pair(tmp_path / "a.yaml", tmp_path / "b.yaml").decisions] == ["Tell", "Wait"]
    assert found(tmp_path, texts[1], texts[2].replace("[bug, tell]", "[tell, bug]")) == []
    assert [one.what for one in read_pair(tmp_path / "a.yaml", tmp_path / "b.yaml").decisions] == ["Tell"]
    assert found(tmp_path, texts[1], texts[0]) == [("taken out", "decisions.2026-03-02", waiting, None)]


def test_what_has_happened_since_is_a_change(tmp_path: Path) -> None:
    now = PLAN.replace("[2, 4, 9], ", "[2, 4, 9], actual: {start: 2026-01-05}, ").replace(
        "name: Plan", "name: Plan\nas_of: 2026-01-07"
    )
    assert found(tmp_path, PLAN, now) == [
        ("changed", "as_of", None, "2026-01-07"),
        ("changed", "tasks.probe.actual", None, "{start: 2026-01-05}"),
    ]
