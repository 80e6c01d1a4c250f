import re
from dataclasses import replace
from datetime import date

import pytest

from milepost.models import read_scenario
from milepost.models.money import Budget, Invoice
from milepost.models.tolerance import Tolerance
from milepost.simulate import run
from milepost.simulate.analysis.money.standing import Standing
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.run.sentences import (
    money_sentences,
    schedule_sentences,
    standing_sentence,
    standing_sentences,
)
from milepost.simulate.result import Result
from tests.plans import FAULTS, milestone, plan, risk, task
from tests.results import result_of

STANDING = Standing(
    milestone="fit",
    due=date(2026, 3, 31),
    burn=0.502,
    burn_p10=0.48,
    burn_p90=0.53,
    reached=1,
    share=Proportion.of(620, 1000),
    counted=3,
    planned=2,
    major=True,
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {},
            "By 31 Mar 26 about half of the money is gone (P10 48%, P90 53%), and at least 1 of 3 major milestones is "
            "reached in 62% ±4 of cases; the plan expected 2.",
        ),
        (
            {"burn": 0.42, "reached": 0, "share": Proportion.of(9999, 10000)},
            "By 31 Mar 26 42% of the money is gone (P10 48%, P90 53%), and none of 3 major milestones are reached "
            "in >99.9% of cases; the plan expected 2.",
        ),
        (
            {"burn": 1.04, "burn_p10": 1.04, "burn_p90": 1.04, "reached": 3, "major": False},
            "By 31 Mar 26 104% of the money is gone (P10 104%, P90 104%), and all 3 milestones are reached "
            "in 62% ±4 of cases; the plan expected 2.",
        ),
        (
            {"counted": 2, "reached": 2},  # nobody says all of two
            "By 31 Mar 26 about half of the money is gone (P10 48%, P90 53%), and both major milestones are reached "
            "in 62% ±4 of cases; the plan expected 2.",
        ),
        (
            {"burn": 0.004, "burn_p10": 0.0, "burn_p90": 0.0061},  # little is not nothing
            "By 31 Mar 26 0.4% of the money is gone (P10 0%, P90 0.6%), and at least 1 of 3 major milestones is "
            "reached in 62% ±4 of cases; the plan expected 2.",
        ),
        (
            {"counted": 1, "planned": 1, "burn": 0.34},
            "By 31 Mar 26 about a third of the money is gone (P10 48%, P90 53%), and the only major milestone is "
            "reached in 62% ±4 of cases; the plan expected 1.",
        ),
    ],
)
def test_a_standing_is_said_in_the_planners_words(change: dict[str, object], said: str) -> None:
    assert standing_sentence(replace(STANDING, **change)) == said  # type: ignore[arg-type]  # a row's keywords


def late_plan(**more: object) -> Result:
    """Ten days of work that cost 100; a sure risk makes them fifteen, a stop ends every other iteration on day 4."""
    scenario = plan(
        [task("probe", 4), task("work", 10, cost=100)],
        {"end": ["work"]},
        [risk("late", exposes=("work",), delay=5), risk("fatal", 0.5, exposes=("probe",), stop=True)],
        currency="EUR",
        budget=Budget(total=100),
        tolerance=Tolerance(gap=0.25),
    )
    milestones = {id: replace(one, due=date(2026, 1, 16), **more) for id, one in scenario.milestones.items()}  # type: ignore[arg-type]  # a row's keywords
    return run(replace(scenario, milestones=milestones), iterations=4_096)


def test_the_money_is_told_in_sentences() -> None:
    said = list(money_sentences(late_plan(invoice=Invoice(amount=10))))
    assert said[0].startswith(
        "Contingency for 80%: 0 ±0 EUR more than the 100 EUR of the plan at its most likely durations, "
    )
    assert said[1].startswith("end on time and the whole plan within its budget: <")
    assert said[2].startswith("The gap between money and milestones is widest on 16 Jan 26: in ")
    assert said[2].endswith(" of cases it is more than 25 points above the plan's own.")
    assert said[3].startswith("Peak funding need: P50 ")
    assert said[4].startswith("Where the project is stopped, 26.7 ±0 EUR is spent by then on average (")
    assert said[4].endswith("; stopping saves 73.3 ±0 EUR of the rest.")
    assert len(said) == 5


def test_contingency_is_over_the_plan_at_its_most_likely_durations_also_where_it_has_no_risks() -> None:
    """Twelve days most likely, at 200 for the work and 100 for the team."""
    said = list(money_sentences(run(read_scenario(FAULTS / "norisk.yaml"), iterations=1_000)))
    assert " more than the 3,600 EUR of the plan at its most likely durations, " in said[0]


def test_nothing_is_said_of_what_a_plan_does_not_have() -> None:
    result = result_of({milestone(due=date(2026, 1, 9)): [1.0]}, cost=[5.0])
    assert list(money_sentences(result)) == []
    assert standing_sentences(result) == {}


def test_the_last_milestone_is_told_by_the_plan_and_by_half_of_the_cases_with_the_path_to_it() -> None:
    """Ten days until Friday 16 January; the sure risk makes them fifteen."""
    scenario = plan([task("work", 10)], {"early": [], "end": ["work"]}, [risk(exposes=("work",), delay=5)])
    assert list(schedule_sentences(run(scenario, iterations=64))) == [
        "Without risks and at most likely durations end falls on 16 Jan 26; "
        "the simulation says 23 Jan 26 in half of the cases.",
        "Critical path to it: work",
    ]
    stopped = replace(scenario, risks={"demand": risk(exposes=("work",), stop=True)})
    assert next(schedule_sentences(run(stopped, iterations=64))).endswith(
        "falls on 16 Jan 26; fewer than half of the cases reach it in the simulation."
    )
    assert list(schedule_sentences(run(plan([task("work", 10)]), iterations=64))) == []


def test_a_critical_path_is_told_by_its_ends_within_two_lines_of_a_narrow_terminal() -> None:
    """It waits until Friday 9 January for its date; what takes no time is not work to be shortened."""
    tasks = [
        task("t1", 2, not_before=date(2026, 1, 9), name="Long " * 20),
        task("gate", 0, "t1"),
        task("t2", 2, "gate"),
    ]
    tasks += [task(f"t{k}", 1, f"t{k - 1}", name=f"Step\n{k} " + "x" * 90) for k in range(3, 8)]
    _, path = schedule_sentences(run(plan(tasks, {"end": ["t7"]}), iterations=64))
    assert re.fullmatch(
        r"Critical path to it, from 9 Jan 26: Long [Long ]*… > t2 > 3 more > Step 6 x+… > Step 7 x+…", path
    )
    assert len(path) <= 160
