"""What other estimates change is what the plan with them has other than the plan, on the same iterations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import log

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.distributions import Discrete, Distribution, Empirical, Exponential, Pert, Triangular, Uniform
from milepost.simulate import run
from milepost.simulate.analysis.drivers.effect import Reference
from milepost.simulate.analysis.drivers.estimates import Varied, estimates
from milepost.simulate.analysis.statistics.sections import quantile_figures
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.patch import Patching
from milepost.simulate.engine.run import simulate
from tests.plans import everything, plan, risk, task

ITERATIONS = 4_096


def varied(scenario: Scenario) -> Sequence[Varied]:
    study = estimates(Reference(scenario, simulate(scenario, iterations=ITERATIONS), confidence=0.8))
    return study.answer(Variants(scenario), Patching(scenario, study.patches))


def widened(duration: Distribution, factor: float) -> Distribution:
    """Write the same shape, wider about its most likely value, which for these shapes is one of the same family."""
    assert isinstance(duration, Pert | Triangular | Uniform)
    low, high = (duration.mode + factor * (end - duration.mode) for end in (duration.low, duration.high))
    return replace(duration, low=low, high=high)


def rebuilt(scenario: Scenario, one: Varied) -> Scenario:
    if one.category is not None:
        likelier = {
            id: replace(risk, probability=min(1.0, one.factor * risk.probability))
            for id, risk in scenario.risks.items()
            if risk.category == one.category
        }
        return replace(scenario, risks={**scenario.risks, **likelier})
    wider = {
        id: replace(task, duration=widened(task.duration, one.factor))
        for id, task in scenario.tasks.items()
        if task.duration.sd
    }
    return replace(scenario, tasks={**scenario.tasks, **wider})


def assert_as_rebuilt(scenario: Scenario, one: Varied, other: Scenario) -> None:
    usual, changed = (simulate(built, iterations=ITERATIONS) for built in (scenario, other))
    for id, effect in one.change.milestones.items():
        promises = [quantile_figures(played.finish[id], 0.8)[0] for played in (usual, changed)]
        assert effect.promise.value == pytest.approx(promises[1] - promises[0], abs=1e-6)
        due = scenario.due_days[id]
        if np.isfinite(due):
            hits = [np.mean(played.dated(id) <= due + 1e-9) for played in (usual, changed)]
            assert effect.hit.value == pytest.approx(100 * (hits[1] - hits[0]), abs=1e-6)
    cost = (changed.expected_cost - usual.expected_cost).mean()
    assert one.change.cost.value == pytest.approx(cost, rel=1e-6, abs=1e-6)
    assert one.change.cost.low <= one.change.cost.value <= one.change.cost.high


def test_a_plan_with_other_estimates_is_the_plan_built_anew_with_them() -> None:
    """With correlated work, rounds, crews, stops, work that only a risk brings, and probabilities that reach 1."""
    whole = everything()
    due = {id: replace(one, due=whole.start + timedelta(days=90)) for id, one in whole.milestones.items()}
    risks = {
        **whole.risks,
        "demand": replace(whole.risks["demand"], category="market", probability=0.8),
        "launch": replace(whole.risks["launch"], category="market"),
    }
    scenario = replace(whole, milestones=due, risks=risks)
    found = varied(scenario)
    asked = [(None, 1.25), (None, 0.75), ("market", 1.5), ("market", 0.5), ("technology", 1.5), ("technology", 0.5)]
    assert [(one.category, one.factor) for one in found] == asked
    for one in found:
        assert_as_rebuilt(scenario, one, rebuilt(scenario, one))


@pytest.mark.parametrize(
    ("duration", "about"),
    [
        (Triangular(low=2.0, mode=3.0, high=9.0), 3.0),  # the most likely value
        (Uniform(low=0.0, high=8.0), 4.0),  # none is, and a tenth of the wider range lies below 0
        (Discrete(values=(1.0, 4.0, 10.0), weights=(0.2, 0.5, 0.3)), 4.0),  # the value with the largest weight
        (Empirical(observations=(2.0, 3.0, 9.0)), 3.0),  # observations seldom repeat
        (Exponential(mean=10.0), 10.0 * log(2.0)),  # nobody means 0
    ],
)
def test_ranges_are_wider_about_the_most_likely_value_or_the_median(duration: Distribution, about: float) -> None:
    scenario = plan([task("dig", duration)], {"launch": ["dig"]})
    drawn = simulate(scenario, iterations=ITERATIONS).finish["launch"]
    for one in varied(scenario):
        other = np.maximum(0.0, about + one.factor * (drawn - about))
        effect = one.change.milestones["launch"]
        assert effect.mean.value == pytest.approx((other - drawn).mean())
        assert effect.promise.value == pytest.approx(quantile_figures(other, 0.8)[0] - quantile_figures(drawn, 0.8)[0])


def test_where_nothing_is_uncertain_or_at_risk_nothing_is_asked() -> None:
    certain = task("dig", Uniform(low=5.0, high=5.0))
    assert varied(plan([certain], {"launch": ["dig"]})) == []
    never = risk("flood", 0.0, exposes=("dig",), delay=3)
    [more, less] = varied(plan([certain], {"launch": ["dig"]}, [never]))
    assert (more.name, less.name) == ("technology x 1.5", "technology x 0.5")
    for one in (more, less):
        effect = one.change.milestones["launch"]
        assert (str(effect.promise.value), effect.mean.value, one.change.cost.value) == ("0.0", 0.0, 0.0)


def test_the_table_has_a_row_for_each_milestone_and_variant_beside_what_the_simulation_knows() -> None:
    scenario = everything()
    result = run(scenario, iterations=1_024, drivers=True)
    table, milestones = result.estimates, result.milestones.set_index("milestone")
    assert table is not None
    assert result.drivers is not None
    assert len(table) == len(scenario.headline) * len(result.drivers.estimates)
    for row in table.to_dict("records"):
        for column in ("promise_days", "promise_low_days", "promise_high_days"):
            assert row[f"plan_{column}"] == milestones.loc[row["milestone"], column]
        assert row["plan_cost"] == result.money.cost.mean.value
        assert np.isnan(row["hit_points"])
        assert np.isnan(row["plan_hit"])
    assert run(scenario, iterations=1).estimates is None
