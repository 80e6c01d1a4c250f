"""The plan of the HR app shows what risks, money and orderings do, by enough to be seen."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Pert
from milepost.models.variant import with_alternative
from milepost.simulate import run
from milepost.simulate.result import Result

FILE = Path(__file__).parents[2] / "scenarios" / "hr_app.yaml"
ITERATIONS = 50_000
CATEGORIES = {"market", "technology", "relationship", "dependency", "operational", "support"}
SURVEY_FIRST = ("pricing_survey", "interviews", "prototype_test", "engine_spike", "technology_vetting")


@pytest.fixture(scope="module")
def plan() -> Scenario:
    return read_scenario(FILE)


@pytest.fixture(scope="module")
def result(plan: Scenario) -> Result:
    return run(plan, iterations=ITERATIONS)


@pytest.fixture(scope="module")
def late(plan: Scenario) -> Result:
    """Meet the market late: technology first."""
    assert plan.orderings is not None
    alternative = next(one for one in plan.orderings.compare if one.name == "technology first")
    return run(with_alternative(plan, alternative), iterations=ITERATIONS)


def in_order(plan: Scenario, order: Sequence[str]) -> Scenario:
    assert plan.orderings is not None
    return replace(plan, orderings=replace(plan.orderings, order=tuple(order)))


def without(plan: Scenario, *risks: str) -> Scenario:
    """Switch risks off; every other draw stays as it was."""
    return replace(
        plan, risks={id: replace(risk, probability=0.0) if id in risks else risk for id, risk in plan.risks.items()}
    )


def hits(plan: Scenario, milestone: str = "launch") -> NDArray[np.bool_]:
    due = plan.milestones[milestone].due
    assert due is not None
    reached: NDArray[np.bool_] = run(plan, iterations=ITERATIONS).finish[milestone] <= plan.days.due_offset(due) + 1e-9
    return reached


def gain(better: NDArray[np.bool_], worse: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the difference of two hit probabilities on the same iterations, and its standard error."""
    difference = better.astype(float) - worse
    return float(difference.mean()), float(difference.std()) / math.sqrt(difference.size)


def test_four_to_six_minor_milestones_lead_up_to_each_major_one(plan: Scenario) -> None:
    led_up_to = {
        id: sum(
            plan.milestones[link.predecessor].level == "minor"
            for link in milestone.after
            if link.predecessor in plan.milestones
        )
        for id, milestone in plan.milestones.items()
        if milestone.level == "major"
    }
    assert list(led_up_to) == ["concept_fit", "market_fit", "launch"]
    assert all(4 <= minors <= 6 for minors in led_up_to.values())
    assert 30 <= len(plan.tasks) <= 40


def test_everything_has_somebody_who_answers_for_it(plan: Scenario) -> None:
    assert all(part.owner for part in (*plan.nodes.values(), *plan.risks.values()))
    assert all(milestone.deliverables or milestone.exit_criteria for milestone in plan.milestones.values())


def test_its_risks_are_of_every_category_with_the_market_high_and_technology_low(plan: Scenario) -> None:
    assert 8 <= len(plan.risks) <= 12
    assert {risk.category for risk in plan.risks.values()} == CATEGORIES
    average = {
        category: mean(risk.probability for risk in plan.risks.values() if risk.category == category)
        for category in CATEGORIES
    }
    assert max(average, key=average.__getitem__) == "market"
    assert min(average, key=average.__getitem__) == "technology"


def test_orderings_let_tasks_suffer_from_what_others_of_them_retire(plan: Scenario) -> None:
    assert plan.orderings is not None
    among = set(plan.orderings.among)
    helped = {
        (first, second)
        for first in among
        for second in among
        for risk in plan.tasks[first].retires
        if first != second and second in plan.risks[risk].exposes
    }
    assert 4 <= len(among) <= 7
    assert {("interviews", "prototype_test"), ("engine_spike", "technology_vetting")} <= helped


@pytest.mark.parametrize("change", ["prototype_test", "find_leader", "build_mvp"])
def test_work_that_the_plan_turns_on_moves_the_launch(change: str, plan: Scenario) -> None:
    """Forty days more on a task near the critical path cost the launch at least a tenth of its hit probability."""
    longer = replace(plan.tasks[change], duration=Pert(low=70, mode=90, high=120))
    lost, error = gain(hits(plan), hits(replace(plan, tasks={**plan.tasks, change: longer})))
    assert lost - 4 * error > 0.10


