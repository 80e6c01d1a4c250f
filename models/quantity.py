"""Quantities: what a file writes for an uncertain number, as a distribution."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from milepost.models.distributions import (
    Constant,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Lognormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
)
from milepost.models.problem import Loc
from milepost.models.scalar import cut, number_of, shown
from milepost.models.spelling import Spelling

LARGEST: Final = 100_000.0
"""The largest amount of a plan in working days [working days, or what the quantity is in]."""

_PERCENTILE: Final = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,6})?)")


class QuantityError(ValueError):
    """
    A quantity that cannot be read.

    Parameters
    ----------
    message
        What is wrong, the value and how to mend it.
    at
        The part of the quantity that it is about.
    on_key
        Whether it is about the part's key.
    """

    def __init__(self, message: str, at: Loc = (), on_key: bool = False) -> None:
        super().__init__(message)
        self.at = at
        self.on_key = on_key


def quantity_of(value: object) -> Distribution:
    """
    Read a quantity: a number, `[low, mode, high]`, or a mapping from the name of a distribution to its parameters.

    Raises
    ------
    QuantityError
        When it is none of these, or there is no such quantity.
    """
    at: Loc = ()
    try:
        if isinstance(value, dict):
            name = _shape_of(value)
            at = (name,)
            weight = {"weight": _number(value["weight"], ("weight",))} if "weight" in value else {}
            quantity = SHAPES[name](value[name], at, **weight)
        elif isinstance(value, list):
            quantity = _pert(value, at)
        else:
            quantity = Constant(value=_amount(value, at))
        mean = quantity.mean
    except QuantityError:
        raise
    except (ValueError, OverflowError) as error:
        raise QuantityError(str(error), at) from None
    if not mean <= LARGEST:
        raise QuantityError(f"its mean is {mean:g}, and must not be above {LARGEST:,.0f}: give smaller numbers", at)
    return quantity


def _shape_of(value: Mapping[str, object]) -> str:
    names = [key for key in value if key in SHAPES]
    for key in value:
        if key not in SHAPES and not (key == "weight" and "pert" in value):
            if key == "weight":
                raise QuantityError("a weight belongs to pert alone: take it out", (key,), True)
            hint = Spelling(SHAPES).hint(key) or f"; there are {', '.join(SHAPES)}"
            raise QuantityError(f"{shown(key)} is no distribution{hint}", (key,), True)
    if not names:
        raise QuantityError(
            f"{shown(value)} is no quantity: give a number, [low, mode, high] or a distribution by name"
        )
    if len(names) > 1:
        raise QuantityError(f"two distributions in one, {names[0]} and {names[1]}: keep one", (names[1],), True)
    return names[0]


def _pert(body: object, at: Loc, weight: float = 4.0) -> Distribution:
    low, mode, high = _points(body, at, "low", "mode", "high")
    return Pert(low=low, mode=mode, high=high, weight=weight)


def _triangular(body: object, at: Loc) -> Distribution:
    low, mode, high = _points(body, at, "low", "mode", "high")
    return Triangular(low=low, mode=mode, high=high)


def _trigen(body: object, at: Loc) -> Distribution:
    values = _mapping(body, at, "{p10: 5, mode: 8, p90: 20}")
    if "mode" not in values or len(values) != 3:
        raise QuantityError(f"{shown(body)} is not a mode and two percentiles: write {{p10: 5, mode: 8, p90: 20}}", at)
    mode = _amount(values.pop("mode"), (*at, "mode"))
    lower, upper = _percentiles(values, at)
    return Trigen(lower=lower, mode=mode, upper=upper)


def _uniform(body: object, at: Loc) -> Distribution:
    low, high = _points(body, at, "low", "high")
    return Uniform(low=low, high=high)


def _normal(body: object, at: Loc) -> Distribution:
    mean, sd = _amounts(body, at, "mean", "sd")
    return Normal(centre=mean, spread=sd)


def _lognormal(body: object, at: Loc) -> Distribution:
    values = _mapping(body, at, "{p50: 10, p90: 20}")
    if values.keys() == {"mean", "sd"}:
        return Lognormal.from_moments(**{key: _amount(value, (*at, key)) for key, value in values.items()})
    if len(values) != 2:
        raise QuantityError("a lognormal needs two percentiles, {p50: 10, p90: 20}, or {mean: 12, sd: 5}", at)
    lower, upper = _percentiles(values, at)
    return Lognormal.from_percentiles(lower=lower, upper=upper)


def _weibull(body: object, at: Loc) -> Distribution:
    values = _mapping(body, at, "{shape: 2, scale: 10}")
    if values.keys() != {"shape", "scale"}:
        raise QuantityError("a weibull needs a shape and a scale, as {shape: 2, scale: 10}", at)
    return Weibull(shape=_number(values["shape"], (*at, "shape")), scale=_amount(values["scale"], (*at, "scale")))


def _exponential(body: object, at: Loc) -> Distribution:
    return Exponential(mean=_amount(body, at))


def _discrete(body: object, at: Loc) -> Distribution:
    parts = _mapping(body, at, "{values: [5, 10], weights: [3, 1]}")
    if parts.keys() != {"values", "weights"}:
        raise QuantityError("a discrete needs values and weights, as {values: [5, 10], weights: [3, 1]}", at)
    values = _amounts(parts["values"], (*at, "values"))
    weights = tuple(_number(w, (*at, "weights", k)) for k, w in enumerate(_list(parts["weights"], (*at, "weights"))))
    if len(values) != len(weights):
        message = f"{len(values)} values have {len(weights)} weights: give each value one weight"
        raise QuantityError(message, (*at, "weights"))
    return Discrete(values=values, weights=weights)


def _empirical(body: object, at: Loc) -> Distribution:
    return Empirical(observations=tuple(sorted(_amounts(body, at))))


SHAPES: Final[Mapping[str, Callable[..., Distribution]]] = {
    "pert": _pert,
    "triangular": _triangular,
    "trigen": _trigen,
    "uniform": _uniform,
    "normal": _normal,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "exponential": _exponential,
    "discrete": _discrete,
    "empirical": _empirical,
}
"""By its name in a file, what reads a distribution from its parameters and their place."""


def _points(body: object, at: Loc, *names: str) -> tuple[float, ...]:
    """Read amounts that rise."""
    points = _amounts(body, at, *names)
    for k, (first, second) in enumerate(pairwise(points)):
        if first > second:
            rule = f"{names[k]} {first:g} is above {names[k + 1]} {second:g}"
            raise QuantityError(f"{rule}: give [{', '.join(names)}] in ascending order", (*at, k))
    return points


def _amounts(body: object, at: Loc, *names: str) -> tuple[float, ...]:
    """Read a list of amounts, one for each name; where there are no names, of any length but 0."""
    items = _list(body, at)
    if names and len(items) != len(names):
        raise QuantityError(f"{shown(body)} where {len(names)} numbers belong: write [{', '.join(names)}]", at)
    return tuple(_amount(item, (*at, k)) for k, item in enumerate(items))


def _percentiles(values: Mapping[str, object], at: Loc) -> list[tuple[float, float]]:
    """Read two percentiles, the lower one first, each as its probability and the amount reached with it."""
    points = []
    for key, value in values.items():
        found = _PERCENTILE.fullmatch(key)
        if found is None:
            raise QuantityError(f"{shown(key)} is no percentile: write p10 or p90", (*at, key), True)
        points.append((float(found[1]) / 100.0, _amount(value, (*at, key)), key))
    (p, low, first), (q, high, second) = points = sorted(points)
    if p == q:
        raise QuantityError(f"{first} and {second} are one percentile: give two", (*at, second), True)
    if low > high:
        message = f"{first} {low:g} is above {second} {high:g}: give percentiles that rise"
        raise QuantityError(message, (*at, first))
    return [(p, low), (q, high)]


def _list(body: object, at: Loc) -> list[Any]:
    if not isinstance(body, list) or not body:
        raise QuantityError(f"{shown(body)} where a list of numbers belongs: write them as [1, 2, 3]", at)
    return body


def _mapping(body: object, at: Loc, example: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise QuantityError(f"{shown(body)} where keys belong: write {example}", at)
    return dict(body)


def _amount(value: object, at: Loc) -> float:
    number = _number(value, at)
    if number > LARGEST:
        raise QuantityError(f"{cut(str(value))} is above {LARGEST:,.0f}: give a smaller number", at)
    return number


def _number(value: object, at: Loc) -> float:
    try:
        return number_of(value)
    except ValueError as error:
        raise QuantityError(str(error), at) from None


def _list_schema(*names: str) -> dict[str, Any]:
    """Describe a list of numbers with a meaning each."""
    return {
        "type": "array",
        "prefixItems": [{"type": "number", "minimum": 0, "maximum": LARGEST, "title": name} for name in names],
        "items": False,
        "minItems": len(names),
    }


def _mapping_schema(*names: str) -> dict[str, Any]:
    """Describe a mapping of numbers with known keys."""
    return {
        "type": "object",
        "properties": {name: {"type": "number", "minimum": 0} for name in names},
        "required": list(names),
        "additionalProperties": False,
    }


def _percentile_schema(count: int, **others: object) -> dict[str, Any]:
    """Describe a mapping from percentiles to numbers."""
    return {
        "type": "object",
        "properties": others,
        "patternProperties": {"^p[0-9]": {"type": "number", "minimum": 0}},
        "additionalProperties": False,
        "required": list(others),
        "minProperties": count,
        "maxProperties": count,
    }


def _shape_schema(name: str, description: str, body: dict[str, Any], **others: object) -> dict[str, Any]:
    return {
        "type": "object",
        "title": name,
        "description": description,
        "properties": {name: body, **others},
        "required": [name],
        "additionalProperties": False,
    }


_AMOUNT: Final = {"type": "number", "minimum": 0, "maximum": LARGEST}
_SEVERAL: Final = {"type": "array", "items": _AMOUNT, "minItems": 1}
_THREE: Final = _list_schema("low", "mode", "high")

QUANTITY_SCHEMA: Final[dict[str, Any]] = {
    "title": "Quantity",
    "description": "An uncertain number: one number, [low, mode, high], or one distribution by its name.",
    "anyOf": [
        {"title": "number", "description": "A number that is known.", **_AMOUNT},
        {"title": "three points", "description": "Optimistic, most likely, pessimistic: beta-PERT.", **_THREE},
        _shape_schema(
            "pert",
            "Optimistic, most likely, pessimistic; the weight is the trust in the mode.",
            _THREE,
            weight={"type": "number", "minimum": 0.01, "maximum": 1000, "default": 4},
        ),
        _shape_schema("triangular", "Smallest, most likely, largest.", _THREE),
        _shape_schema("trigen", "Mode and two percentiles of a triangle.", _percentile_schema(3, mode=_AMOUNT)),
        _shape_schema("uniform", "All values between two are as likely.", _list_schema("low", "high")),
        _shape_schema("normal", "Mean and standard deviation, cut off at 0.", _list_schema("mean", "sd")),
        _shape_schema(
            "lognormal",
            "Two percentiles, or mean and standard deviation.",
            {"anyOf": [_percentile_schema(2), _mapping_schema("mean", "sd")]},
        ),
        _shape_schema("weibull", "Shape and scale.", _mapping_schema("shape", "scale")),
        _shape_schema("exponential", "The mean.", _AMOUNT),
        _shape_schema(
            "discrete",
            "A few possible values and the weight of each.",
            {
                "type": "object",
                "properties": {
                    "values": _SEVERAL,
                    "weights": {"type": "array", "items": {"type": "number", "minimum": 0}},
                },
                "required": ["values", "weights"],
                "additionalProperties": False,
            },
        ),
        _shape_schema("empirical", "Observations, each as likely as the next to happen again.", _SEVERAL),
    ],
}
"""JSON Schema of what `quantity_of` reads."""
