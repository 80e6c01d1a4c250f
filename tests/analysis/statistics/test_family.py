import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import binomtest, multinomial, ttest_rel

from milepost.simulate.analysis.statistics.bootstrap import resampled_quantiles
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.mean import Mean

INF = math.inf


def hits(*, both: int = 0, first: int, second: int, neither: int) -> NDArray[np.bool_]:
    """Two alternatives that hit in these many iterations: both, only the first, only the second, neither."""
    counts = [both, first, second, neither]
    return np.array([np.repeat([True, True, False, False], counts), np.repeat([True, False, True, False], counts)])


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((6, 26, 4, 12), 0.2548067, 0.6251933),  # the example of ci.prop.ps in the R package statpsych, Bonett's own
        ((1, 1, 7, 12), -0.508359, -0.013380),  # by hand: -6/23 -+ 1.959964 sqrt((10/23 - (6/23)^2) / 23)
        ((0, 1, 0, 0), -0.733536, 1.0),  # by hand: 1/3 -+ 1.959964 sqrt(8/27), and no difference exceeds 1
    ],
)
def test_interval_of_two_hit_probabilities_is_that_of_bonett_and_price(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    both, first, second, neither = counts
    family = Family.of_hits(hits(both=both, first=first, second=second, neither=neither))
    assert family.difference[0, 1] == (first - second) / sum(counts)
    assert family.difference_low[0, 1] == pytest.approx(low, abs=1e-6)
    assert family.difference_high[0, 1] == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "alternatives", "told"),
    [
        (6, 0, 2, True),  # 2 x 0.5^6 = 0.03
        (5, 0, 2, False),  # 2 x 0.5^5 = 0.06
        (12, 0, 20, False),  # 2 x 0.5^12 = 0.00049, above 0.05 / 190 = 0.00026
        (
            13,
            0,
            20,
            True,
        ),  # 2 x 0.5^13 = 0.00024; by Wald 13 is below 3.65 sqrt(15) = 14.1
        (0, 13, 20, True),
    ],
)
def test_hits_are_told_apart_where_the_exact_test_of_those_that_differ_does(
    first: int, second: int, alternatives: int, told: bool
) -> None:
    two = hits(both=500, first=first, second=second, neither=500)
    family = Family.of_hits(np.vstack([two, np.tile(two[1], (alternatives - 2, 1))]))
    low, high = family.difference_low[0, 1], family.difference_high[0, 1]
    assert (low > 0 or high < 0) == told
    assert low <= family.difference[0, 1] <= high
    assert (binomtest(first, first + second).pvalue <= 0.05 / (alternatives * (alternatives - 1) / 2)) == told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n", "p12", "p21"),
    [
        (400, 0.03, 0.00),  # only the one is ever the better
        (60, 0.10, 0.10),  # equal alternatives
        (60, 0.25, 0.05),  # one clearly better
        (60, 0.04, 0.01),  # they seldom differ
        (100, 0.02, 0.02),  # seldom, and equal
    ],
)
def test_interval_of_two_hit_probabilities_covers_by_exact_enumeration(n: int, p12: float, p21: float) -> None:
    """A point's coverage swings about the level with the lattice of counts; two points below it is what is allowed."""
    covered = total = 0.0
    for first in range(n + 1):
        for second in range(n + 1 - first):
            weight = float(multinomial.pmf([first, second, n - first - second], n, [p12, p21, 1 - p12 - p21]))
            if weight < 1e-9:
                continue
            family = Family.of_hits(hits(first=first, second=second, neither=n - first - second))
            inside = family.difference_low[0, 1] <= p12 - p21 <= family.difference_high[0, 1]
            covered += weight * inside
            total += weight
    assert total == pytest.approx(1, abs=1e-5)
    assert covered >= 0.93


def test_interval_of_two_means_is_that_of_the_mean_difference() -> None:
    """Of differences that lie as far above their mean as below it, it is Student's paired interval."""
    draw = np.random.default_rng(3)
    shared, half = draw.normal(size=40), draw.normal(size=20)
    values = np.array([shared + np.concatenate([half, -half]), shared])
    expected = ttest_rel(values[0], values[1]).confidence_interval(0.95)
    family = Family.of_means(values)
    assert family.difference_low[0, 1] == pytest.approx(expected.low)
    assert family.difference_high[0, 1] == pytest.approx(expected.high)
    skewed = np.array([shared + draw.exponential(size=40), shared])
    mean, family = Mean.of(skewed[0] - skewed[1]), Family.of_means(skewed)
    found = (family.difference_low[0, 1], family.difference_high[0, 1])
    assert found == pytest.approx((mean.low, mean.high), rel=1e-12)


