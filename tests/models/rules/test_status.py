"""What cannot have happened is refused, and what is odd about a status is told, each at its place."""

from pathlib import Path

import pytest

from milepost.models import ScenarioError, read_scenario, review_scenario

PLAN = """\
start: 2026-01-05
as_of: 2026-02-02
budget: {spent: 400}
milestones:
  begun: {after: [plan], reached: 2026-01-09}
  live: {after: [test], due: 2026-02-27}
tasks:
  plan: {duration: 5, actual: {start: 2026-01-05, finish: 2026-01-09}}
  build: {duration: [8, 12, 25], after: [plan], actual: {start: 2026-01-13}}
  try: {duration: 3, rounds: {pass: 0.5, at_most: 3}, actual: {start: 2026-01-20, rounds: 1}, remaining: 2}
  test: {duration: 5, after: [build, try], cost: 1}
risks:
  demand: {probability: 0.01, exposes: [build, test], delay: [15, 30, 70]}
  law: {probability: 0.1, exposes: [test], stop: true}
"""
HOURS = 'calendar: {hours: "07:00-12:00, 12:30-15:30"}\n'
NOON = "start: 2026-01-05 12:00,"


def problems(tmp_path: Path, text: str, *, advice: bool = False) -> list[str]:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    try:
        found = review_scenario(path)[1] if advice else (read_scenario(path), ())[1]
    except ScenarioError as error:
        found = error.problems
    return [str(one).removeprefix(f"{path}:") for one in found]


def change(old: str, new: str) -> str:
    assert PLAN.count(old) == 1
    return PLAN.replace(old, new)


def test_a_sound_status_is_read_without_a_word(tmp_path: Path) -> None:
    assert problems(tmp_path, PLAN, advice=True) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (change("finish: 2026-01-09", "finish: 2026-01-02"), "tasks.plan.actual.finish", "is before 2026-01-05"),
        (change("reached: 2026-01-09", "reached: 2026-02-02"), "milestones.begun.reached", "as_of: 2026-02-03"),
        (change("{start: 2026-01-13}", "{start: 2026-03-13}"), "tasks.build.actual.start", "is after the day"),
        (change("cost: 1", "remaining: 1"), "tasks.test.remaining", "has not begun"),
        (change("2026-01-09}}", "2026-01-09}, remaining: 1}"), "tasks.plan.remaining", "is finished"),
        (change("[8, 12, 25]", "[8, 12, 14]"), "tasks.build.actual", "next to nothing"),
        (change(", remaining: 2", ""), "tasks.try.actual", "left of this round"),
        (change("rounds: 1}", "rounds: 3}"), "tasks.try.actual.rounds", "give 0 to 2"),
        (change("start: 2026-01-13", "start: 2026-01-13, rounds: 1"), "tasks.build.actual.rounds", "is not repeated"),
        (change("start: 2026-01-13", "start: 2026-01-13, passed: false"), "tasks.build.actual.passed", "not finished"),
        (change("delay: [15, 30, 70]", "state: occurred"), "tasks.build.actual", "what 'demand' does to it"),
        (change("stop: true", "stop: true, state: occurred"), "risks.law.state", "stops the project"),
        (
            HOURS + change("finish: 2026-01-09", "finish: 2026-01-05 09:00").replace("start: 2026-01-05,", NOON),
            "tasks.plan.actual.finish",
            "09:00 is before 2026-01-05 12:00",
        ),
        (
            HOURS + change("reached: 2026-01-09", "reached: 2026-02-02 07:30"),
            "milestones.begun.reached",
            "as_of: 2026-02-03,",
        ),
        (
            change("{start: 2026-01-13}", "{start: 2026-01-13 12:00}"),
            "tasks.build.actual.start",
            "12:00 has a time, and the calendar has no hours: write `2026-01-13`",
        ),
        (
            change("cost: 1", "cost: 1, not_before: 2026-03-13T7:00"),
            "tasks.test.not_before",
            "07:00 has a time, and the calendar has no hours: write `2026-03-13`",
        ),
        (change("delay: [15, 30, 70]", "state: solved"), "risks.demand.state", "is not a state"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert f": {place}: " in problem
    assert words in problem


def test_facts_need_the_day_by_which_they_are_known(tmp_path: Path) -> None:
    found = problems(tmp_path, change("as_of: 2026-02-02\n", ""))
    assert len(found) == len(["spent", "reached", "plan's start and finish", "build's start", "try's start"]) + 1
    assert all("add as_of" in one for one in found)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (change("reached: 2026-01-09", ""), "milestones.begun", "add reached"),
        (
            change(", finish: 2026-01-09}", "}, remaining: 1"),
            "milestones.begun.reached",
            "'begun' was reached before 'plan'",
        ),
        (
            change("probability: 0.01", "probability: 0.45"),
            "risks.demand.probability",
            "with 67% if that was 45% before",
        ),
    ],
)
def test_what_is_odd_is_told_at_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    found = problems(tmp_path, text, advice=True)
    assert any(f": {place}: " in one and words in one for one in found), found
    assert all(len(one) < 250 for one in found)


@pytest.mark.parametrize("believed", [0.67, 0.3])
def test_a_risk_of_which_the_state_is_written_is_settled(tmp_path: Path, believed: float) -> None:
    """Without it the new probability would be taken for that of before, and be asked for again."""
    updated = change("probability: 0.01", f"probability: {believed}")
    assert any("add state: open" in one for one in problems(tmp_path, updated, advice=True))
    settled = updated.replace(f"probability: {believed}", f"probability: {believed}, state: open")
    assert problems(tmp_path, settled, advice=True) == []
