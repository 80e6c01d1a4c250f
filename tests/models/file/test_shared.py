"""What rules say of many tasks is what these would say themselves, unless they do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from milepost.models import Level, Link, Scenario, ScenarioError, read_scenario, review_scenario
from milepost.models.file.reader import review
from milepost.simulate.engine.run import simulate

HEAD = """\
start: 2026-01-05
ranges: {rough: [0.8, 1.0, 2.0], fine: [0.9, 1.0, 1.1]}
risks:
  weather: {probability: 0.3, exposes: [dig], delay: 3}
  strike: {probability: 0.1, delay: 9}
"""
TASKS = """\
tasks:
  dig: {duration: 10, owner: Ann}
  pour_slab: {name: Pour the slab, duration: 5, group: Site, owner: Site manager, notes: "early, wet"}
  POUR_walls: {duration: [2, 3, 4], range: null, owner: Site office}
  paint: {duration: 4, range: fine, group: Site / Inside, exposed_to: [strike]}
  test: {duration: 2, rounds: {pass: 0.5, at_most: 3}}
"""

Read = Callable[..., Scenario]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return what reads the tasks with rules."""
    monkeypatch.chdir(tmp_path)

    def scenario(rules: str, tasks: str = TASKS) -> Scenario:
        Path("plan.yaml").write_text(f"{HEAD}{tasks}apply:\n{rules}" if rules else HEAD + tasks, encoding="utf-8")
        return read_scenario("plan.yaml")

    return scenario


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("all", ["dig", "pour_slab", "POUR_walls", "paint", "test"]),
        ('{name: "*pour*"}', ["pour_slab", "POUR_walls"]),  # by its id where it has no name; capitals do not count
        ('{name: "Pour the*"}', ["pour_slab"]),
        ("{id: [dig, paint]}", ["dig", "paint"]),  # any of a list
        ('{name: "pour*", owner: "* office"}', ["POUR_walls"]),  # all keys
        ('{notes: "*, wet"}', ["pour_slab"]),
        ('{id: "[dp]??"}', ["dig"]),
        ("{group: site}", ["pour_slab", "paint"]),  # below it as well
        ("{group: Site/*}", ["paint"]),
    ],
)
def test_a_rule_finds_what_its_condition_says(where: str, found: list[str], read: Read) -> None:
    scenario = read(f"  - {{where: {where}, exposed_to: [strike]}}\n")
    own = ["paint"]
    assert sorted(scenario.risks["strike"].exposes) == sorted({*found, *own})


SORTED = """\
tasks:
  a: {duration: 1, wbs: S.1.3, codes: {Discipline: CIV, Phase: 2}, fields: {Text1: night shift}}
  b: {duration: 1, wbs: S.1.30, codes: {Discipline: STR}, fields: {Text1: day}}
  c: {duration: 1, wbs: s.1.3.2, codes: {discipline: CIV}, fields: {Text2: night}}
  d: {duration: 1}
"""


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("{wbs: S.1}", "abc"),  # and what is below it
        ("{wbs: S.1.3}", "ac"),
        ("{wbs: S.1.3*}", "ac"),  # 1.30 is another
        ("{wbs: S.1.3.*}", "c"),
        ('{wbs: "*.3"}', "ac"),
        ("{wbs: [S.1.30, S.1.3.2]}", "bc"),
        ('{wbs: "*"}', "abc"),
        ("{code: {Discipline: [civ, MEC]}}", "a"),  # codes go by their names as they are written
        ('{code: {Discipline: "*"}}', "ab"),  # those that have it
        ('{code: {Discipline: "*", Phase: "2"}}', "a"),
        ('{code: {Discipline: "*"}, wbs: S.1.30}', "b"),
        ("{fields: {Text1: night*}}", "a"),
    ],
)
def test_a_rule_finds_by_wbs_codes_and_fields(where: str, found: str, read: Read) -> None:
    scenario = read(f"  - {{where: {where}, owner: Bob}}\n", SORTED.replace("  d:", "  dig: {duration: 1}\n  d:"))
    assert "".join(id for id, task in scenario.tasks.items() if task.owner) == found


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("{code: {Disciplin: CIV}}", "no task has code.Disciplin; did you mean 'discipline'?"),
        ("{code: {Trade: CIV}}", "no task has code.Trade; there are 'Discipline', 'Phase', 'discipline'"),
        ("{code: {Discipline: CIVV}}", "finds no task; did you mean 'CIV'?"),
        ("{name: a, code: {Discipline: MEC}}", "finds no task; there are 'CIV', 'STR'"),
        ("{wbs: 1.3.*}", "finds no task; there are 'S.1.3', 'S.1.30', 's.1.3.2'"),
        ("{owner: Bob}", "finds no task: no task has owner"),
        ("{code: {Phase: 2}, wbs: S.1.30}", "finds no task: look for something else"),
        ("{code: CIV}", "'CIV' under code: say what to look for by the name of a code, as Discipline: CIV"),
        ("{fields: []}", "an empty list under fields: say what to look for by the name of a field"),
        ("{code: {Phase: []}}", "an empty list where the text to look for under Phase belongs"),
        ("{codes: {Phase: 2}}", "'codes' is not looked at; did you mean 'code'?"),
    ],
)
def test_a_condition_that_finds_nothing_says_what_there_is(where: str, told: str, read: Read) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(f"  - {{where: {where}, owner: Bob}}\n", SORTED.replace("  d:", "  dig: {duration: 1}\n  d:"))
    assert told in str(caught.value)