@pytest.mark.slow
def test_all_pairs_hold_together_on_common_random_numbers() -> None:
    """The share of 2,000 repetitions in which all ten intervals hold is 95% or more, less four standard errors."""
    repetitions, means = 2000, np.array([0.0, 0.0, 0.1, 0.2, 0.5])
    draw = np.random.default_rng(5)
    truth = means[:, None] - means
    held = 0
    for _ in range(repetitions):
        shared = draw.exponential(size=200)
        family = Family.of_means(means[:, None] + shared + draw.normal(size=(5, 200)) * [[0.2], [0.5], [1], [1], [2]])
        held += bool(np.all((family.difference_low <= truth) & (truth <= family.difference_high)))
    assert held / repetitions >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / repetitions)


def test_all_pairs_of_hits_hold_together_on_common_random_numbers() -> None:
    repetitions, shares = 2000, np.array([0.50, 0.52, 0.55, 0.60, 0.60])
    draw = np.random.default_rng(7)
    truth = shares[:, None] - shares
    held = 0
    for _ in range(repetitions):
        uniform = (draw.random(400) + draw.random((5, 400)) * 0.25) % 1
        family = Family.of_hits(uniform < shares[:, None])
        held += bool(np.all((family.difference_low <= truth) & (truth <= family.difference_high)))
    assert held / repetitions >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / repetitions)


def test_largest_means_of_a_family_hold_together() -> None:
    """95% of 1,000 families, less four standard errors, 2.8 points; the first has two equal means that are largest."""
    means = np.array([[1.0, 1.0, 0.2], [0.3, 1.1, 1.0], [0.9, 0.1, 0.5]])
    largest = means.max(axis=1)
    true = largest[:, None] - largest
    draw, together, alone = np.random.default_rng(8), 0, np.zeros(3)
    for _ in range(1_000):
        shared = draw.normal(size=(1, 3, 100))
        family = Family.of_largest_means(means[:, :, None] + shared + 0.5 * draw.normal(size=(3, 3, 100)))
        together += bool(((family.difference_low <= true) & (true <= family.difference_high)).all())
        alone += (family.low <= largest) & (largest <= family.high)
    assert together / 1_000 > 0.95 - 0.028
    assert (alone / 1_000 > 0.95 - 0.028).all()


def test_the_largest_of_one_mean_is_compared_as_that_mean() -> None:
    values = np.random.default_rng(4).normal(size=(3, 1, 50))
    one, mean = Family.of_largest_means(values), Family.of_means(values[:, 0])
    for part in ("estimate", "low", "high", "difference", "difference_low", "difference_high"):
        np.testing.assert_allclose(getattr(one, part), getattr(mean, part), atol=1e-12)


def test_largest_means_are_the_same_and_no_tie_where_only_those_that_may_be_largest_are() -> None:
    draw = np.random.default_rng(4)
    high, low, other = draw.normal(5, 1, 200), draw.normal(0, 1, 200), draw.normal(1, 1, 200)
    family = Family.of_largest_means(np.array([[high, low], [other, high]]))
    assert (family.difference[0, 1], family.difference_low[0, 1], family.difference_high[0, 1]) == (0, 0, 0)
    assert not family.tie[0, 1]
    assert family.differ[0, 1] == 200


@pytest.mark.slow
def test_promise_dates_of_a_family_hold_together() -> None:
    """Sums of a shared and an own normal part: the 80% quantiles are known, and with them every difference."""
    repetitions, n = 200, 500
    means, sds = np.array([100.0, 101.0, 103.0]), np.array([1.0, 4.0, 8.0])
    promises = means + float(ndtri(0.8)) * np.sqrt(10**2 + sds**2)
    truth = promises[:, None] - promises
    draw = np.random.default_rng(11)
    held = 0
    for repetition in range(repetitions):
        times = means[:, None] + draw.normal(0, 10, n) + draw.normal(size=(3, n)) * sds[:, None]
        family = Family.of_promises(times, confidence=0.8, seed=repetition, resamples=200)
        held += bool(np.all((family.difference_low <= truth) & (truth <= family.difference_high)))
    assert held / repetitions >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / repetitions)


