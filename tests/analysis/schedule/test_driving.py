import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import spearmanr

from milepost.models import Scenario
from milepost.models.distributions import Uniform
from milepost.models.orderings import Orderings
from milepost.simulate import run
from milepost.simulate.analysis.schedule.driving import Driving, driving_of
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.run import simulate
from tests.analysis.schedule.walk_oracle import PlainWalk, reached_in
from tests.engine.test_cases import CASES, exponential
from tests.oracle import play_plainly
from tests.plans import milestone, plan, risk, task
from tests.strategies import START, scenarios


def driving(scenario: Scenario, iterations: int = 256) -> Mapping[str, Driving]:
    return driving_of(scenario, simulate(scenario, iterations=iterations, detail=iterations))


HAND_WORKED: dict[str, tuple[Scenario, dict[str, float], dict[str, float]]] = {
    "two that end at once are both critical, and the path takes the lower id": (
        plan([task("b", 3), task("a", 3)], {"end": ["b", "a"]}),
        {"a": 1, "b": 1},
        {"a": 1},
    ),
    "after a start the path passes by the work that started": (
        plan([task("a", 10), task("b", 4, "a SS+7")], {"end": ["b"]}),
        {"a": 0, "b": 1},
        {"b": 1},
    ),
    "work that is pushed to a finish is not what the end waits for": (
        plan([task("a", 10), task("b", 3, "a FF+2")], {"end": ["b"]}),
        {"a": 1, "b": 0},
        {"a": 1},
    ),
    "work that is pushed to a start is not, and nor is the work that started": (
        plan([task("z", 4), task("a", 10, "z"), task("b", 3, "a SF+6")], {"end": ["b"]}),
        {"z": 1, "a": 0, "b": 0},
        {"z": 1},
    ),
    "what starts when pushed work starts waits for what pushed it": (
        plan([task("a", 10), task("b", 3, "a FF"), task("c", 5, "b SS")], {"end": ["c"]}),
        {"a": 1, "b": 0, "c": 1},
        {"a > c": 1},
    ),
    "a push to where work is anyway is a second path, and the work itself is taken": (
        plan([task("a", 5), task("b", 5, "a FF")], {"end": ["b"]}),
        {"a": 1, "b": 1},
        {"b": 1},
    ),
    "a lead is passed whole": (
        plan([task("a", 10), task("b", 5, "a FS-4")], {"end": ["b"]}),
        {"a": 1, "b": 1},
        {"a > b": 1},
    ),
    "one crew binds": (
        plan([task("x", 3), task("y", 4)], {"end": ["y"]}, orderings=Orderings(among=("x", "y"), order=("x", "y"))),
        {"x": 1, "y": 1},
        {"x > y": 1},
    ),
    "of two crews one is free": (
        plan(
            [task("w", 4), task("x", 3), task("y", 4, "w")],
            {"end": ["y"]},
            orderings=Orderings(among=("x", "y"), order=("x", "y"), crews=2),
        ),
        {"w": 1, "x": 0, "y": 1},
        {"w > y": 1},
    ),
    "work that does not run is neither critical nor on the path": (
        plan(
            [task("a", 3), task("rescue", 5, "a", only_if="demand")],
            {"end": ["rescue"]},
            [risk("demand", 0.0, exposes=("a",), delay=1)],
        ),
        {"a": 1, "rescue": 0},
        {"a": 1},
    ),
    "a date that is waited for begins the path": (
        plan([task("a", 3), task("b", 2, "a", not_before=START.replace(day=19))], {"end": ["b"]}),
        {"a": 0, "b": 1},
        {"b": 1},
    ),
    "a milestone on the way is on the path": (
        plan([task("a", 3), task("b", 2, "gate")], {"gate": ["a"], "end": ["b"]}),
        {"a": 1, "b": 1},
        {"a > gate > b": 1},
    ),
    "a milestone that waits for no work has a path of nothing": (plan([task("a", 3)], {"end": []}), {}, {"": 1}),
}


