"""Bounds: what shares, amounts of money and counts may be."""

from typing import Final

LARGEST_AMOUNT: Final = 1e15
"""Amount of money beyond which cents are lost [currency]; no number of a plan is larger."""
SMALLEST_NUMBER: Final = 1e-9
"""Number below which there is only 0: what is divided by a smaller one leaves all bounds."""
SLACK: Final = 1e-9
"""What rounding may make of two times [working days], shares, or amounts as shares of each other, that are the same."""


def check_share(what: str, value: float) -> None:
    """Refuse what is not a share of a whole."""
    if not 0.0 <= value <= 1.0:
        cure = f"`{value / 100:g}` for {value:g}%" if 1.0 < value <= 100.0 else "as `0.25`"
        raise ValueError(f"{value:g} is not a {what}: give a number from 0 to 1, {cure}")


def check_money(value: float) -> None:
    """Refuse an amount of money that is negative, too large or not a number."""
    if not 0.0 <= value <= LARGEST_AMOUNT:
        raise ValueError(f"{value:g} is not an amount of money here: give a number from 0 to {LARGEST_AMOUNT:g}")


def check_count(what: str, value: float, lowest: int, highest: int) -> None:
    """Refuse what is not a whole number, or out of bounds."""
    if not (lowest <= value <= highest and value == int(value)):
        raise ValueError(f"{value:g} is not a number of {what}: give a whole number from {lowest} to {highest:,}")
