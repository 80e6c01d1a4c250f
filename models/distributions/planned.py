"""Planned values: what the plan itself takes an uncertain quantity to be."""

from milepost.models.distributions.base import Distribution
from milepost.models.distributions.continuous import Exponential, Normal, Weibull
from milepost.models.distributions.elapsed import Left


def planned_value(quantity: Distribution) -> float:
    """Return the most likely value, or the median where a quantity is most likely 0 and nobody said so."""
    return float(quantity.ppf(0.5)) if falls_from_zero(quantity) else quantity.mode


def falls_from_zero(quantity: Distribution) -> bool:
    """
    Return whether 0 is the most likely value only because the density is highest at its edge.

    No planner means 0 by such a shape. A most likely value that was given as one, as in three points, stays what it is.
    """
    return isinstance(quantity, Exponential | Weibull | Normal | Left) and quantity.sd > 0.0 and quantity.mode == 0.0
