"""Quantities: what a file writes for an uncertain number, as a distribution."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    Shifted,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
)
from milepost.models.file.scalar import number_of, shown
from milepost.models.file.synonyms import key_hint
from milepost.models.numeral import Fits, Unit, decimals_of, meant, numeral
from milepost.models.problem import KeyPath, cut

LONGEST: Final = 100_000.0
"""The longest time that a quantity may name [working days]."""

_PERCENTILE: Final = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,6})?)")
_BETWEEN: Final = re.compile(r" ?(?:[;/|,\u2013]|-|\.\.\.?|to|,) ?| ")
_LONGEST_TEXT: Final = 60
"""Length of a text beyond which nobody meant numbers by it [characters]."""
_POINTS: Final[tuple[tuple[str, ...], ...]] = (
    ("low", "lowest", "min", "minimum", "optimistic", "best", "a"),
    ("mode", "likely", "most_likely", "likeliest", "ml", "m", "realistic", "base"),
    ("high", "highest", "max", "maximum", "pessimistic", "worst", "b"),
)
"""What people call the three points of an estimate, in the order in which a file lists them."""
_EXAMPLES: Final = {"low": "8", "mode": "12", "high": "25", "mean": "12", "sd": "3"}


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

    def __init__(self, message: str, at: KeyPath = (), on_key: bool = False) -> None:
        super().__init__(message)
        self.at = at
        self.on_key = on_key


def quantity_of(
    value: object, largest: float = LONGEST, unit: Unit = Unit.DAYS, *, signed: bool = False
) -> Distribution:
    """
    Read a quantity: a number, `[low, mode, high]`, or a mapping from the name of a distribution to its parameters.

    Parameters
    ----------
    value
        What stands in the file.
    largest
        Amount beyond which it is refused [what the quantity is in].
    unit
        What it is in.
    signed
        Whether it may be below 0, in the shapes that have ends of their own.

    Raises
    ------
    QuantityError
        When it is none of these, or there is no such quantity.
    """
    said = _said(value)
    if said is None:
        return _read(value, largest, unit, signed)
    return _read_again(said, largest, unit, signed)


@lru_cache(maxsize=8192)
def _read_again(said: tuple[Any, ...], largest: float, unit: Unit, signed: bool) -> Distribution:
    """Read what is said; most of a plan that is edited says what it said before."""
    return _read(_unsaid(said), largest, unit, signed)


def _said(value: object) -> tuple[Any, ...] | None:
    """Return what stands in a file as something that can be looked up, quoted or not; None of what is no text."""
    kind = type(value)
    if isinstance(value, str):
        return kind, value
    if isinstance(value, list):
        parts = tuple(_said(part) for part in value)
        return None if None in parts else (kind, *parts)
    if isinstance(value, dict):
        pairs = tuple((_said(key), _said(part)) for key, part in value.items())
        return None if any(None in pair for pair in pairs) else (kind, *pairs)
    return None


def _unsaid(said: tuple[Any, ...]) -> Any:
    """Return what stands in the file, of what `_said` makes of it."""
    kind, *parts = said
    if issubclass(kind, str):
        return kind(*parts)
    if issubclass(kind, list):
        return kind(map(_unsaid, parts))
    return kind((_unsaid(key), _unsaid(part)) for key, part in parts)


def _read(value: object, largest: float, unit: Unit, signed: bool) -> Distribution:
    at = _Place((), largest, unit, signed)
    try:
        if isinstance(value, dict):
            name = _shape_of(value)
            weight = {"weight": _number(value["weight"], at.below("weight"))} if "weight" in value else {}
            at = at.below(name)
            quantity = SHAPES[name](value[name], at, **weight)
        elif isinstance(value, list):
            quantity = _pert(value, at)
        elif isinstance(value, str) and (several := _several(value, largest)):
            raise QuantityError(f"{shown(value)} is not a number: write {several}, between brackets")
        else:
            quantity = _shifted(lambda value: Constant(value=value), _signed_amount(value, at))
        mean = quantity.mean
    except QuantityError:
        raise
    except (ValueError, OverflowError) as error:
        raise QuantityError(str(error), at.path) from None
    if not abs(mean) <= largest:
        raise QuantityError(
            f"its mean is {mean:g}, and must not be above {largest:,.0f}: give smaller numbers", at.path
        )
    return quantity


@dataclass(frozen=True, slots=True)
class _Place:
    """
    A part of a quantity that is being read.

    Parameters
    ----------
    path
        The path to it.
    largest
        The largest amount that may stand there.
    unit
        What it is in.
    signed
        Whether what has ends of its own may be below 0.
    """

    path: KeyPath
    largest: float
    unit: Unit
    signed: bool

    def below(self, *parts: str | int) -> "_Place":
        """Return the place of a part of it."""
        return _Place((*self.path, *parts), self.largest, self.unit, self.signed)


def _shape_of(value: Mapping[str, object]) -> str:
    names = [key for key in value if key in SHAPES]
    if not names and (points := _named_points(value)):
        raise QuantityError(f"low, mode and high have no names here: write {points}")
    for key in value:
        if key not in SHAPES and not (key == "weight" and "pert" in value):
            if key == "weight" and names:
                raise QuantityError("a weight belongs to pert alone: take it out", (key,), True)
            hint = key_hint(key, ["weight"] if "pert" in value else [] if names else SHAPES)
            if hint or not names:
                known = hint or f"; there are {', '.join(SHAPES)}"
                raise QuantityError(f"{shown(key)} is not a distribution{known}", (key,), True)
            raise QuantityError(f"{shown(key)} does not belong beside {names[0]}: take it out", (key,), True)
    if not names:
        raise QuantityError(f"{shown(value)} is not a quantity: give a number, or three, as `[8, 12, 25]`")
    if len(names) > 1:
        raise QuantityError(f"two distributions in one, {names[0]} and {names[1]}: keep one", (names[1],), True)
    return names[0]


def _several(text: str, largest: float) -> str:
    """Return what to write for several numbers that stand in one text; nothing where it is not such a text."""
    if len(text) > _LONGEST_TEXT or decimals_of(text.strip()):
        return ""
    parts = [decimals_of(part) for part in _BETWEEN.split(" ".join(text.split()))]
    if len(parts) not in (2, 3) or any(len(part) != 1 for part in parts):
        return ""
    numbers = [number for (number,) in parts]
    if sorted(numbers) != numbers or numbers[-1] > largest:
        return ""
    listed = f"[{', '.join(map(numeral, numbers))}]"
    return f"`{listed}`" if len(numbers) == 3 else f"`{{uniform: {listed}}}`"


def _named_points(value: Mapping[str, object]) -> str:
    """Return what to write for low, mode and high that are named; nothing where these are not what stands here."""
    bare = {key.casefold().replace(" ", "_").replace("-", "_"): str(value[key]) for key in value}
    points = [next((bare[name] for name in names if name in bare), "") for names in _POINTS]
    if len(value) != len(points) or not all(len(decimals_of(point)) == 1 for point in points):
        return ""
    return f"`[{', '.join(numeral(decimals_of(point)[0]) for point in points)}]`"


def _pert(body: object, at: _Place, weight: float = 4.0) -> Distribution:
    points = _points(body, at, "low", "mode", "high")
    return _shifted(lambda low, mode, high: Pert(low=low, mode=mode, high=high, weight=weight), *points)


def _triangular(body: object, at: _Place) -> Distribution:
    points = _points(body, at, "low", "mode", "high")
    return _shifted(lambda low, mode, high: Triangular(low=low, mode=mode, high=high), *points)


def _trigen(body: object, at: _Place) -> Distribution:
    values = _mapping(body, at, "{p10: 5, mode: 8, p90: 20}")
    if "mode" not in values or len(values) != 3:
        raise QuantityError(
            f"{shown(body)} is not a mode and two percentiles: write them as `{{p10: 5, mode: 8, p90: 20}}`", at.path
        )
    mode = _amount(values.pop("mode"), at.below("mode"))
    lower, upper = _percentiles(values, at)
    return Trigen(lower=lower, mode=mode, upper=upper)


def _uniform(body: object, at: _Place) -> Distribution:
    points = _points(body, at, "low", "high")
    return _shifted(lambda low, high: Uniform(low=low, high=high), *points)


def _normal(body: object, at: _Place) -> Distribution:
    mean, sd = _amounts(body, at, "mean", "sd")
    return Normal(centre=mean, spread=sd)


def _lognormal(body: object, at: _Place) -> Distribution:
    values = _mapping(body, at, "{p50: 10, p90: 20}")
    if values.keys() == {"mean", "sd"}:
        return Lognormal.from_moments(**{key: _amount(value, at.below(key)) for key, value in values.items()})
    if len(values) != 2:
        raise QuantityError("a lognormal needs two percentiles, `{p50: 10, p90: 20}`, or `{mean: 12, sd: 5}`", at.path)
    lower, upper = _percentiles(values, at)
    return Lognormal.from_percentiles(lower=lower, upper=upper)


def _weibull(body: object, at: _Place) -> Distribution:
    values = _mapping(body, at, "{shape: 2, scale: 10}")
    if values.keys() != {"shape", "scale"}:
        raise QuantityError("a weibull needs a shape and a scale, as `{shape: 2, scale: 10}`", at.path)
    return Weibull(shape=_number(values["shape"], at.below("shape")), scale=_amount(values["scale"], at.below("scale")))


def _exponential(body: object, at: _Place) -> Distribution:
    return Exponential(mean=_amount(body, at))


def _discrete(body: object, at: _Place) -> Distribution:
    parts = _mapping(body, at, "{values: [5, 10], weights: [3, 1]}")
    if parts.keys() != {"values", "weights"}:
        raise QuantityError("a discrete needs values and weights, as `{values: [5, 10], weights: [3, 1]}`", at.path)
    values = _amounts(parts["values"], at.below("values"), signed=True)
    listed = parts["weights"]
    if not isinstance(listed, list) or len(listed) != len(values):
        count = f"{len(listed)} weights" if isinstance(listed, list) else f"{shown(listed)} for weights"
        message = (
            f"{len(values)} values have {count}: give each value one weight, as `[{', '.join(['1'] * len(values))}]`"
        )
        raise QuantityError(message, at.below("weights").path)
    weights = tuple(_number(weight, at.below("weights", k)) for k, weight in enumerate(listed))
    return _shifted(lambda *values: Discrete(values=values, weights=weights), *values)


def _empirical(body: object, at: _Place) -> Distribution:
    observations = sorted(_amounts(body, at, signed=True))
    return _shifted(lambda *values: Empirical(observations=values), *observations)


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


def _shifted(make: Callable[..., Distribution], *amounts: float) -> Distribution:
    """Make a quantity of amounts, and where some are below 0 of all of them moved up, and move it down again."""
    by = max(0.0, -min(amounts))
    return Shifted(of=make(*(amount + by for amount in amounts)), by=by) if by else make(*amounts)


def _points(body: object, at: _Place, *names: str) -> tuple[float, ...]:
    """Read amounts that rise."""
    points = _amounts(body, at, *names, signed=True)
    for k, (first, second) in enumerate(pairwise(points)):
        if first > second:
            rule = f"{names[k]} {first:g} is above {names[k + 1]} {second:g}"
            raise QuantityError(f"{rule}: give [{', '.join(names)}] in ascending order", at.below(k).path)
    return points


def _amounts(body: object, at: _Place, *names: str, signed: bool = False) -> tuple[float, ...]:
    """
    Read a list of amounts, one for each name; where there are no names, of any length but 0.

    They may be below 0 if `signed` and where the quantity may.
    """
    read = _signed_amount if signed else _amount
    items = body if names and isinstance(body, list) else _list(body, at, len(names) or 3)
    if names and len(items) != len(names):
        example = ", ".join(_EXAMPLES[name] for name in names)
        message = f"{shown(body)} where {len(names)} numbers belong: write {_and(names)}, as `[{example}]`"
        raise QuantityError(message, at.path)
    try:
        return tuple(read(item, at.below(k), alone=False) for k, item in enumerate(items))
    except QuantityError:
        listed = _listed(items, at, rising=bool(names))
        if listed:
            raise QuantityError(f"not all of these are numbers: write {listed}", at.path) from None
        raise


def _percentiles(values: Mapping[str, object], at: _Place) -> list[tuple[float, float]]:
    """Read two percentiles, the lower one first, each as its probability and the amount reached with it."""
    points = []
    for key, value in values.items():
        found = _PERCENTILE.fullmatch(key)
        if found is None:
            raise QuantityError(
                f"{shown(key)} is not a percentile: name one, such as p10 or p90", at.below(key).path, True
            )
        points.append((float(found[1]) / 100.0, _amount(value, at.below(key)), key))
    (p, low, first), (q, high, second) = points = sorted(points)
    if p == q:
        raise QuantityError(f"{first} and {second} are one percentile: give two", at.below(second).path, True)
    if low > high:
        message = f"{first} {low:g} is above {second} {high:g}: give percentiles that rise"
        raise QuantityError(message, at.below(first).path)
    return [(p, low), (q, high)]


def _list(body: object, at: _Place, count: int) -> list[Any]:
    if not isinstance(body, list) or not body:
        example = ", ".join(["8", "12", "25"][:count])
        raise QuantityError(f"{shown(body)} where a list of numbers belongs: write them as `[{example}]`", at.path)
    return body


def _mapping(body: object, at: _Place, example: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise QuantityError(f"{shown(body)} where keys belong: write them as `{example}`", at.path)
    return dict(body)


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _listed(items: Sequence[object], at: _Place, rising: bool) -> str:
    """Return what to write for a list of which some items are not numbers; nothing where that cannot be known."""
    numbers, said = [], ""
    for item in items:
        found = meant(item, at.unit, lambda amount: 0.0 <= amount <= at.largest) if isinstance(item, str) else []
        if len(found) != 1:
            return ""
        numbers.append(found[0][0])
        said = said or found[0][1]
    fits = not rising or sorted(numbers) == numbers
    return f"`[{', '.join(map(numeral, numbers))}]`{said}" if fits else ""


def _signed_amount(value: object, at: _Place, alone: bool = True) -> float:
    """Read an amount, which may be below 0 where the quantity may."""
    return _amount(value, at, alone, signed=at.signed)


def _amount(value: object, at: _Place, alone: bool = True, signed: bool = False) -> float:
    number = _number(value, at, at.unit, (lambda amount: amount <= at.largest) if alone else None, signed)
    if number < -at.largest:
        raise QuantityError(f"{cut(str(value))} is below -{at.largest:,.0f}: give a larger number", at.path)
    if number > at.largest:
        raise QuantityError(f"{cut(str(value))} is above {at.largest:,.0f}: give a smaller number", at.path)
    return number


def _number(
    value: object,
    at: _Place,
    unit: Unit = Unit.NUMBER,
    fits: Fits | None = lambda number: True,
    signed: bool = False,
) -> float:
    try:
        return number_of(value, unit, fits, signed=signed)
    except ValueError as error:
        raise QuantityError(str(error), at.path) from None
