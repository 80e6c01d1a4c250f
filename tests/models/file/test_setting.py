import re
from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.models import ScenarioError, read_scenario
from milepost.models.calendar import Calendar
from milepost.models.distributions import Pert
from milepost.models.file.setting import parse_setting, parse_sweep
from milepost.models.link import LagCalendar

PLAN = """\
name: Plan
start: 2026-01-05
tasks:
  design: &shared {duration: [2, 4, 9]}
  build: *shared
risks:
  bug: {category: technology, probability: 0.5, exposes: [build], delay: 5}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tasks.b=0.1:0.9:0.2", ["0.1", "0.3", "0.5", "0.7", "0.9"]),  # both ends, in decimals
        ("tasks.b=3:1:-1", ["3", "2", "1"]),  # downwards
        ("tasks.b=1:2:0.4", ["1", "1.4", "1.8"]),  # a last step that does not fit
        ("tasks.b=[20,30,40],[30,40,60]", ["[20, 30, 40]", "[30, 40, 60]"]),  # lists between commas
        ("tasks.b={pert: [1, 2, 3]}, 5", ["{pert: [1, 2, 3]}", "5"]),  # a mapping and a number
        ("tasks.b='1', it's", ["'1'", "it's"]),  # text in quotes stays text
    ],
)
def test_a_sweep_gives_its_values_in_order(text: str, values: list[str]) -> None:
    assert [one.text for one in parse_sweep(text)] == values
    assert all(parse_sweep(str(one)) == (one,) for one in parse_sweep(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("budget.burn", "write PATH=VALUE"),  # no value
        ("=3", "write PATH=VALUE"),  # no path
        ("tasks..b=3", "write PATH=VALUE"),  # a key of nothing
        ("tasks.b=", "gives no value"),  # nothing to sweep over
        ("tasks.b=1:2:0", "lead nowhere"),  # a step that never arrives
        ("tasks.b=1:2:-1", "write `1:2:1`"),  # a step the wrong way
        ("tasks.b=9:1:2", "write `9:1:-2`"),  # the other wrong way
        ("tasks.b=1:2", "three numbers"),  # a range without a step
        ("tasks.b=1:2:3:4", "three numbers"),  # and one with a number too many
        ("risk.b=1,2", "a plan has no 'risk'; did you mean 'risks'?"),  # a misspelt part
        ("iterations=1,2", "a plan has no 'iterations'; known are name, start"),  # an option, not a part
        ("tasks.b=0:1:0.000001", "take longer steps"),  # more than anybody wants
        ("tasks.b=1:2:--3", "three numbers"),  # no number
        ("tasks.b=1:2:1e", "three numbers"),  # nor this
        ("tasks.b=0:1e999999:1", "1e999999 is too large"),  # a million digits to count
        ("tasks.b=0:1e999999999:1", "1e999999999 is too large"),  # more than decimals can hold
        ("tasks.b=0:1e99999999999999999999:1", "three numbers"),  # more than anything can hold
        ("tasks.b=1e-300:1:0.5", "1e-300 is too small"),
        ("tasks.b=0:1:1e-999999999", "1e-999999999 is too small"),  # a step that is none
        ("tasks.b=0:2e15:1e14", "2e15 is too large"),
        ("tasks.b=1,2,1", "gives 1 twice"),  # the same run twice
        ("tasks.b=[1, 2", "close every bracket"),  # not YAML
        ("tasks.b=!!str 3", "take it out"),  # a tag
    ],
)
def test_a_sweep_that_is_none_is_refused_with_its_cure(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_sweep(text)


def test_a_sweep_within_its_bounds_counts_to_its_end() -> None:
    assert [one.text for one in parse_sweep("tasks.b=-1e15:1e15:1e15")] == [
        "-1000000000000000",
        "0",
        "1000000000000000",
    ]
    assert [one.text for one in parse_sweep("tasks.b=0:2e-9:1e-9")] == ["0", "0.000000001", "0.000000002"]


def test_a_place_of_thousands_of_digits_is_none(plan: Path) -> None:
    with pytest.raises(ScenarioError, match="is not a place in the list"):
        read_scenario(plan, [parse_setting(f"tasks.build.duration.{'9' * 5000}=20")])


def test_a_setting_has_one_value() -> None:
    with pytest.raises(ValueError, match="gives 2 values: sweep over them"):
        parse_setting("budget.burn=1,2")


def test_a_setting_of_nothing_is_a_slip_and_not_null() -> None:
    with pytest.raises(ValueError, match="put one behind the =, or null to take the part out"):
        parse_setting("budget.burn=")
    assert parse_setting("budget.burn=null").value is None


def test_a_setting_takes_the_place_of_what_the_file_says_and_of_nothing_else(plan: Path) -> None:
    scenario = read_scenario(plan, [parse_setting("tasks.build.duration.2=20"), parse_setting("budget.burn=30")])
    assert scenario.tasks["build"].duration == Pert(low=2, mode=4, high=20)
    assert scenario.tasks["design"].duration == Pert(low=2, mode=4, high=9)
    assert scenario.budget.burn == 30


def test_a_setting_gives_a_calendar_and_a_task_one(plan: Path) -> None:
    settings = ["calendars={site: {country: NL}}", "calendars.site.workdays=Mon-Sat", "tasks.build.calendar=site"]
    scenario = read_scenario(plan, [*map(parse_setting, settings), parse_setting("lags=successor")])
    assert (scenario.tasks["build"].calendar, scenario.lags) == ("site", LagCalendar.SUCCESSOR)
    assert scenario.calendars == {"site": Calendar(country="NL", workdays="Mon-Sat")}
    with pytest.raises(ScenarioError, match=r"taken out by calendars\.site=null, and is still named here"):
        read_scenario(plan, [*map(parse_setting, [*settings, "calendars.site=null"])])


def test_null_takes_a_part_out(plan: Path) -> None:
    assert not read_scenario(plan, [parse_setting("risks=null")]).risks


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("milestones.m=null", ["milestones.n"]),  # not one of nothing, on day 0
        ("tasks.loose=null", ["tasks.design", "tasks.build"]),
        ("risks.idle=null", ["risks.bug"]),
        ("tasks.build.after.0=null", []),  # an item of a list
    ],
)
def test_null_takes_out_a_part_of_a_part(tmp_path: Path, text: str, left: list[str]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        PLAN.replace("build: *shared", "build: {duration: 1, after: [design]}\n  loose: {duration: 1}")
        + "  idle: {probability: 0.5, exposes: [build], delay: 1}\n"
        + "milestones: {m: {after: [build]}, n: {after: [build]}}\n"
    )
    scenario = read_scenario(path, [parse_setting(text)])
    kind = text.partition(".")[0]
    if left:
        assert [f"{kind}.{id}" for id in getattr(scenario, kind)] == left
    else:
        assert scenario.tasks["build"].after == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tasks.build=null", "risks.bug.exposes: 'build' is taken out by tasks.build=null, and is still named here"),
        ("risks.bugs=null", "there is no risks.bugs; did you mean 'bug'?"),  # nothing to take out
        ("milestones.m=null", "there is no milestones"),
        ("tasks.build.duration=null", "tasks.build.duration: nothing stands here, and it is needed"),
    ],
)
def test_null_says_why_it_takes_nothing_out(plan: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(plan, [parse_setting(text)])
    assert len(refused.value.problems) == 1
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("budget.burn", parse_setting),
        ("tasks.b=", parse_sweep),
        ("tasks.b=1:2:-1", parse_sweep),
        ("tasks.b=1:2", parse_sweep),
    ],
)
def test_what_a_message_about_a_setting_says_to_write_is_one(text: str, read: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match="`") as refused:
        read(text)
    for cure in re.findall("`([^`]+)`", str(refused.value)):
        assert read(cure if "=" in cure else f"{text.partition('=')[0]}={cure}")


def test_a_setting_of_what_the_file_says_changes_nothing(plan: Path) -> None:
    assert read_scenario(plan, [parse_setting("risks.bug.probability=0.50")]).digest == read_scenario(plan).digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("risks.bug.probability=1.5", "plan.yaml with risks.bug.probability=1.5: risks.bug.probability: 1.5 is no"),
        ("risks.bugg.probability=0.3", "there is no risks.bugg; did you mean 'bug'?"),
        ("tasks.build.rounds.pass=0.5", "there is no tasks.build.rounds: set tasks.build.rounds as a whole"),
        ("tasks.build.duration.3=5", "'3' is not a place in the list tasks.build.duration: it has 3 items"),
        ("name.first=x", "name is 'Plan' and has no 'first': set name as a whole"),
        ("budget.burm=3", "unknown key 'burm'; did you mean 'burn'?"),
        (
            "risks.bug.exposes=[build, design, tests]",
            "risks.bug.exposes: 'tests' is not a task",
        ),  # longer than the file's
        ("tasks.build.after=[tests]", "tasks.build.after: 'tests' is not a task or milestone"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_cure(plan: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(plan, [parse_setting(text)])
    assert len(refused.value.problems) == 1
    assert said in str(refused.value)