@pytest.mark.parametrize(
    ("n", "rank"),
    [
        (3000, 2400),  # the window is a part of the iterations
        (3000, 2999),  # it ends at the last
        (40, 32),  # it is all of them
        (40, 1),  # the first
    ],
)
def test_resampled_quantiles_are_those_of_sorting_every_resample(n: int, rank: int) -> None:
    times = np.random.default_rng(13).exponential(size=(3, n))
    times[2, ::3] = INF
    draw = np.random.Generator(np.random.PCG64(17))
    expected = [np.sort(times[:, draw.integers(0, n, n)], axis=1)[:, rank - 1] for _ in range(40)]
    assert np.array_equal(resampled_quantiles(times, rank, resamples=40, seed=17), expected)


def test_same_seed_gives_the_same_promise_intervals() -> None:
    times = np.random.default_rng(19).exponential(size=(3, 500))
    first, again, other = (Family.of_promises(times, confidence=0.8, seed=seed, resamples=100) for seed in (1, 1, 2))
    assert np.array_equal(first.difference_low, again.difference_low)
    assert not np.array_equal(first.difference_low, other.difference_low)


def test_what_two_alternatives_share_takes_no_part_in_their_difference() -> None:
    times = np.random.default_rng(23).integers(100, 200, 500).astype(float)
    family = Family.of_promises(np.array([times + 3, times]), confidence=0.8, seed=1, resamples=50)
    assert (family.difference_low[0, 1], family.difference_high[0, 1]) == (3, 3)
    assert not family.tie[0, 1]


def test_where_no_resample_is_further_the_difference_reaches_as_far_as_both_intervals_do() -> None:
    """
    Times in two steps: of 4,000 a few more than eight in ten are early, by 3.5 standard errors for one and 8 for other.

    Then hardly a resample has the late one as its 80% quantile. But of 20 alternatives, 190 pairs share the error, and
    an interval that misses with 1 in 7,600 to a side reaches it for the first; not for the second.
    """
    n, step = 4_000, 0.4 / math.sqrt(4_000)
    draw = np.random.default_rng(3)
    shares = np.array([0.8 + 3.5 * step, *[0.8 + 8 * step] * 19])
    early = np.array([draw.permutation(n) < round(share * n) for share in shares])
    family = Family.of_promises(np.where(early, 20.0, 35.0), confidence=0.8, seed=1, resamples=50)
    assert np.all(family.difference == 0)
    assert (family.difference_low[0, 1], family.difference_high[0, 1]) == (0, 15)
    assert (family.difference_low[1, 2], family.difference_high[1, 2]) == (0, 0)
    assert not family.tie[1, 2]
    assert family.differ[1, 2] == np.count_nonzero(early[1] != early[2])


def times_reached(share: float, *, at: float = 100.0, n: int = 1000) -> NDArray[np.float64]:
    """Return times spread over ten days from `at` in this share of the iterations, never in the rest."""
    reached = round(share * n)
    return np.concatenate([at + 10 * np.arange(reached) / n, np.full(n - reached, INF)])


@pytest.mark.parametrize(
    ("first", "second", "difference", "low", "high"),
    [
        (times_reached(0.2), times_reached(0.3), 0, 0, 0),  # neither is ever promised, which is no tie
        (times_reached(0.2), times_reached(1), INF, INF, INF),  # never is surely later than some day
        (times_reached(1), times_reached(0.2), -INF, -INF, -INF),
        (times_reached(0.79), times_reached(1), INF, None, INF),  # perhaps never: the difference has no upper end
        (times_reached(0.81), times_reached(1), None, None, INF),
        (times_reached(0.79), times_reached(0.81), INF, -INF, INF),  # either may be never: nothing is known
    ],
)
def test_never_has_its_place_in_the_difference_of_promise_dates(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    difference: float | None,
    low: float | None,
    high: float,
) -> None:
    family = Family.of_promises(np.array([first, second]), confidence=0.8, seed=1, resamples=100)
    found = (family.difference[0, 1], family.difference_low[0, 1], family.difference_high[0, 1])
    for value, expected in zip(found, (difference, low, high), strict=True):
        assert math.isfinite(value) if expected is None else value == expected
    assert not family.tie[0, 1]
    assert family.iterations_to_tell(0, 1, zone=0) is None or math.isfinite(family.spread[0, 1])


