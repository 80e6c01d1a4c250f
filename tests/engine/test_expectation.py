"""Charges at their expectation: that no mean changes, and that each exception is needed."""

from dataclasses import replace
from datetime import timedelta
from math import sqrt
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from milepost.models.correlation import Correlation
from milepost.models.file.reader import read_scenario
from milepost.models.milestone import Milestone
from milepost.models.orderings import Orderings
from milepost.models.risk import Retirement
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine import builder
from milepost.simulate.engine.expectation import Expectation, charged_at_expectation
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import Play, play_each, simulate
from tests.plans import plan, risk, task
from tests.strategies import START, can_be_judged, scenarios, stops_at_work

Node = TypeVar("Node", Task, Milestone)

FAULTS = Path(__file__).parents[1] / "cases" / "faults"

PLANS = 400
FOUR_ERRORS = 2 * ndtr(-4)
"""How often a mean is off by more than four standard errors."""

GONE = Retirement(probability=1.0)
HALF = Retirement(probability=0.5)


def deviation(scenario: Scenario, *, iterations: int = 20_000, seed: int = 0) -> float:
    """By how many of its standard errors the mean cost moves when charges count at their expectation."""
    outcome = simulate(scenario, iterations=iterations, seed=seed, detail=1)
    moved = outcome.expected_cost - outcome.cost
    error = moved.std() / sqrt(iterations)
    return float(moved.mean() / error) if error > 1e-9 else float(moved.mean() > 1e-6)


@pytest.mark.slow
def test_no_mean_changes_on_random_plans() -> None:
    """The tolerance for the worst of all plans is that of four standard errors for one."""
    deviations: list[float] = []

    @settings(max_examples=PLANS, derandomize=True, database=None, phases=[Phase.generate])
    @given(scenario=scenarios())
    def collect(scenario: Scenario) -> None:
        for one in filter(can_be_judged, (scenario, tamed(scenario))):
            if stops_at_work(one) and charged_at_expectation(one):
                deviations.append(deviation(one, seed=len(deviations)))

    collect()
    moving = np.array([one for one in deviations if one])
    assert moving.size > PLANS / 4
    assert np.abs(moving).max() <= -ndtri(FOUR_ERRORS / 2 / moving.size)
    assert abs(moving.sum()) <= 4 * sqrt(moving.size)


def tamed(scenario: Scenario) -> Scenario:
    """Take most of what makes exceptions out of a plan: leads, reveals, correlated risks and resources."""

    def ahead(node: Node) -> Node:
        return replace(
            node, after=tuple(replace(link, lag=abs(link.lag), share=abs(link.share)) for link in node.after)
        )

    return replace(
        scenario,
        tasks={id: replace(ahead(task), reveals=(), needs={}) for id, task in scenario.tasks.items()},
        resources={},
        levelling=None,
        milestones={id: ahead(milestone) for id, milestone in scenario.milestones.items()},
        correlations=tuple(group for group in scenario.correlations if group.tasks),
    )


