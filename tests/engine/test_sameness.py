"""The same numbers to the last bit, however a plan with every feature is written and the work is shared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from milepost.models.distributions import Pert, Uniform
from milepost.models.scenario import Scenario
from milepost.simulate.engine import run as engine
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.plans import everything, plan, risk, task

T = TypeVar("T")


def assert_same(one: Outcome, other: Outcome) -> None:
    """Compare all that both have to the last bit."""
    for field in ("finish", "task_start", "task_finish", "risk_time", "task_effect"):
        mine, theirs = getattr(one, field), getattr(other, field)
        for id in mine.keys() & theirs.keys():
            assert np.array_equal(mine[id], theirs[id]), (field, id)
    assert np.array_equal(one.cost, other.cost)
    assert np.array_equal(one.expected_cost, other.expected_cost)
    assert np.array_equal(one.stop, other.stop)
    for id in one.stopped_by.keys() | other.stopped_by.keys():
        mine, theirs = (outcome.stopped_by.get(id, np.zeros(outcome.iterations, np.bool_)) for outcome in (one, other))
        assert np.array_equal(mine, theirs), id


def test_a_risk_switched_off_is_one_of_probability_0() -> None:
    whole = everything()
    for id in ("forbidden", "launch"):
        off = replace(whole, risks={**whole.risks, id: replace(whole.risks[id], probability=0.0)})
        assert_same(simulate(off, iterations=5_000), simulate(without(whole, id), iterations=5_000))


def without(scenario: Scenario, id: str) -> Scenario:
    """Take a risk out, with all that is said of it."""
    tasks = {
        task.id: replace(
            task,
            retires={risk: shares for risk, shares in task.retires.items() if risk != id},
            reveals=tuple(risk for risk in task.reveals if risk != id),
        )
        for task in scenario.tasks.values()
    }
    return replace(scenario, tasks=tasks, risks={risk: scenario.risks[risk] for risk in scenario.risks if risk != id})


def test_the_order_of_things_in_the_file_does_not_show() -> None:
    whole = everything()
    assert whole.orderings is not None
    backwards = replace(
        whole,
        tasks={
            id: replace(
                task,
                after=task.after[::-1],
                reveals=task.reveals[::-1],
                retires=turned(task.retires),
            )
            for id, task in turned(whole.tasks).items()
        },
        milestones={id: replace(node, after=node.after[::-1]) for id, node in turned(whole.milestones).items()},
        risks={id: replace(risk, exposes=risk.exposes[::-1]) for id, risk in turned(whole.risks).items()},
        correlations=tuple(
            replace(group, tasks=group.tasks[::-1], risks=group.risks[::-1]) for group in whole.correlations[::-1]
        ),
        orderings=replace(whole.orderings, among=whole.orderings.among[::-1]),
    )
    one, other = simulate(whole, iterations=5_000), simulate(backwards, iterations=5_000)
    assert_same(one, other)
    assert 0 < np.isfinite(one.stop).sum() < 5_000


def test_what_two_risks_that_surface_together_stop_does_not_depend_on_the_file() -> None:
    tasks = [task("work", 1), task("test", 1, reveals=("b",))]
    risks = [risk(id, 0.5, exposes=("work",), stop=True) for id in "abc"]
    assert_same(*(simulate(plan(tasks, risks=some), iterations=1_000) for some in (risks, risks[::-1])))


def turned(things: Mapping[str, T]) -> dict[str, T]:
    return dict(reversed(list(things.items())))


def test_a_longer_run_extends_a_shorter_one() -> None:
    short, long = simulate(everything(), iterations=777), simulate(everything(), iterations=3_000)
    assert_cut(long, slice(777), short)


def test_the_parts_of_a_split_run_are_those_of_the_run() -> None:
    later = simulate(everything(), iterations=1_976, first=1_024)
    assert_cut(simulate(everything(), iterations=3_000), slice(1_024, None), later)


def assert_cut(whole: Outcome, cut: slice, part: Outcome) -> None:
    """Compare some iterations of a run with a run of them alone."""
    for id in whole.finish:
        assert np.array_equal(whole.finish[id][cut], part.finish[id])
    for id in whole.risk_time:
        assert np.array_equal(whole.risk_time[id][cut], part.risk_time[id])
    assert np.array_equal(whole.cost[cut], part.cost)
    assert np.array_equal(whole.expected_cost[cut], part.expected_cost)
    assert np.array_equal(whole.stop[cut], part.stop)
    for id in whole.stopped_by:
        assert np.array_equal(whole.stopped_by[id][cut], part.stopped_by[id])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_does_not_show(threads: int) -> None:
    assert_same(simulate(everything(), iterations=20_001), simulate(everything(), iterations=20_001, threads=threads))


@pytest.mark.parametrize("lanes", [256, 768, 4096])
def test_the_size_of_the_blocks_does_not_show(lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(everything(), iterations=5_000)
    monkeypatch.setattr(engine, "lanes_for", lambda program: lanes)
    assert_same(whole, simulate(everything(), iterations=5_000))


@pytest.mark.parametrize("chunk", [1, 256 * 50])
def test_the_size_of_the_chunks_does_not_show(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(everything(), iterations=5_000)
    monkeypatch.setattr(engine, "CHUNK", chunk)
    assert_same(whole, simulate(everything(), iterations=5_000))


@pytest.mark.parametrize(
    "add",
    [
        lambda plan: replace(plan, tasks={"aaa": task("aaa", Pert(low=1, mode=2, high=3)), **plan.tasks}),
        lambda plan: replace(
            plan,
            tasks={"aaa": task("aaa", 1), **plan.tasks},
            risks={"aaa": risk("aaa", 0.5, exposes=("aaa",), delay=Uniform(low=1, high=2)), **plan.risks},
        ),
    ],
    ids=["task", "risk"],
)
def test_an_addition_leaves_every_other_draw_as_it_was(add: Callable[[Scenario], Scenario]) -> None:
    assert_same(simulate(everything(), iterations=5_000), simulate(add(everything()), iterations=5_000))
