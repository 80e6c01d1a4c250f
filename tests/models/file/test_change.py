import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.file.setting import dotted, parse_setting
from milepost.models.file.source import Source
from tests.models.file.test_reader import WHOLE

PLAN = """\
name: Plan
start: 2026-01-05
calendar: {workdays: Mon-Fri, holidays: [2026-01-28], days: {2026-01-30: 0.5, 2026-02-07: 1}}
budget: {total: 1000, burn: 3}
ranges: {normal: [0.8, 1, 2]}
milestones:
  done: {due: 2026-02-02, after: [build]}
tasks:
  build: {duration: [2, 4, 9], notes: carefully}
  "010": {duration: 7, not_before: 2026-01-24}
risks:
  bug: {probability: 0.4, exposes: [build], delay: {exponential: 5}}
"""
DISTRIBUTIONS = (
    "12",
    "[8, 12, 25]",
    "{pert: [8, 12, 25], weight: 9}",
    "{triangular: [8, 12, 25]}",
    "{trigen: {p10: 9, mode: 12, p80: 20}}",
    "{uniform: [3, 7.5]}",
    "{normal: [40, 2]}",
    "{discrete: {values: [5, 10], weights: [3, 1]}}",
    "{empirical: [4, 9, 5, 12]}",
)
SCALED_ALONE = (
    "{lognormal: {p50: 10, p90: 20}}",
    "{lognormal: {mean: 12, sd: 5}}",
    "{weibull: {shape: 2, scale: 10}}",
    "{exponential: 12}",
    "{normal: [2, 3]}",
)
U = np.linspace(0.001, 0.999, 499)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def _with(plan: Path, *texts: str) -> Scenario:
    return read_scenario(plan, map(parse_setting, texts))


@pytest.mark.parametrize("written", DISTRIBUTIONS)
def test_a_number_added_to_a_duration_moves_every_quantile_by_it(plan: Path, written: str) -> None:
    as_written = _with(plan, f"tasks.build.duration={written}").tasks["build"].duration
    moved = _with(plan, f"tasks.build.duration={written}", "tasks.build.duration+=1.5").tasks["build"].duration
    assert moved.ppf(U) == pytest.approx(as_written.ppf(U) + 1.5, abs=1e-9)


@pytest.mark.parametrize("written", [*DISTRIBUTIONS, *SCALED_ALONE])
def test_a_factor_multiplies_every_quantile_of_a_duration(plan: Path, written: str) -> None:
    as_written = _with(plan, f"tasks.build.duration={written}").tasks["build"].duration
    scaled = _with(plan, f"tasks.build.duration={written}", "tasks.build.duration*=1.2").tasks["build"].duration
    assert scaled.ppf(U) == pytest.approx(1.2 * as_written.ppf(U), rel=1e-9)


def test_of_a_normal_the_mean_before_it_is_cut_off_at_0_is_moved(plan: Path) -> None:
    assert (
        _with(plan, "tasks.build.duration={normal: [2, 3]}", "tasks.build.duration+=1").tasks["build"]
        == (_with(plan, "tasks.build.duration={normal: [3, 3]}").tasks["build"])
    )


@pytest.mark.parametrize(
    "shape", ["lognormal: {p50: 10, p90: 20}", "weibull: {shape: 2, scale: 10}", "exponential: 12"]
)
def test_nothing_is_added_to_what_would_not_be_such_a_distribution_then(plan: Path, shape: str) -> None:
    with pytest.raises(ScenarioError, match=r"tasks.build.duration\+=1: nothing can be added to \w+: scale it by"):
        _with(plan, f"tasks.build.duration={{{shape}}}", "tasks.build.duration+=1")


