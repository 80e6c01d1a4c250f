from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.orderings.local_search import Order, search_orders

FREE: dict[str, frozenset[str]] = {id: frozenset() for id in "abcdefghij"}
START = tuple("jihgfedcba")


def sortedness(orders: Sequence[Order]) -> NDArray[np.float64]:
    """Count the pairs that stand in the order of the alphabet."""
    return np.array([sum(x < y for k, x in enumerate(one) for y in one[k:]) for one in orders], dtype=np.float64)


def test_a_search_climbs_to_the_top_of_a_hill() -> None:
    found = search_orders([START], FREE, sortedness, seed=0, most=2_000)
    assert found.orders[0] == tuple("abcdefghij")
    assert found.tried <= 2_000 + 16


def test_the_same_seed_takes_the_same_way() -> None:
    first, again, other = (search_orders([START], FREE, sortedness, seed=seed, most=300) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_order_that_the_links_contradict_is_never_tried() -> None:
    before = {**FREE, "a": frozenset("bj")}
    tried: list[Order] = []

    def rate(orders: Sequence[Order]) -> NDArray[np.float64]:
        tried.extend(orders)
        return sortedness(orders)

    search_orders([START], before, rate, seed=0, most=500)
    assert len(tried) == len(set(tried)) >= 500
    assert all(one.index("a") > max(one.index("b"), one.index("j")) for one in tried)


def test_a_search_ends_when_there_is_nothing_left_to_try() -> None:
    found = search_orders([("a", "b", "c")], {id: frozenset() for id in "abc"}, sortedness, seed=0, most=2_000)
    assert set(found.orders) == set(permutations("abc"))
    assert found.tried == 6


def test_what_cannot_be_judged_is_tried_and_not_found() -> None:
    def rate(orders: Sequence[Order]) -> NDArray[np.float64]:
        return np.where([one[0] == "a" for one in orders], -np.inf, sortedness(orders))

    found = search_orders([("c", "b", "a")], {id: frozenset() for id in "abc"}, rate, seed=0, most=100)
    assert found.orders[0] == ("b", "a", "c")
    assert all(one[0] != "a" for one in found.orders)
