import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.racing import Race, race
from tests.slippage import hits_in_slippage, hits_that_seldom_differ, normal_in_slippage

WITHOUT_END = 10**12


def run(
    values: NDArray[np.float64],
    *,
    zone: float,
    finalists: int = 1,
    named: tuple[int, ...] = (),
    jump: float = 0.0,
    budget: int = WITHOUT_END,
) -> Race:
    """Race the rows of a table of values."""
    return race(
        lambda indices, first, count: values[indices, first : first + count].astype(np.float64),
        len(values),
        zone=zone,
        limit=values.shape[1],
        budget=budget,
        finalists=finalists,
        named=named,
        jump=jump,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "zone", "jump"),
    [
        (normal_in_slippage, 0.05, 0.0),  # what the proof is for
        (hits_in_slippage, 0.01, 1.0),  # zeros and ones on common random numbers
        (hits_that_seldom_differ, 0.005, 1.0),  # about seven differences in the opening: the variance is hardly known
    ],
)
def test_best_by_exactly_the_zone_is_selected_as_often_as_is_claimed(
    make: Callable[[np.random.Generator, float], NDArray[np.float64]], zone: float, jump: float
) -> None:
    """Of 300 repetitions 285 are claimed; four standard errors, sqrt(300 * 0.95 * 0.05) = 3.8, are allowed: 270."""
    races = [run(make(np.random.default_rng(seed), zone), zone=zone, jump=jump) for seed in range(300)]
    assert not any(one.cut for one in races)
    assert sum(one.finalists == (0,) for one in races) >= 270


def test_rival_is_dropped_at_the_first_look_past_the_boundary_of_kim_and_nelson() -> None:
    """
    By hand: S^2 = 1024 / 1023, h^2 = 1023 (0.05^(-2 / 1023) - 1) = 6.0090, so the triangle closes at 2406.0.

    The rival falls back by 0.1 in each iteration after the opening: 0.1 (r - 1024) > 0.025 (2406.0 - r) from r = 1301
    on, and the race looks at 1024, 1280 and 1536.
    """
    best = np.where(np.arange(4096) % 2 == 0, 0.5, -0.5)
    rival = np.where(np.arange(4096) < 1024, -best, best - 0.1)
    found = run(np.array([best, rival]), zone=0.05)
    assert found.finalists == (0,)
    assert found.iterations.tolist() == [1536, 1536]
    assert (found.reached, found.simulated, found.cut) == (1536, 3072, False)


@pytest.mark.parametrize(
    ("jump", "looked"),
    [
        (0.0, 1792),  # squares of 32 * 0.25: 0.001 (r - 1024) > (9.398 - 0.005 r) / 2 from r = 1636 on
        (1.0, 2048),  # two squares of 1 more: 11.748 for 9.398, and from r = 1971 on
    ],
)
def test_known_jump_makes_a_race_of_few_differences_more_careful(jump: float, looked: int) -> None:
    best = np.where(np.arange(8192) % 64 == 0, 0.5, 0.0)
    rival = np.where(np.arange(8192) < 1024, np.roll(best, 1), best - 0.001)
    assert run(np.array([best, rival]), zone=0.005, jump=jump).iterations.tolist() == [looked, looked]


@pytest.mark.slow
def test_best_is_found_among_more_than_are_compared_with() -> None:
    """Only the leaders are rivals to the rest, so two thousand need no table of two thousand squared."""
    draw = np.random.default_rng(3)
    values = draw.normal(size=8192) + 0.5 * draw.normal(size=(2000, 8192)).astype(np.float32)
    values[1234] += 0.1
    found = run(values, zone=0.05, finalists=5, named=(7,))
    assert found.finalists[0] == 1234
    assert found.finalists[-1] == 7
    assert len(found.finalists) <= 5
    assert not found.cut
    assert found.simulated < 0.2 * values.size, "and most were dropped early"


def test_named_ones_are_finalists_and_change_nothing_for_the_others() -> None:
    values = np.random.default_rng(5).normal(size=(6, 4096)) + np.array([[0.0], [0.3], [0.6], [0], [0], [0]])
    alone = run(values, zone=0.2)
    named = run(values, zone=0.2, finalists=3, named=(0, 4))
    assert alone.finalists == (2,)
    assert named.finalists == (2, 0, 4)
    assert named.iterations.tolist() == alone.iterations.tolist()


def test_what_is_identical_in_the_opening_is_raced_once() -> None:
    draw = np.random.default_rng(7)
    values = draw.normal(size=(5, 8192)) * 0.5
    values[2] += 0.02
    values[[1, 4]] = values[[2, 2]]
    values[3] = -0.0
    values[0] = 0.0
    found = run(values, zone=0.02, finalists=1)
    assert found.stands_for.tolist() == [0, 1, 1, 0, 1]
    assert found.finalists == (1,)
    assert found.iterations[[2, 3, 4]].tolist() == [1024, 1024, 1024]
    named = run(values, zone=0.02, finalists=2, named=(4,))
    assert named.stands_for.tolist() == [0, 4, 4, 0, 4], "the named stands for the others"
    assert 4 in named.finalists


