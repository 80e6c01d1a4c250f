"""A quantity that was read before is what it was, and what is wrong with one is said each time."""

from typing import Any

import pytest

from milepost.models.distributions import Constant, Pert
from milepost.models.file.quantity import QuantityError, quantity_of
from milepost.models.file.source import Parted, Plain
from milepost.models.numeral import Unit


@pytest.mark.parametrize(
    "value",
    [
        Plain("12"),
        [Plain("8"), Plain("12"), Plain("25")],
        {"pert": [Plain("8"), Plain("12"), Plain("25")], Plain("weight"): Plain("3")},
    ],
)
def test_what_is_said_again_is_read_as_before(value: Any) -> None:
    assert quantity_of(value) == quantity_of(value)


@pytest.mark.parametrize(
    "value", [Plain("twelve"), [Plain("8"), Plain("12")], {"pert": [Plain("9"), Plain("8"), Plain("7")]}]
)
def test_what_is_wrong_is_said_again(value: Any) -> None:
    said = []
    for _ in range(2):
        with pytest.raises(QuantityError) as error:
            quantity_of(value)
        said.append((str(error.value), error.value.at, error.value.on_key))
    assert said[0] == said[1]


def test_what_differs_by_its_quotes_or_its_unit_is_no_repetition() -> None:
    assert quantity_of(Plain("12")) == Constant(value=12.0)
    with pytest.raises(QuantityError):
        quantity_of(Parted("12,5"))
    assert quantity_of(Plain("200000"), 1e9, Unit.MONEY) == Constant(value=200_000.0)
    with pytest.raises(QuantityError):
        quantity_of(Plain("200000"))


def test_a_list_that_is_changed_afterwards_is_read_as_it_is_then() -> None:
    points = [Plain("8"), Plain("12"), Plain("25")]
    assert quantity_of(points) == Pert(low=8.0, mode=12.0, high=25.0)
    points[1] = Plain("13")
    assert quantity_of(points) == Pert(low=8.0, mode=13.0, high=25.0)