def wait(days: int) -> dict[str, object]:
    """Begin after so many working days, or later."""
    return {"not_before": START + timedelta(days=days // 5 * 7 + days % 5)}


EXCEPTIONS = {
    "correlated": plan(
        [task("early", 1), task("late", 1, "early")],
        risks=[
            risk("r", 0.5, exposes=("late",), cost=100),
            risk("s", 0.5, exposes=("early",), stop=True),
        ],
        correlations=(Correlation(risks=("r", "s"), rho=0.8),),
    ),
    "revealed": plan(
        [task("probe", 1, reveals=("r",)), task("late", 1, "probe")],
        risks=[risk("r", 0.5, exposes=("late",), cost=100, stop=True)],
    ),
    "gates work without a trigger": plan(
        [task("cure", 1, only_if="r", retires={"r": HALF}), task("late", 1, "cure")],
        risks=[risk("r", 0.5, exposes=("late",), cost=100)],
    ),
    "behind, where there are several crews": plan(
        [task("first", 1, **wait(7)), task("cure", 5, retires={"r": GONE}), task("last", 1, **wait(10))],
        risks=[risk("r", 0.5, exposes=("first", "last"), cost=100)],
        orderings=Orderings(among=("last", "cure"), order=("last", "cure"), crews=2),
    ),
    "behind by a lead": plan(
        [task("first", 1, **wait(7)), task("last", 5, **wait(10)), task("cure", 2, "last FS-12", retires={"r": GONE})],
        risks=[risk("r", 0.5, exposes=("first", "last"), cost=100)],
    ),
    "behind by a start that a link sets back": plan(
        [
            task("first", 1, **wait(7)),
            task("last", 5, **wait(10)),
            task("long", 12, "last FF"),
            task("cure", 2, "long SS", retires={"r": GONE}),
        ],
        risks=[risk("r", 0.5, exposes=("first", "last"), cost=100)],
    ),
    "foreseen by a lead": plan(
        [task("work", 5, **wait(20)), task("probe", 2, "work FS-20")],
        risks=[risk("r", 0.5, exposes=("work",), delay=30, cost=100), risk("s", exposes=("probe",), stop=True)],
    ),
    "foreseen by a start that a link sets back": plan(
        [task("work", 5, **wait(20)), task("long", 10, "work FF"), task("probe", 2, "long SS")],
        risks=[risk("r", 0.5, exposes=("work",), delay=30, cost=100), risk("s", exposes=("probe",), stop=True)],
    ),
    "foreseen by work that waits for it": plan(
        [
            task("cure", 10, retires={"r": HALF}),
            task("work", 5, **wait(20)),
            task("response", 1, "work FF", only_if="r"),
        ],
        risks=[risk("r", 0.5, exposes=("work", "response"), cost=100)],
    ),
}


@pytest.mark.parametrize("scenario", EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_each_exception_is_needed(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "r" not in charged_at_expectation(scenario)
    outcome = simulate(scenario, iterations=2_000)
    np.testing.assert_array_equal(outcome.expected_cost, outcome.cost)
    monkeypatch.setattr(builder, "charged_at_expectation", lambda scenario: frozenset({"r"}))
    assert abs(deviation(scenario)) > 10


ORDINARY = {
    "links": plan(
        [task("cure", 3, retires={"r": HALF}), task("work", 5, "cure"), task("more", 1, "work")],
        risks=[risk("r", 0.5, exposes=("work", "more"), delay=5, cost=100)],
    ),
    "a task that retires what it suffers from": plan(
        [task("build", 3, retires={"r": HALF}), task("more", 1, **wait(9))],
        risks=[risk("r", 0.5, exposes=("build", "more"), delay=5, cost=100)],
    ),
    "a response with a trigger": plan(
        [task("work", 3), task("response", 4, "work", only_if="r", retires={"r": HALF}), task("more", 1, "response")],
        risks=[risk("r", 0.5, exposes=("work", "response", "more"), delay=5, cost=100)],
    ),
    "behind in the list of one crew": plan(
        [task("first", 1, **wait(12)), task("cure", 5, retires={"r": GONE}), task("last", 1, **wait(10))],
        risks=[risk("r", 0.5, exposes=("first", "last"), delay=3, cost=100)],
        orderings=Orderings(among=("last", "cure"), order=("last", "cure")),
    ),
    "ahead in a list of several": plan(
        [task("first", 1, **wait(7)), task("cure", 5, retires={"r": GONE}), task("last", 1, **wait(10))],
        risks=[risk("r", 0.5, exposes=("first", "last"), cost=100)],
        orderings=Orderings(among=("last", "cure"), order=("cure", "last"), crews=2),
    ),
    "a stop of its own": plan(
        [task("work", 3), task("other", 4)],
        risks=[
            risk("r", 0.5, exposes=("work", "other"), cost=100, stop=True),
            risk("s", 0.5, exposes=("other",), cost=10, stop=True),
        ],
    ),
    "a lead that nothing hangs on": plan(
        [task("work", 3), task("close", 4, "work FS-2")],
        risks=[risk("r", 0.5, exposes=("work",), delay=5, cost=100)],
    ),
}


@pytest.mark.parametrize("scenario", ORDINARY.values(), ids=ORDINARY)
def test_what_is_ordinary_is_no_exception(scenario: Scenario) -> None:
    assert "r" in charged_at_expectation(scenario)
    assert abs(deviation(scenario)) <= 4


def test_a_charge_is_what_is_known_when_the_first_task_that_runs_is_decided() -> None:
    """After the cure has ended half is left; `early` only runs where `s` has occurred, and finds the whole."""
    tasks = [
        task("start", 1),
        task("cure", 5, retires={"r": HALF}),
        task("early", 1, "start", only_if="s"),
        task("late", 1, **wait(9)),
    ]
    risks = [risk("s", 0.3, exposes=("start",)), risk("r", 0.4, exposes=("early", "late"), cost=100)]
    outcome = simulate(plan(tasks, risks=risks), iterations=10_000)
    np.testing.assert_array_equal(
        outcome.expected_cost, np.where(np.isfinite(outcome.risk_time["s"]), 0.4 * 100, 0.4 * 0.5 * 100)
    )


def costs_of(scenario: Scenario, *orders: tuple[str, ...]) -> list[NDArray[np.float64]]:
    reordering = Reordering(scenario)
    programs = (Play(reordering.program(order), lambda records: records.expected_cost) for order in orders)
    return play_each(programs, iterations=2_000)


def test_orders_that_retire_a_rare_risk_or_not_differ_by_its_expectation_in_each_iteration() -> None:
    scenario = read_scenario(FAULTS / "rare.yaml")
    assert scenario.orderings is not None
    assert scenario.orderings.order is not None
    late, early = costs_of(scenario, scenario.orderings.order, ("A", "B", "C", "D"))
    np.testing.assert_array_equal(late - early, 0.0005 * 4_000_000)


def test_what_is_dearer_on_average_is_so_though_no_iteration_shows_it() -> None:
    scenario = read_scenario(FAULTS / "rareone.yaml")
    in_force, other = costs_of(scenario, ("A", "B"), ("B", "A"))
    np.testing.assert_allclose(other - in_force, 0.001 * 50_000 - 40, atol=1e-9)


def test_each_order_says_by_itself_which_risks_count_at_their_expectation() -> None:
    ahead, behind = ("cure", "last"), ("last", "cure")
    scenario = ORDINARY["ahead in a list of several"]
    expectation = Expectation(scenario)
    assert [sorted(expectation.under(scenario.network.precedence_under(order))) for order in (ahead, behind)] == [
        ["r"],
        [],
    ]
    for order, cost in zip((ahead, behind), costs_of(scenario, ahead, behind), strict=True):
        assert set(cost) == ({0.0} if order == ahead else {0.0, 100.0})


def test_what_retires_nothing_is_no_exception_in_any_order() -> None:
    nothing = Retirement()
    tasks = [task("first", 0, retires={"fine": nothing}), task("second", 7.5)]
    scenario = plan(
        tasks,
        {},
        [risk("fine", 0.5, exposes=("first", "second"), cost=100.0)],
        orderings=Orderings(among=("first", "second"), crews=2),
    )
    expectation = Expectation(scenario)
    for order in (("first", "second"), ("second", "first")):
        assert expectation.under(scenario.network.precedence_under(order)) == {"fine"}
