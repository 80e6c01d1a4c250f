"""Figures of equal parts of the iterations tell how well that of all of them is known."""

import math

import numpy as np
import pytest
from scipy import stats

from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.analysis.statistics.sections import SECTIONS, estimate, less, mean_figures, quantile_figures

VALUES = np.random.default_rng(1).gamma(2.0, size=SECTIONS * 50)


def test_the_first_figure_is_that_of_all_iterations_and_each_other_that_of_its_part() -> None:
    found, means = quantile_figures(VALUES, 0.8), mean_figures(VALUES)
    parts = np.split(VALUES, SECTIONS)
    np.testing.assert_array_equal(found, [Sample.of(part).quantile(0.8) for part in (VALUES, *parts)])
    np.testing.assert_allclose(means, [part.mean() for part in (VALUES, *parts)])


def test_the_interval_is_students_on_the_parts() -> None:
    found = estimate(mean_figures(VALUES))
    parts = VALUES.reshape(SECTIONS, -1).mean(axis=1)
    low, high = stats.t.interval(0.95, SECTIONS - 1, loc=parts.mean(), scale=stats.sem(parts))
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_of_too_few_iterations_only_the_value_is_known() -> None:
    found = estimate(mean_figures(VALUES[: SECTIONS * 15]))
    assert found.value == pytest.approx(VALUES[: SECTIONS * 15].mean())
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_never_less_never_is_nothing_and_a_part_that_is_never_leaves_the_ends_unknown() -> None:
    never = np.where(np.arange(VALUES.size) < 40, np.inf, VALUES)
    both = quantile_figures(never, 0.5)
    assert estimate(less(both, both)).value == 0.0
    assert math.isfinite(estimate(both).value)
    assert math.isnan(estimate(less(both, quantile_figures(VALUES, 0.5))).low)


def test_figures_of_many_iterations_are_those_of_sorting_them() -> None:
    draw = np.random.default_rng(2)
    values = np.where(draw.random(40_000) < 0.1, np.inf, draw.gamma(2.0, size=40_000))
    parts = np.split(values, SECTIONS)
    for p in (0.1, 0.8, 0.95):
        sorted_ = [Sample.in_order(np.sort(part)).quantile(p) for part in (values, *parts)]
        np.testing.assert_array_equal(quantile_figures(values, p), sorted_)


def test_what_is_never_in_both_is_no_apart_and_what_nobody_knows_stays_unknown() -> None:
    figures, other = np.array([np.inf, np.inf, 3.0, 1.0, np.nan]), np.array([np.inf, 2.0, np.inf, 0.5, 1.0])
    np.testing.assert_array_equal(less(figures, other), [0.0, np.inf, -np.inf, 0.5, np.nan])
