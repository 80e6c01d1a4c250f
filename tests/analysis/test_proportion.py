import pytest
from scipy.stats import binomtest

from milepost.simulate.analysis.proportion import Proportion, iterations_for


@pytest.mark.parametrize(
    ("count", "total"),
    [
        (0, 1),  # the least one can know
        (0, 1000),  # never: the lower end is 0 itself
        (1000, 1000),  # always: the upper end is 1 itself
        (1, 1000),  # rare, where a symmetric interval would go below 0
        (620, 1000),  # everyday
        (500_000, 1_000_000),  # narrow
    ],
)
def test_wilson_interval_is_that_of_scipy(count: int, total: int) -> None:
    expected = binomtest(count, total).proportion_ci(method="wilson")
    found = Proportion.of(count, total)
    assert found.share == count / total
    assert found.low == pytest.approx(expected.low, rel=1e-12, abs=1e-15)
    assert found.high == pytest.approx(expected.high, rel=1e-12)


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
        (1, 2, "50% ±41"),
    ],
)
def test_proportion_is_said_in_the_digits_that_are_known(count: int, total: int, said: str) -> None:
    assert str(Proportion.of(count, total)) == said


@pytest.mark.parametrize("half_width", [0.05, 0.005, 0.0013])
def test_iterations_for_a_precision_keep_the_worst_interval_within_it(half_width: float) -> None:
    n = iterations_for(half_width)
    worst = Proportion.of(n // 2, n)
    assert n % 256 == 0
    assert worst.high - worst.share <= half_width
    assert 1.95996 / (2 * (n - 256) ** 0.5) > half_width, "a group less would not do"


def test_half_a_point_takes_some_38_thousand_iterations() -> None:
    """(1.96 / 0.01)^2 = 38,415, and 38,656 is the next multiple of 256."""
    assert iterations_for(0.005) == 38_656