@pytest.mark.parametrize("case", HAND_WORKED)
def test_a_network_worked_by_hand(case: str) -> None:
    scenario, criticality, paths = HAND_WORKED[case]
    end = driving(scenario)["end"]
    expected = {id: share for id, share in criticality.items() if id in end.tasks or share}
    assert {id: one.criticality.value for id, one in end.tasks.items()} == expected
    assert {" > ".join(one.ids): one.share.value for one in end.paths} == paths


def test_only_iterations_that_reach_the_milestone_count() -> None:
    """Where the risk occurs the probe takes 12 days, and drives what is then never reached; else the work of 10."""
    fatal = risk("fatal", 0.5, exposes=("probe",), stretch=3, stop=True)
    scenario = plan([task("probe", 4), task("work", 10)], {"end": ["probe", "work"]}, [fatal])
    outcome = simulate(scenario, iterations=256)
    end = driving_of(scenario, outcome)["end"]
    assert (end.tasks["probe"].criticality.value, end.tasks["work"].criticality.value) == (0, 1)
    assert end.paths[0].share.value == 1
    reached = int(np.isfinite(outcome.finish["end"]).sum())
    assert end.tasks["work"].criticality == Proportion.of(reached, reached)


def test_of_a_milestone_that_is_never_reached_nothing_is_known() -> None:
    fatal = risk("fatal", 1.0, exposes=("probe",), stop=True)
    result = run(plan([task("probe", 4), task("work", 10)], {"end": ["probe", "work"]}, [fatal]), iterations=256)
    assert result.tasks.filter(like="end.").isna().all(axis=None)
    assert result.paths.empty


@pytest.mark.slow
@pytest.mark.parametrize("case", ["A1", "A3", "A5", "A8"])
def test_criticality_and_paths_are_the_exact_ones(case: str) -> None:
    answers, names = CASES[case]["answers"], exact_names(case)
    end = driving(exponential(case), 100_000)["end"]
    for name, exact in answers["criticality_index"].items():
        assert_share(end.tasks[names[name]].criticality, exact)
    exactly = {tuple(names[one] for one in path.split("-")): p for path, p in answers["critical_path_prob"].items()}
    assert len(end.paths) == min(len(exactly), 5)
    for one in end.paths:
        assert_share(one.share, exactly[one.ids])


def exact_names(case: str) -> dict[str, str]:
    """Return the id of each activity as the case calls it: by its arc, or counted from 1."""
    inputs = CASES[case]["inputs"]
    arcs = [f"{tail}>{head}" for tail, head in inputs.get("arcs", [])]
    return {arc: str(k) for k, arc in enumerate(arcs or [str(k + 1) for k in range(len(inputs["preds"]))])}


def assert_share(found: Proportion, exact: float) -> None:
    """Allow four standard errors."""
    assert abs(found.value - exact) <= 4 * math.sqrt(exact * (1 - exact) / 100_000) + 1e-8


@given(scenario=scenarios())
def test_random_plans_are_walked_as_in_plain_python(scenario: Scenario) -> None:
    plain = play_plainly(scenario, 40)
    for id, one in driving(scenario, 40).items():
        walks = [PlainWalk(scenario=scenario, plain=plain, k=k) for k in reached_in(plain, id)]
        for walk in walks:
            walk.back_from(id)
        critical = Counter(task for walk in walks for task in walk.critical)
        assert {task: n for task in one.tasks if (n := round(share_of(one, task) * len(walks)))} == critical
        paths = Counter(tuple(walk.path) for walk in walks)
        assert {path.ids: round(path.share.value * len(walks)) for path in one.paths}.items() <= paths.items()
        assert [round(path.share.value * len(walks)) for path in one.paths] == sorted(paths.values(), reverse=True)[:5]


def share_of(one: Driving, task: str) -> float:
    return one.tasks[task].criticality.value


