"""Variants of a plan differ by what sets them apart and by nothing else, whatever is kept of them."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.models import Level, Scenario
from milepost.models.distributions import Constant
from milepost.models.orderings import Alternative
from milepost.models.variant import with_alternative, without_crews, without_risks
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.variants import Variant, Variants
from milepost.simulate.engine import run
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import simulate
from tests.plans import everything, task

DUE = 100.0
ITERATIONS = 2_000


def hit(outcome: Outcome, milestone: str = "live") -> NDArray[np.bool_]:
    return outcome.finish[milestone] <= DUE


def test_what_each_risk_takes_off_the_hit_is_the_paired_difference_of_two_runs_with_the_same_seed() -> None:
    scenario = everything()
    variants = [scenario, *(without_risks(scenario, [id]) for id in scenario.risks)]
    kept = Variants(scenario, seed=3).kept(variants, hit, range(ITERATIONS))
    gains = Family.of_hits(np.array(kept))
    hits = [hit(simulate(one, iterations=ITERATIONS, seed=3)) for one in variants]
    for place, alone in enumerate(hits[1:], 1):
        pair = Family.of_hits(np.array([alone, hits[0]]))
        assert gains.difference[place, 0] == pair.difference[0, 1]
        assert pair.difference[0, 1] == (np.count_nonzero(alone) - np.count_nonzero(hits[0])) / ITERATIONS
        assert gains.differ[place, 0] == pair.differ[0, 1] == np.count_nonzero(alone != hits[0])
        assert gains.spread[place, 0] == pair.spread[0, 1]
    assert (gains.difference[1:, 0] > 0).any()


def test_a_task_at_its_quickest_is_later_in_no_iteration() -> None:
    """The crews let nothing overtake, and the risks of that task fall where they fell: only its duration is shorter."""
    scenario = without_crews(everything())
    quickest = replace(scenario.tasks["build"], duration=Constant(value=30.0))
    faster = replace(scenario, tasks={**scenario.tasks, "build": quickest})
    usual, quick = Variants(scenario).kept([scenario, faster], lambda one: one.finish["ready"], range(ITERATIONS))
    assert (quick <= usual).all()
    assert (quick < usual).any()


def test_a_task_and_a_milestone_more_change_no_draw_of_the_others_and_have_their_own_names() -> None:
    scenario = everything()
    longer = replace(
        scenario,
        tasks={"first": task("first", 3), **scenario.tasks, "more": task("more", 1, cost=7.0)},
        milestones={"begun": replace(scenario.milestones["ready"], id="begun", after=()), **scenario.milestones},
    )
    one, other = Variants(scenario).kept([scenario, longer], lambda outcome: outcome, range(ITERATIONS))
    going_on = np.isinf(one.stop)
    np.testing.assert_array_equal(one.stop, other.stop)
    np.testing.assert_allclose((other.cost - one.cost)[going_on], 7.0)
    assert list(other.finish) == ["begun", *one.finish]
    assert all(np.array_equal(one.finish[id], other.finish[id]) for id in one.finish)


def test_a_program_in_another_sequence_is_the_plan_with_that_order_in_force() -> None:
    scenario = everything()
    assert scenario.orderings is not None
    order = ("spike", "partner", "interviews", "prototype")
    in_force = replace(scenario, orderings=replace(scenario.orderings, order=order))
    program = Reordering(scenario).program(order)
    made = Variants(scenario).kept([program, in_force], lambda one: (one.cost, one.finish["live"]), range(ITERATIONS))
    assert np.array_equal(made[0], made[1])


@pytest.mark.parametrize("threads", [1, 3])
def test_a_later_range_continues_an_earlier_one_on_any_number_of_threads(threads: int) -> None:
    scenario = everything()
    variants = [scenario, without_risks(scenario)]
    play = partial(Variants(scenario, threads=threads).kept, variants, lambda one: one.spent_by[DUE], dates=[DUE])
    whole = np.array(play(iterations=range(ITERATIONS)))
    assert np.array_equal(play(iterations=range(512, ITERATIONS)), whole[:, 512:])
    alone = Variants(scenario, threads=threads).outcome(scenario, range(512, ITERATIONS))
    assert np.array_equal(alone.cost, simulate(scenario, iterations=ITERATIONS).cost[512:])


def test_a_milestone_that_the_plan_or_somebody_asks_for_is_followed_in_variants_that_do_not() -> None:
    """Both would have it in the detailed iterations alone, of which there are none, and pairs would not line up."""
    scenario = everything()
    milestones = {
        id: replace(one, level=Level.MAJOR if id == "live" else Level.MINOR) for id, one in scenario.milestones.items()
    }
    major = replace(scenario, milestones=milestones)
    other = {id: replace(one, level=Level.MINOR if id == "live" else Level.MAJOR) for id, one in milestones.items()}
    variants: list[Scenario] = [major, replace(scenario, milestones={**other, "ready": milestones["ready"]})]
    also = Variants(major, also=["ready"])
    sizes = also.kept(variants, lambda one: (one.finish["live"].size, one.finish["ready"].size), range(ITERATIONS))
    assert sizes == [(ITERATIONS, ITERATIONS)] * 2
    assert Variants(major).kept([major], lambda one: one.finish["ready"].size, range(ITERATIONS)) == [0]


class Told:
    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.played = 0

    def begin(self, what: str, iterations: int | None) -> None:
        self.stages.append((what, iterations))

    def advance(self, iterations: int) -> None:
        self.played += iterations


def test_stages_are_told_with_all_iterations_that_are_played() -> None:
    told = Told()
    variants = Variants(everything(), threads=3, progress=told)
    variants.begin("Removing risks", 2 * ITERATIONS)
    variants.kept([everything(), without_risks(everything())], lambda _: None, range(ITERATIONS))
    assert told.stages == [("Removing risks", 2 * ITERATIONS)]
    assert told.played == 2 * ITERATIONS


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("chunk", [1, run.CHUNK])  # as few iterations at once as there can be, and all
def test_what_is_noted_of_every_iteration_is_what_a_run_with_as_many_details_has(
    threads: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", chunk)
    scenario, iterations = everything(), range(512, 512 + 3_001)
    longer = replace(scenario, tasks={"first": task("first", 3), **scenario.tasks})
    program = Reordering(scenario).program(scenario.network.listed[::-1])
    notes = {"latest": lambda plan: lambda one: np.max([one.task_finish[id] for id in plan.tasks], axis=0)}
    variants: list[Variant] = [scenario, longer, program, (longer, build_program(longer))]
    found = Variants(scenario, threads=threads).kept(
        variants, lambda one: (one.noted["latest"], one.cost, one.stop, one.detail), iterations, notes=notes
    )
    backwards = Alternative(name="backwards", order=scenario.network.listed[::-1])
    for plan, (latest, cost, stop, detail) in zip(
        [scenario, longer, with_alternative(scenario, backwards), longer], found, strict=True
    ):
        whole = simulate(plan, iterations=3_001, first=512, detail=3_001)
        assert np.array_equal(latest, np.max(list(whole.task_finish.values()), axis=0))
        assert np.array_equal(cost, whole.cost)
        assert np.array_equal(stop, whole.stop)
        assert detail == 0