def test_what_a_task_says_counts_more_then_the_first_rule(read: Read) -> None:
    scenario = read("  - {ids: [dig, paint, POUR_walls], range: rough}\n  - {where: all, range: fine, owner: Bob}\n")
    rough, fine, plain = (
        read("", TASKS.replace("duration: 10", f"duration: 10{more}")).tasks["dig"].duration
        for more in (", range: rough", ", range: fine", "")
    )
    assert scenario.tasks["dig"].duration == rough
    assert fine not in (rough, plain)
    usual = read("").tasks
    assert scenario.tasks["paint"] == replace(usual["paint"], owner="Bob")
    assert scenario.tasks["POUR_walls"].duration == usual["POUR_walls"].duration  # a range of its own already
    assert [one.owner for one in scenario.tasks.values()] == ["Ann", "Site manager", "Site office", "Bob", "Bob"]


def test_a_rule_says_by_which_calendar_tasks_are_worked(read: Read) -> None:
    rules = "  - {ids: [dig, paint], calendar: site}\n  - {where: all, calendar: every_day}\n"
    tasks = TASKS.replace("duration: 4", "duration: 4, calendar: night")
    scenario = read(f"{rules}calendars: {{site: {{workdays: Mon-Sat}}, night: {{workdays: Mon-Thu}}}}\n", tasks)
    assert [one.calendar for one in scenario.tasks.values()] == ["site", *["every_day"] * 2, "night", "every_day"]


def test_a_rule_gives_a_duration_to_those_without(read: Read) -> None:
    tasks = "tasks:\n  dig: {}\n  b:\n  c: {duration: 1}\n"
    scenario = read("  - {where: all, duration: 7}\n", tasks)
    assert [one.duration.mean for one in scenario.tasks.values()] == [7.0, 7.0, 1.0]


def test_exposures_add_up_and_stand_once(read: Read) -> None:
    scenario = read(
        "  - {where: {id: d*}, exposed_to: [weather, strike]}\n  - {ids: [test, dig], exposed_to: [weather]}\n"
    )
    assert scenario.risks["weather"].exposes == ("dig", "test")
    assert scenario.risks["strike"].exposes == ("paint", "dig")


def test_a_group_keeps_its_draws_whoever_is_in_it(read: Read) -> None:
    """A task more in the group leaves the others as they were; without a name the group draws another factor."""
    rules = "  - {{name: site, ids: [{}], range: rough, correlated: {{rho: 0.5}}}}\n"
    few, more = (
        simulate(read(rules.format(ids)), iterations=512).task_finish
        for ids in ("dig, pour_slab", "dig, pour_slab, test")
    )
    np.testing.assert_array_equal(few["dig"], more["dig"])
    scenario = read(rules.format("dig, pour_slab, test"))
    [group] = scenario.correlations
    assert (group.name, group.tasks, group.rho) == ("site", ("dig", "pour_slab"), 0.5)  # that of rounds is left out
    widened = TASKS.replace("[2, 3, 4], range: null", "3")
    wide = simulate(read(rules.format("dig, pour_slab, POUR_walls"), widened), iterations=512).task_finish
    np.testing.assert_array_equal(few["dig"], wide["dig"])
    assert np.corrcoef(wide["dig"], wide["POUR_walls"])[0, 1] > 0.3


