"""The same numbers to the last bit, however the work is shared; and runs that cannot be."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import psutil
import pytest

from milepost.models.distributions import Pert
from milepost.models.milestone import Milestone
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine import memory
from milepost.simulate.engine import run as engine
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.memory import OutOfMemoryError, bytes_kept
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import Play, play_each, simulate
from tests import plans
from tests.strategies import DURATIONS

CHAINS = 3

Node = TypeVar("Node", Task, Milestone)


@pytest.fixture(scope="module")
def plan() -> Scenario:
    """Three chains through every family of durations, merging in one milestone."""
    return plans.plan(
        [
            plans.task(f"c{chain}_{place}", duration, *([f"c{chain}_{place - 1}"] if place else []))
            for chain in range(CHAINS)
            for place, duration in enumerate(DURATIONS)
        ],
        {"end": [f"c{chain}_{len(DURATIONS) - 1}" for chain in range(CHAINS)], "half": ["c0_5", "c1_5 SS+2"]},
    )


def assert_same(one: Outcome, other: Outcome, ids: tuple[str, ...] = ("end", "half")) -> None:
    """Compare to the last bit, as far as both go."""
    for id in ids:
        length = min(one.finish[id].size, other.finish[id].size)
        assert np.array_equal(one.finish[id][:length], other.finish[id][:length])
    detail = min(one.detail, other.detail)
    for id in one.task_finish.keys() & other.task_finish.keys():
        assert np.array_equal(one.task_start[id][:detail], other.task_start[id][:detail])
        assert np.array_equal(one.task_finish[id][:detail], other.task_finish[id][:detail])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_does_not_show(plan: Scenario, threads: int) -> None:
    assert_same(simulate(plan, iterations=20_001), simulate(plan, iterations=20_001, threads=threads))


@pytest.mark.parametrize("chunk", [1, 256 * 50, 10**9])
def test_the_size_of_the_chunks_does_not_show(plan: Scenario, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(plan, iterations=5_000)
    monkeypatch.setattr(engine, "CHUNK", chunk)
    assert_same(whole, simulate(plan, iterations=5_000))


@pytest.mark.parametrize("lanes", [256, 768, 4096])
def test_the_size_of_the_blocks_does_not_show(plan: Scenario, lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(plan, iterations=5_000)
    monkeypatch.setattr(engine, "lanes_for", lambda program: lanes)
    assert_same(whole, simulate(plan, iterations=5_000))


def test_a_longer_run_extends_a_shorter_one(plan: Scenario) -> None:
    assert_same(simulate(plan, iterations=777), simulate(plan, iterations=3_000))


def test_the_parts_of_a_split_run_laid_side_by_side_are_the_run(plan: Scenario) -> None:
    whole = simulate(plan, iterations=3_000)
    parts = [simulate(plan, iterations=1_024), simulate(plan, iterations=1_976, first=1_024)]
    for id in plan.milestones:
        assert np.array_equal(whole.finish[id], np.concatenate([part.finish[id] for part in parts]))
    for id in plan.tasks:
        assert np.array_equal(whole.task_finish[id], np.concatenate([part.task_finish[id] for part in parts]))


def test_the_order_of_things_in_the_file_does_not_show(plan: Scenario) -> None:
    def turned(nodes: Mapping[str, Node]) -> dict[str, Node]:
        return {id: replace(node, after=node.after[::-1]) for id, node in reversed(list(nodes.items()))}

    backwards = replace(plan, tasks=turned(plan.tasks), milestones=turned(plan.milestones))
    assert_same(simulate(plan, iterations=2_000), simulate(backwards, iterations=2_000))


def test_adding_a_task_leaves_every_other_draw_as_it_was(plan: Scenario) -> None:
    newcomer = Task(id="aaa", name="newcomer", duration=Pert(low=1, mode=2, high=3))
    assert_same(
        simulate(plan, iterations=2_000),
        simulate(replace(plan, tasks={"aaa": newcomer, **plan.tasks}), iterations=2_000),
    )


def test_another_seed_gives_other_numbers(plan: Scenario) -> None:
    assert not np.array_equal(
        simulate(plan, iterations=1_000, seed=1).finish["end"], simulate(plan, iterations=1_000, seed=2).finish["end"]
    )


def test_detail_is_cut_where_it_would_take_too_much_memory(plan: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "DETAIL_BYTES", bytes_kept(plan, 0, 1) * 300)
    outcome = simulate(plan, iterations=1_000)
    assert outcome.detail == 300
    assert {times.size for times in outcome.task_finish.values()} == {300}


def test_a_run_that_would_not_fit_into_memory_says_so_before_it_starts(plan: Scenario) -> None:
    too_many = psutil.virtual_memory().total // 8
    with pytest.raises(OutOfMemoryError, match=r"need \d+\.\d GB of memory and \d+\.\d GB are free"):
        simulate(plan, iterations=too_many)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"iterations": 0}, "iterations: 0 is not between 1 and"),
        (
            {"iterations": 2**34 + 1},
            "iterations: 17,179,869,185 is not between",
        ),  # more than the counter can tell apart
        ({"seed": -1}, "seed: -1 is not between 0"),
        ({"seed": 2**64}, "seed: 18446744073709551616 is not between"),
        ({"first": 100}, "first: 100 is not a multiple of 256"),  # it would cut a group in two
    ],
)
def test_numbers_out_of_range_are_refused(plan: Scenario, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        simulate(plan, **arguments)


def test_progress_adds_up_to_the_number_of_iterations(plan: Scenario) -> None:
    played: list[int] = []
    simulate(plan, iterations=300_000, progress=played.append)
    assert len(played) > 1
    assert sum(played) == 300_000


def test_an_interruption_ends_the_run(plan: Scenario) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(plan, iterations=2_000_000, progress=interrupt)


def test_progress_is_told_within_the_playing_of_each_program(plan: Scenario) -> None:
    played: list[int] = []
    play_each([Play(build_program(plan), lambda _: None)] * 3, iterations=300_000, progress=played.append)
    assert max(played) < 300_000
    assert sum(played) == 3 * 300_000


def test_an_interruption_ends_the_playing_of_programs_however_long_they_are(plan: Scenario) -> None:
    """The other thread has a program of its own under way; both leave off long before their ends."""
    played: list[int] = []

    def interrupt(iterations: int) -> None:
        played.append(iterations)
        raise KeyboardInterrupt

    long = 50_000_000
    with pytest.raises(KeyboardInterrupt):
        play_each([Play(build_program(plan), lambda _: None)] * 2, iterations=long, threads=2, progress=interrupt)
    assert sum(played) < long


@pytest.mark.parametrize("threads", [1, 2])
def test_a_program_that_is_played_in_parts_comes_to_the_same(plan: Scenario, threads: int) -> None:
    program = build_program(plan)
    (records,) = play_each(
        [Play(program, lambda records: records)], iterations=300_001, seed=3, first=512, threads=threads
    )
    whole = simulate(plan, iterations=300_001, seed=3, first=512)
    assert np.array_equal(records.moments, list(whole.finish.values()))
    assert np.array_equal(records.cost, whole.cost)


def test_a_plan_of_milestones_alone_needs_no_tasks() -> None:
    alone = plans.plan([], {"kickoff": [], "gate": ["kickoff FS+3"]})
    assert simulate(alone, iterations=10).finish["gate"].tolist() == [3.0] * 10
