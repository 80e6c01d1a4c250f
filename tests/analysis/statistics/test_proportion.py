import numpy as np
import pytest
from scipy.stats import binom, binomtest

from milepost.simulate.analysis.statistics import proportion
from milepost.simulate.analysis.statistics.proportion import Proportion, iterations_for


@pytest.mark.parametrize(
    ("count", "total", "exact"),
    [
        (0, 1, True),  # the least one can know
        (0, 1000, True),  # never: the lower end is 0 itself
        (1000, 1000, True),  # always: the upper end is 1 itself
        (1, 1000, True),  # rare, where a symmetric interval would go below 0
        (23, 1_000_000, True),  # the most events that are few
        (24, 1_000_000, False),
        (1000 - 23, 1000, True),
        (1000 - 24, 1000, False),
        (620, 1000, False),  # everyday
        (500_000, 1_000_000, False),  # narrow
    ],
)
@pytest.mark.parametrize("level", [0.95, 0.999])
def test_the_interval_is_that_of_scipy(count: int, total: int, exact: bool, level: float) -> None:
    expected = binomtest(count, total).proportion_ci(level, method="exact" if exact else "wilson")
    found = Proportion.of(count, total, level=level)
    assert found.value == count / total
    assert found.low == pytest.approx(expected.low, rel=1e-6, abs=1e-15)  # scipy's search
    assert found.high == pytest.approx(expected.high, rel=1e-6)


TOTALS = [1, 2, 5, 16, 47, 48, 58, 67, 77, 100, 150, 256, 512, 1000, 2048, 10_000]


@pytest.mark.parametrize("total", TOTALS)
def test_the_interval_covers_any_probability_at_least_935_times_in_1000(total: int) -> None:
    assert least_coverage(total) >= 0.935


@pytest.mark.parametrize(("few", "total"), [(0, 256), (10, 100), (23, 67)])
def test_a_switch_at_fewer_events_would_not_do(few: int, total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proportion, "_FEW", few)
    assert least_coverage(total) < 0.935


def least_coverage(total: int) -> float:
    """Return the least coverage over all probabilities: it is next to an end of some interval, on either side of it."""
    found = [Proportion.of(count, total) for count in range(total + 1)]
    low, high = np.array([one.low for one in found]), np.array([one.high for one in found])
    ends = np.unique(np.concatenate([low, high]))
    ends = ends[(ends > 0) & (ends < 1)]
    p = np.concatenate([ends * (1 - 1e-9), np.minimum(ends * (1 + 1e-9), 1 - 1e-12)])
    first, last = np.searchsorted(high, p), np.searchsorted(low, p, side="right") - 1
    return float(np.min(binom.cdf(last, total, p) - binom.cdf(first - 1, total, p)))


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (62_000, 100_000, "62.0% ±0.4"),  # a tenth of a point is known, and the reach is rounded up
        (620, 1000, "62% ±4"),  # no more digits than are known
        (100_000, 100_000, ">99.9%"),  # always, but not for certain
        (0, 100_000, "<0.1%"),
        (100, 100, ">96.3%"),  # always, in so few that it says little
        (0, 100, "<3.7%"),
        (99_999, 100_000, ">99.9%"),  # would round to 100.0%
        (1, 100_000, "<0.1%"),
        (1, 2, "50% ±49"),
    ],
)
def test_proportion_is_said_in_the_digits_that_are_known(count: int, total: int, said: str) -> None:
    assert str(Proportion.of(count, total)) == said


@pytest.mark.parametrize("half_width", [0.05, 0.005, 0.0013])
def test_iterations_for_a_precision_keep_the_worst_interval_within_it(half_width: float) -> None:
    n = iterations_for(half_width)
    worst = Proportion.of(n // 2, n)
    assert n % 256 == 0
    assert worst.high - worst.value <= half_width
    assert 1.95996 / (2 * (n - 256) ** 0.5) > half_width, "a group less would not do"


def test_half_a_point_takes_some_38_thousand_iterations() -> None:
    """(1.96 / 0.01)^2 = 38,415, and 38,656 is the next multiple of 256."""
    assert iterations_for(0.005) == 38_656