def test_cruciality_and_sensitivity_are_those_of_the_iterations_that_reach_the_milestone() -> None:
    fatal = risk("fatal", 0.4, exposes=("b",), delay=5, stop=True)
    scenario = plan(
        [task("a", Uniform(low=2, high=9)), task("b", Uniform(low=4, high=8)), task("c", 3, "a")],
        {"end": ["b", "c"]},
        [fatal],
    )
    outcome = simulate(scenario, iterations=1_000)
    reached = np.isfinite(outcome.finish["end"])
    time = outcome.finish["end"][reached]
    for id, one in driving_of(scenario, outcome)["end"].tasks.items():
        duration = (outcome.task_finish[id] - outcome.task_start[id])[reached]
        sensitivity = one.criticality.value * duration.round(9).std() / time.std()
        assert one.ssi.value == pytest.approx(sensitivity, rel=1e-9, abs=1e-12)
        expected = math.nan if id == "c" else spearmanr(duration, time).statistic
        assert one.cruciality.value == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_a_chain_hangs_wholly_on_its_one_uncertain_task() -> None:
    end = driving(plan([task("a", Uniform(low=2, high=9)), task("b", 3, "a")], {"end": ["b"]}))["end"]
    assert end.tasks["a"].ssi.value == pytest.approx(1)
    assert (end.tasks["a"].cruciality.value, end.tasks["b"].ssi.value) == (1, 0)
    assert math.isnan(end.tasks["b"].cruciality.value)


def test_a_task_that_only_retires_is_never_critical_and_one_that_nothing_hangs_on_is_left_empty() -> None:
    scenario = plan(
        [
            task("a", 9),
            task("learn", Uniform(low=2, high=6), retires={"demand": 1.0}),
            task("b", 3, "a FS-5"),
            task("apart", 2),
        ],
        [milestone("end", "b"), milestone("small", "apart", level="minor")],
        [risk("demand", 1.0, exposes=("b",), delay=20)],
    )
    result = run(scenario, iterations=1_000)
    table: list[Any] = result.tasks.to_dict("records")
    rows: dict[str, dict[str, float]] = {row.pop("task"): row for row in table}
    assert not [column for column in rows["a"] if column.startswith("small.")]
    assert rows["learn"]["end.criticality"] == 0
    assert rows["learn"]["end.cruciality"] > 0.7
    assert all(math.isnan(x) for column, x in rows["apart"].items() if column.startswith("end."))


def test_more_milestones_than_are_walked_at_once_are_told_alike() -> None:
    """The longer of two works drives each of twenty milestones a day later than the one before."""
    work = [task("a", Uniform(low=0, high=10)), *(task(f"t{k:02}", k) for k in range(20))]
    scenario = plan(work, {f"m{k:02}": ["a", f"t{k:02}"] for k in range(20)})
    outcome = simulate(scenario, iterations=500)
    longest = outcome.task_finish["a"]
    for k, (id, one) in enumerate(driving_of(scenario, outcome).items()):
        assert id == f"m{k:02}"
        assert one.tasks["a"].criticality.value == np.mean(longest >= k - 1e-9)
        assert one.tasks[f"t{k:02}"].criticality.value == np.mean(longest <= k + 1e-9)


def test_paths_are_tabulated_by_rank_with_intervals() -> None:
    pair = [task("a", Uniform(low=0, high=3)), task("b", Uniform(low=0, high=3)), task("c", 1, "a", "b")]
    result = run(plan(pair, {"end": ["c"]}), iterations=1_000)
    rows: list[Any] = result.paths.to_dict("records")
    assert list(result.paths.columns) == ["milestone", "rank", "share", "share_low", "share_high", "path"]
    assert [(row["milestone"], row["rank"]) for row in rows] == [("end", 1), ("end", 2)]
    assert {row["path"] for row in rows} == {"a > c", "b > c"}
    assert sum(row["share"] for row in rows) == 1
    assert all(row["share_low"] < row["share"] < row["share_high"] for row in rows)
