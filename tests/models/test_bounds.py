"""What is made in Python is held to the same bounds as what is read from a file."""

from collections.abc import Callable

import pytest

from milepost.models import (
    Budget,
    Correlation,
    Invoice,
    Milestone,
    Orderings,
    Retirement,
    Risk,
    Rounds,
    Tolerance,
    Value,
)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Risk(id="r", name="r", category="", probability=45.0), "45 is not a probability"),  # in percent
        (lambda: Risk(id="r", name="r", category="", probability=float("nan")), "nan is not a probability"),
        (lambda: Retirement(probability=-0.1), "-0.1 is not a share"),
        (lambda: Retirement(impact=1.1), "1.1 is not a share"),
        (lambda: Correlation(tasks=("a", "b"), rho=1.5), "1.5 is not a correlation"),
        (lambda: Rounds(probability=0.0, at_most=3), "the rounds never pass"),
        (lambda: Rounds(probability=1.5, at_most=3), "1.5 is not a probability"),
        (lambda: Rounds(probability=0.5, at_most=0), "from 1 to 1,000"),
        (lambda: Orderings(among=("a",), crews=0), "0 is not a number of crews"),
        (lambda: Orderings(among=()), "take orderings out"),
        (lambda: Budget(total=0.0), "0 is not a budget"),
        (lambda: Budget(total=1e-300), "1e-300 is not a budget"),  # all that is spent is shown as a share of it
        (lambda: Budget(burn=-1.0), "-1 is not an amount of money"),
        (lambda: Value(amount=1e16), "from 0 to 1e[+]15"),  # cents would be lost
        (lambda: Value(amount=1.0, per_day_late=float("inf")), "inf is not an amount of money"),
        (lambda: Invoice(amount=1.0, terms=-30), "-30 is not a number of days"),
        (lambda: Milestone(id="m", name="m", weight=-1.0), "-1 is not a weight"),
        (lambda: Tolerance(hit=80.0), "above 0 and below 1, as `0.8`"),  # in percent
        (lambda: Tolerance(hit=1.0), "1 is not a tolerance"),  # nothing is ever certain
        (lambda: Tolerance(gap=0.0), "0 is not a tolerance"),  # every delay would be an exception
        (lambda: Tolerance(gap=25.0), "above 0 and at most 10, as `0.25`"),  # in percent
        (lambda: Tolerance(gap=float("nan")), "nan is not a tolerance"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_bounds(make: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("probability", "at_most", "mode"),
    [
        (1.0, 4, 1),  # the first passes
        (0.6, 4, 1),
        (0.3, 4, 4),  # 0.7 ** 3 is 0.343: more often than that, none passes before the last
        (0.35, 4, 1),  # 0.65 ** 3 is 0.275
        (0.1, 1, 1),  # one is all there is
    ],
)
def test_the_most_likely_number_of_rounds_is_the_first_or_the_last(probability: float, at_most: int, mode: int) -> None:
    assert Rounds(probability=probability, at_most=at_most).mode == mode
