"""Rules for critical tasks find those without float in a network that is worked out by hand."""

from pathlib import Path

import pytest

from milepost.models import Scenario, ScenarioError, read_scenario
from milepost.models.file.reader import review

PLAN = """\
start: 2026-01-05
ranges: {triple: [2, 3, 4]}
risks: {r: {probability: 0.5, delay: 1}, s: {probability: 0.5, delay: 1}}
tasks:
  a: {duration: [1, 2, 9]}
  b: {duration: 5, after: [a]}
  c: {duration: 3, after: [a]}
  d: {duration: 4}
  late: {duration: 9, after: [end]}
milestones:
  end: {after: [b, c, d]}
"""
"""By hand: a and b take 7 working days; c could finish 2 later, d 3, and late, after the end, is never late."""
CRITICAL = "  - {where: {critical: true}, exposed_to: [r]}\n"
OTHERS = "  - {where: {critical: false}, exposed_to: [s]}\n"


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(plan: str, rules: str) -> Scenario:
    Path("plan.yaml").write_text(f"{plan}apply:\n{rules}" if rules else plan, encoding="utf-8")
    return read_scenario("plan.yaml")


def problems(plan: str, rules: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(plan, rules)
    return [str(problem) for problem in caught.value.problems]


def found(plan: str, rules: str = CRITICAL + OTHERS) -> str:
    """Return the tasks that are critical; the others are all others."""
    scenario = read(plan, rules)
    critical, others = (set(scenario.risks[id].exposes) for id in "rs")
    assert critical | others == set(scenario.tasks)
    assert not critical & others
    return "".join(sorted(critical))


@pytest.mark.parametrize(
    ("old", "new", "critical"),
    [
        ("", "", "ab"),
        ("[1, 2, 9]", "[1, 9, 9]", "ab"),  # as long again, and still before both
        ("duration: 3", "duration: 5", "abc"),  # two paths of one length
        ("duration: 3", "duration: [3, 6, 6]", "ac"),  # the most likely counts
        ("{duration: 3,", "{duration: 3, not_before: 2026-01-12,", "c"),  # held by a date alone
        ("after: [b, c, d]}", "after: [b, c, d FS+3]}", "abd"),
        ("duration: 4}", "duration: 3, range: triple}", "d"),  # what a task says itself is its own
        ("milestones:\n  end: {after: [b, c, d]}\n", "milestones: {end: {}}\n", ""),
        ("milestones:\n", "orderings: {among: [c, d], order: [d, c]}\nmilestones:\n", "abcd"),  # d, then c: 7 as well
        (
            "start: 2026-01-05\n",
            "start: 2026-01-05\nas_of: 2026-01-19\n",  # on which nothing has begun: all that is left is as it was
            "ab",
        ),
        ("d: {duration: 4}", "d: {duration: 4, actual: {start: 2026-01-05, finish: 2026-01-30}}", "ab"),
    ],
)
def test_critical_tasks_have_no_float_at_their_own_durations(old: str, new: str, critical: str) -> None:
    plan = PLAN.replace(old, new, 1)
    plan = plan.replace("start: 2026-01-05\n", "start: 2026-01-05\nas_of: 2026-02-02\n", 1) if "actual" in new else plan
    if critical:
        assert found(plan) == critical
    else:
        [told] = problems(plan, CRITICAL)
        assert told.startswith("plan.yaml:12:5: apply: 'critical: true' finds no task: ")


def test_what_rules_say_does_not_change_what_is_critical() -> None:
    longer = "  - {ids: [c], range: triple}\n"
    assert found(PLAN, longer + CRITICAL + OTHERS) == "ab"
    assert found(PLAN, CRITICAL + OTHERS + longer) == "ab"
    assert found(PLAN, "  - {where: {critical: false}, range: triple}\n" + CRITICAL + OTHERS) == "ab"


def test_a_task_without_a_duration_has_that_of_a_rule_that_does_not_ask() -> None:
    plan = PLAN.replace("duration: 3, ", "")
    assert found(plan, "  - {where: all, duration: 6}\n" + CRITICAL + OTHERS) == "ac"
    assert problems(plan, "  - {where: {critical: true}, duration: 6}\n") == problems(plan, "")


def test_all_keys_are_to_hold_and_a_rule_is_called_by_them() -> None:
    scenario = read(PLAN, "  - {where: {id: [b, c], critical: true}, exposed_to: [r], correlated: {rho: 0.1}}\n")
    assert scenario.risks["r"].exposes == ("b",)
    [rule] = review("plan.yaml").rules
    assert (rule.name, rule.matches) == ("critical: true, id: b | c", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("after: [b, c, d]", "after: [b, cc, d]"),
        ("{duration: 4}", "{duration: 4, after: [b], not_befor: 2026-01-12}"),
        ("a: {", "a: {after: [end], "),
        ("d: {duration: 4}", "d: {duration: 4, range: tripel}"),
        ("d: {duration: 4}", "d: {duration: four, retires: {q: 0.5}}"),
        ("milestones:", "orderings: {among: [a, b], order: [b, a]}\nmilestones:"),
        ("a: {duration: [1, 2, 9]}", "a: {duration: 1, only_if: q}"),
        ("late: {", "'l te': {"),
    ],
)
def test_problems_of_the_plan_are_told_as_they_are_without_the_rule(old: str, new: str) -> None:
    broken = PLAN.replace(old, new)
    assert broken != PLAN
    told = problems(broken, CRITICAL)
    assert told == problems(broken, "")
    *same, last = problems(broken, CRITICAL.replace("[r]", "[storm]"))
    assert same == told
    assert "apply.exposed_to: 'storm' is not a risk" in last


def test_a_truth_value_is_asked_for() -> None:
    [told] = problems(PLAN, CRITICAL.replace("true", "yes"))
    assert told.startswith("plan.yaml:13:13: apply.where: 'yes' is neither true nor false: write `true`")
