"""Milestones of which every iteration is kept, and those that the detailed iterations tell of."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from milepost.models import Level, Scenario
from milepost.models.money import Budget, Invoice, Value
from milepost.simulate import run
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.batch.cluster.merge import Merge
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.memory import an_iteration, bytes_kept
from milepost.simulate.engine.outcome import KEPT
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.run.notes import notes
from tests.plans import everything, plan, task

ITERATIONS = 1_000
DETAIL = 300


def with_milestone(scenario: Scenario, id: str, **more: Any) -> Scenario:
    """Change one milestone of a plan."""
    milestones = {**scenario.milestones, id: replace(scenario.milestones[id], **more)}
    return replace(scenario, milestones=milestones)


def with_minor(scenario: Scenario, id: str) -> Scenario:
    return with_milestone(scenario, id, level=Level.MINOR)


@pytest.mark.parametrize(
    ("more", "is_followed"),
    [
        ({}, False),
        ({"level": Level.MAJOR}, True),
        ({"due": date(2026, 3, 2)}, True),
        ({"value": Value(amount=1.0)}, True),
        ({"invoice": Invoice(amount=1.0, terms=30)}, True),
        ({"weight": 2.0}, True),
        ({"weight": 0.0}, False),
    ],
)
def test_a_milestone_that_dates_money_or_progress_are_judged_by_is_followed(
    more: dict[str, Any], is_followed: bool
) -> None:
    scenario = with_milestone(everything(), "ready", **{"level": Level.MINOR, **more})
    assert ("ready" in followed(scenario)) is is_followed
    assert {"concept", "live"} <= followed(scenario)


def test_all_are_followed_where_none_is_major() -> None:
    scenario = everything()
    for id in scenario.milestones:
        scenario = with_minor(scenario, id)
    assert followed(scenario) == scenario.milestones.keys()


@pytest.mark.parametrize("id", ["ready", "concept"])
def test_the_others_have_the_detailed_iterations_of_what_they_would_have(id: str) -> None:
    """The project is stopped in some of them, and nothing else of the outcome differs."""
    scenario = with_minor(everything(), id)
    whole = simulate(scenario, iterations=ITERATIONS, detail=DETAIL, also=[id])
    part = simulate(scenario, iterations=ITERATIONS, detail=DETAIL)
    assert np.isinf(part.finish[id]).any()
    assert whole.finish[id].size == ITERATIONS
    np.testing.assert_array_equal(part.finish[id], whole.finish[id][:DETAIL])
    np.testing.assert_array_equal(part.cost, whole.cost)
    for other in scenario.milestones.keys() - {id}:
        np.testing.assert_array_equal(part.finish[other], whole.finish[other])


def test_the_date_of_a_beginning_is_that_of_a_milestone_that_is_followed() -> None:
    day = date(2026, 1, 12)
    scenario = plan([task("work", 5)], {"gate": ["work"], "end": ["gate"]})
    scenario = with_milestone(scenario, "gate", level=Level.MINOR, not_before=day)
    part, whole = (simulate(scenario, iterations=ITERATIONS, detail=DETAIL, also=also) for also in ([], ["gate"]))
    assert part.begins["gate"].size == part.dated("gate").size == DETAIL
    np.testing.assert_array_equal(part.dated("gate"), whole.dated("gate")[:DETAIL])
    assert run(scenario, iterations=ITERATIONS).milestones.set_index("milestone")["p50"]["gate"] == day.isoformat()


def test_the_team_is_paid_until_a_milestone_that_is_not_followed() -> None:
    scenario = plan([task("work", 5), task("rest", 4, "work")], {"done": ["work"], "over": ["rest"]})
    scenario = with_minor(replace(scenario, budget=Budget(burn=10.0)), "over")
    assert (simulate(scenario, iterations=ITERATIONS, detail=DETAIL).cost == 90.0).all()


def test_parts_of_a_run_are_the_whole() -> None:
    scenario = with_minor(everything(), "ready")
    merge = Merge(scenario, 12_800, 3)
    for start in (2_560, 0, 5_120, 7_680, 10_240):
        part = range(start, start + 2_560)
        played = simulate(scenario, iterations=2_560, seed=3, first=start, detail=merge.detail_of(part))
        merge.put(part, played)
    whole, merged = simulate(scenario, iterations=12_800, seed=3), merge.outcome()
    assert merged.finish["ready"].size == whole.detail == 10_000
    assert list(merged.finish) == list(whole.finish)
    for id, times in whole.finish.items():
        np.testing.assert_array_equal(merged.finish[id], times)


def test_what_an_outcome_takes_is_known_before_it_is_played() -> None:
    for scenario in (everything(), with_minor(everything(), "ready")):
        outcome = simulate(scenario, iterations=ITERATIONS, detail=DETAIL)
        fields = [getattr(outcome, name) for name in KEPT]
        rows = [row for field in fields for row in (field.values() if isinstance(field, dict) else [field])]
        assert sum(row.nbytes for row in rows) == bytes_kept(scenario, ITERATIONS, DETAIL)


def test_what_is_not_followed_takes_no_memory_of_all_iterations() -> None:
    assert an_iteration(with_minor(everything(), "ready")) == an_iteration(everything()) - 8


@pytest.mark.slow
def test_orders_are_compared_by_a_milestone_that_is_not_followed_otherwise() -> None:
    """It has no due date; its level is of no consequence for when it is reached."""
    orders = [
        compare_orders(scenario, by=["promise:concept"], iterations=2_048, seed=5)
        for scenario in (everything(), with_minor(everything(), "concept"))
    ]
    of_major, of_minor = (one.rankings[0].rows for one in orders)
    assert len(of_major) > 1
    assert of_major == of_minor


def test_the_table_and_a_note_say_on_how_many_iterations_a_milestone_rests() -> None:
    scenario = with_minor(everything(), "ready")
    result = run(scenario, iterations=12_800)
    rows = result.milestones.set_index("milestone")
    assert rows["iterations"].to_dict() == {"concept": 12_800, "ready": 10_000, "live": 12_800}
    assert rows["mean_low_days"].isna().to_dict() == {"concept": False, "ready": True, "live": False}
    note = "the first 10,000 cases tell of 1 minor milestone without a due date"
    assert note in notes(result)
    assert not any(one.startswith("the first") for one in notes(run(scenario, iterations=5_000)))
