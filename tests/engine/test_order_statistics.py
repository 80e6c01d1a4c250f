"""Order statistics by counting are those of sorting, to the last bit."""

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.simulate.engine.order_statistics import counts_within, order_statistics

_DRAW = np.random.default_rng(7)
_N = 5_000

ROWS = {
    "smooth": _DRAW.gamma(3.0, size=_N),
    "heavy in the tail": _DRAW.lognormal(0.0, 4.0, size=_N),
    "whole days": _DRAW.integers(0, 30, _N) * 1.0,
    "one value": np.full(_N, 4.25),
    "often never": np.where(_DRAW.random(_N) < 0.4, np.inf, _DRAW.gamma(3.0, size=_N)),
    "nearly always never": np.where(np.arange(_N) == 77, 3.0, np.inf),
    "never": np.full(_N, np.inf),
    "of both signs": _DRAW.normal(0.0, 1e6, size=_N),
    "too far apart to subtract": np.where(_DRAW.random(_N) < 0.5, -1.5e308, 1.5e308),
    "too near to tell apart": np.where(_DRAW.random(_N) < 0.5, 1.0, np.nextafter(1.0, 2.0)),
    "ascending": np.arange(_N) * 0.5,
    "few": _DRAW.gamma(3.0, size=7),
    "single": np.array([2.5]),
}


@pytest.mark.parametrize("values", ROWS.values(), ids=ROWS)
def test_what_counting_finds_is_what_sorting_finds(values: NDArray[np.float64]) -> None:
    ranks = sorted(
        {1, 2, values.size // 10, values.size // 2, 4 * values.size // 5, values.size} & {*range(1, values.size + 1)}
    )
    np.testing.assert_array_equal(order_statistics(values[None], ranks), np.sort(values)[None, np.array(ranks) - 1])


@pytest.mark.parametrize("values", ROWS.values(), ids=ROWS)
def test_counts_are_those_of_comparing_each_value(values: NDArray[np.float64]) -> None:
    some = np.sort(values)[:: max(values.size // 40, 1)]
    for limits in (some, np.unique(np.floor(some)), np.array([-np.inf, 0.0, 1.0, np.inf]), some[:1], some[:0]):
        np.testing.assert_array_equal(counts_within(values, limits), [(values <= limit).sum() for limit in limits])


def test_each_row_is_counted_by_itself_and_stays_as_it_is() -> None:
    rows = np.stack([row for row in ROWS.values() if row.size == _N])
    before = rows.copy()
    found = order_statistics(rows, [_N // 2, 1])
    np.testing.assert_array_equal(found, np.sort(rows, axis=1)[:, [_N // 2 - 1, 0]])
    np.testing.assert_array_equal(rows, before)


def test_values_may_be_read_only_and_apart() -> None:
    values = np.repeat(ROWS["smooth"], 2)[::2]
    values.flags.writeable = False
    assert order_statistics(values[None], [9])[0, 0] == np.sort(values)[8]
    assert counts_within(values, [2.0]).tolist() == [(values <= 2.0).sum()]
