"""Shapley values share out what all players come to together."""

from collections.abc import Mapping
from itertools import combinations, permutations

import numpy as np
import pytest

from milepost.simulate.analysis.statistics.sections import SECTIONS, Figures, estimate
from milepost.simulate.analysis.statistics.shapley import Shapley, Subset

FEW = ("market", "technology", "support", "dependency")
MANY = tuple("abcdefg")


def every_subset(players: tuple[str, ...]) -> list[Subset]:
    return [frozenset(some) for size in range(len(players) + 1) for some in combinations(players, size)]


def game(players: tuple[str, ...], seed: int = 1) -> dict[Subset, Figures]:
    """Value each subset by chance: whole numbers, so that sums are exact."""
    draw = np.random.default_rng(seed)
    return {one: draw.integers(-99, 100, size=(2, 1 + SECTIONS)).astype(float) for one in every_subset(players)}


def by_permutations(players: tuple[str, ...], worth: Mapping[Subset, Figures]) -> dict[str, Figures]:
    """Average over all permutations, as the definition has it."""
    orders = list(permutations(players))
    added = {player: np.zeros_like(worth[frozenset()]) for player in players}
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            added[player] += worth[before | {player}] - worth[before]
    return {player: total / len(orders) for player, total in added.items()}


@pytest.mark.parametrize("k", range(len(FEW) + 1))
def test_up_to_six_players_the_values_are_the_averages_over_all_permutations(k: int) -> None:
    worth, shapley = game(FEW[:k]), Shapley(FEW[:k], seed=0)
    assert set(shapley.subsets) == set(every_subset(FEW[:k]))
    added = shapley.values(worth)
    assert list(added) == list(FEW[:k])
    for player, expected in by_permutations(FEW[:k], worth).items():
        np.testing.assert_allclose(added[player], expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("players", [FEW, MANY])  # exact, and sampled
def test_values_sum_to_what_all_have_other_than_none(players: tuple[str, ...]) -> None:
    worth = game(players)
    total = sum(Shapley(players, seed=3).values(worth).values())
    np.testing.assert_allclose(total, worth[frozenset(players)] - worth[frozenset()], atol=1e-9)


@pytest.mark.parametrize("players", [FEW, MANY])  # exact, and sampled
def test_a_player_who_adds_nothing_to_anybody_has_nothing(players: tuple[str, ...]) -> None:
    idle, *others = players
    worth = game(tuple(others))
    added = Shapley(players, seed=3).values({one: worth[one - {idle}] / 7 for one in every_subset(players)})
    assert not added[idle].any()


def test_two_players_who_are_alike_have_the_same() -> None:
    first, second, *others = FEW
    worth = game((first, *others))
    alike = {one: (first in one) + (second in one) + worth[one - {first, second}] for one in every_subset(FEW)}
    added = Shapley(FEW, seed=0).values(alike)
    np.testing.assert_allclose(added[first], added[second], atol=1e-12)


@pytest.mark.parametrize("players", [FEW, MANY])  # exact, and sampled
def test_the_values_of_a_sum_of_games_are_the_sums_of_their_values(players: tuple[str, ...]) -> None:
    one, other, shapley = game(players, 1), game(players, 2), Shapley(players, seed=3)
    both = shapley.values({subset: one[subset] + other[subset] for subset in one})
    for player, added in both.items():
        expected = shapley.values(one)[player] + shapley.values(other)[player]
        np.testing.assert_allclose(added, expected, atol=1e-9)


def test_beyond_six_players_each_part_has_a_permutation_and_its_reverse_of_its_own() -> None:
    """Where all depends on who comes first, a part tells who did: one player and the last one, half of it each."""
    worth = {one: np.full(1 + SECTIONS, float(bool(one))) for one in every_subset(MANY)}
    added = np.array(list(Shapley(MANY, seed=3).values(worth).values()))
    assert all(sorted(part[part > 0]) == [0.5, 0.5] for part in added[:, 1:].T)
    np.testing.assert_allclose(added[:, 0], added[:, 1:].mean(axis=1))
    assert len({tuple(part) for part in added[:, 1:].T}) > 1


def test_only_what_the_permutations_need_is_asked_for_and_each_once() -> None:
    players = tuple("abcdefghijkl")
    subsets = Shapley(players, seed=3).subsets
    assert len(set(subsets)) == len(subsets) <= 64 * 11 + 2
    assert {frozenset(), frozenset(players)} <= set(subsets)
    assert subsets == Shapley(players, seed=3).subsets != Shapley(players, seed=4).subsets


def test_the_interval_of_sampled_permutations_holds_the_error_of_sampling_them() -> None:
    """What subsets are worth is known without error here, so that the whole interval is that of the permutations."""
    worth = {one: np.full(1 + SECTIONS, float(figures[0, 0])) for one, figures in game(MANY).items()}
    truth = {player: added[0] for player, added in by_permutations(MANY, worth).items()}
    held = []
    for seed in range(60):
        for player, added in Shapley(MANY, seed=seed).values(worth).items():
            found = estimate(added)
            held.append(found.low <= truth[player] <= found.high)
    share = np.mean(held)
    assert abs(share - 0.95) < 4 * (0.95 * 0.05 / 60) ** 0.5  # the seven of a seed are not independent