def test_identical_in_every_iteration_is_a_tie_and_nothing_else_is() -> None:
    draw = np.random.default_rng(29)
    hit = draw.random((1, 200)) < 0.7
    almost = hit.copy()
    almost[0, 0] ^= True
    of_hits = Family.of_hits(np.vstack([hit, hit, almost]))
    of_means = Family.of_means(np.vstack([hit, hit, almost]).astype(float))
    times = np.vstack([np.where(hit, 10.0, INF), np.where(hit, 10.0, INF), np.where(hit, 11.0, INF)])
    of_promises = Family.of_promises(times, confidence=0.5, seed=1, resamples=50)
    for family in (of_hits, of_means, of_promises):
        assert family.tie.tolist() == [[True, True, False], [True, True, False], [False, False, True]]
        assert family.spread[0, 1] == 0
    assert of_hits.difference_low[0, 2] < 0 < of_hits.difference_high[0, 2], "one that differs once has a width"


def test_difference_is_the_same_from_either_side() -> None:
    values = np.random.default_rng(31).exponential(size=(4, 300))
    families = (
        Family.of_hits(values < 1),
        Family.of_means(values),
        Family.of_promises(values, confidence=0.8, seed=1, resamples=50),
    )
    for family in families:
        assert np.array_equal(family.difference, -family.difference.T)
        assert np.array_equal(family.difference_low, -family.difference_high.T)
        assert np.array_equal(family.spread, family.spread.T)


def test_own_intervals_are_those_of_one_alternative_alone() -> None:
    values = np.random.default_rng(37).exponential(size=(4, 300))
    for family, one in (
        (Family.of_hits(values < 1), Family.of_hits(values[:1] < 1)),
        (Family.of_means(values), Family.of_means(values[:1])),
    ):
        assert (family.estimate[0], family.low[0], family.high[0]) == (one.estimate[0], one.low[0], one.high[0])


@pytest.mark.parametrize("bad", [INF, math.nan])
def test_mean_of_what_has_none_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="promise dates instead"):
        Family.of_means(np.array([[1.0, 2.0], [1.0, bad]]))


@pytest.mark.parametrize("difference", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_as_many_iterations_as_would_tell_do_tell_or_show_that_it_is_close(difference: float) -> None:
    """
    Repeating what was seen keeps estimate and spread, so whatever the difference the interval does one or the other.

    It takes that many where the estimate is half the zone: of half as many the interval both holds zero and reaches
    beyond.
    """
    zone = 0.1
    values = np.random.default_rng(41).normal(size=(3, 256))
    values[1:] -= values[1:].mean(axis=1, keepdims=True) - values[0].mean() - difference
    family = Family.of_means(values)
    needed = family.iterations_to_tell(0, 1, zone=zone)
    assert needed is not None
    assert needed % 256 == 0
    assert _told(values, needed, zone)
    if difference == zone / 2:
        assert not _told(values, needed // 512 * 256, zone)


def _told(values: NDArray[np.float64], iterations: int, zone: float) -> bool:
    """Return whether the first two are told apart or known to be close after so many iterations."""
    longer = Family.of_means(np.tile(values, iterations // 256))
    low, high = float(longer.difference_low[0, 1]), float(longer.difference_high[0, 1])
    return high < 0 or low > 0 or (-zone < low and high < zone)


def test_no_number_is_known_of_a_tie_or_where_nothing_is_small_enough_not_to_matter() -> None:
    values = np.random.default_rng(43).normal(size=(2, 256))
    family = Family.of_means(values[[0, 1, 0]])
    assert family.iterations_to_tell(0, 2, zone=0.1) is None
    assert family.iterations_to_tell(0, 1, zone=0) is None
    assert family.iterations_to_tell(0, 1, zone=0.1) == family.iterations_to_tell(1, 0, zone=0.1)
