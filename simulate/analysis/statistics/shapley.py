"""Shapley values: what each player adds to what all come to together, on average over who comes before it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.statistics.sections import SECTIONS, Figures

Subset: TypeAlias = frozenset[str]

MOST_EXACT: Final = 6
"""Players up to which all subsets are looked at; of more 64 permutations tell."""


class Shapley:
    """
    Which subsets of some players have to be valued, and what each player then adds [1]_.

    Beyond six players the average is over 64 permutations, 32 of them drawn and each followed by its reverse, which
    makes the error of the sampling smaller [2]_, [3]_. The figures of each of the 32 parts of the iterations are those
    of one such pair alone: so the parts are still independent and alike, and their spread has the error of the sampling
    of permutations in it as well as that of the iterations.

    Parameters
    ----------
    players
        Their names.
    seed
        Of the permutations: the same seed, the same answer.

    References
    ----------
    .. [1] Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317.
    .. [2] Castro, Gomez, Tejada (2009), Computers & Operations Research 36(5), 1726-1730.
    .. [3] Mitchell, Cooper, Frank, Holmes (2022), Journal of Machine Learning Research 23(43), 1-46, section 2.
    """

    def __init__(self, players: Sequence[str], *, seed: int) -> None:
        self.players = tuple(players)
        self._weights = _exact(self.players) if len(self.players) <= MOST_EXACT else _sampled(self.players, seed)

    @property
    def subsets(self) -> tuple[Subset, ...]:
        """Return what has to be valued, each subset once, none and all among them."""
        needed = dict.fromkeys([frozenset[str](), frozenset(self.players)])
        for player, before in self._weights:
            needed |= dict.fromkeys([before, before | {player}])
        return tuple(needed)

    def values(self, worth: Mapping[Subset, Figures]) -> dict[str, Figures]:
        """
        Return what each player adds, in their order; together they add what all have other than none.

        Parameters
        ----------
        worth
            By each of the subsets, float64[..., 33]: what it comes to.
        """
        added = {player: np.zeros_like(worth[frozenset()]) for player in self.players}
        for (player, before), weight in self._weights.items():
            added[player] += weight * (worth[before | {player}] - worth[before])
        return added


_Weights: TypeAlias = Mapping[tuple[str, Subset], NDArray[np.float64] | float]
"""By a player and those before it, the share of the permutations in which these are, for each figure."""


def _exact(players: Sequence[str]) -> _Weights:
    k = len(players)
    return {
        (player, before): factorial(len(before)) * factorial(k - len(before) - 1) / factorial(k)
        for player in players
        for before in _subsets([one for one in players if one != player])
    }


def _sampled(players: Sequence[str], seed: int) -> _Weights:
    weights: dict[tuple[str, Subset], NDArray[np.float64]] = defaultdict(lambda: np.zeros(1 + SECTIONS))
    draw = np.random.Generator(np.random.PCG64(seed))
    for part in range(SECTIONS):
        drawn = [players[index] for index in draw.permutation(len(players))]
        for order in (drawn, drawn[::-1]):
            for place, player in enumerate(order):
                weight = weights[player, frozenset(order[:place])]
                weight[0] += 1 / (2 * SECTIONS)
                weight[1 + part] += 1 / 2
    return dict(weights)


def _subsets(players: Sequence[str]) -> Iterator[Subset]:
    for size in range(len(players) + 1):
        yield from map(frozenset, combinations(players, size))
