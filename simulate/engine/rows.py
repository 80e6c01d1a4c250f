"""Rows: which line of the kernel's working array each thing stands in, and when another may have it."""

import heapq
from collections.abc import Mapping

Thing = tuple[str, ...]
"""What has a row: its kind, and the ids that tell it from others of its kind, as `("finish", "design")`."""


class Rows:
    """
    Rows of a working array, shared by things that are not needed at the same time.

    A large plan so stays within the processor's cache.
    """

    def __init__(self) -> None:
        self._lives: dict[Thing, tuple[int, int]] = {}

    def use(self, thing: Thing, place: int) -> None:
        """Note that a thing is written or read at some place of the program."""
        first, last = self._lives.get(thing, (place, place))
        self._lives[thing] = min(first, place), max(last, place)

    def assign(self) -> Mapping[Thing, int]:
        """Return each thing its row."""
        rows: dict[Thing, int] = {}
        free: list[int] = []
        ends: list[tuple[int, int]] = []
        for thing, (first, last) in sorted(self._lives.items(), key=lambda life: life[1][0]):
            while ends and ends[0][0] < first:
                heapq.heappush(free, heapq.heappop(ends)[1])
            rows[thing] = heapq.heappop(free) if free else len(ends)
            heapq.heappush(ends, (last, rows[thing]))
        return rows


class SeparateRows(Rows):
    """Rows that nothing shares, for a program whose nodes will be played in another order."""

    def assign(self) -> Mapping[Thing, int]:
        """Return each thing a row of its own."""
        return {thing: row for row, thing in enumerate(self._lives)}
