"""A scenario over another is the plan that one file would say, and its problems stand where they are written."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.models import Problem, Scenario, ScenarioError, read_scenario, review_scenario
from milepost.models.file.layers import MOST, Layers
from milepost.models.file.merge import Merge
from milepost.models.file.overlay import Changed, Overlay, overlays_of
from milepost.models.file.setting import parse_setting

PLAN = """\
name: Bridge
start: 2026-01-05
budget: {total: 900, burn: 5}
tasks:
  dig: {name: Dig, duration: [2, 3, 8], cost: 10}
  pour: {duration: {triangular: [4, 5, 9]}, after: [dig SS+1, permit], retires: {rain: 0.5}}
  permit: {duration: 10, owner: Ann, group: Site, codes: {Phase: 1, Trade: A}}
milestones:
  open: {due: 2026-03-02, after: [pour]}
risks:
  rain: {probability: 0.4, exposes: [dig], delay: 3}
correlations:
  - {tasks: [dig, pour], rho: 0.3}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return what writes files, the last of which lies over the one before, and so on; the last is returned."""
    monkeypatch.chdir(tmp_path)

    def written(*texts: str) -> Path:
        for number, text in enumerate(texts):
            head = f"plan: {number - 1}.yaml\n" if number else ""
            Path(f"{number}.yaml").write_text(head + text, encoding="utf-8")
        return Path(f"{len(texts) - 1}.yaml")

    return written


def problems(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return [str(problem) for problem in caught.value.problems]


def one_file(text: str) -> Scenario:
    Path("whole.yaml").write_text(text, encoding="utf-8")
    return read_scenario("whole.yaml")


OVER = """\
name: Bridge, as it stands
tasks:
  dig: {duration: [3, 4, 9], cost: null}
  pour: {duration: [6, 7, 9], after: {drop: [dig], add: [survey FS+2]}}
  survey: {duration: 2, after: {add: [dig]}}
  permit: {group: Site/Office, codes: {Phase: 2, Trade: null, Area: N}}
milestones:
  open: {due: null}
risks:
  flood: {probability: 0.1, exposes: [pour], delay: 9}
"""
WHOLE = """\
name: Bridge, as it stands
start: 2026-01-05
budget: {total: 900, burn: 5}
tasks:
  dig: {name: Dig, duration: [3, 4, 9]}
  pour: {duration: [6, 7, 9], after: [permit, survey FS+2], retires: {rain: 0.5}}
  permit: {duration: 10, owner: Ann, group: Site/Office, codes: {Phase: 2, Area: N}}
  survey: {duration: 2, after: [dig]}
milestones:
  open: {after: [pour]}
risks:
  rain: {probability: 0.4, exposes: [dig], delay: 3}
  flood: {probability: 0.1, exposes: [pour], delay: 9}
correlations:
  - {tasks: [dig, pour], rho: 0.3}
