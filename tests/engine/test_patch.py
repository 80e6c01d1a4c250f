"""A patched program is the program of the plan that the patch describes, to the last bit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.models import Scenario
from milepost.models.correlation import Correlation
from milepost.models.distributions import Constant, Uniform
from milepost.models.milestone import MilestoneAt
from milepost.models.rounds import Rounds
from milepost.models.variant import without_tasks
from milepost.simulate.analysis.variants import Variants
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.outcome import Outcome, Times, Truths
from milepost.simulate.engine.patch import Patch, Patching, Reshaped
from milepost.simulate.engine.program import Program
from tests.plans import everything, milestone, plan, risk, task
from tests.strategies import START, scenarios, some

ITERATIONS = 700
"""More than two groups, and no multiple of one."""

DATES = (3.0, 10.25, 40.0)


def figures(outcome: Outcome) -> list[Times | Truths]:
    """Return all that a variant may be judged by; what is at expectation comes last."""
    times: list[Times | Truths] = [time for id in outcome.finish for time in (outcome.finish[id], outcome.dated(id))]
    money = [outcome.cost, *outcome.spent_by.values()]
    return [*times, *outcome.stopped_by.values(), outcome.stop, *money, outcome.expected_cost]


def played(scenario: Scenario, variants: Sequence[Scenario | Program]) -> list[list[Times | Truths]]:
    return Variants(scenario).kept(variants, figures, range(ITERATIONS), dates=DATES)


def rebuilt(scenario: Scenario, patch: Patch) -> Scenario:
    """Return the plan that a patch describes, with its list; durations that it reshapes become certain."""
    listed = scenario.network.listed if scenario.resources else scenario.levelling
    tasks = dict(scenario.tasks)
    for id, reshaped in patch.duration.items():
        assert reshaped.scale == 0.0
        tasks[id] = replace(tasks[id], duration=Constant(value=max(0.0, reshaped.shift)))
    risks = {
        id: replace(risk, probability=min(1.0, risk.probability * patch.probability.get(id, 1.0)))
        for id, risk in scenario.risks.items()
    }
    return without_tasks(replace(scenario, tasks=tasks, risks=risks, levelling=listed), patch.undone)


def assert_alike(scenario: Scenario, *patches: Patch) -> None:
    """Compare patched programs with plans laid out anew; if these count more at expectation, then all but that."""
    patching = Patching(scenario, patches)
    others = [rebuilt(scenario, patch) for patch in patches]
    results = played(scenario, [*(patching.program(patch) for patch in patches), *others])
    for patched, built, other in zip(results[: len(patches)], results[len(patches) :], others, strict=True):
        last = None if charged_at_expectation(scenario) == charged_at_expectation(other) else -1
        assert all(map(np.array_equal, patched[:last], built[:last]))


@st.composite
def patches(draw: st.DrawFn, scenario: Scenario) -> Patch:
    risks, tasks = list(scenario.risks), list(scenario.tasks)
    factors, shifts = st.sampled_from([0.5, 0.0, 1.5, 3.0]), st.sampled_from([0.0, 2.25, -1.0])
    return Patch(
        probability={id: draw(factors) for id in draw(some(risks, most=3))},
        duration={id: Reshaped(scale=0.0, shift=draw(shifts)) for id in draw(some(tasks, most=2))},
        undone=draw(some(tasks, most=4)),
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_any_patch_of_any_plan_gives_the_bits_of_the_plan_that_it_describes(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    assert_alike(scenario, Patch(), *data.draw(st.lists(patches(scenario), min_size=1, max_size=3)))


@pytest.mark.parametrize("id", everything().risks)
def test_a_risk_of_probability_zero_never_occurs(id: str) -> None:
    assert_alike(everything(), Patch(probability={id: 0.0}))


def test_a_probability_is_multiplied_and_stays_at_most_one() -> None:
    whole = everything()
    never = replace(whole, risks={**whole.risks, "launch": replace(whole.risks["launch"], probability=0.0)})
    for scenario in (whole, never):
        assert_alike(scenario, *(Patch(probability=dict.fromkeys(scenario.risks, factor)) for factor in (0.5, 1.5, 9)))


@pytest.mark.parametrize("id", everything().tasks)
def test_a_task_left_undone_takes_and_costs_and_retires_and_reveals_nothing(id: str) -> None:
    assert_alike(everything(), Patch(undone=[id]), Patch(undone=[id, "spike"]), Patch(undone=[id, "prototype"]))


def test_with_all_left_undone_only_lags_take_time() -> None:
    scenario = everything()
    patch = Patch(undone=scenario.tasks)
    assert_alike(scenario, patch)
    program = Patching(scenario, [patch]).program(patch)
    (lags,) = Variants(scenario).kept([program], lambda one: list(one.finish.values()), range(256))
    assert [set(time) for time in lags] == [{1.0}, {4.0}, {7.0}]


def test_several_changes_at_once_are_one_plan() -> None:
    patch = Patch(
        probability={"demand": 1.5, "launch": 0.5},
        duration={"build": Reshaped(scale=0.0, shift=20.0), "train": Reshaped(scale=0.0)},
        undone=["spike", "interviews"],
    )
    assert_alike(everything(), patch)


def test_what_is_always_retired_in_time_is_not_where_its_task_is_left_undone() -> None:
    """The build comes after both, so that what they leave is known as the plan is laid out."""
    scenario = plan(
        [
            task("ask", 1, retires={"demand": 0.3}),
            task("show", 1, retires={"demand": 0.7}),
            task("build", 9, "ask", "show"),
        ],
        {"end": ["build"]},
        [risk("demand", 0.9, exposes=("build",), delay=5)],
    )
    assert_alike(scenario, Patch(undone=["ask"]), Patch(undone=["show"]), Patch(undone=["ask", "show"]))


def test_a_risk_whose_first_task_is_left_undone_is_drawn_at_the_next_with_what_it_shares() -> None:
    """Much that comes between needs rows of its own, which must not be that of the common factor."""
    scenario = plan(
        [
            task("a", 1, reveals=("law", "heat")),
            *(task(f"b{number}", Uniform(low=1, high=2), "a", cost=1) for number in range(5)),
            task("c", 1, *(f"b{number}" for number in range(5))),
        ],
        {"end": ["c"]},
        [risk(id, 0.5, exposes=("c",), delay=3, cost=10, stop=id == "law") for id in ("law", "heat")],
        correlations=(Correlation(risks=("law", "heat"), rho=0.5),),
    )
    assert_alike(scenario, Patch(undone=["a"]), Patch(undone=["c"]), Patch(undone=["a", "b1", "c"]))


def behind_a_date() -> Scenario:
    """Write work that, if it took no time, would begin at a date or when the survey starts, and what follows it."""
    return plan(
        [
            task("survey", 3),
            task("wait", 2, not_before=START + timedelta(days=14)),
            task("trial", 2, "survey SS", rounds=Rounds(probability=0.5, at_most=2)),
            task("rest", 4, "wait", "trial", cost=5),
            task("more", 1, "rest FF", daily=3),
        ],
        [
            milestone("waited", "wait"),
            milestone("tried", "trial SS", "survey SS"),
            milestone("done", "rest"),
            milestone("all", "done", "more", at=MilestoneAt.START),
        ],
    )


def test_what_takes_no_time_in_a_variant_alone_is_dated_by_what_it_waits_for() -> None:
    scenario = behind_a_date()
    patches = [
        Patch(undone=["rest"]),
        Patch(duration={id: Reshaped(scale=0.0) for id in ("wait", "trial", "rest")}),
        Patch(undone=["survey", "trial"], duration={"wait": Reshaped(scale=0.0)}),
        Patch(undone=["rest", "more", "wait"], duration={"trial": Reshaped(scale=0.0, shift=-2.0)}),
    ]
    assert_alike(scenario, *patches)
    patch = patches[1]
    begins = Variants(scenario).kept([Patching(scenario, patches).program(patch)], lambda one: one.begins, range(256))
    assert begins[0]["waited"].all()
    assert "waited" not in scenario.dating.may_begin


def test_a_plan_laid_out_for_more_patches_than_are_asked_for_gives_the_same() -> None:
    scenario = behind_a_date()
    wide = Patching(scenario, [Patch(undone=[id]) for id in scenario.tasks]).program(Patch())
    assert wide.rows > build_program(scenario).rows
    first, other = played(scenario, [wide, scenario])
    assert all(map(np.array_equal, first, other))


def test_a_patch_that_the_plan_is_not_laid_out_for_is_refused() -> None:
    patching = Patching(behind_a_date(), [Patch(undone=["wait"])])
    patching.program(Patch(duration={"wait": Reshaped(shift=-2.0)}))
    with pytest.raises(ValueError, match="'rest' takes no time in a patch that the plan is not laid out for"):
        patching.program(Patch(duration={"rest": Reshaped(shift=-4.0)}))


def test_a_duration_is_multiplied_and_shifted_down_to_zero() -> None:
    whole = everything()
    build = replace(whole.tasks["build"], duration=Uniform(low=0.0, high=4.0))
    whole = replace(whole, tasks={**whole.tasks, "build": build})
    half = replace(build, duration=Uniform(low=0.0, high=2.0))
    halving, shortening = (Patch(duration={"build": Reshaped(**how)}) for how in ({"scale": 0.5}, {"shift": -5.0}))
    patching = Patching(whole, [halving, shortening])
    halved, other, nothing, constant = played(
        whole,
        [
            patching.program(halving),
            replace(whole, tasks={**whole.tasks, "build": half}),
            patching.program(shortening),
            replace(whole, tasks={**whole.tasks, "build": replace(build, duration=Constant(value=0.0))}),
        ],
    )
    assert all(map(np.allclose, halved, other))
    assert all(map(np.array_equal, nothing, constant))


def test_without_stops_nothing_else_is_other_than_in_the_iterations_that_nothing_stops() -> None:
    scenario = everything()

    def made(outcome: Outcome) -> list[Times]:
        return [*outcome.finish.values(), outcome.cost, outcome.stop]

    usual, unstopped = Variants(scenario).kept(
        [scenario, Patching(scenario).program(Patch(stops=False))], made, range(5_000)
    )
    going_on = np.isinf(usual[-1])
    assert 0 < np.count_nonzero(going_on) < 5_000
    assert np.isinf(unstopped[-1]).all()
    assert np.isfinite(unstopped[:-1]).all()
    assert all(np.array_equal(one[going_on], other[going_on]) for one, other in zip(usual, unstopped, strict=True))
