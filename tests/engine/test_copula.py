"""The copula: correlated words whose correlation is the one asked for, and each of which alone is as good as drawn."""

import json
import os
import subprocess
import sys
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from milepost.models.distributions import Triangular
from milepost.simulate.engine.copula import build_copula, mix, scores, words_of
from milepost.simulate.engine.philox import GROUP, draw
from tests.oracle import looked_up

DRAWS = 1_000_000
COPULA = build_copula()
SURE = 1e-5
"""A sound engine fails a test at this level, over all seeds, once in 100,000 tries."""


def sweep() -> NDArray[np.uint32]:
    """Return words ascending: both ends one by one, both sides of every cell's edge, 20,000 at random, mirrored."""
    edges = np.outer(2.0 ** np.arange(31), 1 + np.arange(8) / 8).ravel().astype(np.int64)
    random = (2 ** np.random.default_rng(1).uniform(0, 31, 20_000)).astype(np.int64)
    lower = np.unique(np.concatenate([np.arange(4096), edges - 1, edges, edges + 1, random]).clip(0, 2**31 - 1))
    return np.concatenate([lower, 2**32 - 1 - lower[::-1]]).astype(np.uint32)


WORDS = sweep()
TAIL = (np.minimum(WORDS, ~WORDS) + 0.5) / 2.0**32
GRID = np.linspace(-7.0, 7.0, 200_001)


def scored(words: NDArray[np.uint32], weight: float = 1.0) -> NDArray[np.float64]:
    z = np.empty(words.size)
    scores(words, weight, COPULA, np.empty(words.size, np.int64), z)
    return z


def worded(z: NDArray[np.float64]) -> NDArray[np.uint32]:
    words = np.empty(z.size, np.uint32)
    words_of(z.copy(), COPULA, np.empty(z.size, np.int64), words)
    return words


