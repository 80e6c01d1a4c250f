import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from milepost.simulate.analysis.statistics.correlation import RankCorrelation, unit_ranks


def correlate(one: Sequence[float], other: Sequence[float]) -> RankCorrelation:
    return RankCorrelation.of(unit_ranks(np.array(one, np.float64)), unit_ranks(np.array(other, np.float64)))


def test_value_and_interval_are_those_of_the_example_of_statpsych() -> None:
    y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
    x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
    found = correlate(y, x)
    assert (found.value, found.low, found.high) == pytest.approx((0.8699639, 0.5840951, 0.9638297), abs=5e-8)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=40))
def test_the_value_is_that_of_scipy_with_ties_too(pairs: list[tuple[int, int]]) -> None:
    one, other = (list(map(float, values)) for values in zip(*pairs, strict=True))
    found = correlate(one, other).value
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(spearmanr(one, other).statistic, abs=1e-12)
        ranks = rankdata(one) - (len(one) + 1) / 2
        assert unit_ranks(np.array(one)) == pytest.approx(ranks / np.linalg.norm(ranks))


def test_an_interval_takes_four_iterations_and_of_what_always_goes_together_it_has_no_width() -> None:
    assert math.isnan(correlate([1, 2, 3], [1, 3, 2]).low)
    assert correlate([1, 2, 3, 4], [4, 3, 2, 1]) == RankCorrelation(value=-1.0, low=-1.0, high=-1.0)