def test_adding_0_and_multiplying_by_1_change_nothing_anywhere(tmp_path: Path) -> None:
    """Every number, quantity and date of a plan that uses every key, in one go."""
    path = tmp_path / "plan.yaml"
    path.write_text(WHOLE, encoding="utf-8")

    def paths(part: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        return [above] * bool(above) + [one for key, below in items for one in paths(below, (*above, str(key)))]

    changing, refused = [], list[str]()
    for at in paths(Source(path).data):
        for change in ("+=0", "*=1"):
            setting = parse_setting(f"{dotted(at)}{change}")
            try:
                read_scenario(path, [setting])
            except ScenarioError as error:
                refused.append(str(error))
            else:
                changing.append(setting)
    assert len(changing) > 50
    assert all(re.search("neither a number|a date, which|nothing can be added", said) for said in refused)
    assert read_scenario(path, changing).digest == read_scenario(path).digest


@pytest.mark.parametrize("by", [1, 2, 3, 8, 30, -1, -2, -3, -9])
@pytest.mark.parametrize("due", [date(2026, 1, 20) + timedelta(days=k) for k in range(20)])
def test_a_due_date_is_moved_by_working_days_of_the_calendar(plan: Path, due: date, by: int) -> None:
    """One that is not worked stands for the last worked before it, by whose end the same is done."""
    days = _with(plan).days
    asked = days.due_offset(due) + by
    moved = _with(plan, f"milestones.done.due={due}", f"milestones.done.due+={by}").milestones["done"].due
    assert moved is not None
    assert days.due_offset(moved) >= asked > days.due_offset(moved - timedelta(days=1))


@pytest.mark.parametrize("by", [1, 5, -1, -4])
@pytest.mark.parametrize("day", [date(2026, 1, 20) + timedelta(days=k) for k in range(20)])
def test_a_beginning_is_moved_by_working_days_of_the_calendar(plan: Path, day: date, by: int) -> None:
    """One that is not worked stands for the first worked after it, with whose beginning the same is to come."""
    days = _with(plan).days
    before = days.due_offset(day - timedelta(days=1)) + by
    moved = _with(plan, f'tasks."010".not_before={day}', "tasks.010.not_before+=" + str(by)).tasks["010"].not_before
    assert moved is not None
    assert days.due_offset(moved - timedelta(days=1)) <= before < days.due_offset(moved)


def test_a_date_is_moved_by_the_calendar_that_an_earlier_setting_gives(plan: Path) -> None:
    week = _with(plan, "calendar={workdays: Mon-Sun}", "milestones.done.due+=7", "start+=7")
    assert (week.milestones["done"].due, week.start) == (date(2026, 2, 9), date(2026, 1, 12))


def test_a_date_of_what_has_another_calendar_is_moved_by_that_of_the_plan(plan: Path) -> None:
    own = _with(plan, 'tasks."010".calendar=every_day', "tasks.010.not_before+=7").tasks["010"].not_before
    assert own == _with(plan, "tasks.010.not_before+=7").tasks["010"].not_before


def test_settings_of_one_part_are_made_in_order(plan: Path) -> None:
    assert _with(plan, "budget.burn=10", "budget.burn+=5", "budget.burn*=2", "budget.burn+=-1").budget.burn == 29
    assert _with(plan, "budget.burn*=2", "budget.burn+=5").budget.burn == 11
    assert (
        _with(plan, "tasks.build.duration.2=20", "tasks.build.duration*=0.5").tasks["build"]
        == (_with(plan, "tasks.build.duration=[1, 2, 10]").tasks["build"])
    )


def test_numbers_are_changed_in_decimals_as_people_write_them(plan: Path) -> None:
    for number, change, written in (("0.1", "+=0.2", "0.3"), ("1.1", "*=1.1", "1.21"), ("0x10", "*=0.5", "8")):
        assert _with(plan, f"budget.burn={number}", f"budget.burn{change}").budget.burn == float(written)


def test_a_key_between_quotes_may_hold_any_sign() -> None:
    for text in ('tasks."A1000.10".duration*=1.2', 'orderings.compare."build waits".order=null', 'tasks."b-".cost+=-3'):
        assert str(parse_setting(text)) == text
    assert parse_setting('tasks."A1000.10".duration=3').path == ("tasks", "A1000.10", "duration")


def test_a_range_and_a_key_that_is_called_as_a_distribution_are_what_they_are(plan: Path) -> None:
    assert _with(plan, "ranges.normal*=2").digest == _with(plan, "ranges.normal=[1.6, 2, 4]").digest
    assert _with(plan, "risks.bug.delay.exponential+=2") == _with(plan, "risks.bug.delay={exponential: 7}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("risks.bug.probability*=3", "plan.yaml with risks.bug.probability*=3: risks.bug.probability: 1.2 is not"),
        ("risks.bug.probability+=-1", "risks.bug.probability: -0.6 is negative"),  # not cut off at 0 either
        ("tasks.build.duration+=-5", "tasks.build.duration: -3 is negative"),
        ("budget.burm+=1", "budget.burm+=1: there is no budget.burm to begin from; did you mean 'burn'?"),
        ("tasks.build.cost+=1", "there is no tasks.build.cost to begin from; give a value behind ="),
        ("tasks.bild.duration+=1", "there is no tasks.bild; did you mean 'build'?"),
        ("tasks.build.notes*=2", "'carefully' is neither a number, a quantity nor a date"),
        ("tasks.build*=2", "a mapping is neither a number, a quantity nor a date"),
        ("risks.bug.exposes+=1", "a list of 1 is neither a number, a quantity nor a date"),
        ("milestones.done.due*=2", "'2026-02-02' is a date, which can only be moved, by +="),
        ("milestones.done.due+=0.5", "0.5 is not a whole number of working days: give one, from -5,000 to 5,000"),
        ("milestones.done.due+=9e9", "is not a whole number of working days"),
    ],
)
def test_a_change_of_what_cannot_be_changed_is_refused_with_its_place(plan: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        _with(plan, text)
    assert len(refused.value.problems) == 1
    assert said in str(refused.value)


def test_a_date_that_leaves_the_years_of_plans_is_refused(plan: Path) -> None:
    with pytest.raises(ScenarioError, match="outside the years 1900 to 2199"):
        _with(plan, *["milestones.done.due+=5000"] * 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("budget.burn+=x", "'x' is not a number: give a number, as `1`"),
        ("budget.burn*=120%", "'120%' is not a number: write `1.2` for 1.2 times as much"),
        ("budget.burn*=-1", "-1 is negative: give a factor of 0 or more"),
        ("budget.burn+='3'", "'3' is not a number"),  # text
        ("budget.burn+=[1, 2, 3]", "a list of 3 is not a number"),
        ("budget.burn+=null", "nothing is not a number"),
        ("budget.burn+=", "gives no value: put one behind the ="),
        ("budget.burn-=3", "PATH+=NUMBER, negative to take away"),
        ("budget.burn/=3", "PATH*=FACTOR"),
        ("budget.burn+=1e99", "1e99 is too large"),
        ("budget.burn+=1e99999999999999999999", "is too large"),  # more than decimals can hold
        ("budget.burn*=1e-99999999999999999999", "is too small"),
    ],
)
def test_a_change_by_what_is_not_a_number_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_setting(text)


def test_a_time_of_a_day_stays_when_the_day_is_moved(plan: Path) -> None:
    """The 28th is off, and on the 30th half of the hours are worked: two working days on is Monday."""
    hours = "calendar.hours=07:00-15:00"
    moved = (
        _with(plan, hours, 'tasks."010".not_before=2026-01-27 11:00', "tasks.010.not_before+=1").tasks["010"].not_before
    )
    assert str(moved) == "2026-01-29 11:00"
