"""Rows of the workspace are shared by what is not live at the same time."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from milepost.simulate.engine.row_allocator import RowAllocator, SeparateRowAllocator, Slot

LIVES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple), max_size=15)


def using(allocator: RowAllocator, lives: list[tuple[int, int]]) -> dict[Slot, tuple[int, int]]:
    """Have a slot for each life, used when it begins and when it ends."""
    slots: dict[Slot, tuple[int, int]] = {("life", str(number)): life for number, life in enumerate(lives)}
    for slot, life in slots.items():
        for position in life:
            allocator.use(slot, position)
    return slots


@given(lives=LIVES)
def test_rows_are_as_few_as_slots_are_ever_live_at_once_and_no_two_of_these_share_one(
    lives: list[tuple[int, int]],
) -> None:
    allocator = RowAllocator()
    slots = using(allocator, lives)
    rows = allocator.assign()
    for one, other in combinations(slots, 2):
        apart = slots[one][1] < slots[other][0] or slots[other][1] < slots[one][0]
        assert apart or rows[one] != rows[other]
    most = max((sum(first <= position <= last for first, last in lives) for position in range(21)), default=0)
    assert set(rows.values()) == set(range(most))


@given(lives=LIVES)
def test_separate_rows_are_shared_by_nothing(lives: list[tuple[int, int]]) -> None:
    allocator = SeparateRowAllocator()
    slots = using(allocator, lives)
    assert sorted(allocator.assign().values()) == list(range(len(slots)))