def test_what_was_identical_in_the_opening_is_told_apart_when_it_differs() -> None:
    """The best is like two others until iteration 1,024, and better after it; four rivals keep the race going."""
    draw = np.random.default_rng(23)
    values = draw.normal(size=(7, 16384))
    values[1:3] = values[0]
    values[1, 1024:] += 0.2
    values[3:] = values[0] + 0.3 * draw.normal(size=(4, 16384))
    found = run(values, zone=0.02, finalists=2)
    assert found.finalists[0] == 1
    assert found.stands_for[0] == 0
    assert found.iterations[1] > 1024


@pytest.mark.parametrize(
    ("jump", "reached"),
    [
        (0.0, 1024),  # a pair that never differed has no variance, and its line is at zero at once
        (1.0, 1280),  # h^2 = 1023 ((0.05 / 29)^(-2 / 1023) - 1) = 12.81, and 12.81 x 2 / 1023 / 0.0045^2 = 1236.3
    ],
)
def test_equals_beyond_the_places_are_left_out_once_their_line_is_at_zero(jump: float, reached: int) -> None:
    values = np.tile((np.random.default_rng(11).random(4096) < 0.5).astype(float), (30, 1))
    found = run(values, zone=0.0045, finalists=4, named=(9,), jump=jump)
    assert set(found.finalists) >= {9}
    assert len(found.finalists) == 4
    assert found.reached == reached
    assert not found.cut
    others = [one for one in range(30) if one not in found.finalists]
    assert set(found.stands_for[others].tolist()) <= set(found.finalists)
    assert found.stands_for[list(found.finalists)].tolist() == list(found.finalists)


def test_equals_that_the_budget_does_not_tell_apart_leave_the_race_cut() -> None:
    """Hits that tie are left out before their line is at zero: then nothing is guaranteed, but the race ends."""
    values = np.tile((np.random.default_rng(11).random(4096) < 0.5).astype(float), (30, 1))
    found = run(values, zone=0.001, finalists=4, jump=1.0, budget=30 * 1300)
    assert found.cut
    assert len(found.finalists) == 4
    assert found.simulated <= 30 * 1300


def test_race_of_equals_is_one_alternative() -> None:
    """A plan whose order makes no difference."""
    values = np.tile(np.random.default_rng(11).normal(size=2048), (30, 1))
    found = run(values, zone=0.1, named=(3,))
    assert found.finalists == (3,)
    assert set(found.stands_for.tolist()) == {3}
    assert found.simulated == 30 * 1024


@pytest.mark.parametrize(
    ("limit", "budget", "reached"),
    [
        (2000, WITHOUT_END, 2000),  # the last look is at the limit
        (8192, 40 * 1500, 1280),  # 40 * 1536 would exceed what all together may have
        (1024, WITHOUT_END, 1024),  # nothing after the opening
    ],
)
def test_race_that_is_cut_says_so_and_keeps_the_leaders(limit: int, budget: int, reached: int) -> None:
    values = np.random.default_rng(13).normal(size=(40, limit))
    found = run(values, zone=0.001, finalists=20, named=(5,), budget=budget)
    assert found.cut
    assert (found.reached, found.simulated) == (reached, 40 * reached)
    means = values[:, :reached].mean(axis=1)
    others = [int(one) for one in np.argsort(-means) if one != 5][:19]
    assert len(found.finalists) == 20
    assert set(found.finalists) == {5, *others}
    assert list(means[list(found.finalists)]) == sorted(means[list(found.finalists)], reverse=True)


def test_every_iteration_of_a_running_alternative_is_asked_for_once() -> None:
    values = np.random.default_rng(17).normal(size=(50, 8192)) + np.linspace(0, 0.3, 50)[:, None]
    asked = np.zeros(values.shape, dtype=int)

    def simulate(indices: NDArray[np.intp], first: int, count: int) -> NDArray[np.float64]:
        asked[indices, first : first + count] += 1
        return values[indices, first : first + count]

    found = race(simulate, 50, zone=0.05, limit=8192, budget=WITHOUT_END, finalists=3)
    assert asked.max() == 1
    assert asked.sum(axis=1).tolist() == found.iterations.tolist()
    assert all(row[:count].all() for row, count in zip(asked, found.iterations, strict=True))
    assert len(set(found.iterations.tolist())) > 3, "they are dropped one after another"


def test_same_values_give_the_same_race() -> None:
    values = np.random.default_rng(19).normal(size=(50, 4096))
    first, again = (run(values, zone=0.1, finalists=3) for _ in range(2))
    assert first.finalists == again.finalists
    assert np.array_equal(first.iterations, again.iterations)


@pytest.mark.parametrize(
    ("zone", "named", "opening", "value", "said"),
    [
        (0.0, (), 1024, 0.0, "zone of 0.0"),  # equals would race for ever
        (0.1, (0, 1), 1024, 0.0, "2 named alternatives do not fit in 1"),  # more are kept than may be left
        (0.1, (), 999, 0.0, "at least 1000"),  # too few for a variance
        (0.1, (), 5000, 0.0, "at most the limit, 4096"),  # no iterations left for it
        (0.1, (), 1024, math.inf, "finite"),  # a mean of never
    ],
)
def test_race_that_cannot_be_run_is_refused(
    zone: float, named: tuple[int, ...], opening: int, value: float, said: str
) -> None:
    def simulate(indices: NDArray[np.intp], first: int, count: int) -> NDArray[np.float64]:
        return np.full((len(indices), count), value)

    with pytest.raises(ValueError, match=said):
        race(simulate, 3, zone=zone, limit=4096, budget=WITHOUT_END, finalists=1, named=named, opening=opening)
