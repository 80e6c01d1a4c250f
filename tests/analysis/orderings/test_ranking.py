import math

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.footing import Footing
from milepost.simulate.analysis.orderings.ranking import Ranking, pareto
from milepost.simulate.analysis.statistics.family import Family


def family_of(estimates: list[float], reach: float | NDArray[np.float64]) -> Family:
    """Make a family with these estimates, each difference known to plus or minus `reach`."""
    estimate = np.array(estimates, dtype=float)
    difference = estimate[:, None] - estimate
    width = np.where(np.eye(estimate.size, dtype=bool), 0, reach)
    return Family(
        level=0.95,
        iterations=1000,
        estimate=estimate,
        low=estimate - 1,
        high=estimate + 1,
        difference=difference,
        difference_low=difference - width,
        difference_high=difference + width,
        spread=width * math.sqrt(1000) / 2,
        differ=np.where(width > 0, 1000, 0),
    )


def test_ranks_are_intervals_where_neighbours_cannot_be_told_apart_and_the_ends_can() -> None:
    ranking = Ranking.of(["c", "a", "b"], family_of([8, 10, 9], 1.5), larger_is_better=True)
    assert [row.name for row in ranking.rows] == ["a", "b", "c"]
    assert [(row.rank_low, row.rank_high) for row in ranking.rows] == [(1, 2), (1, 3), (2, 3)]
    assert [row.ahead.value for row in ranking.rows] == [1, -1, -2]
    assert [row.ahead.low for row in ranking.rows] == [-0.5, -2.5, -3.5]
    assert [row.ahead.high for row in ranking.rows] == [2.5, 0.5, -0.5]
    assert ranking.may_be_best == ("a", "b")
    verdicts = {(one.first, one.second): one.verdict for one in ranking.comparisons}
    assert verdicts == {("a", "b"): "open", ("a", "c"): "better", ("b", "c"): "open"}


def test_smaller_is_better_is_the_mirror_image() -> None:
    names = ["a", "b", "c"]
    larger = Ranking.of(names, family_of([8, 10, 9], 1.5), larger_is_better=True)
    smaller = Ranking.of(names, family_of([-8, -10, -9], 1.5), larger_is_better=False)
    for one, other in zip(larger.rows, smaller.rows, strict=True):
        assert (one.name, one.ahead) == (other.name, other.ahead)
        assert (one.rank_low, one.rank_high) == (other.rank_low, other.rank_high)
        assert one.estimate.value == -other.estimate.value
    assert [one.verdict for one in larger.comparisons] == [one.verdict for one in smaller.comparisons]
    assert [one.difference for one in larger.comparisons] == [-one.difference for one in smaller.comparisons]


def test_two_that_tie_for_the_best_may_both_be_the_best() -> None:
    hit = np.arange(1000) < 700
    ranking = Ranking.of(["a", "b", "c"], Family.of_hits(np.array([hit, hit, ~hit])), larger_is_better=True)
    assert ranking.may_be_best == ("a", "b")
    assert [one.verdict for one in ranking.comparisons] == ["tie", "better", "better"]
    assert [(row.rank_low, row.rank_high) for row in ranking.rows] == [(1, 2), (1, 2), (3, 3)]


def test_better_by_estimate_may_still_be_surely_worse() -> None:
    """Skewed intervals: the estimate sorts, the interval judges."""
    family = family_of([10, 9], 0)
    family.difference_low[0, 1], family.difference_high[0, 1] = -3, -1
    family.difference_low[1, 0], family.difference_high[1, 0] = 1, 3
    family.differ[[0, 1], [1, 0]] = 1000
    ranking = Ranking.of(["a", "b"], family, larger_is_better=True)
    assert [row.name for row in ranking.rows] == ["a", "b"]
    assert ranking.comparisons[0].verdict == "worse"
    assert ranking.may_be_best == ("b",)
    assert ranking.best.name == "b"


@pytest.mark.slow
def test_the_best_of_equals_is_chosen_on_other_iterations_than_its_interval_comes_from() -> None:
    """
    Of 400 repetitions with 16 exact ties the best's own 95% interval covers in 380, less four standard errors: 362.

    Were it chosen by the figures themselves the largest of 16 would be 1.77 standard errors too large on average, and
    its interval would cover in few more than half.
    """
    draw, covered, hopeful = np.random.default_rng(11), 0, 0
    for _ in range(400):
        choice, figures = draw.normal(size=(2, 16, 100))
        family = Family.of_means(figures)
        names = [str(k) for k in range(16)]
        best = Ranking.of(names, family, larger_is_better=True, chosen=choice.mean(axis=1)).best
        covered += best.estimate.low <= 0 <= best.estimate.high
        best = Ranking.of(names, family, larger_is_better=True).best
        hopeful += best.estimate.low <= 0 <= best.estimate.high
    assert covered >= 362
    assert hopeful < 362


def test_who_was_chosen_but_is_surely_worse_by_the_figures_is_not_the_best() -> None:
    chosen = np.array([10.0, 9.0, 8.0])
    ranking = Ranking.of(["a", "b", "c"], family_of([1, 2, 2.2], 0.5), larger_is_better=True, chosen=chosen)
    assert [row.name for row in ranking.rows] == ["a", "b", "c"]
    assert ranking.may_be_best == ("b", "c")
    assert ranking.best.name == "b"
    assert [(one.first, one.second, one.verdict) for one in ranking.comparisons] == [
        ("a", "b", "worse"),
        ("a", "c", "worse"),
        ("b", "c", "open"),
    ]