"""


def test_an_overlay_is_the_plan_that_one_file_would_say(write: Write) -> None:
    assert read_scenario(write(PLAN, OVER)) == one_file(WHOLE)
    assert read_scenario(write(PLAN, OVER)).digest == one_file(WHOLE).digest


def test_an_overlay_that_says_nothing_changes_nothing(write: Write) -> None:
    assert read_scenario(write(PLAN, "")) == one_file(PLAN)
    assert overlays_of(Layers(write(PLAN, ""))) == (
        Overlay(file="1.yaml", below="0.yaml", new=(), changed=(), taken_out=()),
    )


def test_an_overlay_may_lie_over_an_overlay(write: Write) -> None:
    found = read_scenario(write(PLAN, OVER, "tasks: {survey: {duration: 5}, dig: {cost: 7}}\nrisks: {flood: null}\n"))
    whole = WHOLE.replace("survey: {duration: 2", "survey: {duration: 5").replace("9]}\n  pour", "9], cost: 7}\n  pour")
    flood = next(line for line in whole.splitlines() if "flood:" in line)
    assert found == one_file(whole.replace(f"{flood}\n", ""))


def test_the_file_below_is_found_from_the_one_above(write: Write, tmp_path: Path) -> None:
    write(PLAN)
    (tmp_path / "weeks").mkdir()
    above = tmp_path / "weeks" / "nine.yaml"
    above.write_text("plan: ../0.yaml\nname: Week nine\n", encoding="utf-8")
    assert read_scenario(above) == replace(one_file(PLAN), name="Week nine")


def test_it_is_told_what_is_new_changed_and_taken_out(write: Write) -> None:
    [found] = overlays_of(Layers(write(PLAN, OVER)))
    assert found.new == ("tasks.survey", "tasks.permit.codes.Area", "risks.flood")
    assert found.taken_out == ("tasks.dig.cost", "tasks.permit.codes.Trade", "milestones.open.due")
    assert found.changed == (
        Changed(part="name", below="Bridge", above="Bridge, as it stands"),
        Changed(part="tasks.dig.duration", below="[2, 3, 8]", above="[3, 4, 9]"),
        Changed(part="tasks.pour.duration", below="{triangular: [4, 5, 9]}", above="[6, 7, 9]"),
        Changed(part="tasks.pour.after", below="[dig SS+1, permit]", above="[permit, survey FS+2]"),
        Changed(part="tasks.permit.group", below="Site", above="Site/Office"),
        Changed(part="tasks.permit.codes.Phase", below="1", above="2"),
    )


def test_calendars_are_merged_key_by_key(write: Write) -> None:
    site = "calendars: {site: {workdays: Mon-Sat, holidays: [2026-02-02]}}\n"
    above = "calendars: {site: {holidays: {add: [2026-02-03]}}, night: {workdays: Mon-Thu}}\n"
    over = read_scenario(write(PLAN + site, above + "tasks: {dig: {calendar: site}, pour: {calendar: night}}\n"))
    assert list(over.calendars) == ["site", "night"]
    assert over.calendars["site"].week[5]
    assert over.calendars["site"].holidays == (date(2026, 2, 2), date(2026, 2, 3))
    assert (over.tasks["dig"].calendar, over.tasks["pour"].calendar) == ("site", "night")
    told = problems(write(PLAN.replace("cost: 10", "calendar: site") + site, "calendars: {site: null}\n"))
    assert told[0].startswith("1.yaml:2:19: calendars.site: 'site' is taken out here")
    assert told[1].startswith("0.yaml:5:51: tasks.dig.calendar: 'site' is taken out in 1.yaml:2")


def test_decisions_come_before_those_below_and_replace_none(write: Write) -> None:
    below = PLAN + "decisions: [{date: 2026-01-12, what: Dig first, touches: [dig]}]\n"
    above = "decisions:\n- {date: 2026-01-10, what: Wait, touches: [rain, open]}\n"
    path = write(below, above)
    assert [one.what for one in read_scenario(path).decisions] == ["Wait", "Dig first"]
    assert overlays_of(Layers(path))[0].new == ("decisions.0",)
    assert problems(write(below, above.replace("open", "opn"))) == [
        "1.yaml:3:50: decisions.touches: 'opn' is not a task, milestone or risk; did you mean 'open'?"
    ]
    assert "0.yaml:14:59: decisions.touches: 'dig' is taken out in 1.yaml:2, and is still named here" in "\n".join(
        problems(write(below, "tasks: {dig: null}\n"))
    )


def test_settings_go_over_all_layers(write: Write) -> None:
    path = write(PLAN, OVER)
    found = read_scenario(path, [parse_setting("tasks.dig.duration=4"), parse_setting("budget.total*=2")])
    assert found.tasks["dig"].duration.mean == 4.0
    assert found.budget.total == 1_800.0
    with pytest.raises(ValueError, match="a plan has no 'plan'"):
        parse_setting("plan=0.yaml")


@pytest.mark.parametrize(
    ("over", "told"),
    [
        # Each where it is written.
        ("tasks: {dig: {duration: [9, 4, 3]}}", ["1.yaml:2:26: tasks.dig.duration: "]),
        (
            "tasks: {dig: {duratoin: 3}}",
            ["1.yaml:2:15: tasks.dig.duratoin: unknown key 'duratoin'; did you mean 'duration'?"],
        ),
        ("tasks: {pour: {after: {add: [digg]}}}", ["1.yaml:2:30: tasks.pour.after: 'digg' is not"]),
        ("tasks: {tar: {after: [dig]}}", ["1.yaml:2:9: tasks.tar.duration: nothing stands here"]),
        ("tasks: 5", ["1.yaml:2:8: tasks: '5' where keys belong"]),
        # What is not there cannot be taken out.
        (
            "risks: {rian: null}",
            ["1.yaml:2:9: risks.rian: null takes out what is there below, and there is no 'rian'; d"],
        ),
        ("tasks: {dig: {owner: null}}", ["1.yaml:2:15: tasks.dig.owner: null takes out"]),
        (
            "tasks: {pour: {after: {drop: [dog]}}}",
            ["1.yaml:2:31: tasks.pour.after.drop: 'dog' does not stand in the li"],
        ),
        ("tasks: {pour: {after: {add: [permit]}}}", ["1.yaml:2:30: tasks.pour.after.add: 'permit' stands in the list"]),
        ("tasks: {permit: {after: {drop: [dig]}}}", ["1.yaml:2:33: tasks.permit.after.drop: 'dig' does not stand"]),
        # What two files make together is told at both places.
        (
            "risks: {rain: null}",
            [
                "1.yaml:2:15: risks.rain: 'rain' is taken out here, and tasks.pour.retires.rain in 0.yaml still",
                "0.yaml:6:82: tasks.pour.retires.rain: 'rain' is taken out in 1.yaml:2, and is still named here",
            ],
        ),
        (
            "risks: null",
            [
                "1.yaml:2:8: risks: 'rain' is taken out here, and tasks.pour.retires.rain in 0.yaml still names it",
                "0.yaml:6:82: tasks.pour.retires.rain: 'rain' is taken out in 1.yaml:2, and is still named here",
            ],
        ),
        (
            "milestones: {permit: {due: 2026-02-02}}",
            [
                "1.yaml:2:14: milestones.permit: 'permit' is a milestone here and a task in 0.yaml: rename one",
                "0.yaml:7:3: tasks.permit: 'permit' is a task here and a milestone in 1.yaml: rename one of them",
            ],
        ),
    ],
)
def test_a_problem_stands_in_the_file_that_makes_it(over: str, told: list[str], write: Write) -> None:
    found = problems(write(PLAN, over))
    assert len(found) == len(told)
    for one, begin in zip(found, told, strict=True):
        assert one.startswith(begin)


def test_problems_of_the_file_below_stand_there(write: Write) -> None:
    broken = PLAN.replace("[pour]", "[pourr]").replace("delay: 3", "delay: x")
    found = problems(write(broken, "tasks: {dig: {duration: y}}"))
    assert [one.split(": ")[0] for one in found] == ["1.yaml:2:25", "0.yaml:9:35", "0.yaml:11:51"]


def test_items_of_a_changed_list_stand_where_they_are_written(write: Write) -> None:
    broken = PLAN.replace("[dig SS+1, permit]", "[dig SS+1, permitt]")
    found = problems(write(broken, "tasks: {pour: {after: {drop: [dig], add: [digg]}}}"))
    assert [one.split(": ")[0] for one in found] == ["1.yaml:2:43", "0.yaml:6:63"]


@pytest.mark.parametrize(
    ("named", "cure"),
    [
        ("0.yaml", "0.yaml lies over this file itself, in a circle"),
        ("nowhere.yaml", "nowhere.yaml cannot be read"),
        (".", "is a folder"),
        ("[a]", "a list of 1 where the name of a file belongs"),
        ('"a\\0b"', "cannot be the name of a file"),
        ("empty.yaml", "empty.yaml has no keys"),
        ("x" * 5000, "cannot be "),  # read, or a name: as the system says
    ],
)
def test_a_plan_that_cannot_lie_below_is_told_where_it_is_named(named: str, cure: str, write: Write) -> None:
    path = write(f"plan: {named}\n{PLAN}")
    Path("empty.yaml").touch()
    [found] = problems(path)
    assert found.startswith("0.yaml:1:7: plan: ")
    assert cure in found


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no file of this system is a pipe")
def test_nobody_waits_for_a_plan_below_that_is_a_pipe(write: Write) -> None:
    path = write(f"plan: pipe\n{PLAN}")
    os.mkfifo("pipe")
    [found] = problems(path)
    assert found.startswith("0.yaml:1:7: plan: pipe is a pipe")


def test_a_circle_of_several_files_and_too_many_are_refused(write: Write) -> None:
    write(PLAN, "", "")
    Path("0.yaml").write_text(f"plan: ./2.yaml\n{PLAN}", encoding="utf-8")
    assert "in a circle" in problems(Path("2.yaml"))[0]
    assert f"more than {MOST} files" in problems(write(PLAN, *[""] * MOST))[0]
    assert read_scenario(write(PLAN, *[""] * (MOST - 1))) == one_file(PLAN)


LINKS = st.lists(st.sampled_from(["a", "b", "a SS+1", "b FF-2", "c FS"]), max_size=6)


@given(LINKS, LINKS, LINKS)
def test_a_list_in_place_is_what_is_dropped_one_by_one_and_then_added(
    below: list[str], drop: list[str], add: list[str]
) -> None:
    """Of a link the id is enough to drop it; what is not there, or is there already, is told each time."""
    left, wrong = [*below], 0
    for item in drop:
        wrong += not any(item in (one, one.split()[0]) for one in left)
        left = [one for one in left if item not in (one, one.split()[0])]
    for item in add:
        wrong += item in left
        left.append(item)
    merge = Merge({"tasks": {"t": {"after": below}}}, {"tasks": {"t": {"after": {"drop": drop, "add": add}}}})
    assert merge.data["tasks"]["t"]["after"] == left
    assert len(merge.remarks) == wrong


def test_yaml_that_cannot_be_read_below_is_told_there(write: Write) -> None:
    [found] = problems(write("tasks: {dig: [", ""))
    assert found.startswith("0.yaml:2:1: not YAML")


def test_advice_has_the_place_of_its_file_and_asks_what_a_loose_new_task_may_mean(write: Write) -> None:
    advice: tuple[Problem, ...] = review_scenario(write(PLAN, "tasks: {digs: {duration: 1}}"))[1]
    assert ("1.yaml", 2, "'digs' is new, and nothing links to it: did you mean 'dig'?") in [
        (one.file, one.line, one.message) for one in advice
    ]


KEYS = st.sampled_from(["tasks", "risks", "dig", "pour", "duration", "after", "name", "add", "drop"])
TREES = st.recursive(
    st.none() | st.sampled_from(["1", "dig", "x"]),
    lambda below: st.dictionaries(KEYS, below, max_size=4) | st.lists(below, max_size=3),
    max_leaves=12,
)
TOPS = st.dictionaries(KEYS, TREES, max_size=4)


@settings(max_examples=200)
@given(TOPS, TOPS)
def test_whatever_lies_over_whatever_is_read_or_refused_with_places(below: Any, above: Any) -> None:
    merge = Merge(below, above)
    for path in (*merge.new, *merge.changed):
        data: Any = merge.data
        for part in path:
            data = data[part]
    for path in merge.taken_out:
        data = merge.data
        for part in path[:-1]:
            data = data[part]
        assert path[-1] not in data
    for remark in merge.remarks:
        assert merge.place(remark.path).above is not None


@settings(max_examples=100)
@given(TOPS)
def test_a_tree_over_itself_changes_nothing_but_what_is_null(tree: Any) -> None:
    merge = Merge(tree, tree)
    assert (merge.new, merge.taken_out) == ([], [])


def test_two_orders_of_keys_are_one_plan(write: Write) -> None:
    shuffled = yaml.safe_dump({**yaml.safe_load(OVER)}, sort_keys=True)
    assert read_scenario(write(PLAN, shuffled)).digest == read_scenario(write(PLAN, OVER)).digest
