"""The shipped plans show when the order matters: for the market in one, the technology in another, not in a third."""

import itertools
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.models import Scenario, read_scenario
from milepost.models.orderings import Alternative
from milepost.models.rules.order import problems_of
from milepost.models.variant import with_alternative, without_risks
from milepost.simulate.engine.run import simulate

FOLDER = Path(__file__).parents[2] / "scenarios"
COMPARED = ("battery", "hr_app", "one_gate")
ITERATIONS = 50_000
IN_FORCE = Alternative(name="in force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The mean of what one alternative has above another in the same iterations, and its standard error."""

    mean: float
    error: float

    @classmethod
    def of(cls, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> "Difference":
        difference = one.astype(float) - other
        return cls(mean=float(difference.mean()), error=float(difference.std()) / math.sqrt(difference.size))

    @property
    def surely(self) -> float:
        """Return what it is at the least, four standard errors allowed."""
        return self.mean - 4 * self.error

    @property
    def at_most(self) -> float:
        """Return how far it may be from nothing, four standard errors allowed."""
        return abs(self.mean) + 4 * self.error


def plan(name: str) -> Scenario:
    return read_scenario(FOLDER / f"{name}.yaml")


def alternatives(scenario: Scenario) -> dict[str, Alternative]:
    assert scenario.orderings is not None
    return {one.name: one for one in (IN_FORCE, *scenario.orderings.compare)}


def hits(scenario: Scenario, milestone: str) -> NDArray[np.bool_]:
    due = scenario.milestones[milestone].due
    assert due is not None
    times = simulate(scenario, iterations=ITERATIONS, detail=1).finish[milestone]
    reached: NDArray[np.bool_] = times <= scenario.days.due_offset(due) + 1e-9
    return reached


def gain(name: str, better: str, worse: str) -> tuple[Difference, Difference]:
    """Return what an alternative gains in hits of the last milestone over another: in all, and where no risk occurs."""
    scenario = plan(name)
    last = list(scenario.milestones)[-1]
    one, other = (with_alternative(scenario, alternatives(scenario)[which]) for which in (better, worse))
    return (
        Difference.of(hits(one, last), hits(other, last)),
        Difference.of(hits(without_risks(one), last), hits(without_risks(other), last)),
    )


@pytest.mark.parametrize("name", COMPARED)
def test_every_alternative_can_be_judged(name: str) -> None:
    scenario = plan(name)
    known = alternatives(scenario)
    assert 3 <= len(known) <= 4
    assert [problems_of(scenario, alternative) for alternative in known.values()] == [()] * len(known)


@pytest.mark.parametrize(
    ("name", "worse", "least"),
    [
        ("hr_app", "technology first", 0.05),  # the market is new, and the technology near to what the studio knows
        ("battery", "market first", 0.15),  # the customers are there, and the technology is new: the verdict turns
    ],
)
def test_the_order_in_force_is_better_because_of_risk_and_not_of_waiting(name: str, worse: str, least: float) -> None:
    whole, waiting = gain(name, IN_FORCE.name, worse)
    assert whole.surely > least
    assert whole.surely - waiting.at_most > 0.05
    assert waiting.at_most < 0.02


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("hr_app", "market"),  # asks whether anybody wants it before how it is made
        ("battery", "technology"),  # asks whether it can be made before who wants it
    ],
)
def test_the_order_in_force_begins_with_what_the_plan_turns_on(name: str, first: str) -> None:
    scenario = plan(name)
    assert scenario.orderings is not None
    assert scenario.orderings.order is not None
    asked = {risk for task in scenario.orderings.order[:2] for risk in scenario.tasks[task].retires}
    assert {scenario.risks[risk].category for risk in asked} == {first}
    heaviest = max(scenario.risks.values(), key=lambda risk: risk.probability)
    assert heaviest.category == first


def test_games_that_wait_for_the_market_are_neither_much_sooner_nor_much_later() -> None:
    """In hr_app it is a close call, for there is little to wait for; what it saves is no more than half a point."""
    whole, _ = gain("hr_app", "games wait for the market", IN_FORCE.name)
    assert whole.at_most < 0.005


def test_the_trial_in_the_browser_pays_in_hits_though_hardly_in_money() -> None:
    whole, waiting = gain("hr_app", IN_FORCE.name, "no trial in the browser")
    assert whole.surely > 0.01
    assert waiting.mean <= 0


def test_each_step_that_waits_for_its_test_makes_the_battery_surer_though_it_starts_later() -> None:
    whole, waiting = gain("battery", "each step waits for its test", IN_FORCE.name)
    assert whole.surely > 0.01
    assert waiting.mean < 0


def test_tools_that_wait_do_not_mend_market_first() -> None:
    """They are made right, but so late that more is lost by waiting than is gained in risk."""
    whole, waiting = gain("battery", "market first", "market first, tools wait")
    assert whole.surely > 0.10
    assert waiting.mean > whole.mean


def test_behind_one_gate_every_order_is_equal_in_every_iteration() -> None:
    scenario = plan("one_gate")
    assert scenario.orderings is not None
    times = [
        simulate(replace(scenario, orderings=replace(scenario.orderings, order=order)), iterations=1_000).finish
        for order in itertools.permutations(scenario.orderings.among)
    ]
    for id in scenario.milestones:
        hit = hits(scenario, id)[:1_000]
        assert 0.35 < hit.mean() < 0.80
        for other in times:
            np.testing.assert_allclose(other[id], times[0][id], rtol=0, atol=1e-9)  # sums in another order


@pytest.mark.parametrize("name", ["permits first", "shortest first"])
def test_behind_one_gate_what_is_compared_is_a_tie(name: str) -> None:
    scenario = plan("one_gate")
    changed = with_alternative(scenario, alternatives(scenario)[name])
    for id in scenario.milestones:
        np.testing.assert_array_equal(hits(changed, id), hits(scenario, id))