@pytest.mark.parametrize(
    ("zone", "verdict", "iterations"),
    [
        (0.5, "open", 34816),  # (2 z s / zone)^2 = (4 * 1.959964 * 0.75 sqrt(1000))^2 = 34573, in whole groups of 256
        (1.5, "open", 4096),  # the estimate is closer than one cares about, the interval is not: 3841.5
        (2.6, "close", None),  # all of the interval is
    ],
)
def test_open_pair_says_how_many_iterations_would_tell(zone: float, verdict: str, iterations: int | None) -> None:
    (pair,) = Ranking.of(["a", "b"], family_of([10, 9], 1.5), larger_is_better=True, zone=zone).comparisons
    assert (pair.verdict, pair.iterations) == (verdict, iterations)


def test_pair_that_hangs_on_few_iterations_has_no_verdict_and_no_interval_and_ranks_know_of_none() -> None:
    """By the intervals a beats both others; of a and b it is not known."""
    footing = Footing(effective=3.0, needed=51_200)
    family = family_of([10, 8, 5], 0.5)
    ranking = Ranking.of(["a", "b", "c"], family, larger_is_better=True, unknown={(0, 1): footing})
    first, second, third = ranking.comparisons
    assert (first.verdict, first.iterations, first.footing) == ("few", 51_200, footing)
    assert (first.difference, first.low, first.high) == (2, -math.inf, math.inf)
    assert (second.verdict, third.verdict) == ("better", "better")
    assert [(row.rank_low, row.rank_high) for row in ranking.rows] == [(1, 2), (1, 2), (3, 3)]
    assert ranking.may_be_best == ("a", "b")
    assert family.difference_low[0, 1] == 1.5, "and the family is left as it was"


def test_single_alternative_is_first_and_has_no_rival() -> None:
    ranking = Ranking.of(["a"], family_of([10], 1), larger_is_better=True)
    (row,) = ranking.rows
    assert (row.rank_low, row.rank_high, row.ahead.value, row.may_be_best) == (1, 1, math.inf, True)
    assert ranking.comparisons == ()


@pytest.mark.parametrize("larger_is_better", [True, False])
def test_ranks_leads_and_verdicts_never_contradict_each_other(larger_is_better: bool) -> None:
    draw = np.random.default_rng(3)
    for _ in range(100):
        values = draw.normal(size=(6, 50)) + draw.choice([0, 0.3, 0.6], size=(6, 1)) + draw.normal(size=50)
        ranking = Ranking.of(list("abcdef"), Family.of_means(values), larger_is_better=larger_is_better)
        better = [(one.first, one.second) for one in ranking.comparisons if one.verdict == "better"]
        better += [(one.second, one.first) for one in ranking.comparisons if one.verdict == "worse"]
        for row in ranking.rows:
            assert row.rank_low == 1 + sum(second == row.name for _, second in better)
            assert row.rank_high == 6 - sum(first == row.name for first, _ in better)
            assert row.may_be_best == (row.rank_low == 1)
            assert row.ahead.low <= row.ahead.value <= row.ahead.high
        assert ranking.rows[0].may_be_best
        assert ranking.rows[0].ahead.value >= 0 >= ranking.rows[1].ahead.value


@pytest.mark.slow
def test_leads_ranks_and_the_set_that_may_be_best_hold_together() -> None:
    """In 95% or more of 2,000 repetitions, less four standard errors, all that a ranking says is true at once."""
    repetitions, means = 2000, np.array([0.30, 0.25, 0.25, 0.1, 0.0])
    leads = [m - max(np.delete(means, i)) for i, m in enumerate(means)]
    ranks = [1 + int((means > m).sum()) for m in means]
    draw = np.random.default_rng(5)
    held = found = narrowed = 0
    for _ in range(repetitions):
        values = means[:, None] + draw.exponential(size=200) + 0.5 * draw.normal(size=(5, 200))
        ranking = Ranking.of("01234", Family.of_means(values), larger_is_better=True)
        rows = {int(row.name): row for row in ranking.rows}
        best = rows[0].may_be_best
        held += best and all(
            row.ahead.low <= leads[i] <= row.ahead.high and row.rank_low <= ranks[i] <= row.rank_high
            for i, row in rows.items()
        )
        found += best
        narrowed += len(ranking.may_be_best) < 5
    allowed = 0.95 - 4 * math.sqrt(0.95 * 0.05 / repetitions)
    assert held / repetitions >= allowed
    assert found / repetitions >= allowed
    assert narrowed / repetitions > 0.9, "and it says something"


@pytest.mark.parametrize(
    ("estimates", "directions", "front"),
    [
        ([[3, 1], [2, 2], [1, 3], [1, 1]], [True, True], (0, 1, 2)),  # the last is beaten by all
        ([[3, 1], [2, 2], [1, 3], [1, 1]], [True, False], (0,)),  # much of the one for little of the other
        ([[2, 2], [2, 2], [2, 1]], [True, True], (0, 1)),  # equals do not beat each other
        ([[0.9, math.inf], [0.8, 100], [0.8, 120]], [True, False], (0, 1)),  # never is the worst date
        ([[5], [7], [7]], [True], (1, 2)),  # one criterion: the best
    ],
)
def test_pareto_front_is_what_no_other_beats(
    estimates: list[list[float]], directions: list[bool], front: tuple[int, ...]
) -> None:
    assert pareto(np.array(estimates), directions) == front
