from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Discrete, Uniform
from milepost.simulate.batch.cluster.merge import Merge
from milepost.simulate.batch.cluster.split import LARGEST, SWIFT, Split
from milepost.simulate.batch.job import Job
from milepost.simulate.engine.memory import an_iteration
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.batches import head
from tests.plans import plan, task

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(SCENARIOS / "hr_app.yaml")


def job_of(scenario: Scenario, iterations: int) -> Job:
    return Job(
        name="",
        identity="",
        head=head(),
        scenario=scenario,
        iterations=iterations,
        seed=3,
        confidence=0.8,
        reports=False,
    )


def assert_same(one: Outcome, other: Outcome) -> None:
    for name in (field.name for field in fields(Outcome)):
        ours, theirs = getattr(one, name), getattr(other, name)
        if isinstance(ours, dict):
            assert list(ours) == list(theirs), name
            assert all(np.array_equal(ours[id], theirs[id]) for id in ours), name
        else:
            assert np.array_equal(ours, theirs), name


def test_parts_in_any_order_are_the_whole(scenario: Scenario) -> None:
    """Parts of 4,096 iterations put the end of the details within the third."""
    merge = Merge(scenario, 20_100, 3)
    for start in (16_384, 4_096, 12_288, 0, 8_192):
        part = range(start, min(start + 4_096, 20_100))
        detail = merge.detail_of(part)
        merge.put(part, simulate(scenario, iterations=len(part), seed=3, first=start, detail=detail))
    assert_same(merge.outcome(), simulate(scenario, iterations=20_100, seed=3))


def test_parts_of_a_plan_with_beginnings_are_the_whole() -> None:
    tasks = [task("a", Uniform(low=2, high=5)), task("b", Discrete(values=(0, 5), weights=(1, 1)), "a")]
    scenario = plan([*tasks, task("c", Discrete(values=(0, 1), weights=(1, 1)), "b SS")], {"m": ["b SS"], "end": ["b"]})
    merge = Merge(scenario, 1_000, 3)
    for part in (range(512, 1_000), range(512)):
        outcome = simulate(scenario, iterations=len(part), seed=3, first=part.start, detail=merge.detail_of(part))
        assert 0 < outcome.begins["m"].mean() < 1
        assert 0 < outcome.task_begins["c"].mean() < 1
        merge.put(part, outcome)
    assert_same(merge.outcome(), simulate(scenario, iterations=1_000, seed=3))


def played(split: Split, seconds: float) -> list[tuple[int, bool]]:
    """Take a cut's parts as if each iteration took so long: their lengths, and whether the pace was known by then."""
    blank = simulate(split.job.scenario, iterations=1, detail=0)
    parts: list[tuple[int, bool]] = []
    while not split.is_sent:
        part, _detail = split.next_part()
        assert part.start == sum(length for length, _known in parts)
        assert part.start % 256 == 0
        parts.append((len(part), len(parts) > 0))
        split._merge.put = lambda *_: None  # type: ignore[method-assign]  # what is in the parts is tested above
        split.put(part, blank, seconds * len(part))
    return parts


@pytest.mark.parametrize(
    ("iterations", "threads", "seconds"),
    [
        (1, 2, 1e-6),  # less than a group
        (257, 2, 1e-6),  # the last group is split, and goes with the first
        (2_000_000, 1, 1e-6),  # a second or two on one worker
        (30_000_001, 2, 1e-6),  # half a minute on two
        (30_000_000, 64, 1e-6),  # hardly more than a part for each worker
        (3_000_000, 2, 2e-5),  # a plan that is slow
    ],
)
def test_parts_cover_all_iterations_and_take_half_a_second_or_more(
    scenario: Scenario, iterations: int, threads: int, seconds: float
) -> None:
    parts = played(Split(job_of(scenario, iterations), threads), seconds)
    assert sum(length for length, _known in parts) == iterations
    for length, known in parts:
        assert length * seconds >= 0.5 or len(parts) == 1
        assert length * seconds <= 2.5 + 256 * seconds or not known
        assert length * an_iteration(scenario) <= LARGEST + 256 * an_iteration(scenario)


def test_until_the_first_part_is_back_a_quick_machine_is_assumed(tmp_path: Path) -> None:
    tasks = "".join(f"  t{number}: {{duration: 1}}\n" for number in range(199))
    (tmp_path / "plan.yaml").write_text(f"start: 2026-01-05\ntasks:\n{tasks}milestones:\n  m: {{after: [t0]}}\n")
    split = Split(job_of(read_scenario(tmp_path / "plan.yaml"), 20_000_000), 2)
    seconds = [len(split.next_part()[0]) * SWIFT * 200 for _ in range(4)]
    assert seconds[0] == pytest.approx(2, abs=0.001)
    assert all(0.5 <= taken <= 2.001 for taken in seconds)
