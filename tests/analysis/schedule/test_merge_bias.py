"""By how much later milestones are than in the plan, against exact answers and plans worked out by hand."""

import json
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from milepost.models.distributions import Triangular, Uniform
from milepost.simulate import run
from milepost.simulate.analysis.schedule.merge_bias import MergeBias
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task
from tests.results import result_of

EXACT = {
    case["case"]: case["answers"]
    for case in json.loads((Path(__file__).parents[2] / "cases" / "exact.json").read_text(encoding="utf-8"))
}
N = 100_000


def bias_of(result: Result, id: str = "end") -> MergeBias:
    return result.milestone[id].merge_bias


@pytest.mark.parametrize(("paths", "mean"), [(1, 5.0), (2, 20 / 3), (5, 50 / 6)])
def test_the_bias_of_parallel_uniforms_is_the_mean_of_the_largest_less_their_middle(paths: int, mean: float) -> None:
    """The largest of k U(0, 10) is 10 times a Beta(k, 1): mean 10 k / (k + 1), variance 100 k / ((k + 1)² (k + 2))."""
    tasks = [task(f"t{k}", Uniform(low=0, high=10)) for k in range(paths)]
    bias = bias_of(run(plan(tasks, {"end": [f"t{k}" for k in range(paths)]}), iterations=N))
    sd = math.sqrt(100 * paths / ((paths + 1) ** 2 * (paths + 2)))
    assert bias.planned == 5
    assert abs(bias.mean.value - (mean - 5)) <= 4 * sd / math.sqrt(N)
    assert bias.mean.reach == pytest.approx(1.96 * sd / math.sqrt(N), rel=0.02)
    exact_median = 10 * 0.5 ** (1 / paths) - 5
    density = paths * 0.5 ** (1 - 1 / paths) / 10  # of the largest, at its median
    assert abs(bias.median.value - exact_median) <= 4 * 0.5 / (density * math.sqrt(N))
    assert bias.links == paths


def test_the_bias_of_three_parallel_triangles_is_the_exact_one() -> None:
    answers = EXACT["B8 merge bias: max of 3 iid Tri(6,10,20)"]
    tasks = [task(f"t{k}", Triangular(low=6, mode=10, high=20)) for k in range(3)]
    bias = bias_of(run(plan(tasks, {"end": ["t0", "t1", "t2"]}), iterations=N))
    assert abs(bias.mean.value - (answers["mean"] - 10)) <= 4 * math.sqrt(answers["var"] / N)
    assert abs(bias.median.value - (answers["P50"] - 10)) <= 4 / 1.96 * bias.median.reach


def test_the_plan_knows_no_risk_and_what_is_not_reached_counts_in_the_median_alone() -> None:
    """Work of 10 days takes 4 more in a half of the cases; in a third of all the project is stopped before."""
    events = [milestone("end", "work")]
    risks = [risk("late", 0.5, exposes=("work",), delay=4), risk("stop", 1 / 3, exposes=("work",), stop=True)]
    result = run(plan([task("work", 10)], events, risks), iterations=10_000)
    bias, reached = bias_of(result), result.reached["end"]
    assert (bias.planned, bias.date) == (10, date(2026, 1, 16))
    assert bias.mean.value == pytest.approx(reached.mean() - 10)
    assert bias.median.value == result.milestone["end"].p50.value - 10 == 4


@pytest.mark.parametrize(
    ("links", "count"),
    [
        (["ten"], 1),
        (["ten", "nine"], 2),  # a tenth short of the longest
        (["ten", "eight"], 1),
        (["ten", "eight FS+1"], 2),  # what it asks for is what counts
        (["ten", "nine FS-1"], 1),
        (["ten SS+9", "nine"], 2),  # a link to a start
        (["ten", "ten FF", "nine SF+9"], 3),
        (["ten FS-10", "nine FS-9", "eight FS-8"], 3),  # all are there at once
        (["ten FS-20", "nine FS-20"], 2),
        ([], 0),
    ],
)
def test_links_count_that_ask_for_a_time_within_a_tenth_of_the_latest(links: Sequence[str], count: int) -> None:
    tasks = [task("ten", 10), task("nine", 9), task("eight", 8)]
    assert bias_of(run(plan(tasks, {"end": links}), iterations=1)).links == count


def test_a_milestone_that_is_never_reached_has_no_mean_and_its_median_is_never() -> None:
    bias = bias_of(result_of({milestone("end"): [math.inf]}))
    assert math.isnan(bias.mean.value)
    assert bias.median.value == math.inf


def test_one_iteration_has_a_difference_and_no_interval() -> None:
    row = run(plan([task("work", 3)], {"end": ["work"]}), iterations=1).milestones.iloc[0]
    assert (row["plan_days"], row["plan"], row["merge_bias_mean_days"], row["merge_bias_median_days"]) == (
        *(3, "2026-01-07"),
        *(0, 0),
    )
    assert math.isnan(row["merge_bias_mean_low_days"])
    assert row["merge_bias_median_high_days"] == math.inf
