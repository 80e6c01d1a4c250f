"""Row allocator: which row of the kernel's workspace each slot stands in, and when another may have it."""

import heapq
import sys
from collections.abc import Mapping
from typing import Final

Slot = tuple[str, ...]
"""What needs a row: its kind, and the ids that tell it from others of its kind, as `("finish", "design")`."""

_NEVER: Final = (sys.maxsize, -1)
"""First and last position of a slot that has no use yet."""


class RowAllocator:
    """
    Rows of the workspace, shared by slots that are not live at the same time: linear-scan register allocation.

    A large plan so stays within the processor's cache.
    """

    def __init__(self) -> None:
        self._lives: dict[Slot, tuple[int, int]] = {}

    def use(self, slot: Slot, position: int) -> None:
        """Note that a slot is written or read at some position of the program."""
        first, last = self._lives.get(slot, _NEVER)
        if position < first or position > last:
            self._lives[slot] = (position if position < first else first), (position if position > last else last)

    def __contains__(self, slot: Slot) -> bool:
        return slot in self._lives

    def assign(self) -> Mapping[Slot, int]:
        """Return each slot's row."""
        rows: dict[Slot, int] = {}
        free: list[int] = []
        ends: list[tuple[int, int]] = []
        for slot, (first, last) in sorted(self._lives.items(), key=lambda life: life[1][0]):
            while ends and ends[0][0] < first:
                heapq.heappush(free, heapq.heappop(ends)[1])
            rows[slot] = heapq.heappop(free) if free else len(ends)
            heapq.heappush(ends, (last, rows[slot]))
        return rows


class SeparateRowAllocator(RowAllocator):
    """Rows that nothing shares, for a program whose nodes will be played in another order."""

    def assign(self) -> Mapping[Slot, int]:
        """Return each slot a row of its own."""
        return {slot: row for row, slot in enumerate(self._lives)}