def test_what_came_of_rules_is_counted(read: Read) -> None:
    read("  - {name: site, where: {owner: Site*}, range: rough, exposed_to: [strike], correlated: {rho: 0.5}}\n")
    [rule] = review("plan.yaml").rules
    assert (rule.name, rule.matches, rule.skipped) == ("site", 2, ())
    assert rule.sets == {"range": 1, "exposed_to": 2, "correlated": 2}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("  - {where: {name: nothing}, owner: Bob}\n", "apply: 'name: nothing' finds no task"),
        ("  - {where: {nam: dig}, owner: Bob}\n", "apply.where: 'nam' is not looked at; did you mean 'name'?"),
        ("  - {where: {name: {}}, owner: Bob}\n", "apply.where: an empty mapping where the text to look for"),
        ("  - {where: some, owner: Bob}\n", "apply.where: 'some' is not a condition: write `all`"),
        ("  - {where: all}\n", "apply: a rule that says nothing"),
        ("  - {owner: Bob}\n", "apply: a rule with neither where nor ids"),
        ("  - {where: all, ids: [dig], owner: Bob}\n", "apply: a rule with both where and ids"),
        ("  - {ids: [digg], owner: Bob}\n", "apply.ids: 'digg' is not a task; did you mean 'dig'?"),
        ("  - {where: all, range: ruogh}\n", "apply.range: 'ruogh' is not a range; did you mean 'rough'?"),
        (
            "  - {where: all, exposed_to: [wether]}\n",
            "apply.exposed_to: 'wether' is not a risk; did you mean 'weather'?",
        ),
        ("  - {where: all, correlated: {rho: 2}}\n", "apply.correlated.rho: 2 is not a"),
        ("  - {where: all, onwer: Bob}\n", "apply.onwer: unknown key 'onwer'; did you mean 'owner'?"),
        ("  - 5\n", "apply: '5' where keys belong"),
    ],
)
def test_a_rule_that_cannot_be_is_told_once_in_its_place(rules: str, told: str, read: Read) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(rules)
    lines = {problem.line for problem in caught.value.problems}
    assert lines == {13}
    assert len({str(problem) for problem in caught.value.problems}) == len(caught.value.problems)
    assert any(told in str(problem) for problem in caught.value.problems)


def test_a_rule_that_sets_nothing_or_leaves_tasks_out_is_advice(read: Read) -> None:
    read("  - {ids: [dig], owner: Bob}\n  - {ids: [dig, pour_slab, test], correlated: {rho: 0.1}}\n")
    advice = {(one.line, one.message.split(":")[0]) for one in review_scenario("plan.yaml")[1]}
    assert (13, "'dig' sets nothing, as all its tasks say it themselves") in advice
    assert (14, "tasks with rounds draw each by itself and are left out of the group") in advice


def test_two_groups_of_one_name_are_refused(read: Read) -> None:
    with pytest.raises(ScenarioError, match="there is a group 'site' already"):
        read("  - {name: site, ids: [dig, paint], correlated: {rho: 0.1}}\n" * 2)


def test_rules_of_an_overlay_come_before_those_below(read: Read, tmp_path: Path) -> None:
    read("  - {ids: [paint], owner: Below}\n  - {ids: [test], owner: Below}\n")
    above = tmp_path / "above.yaml"
    above.write_text("plan: plan.yaml\napply:\n  - {ids: [paint], owner: Above}\n", encoding="utf-8")
    scenario = read_scenario(above)
    assert [scenario.tasks[id].owner for id in ("paint", "test")] == ["Above", "Below"]
    above.write_text("plan: plan.yaml\napply:\n  - {ids: [paintt], owner: Above}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(above)
    [problem] = caught.value.problems
    assert (Path(problem.file).name, problem.line) == ("above.yaml", 3)


def test_the_due_date_of_a_task_is_that_of_a_minor_milestone_that_is_named_after_it(read: Read) -> None:
    permit = (
        "  permit: {name: Get the permit, duration: 5, owner: Ann, group: Site, codes: {Phase: 1}, due: 2026-02-06}\n"
    )
    found = read("", TASKS + permit).milestones["permit_due"]
    assert (found.name, found.level, found.due, found.owner) == ("Get the permit", Level.MINOR, date(2026, 2, 6), "Ann")
    assert (found.group, found.codes) == ("Site", {"Phase": "1"})
    assert found.after == (Link(predecessor="permit"),)
    assert found.is_of_task


def test_the_milestone_of_a_finished_task_was_reached_on_its_last_day(read: Read) -> None:
    permit = "  permit: {duration: 5, due: 2026-01-09, actual: {start: 2026-01-05, finish: 2026-01-08}}\n"
    scenario = read("", f"as_of: 2026-01-12\n{TASKS}{permit}")
    assert scenario.milestones["permit_due"].reached == date(2026, 1, 8)


@pytest.mark.parametrize(
    ("permit", "said"),
    [
        ("{duration: 5, due: 2026-02-06, group: Site//A}", "tasks.permit.group: 'Site//A' has an empty level"),
        ("{duration: 5, due: soon}", "tasks.permit.due: 'soon' is not a date"),
        ("{duration: 5, due: 2026-02-06}\n  permit_due: {duration: 1}", "tasks.permit.due: the due date makes"),
    ],
)
def test_what_is_wrong_with_the_due_date_of_a_task_is_told_once_where_it_stands(
    permit: str, said: str, read: Read
) -> None:
    with pytest.raises(ScenarioError) as caught:
        read("", f"{TASKS}  permit: {permit}\n")
    (problem,) = str(caught.value).splitlines()
    assert said in problem
