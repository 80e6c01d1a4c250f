"""Quantity schema: the JSON Schema of what a file may write for an uncertain number."""

from typing import Any

from milepost.models.distributions.continuous import LEAST_SHAPE, MOST_SHAPE
from milepost.models.distributions.three_point import LEAST_WEIGHT, MOST_WEIGHT


def quantity_schema(title: str, largest: float, *, signed: bool = False) -> dict[str, Any]:
    """
    Describe what `quantity_of` reads.

    Parameters
    ----------
    title
        What kind of quantity it is.
    largest
        Amount beyond which it is refused [what the quantity is in].
    signed
        Whether it may be below 0, in the shapes that have ends of their own.
    """
    amount = {"type": "number", "minimum": 0, "maximum": largest}
    end = {**amount, "minimum": -largest} if signed else amount
    several = {"type": "array", "items": end, "minItems": 1}
    three = _list(end, "low", "mode", "high")
    return {
        "title": title,
        "description": "An uncertain number: one number, [low, mode, high], or one distribution by its name.",
        "anyOf": [
            {"title": "number", "description": "A number that is known.", **end},
            {"title": "three points", "description": "Optimistic, most likely, pessimistic: beta-PERT.", **three},
            _shape(
                "pert",
                "Optimistic, most likely, pessimistic; the weight is the trust in the mode.",
                three,
                weight={"type": "number", "minimum": LEAST_WEIGHT, "maximum": MOST_WEIGHT, "default": 4},
            ),
            _shape("triangular", "Smallest, most likely, largest.", three),
            _shape("trigen", "Mode and two percentiles of a triangle.", _percentiles(3, mode=amount)),
            _shape("uniform", "All values between two are as likely.", _list(end, "low", "high")),
            _shape("normal", "Mean and standard deviation, cut off at 0.", _list(amount, "mean", "sd")),
            _shape(
                "lognormal",
                "Two percentiles, or mean and standard deviation.",
                {"anyOf": [_percentiles(2), _mapping("mean", "sd")]},
            ),
            _shape("weibull", "Shape and scale.", _weibull(amount)),
            _shape("exponential", "The mean.", amount),
            _shape(
                "discrete",
                "A few possible values and the weight of each.",
                {
                    "type": "object",
                    "properties": {
                        "values": several,
                        "weights": {"type": "array", "items": {"type": "number", "minimum": 0}},
                    },
                    "required": ["values", "weights"],
                    "additionalProperties": False,
                },
            ),
            _shape("empirical", "Observations, each as likely as the next to happen again.", several),
        ],
    }


def _list(amount: dict[str, Any], *names: str) -> dict[str, Any]:
    """Describe a list of amounts with a meaning each."""
    return {
        "type": "array",
        "prefixItems": [{**amount, "title": name} for name in names],
        "items": False,
        "minItems": len(names),
    }


def _mapping(*names: str) -> dict[str, Any]:
    """Describe a mapping of numbers with known keys."""
    return {
        "type": "object",
        "properties": {name: {"type": "number", "minimum": 0} for name in names},
        "required": list(names),
        "additionalProperties": False,
    }


def _weibull(amount: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "number", "minimum": LEAST_SHAPE, "maximum": MOST_SHAPE}
    return {**_mapping("shape", "scale"), "properties": {"shape": shape, "scale": amount}}


def _percentiles(count: int, **others: object) -> dict[str, Any]:
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


def _shape(name: str, description: str, body: dict[str, Any], **others: object) -> dict[str, Any]:
    """Describe a distribution that is named."""
    return {
        "type": "object",
        "title": name,
        "description": description,
        "properties": {name: body, **others},
        "required": [name],
        "additionalProperties": False,
    }
