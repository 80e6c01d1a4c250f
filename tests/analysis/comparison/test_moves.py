"""What moves a milestone between two reviews is shared out between facts and plan as it is by hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from milepost.models import Scenario, read_scenario
from milepost.simulate import run
from milepost.simulate.analysis.comparison.moves import Move, Moves
from milepost.simulate.analysis.comparison.played import Played

PLAN = """\
start: 2026-01-05
currency: {currency}
calendar: {{holidays: [{holidays}]}}
{status}
milestones: {{launch: {{due: {due}, after: [a, b]}}}}
tasks:
  a: {{duration: {a}, cost: 10{actual}}}
  b: {{duration: {b}}}
"""
BEFORE = {
    "status": "", "due": "2026-01-16", "a": "10", "b": "10", "actual": "", "currency": "EUR", "holidays": "",
}  # fmt: skip
FACTS = {"status": "as_of: 2026-01-26", "actual": ", actual: {start: 2026-01-05, finish: 2026-01-23}"}
UNDER_WAY = {"status": "as_of: 2026-01-26", "actual": ", actual: {start: 2026-01-05}, remaining: 1"}


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., Scenario]:
    def read(**changes: str) -> Scenario:
        path = tmp_path / "plan.yaml"
        path.write_text(PLAN.format(**{**BEFORE, **changes}), encoding="utf-8")
        return read_scenario(path)

    return read


def play(scenario: Scenario) -> Played:
    return run(scenario, iterations=2048).played


def values(move: Move) -> tuple[float, float, float]:
    return move.total.value, move.facts.value, move.plan.value


def test_each_part_is_the_mean_of_both_sequences(plan: Callable[..., Scenario]) -> None:
    """Before: 10 days. With the facts: a took 15, so 15; b begins on the 26th, so 25. With the plan alone: 18."""
    moves = Moves.of(plan(), plan(b="18", **FACTS), play)
    both, facts, alone = 15.0 + 18.0, 15.0 + 10.0, 18.0
    expected = both - 10.0, ((facts - 10.0) + (both - alone)) / 2, ((alone - 10.0) + (both - facts)) / 2
    launch = moves.milestones["launch"]
    assert values(launch.promise) == pytest.approx(expected)
    assert values(launch.p50) == pytest.approx(expected)
    assert (launch.promise_before, launch.promise_after) == (date(2026, 1, 16), date(2026, 2, 18))
    assert values(launch.hit) == (-100.0, -50.0, -50.0)
    assert moves.obstacle == ""


def test_what_only_one_of_them_moves_is_its_alone(plan: Callable[..., Scenario]) -> None:
    facts, changed = (Moves.of(plan(), plan(**one), play) for one in (FACTS, {"b": "[9, 14, 30]"}))
    assert facts.milestones["launch"].promise.facts == facts.milestones["launch"].promise.total
    assert values(facts.milestones["launch"].promise)[2] == 0.0
    move = changed.milestones["launch"].promise
    assert (move.facts.value, move.plan) == (0.0, move.total)
    assert move.total.low < move.total.value < move.total.high


def test_a_plan_is_played_once_for_all_that_say_the_same(plan: Callable[..., Scenario]) -> None:
    seen: list[Scenario] = []

    def counted(scenario: Scenario) -> Played:
        seen.append(scenario)
        return play(scenario)

    for before, after, count in (
        (plan(), plan(), 1),
        (plan(), plan(**FACTS), 2),
        (plan(), plan(b="12"), 2),
        (plan(), plan(b="12", **FACTS), 4),
    ):
        seen.clear()
        Moves.of(before, after, counted)
        assert len(seen) == count


def test_where_a_plan_cannot_have_the_facts_of_the_other_only_the_whole_is_told(plan: Callable[..., Scenario]) -> None:
    """Fifteen days gone of a task that was to take eight at most need an estimate of what is left."""
    long = plan(a="[10, 20, 40]", status="as_of: 2026-01-26", actual=", actual: {start: 2026-01-05}")
    moves = Moves.of(plan(a="[6, 7, 8]"), long, play)
    assert moves.obstacle.startswith("tasks.a.actual: ")
    launch = moves.milestones["launch"].promise
    assert launch.total.value > 0
    assert launch.facts.value != launch.facts.value, "not known"


def test_days_are_those_of_the_plan_before_and_money_of_one_currency(plan: Callable[..., Scenario]) -> None:
    """A holiday more moves the day on which ten days of work end, from the 16th to the 19th: one day before that."""
    moves = Moves.of(plan(), plan(holidays="2026-01-07", currency="USD"), play)
    assert values(moves.milestones["launch"].promise) == (1.0, 0.0, 1.0)
    assert moves.cost.total.value != moves.cost.total.value, "not known"
    dearer = Moves.of(plan(), plan(**UNDER_WAY), play)
    assert values(dearer.cost) == (0.0, 0.0, 0.0)


def test_a_date_that_some_of_the_iterations_hardly_keep_has_parts_without_an_interval(tmp_path: Path) -> None:
    """Stopped in nearly a fifth of the cases: a promise for 80%, though not in each equal part of the iterations."""
    text = (
        "start: 2026-01-05\n{status}\nmilestones: {{launch: {{after: [a]}}}}\n"
        "tasks: {{a: {{duration: {a}}}}}\nrisks: {{fatal: {{probability: 0.19, exposes: [a], stop: true}}}}\n"
    )
    plans = []
    for status, a in (("", "[5, 8, 20]"), ("as_of: 2026-01-08", "[5, 9, 20]")):
        path = tmp_path / "plan.yaml"
        path.write_text(text.format(status=status, a=a), encoding="utf-8")
        plans.append(read_scenario(path))
    before, after = plans
    launch = Moves.of(before, after, play).milestones["launch"].promise
    assert launch.facts.value + launch.plan.value == pytest.approx(launch.total.value)
    assert launch.facts.low != launch.facts.low, "not known"
