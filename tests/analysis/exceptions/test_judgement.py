"""A tolerance is kept or exceeded only where the whole interval says so, and what is open says what would tell."""

import math

import pytest

from milepost.simulate.analysis.exceptions.judgement import Judgement, Kind, Verdict
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion


def judged(estimate: Estimate, limit: float, kind: Kind = Kind.HIT, iterations: int = 1000) -> Judgement:
    return Judgement(kind=kind, id="a", milestone="a", limit=limit, estimate=estimate, iterations=iterations)


@pytest.mark.parametrize(
    ("count", "limit", "verdict"),
    [
        (900, 0.80, Verdict.PASS),
        (700, 0.80, Verdict.FAIL),
        (790, 0.80, Verdict.INCONCLUSIVE),
        (810, 0.80, Verdict.INCONCLUSIVE),
        (1000, 0.99, Verdict.PASS),
        (1000, 0.999, Verdict.INCONCLUSIVE),
        (0, 0.001, Verdict.INCONCLUSIVE),
    ],
)
def test_a_share_has_to_lie_above_its_floor_with_all_of_its_interval(
    count: int, limit: float, verdict: Verdict
) -> None:
    assert judged(Proportion.of(count, 1000), limit).verdict is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.1, 0.2, Verdict.PASS),
        (0.3, 0.4, Verdict.FAIL),
        (0.2, 0.3, Verdict.INCONCLUSIVE),
        (math.nan, math.nan, Verdict.INCONCLUSIVE),
    ],
)
def test_a_gap_has_to_lie_below_its_ceiling(low: float, high: float, verdict: Verdict) -> None:
    estimate = Estimate(value=(low + high) / 2, low=low, high=high)
    assert judged(estimate, 0.25, Kind.GAP).verdict is verdict


@pytest.mark.parametrize(("count", "limit"), [(790, 0.8), (805, 0.8), (499, 0.5), (998, 0.995), (3, 0.005)])
def test_so_many_iterations_as_are_named_decide_if_the_share_is_what_it_seems(count: int, limit: float) -> None:
    open_one = judged(Proportion.of(count, 1000), limit)
    deciding = open_one.deciding
    assert open_one.verdict is Verdict.INCONCLUSIVE
    assert deciding is not None
    assert deciding > 1000
    more = judged(Proportion.of(round(count / 1000 * 1.1 * deciding), round(1.1 * deciding)), limit)
    fewer = judged(Proportion.of(round(count / 1000 * deciding / 2), round(deciding / 2)), limit)
    assert more.verdict is not Verdict.INCONCLUSIVE
    assert fewer.verdict is Verdict.INCONCLUSIVE


def test_no_number_decides_at_the_limit_and_none_is_named_where_it_is_decided() -> None:
    assert judged(Proportion.of(800, 1000), 0.8).deciding is None
    assert judged(Proportion.of(900, 1000), 0.8).deciding is None