def drawn(entity: int, n: int = DRAWS) -> NDArray[np.uint32]:
    words = np.empty((n + GROUP - 1) // GROUP * GROUP, np.uint32)
    draw(np.uint64(2026), np.uint64(entity), 0, 0, 0, words)
    return words[:n]


def members(*rhos: float) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the words of two things that are in the same groups, one for each rho."""
    mixed = [scored(drawn(own), sqrt(1.0 - sum(rhos))) for own in (1, 2)]
    for group, rho in enumerate(rhos):
        factor = scored(drawn(10 + group), sqrt(rho))
        for z in mixed:
            mix(factor, z)
    first, second = map(worded, mixed)
    return first, second


def test_scores_are_right_to_a_ten_millionth_and_in_the_tails_to_a_millionth_of_them() -> None:
    error = np.abs(special.ndtr(-np.abs(scored(WORDS))) - TAIL)
    assert error.max() <= 1e-7
    assert (error / TAIL).max() <= 1e-6


def test_scores_rise_but_for_rounding_and_mirror_each_other() -> None:
    z = scored(WORDS)
    assert (np.diff(z) >= -8 * np.finfo(float).eps * np.abs(z[1:])).all()
    assert (z == -z[::-1]).all()


def test_a_weight_multiplies_the_scores() -> None:
    assert (scored(WORDS, 0.6) == 0.6 * scored(WORDS)).all()


def test_words_are_the_nearest_to_the_normal_distribution_function() -> None:
    """Rounding to a word is half a word; the table adds 1e-9 at most, and in the tails a millionth of them."""
    p, tail = special.ndtr(GRID), special.ndtr(-np.abs(GRID))
    words = worded(GRID)
    half = 0.5 / 2.0**32
    assert (np.abs((words + 0.5) / 2.0**32 - p) <= half + 1e-9).all()
    inner = np.abs(GRID) < 6.2  # further out there is no word that small
    nearer = (np.minimum(words, ~words) + 0.5) / 2.0**32
    assert (np.abs(nearer - tail) <= half + 1e-6 * tail)[inner].all()


def test_words_never_fall_as_scores_rise_and_mirror_each_other_to_a_word() -> None:
    words = worded(GRID).astype(np.int64)
    assert (np.diff(words) >= 0).all()
    assert np.abs(words + words[::-1] - (2**32 - 1)).max() <= 1


@pytest.mark.parametrize("far", [6.25, 7.99, 8.0, 25.0, 1e300, np.inf])  # the table's ends, and beyond them
def test_scores_beyond_the_last_word_have_the_last_word(far: float) -> None:
    assert worded(np.array([-far, far])).tolist() == [0, 2**32 - 1]


def test_words_come_back_from_their_scores() -> None:
    """To a millionth of the tail: exactly, where the tail is less than a million words."""
    off = np.abs(worded(scored(WORDS)).astype(np.int64) - WORDS.astype(np.int64))
    assert (off <= 1e-6 * TAIL * 2.0**32).all()


@pytest.mark.parametrize(
    "rhos",
    [
        (0.0,),  # in a group, and yet independent
        (0.5,),
        (0.95,),
        (0.3, 0.4),  # two groups
    ],
)
def test_the_normal_scores_of_two_members_have_the_correlation_asked_for(rhos: tuple[float, ...]) -> None:
    first, second = (scored(words) for words in members(*rhos))
    rho = sum(rhos)
    standard_error = (1 - rho**2) / sqrt(DRAWS)
    assert abs(np.corrcoef(first, second)[0, 1] - rho) <= 4 * standard_error


def test_two_members_with_rho_1_have_the_same_words() -> None:
    first, second = members(1.0)
    assert (first == second).all()


@pytest.mark.slow
@pytest.mark.parametrize("rhos", [(0.5,), (0.3, 0.4), (1.0,)])  # one factor, two, nothing of one's own
def test_each_member_alone_is_still_uniform(rhos: tuple[float, ...]) -> None:
    words, _ = members(*rhos)
    assert stats.kstest((words + 0.5) / 2.0**32, "uniform").pvalue > SURE


def test_the_tails_of_a_member_are_as_heavy_as_before() -> None:
    words, _ = members(0.3, 0.4)
    for chance in (1e-3, 1e-4):
        standard_error = sqrt(chance * (1 - chance) / DRAWS)
        end = np.uint32(chance * 2.0**32)
        assert abs(np.mean(words < end) - chance) <= 4 * standard_error
        assert abs(np.mean(words > ~end) - chance) <= 4 * standard_error


CASES: list[dict[str, Any]] = [
    case
    for case in json.loads((Path(__file__).parents[1] / "cases" / "exact.json").read_text(encoding="utf-8"))
    if case["case"].startswith("D1")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["inputs"]["gaussian_copula_rho"]))
def test_sum_and_largest_of_two_members_are_the_exact_ones(case: dict[str, Any]) -> None:
    inputs, answers = case["inputs"], case["answers"]
    x, y = (
        looked_up(Triangular(low=low, mode=mode, high=high), words)
        for (low, mode, high), words in zip(
            (inputs["X"], inputs["Y"]), members(inputs["gaussian_copula_rho"]), strict=True
        )
    )
    for day in (10, 12, 14, 16):
        exact = answers[f"P(X+Y<={day})"]
        assert abs(np.mean(x + y <= day) - exact) <= 4 * sqrt(exact * (1 - exact) / DRAWS)
    largest = np.maximum(x, y)
    assert abs(largest.mean() - answers["E[max(X,Y)]"]) <= 4 * largest.std() / sqrt(DRAWS)
    products = (x - x.mean()) * (y - y.mean())
    assert abs(products.mean() - answers["cov"]) <= 4 * products.std() / sqrt(DRAWS)


def test_the_cases_are_with_and_without_correlation() -> None:
    assert {case["inputs"]["gaussian_copula_rho"] for case in CASES} >= {0.0, 0.5}


@pytest.mark.parametrize("lanes", [1, 3, 4, 7, 256, 257])  # whole vectors, remainders, and both
def test_results_do_not_depend_on_how_many_lanes_a_call_has(lanes: int) -> None:
    factor = scored(drawn(10, 1024), 0.6)

    def correlate(words: NDArray[np.uint32], factor: NDArray[np.float64]) -> NDArray[np.uint32]:
        z = scored(words, 0.8)
        mix(factor, z)
        return worded(z)

    words = drawn(1, 1024)
    apart = [correlate(words[k : k + lanes], factor[k : k + lanes]) for k in range(0, words.size, lanes)]
    assert (np.concatenate(apart) == correlate(words, factor)).all()


@pytest.mark.slow
def test_no_step_reads_or_writes_outside_its_arrays() -> None:
    """Numba checks every index when it is told to; a process of its own, as it is told at import."""
    script = """
import numpy as np
from milepost.simulate.engine.copula import build_copula, mix, scores, words_of

copula = build_copula()
words = np.array([0, 1, 2**31 - 1, 2**31, 2**32 - 1], np.uint32)
cell, z = np.empty(words.size, np.int64), np.empty(words.size)
scores(words, 1.0, copula, cell, z)
assert 0 <= cell.min() and cell.max() + 4 <= copula.score.size
mix(z.copy(), z)
words_of(z, copula, cell, words)
assert 0 <= cell.min() and cell.max() + 4 <= copula.word.size
z[:] = -np.inf, -8, 0, 8, np.inf
words_of(z, copula, cell, words)
assert 0 <= cell.min() and cell.max() + 4 <= copula.word.size
"""
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=checked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
