"""Rules that the parameters of several distributions share."""

LARGEST = 1e300  # beyond it sums and squares overflow


def check_amount(name: str, value: float) -> None:
    """Refuse an amount that is negative, too large or not a number."""
    if not 0 <= value <= LARGEST:
        raise ValueError(f"{name} is {value}, and must be a number from 0 to {LARGEST:g}: give a non-negative amount")


def check_between(name: str, value: float, low: float, high: float, cure: str) -> None:
    """Refuse a value outside [low, high], limits of shape mostly."""
    if not low <= value <= high:
        raise ValueError(f"{name} is {value}, and must be from {low:g} to {high:g}: {cure}")


def check_order(first: str, first_value: float, second: str, second_value: float) -> None:
    """Refuse two amounts of which the first is the larger."""
    if first_value > second_value:
        raise ValueError(
            f"{first} is {first_value}, and must not be above {second}, which is {second_value}: put them in order"
        )


def check_factor(factor: float) -> None:
    """Refuse a factor that would not leave an amount."""
    if not 0 < factor <= LARGEST:
        raise ValueError(f"the factor is {factor}, and must be above 0 and at most {LARGEST:g}: give a positive number")
