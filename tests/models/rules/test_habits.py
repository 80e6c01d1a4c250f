"""Habits are asked of plans of some size, each where it belongs, and a plan made well hears none."""

import re
from pathlib import Path

import pytest

from milepost.models import ScenarioError, read_scenario, review_scenario
from milepost.models.rules.habits import GROWN, HABITS

SCENARIOS = Path(__file__).parents[3] / "scenarios"
PLAN = (SCENARIOS / "three_majors.yaml").read_text(encoding="utf-8")
STEP = "  step_{k}: {{duration: 4, owner: Ann{after}}}\n"


def given(tmp_path: Path, text: str) -> dict[str, str]:
    """Return advice by its rule, as path and message."""
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    _, advice = review_scenario(path)
    habits = [one.rule for one in advice if one.rule in {rule.id for rule in HABITS}]
    assert len({*habits}) == len(habits), "a habit is told once, however many miss it"
    return {one.rule: f"{'.'.join(map(str, one.path))}: {one.message}" for one in advice}


def without(pattern: str) -> str:
    """Return the plan without what stands once."""
    text, count = re.subn(pattern, "", PLAN)
    assert count == 1
    return text


def with_instead(old: str, new: str) -> str:
    assert PLAN.count(old) == 1
    return PLAN.replace(old, new)


def test_a_plan_without_any_due_date_is_told_so_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(re.sub(r"    due: .*\n", "", PLAN), encoding="utf-8")
    _, advice = review_scenario(path)
    assert [one.rule for one in advice if one.rule in ("no-due-date", "milestone-date")] == ["no-due-date"]


def test_the_plan_to_start_from_has_good_habits(tmp_path: Path) -> None:
    assert given(tmp_path, PLAN) == {}


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        (
            "milestone-date",
            without("    due: 2026-02-06\n"),
            "milestones.returns_weighed: 'returns_weighed' has no due date",
        ),
        (
            "milestone-owner",
            without(r"(?<=    due: 2026-02-06\n)    owner: Research lead\n"),
            "milestones.returns_weighed: 'returns_weighed' has no owner",
        ),
        (
            "milestone-criteria",
            without(r"    deliverables: \[Signed offer\]\n"),
            "milestones.supplier_chosen: 'supplier_chosen' has neither deliverables nor exit criteria",
        ),
        (
            "minor-count",
            with_instead("[shops_heard, returns_weighed, sorting_shown, price_known]", "[shops_heard, sorting_shown]"),
            "milestones.concept_fit: 2 minor milestones lead to 'concept_fit'",
        ),
        (
            "unretired-risk",
            with_instead("    retires: {law_changes: 0.6}\n", "").replace("    acceptable: 0.15\n", ""),
            "risks.law_changes: nothing retires 'law_changes': name it",
        ),
        ("undecided-stop", with_instead("[nobody_pays, pilot]", "[pilot]"), "risks.nobody_pays: 'nobody_pays' can end"),
        (
            "merge-point",
            with_instead("after: [prototype_built, rules_read]", "after: [prototype, rules_read, sensor_stock]"),
            "tasks.safety_review.after: three paths or more meet at 'safety_review'",
        ),
        (
            "half-retirement",
            with_instead("retires: {part_missing: 0.7}", "retires: {part_missing: 0.7, too_slow: 0.1}"),
            "tasks.sensor_stock.retires.too_slow: 'sensor_stock' typically ends halfway through 'prototype'",
        ),
        (
            "delay-on-chain",
            with_instead("exposes: [prototype]", "exposes: [series_design, prototype]"),
            "risks.too_slow.exposes: the delay of 'too_slow' counts at several tasks of a chain at 'prototype'",
        ),
        (
            "unowned-work",
            with_instead("daily: 200, owner: Research lead", "daily: 200"),
            "tasks.field_study: 'field_study' begins within four weeks and has no owner",
        ),
        (
            "late-retirement",
            with_instead("probability: 0.25", "probability: 0.5")
            .replace("    retires: {part_missing: 0.7}\n", "")
            .replace(
                "after: [market_fit], owner: Buyer", "after: [market_fit], owner: Buyer, retires: {part_missing: 1}"
            ),
            "risks.part_missing: 'part_missing' has a probability of 0.5, and the first task that retires it ends when",
        ),
    ],
)
def test_a_habit_is_told_where_it_is_missing(rule: str, text: str, words: str, tmp_path: Path) -> None:
    told = given(tmp_path, text)
    assert told[rule].startswith(words), told


def steps(count: int, more: str) -> str:
    tasks = "".join(STEP.format(k=k, after=f", after: [step_{k - 1}]" if k else "") for k in range(count))
    return f"start: 2026-01-05\ntasks:\n{tasks}milestones:\n{more}"


def milestones(days: list[str], level: str = "minor") -> str:
    one = "  m_{k}: {{level: {level}, due: {day}, owner: Ann, deliverables: [It], after: [step_{k}]}}\n"
    return "".join(one.format(k=k, level=level, day=day) for k, day in enumerate(days))


MONTHLY = ["2026-02-01", "2026-03-02", "2026-04-01", "2026-05-01", "2026-06-01"]
UNEVEN = ["2026-01-12", "2026-02-17", "2026-02-26", "2026-05-01", "2026-06-10"]


def test_due_dates_on_a_beat_come_from_a_calendar(tmp_path: Path) -> None:
    assert "every 29 to 31 days" in given(tmp_path, steps(GROWN, milestones(MONTHLY)))["regular-beat"]
    assert "regular-beat" not in given(tmp_path, steps(GROWN, milestones(UNEVEN)))


@pytest.mark.parametrize(("level", "count", "told"), [("major", 6, True), ("major", 5, False), ("minor", 5, True)])
def test_about_three_milestones_are_major(level: str, count: int, told: bool, tmp_path: Path) -> None:
    days = [*UNEVEN, "2026-09-01"][:count]
    assert ("major-count" in given(tmp_path, steps(GROWN, milestones(days, level)))) is told


def test_more_milestones_than_anybody_looks_at_are_too_many(tmp_path: Path) -> None:
    few, many = (steps(count, milestones(["2026-12-01"] * count)) for count in (21, 22))
    assert "22 milestones, and more than 21" in given(tmp_path, many)["too-many-milestones"]
    assert "too-many-milestones" not in given(tmp_path, few)


def test_a_sketch_is_not_judged_by_its_habits(tmp_path: Path) -> None:
    bare = "  launch: {due: 2026-06-30, after: [step_0]}\n"
    habits = {rule.id for rule in HABITS}
    assert not habits & given(tmp_path, steps(GROWN - 1, bare)).keys()
    assert habits & given(tmp_path, steps(GROWN, bare)).keys()


def test_what_a_plan_ignores_is_not_told_and_unknown_rules_are_refused(tmp_path: Path) -> None:
    bare = steps(GROWN, "  launch: {due: 2026-06-30, after: [step_9]}\n")
    told = given(tmp_path, bare)
    assert {"milestone-owner", "major-count"} <= told.keys()
    ignoring = bare + "advice: {ignore: [milestone-owner, major-count]}\n"
    assert given(tmp_path, ignoring).keys() == told.keys() - {"milestone-owner", "major-count"}
    path = tmp_path / "plan.yaml"
    path.write_text(bare + "advice: {ignore: [milestone-owners]}\n", encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"advice\.ignore: 'milestone-owners' is not a rule of advice; did you mean"
    ):
        read_scenario(path)
