import math

import numpy as np
import pytest
from scipy.stats import binom

from milepost.simulate.analysis.statistics import sample
from milepost.simulate.analysis.statistics.sample import Sample, Samples


def sample_of(*values: float) -> Sample:
    return Sample.of(np.array(values, dtype=np.float64))


@pytest.mark.parametrize(
    ("p", "n", "rank"),
    [
        (0.8, 10, 8),  # 0.8 * 10 is 8 to the last bit
        (0.07, 100, 7),  # 0.07 * 100 is a little more than 7 in floating point
        (0.1, 1, 1),  # one value is every quantile
        (0.5, 3, 2),
        (0.999, 10, 10),
        (0.001, 10, 1),
    ],
)
def test_quantile_is_the_order_statistic_at_rank_ceil_pn(p: float, n: int, rank: int) -> None:
    sample = Sample.of(np.arange(n, 0, -1.0))
    assert sample.quantile(p) == rank
    assert sample.count_within(sample.quantile(p)) >= p * n - 1e-9


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("n", [1, 10, 100, 12_345])
def test_quantile_interval_takes_the_ranks_of_the_binomial(p: float, n: int) -> None:
    low, high = Sample.of(np.arange(1, n + 1.0)).quantile_interval(p)
    lower, upper = binom.ppf(0.025, n, p), binom.ppf(0.975, n, p) + 1
    assert low == (lower if lower >= 1 else -math.inf)
    assert high == (upper if upper <= n else math.inf)


@pytest.mark.parametrize(("p", "n"), [(0.5, 100), (0.8, 1000), (0.9, 50)])
def test_quantile_interval_covers_with_its_level_and_no_narrower_one_does(p: float, n: int) -> None:
    """K values at or below the quantile are binomial; [low, high) holds it when low <= K < high."""
    low, high = Sample.of(np.arange(1, n + 1.0)).quantile_interval(p)
    assert binom.cdf(low - 1, n, p) <= 0.025 < binom.cdf(low, n, p)
    assert binom.sf(high - 1, n, p) <= 0.025 < binom.sf(high - 2, n, p)


def test_never_is_worse_than_any_number() -> None:
    sample = sample_of(math.inf, 5.0, math.inf, 3.0)
    assert sample.quantile(0.5) == 5.0
    assert sample.quantile(0.51) == math.inf
    assert sample.within(5.0).value == 0.5
    assert sample.within(1e9).value == 0.5


def test_mean_and_sd_are_over_what_came() -> None:
    sample = sample_of(math.inf, 5.0, 3.0)
    assert sample.mean == 4.0
    assert sample.sd == pytest.approx(math.sqrt(2))


@pytest.mark.parametrize("values", [(), (math.inf, math.inf)])
def test_what_never_came_has_no_mean(values: tuple[float, ...]) -> None:
    sample = sample_of(*values)
    assert math.isnan(sample.mean)
    assert math.isnan(sample.sd)


def test_a_time_that_rounding_puts_past_its_limit_is_within_it() -> None:
    assert sample_of(0.1 + 0.2).within(0.3).value == 1
    assert sample_of(0.3 + 1e-8).within(0.3).value == 0


def test_samples_are_kept_only_as_long_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "_ROOM", 2 * 8 * 3)
    times = {"first": np.array([2.0, 1.0, 3.0]), "second": np.array([5.0, 4.0, 6.0])}
    samples = Samples(times, times.__getitem__)
    assert samples["first"] is samples["first"]
    assert samples["second"] is not samples["second"]
    np.testing.assert_array_equal(samples["second"].times.ordered, [4.0, 5.0, 6.0])


@pytest.mark.parametrize("p", [0.001, 0.1, 0.5, 0.8, 0.9999])
@pytest.mark.parametrize("never", [0.0, 0.15, 1.0])
def test_what_is_counted_is_what_is_found_in_order(p: float, never: float) -> None:
    draw = np.random.default_rng(3)
    values = np.where(draw.random(20_000) < never, math.inf, draw.gamma(2.0, size=20_000))
    counted, ordered = Sample.of(values), Sample.in_order(np.sort(values))
    assert counted.estimate(p) == ordered.estimate(p)
    limits = np.arange(0.0, 12.0, 0.25)
    np.testing.assert_array_equal(counted.counts_within(limits), ordered.counts_within(limits))
    assert [counted.count_within(limit) for limit in limits] == [ordered.count_within(limit) for limit in limits]
    assert counted.came_count == ordered.came_count
    np.testing.assert_array_equal(counted.came, ordered.came)


def test_looking_up_ahead_changes_no_estimate() -> None:
    values = np.random.default_rng(4).gamma(2.0, size=20_000)
    ahead = Sample.of(values)
    ahead.look_up([0.0001, 0.1, 0.8])
    assert [ahead.estimate(p) for p in (0.0001, 0.1, 0.5, 0.8)] == [
        Sample.of(values).estimate(p) for p in (0.0001, 0.1, 0.5, 0.8)
    ]


def test_what_is_known_of_other_times_is_shared_where_they_and_their_dates_are_the_same() -> None:
    generator = np.random.default_rng(3)
    times = {id: generator.gamma(3.0, size=100) for id in ("same", "moved", "redated", "new")}
    other_times = {**times, "moved": times["moved"] + 1.0}
    dated = {**times, "redated": times["redated"] + 0.5}
    other = Samples({id: other_times[id].copy() for id in ("same", "moved", "redated")}, other_times.__getitem__)
    samples = Samples(times, dated.__getitem__)
    samples.share(other)
    assert [id for id in other if samples[id] is other[id]] == ["same"]
    assert np.array_equal(samples["moved"].times.values, times["moved"])