@pytest.mark.parametrize(
    ("risk", "milestone"),
    [
        ("hr_demand", "launch"),  # stretches what is built for the market
        ("wrong_buyer", "market_fit"),  # delays work that reduces other risks, too
        ("price_too_low", "market_fit"),  # falls on office work
        ("no_buyer", "launch"),  # stops the project
        ("browser_speed", "launch"),  # stretches what is built of the engine
        ("peak_load", "launch"),  # delays late work
        ("partner_drifts", "launch"),  # calls for a response
        ("university_slow", "technology_vetted"),  # nothing retires it
        ("interface_changes", "launch"),  # loses impact and not probability
        ("people_leave", "launch"),  # shared by the two longest tasks
        ("support_calls", "launch"),  # falls on the last task
    ],
)
def test_without_a_risk_a_milestone_is_hit_more_often(risk: str, milestone: str, plan: Scenario) -> None:
    gained, error = gain(hits(without(plan, risk), milestone), hits(plan, milestone))
    assert gained > 4 * error


@pytest.mark.parametrize("risk", ["hr_demand", "wrong_buyer"])
def test_technology_first_meets_the_market_unprepared(risk: str, result: Result, late: Result) -> None:
    occurs = {which: table.set_index("risk")["occurs"][risk] for which, table in enumerate((result.risks, late.risks))}
    assert occurs[1] > occurs[0] + 0.10


def test_what_is_done_about_risks_makes_them_rarer(plan: Scenario, result: Result) -> None:
    table = result.risks.set_index("risk")
    retired = {
        risk for task in plan.tasks.values() for risk, share in task.retires.items() if share.probability > 0
    } - {"no_buyer"}  # which stops the project before it can occur at the pilot
    assert len(retired) == 8
    assert (table.loc[sorted(retired), "occurs_high"] < table.loc[sorted(retired), "probability"]).all()
    assert (table.loc[sorted(retired), "retired_low"] > 0).all()


@pytest.mark.parametrize(
    ("order", "exact"),
    [
        (None, 0.2 * (1 - 0.5 * (1 - 0.5**4))),  # half of the risk is gone if one of four rounds of prototypes passed
        (SURVEY_FIRST, 0.2),  # asked for the price of what nobody has tried, all of it shows
    ],
)
def test_the_price_survey_stops_the_project_as_often_as_it_must(
    order: tuple[str, ...] | None, exact: float, plan: Scenario
) -> None:
    stopping = run(in_order(plan, order) if order else plan, iterations=ITERATIONS).stopping
    assert stopping is not None
    assert set(stopping.by) == {"no_buyer"}
    assert stopping.probability.value == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / ITERATIONS))


def test_prototypes_convince_as_often_as_four_rounds_allow(result: Result) -> None:
    exact, effect = 1 - 0.5**4, result.outcome.task_effect["prototype_test"]
    assert effect.mean() == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / effect.size))


def test_the_second_partner_is_sought_whenever_the_first_drifts_and_never_else(result: Result) -> None:
    sought = result.outcome.task_effect["second_partner"] > 0
    assert 0.05 < sought.mean() < 0.30
    np.testing.assert_array_equal(sought, np.isfinite(result.outcome.risk_time["partner_drifts"]))
    length = result.outcome.task_finish["second_partner"] - result.outcome.task_start["second_partner"]
    np.testing.assert_array_equal(sought, length > 0)


def test_stopping_and_the_budget_are_neither_certain_nor_remote(result: Result) -> None:
    assert result.stopping is not None
    assert 0.05 < result.stopping.probability.value < 0.20
    assert result.money.within is not None
    assert 0.40 < result.money.within.value < 0.85
    assert result.money.net is not None
    assert result.money.net.p10.value < 0 < result.money.net.mean.value


def test_market_first_brings_more_money_than_technology_first(result: Result, late: Result) -> None:
    assert result.net is not None
    assert late.net is not None
    difference = result.net - late.net
    assert difference.mean() > 4 * difference.std() / math.sqrt(ITERATIONS)
